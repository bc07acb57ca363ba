"""Words that the journal could not take, in a whole window with a real worker and real files."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from small_files import files_no_longer_than

from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.journal import writer as writer_module
from editor.parts import open_draft
from editor.protocol.messages import Failed
from editor.session.open_draft import OpenDraft
from editor.ui.flows.unkept_flow import WELL_AGAIN
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

ESSAY = "One.\n"
LONGEST_MS = 20_000
LOST = Failed(1, "The helper process ended", "It is starting again.", "worker_lost")


def a_window(qtbot: QtBot, tmp_path: Path, path: Path | None) -> MainWindow:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, path)
    return window


@pytest.fixture
def essay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Whose journal cannot be begun: a file lies in the place of the data folder."""
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere")
    (tmp_path / "data").write_text("no folder")
    path = tmp_path / "essay.md"
    path.write_text(ESSAY, encoding="utf-8")
    return path


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, essay: Path) -> Iterator[MainWindow]:
    """The page alone, as it is before the panels and the worker are there."""
    made = a_window(qtbot, tmp_path, essay)
    yield made
    let_go(made)
    made.close()


@pytest.fixture
def room(qtbot: QtBot, window: MainWindow) -> Furnishing:
    made = Furnishing(window)
    made.finish()
    qtbot.waitUntil(lambda: bool(made.client.pid), timeout=LONGEST_MS)
    return made


def draft_of(window: MainWindow) -> OpenDraft:
    assert window.bench.draft is not None
    return window.bench.draft


def let_go(window: MainWindow) -> None:
    if window.bench.draft is not None:
        window.files.unkept.let_go(window.bench.draft)


def asked(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if "is nowhere else" in box.text() and box.isVisible()]


def press(window: MainWindow, words: str) -> None:
    (box,) = asked(window)
    next(one for one in box.buttons() if one.text().replace("&", "") == words).click()


