from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from editor.export.process_record import USUAL, Part
from editor.ui.dialogs.report_sheet import PARTS, ReportSheet
from editor.ui.theme import load_theme


def chosen(sheet: ReportSheet, qtbot: QtBot) -> tuple[str, ...]:
    save = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Choose a File…")
    with qtbot.waitSignal(sheet.chosen) as caught:
        qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    names: tuple[str, ...] = caught.args[0]
    return names


def test_that_the_sheet_offers_every_part_and_leaves_the_text_of_calls_out(qtbot: QtBot) -> None:
    sheet = ReportSheet(load_theme("light"))
    qtbot.addWidget(sheet)
    assert [name for name, _, _ in PARTS] == [part.value for part in Part]
    assert frozenset(chosen(sheet, qtbot)) == {part.value for part in USUAL}


def test_that_texts_go_with_their_calls(qtbot: QtBot) -> None:
    sheet = ReportSheet(load_theme("light"))
    qtbot.addWidget(sheet)
    boxes = {box.text(): box for box in sheet.findChildren(QCheckBox)}
    boxes["The exact text of those calls"].setChecked(True)
    boxes["Calls to models: which, what for, at what cost"].setChecked(False)
    assert {"calls", "call-texts"}.isdisjoint(chosen(sheet, qtbot))
