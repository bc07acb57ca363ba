"""The text that only memory holds, in the first folder that takes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from session_makers import SPLITTER

from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat
from editor.journal.places import Places
from editor.journal.writer import JournalWriter
from editor.session import rescued_text
from editor.session.draft_session import DraftSession
from editor.session.open_draft import OpenDraft
from editor.session.recorder import Recorder

WINDOWS = TextFormat(newline="\r\n")


def draft_at(text_path: Path | None, data: Path) -> OpenDraft:
    def begin(_first_n: int) -> JournalWriter:
        raise OSError(28, "No space left on device")

    document = Document.of(Fragment.of("one\n\ntwo", TYPED), SPLITTER)
    session = DraftSession(document, Recorder(1, begin), StoppedClock(), lambda: SPLITTER)
    return OpenDraft(session, "a" * 32, data / "essay.palimpsest", text_path, WINDOWS, Places(data))


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    beside, home, temporary = tmp_path / "beside", tmp_path / "home", tmp_path / "temporary"
    for folder in (beside, home, temporary):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(rescued_text.tempfile, "gettempdir", lambda: str(temporary))
    return beside, home, temporary


def test_that_it_goes_beside_the_draft_and_never_in_the_place_of_another(folders: tuple[Path, Path, Path]) -> None:
    draft = draft_at(folders[0] / "essay.md", folders[0])
    first, second = rescued_text.rescue(draft), rescued_text.rescue(draft)
    assert (first, second) == (folders[0] / "essay rescued.md", folders[0] / "essay rescued 2.md")
    assert second is not None
    assert second.read_bytes() == b"one\r\n\r\ntwo"


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_that_it_goes_on_to_the_next_folder_where_one_takes_nothing(folders: tuple[Path, Path, Path], gone: int) -> None:
    for folder in folders[:gone]:
        folder.rmdir()
    draft = draft_at(folders[0] / "essay.md", folders[0])
    found = rescued_text.rescue(draft)
    assert found == (None if gone == 3 else folders[gone] / "essay rescued.md")
    if gone < 3:
        assert rescued_text.likely_folder(draft) == folders[gone]


def test_that_a_draft_without_a_name_goes_home(folders: tuple[Path, Path, Path]) -> None:
    draft = draft_at(None, folders[0])
    assert rescued_text.rescue(draft) == folders[1] / "Unnamed draft rescued.md"
    assert rescued_text.likely_folder(draft) == folders[1]
