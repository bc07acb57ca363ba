from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from editor.core.document import Document
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal import text_beside
from editor.journal.atomic import write_under_free_name
from editor.journal.places import DATA_VARIABLE
from editor.parts import rescued
from editor.store.drafts import DraftStore

TEXT = "A paragraph.\n"


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    (tmp_path / "work").mkdir()
    path = tmp_path / "work" / "essay.palimpsest"
    DraftStore.create(path, "d1", Document.of(Fragment.of(TEXT, TYPED), MarkdownSplitter()).keyframe(), {}).close()
    path.write_bytes(bytes(100) + path.read_bytes()[100:])
    return path


def refusing(*folders: Path) -> Callable[[Callable[[int], Path], bytes], Path]:
    """The disk, with folders in which nothing can be written."""

    def write(name_of: Callable[[int], Path], data: bytes) -> Path:
        if name_of(1).parent in folders:
            raise PermissionError(errno.EACCES, "Permission denied", str(name_of(1)))
        return write_under_free_name(name_of, data)

    return write


def test_that_a_rescued_text_lies_beside_the_draft_under_a_name_that_is_free(damaged: Path) -> None:
    damaged.with_name("essay rescued.md").symlink_to("nowhere")
    assert rescued(damaged) == damaged.with_name("essay rescued 2.md")
    assert rescued(damaged) == damaged.with_name("essay rescued 3.md")
    assert damaged.with_name("essay rescued 3.md").read_text() == TEXT


def test_that_whoever_opened_the_text_gets_what_its_draft_held(damaged: Path) -> None:
    essay = damaged.with_suffix(".md")
    essay.write_text("An older text.\n")
    saved = rescued(essay)
    assert saved == damaged.with_name("essay rescued.md")
    assert saved.read_text() == TEXT


def test_that_it_lies_in_the_data_folder_where_nothing_can_be_written_beside_the_draft(
    damaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_beside, "write_under_free_name", refusing(damaged.parent))
    saved = rescued(damaged)
    assert saved == tmp_path / "data" / "rescued" / "essay rescued.md"
    assert saved.read_text() == TEXT


def test_that_nothing_is_raised_where_it_can_be_put_nowhere(
    damaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_beside, "write_under_free_name", refusing(damaged.parent, tmp_path / "data" / "rescued"))
    assert rescued(damaged) is None
