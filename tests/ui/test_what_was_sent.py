"""What was sent, in the window: shown before as it goes over the socket, then searched and removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from answered_window import a_room
from anthropic_server import AnthropicServer
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from editor.core.origins import PASTED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.parts import open_draft
from editor.protocol.messages import Calls
from editor.services.sent_record import sent_record
from editor.store.calls import Call
from editor.ui.clipboard import Clipboard
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
ENTRIES = (
    SentEntry("today 14:02 · m · Critique", "Sent:\n\nherons", "c1", "anthropic · Tokens: 12 input · 1.0 s", True),
    SentEntry("today 14:05 · m · Pad", "Sent:\n\ngeese", "c2", "anthropic · Tokens: 7 input · 1.0 s", True),
    SentEntry("today 14:06 · m · Pad", "The text was removed.", "c3", "anthropic", False),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> SentDialog:
    made = SentDialog(ENTRIES, "3 requests, $0.2100 in all.", load_theme("light"))
    qtbot.addWidget(made)
    made.show()
    return made


def button(part: Any, words: str) -> QPushButton:
    return next(one for one in part.findChildren(QPushButton) if one.text() == words)


def listed(dialog: SentDialog) -> list[str]:
    (rows,) = dialog.findChildren(QListWidget)
    return [rows.item(row).text() for row in range(rows.count())]


def test_that_a_search_looks_in_texts_and_keeps_what_is_looked_at(dialog: SentDialog) -> None:
    (search,) = dialog.findChildren(QLineEdit)
    search.setText("HERONS sent")
    assert listed(dialog) == [ENTRIES[0].heading]
    assert "herons" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    search.setText("")
    assert len(listed(dialog)) == 3
    assert "herons" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    search.setText("ostrich")
    assert listed(dialog) == []
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == ""


def test_that_what_is_copied_of_a_reply_is_the_models_and_of_what_was_sent_is_not(qtbot: QtBot) -> None:
    model = Origin(OriginKind.MODEL, "m", "anthropic", "Pad", "c4")
    entry = SentEntry(
        "now · m · Pad", "Sent:\r\n\U0001f600 geese\n\nReply:\n\n", "c4", "", True, "grey \U0001f600 ones", model
    )
    dialog, clipboard = SentDialog((entry,), "", load_theme("light")), Clipboard()
    qtbot.addWidget(dialog)
    dialog.copy_with(clipboard.copied)
    dialog.show()
    (text,) = dialog.findChildren(QPlainTextEdit)
    qtbot.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    received = clipboard.received(QApplication.clipboard().mimeData())
    sent = "Sent:\n\U0001f600 geese\n\nReply:\n\n"
    assert received.is_proved
    assert received.fragment == Fragment.of(sent, PASTED) + Fragment.of("grey \U0001f600 ones", model)


def test_that_what_removing_means_is_said_before_it_is_done(dialog: SentDialog, qtbot: QtBot) -> None:
    removed: list[str] = []
    dialog.removed.connect(removed.append)
    assert not button(dialog, "Remove Text…").isEnabled(), "the last one has no text any more"
    dialog.findChildren(QListWidget)[0].setCurrentRow(1)
    button(dialog, "Remove Text…").click()
    assert removed == []
    assert button(dialog, "Remove the text").isVisible()
    button(dialog, "Keep it").click()
    assert not button(dialog, "Remove the text").isVisible()
    button(dialog, "Remove Text…").click()
    button(dialog, "Remove the text").click()
    assert removed == ["c2"]


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Furnishing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-abcdefgh4f2a")
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    path = tmp_path / "essay.md"
    path.write_text("On drafting badly.\n\nSeventeen herons crossed the “estuary” — twice.\n\nThe end.\n")
    open_draft(window, path)
    made = Furnishing(window)
    made.finish()
    yield made
    window.close()


def test_that_the_bytes_on_the_socket_are_what_the_sheet_showed(
    qtbot: QtBot, room: Furnishing, server: AnthropicServer
) -> None:
    session = room.window.bench.session
    assert session is not None
    room.window.view.go_to_paragraph(session.document.paragraphs[1].id)
    qtbot.waitUntil(lambda: room._desk_paragraph == session.document.paragraphs[1].id, timeout=LONGEST_MS)
    qtbot.waitUntil(lambda: room.critique.board.first_model() is not None, timeout=LONGEST_MS)
    room.critique.preview()
    qtbot.waitUntil(lambda: room.desk.findChild(SendSheet) is not None, timeout=LONGEST_MS)
    sheet = room.desk.findChild(SendSheet)
    assert isinstance(sheet, SendSheet)
    # What the box holds, and not what the flow gave it: Qt may change a text that it shows.
    shown = sheet.findChildren(QPlainTextEdit)[0].document().toRawText().replace("\u2029", "\n")
    button(sheet, "Send").click()
    qtbot.waitUntil(lambda: len(server.received) > 0, timeout=LONGEST_MS)
    body = server.received[0].body
    assert "Seventeen herons crossed the “estuary” — twice." in shown
    texts = [text for text in strings(body) if len(text) > 40]
    assert texts
    for text in texts:
        assert text in shown
    rest = shown
    for text in sorted(texts, key=len, reverse=True):
        rest = rest.replace(text, "", 1)
    schema = body.get("output_config", {}).get("format", {}).get("schema")
    assert not schema or "remarks" in rest
    assert "Seventeen" not in rest
    qtbot.waitUntil(lambda: room.window.bench.limit_usd == "3", timeout=LONGEST_MS)  # the call has ended
    room.spending.sent.open()
    qtbot.waitUntil(lambda: bool(room.window.findChildren(SentDialog)), timeout=LONGEST_MS)
    dialog = room.window.findChildren(SentDialog)[0]
    assert shown in dialog.findChildren(QPlainTextEdit)[0].document().toRawText().replace("\u2029", "\n")
    button(dialog, "Remove Text…").click()
    button(dialog, "Remove the text").click()
    (text,) = dialog.findChildren(QPlainTextEdit)
    qtbot.waitUntil(lambda: "The text was removed" in text.toPlainText(), timeout=LONGEST_MS)
    assert len(listed(dialog)) == 1


def test_that_a_server_of_the_writers_own_is_called_one_and_not_by_the_name_of_a_format(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with a_room(qtbot, tmp_path) as made:
        made.furnishing.spending.sent._show(Calls(1, (asdict(Call("c", 0, "compatible", "qwen-3", "critique", "text")),)))
        (dialog,) = made.furnishing.window.findChildren(SentDialog)
        said = [one.text for one in dialog.findChildren(Prose)]
        assert "a server that speaks OpenAI's format · Tokens are not known · 0.0 s" in said
        dialog.close()


def test_that_a_guess_is_called_one_and_a_call_without_an_end_is_not_without_a_price(
    qtbot: QtBot, tmp_path: Path
) -> None:
    calls = (
        Call("c1", 0, "anthropic", "m", "p", "text", tokens={"input": 12}, cost="0.0123 USD", status="done"),
        Call(
            "c2", 0, "anthropic", "m", "p", "t", tokens={"input": 9, "estimated": 1}, cost="0.02 USD", status="cancelled"
        ),
        Call("c3", 0, "compatible", "m", "p", "t", tokens={"input": 9, "estimated": 1}, cost="0 USD", status="cancelled"),
        Call("c4", 0, "anthropic", "m", "p", "text", status="sent"),
        Call("c5", 0, "anthropic", "unheard-of", "p", "text", tokens={"input": 12}, status="done"),
    )
    with a_room(qtbot, tmp_path) as made:
        made.furnishing.spending.sent._show(Calls(1, tuple(asdict(one) for one in calls)))
        (dialog,) = made.furnishing.window.findChildren(SentDialog)
        costs = [heading.rpartition(" · ")[2] for heading in listed(dialog)]
        assert costs == ["0.0123 USD", "about 0.02 USD, a guess", "0 USD", "cost not known", "price not known"]
        total = "5 requests, $0.0323 in all, without 2 whose cost is not known. $0.0200 of it is a guess; Budget counts"
        assert any(one.text().startswith(total) for one in dialog.findChildren(QLabel))
        facts = []
        (rows,) = dialog.findChildren(QListWidget)
        for row in (0, 1):
            rows.setCurrentRow(row)
            facts.append(dialog.findChildren(Prose)[0].text)
        assert ["Tokens: 12 input" in facts[0], "Tokens, a guess: 9 input" in facts[1]] == [True, True], facts
        dialog.close()
    record = sent_record(calls, as_json=False)
    assert "- cost: about 0.02 USD, a guess\n" in record
    assert "- cost: cost not known\n" not in record
    assert "- tokens: 9 input (a guess)\n" in record


def strings(value: Any) -> Iterator[str]:
    """Every text of a request's body that is content and no name of a field."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in ("system", "messages", "content", "text") or isinstance(inner, list):
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
