"""A relay in a real window with a real worker, whose models are a server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from anthropic_server import PLAIN_ANSWER, AnthropicServer
from in_sight import in_sight
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from service_bench import KEY
from written_draft import WrittenDraft

from editor.core.edits import EditKind
from editor.core.origins import TYPED, OriginKind
from editor.core.plans import Point
from editor.core.runs import Fragment
from editor.parts import open_draft
from editor.protocol.relay_messages import (
    PlayerRow,
    PlayersRow,
    ProposalRow,
    RelayPlanRow,
    RelayPrepared,
    RelayRow,
    Relays,
    RelaySigns,
    RelayTurnRow,
    SectionRow,
)
from editor.session.draft_session import Act, DraftSession
from editor.ui.desk.desk import DeskTab
from editor.ui.desk.relay_approval import RelayApproval
from editor.ui.desk.relay_proposal import RelayProposal
from editor.ui.desk.relay_setup import Entry, RelaySetup
from editor.ui.desk.relay_view import RelayState, RelayView
from editor.ui.flows import relay_order, relay_taking, relay_words
from editor.ui.flows.relay_flow import RelayFlow
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose
from editor.ui.theme import load_theme
from editor.ui.tick_box import TickBox

T = TypeVar("T", bound=QWidget)
LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
TEXT = "# Title\n\nThe first one.\n\nThe second one.\n"
SIGNS = RelaySigns(5, 5, "1", "0.0041", 30, 61_000, "done", "It is done.", False)


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        draft = WrittenDraft(folder, TEXT).begin()
        draft.close()
        draft.text_path.write_text(draft.text)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, draft.text_path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.flow: RelayFlow = self.furnishing.beside.relay
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    @property
    def row(self) -> list[int]:
        return [item.id for item in self.session.document.paragraphs]

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def sheet(self, kind: type[T]) -> T:
        self.until(lambda: in_sight(self.furnishing.desk, kind))
        return in_sight(self.furnishing.desk, kind)[-1]

    def take(self, *proposal: ProposalRow, section: int = 0) -> None:
        relay_taking.take_in(self.window.view, self.session, RelayRow("r", 1, SIGNS, (), proposal), proposal[section])


def press(sheet: QWidget, words: str) -> None:
    found = [one for one in sheet.findChildren(QPushButton) if words in (one.text(), one.accessibleName())]
    found[0].click()


def proposed(section: int, title: str, after: int | None, text: str = "A new one.") -> ProposalRow:
    return ProposalRow(section, title, "", after, text, "anthropic", "claude-x", "c9", 1_763_726_400_000)


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    made = Room(qtbot, tmp_path)
    yield made
    made.furnishing.client.quit()
    made.window.close()


def test_that_a_relay_goes_from_the_menu_to_a_paragraph_of_the_models_words(room: Room, server: AnthropicServer) -> None:
    plan = room.session.plans.add(room.session.document, Point("What follows from it"), 2)
    room.furnishing.menus["relay"].trigger()
    setup = room.sheet(RelaySetup)
    ticks = {one.accessibleName(): one.isChecked() for one in setup.findChildren(TickBox)}
    assert ticks["Planned: What follows from it"]
    assert list(ticks.values()).count(True) == 1
    press(setup, "Show What Would Be Sent…")
    approval = room.sheet(RelayApproval)
    assert server.received == []
    assert "The first one." not in approval.findChildren(QPlainTextEdit)[0].toPlainText()
    press(approval, "Start")
    room.until(lambda: room.flow.is_running)
    room.until(lambda: not room.flow.is_running)
    sheet = room.sheet(RelayProposal)
    assert room.session.document.text() == TEXT
    assert any(one.text == PLAIN_ANSWER for one in sheet.findChildren(Prose))
    press(sheet, "Take In: What follows from it")
    text = f"# Title\n\nThe first one.\n\n{PLAIN_ANSWER}\n\nThe second one.\n"
    assert room.session.document.text() == text
    taken = room.session.document.fragment(text.index(PLAIN_ANSWER), text.index(PLAIN_ANSWER) + len(PLAIN_ANSWER))
    (run,) = taken.runs
    assert (run.origin.kind, run.origin.actor, run.origin.purpose) == (
        OriginKind.MODEL,
        "claude-sonnet-5-5-20261101",
        "relay",
    )
    assert run.origin.prompt
    assert room.session.plans.get(plan.id) is not None
    assert room.session.plans.planned(room.session.document) == ()  # it is written now
    room.window.view.undo()
    assert room.session.document.text() == TEXT
    again = "Take In: What follows from it"
    room.until(lambda: any(one.accessibleName() == again for one in sheet.findChildren(QPushButton)))
    press(sheet, "Another…")
    assert room.sheet(RelaySetup).put_together() is None  # what came to a proposal is not proposed again


def test_that_what_is_taken_in_stands_behind_its_point_and_after_what_was_taken_before(room: Room) -> None:
    title, first, second = room.row
    points = (
        proposed(0, "a", first, "Behind the first."),
        proposed(1, "b", None, "Next."),
        proposed(2, "c", None, "End."),
    )
    room.take(*points, section=2)
    assert room.session.document.text() == f"{TEXT}\nEnd.\n"
    room.take(*points, section=0)
    room.take(*points, section=1)
    assert room.session.document.text() == (
        "# Title\n\nThe first one.\n\nBehind the first.\n\nNext.\n\nThe second one.\n\nEnd.\n"
    )
    assert {title, first, second} <= set(room.row)
    assert [relay_taking.state_of(room.session, "r", one) for one in range(3)] == [relay_taking.IN_DRAFT] * 3


def test_that_what_is_proposed_keeps_its_place_where_paragraphs_were_merged_since(room: Room) -> None:
    room.window.view.perform(len(TEXT), 0, Fragment.of("\nThe third one.\n", TYPED), Act(EditKind.TYPE))
    _title, first, second, _third = room.row
    points = (proposed(0, "a", second, "Taken."), proposed(1, "b", second, "Behind."))
    gap = TEXT.index("\n\nThe second")
    room.window.view.perform(gap, 2, Fragment.of(" ", TYPED), Act(EditKind.TYPE))
    room.take(*points, section=0)
    merged = "# Title\n\nThe first one. The second one.\n\nTaken.\n\nThe third one.\n"
    assert room.session.document.text() == merged
    room.window.view.perform(merged.index("\n\nTaken"), 2, Fragment.of(" ", TYPED), Act(EditKind.TYPE))
    assert relay_taking.state_of(room.session, "r", 0) == relay_taking.IN_DRAFT
    assert first in room.row
    room.take(*points, section=1)
    assert room.session.document.text().endswith("second one. Taken.\n\nBehind.\n\nThe third one.\n")


@pytest.mark.parametrize(("opened", "closing"), [("```\ncode that", "```"), ("<!-- a remark", "-->"), ("$$\na", "$$")])
def test_that_a_proposal_that_breaks_off_within_a_block_takes_none_of_the_writers_paragraphs(
    room: Room, opened: str, closing: str
) -> None:
    title, first, second = room.row
    room.window.view.perform(len(TEXT), 0, Fragment.of("\n$$\nb\n$$\n", TYPED), Act(EditKind.TYPE))
    before = room.session.document.text()
    room.take(proposed(0, "a", first, f"Before\n\n{opened}"))
    taken = f"Before\n\n{opened}\n{closing}\n\n"
    assert room.session.document.text() == before.replace("The second", f"{taken}The second")
    assert [item.text.strip() for item in room.session.document.paragraphs][-2:] == ["The second one.", "$$\nb\n$$"]
    assert {title, first, second} <= set(room.row)
    start = room.session.document.text().index(taken)
    runs = room.session.document.fragment(start, start + len(taken)).runs
    assert [run.origin.kind for run in runs] == [OriginKind.MODEL, OriginKind.TOOL]  # what closes it no model said
    room.window.view.undo()
    assert room.session.document.text() == before


def test_that_what_nobody_sees_does_not_come_in_and_what_was_left_can_still_be_taken(room: Room) -> None:
    row = proposed(0, "a", None, "A\u202e hidden\u200b one.")
    relay_taking.leave(room.session, "r", row)
    assert relay_taking.state_of(room.session, "r", 0) == relay_taking.LEFT
    assert room.session.document.text() == TEXT
    room.take(row)
    assert room.session.document.text() == f"{TEXT}\nA hidden one.\n"
    assert relay_taking.state_of(room.session, "r", 0) == relay_taking.IN_DRAFT


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that its provider does not know."""
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_MODEL", "x-404")


