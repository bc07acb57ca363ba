"""Plans stand among the paragraphs, are journalled, and outlive what stood above them."""

from __future__ import annotations

import pytest
from session_makers import Sitting

from editor.core.attachments import Attachment
from editor.core.origins import TYPED
from editor.core.plans import Plan, Point
from editor.core.runs import Fragment
from editor.session.draft_session import DraftSession

TEXT = "One.\n\nTwo.\n\nThree.\n"


@pytest.fixture
def session() -> DraftSession:
    return Sitting(TEXT).session


def standing(session: DraftSession) -> list[tuple[str, int]]:
    return [(one.plan.point.words, one.place) for one in session.plans.planned(session.document)]


def add(session: DraftSession, words: str, place: int, before: str = "") -> Plan:
    return session.plans.add(session.document, Point(words), place, before)


def test_that_plans_stand_where_they_were_put(session: DraftSession) -> None:
    b = add(session, "b", 1)
    add(session, "d", 3)
    add(session, "a", 1, before=b.id)
    add(session, "c", 1)
    add(session, "first", 0)
    assert standing(session) == [("first", 0), ("a", 1), ("b", 1), ("c", 1), ("d", 3)]


def test_that_a_plan_moves_and_says_something_else(session: DraftSession) -> None:
    a, b = add(session, "a", 1), add(session, "b", 1)
    session.plans.move(session.document, b.id, 1, before=a.id)
    assert standing(session) == [("b", 1), ("a", 1)]
    session.plans.move(session.document, b.id, 3)
    session.plans.move(session.document, a.id, 3, before=b.id)
    session.plans.say(a.id, " another\n point ")
    assert standing(session) == [("another point", 3), ("b", 3)]
    session.plans.remove(b.id)
    assert standing(session) == [("another point", 3)]


def test_that_plans_follow_the_paragraph_above_and_stay_in_order_when_it_goes(session: DraftSession) -> None:
    add(session, "after two", 2)
    add(session, "after three", 3)
    session.change(0, 0, Fragment.of("Zero.\n\n", TYPED))
    assert standing(session) == [("after two", 3), ("after three", 4)]
    start = session.document.text().index("Two.")
    session.change(start, len(session.document) - start, Fragment())
    assert standing(session) == [("after two", 2), ("after three", 2)]
    session.change(0, len(session.document), Fragment())
    assert [words for words, _ in standing(session)] == ["after two", "after three"]


def test_that_a_written_plan_is_a_paragraph_with_a_point_and_a_plan_again_without_it() -> None:
    sitting = Sitting(TEXT)
    session = sitting.session
    plan = session.plans.add(session.document, Point("why", "claude-opus-5", "call-1"), 1)
    session.change(4, 0, Fragment.of("\n\nBecause.", TYPED))
    written = session.document.paragraphs[1]
    session.plans.became(plan.id, written.id)
    assert standing(session) == []
    assert session.plans.point_of(written.id) == "why"
    rows = {record["attachment"]["kind"]: record["attachment"] for record in sitting.journal.of("attachment")}
    assert rows["point"]["row"] == {"point": "why", "model": "claude-opus-5", "call": "call-1"}
    assert (rows["point"]["paragraph"], rows["plan"]["row"]["became"]) == (written.id, written.id)
    session.undo()
    assert standing(session) == [("why", 1)]
    session.redo()
    assert standing(session) == []


def test_that_a_paragraph_has_a_point_or_none(session: DraftSession) -> None:
    ident = session.document.paragraphs[0].id
    assert session.plans.point_of(ident) == ""
    session.plans.set_point(ident, " what it\n says ")
    assert session.plans.point_of(ident) == "what it says"
    session.plans.set_point(ident, " ")
    assert session.plans.points() == {}


def test_that_what_a_later_version_wrote_is_passed_over(session: DraftSession) -> None:
    session.attachments.adopt([Attachment("plan", "x", None, {"branch": 1}, 1), Attachment("point", "y", None, {}, 1)])
    assert standing(session) == []
    assert session.plans.points() == {}
