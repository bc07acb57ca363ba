"""What stands beside a critic's name, for the paragraph it read and for another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from editor.core.annotations import WHOLE_DRAFT
from editor.protocol import messages as wire
from editor.protocol.parts import CriticRow as KnownCritic
from editor.ui.desk.critic_rows import CriticRow, CriticState, state_words
from editor.ui.flows.critic_board import CriticBoard

READ, OTHER = 3, 7


def _board() -> CriticBoard:
    board = CriticBoard()
    local = KnownCritic("style", "Style", "Looks at style.", None, True)
    model = KnownCritic("stranger", "Stranger", "Reads.", "claude", True)
    board.fill(wire.Critics(1, (local, model), "environment"))
    return board


def _beside(board: CriticBoard, paragraph: int, name: str = "style") -> CriticRow:
    return next(row for row in board.rows(paragraph, lambda ident: ident * 10) if row.name == name)


def test_that_only_a_critic_on_this_computer_is_ticked_at_first() -> None:
    assert _board().ticked() == ["style"]


def test_that_what_a_critic_said_is_not_said_beside_a_paragraph_it_never_read() -> None:
    board = _board()
    board.asked("style", READ)
    board.set("style", CriticState.DONE, "2 remarks", 2)
    assert state_words(_beside(board, READ)) == "2 remarks"
    assert state_words(_beside(board, OTHER)) == ""


def test_that_what_was_said_before_is_counted_until_the_critic_is_asked_again() -> None:
    board = _board()
    board.asked("style", READ)
    board.set("style", CriticState.DONE, remarks=1, again=2)
    assert state_words(_beside(board, READ)) == "1 new, 2 before"
    board.asked("style", READ)
    board.set("style", CriticState.DONE)
    assert state_words(_beside(board, READ)) == "nothing to say"


def test_that_a_busy_critic_names_the_other_paragraph_it_reads() -> None:
    board = _board()
    board.asked("style", READ)
    board.set("style", CriticState.READING)
    board.second_passed()
    assert state_words(_beside(board, READ)) == "reading, 1 s"
    assert state_words(_beside(board, OTHER)) == "reading ¶30, 1 s"


def test_that_the_reason_of_a_wait_is_shown() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.set("stranger", CriticState.WAITING, "Trying again in 7 s.")
    assert _beside(board, READ, "stranger").sentence == "Trying again in 7 s."


def test_that_a_failed_request_takes_nothing_from_a_critic_that_was_done() -> None:
    board = _board()
    for name in ("style", "stranger"):
        board.asked(name, READ)
    board.set("style", CriticState.DONE, remarks=1)
    for name in ("style", "stranger"):
        board.ended(name, READ, CriticState.FAILED, "No answer.")
    assert _beside(board, READ).state is CriticState.DONE
    assert _beside(board, READ, "stranger").sentence == "No answer."
    board.ended("stranger", READ, CriticState.IDLE, "")  # all of another request were stopped
    assert _beside(board, READ, "stranger").sentence == "No answer."


def test_that_another_draft_begins_with_nothing_read() -> None:
    board = _board()
    board.asked("style", READ)
    board.set("style", CriticState.DONE, remarks=1)
    board.forget()
    assert _beside(board, READ).state is CriticState.IDLE


def test_that_what_several_critics_lack_is_said_once_below_the_first_of_them() -> None:
    board = CriticBoard()
    lacking = [wire.CriticRow(name, name.title(), "Needs a key.", "m", False) for name in ("logician", "steelman")]
    other = wire.CriticRow("aunt", "Aunt", "Needs a file.", "m", False)
    board.fill(wire.Critics(1, (*lacking, other), ""))
    sentences = {row.name: row.sentence for row in board.rows(1, lambda _: 0)}
    assert sentences == {"logician": "Needs a key.", "steelman": "", "aunt": "Needs a file."}


def test_that_a_wait_counts_down_in_the_row_and_in_its_sentence() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.set("stranger", CriticState.WAITING, "Claude asks us to wait 7 s. Trying again in 7 s (1 of 5).", wait_s=7.0)
    board.second_passed()
    row = _beside(board, READ, "stranger")
    assert state_words(row) == "waiting, 6 s"
    assert row.sentence == "Claude asks us to wait 7 s. Trying again in 6 s (1 of 5)."
    assert row.stoppable
    board.set("stranger", CriticState.READING)
    assert state_words(_beside(board, READ, "stranger")) == ""


def test_that_critics_that_were_asked_stand_first_and_those_of_a_model_before_the_others() -> None:
    board = _board()
    assert [row.name for row in board.rows(READ, lambda _: 0)] == ["style", "stranger"]
    for name in ("style", "stranger"):
        board.asked(name, READ)
    assert [row.name for row in board.rows(READ, lambda _: 0)] == ["stranger", "style"]


def test_that_a_critic_asked_about_another_paragraph_stands_with_those_that_were_not_asked_once_it_has_ended() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.asked("style", OTHER)
    board.set("stranger", CriticState.READING)
    board.set("style", CriticState.FAILED, "No answer.")
    assert [row.name for row in board.rows(OTHER, lambda _: 0)] == ["stranger", "style"]
    board.set("stranger", CriticState.DONE)
    assert [row.name for row in board.rows(OTHER, lambda _: 0)] == ["style", "stranger"]
    assert board.ends(OTHER) == [CriticState.FAILED]


def test_that_critics_that_are_listed_anew_are_shown_at_what_they_do() -> None:
    board = _board()
    for name in ("style", "stranger"):
        board.asked(name, READ)
    board.set("stranger", CriticState.WAITING, "Trying again in 7 s.", wait_s=7.0)
    board.set("style", CriticState.FAILED, "No answer.")
    board.tick("style", False)
    before = board.rows(READ, lambda _: 0)
    model = KnownCritic("stranger", "Stranger", "Reads.", "claude", True)
    local = KnownCritic("style", "Style", "Looks at style.", None, True)
    board.fill(wire.Critics(2, (local, model), "environment"))
    assert board.rows(READ, lambda _: 0) == before
    assert _beside(board, READ, "stranger").stoppable
    board.fill(wire.Critics(3, (replace(local, title="Ear"), replace(model, line="Needs a key.", available=False)), ""))
    assert [(row.title, row.sentence, row.enabled) for row in board.rows(READ, lambda _: 0)] == [
        ("Stranger", "Trying again in 7 s.", False),
        ("Ear", "No answer.", True),
    ]
    board.forget()
    assert {row.title: (row.state, row.sentence, row.wait) for row in board.rows(READ, lambda _: 0)} == {
        "Stranger": (CriticState.IDLE, "Needs a key.", 0),
        "Ear": (CriticState.IDLE, "", 0),
    }


def test_that_a_critic_of_the_whole_draft_says_so_beside_every_paragraph() -> None:
    board = _board()
    board.asked("stranger", WHOLE_DRAFT)
    board.set("stranger", CriticState.READING)
    board.second_passed()
    assert state_words(_beside(board, OTHER, "stranger")) == "reading the draft, 1 s"
    board.set("stranger", CriticState.DONE, remarks=2)
    assert state_words(_beside(board, READ, "stranger")) == "2 remarks"


def test_that_a_critic_that_was_stopped_stays_so_when_the_others_end() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.set("stranger", CriticState.STOPPED, "Stopped. Kept: 1 remark.", 1)
    board.ended("stranger", READ, CriticState.IDLE, "")
    row = _beside(board, READ, "stranger")
    assert (state_words(row), row.sentence, row.stoppable) == ("stopped", "Stopped. Kept: 1 remark.", False)


def _told(critic: str, state: str, **more: Any) -> wire.CriticState:
    return wire.CriticState(1, critic, state, "", **more)


def test_that_a_critic_that_reads_two_paragraphs_says_beside_each_what_came_of_it() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.told(READ, _told("stranger", "reading"), "")
    board.asked("stranger", OTHER)
    board.second_passed()
    assert state_words(_beside(board, READ, "stranger")) == "reading, 1 s"
    assert state_words(_beside(board, OTHER, "stranger")) == "waiting"
    board.told(READ, _told("stranger", "failed"), "No answer.")
    assert state_words(_beside(board, OTHER, "stranger")) == "waiting"
    assert (board.ends(READ), board.ends(OTHER)) == ([CriticState.FAILED], [CriticState.WAITING])
    board.told(OTHER, _told("stranger", "done", remarks=2), "")
    assert state_words(_beside(board, OTHER, "stranger")) == "2 remarks"
    assert (_beside(board, READ, "stranger").sentence, board.readers(READ)) == ("No answer.", [])
    assert board.readers(OTHER) == ["stranger"]
    board.asked("stranger", READ)
    assert (state_words(_beside(board, READ, "stranger")), board.ends(READ)) == ("waiting", [CriticState.WAITING])


def test_that_the_earlier_of_two_readings_keeps_a_model_asked_and_ends_with_its_own_request() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.told(READ, _told("stranger", "waiting", seconds=7.0), "Trying again in 7 s.")
    board.asked("stranger", OTHER)
    board.told(OTHER, _told("stranger", "done"), "")
    board.told(READ, _told("stranger", "waiting", seconds=4.0), "Trying again in 4 s.")
    board.second_passed()
    row = _beside(board, READ, "stranger")
    assert (row.sentence, row.stoppable, board.asks_a_model()) == ("Trying again in 3 s.", True, True)
    board.ended("stranger", READ, CriticState.FAILED, "It is gone.")
    board.ended("stranger", READ, CriticState.IDLE, "")
    assert (_beside(board, READ, "stranger").sentence, board.asks_a_model()) == ("It is gone.", False)
    assert state_words(_beside(board, OTHER, "stranger")) == "nothing to say"


def test_that_a_reading_that_is_not_sent_after_all_leaves_the_other_one() -> None:
    board = _board()
    board.asked("stranger", READ)
    board.asked("stranger", OTHER)
    board.let_go("stranger", READ)
    assert state_words(_beside(board, READ, "stranger")) == "waiting ¶70"
    board.let_go("stranger", OTHER)
    assert _beside(board, OTHER, "stranger").state is CriticState.IDLE
    board.told(READ, _told("stranger", "done", remarks=3), "")  # of a request nobody waits for
    assert _beside(board, READ, "stranger").state is CriticState.IDLE
