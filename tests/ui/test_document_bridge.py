"""Qt's document and ours hold the same text after whatever is done to either."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFont, QInputMethodEvent, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QTextEdit
from session_makers import Sitting, typed

from editor.core.changes import Changes
from editor.core.edits import EditKind
from editor.core.origins import DICTATED, TYPED
from editor.core.runs import Fragment
from editor.session.draft_session import TYPING, Act
from editor.ui.document_bridge import DocumentBridge, Inserted, shown

LEFT, KEEP = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
ODD = [
    "a", "word ", "é", "e\u0301", "😀", "👩‍👩‍👧", "שלום", "\u202eab", "\u00a0", "\u2028", "\t", "\x0c", "\u0085",
    "\n", "\n\n", "- ", "```\n",
]  # fmt: skip


class Both:
    """A text in Qt and in a session, and the bridge between them."""

    def __init__(self, text: str = "", qt: QTextDocument | None = None) -> None:
        self.sitting = Sitting(text)
        self.session = self.sitting.session
        self.qt = qt or QTextDocument()
        self.qt.setUndoRedoEnabled(False)
        self.qt.documentLayout()  # a document without a layout reports no change
        self.qt.setPlainText("")
        QTextCursor(self.qt).insertText(shown(text))
        self.formatting = False
        self.bridge = DocumentBridge(self.qt, lambda: self.formatting)
        self.came: list[Inserted] = []
        self.changes: list[Changes] = []
        self.origin = TYPED
        self.bridge.origin_of = self._origin_of
        self.bridge.changed = self.changes.append
        self.bridge.attach(self.session)

    def _origin_of(self, new: Inserted) -> tuple[Fragment, Act]:
        self.came.append(new)
        return Fragment.of(new.text, self.origin), TYPING

    def cursor(self, position: int, to: int | None = None) -> QTextCursor:
        cursor = QTextCursor(self.qt)
        cursor.setPosition(position)
        if to is not None:
            cursor.setPosition(to, KEEP)
        return cursor

    @property
    def core(self) -> str:
        return self.sitting.text

    @property
    def seen(self) -> str:
        return self.qt.toRawText().replace("\u2029", "\n")

    def agree(self) -> bool:
        assert shown(self.core) == self.seen
        assert len(shown(self.core).encode("utf-16-le", "surrogatepass")) // 2 == self.qt.characterCount() - 1
        return True


pytestmark = pytest.mark.usefixtures("qapp")


class TestTyping:
    def test_that_an_emoji_typed_before_words_leaves_every_place_right(self) -> None:
        both = Both("one two")
        both.cursor(0).insertText("😀")
        both.cursor(2).insertText("x")
        both.cursor(9).insertText("y")
        assert both.core == "😀xone twyo"
        assert [(new.text, new.position) for new in both.came] == [("😀", 0), ("x", 1), ("y", 8)]
        assert both.agree()

    def test_that_one_key_is_one_edit_of_one_character(self) -> None:
        both = Both("aaaa\n\naaaa")
        both.cursor(2).insertText("a")
        (changes,) = both.changes
        (edit,) = changes.edits
        assert (edit.inserted.text, edit.removed.text) == ("a", "")

    def test_that_enter_is_a_line_feed(self) -> None:
        both = Both("one two")
        both.cursor(3).insertBlock()
        assert both.core == "one\n two"
        assert both.agree()

    def test_that_only_what_differs_counts_as_replaced(self) -> None:
        both = Both("one two three")
        both.cursor(4, 7).insertText("too")
        (edit,) = both.changes[0].edits
        assert (edit.position, edit.removed.text, edit.inserted.text) == (5, "w", "o") or edit.removed.text == "wo"
        assert both.core == "one too three"

    def test_that_replacing_a_text_by_itself_is_no_edit(self) -> None:
        both = Both("one two")
        both.cursor(0, 7).insertText("one two")
        assert both.changes == []

    def test_that_selecting_all_and_deleting_empties_both(self) -> None:
        both = Both("one 😀\n\n- two\n\nשלום")
        cursor = both.cursor(0)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        assert both.core == ""
        assert both.agree()

    def test_that_distant_changes_in_one_edit_block_are_taken_over(self) -> None:
        both = Both("one\n\ntwo\n\nthree")
        cursor = both.cursor(0)
        cursor.beginEditBlock()
        cursor.insertText("😀")
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("!")
        cursor.endEditBlock()
        assert both.core == "😀one\n\ntwo\n\nthree!"
        assert both.agree()

    @pytest.mark.parametrize("kept", ["\u00a0", "\u2028", "\t", "\x0c", "\u0085"])
    def test_that_a_space_of_another_kind_stays_what_it_is(self, kept: str) -> None:
        both = Both("ab")
        both.cursor(1).insertText(kept)
        assert both.core == f"a{kept}b"

    def test_that_the_owner_says_whose_words_came_in(self) -> None:
        both = Both("ab")
        both.origin = DICTATED
        both.cursor(1).insertText("said")
        assert [run.origin.kind.value for run in both.sitting.document.runs()] == ["imported", "dictated", "imported"]

    def test_that_setting_the_whole_text_of_qt_is_taken_over_as_what_differs(self) -> None:
        both = Both("one two three")
        both.qt.setPlainText("one 2 three")
        assert both.core == "one 2 three"
        assert both.agree()


class TestFormatting:
    def test_that_a_change_of_format_is_no_edit(self) -> None:
        both = Both("one 😀 two\n\nthree")
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        both.cursor(0, 9).mergeCharFormat(bold)
        cursor = both.cursor(3)
        block = cursor.blockFormat()
        block.setTopMargin(9)
        cursor.setBlockFormat(block)
        assert both.changes == []
        assert both.agree()

    def test_that_qt_is_not_listened_to_while_formats_are_set(self) -> None:
        both = Both("one")
        both.formatting = True
        both.cursor(0).insertText("x")
        assert both.core == "one"

    def test_that_without_a_draft_nothing_is_listened_to(self) -> None:
        both = Both("one")
        both.bridge.attach(None)
        both.cursor(0).insertText("x")
        assert both.core == "one"
        with pytest.raises(RuntimeError):
            both.bridge.to_core(0)


class TestInputMethods:
    @pytest.fixture
    def edit(self, qapp: QApplication) -> QTextEdit:
        return QTextEdit()

    @staticmethod
    def compose(edit: QTextEdit, preedit: str, commit: str = "") -> None:
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        QCoreApplication.sendEvent(edit, event)

    def test_that_composing_is_no_edit_until_it_is_committed(self, edit: QTextEdit) -> None:
        both = Both("ab", edit.document())
        edit.setTextCursor(both.cursor(1))
        for so_far in ("k", "か", "かn", "漢"):
            self.compose(edit, so_far)
            assert both.core == "ab"
        self.compose(edit, "", "漢字😀")
        assert both.core == "a漢字😀b"
        assert both.agree()

    def test_that_a_commit_into_an_empty_draft_does_not_take_the_separator_for_text(self, edit: QTextEdit) -> None:
        both = Both("", edit.document())
        self.compose(edit, "", "é")
        assert both.core == "é"
        (edit_made,) = both.changes[0].edits
        assert (edit_made.removed.text, edit_made.inserted.text) == ("", "é")

    def test_that_a_commit_over_a_selection_replaces_it(self, edit: QTextEdit) -> None:
        both = Both("one two", edit.document())
        edit.setTextCursor(both.cursor(4, 7))
        self.compose(edit, "", "2")
        assert both.core == "one 2"
        assert both.agree()

    def test_that_backspace_takes_a_whole_emoji(self, edit: QTextEdit) -> None:
        both = Both("a😀b", edit.document())
        edit.setTextCursor(both.cursor(3))
        QCoreApplication.sendEvent(
            edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier)
        )
        assert both.core == "ab"
        assert both.agree()


class TestShowing:
    @pytest.mark.parametrize(
        "text",
        ["", "a\r\nb\r", "a\0b", "\ufeffa\ufeff", "a\ud800b\udc00", "\ufffc\ufdd0\ufdd1", "a\u2029b", "😀\n\nשלום"],
    )
    def test_that_any_text_is_shown_one_for_one(self, text: str) -> None:
        both = Both(text)
        assert both.agree()
        assert len(shown(text)) == len(text)
        both.cursor(both.qt.characterCount() - 1).insertText("x")
        assert both.core == text + "x"
        both.cursor(0).insertText("y")
        assert both.core == f"y{text}x"
        assert both.agree()

    def test_that_a_plain_text_is_shown_as_it_is(self) -> None:
        text = "plain, “quoted”\n\n😀"
        assert shown(text) is text

    def test_that_what_the_program_does_is_shown_and_heard_of_once(self) -> None:
        both = Both("😀 one two")
        end = both.bridge.perform(2, 3, typed("é\n\n😀"), Act(EditKind.PASTE))
        assert both.core == "😀 é\n\n😀 two"
        assert end == 8
        assert both.agree()
        assert len(both.changes) == 1
        assert both.came == []

    def test_that_a_pasted_carriage_return_is_kept_and_shown_as_a_sign(self) -> None:
        both = Both("ab")
        both.bridge.perform(1, 0, typed("x\r\ny"), Act(EditKind.PASTE))
        assert both.core == "ax\r\nyb"
        assert both.seen == "ax␍\nyb"

    def test_that_undo_and_redo_of_a_group_are_shown_also_among_astral_characters(self) -> None:
        both = Both("a cat 😀 a cat 😀 a cat")
        group = both.sitting.recorder.next_n
        for place in (18, 9, 2):
            act = Act(EditKind.TOOL, by_hand=False, group=group)
            both.bridge.perform(both.core.index("cat", place - 1), 3, typed("🐈🐈"), act)
        assert both.core == "a 🐈🐈 😀 a 🐈🐈 😀 a 🐈🐈"
        assert both.bridge.show(both.session.undo()) > 0
        assert both.core == "a cat 😀 a cat 😀 a cat"
        assert both.agree()
        both.bridge.show(both.session.redo())
        assert both.agree()

    def test_that_a_group_which_brings_the_first_astral_characters_is_shown_where_it_belongs(self) -> None:
        both = Both("one two")
        group = both.sitting.recorder.next_n
        for place in (0, 4):
            both.bridge.perform(place, 1, typed("😀"), Act(EditKind.TOOL, group=group))
        both.bridge.show(both.session.undo())
        both.bridge.show(both.session.redo())
        assert both.core == "😀ne 😀wo"
        assert both.agree()

    def test_that_changes_without_edits_show_nothing(self) -> None:
        both = Both("one")
        assert both.bridge.show(both.session.undo()) == 0
        assert both.changes == []


class TestPlaces:
    TEXT = "😀a\n\n\n- שלום\n- b😀\n\nend"

    def test_that_places_go_there_and_back(self) -> None:
        both = Both(self.TEXT)
        for position in range(len(self.TEXT) + 1):
            units = both.bridge.to_qt(position)
            assert units == len(self.TEXT[:position].encode("utf-16-le")) // 2
            assert both.bridge.to_core(units) == position

    def test_that_a_paragraph_knows_its_qt_blocks_without_the_blank_lines(self) -> None:
        both = Both("\n\n" + self.TEXT)
        found = [both.bridge.blocks_of(index) for index in range(3)]
        assert [(first.text(), last.text()) for first, last in found] == [
            ("😀a", "😀a"),
            ("- שלום", "- b😀"),
            ("end", "end"),
        ]
        assert both.bridge.paragraph_at(found[1][1].position())[0] == 1


class TestDisagreement:
    def test_that_a_change_that_cannot_be_taken_over_brings_the_log_in_line_with_the_screen(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        both = Both("one two")
        answers = iter([Fragment(), Fragment.of("x", TYPED)])
        both.bridge.origin_of = lambda new: (next(answers), TYPING)
        with caplog.at_level(logging.CRITICAL, "editor.ui.document_bridge"):
            both.cursor(3).insertText("x")
        assert both.core == "onex two"
        assert both.agree()

    def test_that_a_report_of_the_wrong_length_is_put_right(self, caplog: pytest.LogCaptureFixture) -> None:
        both = Both("one two")
        both.bridge.attach(None)
        both.cursor(0).insertText("unheard ")
        both.bridge.attach(both.session)
        with caplog.at_level(logging.CRITICAL, "editor.ui.document_bridge"):
            both.cursor(3).insertText("😀")
        assert both.core == both.seen == "unh😀eard one two"

    def test_that_half_an_emoji_does_not_stay_in_qt(self, caplog: pytest.LogCaptureFixture) -> None:
        both = Both("a😀b")
        with caplog.at_level(logging.CRITICAL, "editor.ui.document_bridge"):
            both.cursor(2).insertText("x")
        assert both.agree()
        assert "x" in both.core
        both.cursor(0).insertText("y")
        assert both.core.startswith("y")
        assert both.agree()

    def test_that_an_unseen_character_typed_over_itself_is_shown_all_the_same(self) -> None:
        both = Both("\u202eab")
        cursor = both.cursor(0)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText("\u202eab")
        assert both.agree()
        assert both.core == "\u202eab"


def insert(text: str) -> Callable[[QTextCursor], None]:
    return lambda cursor: cursor.insertText(text)


def move(operation: QTextCursor.MoveOperation) -> Callable[[QTextCursor], None]:
    return lambda cursor: cursor.movePosition(operation, KEEP) and cursor.removeSelectedText()


OPERATIONS = st.one_of(
    st.sampled_from(ODD).map(insert),
    st.sampled_from(
        [
            QTextCursor.deleteChar,
            QTextCursor.deletePreviousChar,
            QTextCursor.insertBlock,
            move(QTextCursor.MoveOperation.WordRight),
            move(QTextCursor.MoveOperation.StartOfBlock),
            move(QTextCursor.MoveOperation.NextBlock),
        ]
    ),
)
STEPS = st.tuples(
    st.floats(0, 1), st.floats(0, 1), st.sampled_from(["one", "one", "span", "undo", "redo", "all"]), OPERATIONS
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ODD), max_size=12).map("".join), st.lists(STEPS, max_size=15))
def test_that_both_texts_agree_after_any_operations_on_qt_and_any_undo(
    text: str, steps: list[tuple[float, float, str, Callable[[QTextCursor], None]]]
) -> None:
    both = Both(text)
    for one, other, what, operation in steps:
        both.sitting.clock.advance(700)
        if what == "undo":
            both.bridge.show(both.session.undo())
        elif what == "redo":
            both.bridge.show(both.session.redo())
        else:
            # A person's caret never stands inside a character; Qt moves it out when asked for the next one.
            cursor = both.cursor(both.bridge.to_qt(int(one * len(both.core))))
            if what == "span":
                cursor.setPosition(both.bridge.to_qt(int(other * len(both.core))), KEEP)
            elif what == "all":
                cursor.select(QTextCursor.SelectionType.Document)
            operation(cursor)
        assert both.agree()


@given(st.lists(st.sampled_from(ODD), max_size=25).map("".join))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_that_the_blocks_of_a_paragraph_are_its_lines_without_the_blank_ones_around_them(text: str) -> None:
    both = Both(text)
    lines = 0
    for index, item in enumerate(both.session.document.paragraphs):
        first, last = both.bridge.blocks_of(index)
        lead = len(item.text) - len(item.text.lstrip("\n"))
        body = item.text.strip("\n").count("\n")
        assert (first.blockNumber(), last.blockNumber()) == (lines + lead, lines + lead + body)
        lines += item.text.count("\n")
