"""Taking in what another program did to the text file."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from written_draft import WrittenDraft

from editor.core.origins import Origin, OriginKind
from editor.session.outside import differences, take_in
from editor.session.word_alignment import alike

LINES = st.lists(st.sampled_from(["", "a", "b b", "# c", "word one", "😀", "word two"]), max_size=12).map("\n".join)
WORDS = st.lists(st.sampled_from([*"abcdefgh", " ", "  ", "\n", "\n\n", "猫", "\u3000"]), max_size=40).map("".join)
MODEL = Origin(OriginKind.MODEL, actor="claude-opus-5-5", provider="anthropic")
MINE = "I wrote this opening by hand."
THEIRS = "The model wrote this long paragraph with many words in it, and the writer left every one as it came."
LAST = "Closing line of mine."


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.tuples(LINES, LINES), st.tuples(WORDS, WORDS)))
def test_that_the_differences_turn_the_old_text_into_the_new_one(texts: tuple[str, str]) -> None:
    old, new = texts
    found = differences(old, new)
    text = old
    for one in reversed(found):
        text = text[: one.position] + one.inserted + text[one.position + one.removed :]
    assert text == new
    assert all(one.position + one.removed < other.position for one, other in pairwise(found))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 6)), st.lists(st.integers(0, 6)))
def test_that_what_is_alike_runs_forwards_and_is_the_same_in_both(old: list[int], new: list[int]) -> None:
    before, after = list(map(str, old)), list(map(str, new))
    low = new_low = 0
    for one in alike(before, after):
        assert one.length
        assert low <= one.old
        assert new_low <= one.new
        low, new_low = one.old + one.length, one.new + one.length
        assert before[one.old : low] == after[one.new : new_low]


def after_outside(folder: Path, change: Callable[[str], str]) -> tuple[WrittenDraft, list[tuple[str, str]]]:
    """A paragraph of the writer's, one of a model's and a last line, changed outside; and the text by origin."""
    draft = WrittenDraft(folder, "").begin()
    draft.append(f"{MINE}\n\n")
    draft.append(THEIRS, MODEL)
    draft.append(f"\n\n{LAST}\n")
    new = change(draft.text)
    list(take_in(draft.session, new))
    assert draft.text == new
    pieces, place = [], 0
    for run in draft.session.document.fragment(0, len(new)).runs:
        pieces.append((str(run.origin.kind), new[place : place + run.length]))
        place += run.length
    return draft, pieces


def test_that_a_paragraph_added_outside_takes_no_origin_of_those_that_were_touched_as_well(tmp_path: Path) -> None:
    def change(text: str) -> str:
        touched = text.replace("opening", "start").replace("many", "several").replace("Closing", "Last")
        return f"Added outside at the top.\n\n{touched}"

    draft, pieces = after_outside(tmp_path, change)
    assert pieces == [
        ("unknown", "Added outside at the top.\n\n"),
        ("typed", "I wrote this "),
        ("unknown", "start"),
        ("typed", " by hand.\n\n"),
        ("model", "The model wrote this long paragraph with "),
        ("unknown", "several"),
        ("model", THEIRS.partition("many")[2]),
        ("typed", "\n\n"),
        ("unknown", "Last"),
        ("typed", " line of mine.\n"),
    ]
    assert [[one.actor for one in item.mark.lineage] for item in draft.session.document.paragraphs] == [
        [], [], ["claude-opus-5-5"], [],
    ]  # fmt: skip


def test_that_words_of_a_model_stay_its_own_where_lines_are_put_in_another_order_or_wrapped(tmp_path: Path) -> None:
    def turned(text: str) -> str:
        return "\n\n".join(text.strip().split("\n\n")[::-1])

    _, pieces = after_outside(tmp_path / "turned", turned)
    assert {words.strip(): kind for kind, words in pieces if words.strip()} == {
        LAST: "typed", THEIRS: "model", MINE: "typed"
    }  # fmt: skip
    _, pieces = after_outside(tmp_path / "wrapped", lambda text: re.sub(" (?=long|the)", "\\n", text))
    assert [words.split() for kind, words in pieces if kind == "model"][-1][-3:] == ["as", "it", "came."]
    assert {kind for kind, words in pieces if words.strip()} == {"typed", "model"}


def test_that_a_line_that_begins_like_the_next_one_is_new_as_a_whole() -> None:
    found = differences("The cat sat.\n\nEnd.\n", "The dog ran away.\n\nThe cat sat.\n\nEnd.\n")
    assert [(one.position, one.removed, one.inserted) for one in found] == [(0, 0, "The dog ran away.\n\n")]
    found = differences("One.\n\nThe dog ran.\n\nThe cat sat.\n", "One.\n\nThe cat sat.\n")
    assert [(one.position, one.removed) for one in found] == [(6, len("The dog ran.\n\n"))]


def test_that_a_short_line_between_two_changes_stays_and_a_strange_word_gets_no_letter_of_the_old_one() -> None:
    found = differences("one two\n\n# Title\n\nthree four\n", "ten six\n\n# Title\n\nseven eight\n")
    assert [one.inserted for one in found] == ["ten six", "seven eight"]
    assert [(one.removed, one.inserted) for one in differences("the opening.\n", "the start.\n")] == [(8, "start.")]
    assert [one.inserted for one in differences("我喜欢猫。\n", "我喜欢狗。\n")] == ["狗"]


def test_that_a_changed_word_leaves_the_lines_around_it_alone() -> None:
    found = differences("one\ntwo three\nfour\n", "one\ntwo threes\nfour\n")
    assert [(one.position, one.removed, one.inserted) for one in found] == [(13, 0, "s")]


def test_that_words_between_two_changes_of_a_line_are_kept_from_three_on() -> None:
    old, new = "one two three four five six seven\n", "ONE two three four five six SEVEN\n"
    assert [one.inserted for one in differences(old, new)] == ["ONE", "SEVEN"]
    assert [one.inserted for one in differences("one of the two\n", "ONE of the TWO\n")] == ["ONE of the TWO"]


def test_that_a_changed_line_beside_a_new_one_is_not_changed_as_a_whole() -> None:
    found = differences("a b c d e f\n", "a b c x d e f\nnew line\n")
    assert [(one.position, one.removed, one.inserted) for one in found] == [(6, 0, "x "), (12, 0, "new line\n")]


def test_that_a_very_long_stretch_is_changed_as_a_whole_and_at_once() -> None:
    old, new = "old words " * 2_000, "new words " * 2_000
    assert [(one.position, one.removed) for one in differences(old, new)] == [(0, len(old) - len(" words "))]
