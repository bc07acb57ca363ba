"""Words copied out of the difference to an old version: they are of whom the version, or the present text, says."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.rows import runs_row
from editor.core.runs import Fragment
from editor.parts import open_draft
from editor.protocol import messages as wire
from editor.protocol.parts import DiffRow, VersionRow
from editor.session.draft_session import Act
from editor.ui.desk.desk import DeskTab
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

MODEL = Origin(OriginKind.MODEL, "model-1", "vendor", "critique", "call-7")
OLD = Fragment.of("\U0001f600 I said ", TYPED) + Fragment.of("it rained", MODEL)


def test_that_they_keep_whose_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    text = tmp_path / "essay.md"
    text.write_text("x")
    open_draft(window, text)
    room = Furnishing(window)
    room.finish()
    room.show_tab(DeskTab.VERSIONS)
    window.view.perform(0, 1, Fragment.of("\u263a I said it snowed", TYPED), Act())
    session = window.bench.session
    assert session is not None
    ident = session.document.paragraphs[0].id
    room.versions.show_paragraph(ident)
    row = VersionRow(1, "", ident, 0, 4, OLD.text, tuple(runs_row(OLD.runs)))
    room.versions._came(wire.Versions(1, (row,)))
    panel = room.desk.panel(DeskTab.VERSIONS)
    assert panel is not None
    panel._list.setCurrentRow(0)  # type: ignore[attr-defined]
    pieces = (("removed", "\U0001f600"), ("added", "\u263a"), ("same", " I said it "), ("removed", "rained"))
    rows = tuple(DiffRow(kind, words) for kind, words in (*pieces, ("added", "snowed")))
    room.versions._compared(wire.Compared(2, 1, rows))
    (shown,) = (one for one in panel.findChildren(QTextEdit) if one.accessibleName().startswith("Difference"))
    QTest.keyClick(shown, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    received = window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert received.is_proved
    own = Fragment.of("\U0001f600\u263a I said ", TYPED)
    assert received.fragment == own + Fragment.of("it rained", MODEL) + Fragment.of("snowed", TYPED)
