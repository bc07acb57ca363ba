"""Runs: stretches of one origin that cover a text exactly, whatever is cut out and set together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.origins import PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment, Run, Runs, first_spans, joined, parted, sliced, spliced

ORIGINS = [TYPED, PASTED, UNKNOWN, Origin(OriginKind.MODEL, actor="m")]
OWNERS = st.lists(st.sampled_from(ORIGINS), max_size=20)


def runs_of(owners: list[Origin]) -> Runs:
    return joined((Run(1, owner),) for owner in owners)


def owners_of(runs: Runs) -> list[Origin]:
    return [run.origin for run in runs for _ in range(run.length)]


def is_tight(runs: Runs) -> bool:
    return all(run.length > 0 for run in runs) and all(left.origin != right.origin for left, right in pairwise(runs))


@settings(deadline=None)
@given(OWNERS, OWNERS, st.data())
def test_that_splicing_runs_is_splicing_the_owners_of_each_character(
    old: list[Origin], new: list[Origin], data: st.DataObject
) -> None:
    low, high = sorted((data.draw(st.integers(0, len(old))), data.draw(st.integers(0, len(old)))))
    result = spliced(runs_of(old), low, high, runs_of(new))
    assert owners_of(result) == old[:low] + new + old[high:]
    assert is_tight(result)
    part = sliced(runs_of(old), low, high)
    assert owners_of(part) == old[low:high]
    assert is_tight(part)


def test_that_equal_origins_are_one_run_although_they_are_different_objects() -> None:
    one, two = Origin(OriginKind.MODEL, actor="m"), Origin(OriginKind.MODEL, actor="m")
    assert joined(((Run(2, one),), (Run(3, two),))) == (Run(5, one),)


def test_that_fragments_add_up() -> None:
    whole = Fragment.of("ab", TYPED) + Fragment.of("cd", PASTED) + Fragment()
    assert whole == Fragment("abcd", (Run(2, TYPED), Run(2, PASTED)))
    assert whole.slice(1, 3) == Fragment("bc", (Run(1, TYPED), Run(1, PASTED)))
    assert Fragment.of("", TYPED) == Fragment()


@pytest.mark.parametrize("runs", [(), (Run(1, TYPED),), (Run(2, TYPED), Run(1, PASTED))])
def test_that_runs_which_do_not_cover_the_text_are_refused(runs: Runs) -> None:
    with pytest.raises(ValueError, match="cover"):
        Fragment("ab", runs)


@settings(deadline=None)
@given(OWNERS, st.data())
def test_that_parting_runs_gives_every_piece_its_own(owners: list[Origin], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(owners)), max_size=4)))
    edges = [0, *cuts, len(owners)]
    pieces = list(parted(runs_of(owners), (high - low for low, high in pairwise(edges))))
    assert [owners_of(piece) for piece in pieces] == [owners[low:high] for low, high in pairwise(edges)]
    assert all(is_tight(piece) for piece in pieces)


def test_that_the_first_stretch_of_each_kind_is_found() -> None:
    runs = (Run(5, TYPED), Run(3, PASTED), Run(6, TYPED), Run(7, PASTED))
    assert first_spans(runs) == {OriginKind.TYPED: (0, 5), OriginKind.PASTED: (5, 8)}
