from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_makers import Window, document_of, every_kind, fill_by_services, make_store

from editor.store.drafts import DraftStore


@pytest.fixture
def window() -> Window:
    return Window(document_of("Hello world.\n\n", "Second.\n"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    return folder / "essay.palimpsest"


@pytest.fixture
def store(place: Path, window: Window) -> Iterator[DraftStore]:
    made = make_store(place, window.document)
    yield made
    made.close()


@pytest.fixture
def full_draft(place: Path, window: Window) -> Path:
    """A closed file with something in every table; the window holds the same document."""
    store = make_store(place, window.document)
    every_kind(window)
    store.fold(window.records)
    fill_by_services(store)
    store.close()
    return place
