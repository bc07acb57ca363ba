"""A remark's words on their way out of the desk: whoever said them has said them wherever they turn up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.core.misquoting import with_misquote
from editor.core.origins import Origin, OriginKind
from editor.core.runs import Run
from editor.parts import open_draft
from editor.protocol.parts import RemarkRow
from editor.ui.desk.remark_values import spoken, words_of
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

SAID = ("The claim is wide.", "A reader stops here.", "Name one case.")
NOON = 1_795_262_400_000


def row(paragraph: int, ident: int, call: str, model: str, said: tuple[str, str, str] = SAID) -> RemarkRow:
    provider = "anthropic" if call else ""
    return RemarkRow(
        ident, paragraph, "balanced-editor", None, 0, 0, *said, None, "open", None, NOON, call, provider, model
    )


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Furnishing:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    text = tmp_path / "essay.md"
    text.write_text("One paragraph.")
    open_draft(window, text)
    made = Furnishing(window)
    made.finish()
    return made


def paragraph(room: Furnishing) -> int:
    session = room.window.bench.session
    assert session is not None
    return session.document.paragraphs[0].id


def origin(call: str, model: str) -> Origin:
    return Origin(OriginKind.MODEL, model, "anthropic", "critique", call, NOON)


def from_another_program(room: Furnishing, text: str) -> tuple[Run, ...]:
    data = QMimeData()
    data.setText(text)
    return room.window.bench.clipboard.received(data).fragment.runs


def test_that_words_are_of_the_model_that_said_them_whichever_is_connected_now(room: Furnishing) -> None:
    room.critique.board.models["balanced-editor"] = "claude-of-today"
    room.critique.remarks_came([row(paragraph(room), 1, "call-1", "claude-of-last-year")])
    words = f"{SAID[0]} {SAID[1]}\n  {SAID[2]}"
    assert from_another_program(room, words) == (Run(len(words), origin("call-1", "claude-of-last-year")),)


def test_that_a_copied_card_names_its_own_model_where_two_stand_beside_a_paragraph(room: Furnishing) -> None:
    ident = paragraph(room)
    other = ("It is long.", "", "")
    room.critique.remarks_came([row(ident, 1, "call-1", "claude-x"), row(ident, 2, "call-2", "claude-y", other)])
    room.critique.show_paragraph(ident)
    room.critique._copy(words_of(*other))
    received = room.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert received.fragment.runs == (Run(len(other[0]), origin("call-2", "claude-y")),)


def test_that_what_is_said_of_a_wrong_quote_stands_on_the_card_and_is_no_models(room: Furnishing) -> None:
    ident = paragraph(room)
    said = (SAID[0], with_misquote(SAID[1], "Nobody wrote this.", whole=False), SAID[2])
    room.critique.remarks_came([row(ident, 1, "call-1", "claude-x", said), row(ident, 2, "call-2", "claude-x")])
    room.critique.show_paragraph(ident)
    cards = room.critics.panel._list._cards()
    ours = "It quotes words that are not in the paragraph: “Nobody wrote this.”"
    assert [(one.view.why, one.view.misquoted, one.view.note) for one in cards] == [
        (SAID[1], ours, "Its quote is not in this paragraph."),
        (SAID[1], "", ""),
    ]
    assert [ours in [prose.text for prose in one.findChildren(Prose)] for one in cards] == [True, False]
    assert ours.rstrip(".") in spoken(cards[0].view)
    cards[0].copy_words()
    copied = room.window.bench.clipboard.received(QApplication.clipboard().mimeData()).fragment
    assert copied.text == words_of(*SAID)
    assert {run.origin.kind for run in copied.runs} == {OriginKind.MODEL}
    assert {run.origin.kind for run in from_another_program(room, ours)} != {OriginKind.MODEL}


def test_that_what_a_local_critic_says_is_no_models_beside_a_remark_without_a_task(room: Furnishing) -> None:
    ident = paragraph(room)
    local = ("Spelling.", "", "Write it otherwise.")
    of_model = row(ident, 1, "call-1", "claude-x", ("It is long.", "", ""))
    room.critique.remarks_came([of_model, row(ident, 2, "", "", local)])
    room.critique.show_paragraph(ident)
    room.critique._copy(words_of(*local))
    received = room.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert {run.origin.kind for run in received.fragment.runs} == {OriginKind.PASTED}
