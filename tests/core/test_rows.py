"""Edits, marks and origins as JSON: what goes in comes out, a typed letter is short, and nonsense is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from document_makers import MODEL, fragment
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.edits import Edit, EditKind
from editor.core.marks import Absorbed, BlockKind, Mark, Replaced, Reshape
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.rows import edit_from, edit_row, mark_from, mark_row, origin_from, origin_row, runs_from, runs_row
from editor.core.runs import Fragment, Run

NUMBERS = st.integers(0, 2**53)
ORIGINS = st.builds(
    Origin,
    kind=st.sampled_from(OriginKind),
    actor=st.text(max_size=5),
    provider=st.sampled_from(["", "vendor"]),
    purpose=st.sampled_from(["", "critique"]),
    prompt=st.sampled_from(["", "call-1"]),
    when_ms=st.none() | NUMBERS,
    source=st.sampled_from(["", "page.html"]),
)
LEAVES = st.builds(
    Mark, id=NUMBERS, length=NUMBERS, kind=st.sampled_from(BlockKind), parent=st.none() | NUMBERS,
    lineage=st.lists(ORIGINS, max_size=2).map(tuple),
)  # fmt: skip
MARKS = st.builds(
    Mark, id=NUMBERS, length=NUMBERS, kind=st.sampled_from(BlockKind), parent=st.none() | NUMBERS,
    absorbed=st.lists(st.builds(Absorbed, NUMBERS, LEAVES), max_size=2).map(tuple),
    lineage=st.lists(ORIGINS, max_size=2).map(tuple),
    replaced=st.lists(st.builds(Replaced, NUMBERS, st.text(max_size=3)), max_size=2).map(tuple),
)  # fmt: skip
PARTS = st.lists(st.tuples(st.text(min_size=1, max_size=4), ORIGINS), max_size=3)
FRAGMENTS = PARTS.map(lambda parts: fragment(*parts))
RESHAPES = st.builds(Reshape, NUMBERS, st.lists(MARKS, max_size=2).map(tuple), st.lists(MARKS, max_size=2).map(tuple))
EDITS = st.builds(
    Edit, seq=NUMBERS, wall_ms=NUMBERS, offset_min=st.integers(-840, 840), kind=st.sampled_from(EditKind),
    position=NUMBERS, removed=FRAGMENTS, inserted=FRAGMENTS, group=NUMBERS, reverses=st.none() | NUMBERS,
    reshape=st.none() | RESHAPES,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(EDITS)
def test_that_an_edit_comes_back_from_json_as_it_was(edit: Edit) -> None:
    assert edit_from(json.loads(json.dumps(edit_row(edit)))) == edit


@settings(deadline=None, max_examples=80)
@given(MARKS)
def test_that_a_mark_comes_back_with_those_asleep_in_it_and_its_lineage(mark: Mark) -> None:
    assert mark_from(json.loads(json.dumps(mark_row(mark)))) == mark


@settings(deadline=None, max_examples=80)
@given(ORIGINS)
def test_that_an_origin_comes_back(origin: Origin) -> None:
    assert origin_from(json.loads(json.dumps(origin_row(origin)))) == origin


def test_that_an_origin_of_which_only_the_kind_is_known_is_a_word() -> None:
    assert origin_row(TYPED) == "typed"
    assert origin_row(Origin(OriginKind.MODEL, when_ms=0)) == {"kind": "model", "when_ms": 0}


def test_that_runs_come_back() -> None:
    runs = (Run(3, TYPED), Run(1, MODEL))
    assert runs_from(json.loads(json.dumps(runs_row(runs)))) == runs


def test_that_a_typed_letter_is_about_seventy_bytes() -> None:
    edit = Edit(12_345, 1_790_000_000_000, 120, EditKind.TYPE, 23_456, Fragment(), fragment("a"), 12_345)
    row = edit_row(edit)
    assert set(row) == {"n", "t", "z", "k", "p", "i"}
    assert len(json.dumps(row, separators=(",", ":"))) <= 80


ROW: dict[str, Any] = {"n": 1, "t": 2, "z": 0, "k": "type", "p": 3, "i": ["a", "typed"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": "guess"},
        {"p": None},
        {"p": "here"},
        {"p": "3"},
        {"p": 3.5},
        {"n": True},
        {"r": "1"},
        {"i": [["a"], "typed"]},
        {"i": ["a", {"kind": "typed", "actor": 5}]},
        {"i": ["a", {"kind": "typed", "when_ms": "5"}]},
        {"i": ["a"]},
        {"i": ["abc", [[1, "typed"]]]},
        {"i": ["a", "somebody"]},
        {"i": ["a", [[2, "typed"], [-1, "pasted"]]]},
        {"m": [0, []]},
        {"m": [0, [[1, 2]], []]},
        {"m": [0, [[1, 2, "no kind", None]], []]},
    ],
)
def test_that_a_row_that_is_no_edit_is_refused(wrong: dict[str, Any]) -> None:
    assert edit_from(ROW).inserted == fragment("a")
    with pytest.raises((ValueError, TypeError)):
        edit_from({**ROW, **wrong})


@pytest.mark.parametrize("missing", ["n", "t", "z", "k", "p"])
def test_that_a_row_in_which_something_is_missing_is_refused(missing: str) -> None:
    with pytest.raises(KeyError):
        edit_from({key: value for key, value in ROW.items() if key != missing})
