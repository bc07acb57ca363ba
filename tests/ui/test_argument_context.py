"""An argument with a critic on a model of one's own that runs low, in a real window with a real worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from in_sight import in_sight
from model_server import PLAIN_ANSWER, ModelServer
from openai_server import OpenAIServer
from pad_room import OWN, Room, connect
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from editor.core.handoff import argument_of
from editor.protocol.parts import CriticChoice
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.remark_card import RemarkCard
from editor.ui.desk.remark_values import Objection
from editor.ui.dialogs.round_sheet import RoundSheet
from editor.ui.flows.talks import note_in_use

MODEL = "qwen3-on-vllm"
"""Its server says that it reads 32,768 tokens."""
LINE = "It is a set phrase of the trade."
LONG = "The preface does not define it. " * 1_700
"""A reason that fills two thirds of that."""


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with OpenAIServer(keyless=True) as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: ModelServer) -> Iterator[Room]:
    connect(monkeypatch, tmp_path, server, OWN, MODEL)
    made = Room(qtbot, tmp_path, server)
    made.until(lambda: made.is_known)
    critique = made.furnishing.critique
    critique.choices.keep(CriticChoice("logician", OWN, MODEL))
    critique.load_critics()
    made.until(lambda: critique.board.known and "logician" in critique.board.models)
    for name in critique.board.ticked():
        critique.board.tick(name, False)
    made.furnishing.show_tab(DeskTab.CRITIQUE)
    yield made
    made.window.close()


def critic_reads(room: Room) -> int:
    """Has the logician read the paragraph; the id of its first remark."""
    room.furnishing.critique.sending.ask(room.ident, ["logician"])
    room.until(lambda: in_sight(room.furnishing.desk, RoundSheet))
    in_sight(room.furnishing.desk, RoundSheet)[0]._send.click()
    room.until(lambda: room.session.remarks.of(room.ident))
    return room.session.remarks.of(room.ident)[0].id


def card(room: Room, remark: int) -> RemarkCard:
    cards = room.furnishing.critics.panel._list._cards()
    return next(one for one in cards if one.view.remark == remark)


def object_to(room: Room, remark: int, line: str) -> str:
    """Shows what would be sent for a line; the text of it."""
    room.furnishing.critics.panel.objected.emit(Objection(remark, line))
    return room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()


def test_that_an_argument_says_what_is_left_and_goes_on_from_a_note(room: Room, server: ModelServer) -> None:
    remark = critic_reads(room)
    assert card(room, remark).view.context.is_empty  # nothing was argued yet
    server.says = {"reason": LONG, "decision": "hold"}
    object_to(room, remark, LINE)
    room.button("Send").click()
    room.until(lambda: card(room, remark).view.context.offers_note)
    assert 0 < int(card(room, remark).view.context.words.partition(" ")[0]) < 35
    assert f"{MODEL} is told up to" in card(room, remark).view.context.explanation
    server.says = None
    room.button("Write a hand-off note…").click()
    shown = room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()
    assert LINE in shown
    room.button("Send").click()
    room.until(lambda: room.button("Start from It").isVisible())
    sent = [one for one in server.received if one.method == "POST"][-1].body["messages"]
    assert "\n\n".join(one["content"] for one in sent) == shown
    room.button("Start from It").click()
    note = note_in_use(room.session, argument_of(remark))
    assert note is not None
    assert (note.text, note.upto, note.model) == (PLAIN_ANSWER, 1, f"{MODEL}-2026-11-01")
    room.until(lambda: card(room, remark).view.context.words.startswith("99 %"))
    assert card(room, remark).view.context.note == "Hand-off note"
    assert card(room, remark).view.thread[0].line == LINE  # it stays below the remark
    told = object_to(room, remark, "A second line.")
    assert f"<note>\n{PLAIN_ANSWER}\n</note>" in told
    assert LINE not in told
    assert "does not define it" not in told


def test_that_what_is_not_known_is_not_said(room: Room, server: ModelServer) -> None:
    remark = critic_reads(room)
    server.says = {"reason": "No.", "decision": "hold"}
    object_to(room, remark, LINE)
    room.button("Send").click()
    room.until(lambda: card(room, remark).view.context.words)
    room.furnishing.critique.choices.keep(CriticChoice("logician", "google", "gemini-unknown"))
    room.furnishing.critique.refresh()
    room.until(lambda: not card(room, remark).view.context.words)
