from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.annotations import (
    Anchor,
    DismissReason,
    Remark,
    RemarkState,
    Standing,
    follow,
    grouped,
    relocate,
    standing,
)

TEXT = "The first draft is a container. It holds what the second draft needs, and little else."
QUOTE = "the second draft needs"


def anchor(quote: str = QUOTE, text: str = TEXT) -> Anchor:
    start = text.index(quote)
    return Anchor(quote, start, start + len(quote))


def remark(place: Anchor | None, number: int = 1, paragraph: int = 7) -> Remark:
    return Remark(
        id=number,
        paragraph=paragraph,
        critic="Style ear (local)",
        anchor=place,
        issue="what",
        why="why",
        suggestion="do",
        confidence=None,
        state=RemarkState.OPEN,
        reason=None,
        created_ms=0,
        origin_call="",
    )


def splice(held: Remark, text: str, at: int, removed: int, added: str) -> tuple[Remark, str]:
    after = text[:at] + added + text[at + removed :]
    return held.followed(at, removed, len(added), after), after


def test_that_text_typed_before_a_quote_carries_it_along() -> None:
    held, text = splice(remark(anchor()), TEXT, 0, 0, "😀 Well: ")

    assert held.anchor == anchor(text=text)
    assert held.standing(text) is Standing.INTACT


def test_that_text_typed_at_either_end_stays_outside_the_passage() -> None:
    place = anchor()

    assert follow(place, place.start, 0, 3) == Anchor(QUOTE, place.start + 3, place.end + 3)
    assert follow(place, place.end, 0, 3) == place


def test_that_a_word_put_inside_a_quote_touches_it() -> None:
    held, text = splice(remark(anchor()), TEXT, TEXT.index("draft needs"), 0, "calm ")

    assert held.anchor is not None
    assert text[held.anchor.start : held.anchor.end] == "the second calm draft needs"
    assert held.standing(text) is Standing.TOUCHED


def test_that_a_passage_rewritten_in_other_words_is_lost_though_it_has_a_place() -> None:
    place = anchor()
    held, text = splice(remark(place), TEXT, place.start + 4, len(QUOTE) - 5, "reader will ask")

    assert held.anchor is not None
    assert held.anchor.start < held.anchor.end
    assert held.standing(text) is Standing.LOST


def test_that_a_quote_cut_out_is_lost_and_does_not_move_to_a_twin() -> None:
    text = TEXT + " Again: the second draft needs time."
    place = anchor(text=text)

    held, after = splice(remark(place), text, place.start - 3, len(QUOTE) + 5, "")

    assert follow(place, place.start - 3, len(QUOTE) + 5, 0) is None
    assert held.standing(after) is Standing.LOST
    assert held.anchor is not None
    assert held.anchor.quote == QUOTE


@pytest.mark.parametrize(("before", "length"), [(-3, 10), (5, 40), (-3, 60), (2, 5)])
def test_that_undoing_a_removal_brings_the_remark_back_to_its_words(before: int, length: int) -> None:
    text = TEXT + " Again: the second draft needs time."
    place = anchor(text=text)
    at = place.start + before
    cut = text[at : at + length]

    held, after = splice(remark(place), text, at, length, "")
    again, restored = splice(held, after, at, 0, cut)

    assert restored == text
    assert again.anchor == place
    assert again.standing(text) is Standing.INTACT


def test_that_case_and_marks_do_not_make_a_passage_lost() -> None:
    assert standing(Anchor("the cat", 0, 11), "The **cat**") is Standing.TOUCHED


def test_that_a_remark_that_never_had_a_place_says_so_and_follows_nothing() -> None:
    held = remark(None)

    assert held.followed(0, 1, 0, "x") is held
    assert held.standing(TEXT) is Standing.UNPLACED
    assert held.shifted(9, 4).paragraph == 9


def test_that_an_unseen_change_is_met_by_the_only_place_the_quote_stands_at() -> None:
    place = anchor()
    moved = "A new opening, twice as long as anything before it. " + TEXT

    assert relocate(place, TEXT) == place
    assert relocate(place, moved) == anchor(text=moved)


