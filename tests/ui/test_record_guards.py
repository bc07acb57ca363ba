"""What is made of a draft's record is made only where there is one, and never over the draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.parts import open_draft
from editor.ui.flows.record import Record
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

_WRITERS: dict[str, Callable[[Record, Path], None]] = {
    "report": lambda record, path: record.report.write(path, ()),
    "replay": lambda record, path: record.replay.write(path),
    "annotations": lambda record, path: record.annotations.write(path, "Me"),
}


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.md"
    path.write_text("One.\n")
    return path


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, essay: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, essay)
    made = Furnishing(window)
    made.finish()
    qtbot.waitUntil(lambda: window.bench.session is not None and window.bench.session.time.knows_past, timeout=60_000)
    yield made
    window.close()


def told_by(room: Furnishing) -> list[str]:
    told: list[str] = []
    room.window.bench.say = told.append  # type: ignore[method-assign]
    return told


def test_that_without_a_record_report_and_replay_say_so_and_open_nothing(room: Furnishing) -> None:
    told = told_by(room)
    room.record.report.open()
    room.record.replay.open()
    assert told == ["Nothing is recorded of this draft yet; it begins with your first change."] * 2
    assert room.record.replay.window is None
    QTest.keyClicks(room.window.view, "So. ")
    assert room.window.bench.recorded_draft() is room.window.bench.draft
    assert len(told) == 2


@pytest.mark.parametrize("what", list(_WRITERS))
def test_that_nothing_is_written_over_the_draft(room: Furnishing, essay: Path, what: str) -> None:
    told = told_by(room)
    _WRITERS[what](room.record, essay)
    assert told == ["essay.md is the draft itself, and was left as it is. Choose another name."]
    assert essay.read_text() == "One.\n"
