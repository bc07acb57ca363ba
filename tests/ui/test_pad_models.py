"""Whom the pad's turns are asked of: chosen in the pad, over every wire format, and stopped by any key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from google_server import GoogleServer
from in_sight import in_sight
from model_server import SLOW_ANSWER, ModelServer, Received
from openai_server import OpenAIServer
from pad_room import OWN, Room, connect
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from editor.core.origins import OriginKind
from editor.protocol.model_messages import LimitDraft, Narrow
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.model_box import Whom
from editor.ui.desk.pad_values import PadChoices
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.dialogs.send_sheet import SendSheet

SERVERS: dict[str, Callable[[], ModelServer]] = {
    "anthropic": AnthropicServer,
    "openai": OpenAIServer,
    "google": GoogleServer,
    OWN: lambda: OpenAIServer(keyless=True),
}


@pytest.fixture
def make_room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Room]]:
    made: list[Room] = []
    servers: list[ModelServer] = []

    def make(models: dict[str, str]) -> Room:
        """With a server for each, by the connection that leads to it."""
        for provider, model in models.items():
            servers.append(SERVERS[provider]().__enter__())
            connect(monkeypatch, tmp_path, servers[-1], provider, model)
        room = Room(qtbot, tmp_path, servers[-1])
        made.append(room)
        room.until(lambda: room.is_known)
        return room

    yield make
    for room in made:
        room.window.close()
    for server in servers:
        server.__exit__(None, None, None)


Make = Callable[..., Room]


def choose(room: Room, model: str) -> None:
    box = room.panel.models
    at = next(at for at in range(box.count()) if box.itemText(at).startswith(f"{model}, "))
    box.setCurrentIndex(at)
    box.activated.emit(at)


def offered(room: Room) -> list[str]:
    box = room.panel.models
    return [box.itemText(at) for at in range(box.count())]


def questions(room: Room) -> list[Received]:
    """Without those for the list of models, which nothing of the draft goes along with."""
    return [one for one in room.server.received if one.method == "POST"]


def sheet_text(room: Room) -> str:
    return room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()


@pytest.mark.parametrize("provider", list(SERVERS))
def test_that_any_key_stops_any_model_at_a_word_and_the_next_turn_is_the_writers(make_room: Make, provider: str) -> None:
    room = make_room({provider: "x-slow"})
    assert room.panel.models.whom == Whom(provider, "x-slow")
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].words >= 4)
    QTest.keyClick(room.paper, Qt.Key.Key_B)
    stopped = room.turns[0]
    assert stopped.ended_ms is not None
    assert (SLOW_ANSWER * 9).split()[: stopped.words] == stopped.text.split()
    assert (stopped.origin.kind, stopped.origin.actor) == (OriginKind.MODEL, "x-slow")
    assert room.paper.toPlainText() == "b"
    room.until(questions(room)[-1].left.is_set)
    assert room.turns[0] == stopped
    assert room.turns[1].text == "b"


def test_that_the_turn_goes_to_the_model_that_is_chosen_and_the_choice_is_remembered(make_room: Make) -> None:
    room = make_room({"anthropic": "claude-sonnet-5-5", OWN: "qwen3"})
    assert offered(room)[0] == "claude-sonnet-5-5, Claude"
    assert offered(room)[-1] == "qwen3, Qwen here"
    choose(room, "qwen3")
    room.button("Model's turn").click()
    assert "qwen3" in [part.text() for part in room.sheet()._facts.values()]
    room.send()
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    assert room.turns[0].origin.actor == "qwen3-2026-11-01"
    assert [one.body["model"] for one in questions(room)] == ["qwen3"]
    text = room.window.bench.preferences.text
    assert (text("pad_connection"), text("pad_model")) == (OWN, "qwen3")


def test_that_a_yes_for_one_model_is_none_for_another(make_room: Make) -> None:
    room = make_room({"anthropic": "claude-sonnet-5-5", OWN: "qwen3"})
    room.button("Model's turn").click()
    room.send(not_again=True)
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    choose(room, "qwen3")
    room.button("Model's turn").click()
    assert "Qwen here" in room.sheet()._facts["To"].text()
    assert room.server.received == []


def test_that_a_model_that_refuses_a_temperature_is_shown_again_in_other_words(make_room: Make) -> None:
    room = make_room({"openai": "x-no-temperature"})
    room.button("Model's turn").click()
    assert "Be wilder" not in sheet_text(room)
    room.send(not_again=True)
    room.until(lambda: in_sight(room.furnishing.desk, SendSheet) and "Be wilder" in sheet_text(room))
    assert len(questions(room)) == 1
    room.send(not_again=True)
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    room.button("Model's turn").click()  # from now on it is known, and agreed to
    room.until(lambda: len(room.turns) == 2 and room.turns[1].ended_ms)
    assert ["Be wilder" in str(one.body) for one in questions(room)] == [False, True, True]


def test_that_no_sheet_comes_over_a_turn_of_the_writers(make_room: Make) -> None:
    room = make_room({"openai": "x-no-temperature"})
    room.choose(PadChoices(turn_about=True, hide=True))
    QTest.keyClick(room.paper, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.send(not_again=True)
    room.until(lambda: room.panel.is_running)
    QTest.keyClicks(room.paper, "mine")
    room.until(lambda: not room.furnishing.pad.model.is_under_way)
    assert room.panel.is_running
    assert not in_sight(room.furnishing.desk, SendSheet)
    QTest.keyClick(room.paper, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Be wilder" in sheet_text(room)
    assert "writer: mine" in sheet_text(room)


def test_that_only_what_the_essay_allows_is_offered_and_what_was_chosen_says_why_not(make_room: Make) -> None:
    room = make_room({"anthropic": "claude-sonnet-5-5", OWN: "qwen3"})
    choose(room, "claude-opus-5-5")
    room.session.recorder.prepare()
    said: list[object] = []
    allowed = {OWN: ["qwen3"]}
    room.window.bench.ask(lambda ident: Narrow(ident, allowed, False, False, ()), said.append)
    room.until(lambda: said)
    room.furnishing.spending.narrowing.allowed_changed.emit()
    room.until(lambda: offered(room) == ["qwen3, Qwen here", "claude-opus-5-5, not for this essay"])
    room.button("Model's turn").click()
    room.until(lambda: any("does not allow Claude" in words for words in room.said()))
    choose(room, "qwen3")
    room.button("Model's turn").click()
    assert "Qwen here" in room.sheet()._facts["To"].text()


@pytest.mark.parametrize(("press", "tab"), [("Cancel", DeskTab.PAD), ("Local critic", DeskTab.CRITIQUE)])
def test_that_at_the_limit_there_is_a_choice(make_room: Make, press: str, tab: DeskTab) -> None:
    room = make_room({"anthropic": "claude-sonnet-5-5"})
    room.session.recorder.prepare()
    said: list[object] = []
    room.window.bench.ask(lambda ident: LimitDraft(ident, "0"), said.append)
    room.until(lambda: said)
    room.button("Model's turn").click()
    room.until(lambda: in_sight(room.furnishing.desk, LimitSheet))
    assert not room.furnishing.pad.is_running
    buttons = in_sight(room.furnishing.desk, LimitSheet)[0].findChildren(QPushButton)
    assert [one.text() for one in buttons] == ["Raise limit", "Local critic", "Cancel"]
    next(one for one in buttons if one.text() == press).click()
    assert room.furnishing.desk.tab is tab
    if tab is DeskTab.CRITIQUE:
        room.until(lambda: room.window.bench.session and room.furnishing.critique.board.readers(room.ident))
    assert room.server.received == []