def test_that_two_places_are_as_bad_as_none_unless_one_is_the_old_place() -> None:
    place = anchor()
    twin = " And the second draft needs this too."

    assert relocate(place, TEXT + twin) == place
    assert relocate(place, "x" * 60 + TEXT + twin) is None
    assert relocate(place, "Nothing of it.") is None


def test_that_a_merge_moves_the_place_by_what_stands_before() -> None:
    held = remark(anchor()).shifted(3, 12)

    assert held.paragraph == 3
    assert held.standing("x" * 12 + TEXT) is Standing.INTACT


def test_that_remarks_about_the_same_words_are_grouped_in_the_order_of_the_text() -> None:
    a = remark(Anchor("bcd", 1, 4), 1)
    b = remark(Anchor("cde", 2, 5), 2)
    c = remark(Anchor("fg", 5, 7), 3)
    lost = remark(Anchor("zz", 2, 2), 4)
    nowhere = remark(None, 5)
    elsewhere = remark(Anchor("fg", 5, 7), 6, paragraph=9)

    groups = grouped([nowhere, elsewhere, c, lost, b, a])

    assert groups == ((a, b), (c,), (lost,), (nowhere,), (elsewhere,))


def test_that_a_verdict_is_a_new_value_and_a_reason_belongs_to_a_dismissal() -> None:
    first = remark(anchor())

    dismissed = first.agreed().dismissed(DismissReason.TASTE)

    assert first.state is RemarkState.OPEN
    assert (dismissed.state, dismissed.reason) == (RemarkState.DISMISSED, DismissReason.TASTE)
    assert (dismissed.done().state, dismissed.done().reason) == (RemarkState.DONE, None)
    assert dismissed.reopened() == first
    with pytest.raises(ValueError, match="dismissal"):
        Remark(1, 1, "", None, "", "", "", None, RemarkState.DISMISSED, None, 0, "")


def test_that_an_anchor_without_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="words"):
        Anchor("", 0, 0)


@dataclass
class Cell:
    """A character that knows whether it is part of the passage; the slow but obvious way to follow one."""

    member: bool


def oracle_splice(cells: list[Cell], at: int, removed: int, inserted: int) -> list[Cell]:
    head, tail = cells[:at], cells[at + removed :]
    inside = bool(head and tail and head[-1].member and tail[0].member)
    return head + [Cell(inside) for _ in range(inserted)] + tail


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_that_an_anchor_follows_random_splices_as_marked_characters_do(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 30))
    start = data.draw(st.integers(0, length - 1))
    end = data.draw(st.integers(start + 1, length))
    cells = [Cell(start <= index < end) for index in range(length)]
    place: Anchor | None = Anchor("q" * (end - start), start, end)

    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(cells)))
        removed = data.draw(st.integers(0, len(cells) - at))
        inserted = data.draw(st.integers(0, 6))
        cells = oracle_splice(cells, at, removed, inserted)
        assert place is not None
        place = follow(place, at, removed, inserted)
        members = [index for index, cell in enumerate(cells) if cell.member]
        if not members:
            assert place is None
            return
        assert place is not None
        assert (place.start, place.end) == (members[0], members[-1] + 1)


@settings(deadline=None, max_examples=150)
@given(
    text=st.text("ab 😀é", min_size=1, max_size=40),
    edits=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20), st.text("ab 😀", max_size=8)), max_size=8),
    data=st.data(),
)
def test_that_an_intact_remark_stands_on_its_very_words_after_any_edits(
    text: str, edits: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    held = remark(Anchor(text[start:end], start, end))

    for wanted_at, wanted_removed, added in edits:
        at = min(wanted_at, len(text))
        removed = min(wanted_removed, len(text) - at)
        held, text = splice(held, text, at, removed, added)
        place = held.anchor
        assert place is not None
        assert 0 <= place.start <= place.end <= len(text)
        intact = text[place.start : place.end] == place.quote
        assert (held.standing(text) is Standing.INTACT) == intact
