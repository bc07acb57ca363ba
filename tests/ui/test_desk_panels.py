"""The desk itself, and its pad, versions and time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.core.clock import StoppedClock
from editor.ui.desk.desk import Desk, DeskHeading, DeskTab
from editor.ui.desk.difference import DiffKind, DiffPiece
from editor.ui.desk.heat_strip import HeatCell, HeatStrip, cell_words, level
from editor.ui.desk.pad_panel import IDLE_MS, LAST_PAUSE_MS, PadPanel
from editor.ui.desk.pad_paper import PadPaper
from editor.ui.desk.pad_values import PadChoices, PadEnd, PadEnding, PadStart, PadText, PadTurn, PadView
from editor.ui.desk.time_panel import TimePanel, TimeView
from editor.ui.desk.time_table import TimeRow, row_sentence
from editor.ui.desk.version_list import VersionEntry
from editor.ui.desk.versions_panel import KeepVersion, VersionScope, VersionsPanel
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

THEME = load_theme("light")


def _button(part: QWidget, words: str) -> QPushButton:
    return next(button for button in part.findChildren(QPushButton) if button.text() == words)


def _said(part: QWidget) -> list[str]:
    return [prose.text for prose in part.findChildren(Prose) if not prose.isHidden()]


class TestDesk:
    @pytest.fixture
    def desk(self, qtbot: QtBot) -> Desk:
        made = Desk(THEME)
        qtbot.addWidget(made)
        made.resize(330, 500)
        made.show()
        return made

    def test_that_no_tool_stands_outside_a_desk_with_high_counts(self, desk: Desk) -> None:
        (tabs,) = desk.findChildren(QTabBar)
        desk.resize(900, 500)
        for tab in DeskTab:
            desk.set_count(tab, 12)
        assert tabs.tabText(len(DeskTab) - 1) == "References 12"
        desk.resize(desk.sizeHint())
        assert tabs.tabText(len(DeskTab) - 1) == "Refs 12"
        assert tabs.tabToolTip(len(DeskTab) - 1) == "References"
        desk.resize(900, 500)
        assert tabs.tabText(len(DeskTab) - 1) == "References 12"

    def test_that_the_heading_names_the_paragraph_and_elides_a_long_title(self, desk: Desk) -> None:
        desk.show_heading(DeskHeading(2, "What I timed, and why " * 5))
        shown = desk.findChildren(QLabel)[0]
        assert shown.text().startswith("¶2 · What I timed")
        assert shown.text().endswith("…")
        assert shown.accessibleName().startswith("Paragraph 2, What I timed")

    def test_that_tabs_carry_their_counts_and_fit(self, desk: Desk) -> None:
        desk.set_count(DeskTab.CRITIQUE, 2)
        desk.set_count(DeskTab.VERSIONS, 0)
        tabs = desk.findChildren(QTabBar)[0]
        assert [tabs.tabText(at) for at in range(4)] == ["Pad", "Critique 2", "Versions", "Time"]
        assert tabs.tabRect(3).right() <= tabs.width()

    def test_that_a_panel_put_in_later_is_shown_where_its_tab_is(self, desk: Desk) -> None:
        desk.show_tab(DeskTab.TIME)
        panel = QWidget()
        desk.put_panel(DeskTab.TIME, panel)
        assert panel.isVisible()
        desk.show_tab(DeskTab.PAD)
        assert not panel.isVisible()

    def test_that_a_sheet_covers_the_tool_until_it_is_closed(self, desk: Desk, qtbot: QtBot) -> None:
        panel, sheet = QWidget(), QWidget()
        desk.put_panel(DeskTab.PAD, panel)
        desk.show_sheet(sheet)
        assert sheet.isVisible()
        assert not panel.isVisible()
        with qtbot.waitSignal(desk.sheet_closed):
            desk.close_sheet()
        assert panel.isVisible()

    def test_that_no_tab_is_marked_as_shown_while_a_sheet_lies_over_its_tool(self, desk: Desk) -> None:
        desk.show_tab(DeskTab.CRITIQUE)
        tabs = desk.findChildren(QTabBar)[0]
        marked = tabs.grab().toImage()
        desk.show_sheet(QWidget())
        assert tabs.grab().toImage() != marked
        desk.close_sheet()
        assert tabs.grab().toImage() == marked

    def test_that_the_tab_of_the_tool_under_a_sheet_takes_the_sheet_away(self, desk: Desk, qtbot: QtBot) -> None:
        desk.show_tab(DeskTab.CRITIQUE)
        tabs = desk.findChildren(QTabBar)[0]
        desk.show_sheet(QWidget())
        with qtbot.waitSignal(desk.sheet_closed):
            qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
        desk.show_sheet(QWidget())
        with qtbot.waitSignal(desk.sheet_closed):
            desk.show_tab(DeskTab.CRITIQUE)  # as a key does

    def test_that_the_pin_says_whether_the_desk_stays(self, desk: Desk, qtbot: QtBot) -> None:
        with qtbot.waitSignal(desk.pinned) as caught:
            desk.findChildren(QToolButton)[0].click()
        assert caught.args == [True]
        assert desk.is_pinned

    def test_that_choosing_a_tab_says_which(self, desk: Desk, qtbot: QtBot) -> None:
        with qtbot.waitSignal(desk.tab_chosen) as caught:
            desk.findChildren(QTabBar)[0].setCurrentIndex(2)
        assert caught.args == [DeskTab.VERSIONS]


class TestPad:
    @pytest.fixture
    def clock(self) -> StoppedClock:
        return StoppedClock(0, 1_000)

    @pytest.fixture
    def pad(self, qtbot: QtBot, clock: StoppedClock) -> PadPanel:
        made = PadPanel(THEME, clock)
        qtbot.addWidget(made)
        made.resize(330, 600)
        made.show()
        made.show_view(PadView(7, "The point."))
        return made

    @staticmethod
    def _sheet(pad: PadPanel) -> QPlainTextEdit:
        return pad.findChildren(QPlainTextEdit)[0]

    @staticmethod
    def _label(pad: PadPanel, name: str) -> str:
        return next(label.text() for label in pad.findChildren(QLabel) if label.objectName() == name)

    def test_that_an_empty_pad_says_what_it_is_for(self, pad: PadPanel) -> None:
        assert self._sheet(pad).placeholderText() == "Nothing here yet. Five minutes, no full stops. Ctrl+Return"
        assert "The point." in _said(pad)

    def test_that_ctrl_return_begins_a_turn_and_ends_it(self, pad: PadPanel, clock: StoppedClock, qtbot: QtBot) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        with qtbot.waitSignal(pad.started) as begun:
            QTest.keyClick(self._sheet(pad), Qt.Key.Key_Return, control)
        assert begun.args == [PadStart(7, 5, 600)]
        QTest.keyClicks(self._sheet(pad), "so it goes")
        clock.advance(90_000)
        with qtbot.waitSignal(pad.ended) as over:
            QTest.keyClick(self._sheet(pad), Qt.Key.Key_Return, control)
        assert over.args == [PadEnd(7, "so it goes", 90_000, PadEnding.WRITER)]
        assert not pad.is_running

    def test_that_a_letter_typed_between_turns_begins_one_and_is_in_it(self, pad: PadPanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(pad.started):
            QTest.keyClicks(self._sheet(pad), "so")
        assert self._sheet(pad).toPlainText() == "so"

    def test_that_a_key_that_writes_nothing_begins_no_turn(self, pad: PadPanel) -> None:
        QTest.keyClick(self._sheet(pad), Qt.Key.Key_Down)
        QTest.keyClick(self._sheet(pad), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert not pad.is_running

    def test_that_every_change_hands_over_the_whole_turn(self, pad: PadPanel) -> None:
        heard: list[PadText] = []
        pad.typed.connect(heard.append)
        pad.turn_over()
        QTest.keyClicks(self._sheet(pad), "ab")
        QTest.keyClick(self._sheet(pad), Qt.Key.Key_Backspace)
        assert [change.text for change in heard] == ["a", "ab", "a"]

    def test_that_a_no_break_space_survives(self, pad: PadPanel, qtbot: QtBot) -> None:
        pad.turn_over()
        self._sheet(pad).insertPlainText("12\u00a0km\nand on")
        with qtbot.waitSignal(pad.ended) as over:
            pad.turn_over()
        assert over.args[0].text == "12\u00a0km\nand on"

    def test_that_words_tick_towards_the_number_wanted(self, pad: PadPanel) -> None:
        pad.turn_over()
        self._sheet(pad).insertPlainText("one two three")
        assert self._label(pad, "Words so far") == "3 of 600"

    def test_that_the_bell_waits_for_the_sentence_to_be_finished(
        self, pad: PadPanel, clock: StoppedClock, qtbot: QtBot
    ) -> None:
        pad.turn_over()
        clock.advance(5 * 60_000)
        self._sheet(pad).insertPlainText("still")
        with qtbot.assertNotEmitted(pad.ended):
            pad.tick()
        assert self._label(pad, "Time left") == "Time"
        clock.advance(LAST_PAUSE_MS)
        with qtbot.waitSignal(pad.ended) as over:
            pad.tick()
        assert over.args[0].ended_by is PadEnding.BELL
        assert over.args[0].text == "still"

    def test_that_idling_never_ends_a_turn_before_the_bell(
        self, pad: PadPanel, clock: StoppedClock, qtbot: QtBot
    ) -> None:
        pad.turn_over()
        clock.advance(4 * 60_000)
        with qtbot.assertNotEmitted(pad.ended):
            pad.tick()

    def test_that_the_border_breathes_once_and_again_only_after_a_key(self, pad: PadPanel, clock: StoppedClock) -> None:
        paper = pad.findChildren(PadPaper)[0]
        breaths: list[int] = []
        paper._breath.stateChanged.connect(lambda new, _old: breaths.append(1) if new.value else None)
        pad.turn_over()
        clock.advance(IDLE_MS - 1)
        pad.tick()
        assert not paper.is_breathing
        clock.advance(1)
        pad.tick()
        assert paper.is_breathing
        paper._breath.stop()
        pad.tick()
        assert len(breaths) == 1
        self._sheet(pad).insertPlainText("x")
        clock.advance(IDLE_MS)
        pad.tick()
        assert len(breaths) == 2
        paper._breath.stop()

    def test_that_reduced_motion_means_no_motion(self, pad: PadPanel, clock: StoppedClock) -> None:
        pad.set_reduce_motion(True)
        pad.turn_over()
        clock.advance(IDLE_MS)
        pad.tick()
        assert not pad.findChildren(PadPaper)[0].is_breathing

    def test_that_finished_turns_are_numbered_and_cannot_be_edited(self, pad: PadPanel) -> None:
        pad.show_view(PadView(7, "", (PadTurn(1, "today 13:40", 300, 412, "what I want to say"),)))
        assert _said(pad) == ["1 · today 13:40 · 5:00 · 412 words"]
        (text,) = pad.findChildren(QTextEdit)
        QTest.keyClicks(text, "  ")
        assert text.toPlainText() == "what I want to say"
        assert self._sheet(pad).isReadOnly()

    def test_that_without_going_back_only_what_adds_at_the_end_has_an_effect(self, pad: PadPanel) -> None:
        pad.show_choices(PadChoices(no_going_back=True))
        pad.turn_over()
        sheet, control = self._sheet(pad), Qt.KeyboardModifier.ControlModifier
        QTest.keyClicks(sheet, "no way")
        for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Up):
            QTest.keyClick(sheet, key)
        for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Z, Qt.Key.Key_X, Qt.Key.Key_A, Qt.Key.Key_K, Qt.Key.Key_Home):
            QTest.keyClick(sheet, key, control)
        QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=sheet.viewport().rect().topLeft())
        QTest.mouseDClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=sheet.viewport().rect().topLeft())
        QTest.keyClicks(sheet, " back")
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        sheet.insertPlainText("on")
        assert sheet.toPlainText() == "no way back\non"

    def test_that_an_input_method_cannot_take_words_back_either(self, pad: PadPanel) -> None:
        pad.show_choices(PadChoices(no_going_back=True))
        pad.turn_over()
        sheet = self._sheet(pad)
        QTest.keyClicks(sheet, "no way")
        replacing = QInputMethodEvent("", [])
        replacing.setCommitString("!", -3, 3)
        QApplication.sendEvent(sheet, replacing)
        assert sheet.toPlainText() == "no way!"

    def test_that_with_going_back_it_deletes_as_ever(self, pad: PadPanel) -> None:
        pad.turn_over()
        QTest.keyClicks(self._sheet(pad), "ab")
        QTest.keyClick(self._sheet(pad), Qt.Key.Key_Home)
        QTest.keyClick(self._sheet(pad), Qt.Key.Key_Delete)
        assert self._sheet(pad).toPlainText() == "b"

    def test_that_a_key_held_down_is_one_wish(self, pad: PadPanel) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        for repeats in (False, True, True):
            event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, control, "", repeats)
            QApplication.sendEvent(self._sheet(pad), event)
        assert pad.is_running

    def test_that_a_models_turn_stands_in_a_hatched_block_and_can_grow(self, pad: PadPanel, qtbot: QtBot) -> None:
        turn = PadTurn(1, "writing", 0, 2, "the kettle", 5, "claude-opus-5-5")
        pad.show_view(PadView(7))
        pad.model_asked()
        pad.show_model(turn)
        (text,) = pad.findChildren(QTextEdit)
        pad.show_model(replace(turn, words=4, text="the kettle & the stair"))
        assert pad.findChildren(QTextEdit) == [text]
        assert text.toPlainText() == "the kettle & the stair"
        assert _said(pad)[-1] == "1 · claude-opus-5-5 · writing · 4 words"
        qtbot.waitExposed(pad)
        block = text.parentWidget()
        row = block.grab().toImage().copy(2, 4, 7, block.height() - 8)
        colours = {row.pixelColor(x, y).name() for x in range(row.width()) for y in range(row.height())}
        assert len(colours) > 3  # strokes and what is between them

    def test_that_signs_that_hide_are_shown_in_a_models_turn(self, pad: PadPanel) -> None:
        pad.show_view(PadView(7, turns=(PadTurn(1, "today", 1, 2, "a\u202eb c", 5, "m"),)))
        assert pad.findChildren(QTextEdit)[0].toPlainText() == "a▯b c"

    def test_that_another_paragraph_does_not_take_a_running_turn_away(self, pad: PadPanel, qtbot: QtBot) -> None:
        pad.turn_over()
        self._sheet(pad).insertPlainText("mine")
        pad.show_view(PadView(8, "Another point."))
        with qtbot.waitSignal(pad.ended) as over:
            pad.turn_over()
        assert (over.args[0].paragraph, over.args[0].text) == (7, "mine")


VERSIONS = (VersionEntry(9, "before the critique", "today 14:02", 31), VersionEntry(5, "", "today 13:40", 1))


class TestVersions:
    @pytest.fixture
    def panel(self, qtbot: QtBot) -> VersionsPanel:
        made = VersionsPanel(THEME)
        qtbot.addWidget(made)
        made.resize(330, 600)
        made.show()
        made.show_versions(VersionScope.PARAGRAPH, VERSIONS)
        return made

    @staticmethod
    def _rows(panel: VersionsPanel) -> QListWidget:
        return panel.findChildren(QListWidget)[0]

    def test_that_a_row_speaks_its_name_time_and_length(self, panel: VersionsPanel) -> None:
        role = Qt.ItemDataRole.AccessibleTextRole
        said = [self._rows(panel).item(at).data(role) for at in range(2)]
        assert said == ["before the critique, today 14:02 · 31 words", "Without a name, today 13:40 · 1 word"]

    def test_that_no_version_says_how_to_keep_one(self, panel: VersionsPanel) -> None:
        panel.show_versions(VersionScope.PARAGRAPH, ())
        assert "One version. Ctrl+D keeps it before you change it." in _said(panel)

    def test_that_a_difference_is_told_by_line_as_well_as_by_colour(self, panel: VersionsPanel) -> None:
        self._rows(panel).setCurrentRow(0)
        pieces = (
            DiffPiece(DiffKind.SAME, "I wrote for "),
            DiffPiece(DiffKind.REMOVED, "a while"),
            DiffPiece(DiffKind.ADDED, "ten minutes"),
        )
        panel.show_difference(9, pieces)
        text = panel.findChildren(QTextEdit)[0]
        assert text.toPlainText() == "I wrote for a whileten minutes"
        cursor = text.textCursor()
        cursor.setPosition(14)
        assert cursor.charFormat().fontStrikeOut()
        cursor.setPosition(22)
        assert cursor.charFormat().fontUnderline()
        assert not cursor.charFormat().fontStrikeOut()

    def test_that_a_difference_that_comes_too_late_is_not_shown(self, panel: VersionsPanel) -> None:
        self._rows(panel).setCurrentRow(1)
        panel.show_difference(9, (DiffPiece(DiffKind.ADDED, "late"),))
        assert panel.findChildren(QTextEdit)[0].isHidden()

    def test_that_an_equal_version_says_so(self, panel: VersionsPanel) -> None:
        self._rows(panel).setCurrentRow(0)
        panel.show_difference(9, (DiffPiece(DiffKind.SAME, "same"),))
        assert "This version and the present text are the same." in _said(panel)

    def test_that_keeping_carries_the_name_and_the_scope(self, panel: VersionsPanel, qtbot: QtBot) -> None:
        panel.show_versions(VersionScope.DRAFT, VERSIONS)
        field = panel.findChildren(QLineEdit)[0]
        field.setText("  before lunch ")
        with qtbot.waitSignal(panel.keep_pressed) as caught:
            QTest.keyClick(field, Qt.Key.Key_Return)
        assert caught.args == [KeepVersion(VersionScope.DRAFT, "before lunch")]
        assert field.text() == ""

    def test_that_restoring_names_the_version_on_screen(self, panel: VersionsPanel, qtbot: QtBot) -> None:
        self._rows(panel).setCurrentRow(1)
        panel.show_difference(5, (DiffPiece(DiffKind.REMOVED, "old"),))
        with qtbot.waitSignal(panel.restore_pressed) as caught:
            _button(panel, "Restore this version").click()
        assert caught.args == [5]

    def test_that_the_same_rows_keep_the_writers_place_silently(self, panel: VersionsPanel, qtbot: QtBot) -> None:
        self._rows(panel).setCurrentRow(1)
        with qtbot.assertNotEmitted(panel.chosen):
            panel.show_versions(VersionScope.PARAGRAPH, (VersionEntry(11, "new", "now", 3), *VERSIONS))
        assert self._rows(panel).currentRow() == 2

    def test_that_the_scope_is_asked_for_once(self, panel: VersionsPanel, qtbot: QtBot) -> None:
        whole = panel.findChildren(QToolButton)[1]
        with qtbot.waitSignal(panel.scope_chosen) as caught:
            whole.toggle()  # as a screen reader does; a click does it, too
        assert caught.args == [VersionScope.DRAFT]
        with qtbot.assertNotEmitted(panel.scope_chosen):
            whole.click()


ROW = TimeRow(31, 3, "Suppose the model is right", 84, 4.1, 2.3, 0.2, 8.6, 2.2)


class TestTime:
    @pytest.fixture
    def panel(self, qtbot: QtBot) -> TimePanel:
        made = TimePanel(THEME)
        qtbot.addWidget(made)
        made.resize(330, 600)
        made.show()
        cells = (HeatCell("14:02", 60), HeatCell("14:03", 12, reading=True))
        made.show_view(TimeView("6.4 of 8.6 min (4.1 editing, 2.3 reading)", cells, (ROW,), "41.2 min"))
        return made

    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [(0, 0), (0.2, 1), (1, 1), (15, 1), (16, 2), (30, 2), (31, 3), (45, 3), (46, 4), (60, 4)],
    )
    def test_that_a_minute_has_five_levels(self, seconds: float, expected: int) -> None:
        assert level(seconds) == expected

    def test_that_a_cell_is_told_in_words(self) -> None:
        assert cell_words(HeatCell("14:02", 12, reading=True)) == "14:02: 12 s reading"
        assert cell_words(HeatCell("14:02", 60, outside=True)) == "14:02: 60 s, with a paste or a model's text"
        assert cell_words(HeatCell("14:02", 0, gap=True)) == "14:02: not recorded"

    def test_that_every_kind_of_cell_looks_different(self, qtbot: QtBot) -> None:
        kinds = [HeatCell("t", seconds) for seconds in (0, 10, 20, 40, 60)]
        kinds += [HeatCell("t", 60, reading=True), HeatCell("t", 60, outside=True), HeatCell("t", 0, gap=True)]
        pictures = []
        for cell in kinds:
            strip = HeatStrip(THEME)
            qtbot.addWidget(strip)
            strip.resize(60, 26)
            strip.show_cells((cell,))
            pictures.append(strip.grab().toImage())
        assert all(one != other for at, one in enumerate(pictures) for other in pictures[:at])

    def test_that_many_minutes_need_more_rows_and_all_of_them_fit(self, qtbot: QtBot) -> None:
        strip = HeatStrip(THEME)
        qtbot.addWidget(strip)
        strip.show_cells([HeatCell("t", 30)] * 100)
        strip.resize(300, strip.heightForWidth(300))
        assert strip._place(99).bottom() < strip.height()
        assert max(strip._place(at).right() for at in range(100)) < 300

    def test_that_the_panel_says_that_it_proves_nothing(self, panel: TimePanel) -> None:
        assert "Recorded by this program; not proof." in _said(panel)

    def test_that_a_row_is_spoken_whole(self, panel: TimePanel) -> None:
        assert row_sentence(ROW) == (
            "Paragraph 3, 84 words, 4.1 minutes editing, 2.3 reading, 0.2 thin, 8.6 asked, short by 2.2"
        )
        model = panel.findChildren(QTableView)[0].model()
        assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == row_sentence(ROW)

    def test_that_a_profile_that_asks_nothing_shows_a_dash(self, panel: TimePanel) -> None:
        free = replace(ROW, asked=None, short_by=0.0)
        panel.show_view(TimeView("6.4 min", (HeatCell("14:02", 60),), (free,), "41.2 min"))
        model = panel.findChildren(QTableView)[0].model()
        assert [model.index(0, column).data() for column in range(7)] == ["3", "84", "4.1", "2.3", "0.2", "–", "–"]

    def test_that_new_numbers_do_not_reset_the_table(self, panel: TimePanel, qtbot: QtBot) -> None:
        model = panel.findChildren(QTableView)[0].model()
        changed = TimeView("6.5 min", (HeatCell("14:02", 60),), (replace(ROW, editing=4.2),), "41.3 min")
        with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
            panel.show_view(changed)

    def test_that_no_heading_of_the_table_is_cut(self, panel: TimePanel) -> None:
        table = panel.findChildren(QTableView)[0]
        across = table.horizontalHeader()
        assert across.length() <= table.viewport().width()
        for section in range(7):
            assert across.sectionSize(section) >= across.sectionSizeFromContents(section).width()

    def test_that_a_paragraph_without_minutes_says_when_they_come(self, panel: TimePanel) -> None:
        panel.show_view(TimeView("", (), (), ""))
        assert "No minutes yet. They grow while you write and read here." in _said(panel)

    def test_that_the_export_is_one_press(self, panel: TimePanel, qtbot: QtBot) -> None:
        with qtbot.waitSignal(panel.export_pressed):
            _button(panel, "Export as CSV…").click()
