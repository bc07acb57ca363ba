"""What the ledger witnesses: which changes are told, when the text is, and rows that come back as they went."""

from __future__ import annotations

import hashlib

import pytest

from editor.core.edits import Edit, EditKind
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.runs import Fragment, Run
from editor.core.witness import Happening, Noted, TextDigest, digest_due, digest_of, happening, witness_from

MODEL = Origin(OriginKind.MODEL, provider="anthropic")
PASTED = Origin(OriginKind.PASTED)


def edit(kind: EditKind, removed: str, inserted: Fragment) -> Edit:
    return Edit(7, 1_000, 0, kind, 0, Fragment.of(removed, TYPED), inserted, 7)


@pytest.mark.parametrize(("removed", "inserted"), [("", "a"), ("abc", ""), ("a", "b")])
def test_that_typing_and_deleting_are_left_to_the_minutes(removed: str, inserted: str) -> None:
    assert happening(edit(EditKind.TYPE, removed, Fragment.of(inserted, TYPED))) is None


def test_that_a_change_is_told_with_whose_characters_came_and_how_many_went() -> None:
    mixed = Fragment("one two!", (Run(4, MODEL), Run(3, Origin(OriginKind.MODEL, provider="openai")), Run(1, PASTED)))
    told = happening(edit(EditKind.PASTE, "gone", mixed))
    assert told == Happening(1_000, EditKind.PASTE, 4, ((OriginKind.MODEL, 7), (OriginKind.PASTED, 1)))
    assert told is not None
    assert told.as_row() == ["change", 1_000, "paste", 4, "model", 7, "pasted", 1]


def test_that_words_of_a_model_that_come_as_typing_are_told() -> None:
    assert happening(edit(EditKind.TYPE, "", Fragment.of("words", MODEL))) is not None


def test_that_the_text_is_told_by_its_length_and_digest_and_half_a_character_is_no_fault() -> None:
    assert digest_of("Ü\n", 5) == TextDigest(5, 2, hashlib.sha256("Ü\n".encode()).hexdigest())
    assert digest_of("\ud83d", 5).length == 1


@pytest.mark.parametrize(
    ("last", "now", "due"), [(None, 0, True), (1_000, 60_999, False), (1_000, 61_000, True), (1_000, 999, True)]
)
def test_that_the_text_is_told_each_minute_and_after_the_clock_was_set_back(
    last: int | None, now: int, due: bool
) -> None:
    assert digest_due(last, now) is due


@pytest.mark.parametrize(
    "row",
    [
        Happening(5, EditKind.CUT, 9, ()),
        Happening(5, EditKind.UNDO, 0, ((OriginKind.TYPED, 2),)),
        digest_of("", 1),
        Noted(7),
    ],
)
def test_that_a_row_comes_back_as_it_went(row: Happening | Noted | TextDigest) -> None:
    assert witness_from(row.as_row()) == row


@pytest.mark.parametrize(
    "row",
    [
        [],
        ["change", 5, "paste"],
        ["change", 5, "storm", 0],
        ["change", 5, "cut", 0, "typed"],
        ["change", 5, "cut", 0, 2, "typed"],
        ["text", 5, "3", "ab"],
        ["acts", 1, 2, 3],
    ],
)
def test_that_another_row_is_refused(row: list[object]) -> None:
    with pytest.raises(ValueError, match="not "):
        witness_from(row)
