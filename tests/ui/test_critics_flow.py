"""The flows around critics in a window whose worker answers what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answered_window import TEXT, Room, a_room
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from editor.core.edits import EditKind
from editor.core.origins import TYPED, OriginKind
from editor.core.runs import Fragment
from editor.protocol import critique_messages as talk
from editor.protocol import messages as wire
from editor.protocol.parts import RemarkPlace
from editor.session.draft_session import Act
from editor.session.remark_book import PLACE, RemarkBook
from editor.ui.desk.critic_rows import state_words
from editor.ui.desk.overlap_sheet import OverlapSheet
from editor.ui.desk.remark_values import Objection
from editor.ui.dialogs.critics_dialog import CriticsDialog
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.remark_threads import take_wording
from editor.ui.flows.remark_views import remark_from
from editor.ui.prose import Prose


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    with a_room(qtbot, tmp_path) as made:
        yield made


def ask(room: Room) -> None:
    room.furnishing.critique.show_paragraph(room.paragraph)
    room.furnishing.critique.ask()
    room.prepare_all()


def called_sent(room: Room, ident: int, critic: str) -> list[str]:
    """What the window says was sent: after the yes, while the request waits for its turn, once it has left."""
    said = [room.furnishing.window.bench.sent]
    for state, words in (("waiting", "Claude asks us to wait."), ("reading", "")):
        room.worker.tell(wire.CriticState(ident, critic, state, words))
        said.append(room.furnishing.window.bench.sent)
    return said


def test_that_one_sheet_is_about_all_critics_and_nothing_goes_before_the_yes(room: Room) -> None:
    ask(room)
    sheet = room.sheet()
    assert [sheet._critics.item(at).text().split("  ")[0] for at in range(2)] == ["Logician", "Harsh"]
    assert sheet._sum.text() == "Together about 2.0 ct, at most 4.0 ct."
    assert sheet._text.toPlainText() == "logician True"
    sheet._critics.setCurrentRow(1)
    assert sheet._text.toPlainText() == "harsh True"
    assert room.worker.of(wire.Critique) == []
    sheet._send.click()
    (sent,) = room.worker.of(wire.Critique)
    assert sent.critics == ("logician", "harsh")
    assert [one.digest for one in sent.approved] == ["d-logician", "d-harsh"]
    assert room.sheet() is None
    assert called_sent(room, sent.id, "harsh") == ["", "", "Sent: ¶1 to Claude"]


def test_that_not_again_counts_for_the_critic_it_was_said_of(room: Room) -> None:
    ask(room)
    room.sheet()._critics.setCurrentRow(1)
    room.sheet()._not_again.setChecked(True)
    room.sheet()._critics.setCurrentRow(0)
    assert not room.sheet()._not_again.isChecked()
    room.sheet()._send.click()
    (first,) = room.worker.of(wire.Critique)
    room.worker.answer(wire.Done(first.id))
    ask(room)
    assert room.worker.of(wire.Critique)[-1].critics == ("harsh",)
    assert [one.critic for one in room.sheet()._requests] == ["logician"]


def test_that_what_is_left_out_is_left_out_of_every_text_before_it_is_sent(room: Room) -> None:
    ask(room)
    room.sheet()._ticks[0].click()
    room.sheet()._send.click()
    assert room.worker.of(wire.Critique) == []  # the sheet still shows the other texts
    room.prepare_all("e")
    assert room.sheet()._text.toPlainText() == "logician False"
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    assert not sent.neighbours
    assert [one.digest for one in sent.approved] == ["e-logician", "e-harsh"]


def test_that_a_text_that_changed_since_is_shown_anew(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    room.worker.answer(wire.NeedsApproval(sent.id, ("logician", "harsh")))
    assert room.sheet() is None
    room.prepare_all("new")
    assert room.sheet() is not None
    assert len(room.worker.of(wire.Critique)) == 1


def test_that_one_critic_is_stopped_by_name_and_all_by_their_request(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    room.furnishing.critics.panel.critic_stopped.emit("harsh")
    (stop,) = room.worker.of(talk.StopCritic)
    assert (stop.target, stop.critic) == (sent.id, "harsh")
    room.furnishing.critics.stop()
    assert room.worker.cancelled == [sent.id]


def test_that_the_whole_draft_is_asked_of_models_only_and_has_a_heading_of_its_own(room: Room) -> None:
    room.furnishing.critique.board.tick("style", True)
    room.furnishing.critique.ask_draft()
    assert {(one.paragraph, one.critic) for one in room.worker.of(wire.PrepareCritique)} == {
        (None, "logician"),
        (None, "harsh"),
    }
    room.prepare_all()
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    assert sent.paragraph is None
    room.worker.tell(wire.RemarksMade(sent.id, 0, (room.remark(1, "logician", "", 0),)))
    (card,) = room.cards()
    assert card.view.whole
    assert not card.view.wordable


def test_that_remarks_on_the_same_words_say_how_many_of_the_readers_agree(room: Room) -> None:
    room.furnishing.critique._tallies_came(
        talk.Tallies(1, (), (), (talk.ReadersRow(room.paragraph, ("logician", "harsh", "style")),))
    )
    room.furnishing.critique.remarks_came([room.remark(1, "logician"), room.remark(2, "harsh")])
    cards = room.cards()
    assert [(card.view.critic, card.view.agreement, card.view.joined) for card in cards] == [
        ("Logician", "2 of 3 critics", False),
        ("Harsh", "2 of 3 critics", True),
    ]


def test_that_a_remark_that_comes_while_the_writer_writes_stands_at_its_words(room: Room) -> None:
    late = room.remark(1, "logician")
    moved = wire.RemarkRow(**{**{name: getattr(late, name) for name in late.__slots__}, "start": 3, "end": 14})
    room.furnishing.critique.remarks_came([moved])
    (card,) = room.cards()
    assert card.view.quote == "very unique"
    assert card.view.state.value == "open"


def sent_about(room: Room, paragraph: int) -> wire.Critique:
    """The request that leaves where critics are asked about another paragraph."""
    room.furnishing.critique.show_paragraph(paragraph)
    room.furnishing.critique.ask()
    room.prepare_all()
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    assert isinstance(sent, wire.Critique)
    return sent


def test_that_a_remark_is_shown_though_its_paragraph_was_merged_while_its_critic_read(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    second = session.document.paragraphs[1].id
    sent = sent_about(room, second)
    session.change(TEXT.index("\n\nAnother"), 2, Fragment.of(" ", TYPED))
    assert not session.document.paragraphs.has(second)
    room.furnishing.critique.show_paragraph(room.paragraph)
    late = replace(room.remark(1, "logician", "Another one", second), start=0, end=len("Another one"))
    room.worker.tell(wire.RemarksMade(sent.id, second, (late,)))
    room.worker.tell(wire.CriticState(sent.id, "logician", "done", "1 remark", 1))
    room.worker.answer(wire.Done(sent.id, "1 remark"))
    assert [(card.view.quote, card.view.state.value) for card in room.cards()] == [("Another one", "open")]
    assert room.said[-1] == "Critique finished, 1 open remark."


def test_that_the_place_of_a_remark_that_moved_is_kept_when_the_hands_rest(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    session.change(TEXT.index("unique"), 0, Fragment.of("truly ", TYPED))
    room.furnishing._caret_rested()
    kept = session.attachments.get(PLACE, "1")
    assert kept is not None
    assert kept.row is not None
    assert (kept.paragraph, kept.row["words"]) == (room.paragraph, "very truly unique")


def test_that_remarks_of_a_paragraph_that_is_gone_with_its_text_are_not_looked_for_by_number(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    second = session.document.paragraphs[1].id
    sent = sent_about(room, second)
    session.change(TEXT.index("\n\nAnother"), len("\n\nAnother one."), Fragment())
    room.worker.answer(wire.Done(sent.id, "no remarks"))
    assert room.said[-1] == "Critique finished, 0 open remarks in a paragraph that is gone."


def test_that_what_could_not_be_read_as_a_remark_stands_below_the_name_of_its_critic_and_stays(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    why, rest = "It did not answer in remarks.", "I would rather\nnot " + "say " * 200
    room.worker.tell(wire.CriticState(sent.id, "logician", "failed", why, unread=rest))
    room.worker.tell(wire.CriticState(sent.id, "harsh", "done", "1 remark", 1, unread="Here \u202eyou are:"))
    room.worker.answer(wire.Done(sent.id, "1 remark"))
    assert room.said[-1] == "Critique finished, 0 open remarks; 1 of 2 critics failed."
    rows = {row.name: row for row in room.furnishing.critique.board.rows(room.paragraph, lambda ident: ident)}
    assert (state_words(rows["logician"]), state_words(rows["harsh"])) == ("failed", "1 remark")
    said = [one.text for one in room.furnishing.critics.panel.findChildren(Prose) if not one.isHidden()]
    (below,) = (one for one in said if one.startswith(f"{why} Its words: “I would rather not say say"))
    assert below.endswith("…” All of them stand in What Was Sent.")
    partly = (
        "Its answer could not all be read as remarks. Its words: “Here ▯you are:” All of them stand in What Was Sent."
    )
    assert partly in said
    spoken = [one.accessibleDescription() for one in room.furnishing.critics.panel.findChildren(QCheckBox)]
    assert f"1 remark. {partly}" in spoken


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (("harsh",), "The critic failed. Why stands below its name."),
        (("logician", "harsh"), "All 2 critics failed. Why stands below their names."),
    ],
)
def test_that_a_round_in_which_all_failed_is_not_said_to_be_finished(
    room: Room, failed: tuple[str, ...], said: str
) -> None:
    room.furnishing.critique.board.tick("logician", "logician" in failed)
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    for critic in failed:
        room.worker.tell(wire.CriticState(sent.id, critic, "failed", "No credit."))
    room.worker.answer(wire.Done(sent.id, "0 remarks"))
    assert room.said[-1] == said


def test_that_what_came_of_one_paragraph_is_not_said_beside_the_next_that_the_critic_reads_by_then(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    first, second = (item.id for item in session.document.paragraphs)
    sent = []
    for ident in (first, second):
        room.furnishing.critique.show_paragraph(ident)
        room.furnishing.critique.ask()
        room.prepare_all()
        room.sheet()._send.click()
        sent.append(room.worker.of(wire.Critique)[-1])
    room.furnishing.critics.panel.critic_stopped.emit("harsh")
    assert [one.target for one in room.worker.of(talk.StopCritic)] == [sent[1].id]
    room.furnishing.critique.show_paragraph(first)
    room.furnishing.critics.panel.critic_stopped.emit("harsh")
    assert [one.target for one in room.worker.of(talk.StopCritic)] == [sent[1].id, sent[0].id]
    room.worker.tell(wire.CriticState(sent[0].id, "logician", "done", "no remarks"))
    room.worker.tell(wire.CriticState(sent[0].id, "harsh", "failed", "It broke off."))
    board = room.furnishing.critique.board

    def beside(ident: int) -> dict[str, str]:
        return {row.name: state_words(row) for row in board.rows(ident, lambda ident: ident) if row.name != "style"}

    assert beside(second) == {"logician": "waiting", "harsh": "waiting"}
    room.worker.answer(wire.Done(sent[0].id, "no remarks"))
    for name in ("logician", "harsh"):
        room.worker.tell(wire.CriticState(sent[1].id, name, "done", "1 remark", 1))
    assert beside(second) == {"logician": "1 remark", "harsh": "1 remark"}
    assert beside(first) == {"logician": "nothing to say", "harsh": "failed"}


def test_that_a_critic_that_was_cut_off_with_the_worker_says_so_until_it_is_asked_again(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    room.worker.tell(wire.CriticState(sent.id, "logician", "done", "1 remark", 1))
    room.worker.tell(wire.CriticState(sent.id, "harsh", "reading", ""))
    room.worker.answer(wire.Failed(sent.id, "The helper process ended", "It is starting again.", "worker_lost"))
    room.furnishing.critique._critics_came(room.furnishing.critique.board.known_critics)  # as when it has started
    rows = {row.name: row for row in room.furnishing.critique.board.rows(room.paragraph, lambda ident: ident)}
    assert (state_words(rows["logician"]), state_words(rows["harsh"])) == ("1 remark", "failed")
    assert rows["harsh"].sentence == "The helper process ended. It is starting again. What was sent may be charged."
    assert room.said[-1] == "Critique finished, 0 open remarks; 1 of 2 critics failed."


def test_that_names_are_hidden_until_a_remark_is_judged(room: Room) -> None:
    room.furnishing.menus["hide_names"].trigger()
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    (card,) = room.cards()
    assert card.view.critic == "A critic"
    assert "Logician" not in card.accessibleName()
    card.agree()
    (card,) = room.cards()
    assert card.view.critic == "Logician"
    assert room.furnishing.window.bench.preferences.flag("critics_hidden", False)


def test_that_ctrl_return_says_done_of_the_remark_that_is_being_revised_and_asks_after_that(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician"), room.remark(2, "harsh", "first")])
    room.cards()[1].agree()
    (kept,) = room.worker.of(wire.KeepVersion)
    assert kept.paragraph == room.paragraph
    cards = room.cards()
    assert [card.view.remark for card in cards] == [1, 2]
    assert cards[0].view.revising
    assert room.furnishing.window.bench.view.caret == TEXT.index("very unique")
    room.furnishing.menus["ask"].trigger()
    assert room.worker.of(wire.PrepareCritique) == []
    judged = [(one.remark, one.state) for one in room.worker.of(wire.JudgeRemark)]
    assert judged == [(1, "agreed"), (1, "done")]
    room.furnishing.menus["ask"].trigger()
    assert len(room.worker.of(wire.PrepareCritique)) == 2


def test_that_an_argument_is_shown_before_it_is_sent_and_its_turn_stands_below_the_remark(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    room.cards()
    room.furnishing.critics.panel.objected.emit(Objection(1, "It is a set phrase."))
    (asked,) = room.worker.of(talk.PrepareArgument)
    room.worker.answer(wire.Prepared(asked.id, "all of it", "Claude", "m", None, None, "digest"))
    sheet = room.sheet(SendSheet)
    assert sheet._text.toPlainText() == "all of it"
    assert room.worker.of(talk.Argue) == []
    sheet._not_again.setChecked(True)
    sheet._send.click()
    (sent,) = room.worker.of(talk.Argue)
    assert (sent.line, sent.approved.digest) == ("It is a set phrase.", "digest")
    assert room.cards()[0].view.asking
    assert called_sent(room, sent.id, "logician") == ["", "", "Sent: a line to Claude"]
    reason = "It is a set phrase of the trade."
    turn = talk.ArgumentRow(1, 1, sent.line, "concede", reason, "line", "anthropic", "m", "call", 7)
    room.worker.answer(talk.ArgumentMade(sent.id, turn))
    (view,) = [card.view for card in room.cards()]
    assert (view.thread[0].stand, view.thread[0].reason) == ("The critic concedes", reason)
    assert "without a new reason: it repeats your line" in view.thread[0].note
    room.furnishing.critique._copy(reason)
    received = room.furnishing.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert [(run.origin.kind, run.origin.purpose) for run in received.fragment.runs] == [(OriginKind.MODEL, "argument")]
    room.furnishing.critics.panel.objected.emit(Objection(1, "And again."))
    room.worker.answer(
        wire.Prepared(room.worker.of(talk.PrepareArgument)[-1].id, "more", "Claude", "m", None, None, "d2")
    )
    assert [one.approved.digest for one in room.worker.of(talk.Argue)] == ["digest", "d2"]


def test_that_a_line_against_a_remark_does_not_stand_below_one_of_the_draft_that_is_opened_next(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    room.cards()[0].line_written.emit("You have misread the first draft.")
    assert room.cards()[0].line is not None
    session = room.furnishing.window.bench.session
    assert session is not None
    session.remarks = RemarkBook(session.attachments)  # as in another draft, where they are counted from one again
    room.furnishing.critique._of = None
    room.furnishing.critique.reset()
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    (card,) = room.cards()
    assert (card.line, card.is_unfolded) == (None, False)


def test_that_what_had_come_of_an_answer_stands_below_the_remark_when_it_is_stopped(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    room.furnishing.critics.panel.objected.emit(Objection(1, "It is a set phrase."))
    (asked,) = room.worker.of(talk.PrepareArgument)
    room.worker.answer(wire.Prepared(asked.id, "all of it", "Claude", "m", None, None, "digest"))
    room.sheet(SendSheet)._send.click()
    (sent,) = room.worker.of(talk.Argue)
    turn = talk.ArgumentRow(1, 1, sent.line, "unread", "The trade's own", "", "anthropic", "m", "call", 7)
    room.worker.tell(talk.StoppedTalkKept(sent.id, turn))
    room.worker.answer(wire.Failed(sent.id, "Stopped", "What had come by then is kept.", "cancelled"))
    (view,) = [card.view for card in room.cards()]
    assert [(one.stand, one.reason) for one in view.thread] == [("The critic answered", "The trade's own")]
    assert (view.trouble, view.asking) == ("Stopped.", "")


def test_that_an_argument_that_fails_says_so_below_the_remark(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    room.furnishing.critics.panel.objected.emit(Objection(1, "No."))
    (asked,) = room.worker.of(talk.PrepareArgument)
    room.worker.answer(wire.Failed(asked.id, "This paragraph is never to be sent", "Nothing was sent."))
    assert room.cards()[0].view.trouble == "This paragraph is never to be sent. Nothing was sent."


def test_that_a_copied_wording_keeps_the_models_mark(room: Room) -> None:
    room.furnishing.critique.remarks_came([room.remark(1, "logician")])
    room.cards()
    room.furnishing.critics.panel.wording_wanted.emit(1)
    (asked,) = room.worker.of(talk.PrepareWording)
    room.worker.answer(wire.Prepared(asked.id, "all of it", "Claude", "m", None, None, "digest"))
    room.sheet(SendSheet)._send.click()
    (sent,) = room.worker.of(talk.AskWording)
    row = talk.WordingRow(1, 1, "very unique", "is rare", "anthropic", "m", "call", 7)
    room.worker.answer(talk.WordingMade(sent.id, row))
    assert room.cards()[0].view.wordings == ("is rare",)
    assert room.cards()[0].view.brings == ("",)
    room.furnishing.critique._copy("is rare")
    received = room.furnishing.window.bench.clipboard.received(QApplication.clipboard().mimeData())
    assert [(run.origin.kind, run.origin.purpose) for run in received.fragment.runs] == [(OriginKind.MODEL, "wording")]


def test_that_a_wording_says_which_number_and_name_it_brings(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    session.remarks.add([remark_from(room.remark(1, "logician"))])
    for number, words in enumerate(("was unique to Perth in 1987", "a first one"), 1):
        row = talk.WordingRow(1, number, "very unique", words, "anthropic", "m", "call", 7)
        take_wording(session, row, room.paragraph)
    (card,) = room.cards()
    assert card.view.brings == ("Brings “Perth” and “1987”, which are not in your text.", "")
    card.unfolded.emit(True)
    (card,) = room.furnishing.critics.panel._list._cards()
    assert card.view.brings[0] in [one.text for one in card.findChildren(Prose)]


def test_that_a_critic_that_is_done_says_below_its_name_that_it_read_only_a_part(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    only = "The model seems to have read only a part of the text."
    for critic, warning in (("logician", only), ("harsh", "")):
        room.worker.tell(wire.CriticState(sent.id, critic, "done", "2 remarks", 2, warning=warning))
    rows = room.furnishing.critique.board.rows(room.paragraph, lambda ident: ident)
    assert {row.name: row.sentence for row in rows if row.name != "style"} == {"logician": only, "harsh": ""}
    shown = room.furnishing.critics.panel.findChildren(Prose)
    assert [one.isHidden() for one in shown if one.text == only] == [False]


def test_that_overlap_is_found_at_once_and_a_model_is_asked_only_after_its_sheet(room: Room) -> None:
    overlap = room.furnishing.critics.overlap
    room.furnishing.window.bench.view.setFocus()
    overlap.open()
    assert isinstance(overlap._sheet, OverlapSheet)
    assert overlap._sheet._text.hasFocus()  # a paste goes there, and not into the draft
    overlap._sheet.compare_pressed.emit("They said it is very unique to see.")
    (asked,) = room.worker.of(talk.FindShared)
    assert asked.reference.text == "They said it is very unique to see."
    start = TEXT.index("is very")
    row = talk.SharedRow(room.paragraph, start, start + 14, "it is very unique to")
    room.worker.answer(talk.SharedFound(asked.id, (row,), 3, 8))
    sheet: Any = overlap._sheet
    assert sheet._said.text == "1 phrase of five words or more is in both: 3 of 8 words."
    assert sheet._list.item(0).text() == "¶1, word for word\n“is very unique”\nThere: “it is very unique to”"
    sheet._list.setCurrentRow(0)
    sheet._lead()
    cursor = room.furnishing.window.bench.view.textCursor()
    assert cursor.selectedText() == "is very unique"
    sheet.ask_pressed.emit(sheet._text.toPlainText())
    (prepared,) = room.worker.of(talk.PrepareOverlap)
    room.worker.answer(wire.Prepared(prepared.id, "both texts", "Claude", "m", None, None, "digest"))
    assert room.worker.of(talk.AskOverlap) == []
    room.sheet(SendSheet)._send.click()
    (sent,) = room.worker.of(talk.AskOverlap)
    assert called_sent(room, sent.id, talk.OVERLAP) == ["", "", "Sent: the draft to Claude"]
    same = talk.LikenessRow("same", "Both praise it.", "very unique", room.paragraph, 21, 32, "so unique", 0, 9)
    found = talk.OverlapFound(sent.id, "A pasted text", "Half of it.", (same,), "anthropic", "m", "call", 7)
    room.worker.answer(found)
    sheet = overlap._sheet
    assert sheet._said.text == "Half of it."
    assert "¶1, said before" in sheet._list.item(0).text()


def test_that_settings_name_what_each_critic_does_and_remember_whom_it_asks(room: Room, qtbot: QtBot) -> None:
    room.furnishing.menus["critics"].trigger()
    models = ("m", "better")
    rows = (
        wire.CriticRow("style", "Style ear", "Habits.", None, True),
        wire.CriticRow("logician", "Logician", "Names the leap.", "m", True),
    )
    listed = room.worker.of(wire.ListCritics)[-1]
    usual = wire.AskableRow("anthropic", "Claude", models)
    room.worker.answer(wire.Critics(listed.id, rows, "", "“broken” cannot be used. Line 1.", (usual,), "/critics"))
    dialog = room.furnishing.critics.settings._dialog
    assert isinstance(dialog, CriticsDialog)
    assert "Line 1" in dialog._trouble.text
    assert "/critics" in dialog._folder.text
    assert dialog._asks.isHidden()
    dialog._list.setCurrentRow(1)
    assert (dialog._line.text, dialog._tally.text) == ("Names the leap.", "In this draft: no remarks.")
    dialog._model.setCurrentIndex(dialog._model.findData("better"))
    dialog._model.activated.emit(dialog._model.currentIndex())
    assert room.worker.of(wire.ListCritics)[-1].choices == (wire.CriticChoice("logician", "", "better"),)
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy as a Start")
    copy.click()
    assert room.worker.of(talk.CopyCritic)[-1].critic == "logician"
    dialog.reject()
    room.furnishing.critique.show_paragraph(room.paragraph)
    room.furnishing.critique.ask()
    asked = next(one for one in room.worker.of(wire.PrepareCritique) if one.critic == "logician")
    assert (asked.model, asked.connection) == ("better", "")


def test_that_a_critic_is_asked_with_the_places_of_what_was_said_as_they_are_now(room: Room) -> None:
    flow, session = room.furnishing.critique, room.furnishing.window.bench.session
    assert session is not None
    flow.remarks_came([room.remark(1, "logician"), room.remark(2, "logician", ""), room.remark(3, "harsh", "first")])
    flow.remarks_came([room.remark(4, "logician", "", paragraph=0)])
    for at, removed, put in ((0, 0, "Now "), (TEXT.index("first") + 4, 5, ""), (TEXT.index("is very") - 1, 0, "\n\n")):
        session.change(at, removed, Fragment.of(put, TYPED), Act(EditKind.TYPE))
    parts = [item.id for item in session.document.paragraphs]
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    places = {one.remark: one for one in sent.places}
    moved = session.remarks.get(1)
    assert moved is not None
    assert moved.anchor is not None
    assert moved.paragraph == parts[1] != room.paragraph
    assert places[1] == RemarkPlace(1, moved.paragraph, moved.anchor.start)
    assert places[2] == RemarkPlace(2, room.paragraph)
    assert places[3].lost
    assert places[4] == RemarkPlace(4, 0)


def test_that_the_row_counts_what_its_critic_said_before(room: Room) -> None:
    ask(room)
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    room.worker.tell(wire.CriticState(sent.id, "logician", "done", "no remarks, 2 said before", again=2))
    rows = room.furnishing.critique.board.rows(room.paragraph, lambda ident: ident)
    assert [state_words(row) for row in rows if row.name == "logician"] == ["2 said before"]