def said(room: Room) -> str:
    return room.sheet(RelayView).findChildren(QPlainTextEdit)[0].toPlainText()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_MODEL", "x-slow")


def test_that_a_turn_that_is_under_way_is_there_from_its_first_word_when_the_writer_looks_again(
    slow: None, room: Room
) -> None:
    room.furnishing.menus["relay"].trigger()
    setup = room.sheet(RelaySetup)
    fill_in(setup, "One of my own", {})
    press(setup, "Show What Would Be Sent…")
    press(room.sheet(RelayApproval), "Start")
    begins = "x-slow thinks aloud —\nthe kitchen again"
    room.until(lambda: begins in said(room))
    room.furnishing.show_tab(DeskTab.TIME)
    assert not in_sight(room.furnishing.desk, RelayView)
    room.furnishing.menus["relay"].trigger()
    again = said(room)
    assert begins in again
    room.until(lambda: len(said(room)) > len(again))
    assert said(room).startswith(again)
    room.flow.stop()
    room.until(lambda: not room.flow.is_running)


def test_that_a_window_in_which_a_relay_is_at_work_asks_before_it_closes(slow: None, room: Room) -> None:
    room.furnishing.menus["relay"].trigger()
    fill_in(room.sheet(RelaySetup), "One of my own", {})
    press(room.sheet(RelaySetup), "Show What Would Be Sent…")
    press(room.sheet(RelayApproval), "Start")
    room.until(lambda: "the kitchen again" in said(room))
    assert not room.window.close()
    (box,) = room.window.findChildren(QMessageBox)
    assert box.text().startswith("A model is still at work.")
    press(box, "Stay")
    assert room.flow.is_running
    room.flow.stop()
    room.until(lambda: not room.flow.is_running)
    assert room.window.close()


