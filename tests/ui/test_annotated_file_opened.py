"""A text with Markdown Annotations opened like any other: it is offered to be read, and nothing happens without a yes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from in_sight import in_sight
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.export.markdown_annotations import annotated
from editor.parts import open_draft
from editor.protocol.record_messages import ReadAnnotated
from editor.ui.dialogs.annotations_sheet import AnnotationsSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
MODEL = Origin(OriginKind.MODEL, actor="gpt-9")
WHOLE = Fragment.of("Mine, every word of it. ", TYPED) + Fragment.of("This is by a model.\n", MODEL)
FILE = annotated(WHOLE, "Jane")


class Desk:
    def __init__(self, room: Furnishing, path: Path, told: list[str]) -> None:
        self.room, self.path, self.told = room, path, told
        self.view = room.window.view

    @property
    def text(self) -> str:
        session = self.room.window.bench.session
        assert session is not None
        return session.document.text()

    @property
    def kinds(self) -> list[tuple[str, str]]:
        session = self.room.window.bench.session
        assert session is not None
        whole = session.document.fragment(0, len(session.document))
        found, at = [], 0
        for run in whole.runs:
            found.append((run.origin.kind.value, whole.text[at : at + run.length]))
            at += run.length
        return found

    def sheet(self) -> AnnotationsSheet | None:
        return next(iter(in_sight(self.room.window, AnnotationsSheet)), None)

    def press(self, name: str) -> None:
        sheet = self.sheet()
        assert sheet is not None
        QTest.mouseClick(
            next(one for one in sheet.findChildren(QPushButton) if one.text() == name), Qt.MouseButton.LeftButton
        )


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Desk]]:
    windows = []

    def make(content: str) -> Desk:
        monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
        path = tmp_path / "essay.md"
        path.write_text(content, encoding="utf-8")
        window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        open_draft(window, path)
        room, told = Furnishing(window), list[str]()
        window.bench.say = told.append  # type: ignore[method-assign]
        room.finish()
        return Desk(room, path, told)

    yield make
    for window in windows:
        window.close()


def test_that_the_block_is_read_on_a_yes_and_the_file_stays_until_it_is_saved(
    qtbot: QtBot, opened: Callable[[str], Desk]
) -> None:
    desk = opened(FILE)
    qtbot.waitUntil(lambda: desk.sheet() is not None, timeout=LONGEST_MS)
    sheet = desk.sheet()
    assert sheet is not None
    said = " ".join(one.text for one in sheet.findChildren(Prose))
    assert "essay.md stays as it is until you save" in said
    assert "Its hash fits the text." in said
    assert desk.text == FILE  # nothing before the answer
    sheet.findChildren(QComboBox)[0].setCurrentIndex(1)
    desk.press("Keep Annotations")
    assert desk.kinds == [("typed", "Mine, every word of it. "), ("model", "This is by a model.\n")]
    assert desk.path.read_text() == FILE
    desk.view.undo()
    assert desk.text == FILE


def test_that_no_changes_nothing_and_makes_no_draft(qtbot: QtBot, opened: Callable[[str], Desk]) -> None:
    desk = opened(FILE)
    qtbot.waitUntil(lambda: desk.sheet() is not None, timeout=LONGEST_MS)
    desk.press("Leave as Text")
    assert (desk.text, desk.path.read_text()) == (FILE, FILE)
    draft = desk.room.window.bench.draft
    assert draft is not None
    assert not draft.exists


def test_that_a_block_that_does_not_fit_is_told_and_discarding_leaves_the_words_unknown(
    qtbot: QtBot, opened: Callable[[str], Desk]
) -> None:
    desk = opened(FILE.replace("every", "nearly every"))
    qtbot.waitUntil(lambda: desk.sheet() is not None, timeout=LONGEST_MS)
    sheet = desk.sheet()
    assert sheet is not None
    assert any("But: " in one.text for one in sheet.findChildren(Prose))
    desk.press("Discard Them")
    assert [(kind, text.rstrip()) for kind, text in desk.kinds] == [
        ("unknown", "Mine, nearly every word of it. This is by a model.")
    ]


def test_that_words_typed_before_the_offer_are_kept_and_the_way_to_import_is_said(
    qtbot: QtBot, opened: Callable[[str], Desk]
) -> None:
    desk = opened(FILE)
    QTest.keyClicks(desk.view, "So. ")
    qtbot.waitUntil(lambda: any("Import Annotated Markdown" in one for one in desk.told), timeout=LONGEST_MS)
    assert desk.sheet() is None
    assert desk.text == f"So. {FILE}"


def test_that_a_text_that_only_ends_in_dots_is_not_asked_about(qtbot: QtBot, opened: Callable[[str], Desk]) -> None:
    text = "A list:\n\n- one\n\n---\n\nnot key\n...\n"
    desk = opened(text)
    answers: list[object] = []

    def session_known() -> bool:
        session = desk.room.window.bench.session
        return session is not None and session.time.knows_past

    qtbot.waitUntil(session_known, timeout=LONGEST_MS)
    desk.room.client.ask(lambda ident: ReadAnnotated(ident, str(desk.path)), answers.append, failed=answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=LONGEST_MS)  # so the one asked before has been answered too
    assert desk.sheet() is None
    assert desk.text == text
