from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from journal_records import HEADER

from editor.journal.writer import JournalWriter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "draft"
    place.mkdir(mode=0o700)
    return place


@pytest.fixture
def make_writer(folder: Path) -> Iterator[Callable[..., JournalWriter]]:
    made: list[JournalWriter] = []

    def make(first_n: int = 1, **more: Any) -> JournalWriter:
        writer = JournalWriter(folder, first_n, HEADER, **more)
        made.append(writer)
        return writer

    yield make
    for writer in made:
        writer.close()
