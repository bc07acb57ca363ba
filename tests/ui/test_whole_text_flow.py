"""The whole text in a new journal, where the one before lost something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from session_makers import SPLITTER, typed

from editor.core.clock import StoppedClock
from editor.journal.files import journal_files
from editor.journal.places import Places
from editor.journal.writer import JournalWriter
from editor.opening import Opener
from editor.protocol.messages import Folded, MendedDraft
from editor.session.open_draft import OpenDraft
from editor.ui.flows.whole_text_flow import WholeTextFlow

LONGEST_MS = 20_000
"""Before a wait is given up; nothing is asserted on it."""


class Room:
    """A draft on the screen, and no worker but the messages a test makes up."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        self.essay = folder / "essay.md"
        self.essay.write_text("One.\n", encoding="utf-8")
        self.opener = Opener(Places(folder / "data"), StoppedClock(), lambda: SPLITTER)
        self.draft = self.opener.open(self.essay)
        self.said: list[str] = []
        self.bench = SimpleNamespace(draft=self.draft, say=self.said.append)
        self.flow = WholeTextFlow(cast(Any, self.bench), parent)

    def write(self, words: str) -> None:
        self.draft.session.change(0, 0, typed(words))

    def damage(self, words: str) -> None:
        path = self.journals()[-1]
        data = path.read_bytes()
        assert words.encode() in data
        path.write_bytes(data.replace(words.encode(), words.upper().encode()))

    def journals(self) -> list[Path]:
        return [path for _, path in journal_files(self.draft.folder.folder)]

    def reopened(self) -> OpenDraft:
        self.draft.close()
        self.draft = self.bench.draft = self.opener.open(self.essay)
        return self.draft


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    parent = QObject()
    made = Room(tmp_path, parent)
    yield made
    made.draft.close()


def test_that_nothing_typed_behind_a_hole_is_lost(room: Room) -> None:
    for words in ("kept ", "hit ", "behind "):
        room.write(words)
    room.damage("hit ")
    room.flow.folded(Folded(0, 1, "", stuck=True))
    room.write("later ")
    text = room.draft.session.document.text()
    assert len(room.said) == 1
    assert room.reopened().session.document.text() == text == "later behind hit kept One.\n"


def test_that_a_trouble_is_answered_once_and_the_next_one_again(room: Room) -> None:
    for words in ("one ", "two "):
        room.write(words)
    room.flow.folded(Folded(0, 0, "", stuck=True))
    room.flow.folded(Folded(0, 1, "", stuck=True))
    room.flow.folded(Folded(0, 2, ""))
    assert len(room.journals()) == 2
    room.flow.folded(Folded(0, 2, "", stuck=True))
    assert len(room.journals()) == 3


def test_that_it_is_begun_once_also_before_the_worker_has_told_the_past(room: Room) -> None:
    room.write("one ")
    draft = room.reopened()
    assert not draft.is_past_told
    draft.session.change(0, 0, typed("two "))
    room.flow.folded(Folded(0, 0, "", stuck=True))
    assert len(room.said) == 1
    assert not room.flow._again.isActive()


def test_that_what_only_the_screen_holds_after_a_mending_is_written_down(room: Room) -> None:
    room.write("kept ")
    draft = room.reopened()
    assert len(room.journals()) == 1
    room.flow.mended(MendedDraft(0, "Nothing is missing.", "", ""))
    assert len(room.journals()) == 1
    text = draft.session.document.text()
    room.flow.mended(MendedDraft(0, "A change is missing.", "", "", missing=True))
    first, *_ = room.journals()
    first.unlink()
    assert room.reopened().session.document.text() == text == "kept One.\n"


def test_that_a_journal_that_cannot_be_begun_now_is_begun_later(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("one ")
    room.flow._again.setInterval(0)
    with monkeypatch.context() as ill:
        ill.setattr(JournalWriter, "rotate", lambda *_: False)
        room.flow.folded(Folded(0, 0, "", stuck=True))
    assert (len(room.journals()), room.said) == (1, [])
    qtbot.waitUntil(lambda: len(room.journals()) == 2, timeout=LONGEST_MS)
    assert len(room.said) == 1
