"""What keeps a draft beyond its journal, in a whole window with a real worker and real files."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.journal.syncer import Syncer
from editor.parts import open_draft
from editor.protocol.messages import Failed, Folded, SecondPlace
from editor.services.soundness import twin_note
from editor.session.open_draft import OpenDraft
from editor.store.keyframe import read_opening
from editor.ui.find_bar import FindQuery
from editor.ui.flows.outside_flow import OutsideFlow
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

ESSAY = "One word here, one word there.\n\n" * 30
LONG_S = 3_600.0
LONGEST_MS = 20_000
"""Before a wait is given up; nothing is asserted on it."""


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.md"
    path.write_text(ESSAY, encoding="utf-8")
    return path


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, essay: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, essay)
    made = Furnishing(window)
    made.finish()
    qtbot.waitUntil(lambda: draft_of(made).session.time.knows_past, timeout=LONGEST_MS)  # the worker is there
    yield made
    window.close()


def draft_of(room: Furnishing) -> OpenDraft:
    draft = room.window.bench.draft
    assert draft is not None
    return draft


def text_of(room: Furnishing) -> str:
    return draft_of(room).session.document.text()


def begin_without_syncs(room: Furnishing, qtbot: QtBot) -> OpenDraft:
    """Types a first word, and leaves a syncer that by itself would sync in an hour."""
    QTest.keyClicks(room.window.view, "So. ")
    draft = draft_of(room)
    assert draft.syncer is not None
    assert draft.journal is not None
    draft.syncer.stop()
    draft.journal.sync()
    draft.syncer = Syncer(draft.journal, LONG_S)
    draft.syncer.start()
    QTest.keyClicks(room.window.view, "More. ")
    assert synced_n(draft) < typed_n(draft)
    return draft


def synced_n(draft: OpenDraft) -> int:
    state = draft.state()
    assert state is not None
    return state.synced_n


def typed_n(draft: OpenDraft) -> int:
    """The number of the last record so far."""
    return draft.session.recorder.next_n - 1


def copied_texts(draft: OpenDraft) -> list[str]:
    """Of the safety copies, oldest first."""
    return [path.read_text(encoding="utf-8") for path in sorted(draft.folder.snapshots.glob("snapshot-*.md"))]


# Syncs that cannot wait for half a second.


def test_that_a_paste_goes_to_the_disk_at_once(room: Furnishing, qtbot: QtBot) -> None:
    draft = begin_without_syncs(room, qtbot)
    data = QMimeData()
    data.setText("pasted " * 40)
    room.window.view.insertFromMimeData(data)
    pasted_n = typed_n(draft)
    qtbot.waitUntil(lambda: synced_n(draft) >= pasted_n, timeout=LONGEST_MS)


def test_that_everything_goes_to_the_disk_when_the_window_loses_the_keys(room: Furnishing, qtbot: QtBot) -> None:
    draft = begin_without_syncs(room, qtbot)
    n = typed_n(draft)
    qtbot.waitUntil(room.window.isActiveWindow)
    other = MainWindow(room.window.preferences)
    qtbot.addWidget(other, before_close_func=lambda window: setattr(window, "open_now", lambda: None))
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: synced_n(draft) >= n, timeout=LONGEST_MS)


def test_that_everything_goes_to_the_disk_when_the_draft_is_let_go(room: Furnishing, qtbot: QtBot) -> None:
    draft = begin_without_syncs(room, qtbot)
    room.window.files.new()
    assert synced_n(draft) == typed_n(draft)


def test_that_everything_goes_to_the_disk_before_the_machine_sleeps(room: Furnishing, qtbot: QtBot) -> None:
    draft = begin_without_syncs(room, qtbot)
    n = typed_n(draft)
    room.keeping.system.told(True)
    qtbot.waitUntil(lambda: synced_n(draft) >= n, timeout=LONGEST_MS)


# A safety copy before something big.


def test_that_a_copy_is_made_before_many_places_are_replaced(room: Furnishing, qtbot: QtBot) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    before = text_of(room)
    room.find_bar.replace_all_pressed.emit(FindQuery("one", "two"))
    assert text_of(room) == before, "the copy comes first, and the window does not wait for it"
    qtbot.waitUntil(lambda: "one" not in text_of(room).lower(), timeout=LONGEST_MS)
    assert copied_texts(draft_of(room)) == [before]
    assert text_of(room).count("two") == 60


def test_that_a_few_places_are_replaced_on_the_spot(room: Furnishing) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    room.find_bar.replace_all_pressed.emit(FindQuery("So.", "Thus."))
    assert text_of(room).startswith("Thus. One")


@pytest.mark.usefixtures("cold_worker")
def test_that_a_dead_worker_holds_nothing_big_up(room: Furnishing, qtbot: QtBot) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    os.kill(room.client.pid, signal.SIGSTOP)
    try:
        room.find_bar.replace_all_pressed.emit(FindQuery("one", "two"))
        qtbot.waitUntil(lambda: "one" not in text_of(room).lower(), timeout=LONGEST_MS)
    finally:
        os.kill(room.client.pid, signal.SIGCONT)
    qtbot.waitUntil(lambda: len(copied_texts(draft_of(room))) == 1)
    assert text_of(room).count("two") == 60, "an answer that comes late does nothing again"


def test_that_nothing_is_done_to_a_draft_that_was_left_meanwhile(room: Furnishing, qtbot: QtBot) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    left = draft_of(room)
    done: list[OpenDraft] = []
    room.keeping.copies.copy_first(lambda: done.append(draft_of(room)))
    room.window.files.new()
    QTest.keyClicks(room.window.view, "Another. ")
    room.keeping.copies.copy_first(lambda: done.append(draft_of(room)))
    qtbot.waitUntil(lambda: bool(done), timeout=LONGEST_MS)
    assert left not in done


def save(room: Furnishing, qtbot: QtBot) -> None:
    """And wait until the text is written."""
    saved: list[bool] = []
    room.saving.save(lambda: saved.append(True))
    qtbot.waitUntil(lambda: bool(saved), timeout=LONGEST_MS)


def test_that_a_copy_is_made_before_another_programs_change_is_taken_in(
    room: Furnishing, qtbot: QtBot, essay: Path
) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    save(room, qtbot)
    before = text_of(room)
    essay.write_text(before + "From elsewhere.\n", encoding="utf-8")
    assert isinstance(room.outside, OutsideFlow)
    room.outside.look()
    qtbot.waitUntil(lambda: text_of(room).endswith("From elsewhere.\n"), timeout=LONGEST_MS)
    assert copied_texts(draft_of(room)) == [before]


def test_that_a_text_file_changed_outside_while_edited_here_is_told_once_and_neither_is_lost(
    room: Furnishing, qtbot: QtBot, essay: Path
) -> None:
    saved, said = list[bool](), list[str]()
    QTest.keyClicks(room.window.view, "So. ")
    room.saving.save(lambda: saved.append(True))
    qtbot.waitUntil(lambda: len(saved) == 1, timeout=LONGEST_MS)
    room.window.bench.say = said.append  # type: ignore[method-assign]
    QTest.keyClicks(room.window.view, "Mine. ")
    mine, theirs = text_of(room), "So. " + ESSAY + "Theirs.\n"
    essay.write_text(theirs, encoding="utf-8")
    room.outside.look()
    room.outside.look()
    assert text_of(room) == mine
    assert said == [
        "essay.md was changed by another program, and so was the draft here. Nothing was replaced; saving keeps a copy "
        "of the other one beside it."
    ]
    room.saving.save(lambda: saved.append(True))
    qtbot.waitUntil(lambda: len(saved) == 2, timeout=LONGEST_MS)
    assert essay.read_text() == mine
    assert (essay.parent / "essay (changed elsewhere).md").read_text() == theirs


def test_that_a_file_with_the_drafts_very_text_is_blamed_on_nobody(room: Furnishing, essay: Path) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    draft, said = draft_of(room), list[str]()
    room.window.bench.say = said.append  # type: ignore[method-assign]
    essay.write_text(text_of(room), encoding="utf-8")
    found = draft.text_digest = hashlib.sha256(essay.read_bytes()).hexdigest()  # as where it was found so at opening
    room.outside.opened(draft, "of a save before")
    assert (said, draft.text_digest) == ([], found)
    draft.text_digest = "of a save before"
    room.outside.look()
    assert (said, draft.text_digest) == ([], found)


def test_that_nobody_is_blamed_for_a_file_that_a_draft_with_a_loss_does_not_know(
    room: Furnishing, qtbot: QtBot, essay: Path
) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    draft, said = draft_of(room), list[str]()
    room.window.bench.say = said.append  # type: ignore[method-assign]
    draft.must_be_read = True
    draft.text_digest = hashlib.sha256(essay.read_bytes()).hexdigest()
    room.outside.opened(draft, "of a save before")
    now = hashlib.sha256(text_of(room).encode()).hexdigest()
    essay.write_text("Before. " + text_of(room), encoding="utf-8")
    draft.text_digest = hashlib.sha256(essay.read_bytes()).hexdigest()
    room.outside.opened(draft, now)
    qtbot.waitUntil(lambda: len(said) == 2, timeout=LONGEST_MS)
    assert said[0].startswith("essay.md is not as this draft last knew it, nor is the draft as it was then. Nothing was")
    assert said[1].startswith("essay.md is not as this draft last knew it. The difference is in, in one place")


def test_that_what_was_taken_in_is_not_blamed_on_another_program_again_at_the_next_start(
    room: Furnishing, qtbot: QtBot, essay: Path
) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    save(room, qtbot)
    essay.write_text(text_of(room) + "From elsewhere.\n", encoding="utf-8")
    room.outside.look()
    qtbot.waitUntil(lambda: text_of(room).endswith("From elsewhere.\n"), timeout=LONGEST_MS)
    QTest.keyClicks(room.window.view, "And on. ")
    draft, digest = draft_of(room), hashlib.sha256(essay.read_bytes()).hexdigest()
    qtbot.waitUntil(lambda: read_opening(draft.database).meta["twin_digest"] == digest, timeout=LONGEST_MS)


@pytest.mark.parametrize(("content", "word"), [(b"", "emptied"), (b" \n", "emptied"), (b"\0" * 40, "no text")])
def test_that_a_twin_that_is_no_text_any_more_takes_nothing_out_of_the_draft(
    room: Furnishing, qtbot: QtBot, essay: Path, content: bytes, word: str
) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    save(room, qtbot)
    before, said, twin_digest = text_of(room), list[str](), draft_of(room).text_digest
    room.window.bench.say = said.append  # type: ignore[method-assign]
    room.window.bench.copy_first = lambda act: act()  # type: ignore[method-assign]
    essay.write_bytes(content)
    room.outside.look()
    room.outside.look()
    draft_of(room).text_digest = hashlib.sha256(content).hexdigest()  # as where it was found so at opening
    room.outside.opened(draft_of(room), twin_digest)
    assert text_of(room) == before
    (told,) = said
    assert word in told
    assert "the draft is safe" in told
    save(room, qtbot)
    assert essay.read_text() == before
    assert (essay.parent / "essay (changed elsewhere).md").read_bytes() == content


def test_that_a_copy_is_made_before_a_version_of_the_whole_draft_comes_back(room: Furnishing, qtbot: QtBot) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    first = text_of(room)
    room.versions._scope_chosen(type(room.versions._scope).DRAFT)
    room.versions.keep("first", None)
    qtbot.waitUntil(lambda: len(room.versions._rows) == 1, timeout=LONGEST_MS)
    QTest.keyClicks(room.window.view, "And more. ")
    second = text_of(room)
    room.versions.restore(next(iter(room.versions._rows)))
    qtbot.waitUntil(lambda: text_of(room) == first, timeout=LONGEST_MS)
    assert copied_texts(draft_of(room)) == [second]


# The second place.


def test_that_a_chosen_place_is_kept_in_the_preferences_and_gets_a_copy_at_once(
    room: Furnishing, qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    QTest.keyClicks(room.window.view, "So. ")
    room.keeping.copies.keep_in(str(stick))
    qtbot.waitUntil(lambda: bool(list(stick.glob("essay *.md"))), timeout=LONGEST_MS)
    assert next(stick.glob("essay *.md")).read_text(encoding="utf-8") == text_of(room)
    assert room.window.preferences.text("second_place") == str(stick)
    room.keeping.copies.keep_in("")
    assert room.keeping.copies.second == ""


def test_that_a_place_that_is_gone_is_said_and_said_again_when_it_is_back(room: Furnishing) -> None:
    said: list[str] = []
    room.window.bench.say = said.append
    room.keeping.copies.told(SecondPlace(0, "No copies can be kept in /stick."))
    room.keeping.copies.told(SecondPlace(0, ""))
    assert said[0] == "No copies can be kept in /stick."
    assert said[1].startswith("Safety copies go to")


# The draft that is left.


def test_that_the_trouble_of_the_draft_before_is_not_told_of_the_next_one(room: Furnishing, tmp_path: Path) -> None:
    QTest.keyClicks(room.window.view, "So. ")
    room.status_flow.folded(Folded(0, 1, "It is in use by another program."))
    assert "in use" in room.status_flow._safety()[0]
    other = tmp_path / "other.md"
    other.write_text("Other.\n", encoding="utf-8")
    room.window.files.open(other)
    QTest.keyClicks(room.window.view, "So. ")
    assert "in use" not in room.status_flow._safety()[0]


def test_that_a_draft_that_could_not_be_finished_is_told(room: Furnishing, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    failure = Failed(1, "essay.palimpsest does not hold the newest changes", "The disk is full.", "FileUnreadable")
    refusing = SimpleNamespace(ask=lambda _make, _answer, _event, failed: failed(failure))
    with monkeypatch.context() as ill:
        ill.setattr(room.window.bench, "say", said.append)
        ill.setattr(room.window.bench, "client", cast(Any, refusing))
        room.window.files.detach(1)
    assert said == ["essay.palimpsest does not hold the newest changes. The disk is full."]


def test_that_a_save_is_told_and_known_to_be_ours_while_another_program_holds_the_draft(
    room: Furnishing, qtbot: QtBot, essay: Path
) -> None:
    saved, said = list[bool](), list[str]()
    QTest.keyClicks(room.window.view, "So. ")
    room.saving.save(lambda: saved.append(True))
    qtbot.waitUntil(lambda: len(saved) == 1, timeout=LONGEST_MS)
    draft, ours = draft_of(room), essay.read_bytes()
    with closing(sqlite3.connect(draft.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        room.window.bench.say = said.append  # type: ignore[method-assign]
        QTest.keyClicks(room.window.view, "More. ")
        room.saving.save(lambda: saved.append(True))
        qtbot.waitUntil(lambda: len(saved) == 2, timeout=LONGEST_MS)
        assert said == ["Saved essay.md."]
        assert essay.read_bytes() != ours
        QTest.keyClicks(room.window.view, "And more. ")
        assert twin_note(draft.database, draft.places) == ""
        other.execute("ROLLBACK")
    digest = hashlib.sha256(essay.read_bytes()).hexdigest()
    qtbot.waitUntil(lambda: read_opening(draft.database).meta["twin_digest"] == digest, timeout=LONGEST_MS)
