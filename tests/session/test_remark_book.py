"""Remarks follow their words through the edits of a session, are lost with them, and come back with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_makers import Sitting, remark, typed

from editor.core.annotations import Anchor, Remark, RemarkState, Standing
from editor.core.runs import Fragment
from editor.session.passage_book import REMEMBERED
from editor.session.remark_book import PLACE

TEXT = "The cat sat.\n\nThe dog ran to the cat.\n\nThe end."


def sitting_with(*placed: tuple[int, str | None]) -> Sitting:
    """A session on TEXT with a remark for each (paragraph, quote)."""
    sitting = Sitting(TEXT)
    for number, (paragraph, quote) in enumerate(placed, 1):
        text = sitting.document.paragraphs[paragraph - 1].text
        sitting.session.remarks.add([remark(number, paragraph, text, quote)])
    return sitting


def passage(sitting: Sitting, ident: int) -> tuple[int, str, Standing]:
    """Paragraph, the words the remark stands at, and how it stands."""
    one = found(sitting, ident)
    row = sitting.document.paragraphs
    text = row[row.index_of(one.paragraph)].text
    words = text[one.anchor.start : one.anchor.end] if one.anchor else ""
    return one.paragraph, words, one.standing(text)


def found(sitting: Sitting, ident: int) -> Remark:
    one = sitting.session.remarks.get(ident)
    assert one is not None
    return one


def at(sitting: Sitting, words: str) -> int:
    return sitting.text.index(words)


class TestWithinAParagraph:
    def test_that_words_before_it_shift_it_and_the_change_says_so(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        changes = sitting.session.change(at(sitting, "ran"), 0, typed("quickly "))
        assert changes.remarks
        assert passage(sitting, 1) == (2, "to the cat", Standing.INTACT)

    def test_that_an_edit_of_another_paragraph_does_not_concern_it(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        before = found(sitting, 1)
        assert not sitting.session.change(0, 0, typed("x")).remarks
        assert found(sitting, 1) is before

    def test_that_an_edit_inside_touches_it(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        sitting.session.change(at(sitting, "the cat") + 4, 0, typed("old "))
        assert passage(sitting, 1) == (2, "to the old cat", Standing.TOUCHED)

    def test_that_it_is_lost_with_its_words_and_undo_brings_it_back(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        sitting.session.change(at(sitting, "to the"), 10, Fragment())
        assert passage(sitting, 1)[2] is Standing.LOST
        sitting.session.undo()
        assert passage(sitting, 1) == (2, "to the cat", Standing.INTACT)

    def test_that_the_same_words_elsewhere_do_not_take_it(self) -> None:
        sitting = sitting_with((2, "The"))
        sitting.session.change(14, 3, typed("That"))
        assert passage(sitting, 1)[0] == 2
        assert passage(sitting, 1)[2] is Standing.LOST


class TestOverParagraphs:
    def test_that_a_split_takes_it_along_to_the_part_with_its_words(self) -> None:
        sitting = sitting_with((2, "The dog"), (2, "the cat"))
        sitting.session.change(at(sitting, " to the"), 1, typed("\n\n"))
        assert passage(sitting, 1) == (2, "The dog", Standing.INTACT)
        assert passage(sitting, 2) == (4, "the cat", Standing.INTACT)
        sitting.session.undo()
        assert passage(sitting, 2) == (2, "the cat", Standing.INTACT)

    def test_that_a_merge_takes_it_along_and_words_that_stand_twice_do_not_confuse_it(self) -> None:
        sitting = sitting_with((1, "The"), (2, "The"), (2, "cat"))
        sitting.session.change(12, 2, typed(" "))
        assert [passage(sitting, one)[1:] for one in (1, 2, 3)] == [
            ("The", Standing.INTACT),
            ("The", Standing.INTACT),
            ("cat", Standing.INTACT),
        ]
        assert [found(sitting, one).anchor for one in (1, 2, 3)] == [
            Anchor("The", 0, 3),
            Anchor("The", 13, 16),
            Anchor("cat", 32, 35),
        ]
        sitting.session.undo()
        assert [passage(sitting, one)[0] for one in (1, 2, 3)] == [1, 2, 2]

    def test_that_a_passage_cut_in_two_goes_with_the_larger_part_and_is_whole_again_after_undo(self) -> None:
        sitting = sitting_with((2, "dog ran to"))
        sitting.session.change(at(sitting, "n to"), 0, typed("\n\n"))
        assert passage(sitting, 1) == (2, "dog ra", Standing.LOST)
        sitting.session.undo()
        assert passage(sitting, 1) == (2, "dog ran to", Standing.INTACT)

    def test_that_a_passage_cut_in_two_is_whole_again_when_the_writer_joins_the_parts(self) -> None:
        sitting = sitting_with((2, "dog ran to"))
        place = at(sitting, "n to")
        sitting.session.change(place, 0, typed("\n\n"))
        sitting.session.change(place, 2, Fragment())
        assert passage(sitting, 1) == (2, "dog ran to", Standing.INTACT)

    def test_that_it_is_lost_with_its_paragraph_and_undo_brings_it_back_to_it(self) -> None:
        sitting = sitting_with((2, "to the cat"), (3, "end"))
        sitting.session.change(14, 25, Fragment())
        assert sitting.ids == [1, 3]
        assert passage(sitting, 1)[1:] == ("", Standing.LOST)
        assert passage(sitting, 2) == (3, "end", Standing.INTACT)
        sitting.session.undo()
        assert passage(sitting, 1) == (2, "to the cat", Standing.INTACT)

    def test_that_everything_deleted_and_undone_brings_every_remark_back(self) -> None:
        sitting = sitting_with((1, "cat"), (2, "cat"), (3, "end"))
        sitting.session.change(0, len(TEXT), Fragment())
        assert {passage(sitting, one)[2] for one in (1, 2, 3)} == {Standing.LOST}
        sitting.session.undo()
        assert [passage(sitting, one)[0] for one in (1, 2, 3)] == [1, 2, 3]
        assert {passage(sitting, one)[2] for one in (1, 2, 3)} == {Standing.INTACT}
        sitting.session.redo()
        assert {passage(sitting, one)[2] for one in (1, 2, 3)} == {Standing.LOST}

    def test_that_a_remark_that_was_never_placed_stays_with_its_paragraph_or_with_what_became_of_it(self) -> None:
        sitting = sitting_with((1, None), (2, None))
        sitting.session.change(at(sitting, " ran"), 0, typed("\n\n"))
        assert found(sitting, 2).paragraph == 2
        sitting.session.change(12, 2, Fragment())
        assert [found(sitting, one).paragraph for one in (1, 2)] == [1, 1]

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 2, 5]), st.sampled_from(["", "x", "\n\n", "# "])),
            max_size=8,
        )
    )
    def test_that_no_edit_loses_a_remark_and_undoing_all_makes_each_whole_again(
        self, edits: list[tuple[float, int, str]]
    ) -> None:
        quotes = [(1, "cat sat"), (2, "The dog"), (2, "the cat"), (3, "The end")]
        sitting = sitting_with(*quotes)
        for place, removed, text in edits:
            sitting.clock.advance(5_000)
            where = int(place * len(sitting.text))
            sitting.session.change(where, min(removed, len(sitting.text) - where), typed(text))
            for number in range(1, 5):
                one = found(sitting, number)
                row = sitting.document.paragraphs
                assert row.has(one.paragraph)
                assert one.anchor is not None
                assert one.anchor.end <= len(row[row.index_of(one.paragraph)].text)
        assert len(sitting.session.remarks.all()) == 4
        while sitting.session.undo().edits:
            pass
        assert {passage(sitting, one)[2] for one in (1, 2, 3, 4)} == {Standing.INTACT}
        assert [passage(sitting, one)[0] for one in (1, 2, 3, 4)] == [1, 2, 2, 3]

    def test_that_undo_older_than_is_remembered_still_finds_the_words(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        sitting.session.change(at(sitting, "to the"), 10, Fragment())
        sitting.session.remarks._before.clear()
        sitting.session.undo()
        assert passage(sitting, 1) == (2, "to the cat", Standing.INTACT)

    def test_that_only_so_much_is_remembered(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        for _ in range(REMEMBERED + 5):
            sitting.session.change(20, 0, typed("x"))
        assert len(sitting.session.remarks._before) == REMEMBERED

    def test_that_a_judgement_made_meanwhile_survives_undo(self) -> None:
        sitting = sitting_with((2, "to the cat"))
        sitting.session.change(at(sitting, "to the"), 10, Fragment())
        sitting.session.remarks.put(found(sitting, 1).agreed())
        sitting.session.undo()
        assert found(sitting, 1).state is RemarkState.AGREED
        assert passage(sitting, 1)[2] is Standing.INTACT


class TestTheBook:
    def test_that_open_remarks_are_counted(self) -> None:
        sitting = sitting_with((2, "dog"), (2, "cat"))
        book = sitting.session.remarks
        assert book.open_count(2) == 2
        book.put(found(sitting, 1).agreed())
        assert book.open_count(2) == 1
        assert book.open_count(1) == 0
        assert [one.id for one in book.of(2)] == [1, 2]

    def test_that_a_remark_nobody_knows_is_ignored(self) -> None:
        sitting = sitting_with((2, "dog"))
        sitting.session.remarks.put(remark(9, 1, TEXT, "cat"))
        assert [one.id for one in sitting.session.remarks.all()] == [1]
        assert sitting.session.remarks.get(9) is None

    @pytest.mark.parametrize(
        ("anchor", "expected"),
        [
            (Anchor("dog", 9, 12), Anchor("dog", 4, 7)),
            (Anchor("dog", 4, 7), Anchor("dog", 4, 7)),
            (Anchor("horse", 4, 9), Anchor("horse", 4, 9)),
        ],
    )
    def test_that_passages_are_found_again_after_a_restart(self, anchor: Anchor, expected: Anchor) -> None:
        sitting = sitting_with((2, None), (3, "end"))
        one = remark(5, 2, "", None)
        made = type(one)(**{n: getattr(one, n) for n in one.__slots__ if n != "anchor"}, anchor=anchor)
        sitting.session.remarks.take_in([made], sitting.document)
        assert found(sitting, 5).anchor == expected

    def test_that_a_remark_of_a_paragraph_that_is_gone_is_left_alone(self) -> None:
        sitting = sitting_with()
        sitting.session.remarks.take_in([remark(1, 77, TEXT, "cat")], sitting.document)
        assert found(sitting, 1).paragraph == 77


class TestFoundAgain:
    """Remarks as the worker tells of them: made on an older text, in a sitting of before or a minute ago."""

    def test_that_it_goes_with_its_paragraph_into_the_one_that_was_merged_with_it(self) -> None:
        sitting = sitting_with()
        late = remark(1, 2, sitting.document.paragraphs[1].text, "The dog")
        sitting.session.change(at(sitting, "\n\nThe dog"), 2, typed(" "))
        assert not sitting.document.paragraphs.has(2)
        sitting.session.remarks.take_in([late], sitting.document)
        assert passage(sitting, 1) == (1, "The dog", Standing.INTACT)

    def test_that_it_goes_with_its_words_into_the_paragraph_that_was_split_off(self) -> None:
        sitting = sitting_with()
        late = remark(1, 2, sitting.document.paragraphs[1].text, "to the cat")
        sitting.session.change(at(sitting, "to the cat"), 0, typed("\n\n"))
        sitting.session.remarks.take_in([late], sitting.document)
        child = sitting.ids[2]
        assert child != 2
        assert passage(sitting, 1) == (child, "to the cat", Standing.INTACT)

    def test_that_it_never_goes_to_the_same_words_in_another_paragraph(self) -> None:
        sitting = sitting_with()
        late = remark(1, 2, sitting.document.paragraphs[1].text, "cat")
        sitting.session.change(at(sitting, "the cat.\n\nThe end"), len("the cat"), typed("it"))
        sitting.session.remarks.take_in([late], sitting.document)
        assert found(sitting, 1).paragraph == 2
        assert passage(sitting, 1)[2] is Standing.LOST

    def test_that_one_whose_words_went_with_its_paragraph_is_shown_where_the_rest_of_it_is(self) -> None:
        sitting = sitting_with()
        late = remark(1, 2, sitting.document.paragraphs[1].text, "The dog")
        unplaced = remark(2, 2, "", None)
        sitting.session.change(at(sitting, "\n\nThe dog"), len("\n\nThe dog"), typed(" and"))
        sitting.session.remarks.take_in([late, unplaced], sitting.document)
        assert passage(sitting, 1) == (1, "", Standing.LOST)
        assert passage(sitting, 2) == (1, "", Standing.UNPLACED)

    def test_that_one_that_is_told_again_with_the_past_of_the_draft_is_there_once(self) -> None:
        sitting = sitting_with()
        early = remark(1, 2, sitting.document.paragraphs[1].text, "The dog")
        assert len(sitting.session.remarks.take_in([early], sitting.document)) == 1
        assert sitting.session.remarks.take_in([early], sitting.document) == ()
        assert [one.id for one in sitting.session.remarks.all()] == [1]

    def test_that_a_remark_on_the_whole_draft_stays_one(self) -> None:
        sitting = sitting_with()
        sitting.session.remarks.take_in([remark(1, 0, "", None)], sitting.document)
        assert found(sitting, 1).paragraph == 0


class TestKeptPlaces:
    def test_that_the_place_of_one_that_was_moved_is_known_in_the_next_sitting(self) -> None:
        first = sitting_with()
        made = remark(1, 2, first.document.paragraphs[1].text, "dog ran to the cat")
        twice = remark(2, 3, first.document.paragraphs[2].text, "e")
        first.session.remarks.take_in([made, twice], first.document)
        first.session.change(at(first, "The end."), 0, typed("Here we are. "))
        first.session.change(at(first, "ran"), 3, typed("trotted"))
        first.session.change(at(first, "The dog"), 0, typed("But then, as I said: "))
        first.session.remarks.keep_moved(first.document)
        stood = passage(first, 1), passage(first, 2), found(first, 2).anchor

        next_one = Sitting(first.text)
        next_one.session.attachments.adopt(first.session.attachments.of(PLACE))
        next_one.session.remarks.take_in([made, twice], next_one.document)
        assert (passage(next_one, 1), passage(next_one, 2), found(next_one, 2).anchor) == stood
        assert stood[0] == (2, "dog trotted to the cat", Standing.TOUCHED)

    def test_that_what_can_be_found_by_its_words_is_not_written_down_at_every_rest(self) -> None:
        sitting = sitting_with()
        made = remark(1, 2, sitting.document.paragraphs[1].text, "dog ran")
        sitting.session.remarks.take_in([made], sitting.document)
        sitting.session.change(at(sitting, "The dog"), 0, typed("Now. "))
        sitting.session.remarks.keep_moved(sitting.document)
        assert sitting.journal.of("attachment") == []
        sitting.session.change(at(sitting, "dog ran"), 3, typed("cat"))
        for _ in range(2):
            sitting.session.remarks.keep_moved(sitting.document)
        assert len(sitting.journal.of("attachment")) == 1

    def test_that_a_draft_that_is_only_looked_at_keeps_nothing(self) -> None:
        sitting = sitting_with()
        text = sitting.document.paragraphs[1].text
        stale = [remark(1, 2, "Once upon a time. " + text, "cat"), remark(2, 2, text, "dog"), remark(3, 77, TEXT, "end")]
        sitting.session.remarks.take_in(stale, sitting.document)
        sitting.session.remarks.keep_moved(sitting.document)
        assert sitting.begun == []

    @pytest.mark.parametrize("row", [{}, {"start": "4", "end": 7}, {"start": 7, "end": 4}, {"start": -1, "end": 4}])
    def test_that_a_place_of_another_shape_is_left_aside(self, row: dict[str, object]) -> None:
        sitting = sitting_with()
        sitting.session.attachments.put(PLACE, row, paragraph=2, ident="1")
        sitting.session.remarks.take_in([remark(1, 2, TEXT[14:], "dog")], sitting.document)
        assert passage(sitting, 1) == (2, "dog", Standing.INTACT)