def offered(sheet: QWidget) -> list[str]:
    return [one.text() for one in in_sight(sheet, QPushButton)]


def test_that_another_relay_can_follow_one_that_failed_before_anything_was_written(unknown: None, room: Room) -> None:
    room.furnishing.menus["relay"].trigger()
    fill_in(room.sheet(RelaySetup), "One of my own", {})
    press(room.sheet(RelaySetup), "Show What Would Be Sent…")
    press(room.sheet(RelayApproval), "Start")
    room.until(lambda: offered(room.sheet(RelayView)) == ["Go On", "Another…"])  # there is nothing to be ended any more
    room.flow._close()
    room.furnishing.menus["relay"].trigger()
    room.until(lambda: in_sight(room.furnishing.desk, RelayView))
    assert offered(room.sheet(RelayView)) == ["Go On", "Another…"]
    press(room.sheet(RelayView), "Another relay")
    assert in_sight(room.sheet(RelaySetup), QComboBox)
    kept = room.sheet(RelaySetup).put_together()
    assert kept is not None
    assert kept.own == "One of my own"


def test_that_a_relay_that_was_ended_can_be_followed_and_one_left_under_way_is_ended_first(qtbot: QtBot) -> None:
    view = RelayView(load_theme("light"))
    qtbot.addWidget(view)
    view.show()
    left = RelayState("", "", is_running=False, can_go_on=True, is_over=False, has_proposal=False, has_earlier=False)
    for state, buttons in (
        (replace(left, is_running=True), ["Stop"]),
        (left, ["Go On", "End It"]),
        (replace(left, is_over=True), ["Go On", "Another…"]),
        (replace(left, is_over=True, has_earlier=True), ["Go On", "Another…", "Earlier…"]),
        (replace(left, is_running=True, has_earlier=True), ["Stop"]),
        (replace(left, is_over=True, can_go_on=False, has_proposal=True), ["See the Proposal", "Another…"]),
    ):
        view.show_state(state)
        assert offered(view) == buttons


