"""The pad in a real window with a real worker, in turns with a model that is a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from in_sight import in_sight
from model_server import PLAIN_ANSWER, SLOW_ANSWER
from pad_room import CONTROL, Room, connect
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from editor.core.clock import StoppedClock
from editor.core.edits import EditKind
from editor.core.origins import TYPED, OriginKind
from editor.core.runs import Fragment
from editor.core.sparks import KIND
from editor.session.draft_session import Act
from editor.ui.clipboard import Received
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.pad_values import PadChoices, PadEnding
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.tick_box import TickBox

TURN_ABOUT = PadChoices(turn_about=True)


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def make_room(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: AnthropicServer
) -> Iterator[Callable[[str], Room]]:
    rooms = []

    def make(model: str = "claude-sonnet-5-5", *, known: bool = True) -> Room:
        connect(monkeypatch, tmp_path, server, "anthropic", model)
        room = Room(qtbot, tmp_path, server)
        rooms.append(room)
        if known:
            room.until(lambda: room.is_known)
        return room

    yield make
    for room in rooms:
        room.window.close()


Make = Callable[..., Room]


# Whose turn it is.


@pytest.mark.parametrize("ending", [PadEnding.WRITER, PadEnding.BELL, PadEnding.LEFT])
def test_that_what_was_thought_in_a_turn_is_not_the_drafts_time(make_room: Make, ending: PadEnding) -> None:
    room = make_room()
    now = room.session.clock.now()
    clock = room.session.clock = room.session.time._clock = StoppedClock(now.wall_ms, now.mono_ms)
    room.session.time.focus(True)
    QTest.keyClicks(room.paper, "so it goes")
    clock.advance(25_000)
    room.panel._end(ending)
    clock.advance(1_000)
    room.window.view.setFocus()
    QTest.keyClicks(room.window.view, "x")
    times = room.session.times(room.ident)
    assert (times.pad_ms, times.edit_ms) == (25_000, 1_000)


def test_that_a_models_turn_is_shown_before_it_is_asked_for_and_kept_as_the_models(make_room: Make) -> None:
    room = make_room()
    room.choose(TURN_ABOUT)
    room.write("so it goes and then")
    sheet = room.sheet()
    assert room.server.received == []
    shown = sheet.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "writer: so it goes and then" in shown
    room.send()
    room.until(lambda: len(room.turns) == 2 and room.turns[1].ended_ms)
    body = room.server.received[0].body
    assert "\n\n".join([body["system"], *(one["content"] for one in body["messages"])]) == shown
    mine, models = room.turns
    assert (mine.origin, mine.text) == (TYPED, "so it goes and then")
    assert (models.origin.kind, models.text) == (OriginKind.MODEL, PLAIN_ANSWER)
    assert (models.origin.actor, models.origin.provider) == ("claude-sonnet-5-5-20261101", "anthropic")
    assert models.origin.prompt
    assert room.shown() == ["so it goes and then", PLAIN_ANSWER]
    room.until(lambda: any(" ct" in words for words in room.said()))
    assert any(words.startswith("2 · claude-sonnet-5-5-20261101 · ") for words in room.said())


def test_that_three_turns_alternate_and_the_second_question_holds_them(make_room: Make) -> None:
    room = make_room()
    room.choose(TURN_ABOUT)
    room.write("first")
    room.send(not_again=True)
    room.until(lambda: len(room.turns) == 2 and room.turns[1].ended_ms)
    room.write("third")
    room.until(lambda: len(room.turns) == 4 and room.turns[3].ended_ms)
    kinds = [turn.origin.kind for turn in room.turns]
    assert kinds == [OriginKind.TYPED, OriginKind.MODEL, OriginKind.TYPED, OriginKind.MODEL]
    asked = room.server.received[1].body["messages"][0]["content"]
    assert f"writer: first\n\nyou: {PLAIN_ANSWER}\n\nwriter: third" in asked


def test_that_a_sheet_that_is_closed_sends_nothing_and_keeps_the_turn(make_room: Make) -> None:
    room = make_room()
    room.choose(TURN_ABOUT)
    room.write("mine")
    room.sheet()
    room.button("Cancel").click()
    assert "Nothing was sent." in room.said()
    assert [turn.text for turn in room.turns] == ["mine"]
    assert room.server.received == []
    assert not room.furnishing.pad.is_running


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("how", ["Cancel", "Escape"])
def test_that_what_is_typed_after_a_sheet_was_closed_stands_in_the_pad(make_room: Make, full: bool, how: str) -> None:
    room = make_room()
    room.window.activateWindow()
    room.qtbot.waitUntil(room.window.isActiveWindow)
    if full:
        room.furnishing.menus["pad_full"].trigger()
    QTest.mouseClick(room.button("Model's turn"), Qt.MouseButton.LeftButton)
    sheet = room.sheet()
    if how == "Escape":
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(room.button("Cancel"), Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is room.paper


def test_that_the_paragraph_goes_along_only_where_it_is_ticked(make_room: Make) -> None:
    room = make_room()
    room.button("Model's turn").click()
    sheet = room.sheet()
    (text,) = sheet.findChildren(QPlainTextEdit)
    assert "The paragraph as it stands" in text.toPlainText()
    next(tick for tick in sheet.findChildren(TickBox) if "text of the paragraph" in tick.text()).click()
    room.until(lambda: "The paragraph as it stands" not in text.toPlainText())
    room.send()
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    assert "The paragraph as it stands" not in json.dumps(room.server.received[0].body)


def test_that_escape_ends_the_writers_turn_and_asks_nobody(make_room: Make) -> None:
    room = make_room()
    room.choose(TURN_ABOUT)
    QTest.keyClicks(room.paper, "mine")
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert [turn.text for turn in room.turns] == ["mine"]
    assert not room.furnishing.pad.is_running


def test_that_a_turn_that_ended_before_a_word_is_not_shown_and_is_not_called_kept(make_room: Make) -> None:
    room = make_room()
    said: list[str] = []
    room.window.bench.say = said.append
    room.button("Start").click()
    assert room.panel.is_running
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert not room.panel.is_running
    assert room.shown() == []
    assert said == ["The turn ended before a word was written."]


# Stopping it.


@pytest.mark.parametrize(
    ("key", "begins"),
    [(Qt.Key.Key_B, "b"), (Qt.Key.Key_Space, " "), (Qt.Key.Key_Return, "\n"), (Qt.Key.Key_Backspace, "")],
)
def test_that_any_key_stops_the_model_at_a_word_and_begins_the_writers_turn(
    make_room: Make, key: Qt.Key, begins: str
) -> None:
    room = make_room("x-slow")
    room.choose(TURN_ABOUT)
    room.write("mine")
    room.send()
    room.until(lambda: len(room.turns) == 2 and room.turns[1].words >= 4)
    assert room.turns[1].ended_ms is None
    QTest.keyClick(room.paper, key)
    stopped = room.turns[1]
    assert stopped.ended_ms is not None
    assert (SLOW_ANSWER * 9).split()[: stopped.words] == stopped.text.split()
    assert room.shown() == ["mine", stopped.text]
    assert room.paper.toPlainText() == begins
    QTest.keyClicks(room.paper, "ut")
    assert room.paper.toPlainText() == f"{begins}ut"
    room.until(room.server.received[0].left.is_set)
    assert room.turns[1] == stopped
    assert room.turns[2].origin == TYPED
    seen = room.turns[2].text
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert room.turns[2].text == seen == f"{begins}ut"


def test_that_what_an_input_method_composes_stops_the_model_too(make_room: Make) -> None:
    room = make_room("x-slow")
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].words >= 2)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("é")
    QApplication.sendEvent(room.paper, composed)
    assert room.turns[0].ended_ms is not None
    assert room.turns[1].text == "é"


def test_that_escape_stops_the_model_and_begins_no_turn(make_room: Make) -> None:
    room = make_room("x-slow")
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].words >= 2)
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert room.turns[0].ended_ms is not None
    assert len(room.turns) == 1
    assert room.button("Start").isVisible()
    room.until(lambda: any(call["status"] == "cancelled" for call in calls_of(room)))


def calls_of(room: Room) -> list[dict[str, object]]:
    from editor.protocol.messages import ListCalls  # noqa: PLC0415

    got: list[tuple[dict[str, object], ...]] = []
    room.window.bench.ask(ListCalls, lambda answer: got.append(answer.calls))
    room.until(lambda: got)
    return list(got[0])


def test_that_a_model_that_does_not_stop_is_stopped(make_room: Make) -> None:
    room = make_room("x-flow")
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    assert 240 <= room.turns[0].words < 1_000
    room.until(room.server.received[0].left.is_set)


def test_that_a_turn_that_broke_off_is_kept_and_the_reason_said(make_room: Make) -> None:
    room = make_room("x-early")
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    assert room.turns[0].text == "Two words"
    assert any("broke off" in words for words in room.said())


def test_that_a_failure_is_a_sentence_in_the_pad_and_the_pad_goes_on(make_room: Make) -> None:
    room = make_room("x-401")
    room.choose(TURN_ABOUT)
    room.write("mine")
    room.send()
    room.until(lambda: any("does not accept the key" in words for words in room.said()))
    assert [turn.text for turn in room.turns] == ["mine"]
    QTest.keyClicks(room.paper, "on")
    assert room.turns[1].text == "on"


def test_that_watching_a_model_earns_no_minutes(make_room: Make) -> None:
    room = make_room("x-slow")
    clock = room.window.bench.clock
    before = clock.now().mono_ms
    room.session.time.focus(True)
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].words >= 4)
    QTest.keyClicks(room.paper, "o")
    elapsed = clock.now().mono_ms - before
    watched = (room.turns[0].ended_ms or 0) - room.turns[0].started_ms
    times = room.session.times(room.ident)
    assert times.edit_ms == times.read_ms == 0
    assert times.pad_ms <= elapsed - watched


# Hidden.


def test_that_a_hidden_turn_is_written_meanwhile_and_shown_when_the_writers_is_over(make_room: Make) -> None:
    room = make_room()
    room.choose(PadChoices(turn_about=True, hide=True))
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.send(not_again=True)
    room.until(lambda: room.panel.is_running)
    QTest.keyClicks(room.paper, "mine")
    room.until(lambda: any(turn.ended_ms for turn in room.turns))
    assert sorted(turn.text for turn in room.turns) == sorted(["mine", PLAIN_ANSWER])
    assert room.shown() == []
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    assert sorted(room.shown()) == sorted(["mine", PLAIN_ANSWER])
    assert not room.furnishing.pad.is_running
    QTest.keyClicks(room.paper, "again")  # agreed to, so that the next one is asked for without a word
    room.until(lambda: len(room.server.received) == 2)
    assert len(room.shown()) == 2


def test_that_a_hidden_turn_still_being_written_is_shown_from_then_on_and_a_key_stops_it(make_room: Make) -> None:
    room = make_room("x-slow")
    room.choose(PadChoices(turn_about=True, hide=True))
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.send()
    room.until(lambda: len(room.turns) == 2 and min(turn.words for turn in room.turns) == 0)
    QTest.keyClicks(room.paper, "mine")
    room.until(lambda: max(turn.words for turn in room.turns if turn.origin != TYPED) >= 4)
    assert all(turn.ended_ms is None for turn in room.turns)
    assert room.shown() == []
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: len(room.shown()) == 2)
    QTest.keyClicks(room.paper, "b")
    assert [turn.ended_ms is None for turn in room.turns] == [False, False, True]


def test_that_a_hidden_turn_that_was_not_asked_for_yet_ends_without_a_word_below_one_that_was_paid_for(
    make_room: Make,
) -> None:
    room = make_room("x-slow")
    room.choose(PadChoices(turn_about=True, hide=True))
    room.button("Model's turn").click()
    room.send(not_again=True)
    room.until(lambda: room.turns and room.turns[0].words >= 4)
    QTest.keyClicks(room.paper, "x")
    assert room.furnishing.pad.model.is_under_way
    QTest.keyClick(room.paper, Qt.Key.Key_Backspace)
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert not room.furnishing.pad.model.is_under_way
    assert not [words for words in room.said() if "sent" in words or "asked" in words or "topped" in words]
    assert len(room.server.received) == 1
    room.button("Model's turn").click()  # a wish of its own has an answer of its own
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert "Stopped before the model was asked." in room.said()
    assert len(room.server.received) == 1


def test_that_why_no_model_writes_along_is_said_as_long_as_that_turn_runs(make_room: Make) -> None:
    room = make_room()
    room.choose(PadChoices(turn_about=True, hide=True))
    room.panel.begin_turn()  # as a letter does
    QTest.keyClicks(room.paper, "mine")
    assert any("No model writes along this time." in words for words in room.said())
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert not any("No model writes along" in words for words in room.said())


def test_that_a_hidden_turn_that_is_stopped_before_a_word_is_named(make_room: Make) -> None:
    room = make_room("x-wait")
    room.choose(PadChoices(turn_about=True, hide=True))
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.send()
    room.until(lambda: room.server.received)
    QTest.keyClicks(room.paper, "mine")
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert [turn.text for turn in room.turns] == ["mine"]
    assert "The model's hidden turn was stopped before the first word." in room.said()


def test_that_a_yes_given_before_the_list_of_models_has_come_is_one_for_the_model_that_was_shown(
    make_room: Make,
) -> None:
    room = make_room(known=False)
    room.button("Model's turn").click()  # of whoever is asked as a rule
    room.send(not_again=True)
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    room.until(lambda: room.is_known)
    room.button("Model's turn").click()
    room.until(lambda: len(room.turns) == 2 and room.turns[1].ended_ms)
    assert not in_sight(room.furnishing.desk, SendSheet)
    assert len(room.server.received) == 2


def test_that_a_turn_begun_by_a_letter_says_why_no_model_writes_along(make_room: Make) -> None:
    room = make_room()
    room.choose(PadChoices(turn_about=True, hide=True))
    QTest.keyClicks(room.paper, "mine")
    assert room.turns[0].text == "mine"
    assert any("Ctrl+Return asks for before a turn begins" in words for words in room.said())
    assert room.server.received == []


# Sparks, and words that leave the pad.


def test_that_s_on_marked_words_makes_a_spark_that_leads_back_and_can_be_taken_away(make_room: Make) -> None:
    room = make_room()
    room.write("the kettle and the stair")
    draft = room.session.document.text()
    text = room.mark(0, "the stair")
    QTest.keyClicks(text, "s")
    (attached,) = room.session.attachments.of_paragraph(KIND, room.ident)
    assert attached.row == {"turn": room.turns[0].id, "start": 15, "stop": 24, "phrase": "the stair"}
    QTest.keyClicks(room.mark(0, "the stair"), "s")
    assert len(room.session.attachments.of(KIND)) == 1
    assert room.session.document.text() == draft
    room.mark(0, "kettle")
    room.button("Spark: “the stair”").click()
    assert room.blocks()[0].textCursor().selectedText() == "the stair"
    next(one for one in room.panel.findChildren(QToolButton) if "spark" in one.accessibleName()).click()
    assert room.session.attachments.of(KIND) == ()


def test_that_the_pad_of_a_paragraph_that_is_merged_into_another_goes_along_with_its_sparks(make_room: Make) -> None:
    room = make_room()
    view, document = room.window.view, room.session.document
    view.perform(len(document), 0, Fragment.of("\nThe other one.\n", TYPED), Act(EditKind.TYPE))
    other = document.paragraphs[2].id
    room.write("of the first")
    view.go_to_paragraph(other)
    room.furnishing.show_tab(DeskTab.PAD)
    room.until(lambda: room.panel.paragraph == other)
    room.write("of the other")
    QTest.keyClicks(room.mark(0, "other"), "s")
    view.go_to_paragraph(room.ident)
    view.setFocus()
    room.furnishing.menus["merge"].trigger()
    assert len(document.paragraphs) == 2
    room.until(lambda: room.shown() == ["of the first", "of the other"])
    assert "turn 2" in room.button("Spark: “other”").toolTip()
    QTest.keyClicks(room.mark(1, "of the"), "s")
    room.until(room.button("Spark: “of the”").isVisible)
    view.setFocus()
    view.undo()
    view.go_to_paragraph(room.ident)
    room.until(lambda: room.shown() == ["of the first"])


def test_that_a_turn_whose_paragraph_is_merged_meanwhile_is_shown_in_the_pad_it_belongs_to_now(make_room: Make) -> None:
    room = make_room()
    view, document = room.window.view, room.session.document
    view.perform(len(document), 0, Fragment.of("\nThe other one.\n", TYPED), Act(EditKind.TYPE))
    view.go_to_paragraph(document.paragraphs[2].id)
    room.furnishing.show_tab(DeskTab.PAD)
    room.until(lambda: room.panel.paragraph == document.paragraphs[2].id)
    QTest.keyClicks(room.paper, "half of it")
    start = document.paragraphs.start(2)
    view.perform(start - 2, 2, Fragment.of(" ", TYPED), Act(EditKind.TYPE))
    QTest.keyClicks(room.paper, " and the rest")
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.until(lambda: room.shown() == ["half of it and the rest"])
    assert room.panel.paragraph == room.ident


def test_that_letters_typed_on_a_turn_are_written_on_the_paper(make_room: Make) -> None:
    room = make_room()
    room.write("mine")
    text = room.blocks()[0]
    text.setFocus()
    QTest.keyClicks(text, "s")
    assert room.turns[1].text == "s"
    assert room.session.attachments.of(KIND) == ()


def test_that_words_copied_from_a_models_turn_stay_the_models(make_room: Make) -> None:
    room = make_room()
    room.button("Model's turn").click()
    room.send()
    room.until(lambda: room.turns and room.turns[0].ended_ms)
    text = room.mark(0, "plain answer")
    QTest.keyClick(text, Qt.Key.Key_C, CONTROL)
    received = room.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert received.is_proved
    assert received.fragment.text == "plain answer"
    assert [run.origin for run in received.fragment.runs] == [room.turns[0].origin]


def copied(room: Room, text: QWidget) -> Received:
    QTest.keyClick(text, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(text, Qt.Key.Key_C, CONTROL)
    return room.window.bench.clipboard.received(QApplication.clipboard().mimeData())


def test_that_words_copied_from_the_writers_own_turn_are_the_writers(make_room: Make) -> None:
    room = make_room()
    own = Received(Fragment.of("these are my own words", TYPED), True)
    QTest.keyClicks(room.paper, "these are my own words")
    assert copied(room, room.paper) == own
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.mark(0, "these")
    assert copied(room, room.blocks()[0]) == own


def test_that_a_turn_makes_nobodys_words_the_writers(make_room: Make) -> None:
    room = make_room()
    QTest.keyClicks(room.paper, "mine ")
    QApplication.clipboard().setText("what a stranger wrote")
    QTest.keyClick(room.paper, Qt.Key.Key_V, CONTROL)
    assert not copied(room, room.paper).is_proved
    QTest.keyClick(room.paper, Qt.Key.Key_Return, CONTROL)
    room.mark(0, "mine")
    assert not copied(room, room.blocks()[0]).is_proved


def test_that_the_full_window_holds_nothing_but_the_pad_and_escape_leads_back(make_room: Make) -> None:
    room = make_room()
    room.furnishing.menus["pad_full"].trigger()
    assert not room.window.view.isVisible()
    assert not room.furnishing.outline.isVisible()
    assert room.panel.isVisible()
    QTest.keyClicks(room.paper, "wide")
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert [turn.text for turn in room.turns] == ["wide"]
    QTest.keyClick(room.paper, Qt.Key.Key_Escape)
    assert room.window.view.isVisible()


def test_that_choices_are_kept(make_room: Make) -> None:
    room = make_room()
    next(one for one in room.panel.findChildren(TickBox) if one.text() == "No going back").click()
    assert room.window.bench.preferences.flag("pad_no_going_back", False)


def test_that_the_bell_hands_over_as_ctrl_return_does(make_room: Make) -> None:
    room = make_room()
    room.choose(TURN_ABOUT)
    QTest.keyClicks(room.paper, "mine")
    room.panel._end(PadEnding.BELL)
    assert "writer: mine" in room.sheet().findChildren(QPlainTextEdit)[0].toPlainText()
