"""Wherever a limit keeps something from being sent, the same sheet says so and the writer decides there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from answered_window import Room, a_room
from in_sight import in_sight
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from editor.protocol import claim_messages as claims
from editor.protocol import critique_messages as talk
from editor.protocol import messages as wire
from editor.protocol import model_messages as money
from editor.protocol import outline_messages as outline
from editor.ui.desk.claims_panel import ClaimsPanel
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.overlap_sheet import OverlapSheet
from editor.ui.desk.remark_values import Objection
from editor.ui.dialogs.budget_dialog import BudgetDialog
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.prose import Prose

COST = "This would cost about 6.0 ct, at most 9.0 ct; 2.0 ct are left for this essay"
SAFE = "Nothing was sent, and nothing was charged. Raise the limit."
LINE = "It is a set phrase."


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    with a_room(qtbot, tmp_path) as made:
        made.furnishing.critique.remarks_came([made.remark(1, "logician")])
        made.cards()
        yield made


def argue(room: Room) -> None:
    room.furnishing.critics.panel.objected.emit(Objection(1, LINE))


def word(room: Room) -> None:
    room.furnishing.critics.panel.wording_wanted.emit(1)


def compare(room: Room) -> None:
    room.furnishing.critics.overlap.open()
    sheet = room.sheet(OverlapSheet)
    sheet.put_text("The other text.")
    sheet.ask_pressed.emit("The other text.")


def plan(room: Room) -> None:
    room.furnishing.beside.proposals.ask()


def look(room: Room) -> None:
    session = room.furnishing.window.bench.session
    assert session is not None
    if not session.claims.all():
        start = session.document.text().index("very unique")
        room.furnishing.window.bench.view.select(start, start + len("very unique"))
        room.furnishing.menus["claim"].trigger()
    panel = room.furnishing.desk.panel(DeskTab.CLAIMS)
    assert isinstance(panel, ClaimsPanel)
    panel.form.sources_wanted.emit(session.claims.all()[-1].id)


ASKING = pytest.mark.parametrize(
    ("ask", "prepare", "send"),
    [
        (argue, talk.PrepareArgument, talk.Argue),
        (word, talk.PrepareWording, talk.AskWording),
        (compare, talk.PrepareOverlap, talk.AskOverlap),
        (plan, outline.PrepareOutline, outline.ProposeOutline),
        (look, claims.PrepareSources, claims.FindSources),
    ],
)


def refuse(room: Room, kind: type) -> None:
    room.worker.answer(wire.Failed(room.worker.of(kind)[-1].id, COST, SAFE, "budget"))


def press(room: Room, words: str) -> None:
    buttons = room.sheet(LimitSheet).findChildren(QPushButton)
    assert [one.text() for one in buttons] == ["Raise limit", "Cancel"]  # no local critic can stand in here
    next(one for one in buttons if one.text() == words).click()


def raise_limit(room: Room, usd: str) -> None:
    """Answers as the worker does: three dollars before, `usd` after."""
    room.worker.answer(money.Connections(room.worker.of(money.ListConnections)[-1].id, (), ()))
    room.worker.answer(state(room.worker.of(money.ReadSpending)[-1].id, "3"))
    dialog = in_sight(room.furnishing.window, BudgetDialog)[0]
    dialog.essay_limited.emit(usd)
    room.worker.answer(state(room.worker.of(money.LimitDraft)[-1].id, usd))
    dialog.reject()


def state(ident: int, limit: str) -> money.SpendingState:
    none = money.PurseRow(None, "0", "0", "0", None)
    return money.SpendingState(ident, money.PurseRow(limit, "0", "0", "0", limit), none, "", (), (), (), (), (), ())


@ASKING
def test_that_a_limit_is_told_raised_and_asked_at_again(
    room: Room, ask: Callable[[Room], None], prepare: type, send: type
) -> None:
    ask(room)
    refuse(room, prepare)
    sheet: Any = room.sheet(LimitSheet)
    assert [one.text for one in sheet.findChildren(Prose)] == [f"{COST}.", SAFE]
    press(room, "Raise limit")
    raise_limit(room, "9")
    (first, second) = room.worker.of(prepare)
    fields = [name for name in prepare.__slots__ if name not in ("id", "upto")]  # type: ignore[attr-defined]
    assert [getattr(first, name) for name in fields] == [getattr(second, name) for name in fields]
    room.worker.answer(wire.Prepared(second.id, "all of it", "Claude", "m", None, None, "digest"))
    assert room.worker.of(send) == []
    room.sheet(SendSheet)._send.click()
    assert [one.approved.digest for one in room.worker.of(send)] == ["digest"]


@ASKING
def test_that_what_is_left_at_a_limit_is_asked_of_nobody_and_loses_nothing(
    room: Room, ask: Callable[[Room], None], prepare: type, send: type
) -> None:
    ask(room)
    refuse(room, prepare)
    press(room, "Cancel")
    assert room.said[-1] == "Nothing was sent."
    assert len(room.worker.of(prepare)) == 1
    ask(room)
    refuse(room, prepare)
    press(room, "Raise limit")
    raise_limit(room, "1")
    assert len(room.worker.of(prepare)) == 2
    assert room.worker.of(send) == []
    if ask is compare:
        assert room.sheet(OverlapSheet)._text.toPlainText() == "The other text."


def test_that_a_limit_does_not_take_the_keys_from_whoever_writes_on(room: Room) -> None:
    view = room.furnishing.window.bench.view
    view.setFocus()
    argue(room)
    refuse(room, talk.PrepareArgument)
    assert view.hasFocus()
    room.furnishing.critics.panel.setFocus()
    argue(room)
    refuse(room, talk.PrepareArgument)
    assert room.sheet(LimitSheet).focusProxy().hasFocus()


@ASKING
def test_that_a_limit_reached_by_another_call_meanwhile_is_told_like_any_other(
    room: Room, ask: Callable[[Room], None], prepare: type, send: type
) -> None:
    ask(room)
    room.worker.answer(wire.Prepared(room.worker.of(prepare)[-1].id, "all of it", "Claude", "m", None, None, "digest"))
    room.sheet(SendSheet)._send.click()
    refuse(room, send)
    press(room, "Cancel")
    assert len(room.worker.of(send)) == 1


def prepare_both(
    room: Room, left: str, only: tuple[str, ...] = ("logician", "harsh"), counted_by: tuple[str, str] = ("", "")
) -> None:
    by = dict(zip(("logician", "harsh"), counted_by, strict=True))
    for one in [one for one in room.worker.of(wire.PrepareCritique) if one.critic in only][-2:]:
        assert one.several
        words = f"{left} ct are left for this essay"
        usd = str(Decimal(left) / 100)
        digest = f"d-{one.critic}"
        shown = wire.Prepared(one.id, one.critic, "Claude", "m", "0.017", "0.09", digest, "about 1.7 ct, at most 9.0 ct")
        room.worker.answer(replace(shown, needs_usd="0.06", left_usd=usd, left_words=words, counted_by=by[one.critic]))


def test_that_critics_who_together_pass_the_limit_are_refused_before_any_is_asked(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.ask()
    prepare_both(room, "10.0")
    sheet: Any = room.sheet(LimitSheet)
    sum_words, safe = [one.text for one in sheet.findChildren(Prose)]
    assert sum_words == (
        "Together these 2 critics would cost about 3.4 ct and can cost 12.0 ct; 10.0 ct are left for this essay."
    )
    assert safe.endswith("Raise the limit, or ask fewer critics. Or ask a local critic.")
    buttons = {one.text(): one for one in sheet.findChildren(QPushButton)}
    assert list(buttons) == ["Raise limit", "Local critic", "Cancel"]
    buttons["Raise limit"].click()
    raise_limit(room, "9")
    prepare_both(room, "12.0")
    room.sheet()._send.click()
    (sent,) = room.worker.of(wire.Critique)
    assert sent.critics == ("logician", "harsh")


def test_that_critics_who_cost_nothing_together_are_called_free(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.ask()
    for one in room.worker.of(wire.PrepareCritique):
        shown = wire.Prepared(one.id, one.critic, "My own", "m", "0", "0", f"d-{one.critic}", "free")
        room.worker.answer(replace(shown, needs_usd="0", left_usd="3", left_words="$3.00 are left for this essay"))
    assert room.sheet()._sum.text() == "Together free."


def test_that_critics_who_need_no_yes_are_not_sent_for_where_their_sum_passes_the_limit(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.sending._yes = {"logician", "harsh"}
    critique.ask()
    prepare_both(room, "10.0")
    assert room.sheet(LimitSheet)
    assert room.worker.of(wire.Critique) == []


def test_that_a_look_at_what_would_be_sent_is_not_sent_past_the_limit_either(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.sending.look(room.paragraph, ("logician", "harsh"))
    prepare_both(room, "10.0")
    sheet = room.sheet()
    assert sheet._sum.text() == "Together about 3.4 ct. That is more than may be sent: 10.0 ct are left for this essay."
    sheet._send.click()
    assert room.sheet(LimitSheet)
    assert room.worker.of(wire.Critique) == []


def test_that_critics_of_this_computer_are_none_of_those_who_pass_the_limit(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.sending.look(room.paragraph, ("logician", "harsh", "style"))
    prepared = room.worker.of(wire.PrepareCritique)
    prepare_both(room, "10.0", only=("logician", "harsh"))
    room.worker.answer(wire.Prepared(prepared[-1].id, "", "this computer", "", "0", "0", "", "nothing is sent"))
    room.sheet()._send.click()
    assert room.sheet(LimitSheet).findChildren(Prose)[0].text.startswith("Together these 2 critics would cost")


def test_that_the_sum_is_never_said_to_be_more_than_what_is_left(room: Room) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.ask()
    prepare_both(room, "15.0")
    assert room.sheet()._sum.text() == "Together about 3.4 ct, at most 15.0 ct, which is all that is left."


@pytest.mark.parametrize(
    ("counted_by", "left", "said"),
    [
        (("Claude", "Claude"), "17.9", "at most 17.9 ct, which is all that is left; Claude counts the texts first."),
        (
            ("Claude", "Gemini"),
            "17.9",
            "at most 17.9 ct, which is all that is left; Claude and Gemini count the texts first.",
        ),
        (("", "Gemini"), "17.9", "at most 17.9 ct, which is all that is left; Gemini counts the texts first."),
        (("Claude", "Claude"), "18.0", "at most 18.0 ct."),
    ],
)
def test_that_the_sheet_says_who_counts_the_texts_before_it_is_asked(
    room: Room, counted_by: tuple[str, str], left: str, said: str
) -> None:
    room.furnishing.critique.show_paragraph(room.paragraph)
    room.furnishing.critique.ask()
    prepare_both(room, left, counted_by=counted_by)
    assert room.sheet()._sum.text() == f"Together about 3.4 ct, {said}"


@pytest.mark.parametrize(("left", "counts"), [("17.9", True), ("18.0", False)])
def test_that_what_went_ahead_of_the_sheet_is_part_of_what_is_left(room: Room, left: str, counts: bool) -> None:
    critique = room.furnishing.critique
    critique.show_paragraph(room.paragraph)
    critique.sending._yes = {"harsh"}
    critique.ask()
    prepare_both(room, left, counted_by=("Claude", "Claude"))
    (ahead,) = room.worker.of(wire.Critique)
    assert ahead.critics == ("harsh",)
    sheet = room.sheet()
    assert [one.critic for one in sheet._requests] == ["logician"]
    words = "The others that are asked may take all that is left; Claude counts the text first."
    assert (sheet._sum.text(), sheet._sum.isHidden()) == ((words, False) if counts else ("", True))
    sheet._ticks[0].click()  # priced anew, with what is held back for the other taken off
    again = wire.Prepared(room.worker.of(wire.PrepareCritique)[-1].id, "it", "Claude", "m", "0.017", "0.09", "d")
    room.worker.answer(replace(again, needs_usd="0.06", left_usd="0.09", left_words="9.0 ct", counted_by="Claude"))
    assert sheet._sum.isHidden()