def relay_row(ident: str, end: str, *said: str) -> RelayRow:
    turns = tuple(
        RelayTurnRow(step, 0, "draft", "writer", words, "anthropic", "claude-x", "c1", "", 1, whole=True)
        for step, words in enumerate(said)
    )
    text = said[-1] if said else ""
    return RelayRow(ident, ord(ident[-1]), replace(SIGNS, end=end), turns, (proposed(0, "a", None, text),))


def test_that_the_relay_under_way_is_seen_first_and_then_the_newest() -> None:
    first, second = relay_row("r1", "done", "One."), relay_row("r2", "failed")
    assert relay_order.first_to_see((first, second)) == second
    left = relay_row("r1", "", "One.")
    assert relay_order.first_to_see((left, second)) == left  # one that was gone on with, and killed
    assert relay_order.first_to_see((first, second), "r1") == first
    assert relay_order.first_to_see(()) is None


def test_that_the_proposal_of_a_relay_can_be_taken_in_after_another_one_came_to_nothing(room: Room) -> None:
    first, second, third = relay_row("r1", "done", "One."), relay_row("r2", "failed"), relay_row("r3", "money")
    room.until(lambda: room.flow._players)  # the worker has listed what it has
    room.flow._open(Relays(1, (first, second, third), ()))
    view = room.sheet(RelayView)
    press(view, "Earlier relay")
    sheet = room.sheet(RelayProposal)
    assert "Earlier…" not in offered(sheet)  # there is none that said anything
    press(sheet, "Take In: a")
    assert room.session.document.text() == f"{TEXT}\nOne.\n"
    assert relay_taking.state_of(room.session, "r1", 0) == relay_taking.IN_DRAFT
    room.flow._open(Relays(1, (first, relay_row("r2", "done", "Two.")), ()))
    press(room.sheet(RelayProposal), "Earlier relay")
    room.until(lambda: any(one.text == "One." for one in room.sheet(RelayProposal).findChildren(Prose)))


def test_that_a_relay_that_never_began_leads_back_to_what_it_was_to_do(room: Room, server: AnthropicServer) -> None:
    room.furnishing.menus["relay"].trigger()
    setup = room.sheet(RelaySetup)
    (usd,) = [one for one in setup.findChildren(QLineEdit) if one.accessibleName() == "At most, dollars"]
    usd.setText("much")
    press(setup, "Show What Would Be Sent…")
    sentence = "This relay cannot begin. What it may cost is an amount in dollars, such as 0.50. Nothing was sent."
    room.until(lambda: sentence in room.told)
    assert server.received == []


def setup_of(qtbot: QtBot, *entries: Entry, models: tuple[str, ...] = ("claude-x",)) -> tuple[RelaySetup, list[object]]:
    sheet = RelaySetup(entries, (PlayersRow("anthropic", "Claude", models),), "", load_theme("light"))
    qtbot.addWidget(sheet)
    heard: list[object] = []
    sheet.show_pressed.connect(heard.append)
    sheet.said.connect(heard.append)
    return sheet, heard


def test_that_the_plan_holds_what_was_ticked_with_its_point_and_what_was_written(qtbot: QtBot) -> None:
    entry = Entry("¶1 One", SectionRow("One", "", 7, 7), ticked=True)
    sheet, heard = setup_of(qtbot, entry, Entry("¶2 Two", SectionRow("Two", "", 8, 8)))
    for field in sheet.findChildren(QLineEdit):
        if field.accessibleName() == "What it is to say: ¶1 One":
            field.setText(" it is rare ")
    sheet.findChildren(QPlainTextEdit)[0].setPlainText("\nThe end\n\n")
    press(sheet, "Show What Would Be Sent…")
    (plan,) = heard
    assert isinstance(plan, RelayPlanRow)
    assert plan.sections == (SectionRow("One", "it is rare", 7, 7), SectionRow("The end", "", None))
    assert (plan.usd, plan.minutes, plan.turns, plan.writer.model) == ("0.50", 30, 4, "claude-x")


