"""What was done to plans is taken back in its turn: neither before nor after what was done to the text."""

from __future__ import annotations

import pytest
from session_makers import Sitting, typed

from editor.core.plans import Point
from editor.session.draft_session import DraftSession

TEXT = "One.\n\nTwo.\n"


@pytest.fixture
def session() -> DraftSession:
    return Sitting(TEXT).session


def standing(session: DraftSession) -> list[tuple[str, int]]:
    return [(one.plan.point.words, one.place) for one in session.plans.planned(session.document)]


def undo(session: DraftSession) -> None:
    """As the window has it."""
    if session.plans.steps.undo(session.history) is None:
        session.undo()


def redo(session: DraftSession) -> None:
    if session.plans.steps.redo(session.history) is None:
        session.redo()


def planned(session: DraftSession, words: str, place: int) -> str:
    """As the outline does it: a plan without a word first, then its point."""
    plan = session.plans.add(session.document, Point(""), place)
    session.plans.say(plan.id, words)
    return plan.id


def test_that_a_removed_plan_comes_back_with_its_words_and_its_place(session: DraftSession) -> None:
    ident = planned(session, "black swans", 1)
    session.change(0, 0, typed("Zero. "))
    session.plans.remove(ident)
    assert standing(session) == []
    undo(session)
    assert standing(session) == [("black swans", 1)]
    assert session.document.text() == f"Zero. {TEXT}"
    assert session.plans.get(ident) is not None


def test_that_a_moved_plan_goes_back_and_forth(session: DraftSession) -> None:
    ident = planned(session, "black swans", 1)
    session.plans.move(session.document, ident, 2)
    undo(session)
    assert standing(session) == [("black swans", 1)]
    redo(session)
    assert standing(session) == [("black swans", 2)]
    undo(session)
    assert standing(session) == [("black swans", 1)]


def test_that_a_point_said_anew_and_one_that_was_emptied_come_back(session: DraftSession) -> None:
    ident = planned(session, "black swans", 1)
    session.plans.say(ident, "swans")
    session.plans.say(ident, "")
    session.plans.remove(ident)  # as the outline does with a plan without a word
    undo(session)
    assert standing(session) == [("swans", 1)]
    undo(session)
    assert standing(session) == [("black swans", 1)]
    undo(session)
    assert standing(session) == []
    assert session.plans.steps.undo(session.history) is None


def test_that_text_and_plans_are_taken_back_in_the_order_in_which_they_came(session: DraftSession) -> None:
    session.change(0, 0, typed("a\n\n"))
    planned(session, "black swans", 1)
    session.change(0, 0, typed("b\n\n"))
    undo(session)
    assert (session.document.text(), standing(session)) == (f"a\n\n{TEXT}", [("black swans", 1)])
    undo(session)
    assert (session.document.text(), standing(session)) == (f"a\n\n{TEXT}", [])
    undo(session)
    assert (session.document.text(), standing(session)) == (TEXT, [])
    redo(session)
    assert (session.document.text(), standing(session)) == (f"a\n\n{TEXT}", [])
    redo(session)
    assert (session.document.text(), standing(session)) == (f"a\n\n{TEXT}", [("black swans", 1)])
    redo(session)
    assert (session.document.text(), standing(session)) == (f"b\n\na\n\n{TEXT}", [("black swans", 2)])


def test_that_nothing_comes_back_to_the_plans_once_the_text_was_changed(session: DraftSession) -> None:
    planned(session, "black swans", 1)
    undo(session)
    session.change(0, 0, typed("a"))
    redo(session)
    assert standing(session) == []


def test_that_the_point_of_a_written_paragraph_comes_back(session: DraftSession) -> None:
    paragraph = session.document.paragraphs[0].id
    session.plans.set_point(paragraph, "one")
    session.plans.set_point(paragraph, "")
    undo(session)
    assert session.plans.point_of(paragraph) == "one"
    undo(session)
    assert session.plans.point_of(paragraph) == ""


def test_that_a_plan_that_was_written_stays_so_while_its_place_is_taken_back(session: DraftSession) -> None:
    ident = planned(session, "black swans", 1)
    session.plans.move(session.document, ident, 2)
    session.change(len(TEXT), 0, typed("\nThree.\n"))
    session.plans.became(ident, session.document.paragraphs[2].id)
    assert standing(session) == []
    undo(session)
    assert standing(session) == [("black swans", 2)]
    undo(session)
    assert standing(session) == [("black swans", 1)]
    redo(session)
    redo(session)
    assert (session.document.text(), standing(session)) == (f"{TEXT}\nThree.\n", [])
