"""A conversation that runs low, in a real window with a real worker: what is left, the note, and what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from in_sight import in_sight
from model_server import PLAIN_ANSWER, SLOW_ANSWER
from pad_room import Room, connect
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from editor.core.handoff import KIND, pad_of
from editor.core.origins import OriginKind
from editor.protocol.messages import ListCalls
from editor.protocol.model_messages import LimitDraft
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.note_sheet import NoteSheet
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.talks import note_in_use, note_to_open

LONG = "so it goes and then " * 210
"""Of a pad whose context is nearly used up: some 850 words."""


@pytest.fixture
def make_room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Room]]:
    made: list[Room] = []
    with AnthropicServer() as server:

        def make(model: str = "claude-sonnet-5-5", said: str = LONG) -> Room:
            connect(monkeypatch, tmp_path, server, "anthropic", model)
            room = Room(qtbot, tmp_path, server)
            made.append(room)
            room.until(lambda: room.is_known)
            say(room, said)
            return room

        yield make
        for room in made:
            room.window.close()


Make = Callable[..., Room]


def say(room: Room, words: str) -> None:
    """A turn of the writer's."""
    pads = room.session.pads
    for _ in range(2 if words is LONG else 1):
        turn = pads.begin(room.ident)
        pads.typed(turn.id, words)
        pads.end(turn.id)
    room.furnishing.pad.show_paragraph(room.ident)
    room.until(lambda: room.panel.context.view.words)


def percent(room: Room) -> int:
    return int(room.panel.context.view.words.partition(" ")[0])


def note_sheet(room: Room) -> NoteSheet:
    room.until(lambda: in_sight(room.furnishing.desk, NoteSheet))
    return in_sight(room.furnishing.desk, NoteSheet)[0]


def written(room: Room) -> NoteSheet:
    """The note of a model, come to its end."""
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write a hand-off note…").click()
    room.sheet()
    room.button("Send").click()
    sheet = note_sheet(room)
    room.until(lambda: room.button("Start from It").isVisible())
    return sheet


def asked(room: Room) -> str:
    """What the next turn of a model would be sent."""
    room.button("Model's turn").click()
    text = room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()
    room.button("Cancel").click()
    return text


def test_that_what_is_left_is_said_and_a_note_is_offered_when_it_runs_low(make_room: Make) -> None:
    room = make_room(said="a few words")
    assert percent(room) >= 99
    assert not room.panel.context.view.offers_note
    assert "claude-sonnet-5-5 is told up to 4,000 tokens" in room.panel.context.view.explanation
    say(room, LONG)
    room.until(lambda: room.panel.context.view.offers_note)
    assert 0 < percent(room) < 35


@pytest.mark.parametrize("is_written", [False, True])
def test_that_no_sheet_of_a_note_lies_over_another_draft(make_room: Make, tmp_path: Path, is_written: bool) -> None:
    room = make_room()
    room.until(lambda: room.panel.context.view.offers_note)
    if is_written:
        QTest.keyClicks(written(room).findChildren(QPlainTextEdit)[0], "Mine. ")
    else:
        room.button("Write a hand-off note…").click()
        room.sheet()
    left = room.session
    other = tmp_path / "other.md"
    other.write_text("Another essay.\n")
    room.window.files.open(other)
    assert room.session is not left
    assert not in_sight(room.furnishing.desk, NoteSheet)
    assert not in_sight(room.furnishing.desk, SendSheet)
    assert room.session.attachments.of(KIND) == ()
    assert ["Mine. " in str(one.row) for one in left.attachments.of(KIND)] == [True] * is_written
    assert len(room.server.received) == is_written


def test_that_the_note_is_shown_edited_and_told_in_the_place_of_the_turns(make_room: Make) -> None:
    room = make_room()
    room.until(lambda: room.panel.context.view.offers_note)
    low = percent(room)
    room.button("Write a hand-off note…").click()
    shown = room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()
    assert room.server.received == []
    room.button("Send").click()
    sheet = note_sheet(room)
    room.until(lambda: room.button("Start from It").isVisible())
    body = room.server.received[0].body
    assert "\n\n".join([body["system"], *(one["content"] for one in body["messages"])]) == shown
    assert sheet.text == PLAIN_ANSWER
    assert note_in_use(room.session, pad_of(room.ident)) is None
    QTest.keyClicks(sheet.focusProxy(), " Mine last.")
    assert sheet.text == f"{PLAIN_ANSWER} Mine last."
    room.button("Start from It").click()
    room.until(lambda: percent(room) > low + 30)
    assert not room.panel.context.view.offers_note
    told = asked(room)
    assert f"<note>\n{PLAIN_ANSWER} Mine last.\n</note>" in told
    assert "so it goes" not in told
    note = note_in_use(room.session, pad_of(room.ident))
    assert note is not None
    assert (note.model, note.provider) == ("claude-sonnet-5-5-20261101", "anthropic")
    got: list[object] = []
    room.window.bench.ask(ListCalls, lambda answer: got.extend(answer.calls))
    room.until(lambda: got)
    assert [(one["purpose"], one["sent"]) for one in got] == [("hand-off note", shown)]  # type: ignore[index]


def test_that_the_turns_since_the_note_go_along_and_a_discarded_note_gives_the_old_ones_back(make_room: Make) -> None:
    room = make_room()
    written(room)
    room.button("Start from It").click()
    say(room, "and after the note a shelf")
    told = asked(room)
    assert told.index(PLAIN_ANSWER) < told.index("and after the note a shelf")
    assert "so it goes" not in told
    room.button("Hand-off note…").click()
    room.button("Discard").click()
    assert room.session.attachments.of(KIND) == ()
    room.until(lambda: room.panel.context.view.offers_note)
    told = asked(room)
    assert "so it goes" in told
    assert PLAIN_ANSWER not in told


