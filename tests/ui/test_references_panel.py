"""The tab of references: what it says, what a tick and a drop tell, and what a hostile text looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from editor.ui.desk.reference_rows import ReferenceEntry, ReferenceTick, ReferenceTitle
from editor.ui.desk.references_panel import MOST_SHOWN, ReferencesPanel
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

SWANS = ReferenceEntry("a", "Swans", "swans.pdf · 11 words · about 14 tokens", False)
GEESE = ReferenceEntry("b", "Geese", "pasted · 9 words · about 11 tokens", True, "Only its beginning goes along.")


@pytest.fixture
def panel(qtbot: QtBot) -> ReferencesPanel:
    made = ReferencesPanel(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(360, 500)
    made.show()
    return made


def button(panel: ReferencesPanel, name: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if name in (one.accessibleName(), one.text()))


def said(panel: ReferencesPanel) -> list[str]:
    return [prose.text for prose in panel.findChildren(Prose) if prose.text and not prose.isHidden()]


def dropped(panel: ReferencesPanel, data: QMimeData) -> None:
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    event = QDropEvent(QPointF(9, 9), both, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    panel.dropEvent(event)
    assert event.dropAction() is Qt.DropAction.CopyAction


def test_that_an_empty_list_says_what_it_is_for(panel: ReferencesPanel) -> None:
    assert said(panel)[0].startswith("Drop a file or paste a text. It goes to a model only when you tick it.")


def test_that_rows_say_all_and_a_tick_is_told_once(panel: ReferencesPanel) -> None:
    ticks: list[ReferenceTick] = []
    panel.ticked.connect(ticks.append)
    panel.show_entries((SWANS, GEESE), "1 ticked: about 11 tokens.")
    assert set(said(panel)) == {SWANS.facts, GEESE.facts, GEESE.warning, "1 ticked: about 11 tokens."}
    first, second = panel.findChildren(QCheckBox)
    assert (first.isChecked(), second.isChecked()) == (False, True)
    first.toggle()  # as a screen reader does
    assert ticks == [ReferenceTick("a", True)]


def test_that_a_title_is_changed_in_place_and_escape_leaves_it(panel: ReferencesPanel) -> None:
    titles: list[ReferenceTitle] = []
    panel.renamed.connect(titles.append)
    panel.show_entries((SWANS,), "")
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        button(panel, "Rename Swans").click()
        line = panel.findChildren(QLineEdit)[0]
        line.setText("On swans")
        QTest.keyClick(line, key)
    assert titles == [ReferenceTitle("a", "On swans")]


def test_that_unseen_characters_are_signs_and_a_book_is_shown_in_part(panel: ReferencesPanel) -> None:
    panel.show_text("Swans", "a\u202eb\u200bc" + "x" * MOST_SHOWN)
    text = panel.findChildren(QPlainTextEdit)[0]
    assert text.toPlainText().startswith("a▯b▯c")
    assert len(text.toPlainText()) == MOST_SHOWN
    assert "The last 5 characters are not shown here." in said(panel)
    button(panel, "Back to the list").click()
    assert text.toPlainText() == ""


def test_that_files_and_texts_are_dropped_and_stay_where_they_came_from(panel: ReferencesPanel, tmp_path: Path) -> None:
    files: list[list[Path]] = []
    texts: list[str] = []
    panel.files_dropped.connect(files.append)
    panel.text_dropped.connect(texts.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    dropped(panel, data)
    data = QMimeData()
    data.setText("Swans.")
    dropped(panel, data)
    assert files == [[tmp_path / "a.pdf"]]
    assert texts == ["Swans."]
