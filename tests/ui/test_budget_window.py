"""What models may cost, in the whole window with the worker behind it; nothing is sent to anybody."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from in_sight import in_sight
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot
from service_bench import Bench
from written_draft import NOON, WrittenDraft

from editor.core.budget import Budget, Purse
from editor.parts import open_draft
from editor.protocol.messages import Failed
from editor.protocol.model_messages import PurseRow, SpendingState
from editor.protocol.model_messages import UnsureRow as MoneyUnsureRow
from editor.store.calls import Call
from editor.ui.dialogs.budget_dialog import BudgetDialog, BudgetView, SumView
from editor.ui.dialogs.budget_parts import GivenPrice, LimitView, Settled, UnsureView
from editor.ui.dialogs.limit_sheet import LimitSheet
from editor.ui.dialogs.sent_dialog import SentDialog
from editor.ui.flows.budget_flow import _view
from editor.ui.flows.status_flow import spent_words
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
ESSAY = LimitView("3", "21.0 ct spent so far; $2.79 left.")
VIEW = BudgetView(
    "$2.79 is left for this essay.",
    ESSAY,
    LimitView("", "21.0 ct spent this month."),
    {"By purpose": (SumView("Critique: Logician", 3, "21.0 ct"),), "By provider": (SumView("anthropic", 3, "21.0 ct"),)},
    (UnsureView("c1", "today 14:02 · m · Critique · at most 4.0 ct"),),
    (GivenPrice("anthropic", "own-model", "2", "10"),),
    (("Claude", "anthropic"), ("Attic", "at attic.example")),
    price_source="a list of 10 November 2026",
)


def named(part: QWidget, kind: type[QWidget], name: str) -> QWidget:
    return next(one for one in part.findChildren(kind) if one.accessibleName() == name)


def button(part: QWidget, words: str) -> QPushButton:
    return next(one for one in part.findChildren(QPushButton) if words in (one.text(), one.accessibleName()))


def said(part: QWidget) -> str:
    words = [one.text() for one in part.findChildren(QLabel)] + [one.text for one in part.findChildren(Prose)]
    return " | ".join(words)


@pytest.fixture
def dialog(qtbot: QtBot) -> BudgetDialog:
    made = BudgetDialog(VIEW, load_theme("light"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_a_limit_is_set_and_taken_away(dialog: BudgetDialog, qtbot: QtBot) -> None:
    assert not button(dialog, "Set the limit: This essay").isEnabled()
    dialog.essay.field.setText("5")
    with qtbot.waitSignal(dialog.essay_limited) as caught:
        button(dialog, "Set the limit: This essay").click()
    assert caught.args == ["5"]
    with qtbot.waitSignal(dialog.essay_limited) as caught:
        button(dialog, "No limit: This essay").click()
    assert caught.args == [None]
    assert not button(dialog, "No limit: All essays, in a month").isEnabled()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1", "This essay: the limit is still $3. Press Set to change that, or close once more to leave it so."),
        ("", "This essay: the limit is still $3. Press No limit to change that, or close once more to leave it so."),
    ],
)
def test_that_a_limit_that_was_written_and_not_set_is_told_before_the_sheet_closes(
    dialog: BudgetDialog, written: str, said: str
) -> None:
    dialog.essay.field.setText(written)
    dialog.reject()
    assert dialog.isVisible()
    assert dialog._problem.text == said
    dialog.reject()
    assert not dialog.isVisible()


def test_that_a_limit_that_was_set_a_moment_ago_keeps_no_sheet_open(dialog: BudgetDialog) -> None:
    dialog.essay.field.setText("1")
    button(dialog, "Set the limit: This essay").click()  # the worker has not answered yet
    dialog.reject()
    assert not dialog.isVisible()


def test_that_what_was_spent_is_shown_by_what_the_writer_chooses(dialog: BudgetDialog) -> None:
    table = dialog.findChild(QTreeWidget)
    assert isinstance(table, QTreeWidget)
    dialog._over.setCurrentText("By provider")
    row = table.topLevelItem(0)
    assert row is not None
    assert [row.text(column) for column in range(3)] == ["anthropic", "3", "21.0 ct"]


def test_that_a_call_nobody_knows_the_cost_of_is_settled_by_hand(dialog: BudgetDialog, qtbot: QtBot) -> None:
    assert VIEW.unsure[0].words in said(dialog)
    field = named(dialog, QLineEdit, f"Real cost: {VIEW.unsure[0].words}")
    assert isinstance(field, QLineEdit)
    assert not button(dialog, "Settle").isEnabled()
    field.setText(" 0.01 ")
    with qtbot.waitSignal(dialog.settled) as caught:
        button(dialog, "Settle").click()
    assert caught.args == [Settled("c1", "0.01")]


def test_that_a_price_is_given_and_taken_back(dialog: BudgetDialog, qtbot: QtBot) -> None:
    assert "All other prices are from a list of 10 November 2026, and may have changed since." in said(dialog)
    for name, words in (
        ("Model without a known price", "mine"),
        ("Dollars for a million tokens read", "1"),
        ("Dollars for a million tokens written", "4"),
    ):
        assert not button(dialog, "Keep the price").isEnabled()
        field = named(dialog, QLineEdit, name)
        assert isinstance(field, QLineEdit)
        field.setText(words)
    named(dialog, QComboBox, "Connection of the model").setCurrentText("Attic")  # type: ignore[attr-defined]
    with qtbot.waitSignal(dialog.priced) as caught:
        button(dialog, "Keep the price").click()
    assert caught.args == [GivenPrice("at attic.example", "mine", "1", "4")]
    with qtbot.waitSignal(dialog.priced) as caught:
        button(dialog, "Take back the price of own-model").click()
    assert caught.args == [GivenPrice("anthropic", "own-model", "", "")]


@pytest.mark.parametrize(
    ("usd", "limit", "words"),
    [
        ("0", "3", ""),
        ("0.004", "3", "under $0.01 of $3.00"),
        ("0.21", "3", "$0.21 of $3.00"),
        ("0.21", "", "$0.21 spent"),
        ("nonsense", "", ""),
    ],
)
def test_the_words_of_the_status_line(usd: str, limit: str, words: str) -> None:
    assert spent_words(usd, limit) == words


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Furnishing:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    path = tmp_path / "essay.md"
    path.write_text("On drafting badly.\n")
    made = furnished(qtbot, path)
    QTest.keyClicks(made.window.view, "Words. ")
    return made


def furnished(qtbot: QtBot, path: Path) -> Furnishing:
    window = MainWindow(Preferences(QSettings(str(path.parent / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    open_draft(window, path)
    made = Furnishing(window)
    made.finish()
    return made


def test_that_a_call_that_a_kill_ended_is_in_the_sum_from_the_start_and_told_apart_where_nobody_knows_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    draft = WrittenDraft(tmp_path, "On drafting badly.\n").begin()
    worker = Bench(draft, {})
    worker.attach()
    for call in (
        Call("c1", NOON, "anthropic", "claude-opus-5-5", "relay: draft", "What was sent.", status="sent"),
        Call("c2", NOON, "anthropic", "claude-opus-5-5", "relay: draft", "This too.", cost="0 USD", status="counted"),
    ):
        worker.opening.draft.store.calls.put(call)
    worker.opening.close()
    draft.close()
    draft.text_path.write_text(draft.text)
    made = furnished(qtbot, draft.text_path)
    qtbot.waitUntil(lambda: Decimal(made.window.bench.spent_usd) > 0, timeout=LONGEST_MS)
    made.spending.sent.open()
    qtbot.waitUntil(lambda: bool(in_sight(made.window, SentDialog)), timeout=LONGEST_MS)
    said = [one.text() for one in in_sight(made.window, SentDialog)[0].findChildren(QLabel)]
    assert "2 requests, $0.0000 in all, without 1 whose cost is not known." in said
    made.client.quit()
    made.window.close()


def opened(qtbot: QtBot, room: Furnishing) -> BudgetDialog:
    found: list[BudgetDialog] = []

    def there() -> bool:
        found[:] = in_sight(room.window, BudgetDialog)
        return bool(found)

    qtbot.waitUntil(there, timeout=LONGEST_MS)
    return found[0]


def set_limit(qtbot: QtBot, dialog: BudgetDialog, usd: str) -> None:
    dialog.essay.field.setText(usd)
    button(dialog, "Set the limit: This essay").click()
    qtbot.waitUntil(lambda: not button(dialog, "Set the limit: This essay").isEnabled(), timeout=LONGEST_MS)


def test_that_a_limit_set_in_the_window_is_kept_and_nonsense_is_refused_beside_it(qtbot: QtBot, room: Furnishing) -> None:
    room.spending.budget.open()
    dialog = opened(qtbot, room)
    assert "$3.00 is left for this essay." in said(dialog)
    set_limit(qtbot, dialog, "0.5")
    qtbot.waitUntil(lambda: "50.0 ct are left for this essay." in said(dialog), timeout=LONGEST_MS)
    assert room.window.bench.limit_usd == "0.5"
    dialog.essay.field.setText("much")
    button(dialog, "Set the limit: This essay").click()
    qtbot.waitUntil(lambda: "This is not an amount in dollars" in said(dialog), timeout=LONGEST_MS)
    dialog.reject()
    room.window.close()


def test_that_what_is_left_is_one_sum_in_all_the_window() -> None:
    purse = Purse(Decimal(3), Decimal("0.002"), Decimal(0))
    row = PurseRow("3", "0.002", "0", "0", str(purse.left))
    words = Budget(purse, Purse(None, Decimal(0), Decimal(0))).left_in_words
    view = _view(SpendingState(1, row, PurseRow(None, "0.002", "0", "0", None), words, (), (), (), (), (), ()), ())
    assert view.words == "$2.99 is left for this essay."
    assert view.essay.words == "0.2 ct spent so far; $2.99 left."


def test_that_the_most_a_call_can_have_cost_is_rounded_up_and_one_without_a_price_is_not_called_free() -> None:
    row, none = PurseRow(None, "0", "0", "0", None), ()
    unsure = (
        MoneyUnsureRow("c1", 0, "claude-sonnet-5-5", "Critique", "0.04012"),
        MoneyUnsureRow("c2", 0, "unheard-of", "Critique", "0"),
    )
    view = _view(SpendingState(1, row, row, "", none, none, none, none, unsure), ())
    assert [one.words.partition(" · ")[2] for one in view.unsure] == [
        "claude-sonnet-5-5 · Critique · at most 4.1 ct",
        "unheard-of · Critique · no price is known, so it counts as nothing until you settle it",
    ]


@pytest.mark.parametrize("pressed", ["Raise limit", "Local critic", "Cancel"])
def test_that_a_limit_offers_to_be_raised_a_local_critic_or_nothing(qtbot: QtBot, room: Furnishing, pressed: str) -> None:
    done: list[str] = []
    told: list[str] = []
    room.window.bench.say = told.append  # type: ignore[method-assign]

    def note(what: str) -> Callable[[], None]:
        return lambda: done.append(what)

    failure = Failed(1, "This would cost about 6.0 ct; 2.0 ct are left for this essay", "Nothing was sent.", "budget")
    assert room.window.bench.at_the_limit(failure, note("again"), note("local"))
    sheet = room.desk.findChild(LimitSheet)
    assert isinstance(sheet, LimitSheet)
    assert f"{failure.title}." in said(sheet)
    button(sheet, pressed).click()
    if pressed == "Raise limit":
        dialog = opened(qtbot, room)
        set_limit(qtbot, dialog, "9")
        assert done == []
        dialog.reject()
    assert done == {"Raise limit": ["again"], "Local critic": ["local"], "Cancel": []}[pressed]
    assert ("Nothing was sent." in told) is (pressed == "Cancel")
    assert not room.window.bench.at_the_limit(Failed(2, "Another trouble", "", "network"), note("a"), note("b"))
    room.window.close()


def test_that_a_sheet_closed_without_a_raise_asks_nobody_again(qtbot: QtBot, room: Furnishing) -> None:
    done: list[str] = []
    failure = Failed(1, "This would cost about 6.0 ct; 2.0 ct are left for this essay", "Nothing was sent.", "budget")
    room.window.bench.at_the_limit(failure, lambda: done.append("again"), lambda: done.append("local"))
    sheet = room.desk.findChild(LimitSheet)
    assert isinstance(sheet, LimitSheet)
    button(sheet, "Raise limit").click()
    dialog = opened(qtbot, room)
    set_limit(qtbot, dialog, "1")  # less than the three dollars there were
    dialog.reject()
    assert done == []
    room.window.close()