@pytest.mark.parametrize("press", ["Start from It", "Discard", "Close"])
def test_that_what_is_typed_after_the_note_was_put_away_stands_in_the_pad(make_room: Make, press: str) -> None:
    room = make_room()
    room.window.activateWindow()
    room.qtbot.waitUntil(room.window.isActiveWindow)
    written(room)
    QTest.mouseClick(room.button(press), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is room.paper


def test_that_a_second_note_takes_the_place_of_the_first_only_when_it_is_used(make_room: Make) -> None:
    room = make_room()
    written(room)
    room.button("Start from It").click()
    say(room, LONG)
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write another…").click()
    assert f"<note>\n{PLAIN_ANSWER}\n</note>" in room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()
    room.button("Send").click()
    room.until(lambda: len(room.session.attachments.of(KIND)) == 2 and room.button("Start from It").isVisible())
    first = note_in_use(room.session, pad_of(room.ident))
    assert "so it goes" in asked_behind(room)
    room.button("Hand-off note, not in use…").click()
    room.button("Start from It").click()
    second = note_in_use(room.session, pad_of(room.ident))
    assert first is not None
    assert second is not None
    assert second.upto > first.upto
    assert len(room.session.attachments.of(KIND)) == 1


def asked_behind(room: Room) -> str:
    room.button("Close").click()
    return asked(room)


def test_that_a_stopped_note_is_kept_and_not_in_use(make_room: Make) -> None:
    room = make_room("x-slow")
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write a hand-off note…").click()
    room.sheet()
    room.button("Send").click()
    sheet = note_sheet(room)
    room.until(lambda: len(sheet.text.split()) >= 4)
    assert sheet.findChildren(QPlainTextEdit)[0].isReadOnly()
    room.button("Stop").click()
    room.until(lambda: room.button("Start from It").isVisible())
    (kept,) = room.session.attachments.of(KIND)
    assert kept.row is not None
    assert kept.row["text"] == sheet.text
    assert (SLOW_ANSWER * 9).startswith(sheet.text[:60])
    assert kept.row["in_use"] is False
    assert "so it goes" in asked_behind(room)


def test_that_a_note_goes_on_being_written_behind_another_tool_and_is_found_again(make_room: Make) -> None:
    room = make_room("x-slow")
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write a hand-off note…").click()
    room.sheet()
    room.button("Send").click()
    room.until(lambda: room.session.attachments.of(KIND))
    room.furnishing.show_tab(DeskTab.TIME)
    room.furnishing.show_tab(DeskTab.PAD)
    before = len(note_text(room))
    room.until(lambda: len(note_text(room)) > before)
    room.button("Hand-off note, not in use…").click()
    assert room.button("Stop").isVisible()
    room.button("Stop").click()
    room.until(lambda: room.button("Start from It").isVisible())


def note_text(room: Room) -> str:
    found = note_to_open(room.session, pad_of(room.ident))
    return found[1].text if found else ""


def test_that_a_failure_is_a_sentence_and_leaves_everything_as_it_was(make_room: Make) -> None:
    room = make_room("x-401")
    said: list[str] = []
    room.window.bench.say = said.append
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write a hand-off note…").click()
    room.sheet()
    room.button("Send").click()
    room.until(lambda: any("does not accept the key" in words for words in said))
    assert not in_sight(room.furnishing.desk, NoteSheet) or room.panel.isVisible()
    assert room.session.attachments.of(KIND) == ()
    assert room.panel.context.view.offers_note


def test_that_a_closed_sheet_sends_nothing_and_a_limit_leaves_a_choice(make_room: Make) -> None:
    room = make_room()
    room.until(lambda: room.panel.context.view.offers_note)
    room.button("Write a hand-off note…").click()
    room.sheet()
    room.button("Cancel").click()
    room.button("Write a hand-off note…").click()
    QTest.keyClick(room.sheet(), Qt.Key.Key_Escape)
    assert not in_sight(room.furnishing.desk, SendSheet)
    said: list[object] = []
    room.window.bench.ask(lambda ident: LimitDraft(ident, "0"), said.append)
    room.until(lambda: said)
    room.button("Write a hand-off note…").click()
    room.until(lambda: in_sight(room.furnishing.desk, LimitSheet))
    assert room.server.received == []
    assert not in_sight(room.furnishing.desk, SendSheet)


def test_that_a_note_is_the_models_wherever_it_is_put_and_outlives_a_restart(make_room: Make, tmp_path: Path) -> None:
    room = make_room()
    sheet = written(room)
    text = sheet.focusProxy()
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    received = room.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert {run.origin.kind for run in received.fragment.runs} == {OriginKind.MODEL}
    room.button("Start from It").click()
    before = note_in_use(room.session, pad_of(room.ident))
    path = tmp_path / "essay.md"
    session = room.session
    other = tmp_path / "other.md"
    other.write_text("Something else.\n")
    room.window.files.open(other)
    room.until(lambda: room.session is not session)
    room.window.files.open(path)
    room.until(lambda: room.session.document.text().startswith("# Title") and room.session.time.knows_past)
    assert note_in_use(room.session, pad_of(room.ident)) == before
    room.window.view.go_to_paragraph(room.ident)
    room.furnishing.show_tab(DeskTab.PAD)
    room.until(lambda: room.panel.context.view.note == "Hand-off note")
    assert f"<note>\n{PLAIN_ANSWER}\n</note>" in asked(room)