def chosen(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> list[str]:
    """The writer names these files one after another; gives what was proposed."""
    proposed, left = list[str](), list(paths)

    def name(_parent: object, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        proposed.append(place)
        return (str(left.pop(0)) if left else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    return proposed


def test_that_the_window_stays_open_until_the_writer_has_decided_and_asks_once(window: MainWindow) -> None:
    QTest.keyClicks(window.view, "Mine. ")
    assert not window.close()
    assert not window.close()
    (box,) = asked(window)
    assert box.text().startswith("A file lies in the place of the data folder: the newest words are only in memory.")
    assert box.defaultButton().text() == "S&tay"
    assert box.escapeButton() is box.defaultButton()
    press(window, "Stay")
    assert window.isVisible()
    assert not window.close()
    press(window, "Leave Without It")
    assert not window.isVisible()


def test_that_neither_a_new_draft_nor_another_takes_the_place_of_the_words(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClicks(window.view, "Mine. ")
    other, draft = tmp_path / "other.md", draft_of(window)
    other.write_text("Other.\n")
    window.files.new()
    press(window, "Stay")
    assert not window.files.open(other)
    assert draft_of(window) is draft
    press(window, "Leave Without It")
    assert draft_of(window).text_path == other


def test_that_a_text_that_comes_in_as_a_new_draft_waits_for_the_writers_word(room: Furnishing, tmp_path: Path) -> None:
    window = room.window
    QTest.keyClicks(window.view, "Mine. ")
    room.record.annotations._take_in(tmp_path / "theirs.md", Fragment.of("Theirs.", TYPED))
    assert draft_of(window).session.document.text() == "Mine. One.\n"
    press(window, "Leave Without It")
    assert draft_of(window).session.document.text() == "Theirs."


def test_that_the_text_is_saved_beside_the_draft_and_then_the_window_closes(
    window: MainWindow, essay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = chosen(monkeypatch, essay)
    QTest.keyClicks(window.view, "Mine. ")
    essay.write_text("Theirs.\n")
    window.close()
    press(window, "Save the Text…")
    assert proposed == [str(essay)]
    assert essay.read_text() == "Mine. One.\n"
    assert essay.with_name("essay (changed elsewhere).md").read_text() == "Theirs.\n"
    assert not window.isVisible()


def test_that_where_it_cannot_be_saved_it_is_asked_again_and_where_no_file_is_named_it_stays(
    window: MainWindow, essay: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, tmp_path / "no" / "where.md", tmp_path / "kept.palimpsest")
    QTest.keyClicks(window.view, "Mine. ")
    window.close()
    press(window, "Save the Text…")
    assert window.isVisible()
    (box,) = asked(window)
    assert "your words are in the window, and only there" in box.text()
    press(window, "Save the Text…")
    assert (tmp_path / "kept.md").read_text() == "Mine. One.\n"
    assert not (tmp_path / "kept.palimpsest").exists()
    assert not window.isVisible()


def test_that_who_names_no_file_stays(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen(monkeypatch)
    QTest.keyClicks(window.view, "Mine. ")
    window.close()
    press(window, "Save the Text…")
    assert window.isVisible()
    assert asked(window) == []


def test_that_words_typed_after_the_text_was_saved_are_asked_about_again(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClicks(window.view, "Mine. ")
    window.files.unkept.put(draft_of(window), tmp_path / "kept.md")
    assert window.files.may_leave(lambda: None)
    assert draft_of(window).trouble.startswith("The words are saved; undo and minutes are only in memory")
    QTest.keyClicks(window.view, "More. ")
    assert not window.files.may_leave(lambda: None)
    assert "the newest words are only in memory" in draft_of(window).trouble


def test_that_the_worker_is_asked_to_finish_what_there_is_and_no_more(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "data").unlink()
    QTest.keyClicks(window.view, "Mine. ")
    draft, asked_for = draft_of(window), list[int]()
    assert draft.keep_all()
    assert draft.journal is not None
    kept, window.files.detach = draft.kept_n, asked_for.append
    with files_no_longer_than(draft.journal.size):
        QTest.keyClicks(window.view, "More. ")
        window.files.new()
        press(window, "Leave Without It")
    assert asked_for == [kept]


def test_that_nobody_is_asked_where_the_last_try_succeeds(window: MainWindow, tmp_path: Path) -> None:
    QTest.keyClicks(window.view, "Mine. ")
    (tmp_path / "data").unlink()
    assert window.close()
    assert asked(window) == []


def test_that_what_the_end_of_a_session_saved_is_told_once_by_the_next_start(
    window: MainWindow, qtbot: QtBot, essay: Path, tmp_path: Path
) -> None:
    QTest.keyClicks(window.view, "Mine. ")
    window.files.unkept._session_ends(None)
    window.files.unkept._session_ends(None)
    saved = essay.with_name("essay rescued.md")
    assert saved.read_text() == "Mine. One.\n"
    assert not essay.with_name("essay rescued 2.md").exists()
    assert window.close()
    told = [box.text() for box in a_window(qtbot, tmp_path, essay).findChildren(QMessageBox)]
    assert [str(saved) in words for words in told] == [True]
    assert a_window(qtbot, tmp_path, essay).findChildren(QMessageBox) == []


def test_that_a_draft_saved_under_a_name_meanwhile_gets_it_once_it_can_be_written(
    room: Furnishing, qtbot: QtBot, tmp_path: Path
) -> None:
    window, said = room.window, list[str]()
    let_go(window)
    window.files.new()
    window.bench.say = said.append  # type: ignore[method-assign]
    QTest.keyClicks(window.view, "Mine.")
    draft, path = draft_of(window), tmp_path / "named.md"
    room.saving.save_as(path)
    qtbot.waitUntil(lambda: any("Saved named.md." in one for one in said), timeout=LONGEST_MS)
    assert path.read_text() == "Mine."
    assert "wait in memory until the journal can be written" in said[-1]
    assert draft.text_path is None
    (tmp_path / "data").unlink()
    window.files.unkept.look()
    qtbot.waitUntil(lambda: WELL_AGAIN in said, timeout=LONGEST_MS)
    qtbot.waitUntil(lambda: draft.text_path == path, timeout=LONGEST_MS)
    assert path.with_suffix(".palimpsest").exists()
    assert path.read_text() == "Mine."


def test_that_the_window_saves_by_itself_where_the_worker_is_lost_too(
    room: Furnishing, essay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    QTest.keyClicks(room.window.view, "Mine. ")
    lost = SimpleNamespace(ask=lambda _make, _answer, _event, failed: failed(LOST))
    with monkeypatch.context() as ill:
        ill.setattr(room.window.bench, "say", said.append)
        ill.setattr(room.window.bench, "client", cast(Any, lost))
        room.saving.save()
    assert essay.read_text() == "Mine. One.\n"
    assert said[-1].startswith("Saved essay.md. Undo, minutes")


def test_that_no_drill_takes_such_words_away(room: Furnishing) -> None:
    said: list[str] = []
    QTest.keyClicks(room.window.view, "Mine. ")
    room.window.bench.say = said.append  # type: ignore[method-assign]
    room.keeping.drill._run()
    (told,) = said
    assert told.startswith("Not now, because a kill would take something away. A file lies in the place")


def test_that_a_disk_that_takes_words_and_loses_them_is_not_called_well(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    said: list[str] = []
    window.bench.say = said.append  # type: ignore[method-assign]
    QTest.keyClicks(window.view, "Mine. ")
    qtbot.waitUntil(lambda: bool(said), timeout=LONGEST_MS)
    with monkeypatch.context() as sick:
        sick.setattr(writer_module, "flush_to_disk", broken)
        (tmp_path / "data").unlink()
        qtbot.waitUntil(lambda: draft_of(window).trouble.startswith("The disk did not keep"), timeout=LONGEST_MS)
        window.files.unkept.look()
        window.files.unkept.look()
        assert WELL_AGAIN not in said
    qtbot.waitUntil(lambda: WELL_AGAIN in said, timeout=LONGEST_MS)
    assert draft_of(window).keep_all()
