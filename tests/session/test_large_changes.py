from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from editor.session.large_changes import LARGE, nothing_collected

Cycle = list[object]


@pytest.fixture
def looked_through() -> Iterator[list[str]]:
    """What the collector did since."""
    done: list[str] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        done.append(phase)

    gc.collect()
    gc.callbacks.append(note)
    yield done
    gc.callbacks.remove(note)
    gc.unfreeze()


def make_many() -> list[Cycle]:
    return [[number] for number in range(20_000)]


def test_that_nothing_is_collected_while_a_book_comes_in(looked_through: list[str]) -> None:
    before = gc.get_freeze_count()
    with nothing_collected(LARGE):
        kept = make_many()
        assert looked_through == []
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)


def test_that_a_change_that_fails_leaves_the_collector_at_work(looked_through: list[str]) -> None:
    with pytest.raises(ValueError, match="no"), nothing_collected(LARGE):
        raise ValueError("no")
    assert gc.isenabled()
    del looked_through


def test_that_a_key_changes_nothing_for_the_collector(looked_through: list[str]) -> None:
    with nothing_collected(1):
        make_many()
    assert "start" in looked_through
