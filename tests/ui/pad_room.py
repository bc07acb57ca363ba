"""A real window with a real worker at the pad of a paragraph, whose model is a server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from in_sight import in_sight
from model_server import ModelServer
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot
from service_bench import KEY
from written_draft import WrittenDraft

from editor.llm.connection_book import FILE, ConnectionBook
from editor.llm.connections import COMPATIBLE, Connection
from editor.parts import open_draft
from editor.session.draft_session import DraftSession
from editor.session.pads import Association
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.pad_values import PadChoices
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.tick_box import TickBox

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
TEXT = "# Title\n\nWhat the rule did to me.\n"
CONTROL = Qt.KeyboardModifier.ControlModifier
OWN = "qwen"
"""The id of a connection of the writer's own."""
_KEYS = {"anthropic": "ANTHROPIC_API_KEY", "openai": "OPENAI_API_KEY", "google": "GEMINI_API_KEY"}


def connect(monkeypatch: pytest.MonkeyPatch, folder: Path, server: ModelServer, provider: str, model: str) -> None:
    """Makes the server on this machine the one that a connection leads to; `OWN` is one without a key."""
    data = folder / "data"
    monkeypatch.setenv("PALIMPSEST_DATA", str(data))
    if provider == OWN:
        ConnectionBook(data / FILE, {}).keep(Connection(COMPATIBLE, server.url, model, (model,), OWN, "Qwen here"))
        return
    monkeypatch.setenv(f"PALIMPSEST_{provider.upper()}_BASE_URL", server.url)
    monkeypatch.setenv(f"PALIMPSEST_{provider.upper()}_MODEL", model)
    monkeypatch.setenv(_KEYS[provider], KEY)


class Room:
    def __init__(self, qtbot: QtBot, folder: Path, server: ModelServer) -> None:
        self.qtbot, self.server = qtbot, server
        draft = WrittenDraft(folder, TEXT).begin()
        draft.append("And more.\n")
        draft.close()
        draft.text_path.write_text(draft.text)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, draft.text_path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.ident = self.session.document.paragraphs[1].id
        self.window.view.go_to_paragraph(self.ident)
        self.furnishing.show_tab(DeskTab.PAD)
        panel = self.furnishing.desk.panel(DeskTab.PAD)
        assert isinstance(panel, PadPanel)
        self.panel = panel
        self.paper = panel.findChildren(QPlainTextEdit)[0]
        self.paper.setFocus()

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    @property
    def is_known(self) -> bool:
        """Whether the worker has the draft and said who may be asked."""
        return self.session.time.knows_past and bool(self.panel.models.whom.model)

    @property
    def turns(self) -> tuple[Association, ...]:
        return self.session.pads.of(self.ident)

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def choose(self, choices: PadChoices) -> None:
        self.panel.show_choices(choices)

    def write(self, words: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """A whole turn of the writer's, which is over in the end."""
        QTest.keyClicks(self.paper, words)
        QTest.keyClick(self.paper, key, CONTROL)

    def sheet(self) -> SendSheet:
        self.until(lambda: in_sight(self.furnishing.desk, SendSheet))
        return in_sight(self.furnishing.desk, SendSheet)[0]

    def send(self, *, not_again: bool = False) -> None:
        sheet = self.sheet()
        if not_again:
            next(tick for tick in sheet.findChildren(TickBox) if "again" in tick.text()).setChecked(True)
        self.button("Send").click()

    def button(self, words: str) -> QPushButton:
        """The one in sight, where several say so."""
        found = [one for one in self.furnishing.desk.findChildren(QPushButton) if one.text() == words]
        return next((one for one in found if one.isVisible()), found[0])

    def blocks(self) -> list[QTextEdit]:
        return [one for one in self.panel.findChildren(QTextEdit) if one.isVisible()]

    def shown(self) -> list[str]:
        return [block.toPlainText() for block in self.blocks()]

    def said(self) -> list[str]:
        return [one.text for one in self.panel.findChildren(Prose) if not one.isHidden()]

    def mark(self, block: int, words: str) -> QTextEdit:
        text = self.blocks()[block]
        cursor = text.textCursor()
        cursor.setPosition(text.toPlainText().index(words))
        cursor.setPosition(cursor.position() + len(words), cursor.MoveMode.KeepAnchor)
        text.setTextCursor(cursor)
        text.setFocus()
        return text