def test_that_a_model_is_named_with_its_host_only_where_nothing_else_tells_two_connections_apart(qtbot: QtBot) -> None:
    rows = [
        PlayersRow(name, title, ("m",))
        for name, title in (("a", "Claude (api.anthropic.com)"), ("b", "Attic (attic:1)"), ("c", "Attic (attic:2)"))
    ]
    sheet = RelaySetup((), tuple(rows), "", load_theme("light"))
    qtbot.addWidget(sheet)
    box = next(one for one in sheet.findChildren(QComboBox) if one.accessibleName() == "Writes")
    assert [box.itemText(at) for at in range(3)] == ["m, Claude", "m, Attic (attic:1)", "m, Attic (attic:2)"]
    assert box.itemData(0, Qt.ItemDataRole.ToolTipRole) == "m, Claude (api.anthropic.com)"


def fill_in(sheet: RelaySetup, own: str, fields: dict[str, str]) -> None:
    sheet.findChildren(QPlainTextEdit)[0].setPlainText(own)
    for name, words in fields.items():
        next(one for one in sheet.findChildren(QLineEdit) if one.accessibleName() == name).setText(words)


def test_that_a_sheet_that_comes_again_is_as_it_was_left(qtbot: QtBot) -> None:
    entries = (
        Entry("¶1 One", SectionRow("One", "", 7, 7), ticked=True),
        Entry("¶2 Two", SectionRow("Two", "as it was", 8, 8)),
    )
    sheet, heard = setup_of(qtbot, *entries, models=("claude-x", "claude-y"))
    first, second = sheet.findChildren(TickBox)
    first.setChecked(False)
    second.setChecked(True)
    limits = {"At most, dollars": "0.07", "At most, minutes": "9", "Turns of thinking": "0"}
    fill_in(sheet, "The end\n", {"What it is to say: ¶2 Two": "it is rare", **limits})
    for name in ("Writes", "Criticises"):
        next(one for one in sheet.findChildren(QComboBox) if one.accessibleName() == name).setCurrentIndex(1)
    left = sheet.put_together()
    assert left is not None
    again, heard = setup_of(qtbot, *entries, models=("claude-x", "claude-y"))
    again.restore(left)
    assert again.put_together() == left
    press(again, "Show What Would Be Sent…")
    x, y = PlayerRow("anthropic", "claude-x"), PlayerRow("anthropic", "claude-y")
    sections = (SectionRow("Two", "it is rare", 8, 8), SectionRow("The end", "", None))
    assert heard == [RelayPlanRow(sections, y, x, y, "0.07", 9, 0)]


def test_that_a_sheet_nothing_was_done_to_is_not_kept_unless_it_was_asked_for(qtbot: QtBot) -> None:
    sheet, _heard = setup_of(qtbot, Entry("¶1 One", SectionRow("One", "", 7, 7), ticked=True))
    assert sheet.put_together() is None
    press(sheet, "Show What Would Be Sent…")
    assert sheet.put_together() is not None


def test_that_what_is_no_number_yet_is_kept_too_and_a_point_that_is_gone_stays_as_a_line(qtbot: QtBot) -> None:
    one, two = SectionRow("One", "", 7, 7), SectionRow("Two", "it is rare", 8, 8)
    sheet, _heard = setup_of(qtbot, Entry("¶1 One", one), Entry("¶2 Two", two, ticked=True), models=())
    fill_in(sheet, "The end", {"At most, minutes": "ten"})
    left = sheet.put_together()
    assert left is not None
    plan = Entry("Planned: Three", SectionRow("Three", "", None, 7), ticked=True)
    again, _heard = setup_of(qtbot, Entry("¶1 Another word", replace(one, title="Another word")), plan, models=())
    again.restore(left)
    kept = again.put_together()
    assert kept is not None
    assert kept.own == "Two · it is rare\nThe end"
    assert kept.limits == ("0.50", "ten", "4")
    assert [entry.ticked for entry in kept.entries] == [False, True]  # what was planned since is ticked, as always


