"""What is known of a draft's past, where another program holds its file when it is opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from written_draft import WrittenDraft

from editor.core.origins import TYPED, Origin, OriginKind
from editor.parts import open_draft
from editor.protocol.messages import Failed
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.reading import read_state
from editor.ui.flows import attach_flow
from editor.ui.flows.attach_flow import AttachFlow
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""


@pytest.fixture
def draft(tmp_path: Path) -> WrittenDraft:
    """An hour of an earlier sitting, in its file."""
    draft = WrittenDraft(tmp_path, "One.\n")
    draft.session.time.focus(gained=True)
    for _ in range(30):
        draft.append("more ", TYPED)
    draft.close()
    address = DraftAddress(draft.path, draft.ident, draft.places.draft(draft.ident), draft.text_path)
    attached = AttachedDraft(address, draft.clock)
    attached.fold()
    attached.close()
    draft.text_path.write_text(draft.text)
    return draft


def test_that_the_past_is_asked_for_again_until_the_file_is_free(
    qtbot: QtBot, tmp_path: Path, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(draft.places.root))
    monkeypatch.setattr(attach_flow, "_AGAIN_MS", 500)  # the wait is not what is tried
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, draft.text_path)
    time = window.bench.session.time if window.bench.session else None
    assert time is not None
    with closing(sqlite3.connect(draft.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        room = Furnishing(window)
        told: list[str] = []
        window.bench.say = told.append  # type: ignore[method-assign]
        room.finish()
        QTest.keyClicks(window.view, "Written meanwhile. ")
        qtbot.waitUntil(lambda: any("in use by another program" in one for one in told), timeout=LONGEST_MS)
        assert not time.knows_past
    qtbot.waitUntil(lambda: time.knows_past, timeout=LONGEST_MS)
    assert time.ledger.total().edit_ms >= draft.session.time.ledger.total().edit_ms
    assert window.bench.session is not None
    assert "Written meanwhile. " in window.bench.session.document.text()
    assert sum("in use by another program" in one for one in told) == 1
    window.close()


class Refusals:
    """A worker that answers every request with the same failure."""

    def __init__(self, fault: str) -> None:
        self.failure = Failed(1, "It cannot be opened", "The text is safe.", fault)
        self.asked = 0
        self.said: list[str] = []
        self.draft = SimpleNamespace(text_path=None)

    def ask(self, _make: object, _answer: object, failed: Any) -> None:
        self.asked += 1
        failed(self.failure)

    def say(self, words: str) -> None:
        self.said.append(words)


@pytest.mark.parametrize("fault", ["FileUnreadable", "DraftDamaged", "DraftReadOnly", "fault"])
def test_that_every_fault_that_can_pass_is_outlived_and_told_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(attach_flow, "_AGAIN_MS", 0)
    bench, parent = Refusals(fault), QObject()
    AttachFlow(cast(Any, bench), cast(Any, SimpleNamespace(second="")), parent).attach()
    qtbot.waitUntil(lambda: bench.asked > 2, timeout=LONGEST_MS)
    assert len(bench.said) == 1


@pytest.mark.parametrize("fault", ["DraftNewer", "DraftForeign"])
def test_that_a_fault_that_stays_is_not_asked_about_again(qtbot: QtBot, fault: str) -> None:
    bench, parent = Refusals(fault), QObject()
    flow = AttachFlow(cast(Any, bench), cast(Any, SimpleNamespace(second="")), parent)
    flow.attach()
    assert not flow._again.isActive()


def test_that_lineage_is_right_where_the_first_keys_come_before_the_worker(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model's paragraph is split, written over and left without a word of the model's while nobody has attached yet."""
    model = Origin(OriginKind.MODEL, "gpt-9", prompt="call-1")
    draft = WrittenDraft(tmp_path, "Mine.\n\n").begin()
    draft.append("Its first half. Its second half.\n", model).append("\nMine again.\n", TYPED)
    draft.close()
    address = DraftAddress(draft.path, draft.ident, draft.places.draft(draft.ident), draft.text_path)
    attached = AttachedDraft(address, draft.clock)
    attached.fold()
    attached.close()
    draft.text_path.write_text(draft.text)
    monkeypatch.setenv("PALIMPSEST_DATA", str(draft.places.root))
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, draft.text_path)
    session = window.bench.session
    assert session is not None
    assert not window.bench.client.pid

    def marks() -> list[tuple[str, bool]]:
        return [(item.body.strip(), bool(item.mark.lineage)) for item in session.document.paragraphs]

    window.view.select(7 + 15, 7 + 16)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    window.view.select(7, 7 + 15)
    QTest.keyClicks(window.view, "Anew.")
    window.view.place_caret(0)
    QTest.keyClicks(window.view, "So. ")
    expected = [("So. Mine.", False), ("Anew.", True), ("Its second half.", True), ("Mine again.", False)]
    assert marks() == expected
    room = Furnishing(window)
    room.finish()
    qtbot.waitUntil(lambda: session.time.knows_past, timeout=LONGEST_MS)
    assert marks() == expected
    saved: list[bool] = []
    room.saving.save(lambda: saved.append(True))
    qtbot.waitUntil(lambda: bool(saved), timeout=LONGEST_MS)
    stored = read_state(draft.path, draft.folder).document
    assert stored.keyframe() == session.document.keyframe()
    window.close()
