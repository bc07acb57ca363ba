"""The critique panel: remarks as cards, verdicts as keys, nothing clipped and no focus taken."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QListWidget,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.ui.desk.critic_rows import CriticRow, CriticState, CriticTick, state_words
from editor.ui.desk.critique_panel import CritiquePanel, CritiqueView
from editor.ui.desk.remark_card import RemarkCard
from editor.ui.desk.remark_values import (
    Dismissal,
    DismissReason,
    Objection,
    RemarkState,
    RemarkView,
    TurnView,
    spoken,
)
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

ADDRESS = "https://example.org/" + "a-very-long-address-without-a-break/" * 4
OPEN = RemarkView(
    1, "Claude", "On the days I wrote", "The reader gets no count.", "Why it matters.", "Say how often.",
    RemarkState.OPEN, "2 of 3 critics",
)  # fmt: skip
AGREED = RemarkView(2, "Qwen", "the paragraph that survived", "Survived what?", state=RemarkState.AGREED)
JUDGED = RemarkView(3, "Local", ADDRESS, "A bare address.", state=RemarkState.DISMISSED, note="taste")
LOST = RemarkView(4, "Claude", "a sentence that is gone", "It contradicts itself.", state=RemarkState.LOST)
ALL = (LOST, OPEN, AGREED, JUDGED)
CRITICS = (
    CriticRow("local", "Local check", True, CriticState.DONE, 0, 2),
    CriticRow("claude", "Claude", True, CriticState.READING, 6),
    CriticRow("qwen", "Qwen", False),
)


@pytest.fixture
def panel(qtbot: QtBot) -> CritiquePanel:
    made = CritiquePanel(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(330, 700)
    made.show()
    made.show_view(CritiqueView(CRITICS, ALL))
    return made


def _list(panel: CritiquePanel) -> QListWidget:
    return panel.findChildren(QListWidget)[0]


def _cards(panel: CritiquePanel) -> list[RemarkCard]:
    rows = _list(panel)
    widgets = [rows.itemWidget(rows.item(at)) for at in range(rows.count())]
    return [widget for widget in widgets if isinstance(widget, RemarkCard)]


def _said(panel: CritiquePanel) -> list[str]:
    return [prose.text for prose in panel.findChildren(Prose) if prose.isVisible()]


def _button(part: QWidget, words: str) -> QPushButton:
    return next(button for button in part.findChildren(QPushButton) if button.text() == words)


def test_that_an_unread_paragraph_says_so_and_offers_one_action(panel: CritiquePanel) -> None:
    panel.show_view(CritiqueView(CRITICS, hint="Local check found 2 things."))
    assert "There are no remarks on this paragraph yet. Local check found 2 things." in _said(panel)
    assert _button(panel, "Ask critics").isVisible()


def test_that_many_critics_leave_the_remarks_their_room_and_can_be_scrolled_to(
    panel: CritiquePanel, qtbot: QtBot
) -> None:
    few = tuple(CriticRow(f"c{number}", f"Critic {number}") for number in range(2))
    many = tuple(CriticRow(f"c{number}", f"Critic {number}") for number in range(40))
    panel.show_view(CritiqueView(few))
    (area,) = (one for one in panel.findChildren(QScrollArea) if one.widget().accessibleName() == "Critics")
    qtbot.waitUntil(lambda: 0 < area.height() == area.widget().sizeHint().height())
    panel.show_view(CritiqueView(many))
    qtbot.waitUntil(lambda: area.widget().sizeHint().height() > 2 * area.height() > 0)
    assert area.height() < panel.height() / 2


def test_that_critics_that_were_asked_get_room_for_what_they_have_to_say(panel: CritiquePanel, qtbot: QtBot) -> None:
    why = (
        "The answer of Claude broke off. Your text is safe. What it had written is kept; the part that came was charged."
    )
    idle = tuple(CriticRow(f"c{at}", f"Reader {at}", False) for at in range(8))
    asked = (
        CriticRow("hasty", "Hasty reader", True, CriticState.FAILED, sentence=why),
        CriticRow("aunt", "My aunt", True, CriticState.WAITING, sentence="Claude asks us to wait 7 s.", wait=4),
        CriticRow("slow", "Slow reader", True, CriticState.READING, 5, stoppable=True),
    )
    area = next(one for one in panel.findChildren(QScrollArea) if one.findChildren(QCheckBox))
    panel.show_view(CritiqueView((*idle[:3], *idle), ALL))
    qtbot.waitUntil(lambda: area.height() == 170)
    panel.show_view(CritiqueView((*asked, *idle), ALL))
    last = next(box for box in area.findChildren(QCheckBox) if box.text() == "Slow reader")
    qtbot.waitUntil(lambda: last.mapTo(area, last.rect().bottomLeft()).y() <= area.height())
    assert area.height() <= panel.height() * 0.42
    assert _list(panel).height() > 200


def test_that_a_paragraph_without_remarks_is_not_called_unread(panel: CritiquePanel) -> None:
    panel.show_view(CritiqueView(CRITICS, read=True))
    assert "The critics had nothing to say about this paragraph." in _said(panel)


@pytest.mark.parametrize("state", [CriticState.FAILED, CriticState.STOPPED])
def test_that_nobody_says_that_critics_had_nothing_to_say_where_one_did_not_say_all(
    panel: CritiquePanel, state: CriticState
) -> None:
    panel.show_view(CritiqueView((CRITICS[0], replace(CRITICS[1], state=state)), read=True))
    assert "There are no remarks on this paragraph yet." in _said(panel)


def test_that_remarks_without_a_place_come_last_under_their_own_heading(panel: CritiquePanel) -> None:
    rows = _list(panel)
    texts = [rows.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.count())]
    assert texts[-2:] == ["No longer in the text", spoken(LOST)]
    assert not rows.item(rows.count() - 2).flags()


def test_that_a_card_is_spoken_as_one_sentence_with_all_it_shows() -> None:
    assert spoken(OPEN) == (
        "Claude, open. 2 of 3 critics. about “On the days I wrote”. The reader gets no count. Why it matters. "
        "What to do: Say how often."
    )


@pytest.mark.parametrize("width", [300, 330, 420])
def test_that_no_word_of_a_card_is_clipped_at_any_width(panel: CritiquePanel, width: int) -> None:
    panel.resize(width, 700)
    QApplication.processEvents()
    rows = _list(panel)
    for card in _cards(panel):
        assert card.width() <= rows.viewport().width()
        for prose in card.findChildren(Prose):
            assert prose.height() >= prose.heightForWidth(prose.width())
            assert prose.geometry().right() <= card.width() - 14


@pytest.mark.parametrize("width", [300, 330, 420])
def test_that_what_can_be_done_with_a_card_is_read_whole_at_any_width(panel: CritiquePanel, width: int) -> None:
    panel.resize(width, 700)
    revising = replace(AGREED, arguable=True, revising=True)
    panel.show_view(CritiqueView(CRITICS, (revising, replace(OPEN, arguable=True, wordable=True))))
    QApplication.processEvents()
    parts = [part for card in _cards(panel) for part in (*card.findChildren(QPushButton), *card.findChildren(QLabel))]
    assert {"Done", "Argue…", "Dismiss…", "Ctrl+Return: done"} <= {part.text() for part in parts}
    for part in parts:
        if part.isVisible():
            assert part.width() >= part.sizeHint().width(), part.text()


def test_that_an_address_without_a_space_is_broken_rather_than_cut(panel: CritiquePanel) -> None:
    quote = next(prose for prose in panel.findChildren(Prose) if prose.text == ADDRESS)
    layout, _ = quote._laid_out(quote.width())
    assert layout.lineCount() > 2
    assert all(layout.lineAt(at).naturalTextWidth() <= quote.width() for at in range(layout.lineCount()))


def test_that_the_key_a_agrees_with_the_current_card(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_remark(1)
    with qtbot.waitSignal(panel.agreed) as caught:
        qtbot.keyClick(_list(panel), Qt.Key.Key_A)
    assert caught.args == [1]


def test_that_an_agreed_card_offers_done_and_no_second_agreement(panel: CritiquePanel, qtbot: QtBot) -> None:
    card = next(card for card in _cards(panel) if card.view == AGREED)
    with qtbot.assertNotEmitted(panel.agreed):
        card.agree()
    with qtbot.waitSignal(panel.done_pressed) as caught:
        _button(card, "Done").click()
    assert caught.args == [2]


@pytest.mark.parametrize("reason", list(DismissReason))
def test_that_dismissing_carries_its_reason(panel: CritiquePanel, qtbot: QtBot, reason: DismissReason) -> None:
    card = next(card for card in _cards(panel) if card.view == OPEN)
    menu = card.reasons()
    with qtbot.waitSignal(panel.dismissed) as caught:
        menu.actions()[list(DismissReason).index(reason)].trigger()
    assert caught.args == [Dismissal(1, reason)]


def test_that_a_judged_card_offers_nothing(panel: CritiquePanel) -> None:
    card = next(card for card in _cards(panel) if card.view == JUDGED)
    assert not card.findChildren(QPushButton)


def test_that_no_card_offers_to_write_into_the_draft(panel: CritiquePanel) -> None:
    words = {button.text() for button in panel.findChildren(QPushButton)}
    assert words == {"Agree", "Dismiss…", "Done", "Ask critics", "Stop", "Show what would be sent"}


def test_that_next_and_previous_pass_over_judged_and_lost_cards(panel: CritiquePanel) -> None:
    seen: list[int] = []
    _list(panel).setCurrentRow(-1)
    panel.chosen.connect(seen.append)
    for _ in range(3):
        assert panel.next_card()
    assert panel.previous_card()
    assert seen == [1, 2, 1, 2]


def test_that_there_is_no_next_card_when_all_are_judged(panel: CritiquePanel) -> None:
    panel.show_view(CritiqueView(CRITICS, (JUDGED,)))
    assert not panel.next_card()


def test_that_new_remarks_leave_the_writer_at_the_same_card_and_say_nothing(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_remark(2)
    with qtbot.assertNotEmitted(panel.chosen):
        panel.show_view(CritiqueView(CRITICS, (replace(OPEN, remark=9), *ALL)))
    assert _list(panel).findChildren(RemarkCard)
    current = panel._list.current_remark()
    assert current == 2


def test_that_a_change_of_state_keeps_the_other_cards(panel: CritiquePanel) -> None:
    before = {card.view.remark: card for card in _cards(panel)}
    panel.show_view(CritiqueView(CRITICS, (LOST, replace(OPEN, state=RemarkState.AGREED), AGREED, JUDGED)))
    after = {card.view.remark: card for card in _cards(panel)}
    assert after[2] is before[2]
    assert after[1] is not before[1]


def test_that_remarks_that_come_leave_the_cards_that_are_there(panel: CritiquePanel) -> None:
    """Each takes milliseconds to make, and the writer is typing."""
    before = {card.view.remark: card for card in _cards(panel)}
    new = tuple(replace(OPEN, remark=number, issue=f"Point {number}.") for number in (11, 12))
    panel.show_view(CritiqueView(CRITICS, (new[0], *ALL, new[1])))
    after = {card.view.remark: card for card in _cards(panel)}
    assert all(after[remark] is card for remark, card in before.items())
    assert len(after) == len(before) + 2


def test_that_a_list_that_changed_looks_like_one_that_is_made_anew(panel: CritiquePanel, qtbot: QtBot) -> None:
    lots = random.Random(7)  # noqa: S311 - no secret
    whole = tuple(replace(OPEN, remark=number, whole=True, quote="") for number in (21, 22))
    joined = tuple(replace(OPEN, remark=number, joined=True) for number in (31, 32))
    for _ in range(25):
        views = tuple(lots.sample((*ALL, *whole, *joined), lots.randrange(9)))
        views = tuple(replace(one, issue=lots.choice(("One.", "Another."))) for one in views)
        chosen = lots.choice(views).remark if views else None
        if chosen is not None:
            panel.show_remark(chosen)
        kept = panel.current_remark()
        panel.show_view(CritiqueView(CRITICS, views))
        fresh = CritiquePanel(load_theme("light"))
        qtbot.addWidget(fresh)
        fresh.show_view(CritiqueView(CRITICS, views))
        assert _rows(panel) == _rows(fresh)
        assert panel.current_remark() == (kept if kept in {view.remark for view in views} else None)


def _rows(panel: CritiquePanel) -> list[tuple[object, ...]]:
    """What stands in each row: words that are spoken, what its card is made of, and whether it can be gone to."""
    rows, found = _list(panel), []
    for at in range(rows.count()):
        item = rows.item(at)
        card = rows.itemWidget(item)
        made = (card.view, card.layout().contentsMargins().bottom()) if isinstance(card, RemarkCard) else None
        found.append((item.data(Qt.ItemDataRole.AccessibleTextRole), made, item.flags()))
    return found


def test_that_copying_a_card_hands_its_words_to_the_window(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_remark(1)
    with qtbot.waitSignal(panel.copy_pressed) as caught:
        qtbot.keyClick(_list(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert caught.args == ["The reader gets no count.\nWhy it matters.\nSay how often."]


def test_that_ctrl_c_is_about_the_card_though_the_window_has_a_command_of_that_key(
    panel: CritiquePanel, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(panel)
    of_window = QAction("Copy", window, shortcut=QKeySequence.StandardKey.Copy)
    window.addAction(of_window)
    with qtbot.waitActive(window):
        window.show()
    panel.show_remark(1)
    _list(panel).setFocus()
    with qtbot.assertNotEmitted(of_window.triggered), qtbot.waitSignal(panel.copy_pressed):
        qtbot.keyClick(_list(panel), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    window.takeCentralWidget()


def test_that_the_menu_of_a_card_copies_it(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_remark(1)
    (entry,) = _list(panel).actions()
    with qtbot.waitSignal(panel.copy_pressed) as caught:
        entry.trigger()
    assert caught.args == ["The reader gets no count.\nWhy it matters.\nSay how often."]


def test_that_a_running_critique_offers_stop_in_the_place_of_ask(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_view(CritiqueView(CRITICS, ALL, running=True))
    assert not _button(panel, "Ask critics").isVisible()
    with qtbot.waitSignal(panel.stop_pressed):
        _button(panel, "Stop").click()


def test_that_nobody_can_be_asked_when_no_critic_is_ticked(panel: CritiquePanel) -> None:
    panel.show_view(CritiqueView(tuple(replace(row, ticked=False) for row in CRITICS)))
    assert not _button(panel, "Ask critics").isEnabled()


def test_that_a_tick_says_which_critic(panel: CritiquePanel, qtbot: QtBot) -> None:
    box = next(box for box in panel.findChildren(QCheckBox) if box.text() == "Qwen")
    with qtbot.waitSignal(panel.critic_ticked) as caught:
        box.toggle()  # as a screen reader does; a click does it, too
    assert caught.args == [CriticTick("qwen", True)]


def test_that_a_tick_that_is_only_shown_is_not_told(panel: CritiquePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.critic_ticked):
        panel.show_view(CritiqueView(tuple(replace(row, ticked=not row.ticked) for row in CRITICS)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (CriticRow("a", "A", state=CriticState.READING, seconds=0), ""),
        (CriticRow("a", "A", state=CriticState.READING, seconds=6), "reading, 6 s"),
        (CriticRow("a", "A", state=CriticState.WAITING), "waiting"),
        (CriticRow("a", "A", state=CriticState.WAITING, wait=37), "waiting, 37 s"),
        (CriticRow("a", "A", state=CriticState.READING, seconds=3, whole=True), "reading the draft, 3 s"),
        (CriticRow("a", "A", state=CriticState.STOPPED), "stopped"),
        (CriticRow("a", "A", state=CriticState.DONE, remarks=1), "1 remark"),
        (CriticRow("a", "A", state=CriticState.DONE), "nothing to say"),
        (CriticRow("a", "A", state=CriticState.DONE, said_before=True), "nothing new"),
        (CriticRow("a", "A", state=CriticState.DONE, again=2), "2 said before"),
        (CriticRow("a", "A", state=CriticState.FAILED), "failed"),
    ],
)
def test_that_a_critic_says_in_few_words_what_it_does(row: CriticRow, words: str) -> None:
    assert state_words(row) == words


def test_that_a_failed_critic_tells_what_happened_below_its_name(panel: CritiquePanel) -> None:
    sentence = "Claude could not be reached. Your text is safe; nothing was charged."
    failed = replace(CRITICS[1], state=CriticState.FAILED, sentence=sentence)
    panel.show_view(CritiqueView((CRITICS[0], failed, CRITICS[2]), ALL))
    assert sentence in _said(panel)


def test_that_a_growing_count_of_seconds_makes_no_new_rows(panel: CritiquePanel) -> None:
    before = panel.findChildren(QCheckBox)
    panel.show_view(CritiqueView((CRITICS[0], replace(CRITICS[1], seconds=7), CRITICS[2]), ALL))
    assert panel.findChildren(QCheckBox) == before


def test_that_a_new_theme_keeps_the_remarks(panel: CritiquePanel) -> None:
    panel.set_theme(load_theme("dark"))
    assert [card.view.remark for card in _cards(panel)] == [1, 2, 3, 4]


# Arguing, and wordings


def _arguable(panel: CritiquePanel, *more: RemarkView) -> RemarkView:
    view = replace(OPEN, arguable=True, wordable=True)
    panel.show_view(CritiqueView(CRITICS, (view, *more)))
    panel.show_remark(view.remark)
    return view


def test_that_r_opens_a_line_and_what_stands_in_it_outlives_the_remarks_of_others(
    panel: CritiquePanel, qtbot: QtBot
) -> None:
    view = _arguable(panel)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    _list(panel).setFocus()
    qtbot.keyClick(_list(panel), Qt.Key.Key_R)
    line = _cards(panel)[0].line
    assert line is not None
    assert line.hasFocus()
    qtbot.keyClicks(line, "Are you sure?")
    line.setCursorPosition(3)
    panel.show_view(CritiqueView(CRITICS, (AGREED, view, LOST)))
    again = next(card.line for card in _cards(panel) if card.view == view)
    assert again is not None
    assert (again.text(), again.cursorPosition(), again.hasFocus()) == ("Are you sure?", 3, True)
    with qtbot.waitSignal(panel.objected) as caught:
        qtbot.keyClick(again, Qt.Key.Key_Return)
    assert caught.args == [Objection(view.remark, "Are you sure?")]
    panel.close_line(view.remark)
    assert all(card.line is None for card in _cards(panel))


def test_that_an_empty_line_is_not_sent_and_escape_takes_it_away(panel: CritiquePanel, qtbot: QtBot) -> None:
    _arguable(panel)
    panel.argue_current()
    line = _cards(panel)[0].line
    assert line is not None
    with qtbot.assertNotEmitted(panel.objected):
        qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert _cards(panel)[0].line is None


def test_that_a_critic_that_follows_rules_cannot_be_argued_with(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_view(CritiqueView(CRITICS, (OPEN,)))
    panel.show_remark(OPEN.remark)
    qtbot.keyClick(_list(panel), Qt.Key.Key_R)
    (card,) = _cards(panel)
    assert card.line is None
    assert "Argue…" not in {button.text() for button in card.findChildren(QPushButton)}


def test_that_the_thread_stands_below_the_remark_and_is_spoken(panel: CritiquePanel) -> None:
    turn = TurnView("It is a set phrase.", "The critic concedes", "It is a set phrase.", "It repeats your line.")
    view = replace(OPEN, arguable=True, thread=(turn,), trouble="The answer broke off.")
    panel.show_view(CritiqueView(CRITICS, (view,)))
    shown = _said(panel)
    assert [words for words in shown if words in (turn.line, turn.stand, turn.note, view.trouble)] == [
        turn.line,
        turn.stand,
        turn.line,
        turn.note,
        view.trouble,
    ]
    assert "You: It is a set phrase. The critic concedes: It is a set phrase. It repeats your line" in spoken(view)


def test_that_wordings_are_folded_and_leave_only_by_copying(panel: CritiquePanel, qtbot: QtBot) -> None:
    view = replace(OPEN, wordable=True, wordings=("In nine of ten sittings",))
    panel.show_view(CritiqueView(CRITICS, (view,)))
    panel.show_remark(view.remark)
    assert "In nine of ten sittings" not in _said(panel)
    qtbot.keyClick(_list(panel), Qt.Key.Key_W)
    assert "In nine of ten sittings" in _said(panel)
    assert "Using these words makes the passage model text." in _said(panel)
    (card,) = _cards(panel)
    words = {button.text() for button in card.findChildren(QPushButton) if button.isVisible()}
    assert words == {"Agree", "Dismiss…", "Hide wording", "Copy, marked as a model's", "Ask for another…"}
    with qtbot.waitSignal(panel.copy_pressed) as caught:
        _button(card, "Copy, marked as a model's").click()
    assert caught.args == ["In nine of ten sittings"]
    with qtbot.waitSignal(panel.wording_wanted) as wanted:
        _button(card, "Ask for another…").click()
    assert wanted.args == [view.remark]


# The whole draft, and one critic of several


def test_that_remarks_about_the_whole_draft_come_last_and_are_walked_through_by_themselves(
    panel: CritiquePanel,
) -> None:
    whole = [replace(OPEN, remark=number, quote="", agreement="", whole=True) for number in (20, 21)]
    panel.show_view(CritiqueView(CRITICS, (*whole, OPEN, LOST)))
    rows = _list(panel)
    texts = [rows.item(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(rows.count())]
    assert texts[3] == "About the whole draft"
    assert [card.view.remark for card in _cards(panel)] == [1, 4, 20, 21]
    assert panel.next_card(around=False)
    assert panel.current_remark() == 1
    assert not panel.next_card(around=False)
    assert panel.next_card(around=False, whole=True)
    assert panel.is_at_whole
    assert panel.next_card(around=False, whole=True)
    assert panel.current_remark() == 21
    assert not panel.next_card(around=False, whole=True)


def test_that_a_busy_critic_is_stopped_by_itself(panel: CritiquePanel, qtbot: QtBot) -> None:
    panel.show_view(CritiqueView((CRITICS[0], replace(CRITICS[1], stoppable=True)), running=True))

    def stops() -> list[QToolButton]:
        return [one for one in panel.findChildren(QToolButton) if one.isVisible()]

    qtbot.waitUntil(lambda: [one.accessibleName() for one in stops()] == ["Stop Claude"])
    with qtbot.waitSignal(panel.critic_stopped) as caught:
        stops()[0].click()
    assert caught.args == ["claude"]


def test_that_an_answer_of_the_critic_is_brought_into_view(panel: CritiquePanel, qtbot: QtBot) -> None:
    rows, long = _list(panel), "A reason that takes some lines of the card to give. " * 4
    panel.resize(330, 420)
    turn = TurnView("It is fine.", "The critic holds", long)
    panel.show_view(CritiqueView(CRITICS, (replace(OPEN, arguable=True, thread=(turn,)), AGREED)))
    rows.setCurrentRow(0)
    qtbot.waitUntil(lambda: rows.verticalScrollBar().maximum() > 0)
    rows.verticalScrollBar().setValue(0)
    note = "Conceded without a reason. Models give in easily."
    turns = (turn, TurnView("I insist.", "The critic concedes", long, note))
    panel.show_view(CritiqueView(CRITICS, (replace(OPEN, arguable=True, thread=turns), AGREED)))
    said = next(one for one in panel.findChildren(Prose) if one.isVisible() and one.text == note)

    def in_sight() -> bool:
        top = said.mapTo(rows.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + said.height() <= rows.viewport().height()

    qtbot.waitUntil(in_sight)
    rows.verticalScrollBar().setValue(0)
    panel.show_view(CritiqueView((), (replace(OPEN, arguable=True, thread=turns, note="taste"), AGREED)))
    qtbot.wait(20)
    assert rows.verticalScrollBar().value() == 0  # nothing was said anew