def test_that_another_tool_and_a_change_of_the_draft_leave_the_plan_of_a_relay(
    room: Room, server: AnthropicServer
) -> None:
    room.furnishing.menus["relay"].trigger()
    setup = room.sheet(RelaySetup)
    heading = next(one for one in setup.findChildren(TickBox) if one.accessibleName() == "¶1 Title")
    heading.setChecked(True)
    fill_in(setup, "One of my own\nAnother", {"What it is to say: ¶1 Title": "what it is", "At most, dollars": "0.07"})
    left = setup.put_together()
    room.furnishing.desk.show_tab(DeskTab.PAD)
    assert not in_sight(room.furnishing.desk, RelaySetup)
    room.furnishing.menus["relay"].trigger()
    assert room.sheet(RelaySetup).put_together() == left
    press(room.sheet(RelaySetup), "Show What Would Be Sent…")
    approval = room.sheet(RelayApproval)
    room.window.view.perform(len("# Title"), 0, Fragment.of("s", TYPED), Act(EditKind.TYPE))
    press(approval, "Start")
    room.until(lambda: any("The essay has changed" in one for one in room.told))
    assert server.received == []
    again = room.sheet(RelaySetup).put_together()
    assert left is not None
    assert again is not None
    assert (again.own, again.players, again.limits) == (left.own, left.players, left.limits)
    assert [(entry.section.point, entry.ticked) for entry in again.entries] == [
        (entry.section.point, entry.ticked) for entry in left.entries
    ]
    room.flow._close()
    room.window.files.new()
    room.furnishing.menus["relay"].trigger()
    assert room.sheet(RelaySetup).put_together() is None


def test_that_the_chosen_paragraphs_are_listed_wherever_the_caret_is(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "\n\n".join(f"Paragraph {number}." for number in range(1, 301)) + "\n")
    chosen = draft.session.document.paragraphs[2].id
    listed, note = relay_words.entries(draft.session, 250, {chosen, 99_999})
    assert [one.words for one in listed][:2] == ["¶3 Paragraph 3.", "¶181 Paragraph 181."]
    assert note == "Only 121 paragraphs are listed, those around the caret."


def test_that_an_empty_plan_and_a_missing_model_are_said(qtbot: QtBot) -> None:
    sheet, heard = setup_of(qtbot)
    press(sheet, "Show What Would Be Sent…")
    assert heard == ["Tick a point of the outline, or write one of your own."]
    entry = Entry("¶1 One", SectionRow("One", "", 7, 7), ticked=True)
    sheet, heard = setup_of(qtbot, entry, models=())
    press(sheet, "Show What Would Be Sent…")
    assert heard == ["No model is connected. Model Key in the Edit menu connects one."]


@pytest.mark.parametrize(
    ("names", "who"),
    [((), ""), (("Claude",), "Claude"), (("Claude", "OpenAI", "Gemini"), "Claude, OpenAI and Gemini")],
)
def test_that_the_sheet_says_who_gets_a_text_only_to_count_it(names: tuple[str, ...], who: str) -> None:
    player = PlayerRow("", "m")
    plan = RelayPlanRow((), player, player, player, "0.50", 30, 4)
    counting = f" Close to it, {who} may get a text only to count it, which costs nothing." if who else ""
    assert relay_words.approval(RelayPrepared(1, (), "", "", 7, "about 0.6 ct", "", names), plan).price == (
        "At most 50.0 ct and 30 minutes, whichever comes first: no model is asked where that could pass the limit."
        f"{counting} Up to 7 requests; the first costs about 0.6 ct."
    )


def test_that_progress_is_said_in_turns_money_and_minutes() -> None:
    assert relay_words.progress(SIGNS) == "5 of 5 turns · 0.5 ct of $1.00 · 1 of 30 min"


def test_that_a_long_title_above_a_turn_is_cut_between_words_and_says_so() -> None:
    title = "What the three of them said in a line that is rather longer than the others"
    row = RelayRow("r", 0, SIGNS, (), (proposed(0, title, None), proposed(1, "Short", None)))
    long, short = (relay_words.turn_heading(row, section, "draft", "claude-x") for section in (0, 1))
    assert long == "— What the three of them said in a line that is rather longer … · claude-x drafts —\n"
    assert short == "— Short · claude-x drafts —\n"


def test_that_who_reads_further_up_is_left_there_while_words_come(qtbot: QtBot) -> None:
    view = RelayView(load_theme("dark"))
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    view.show_said("line\n" * 200)
    text = view.findChildren(QPlainTextEdit)[0]
    bar = text.verticalScrollBar()
    view.add("more\n")
    assert bar.value() == bar.maximum()
    bar.setValue(3)
    view.add("and more\n")
    assert bar.value() == 3
    assert text.toPlainText().endswith("and more\n")
