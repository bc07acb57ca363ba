"""A paste in the whole window, with the worker behind it: the page is read, the question asked, the answer kept."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from word_makers import FORMULA, NOTED, PICTURE, paragraph, part, word_file

from editor.core.declaring import SAID, Whose
from editor.core.edits import EditKind
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.parts import open_draft
from editor.session.draft_session import DraftSession
from editor.ui.find_bar import FindQuery
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.outline_model import OutlineModel
from editor.ui.preferences import Preferences
from editor.ui.whose_line import WhoseLine

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
PAGE = "<h2>On time</h2><p>A <b>bold</b> claim of five words</p>"
PLAIN = "On time\nA bold claim of five words"
MARKDOWN = "## On time\n\nA **bold** claim of five words"


class Room:
    def __init__(self, qtbot: QtBot, folder: Path, path: Path | None) -> None:
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        open_draft(self.window, path)
        self.room = Furnishing(self.window)
        self.room.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        self.qtbot = qtbot

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    @property
    def text(self) -> str:
        return self.session.document.text()

    def paste(self, text: str, html: str = "", source: str = "") -> None:
        data = QMimeData()
        if text:
            data.setText(text)
        if html:
            data.setHtml(html)
        if source:
            data.setData("chromium/x-source-url", source.encode())
        self.window.view.insertFromMimeData(data)

    def until(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.text == text, timeout=LONGEST_MS)
        assert self.window.view.toPlainText() == text

    def kinds(self, start: int = 0, stop: int | None = None) -> set[OriginKind]:
        stop = len(self.text) if stop is None else stop
        return {run.origin.kind for run in self.session.document.fragment(start, stop).runs}

    def outlined(self) -> list[tuple[str, int]]:
        """Headings, each with the words under it."""
        (model,) = self.room.outline.findChildren(OutlineModel)
        rows = [model.entry(row) for row in range(model.rowCount())]
        return [(one.title, one.words) for one in rows]

    def drop(self, data: QMimeData) -> None:
        place = QPointF(self.window.view.cursorRect().topLeft())
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.window.view.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))

    @property
    def line(self) -> WhoseLine:
        return self.room.whose


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    path = tmp_path / "essay.md"
    path.write_text("")
    made = Room(qtbot, tmp_path, path)
    yield made
    made.window.close()


CHAT = "https://claude.ai/chat/1"


@pytest.mark.usefixtures("cold_worker")
def test_that_keys_typed_before_the_page_is_read_leave_no_mark_on_the_paragraph_beside_it(room: Room) -> None:
    """The worker is held until the writer has typed on; the paragraph in front held the model's words for a moment."""
    room.session.change(0, 0, Fragment.of("Mine.", TYPED))
    room.window.view.bridge.show(room.session.undo())
    room.window.view.bridge.show(room.session.redo())
    room.window.view.place_caret(5)
    worker = room.room.client.pid
    os.kill(worker, signal.SIGSTOP)
    try:
        room.paste(PLAIN, PAGE, CHAT)
        QTest.keyClicks(room.window.view, " And on.")
    finally:
        os.kill(worker, signal.SIGCONT)
    room.until(f"Mine.\n\n{MARKDOWN} And on.")
    row = room.session.document.paragraphs
    assert [bool(item.mark.lineage) for item in row] == [False, True, True]
    again = room.session.document.keyframe()
    for _ in range(20):
        room.window.view.undo()
    assert room.text == ""
    for _ in range(20):
        room.window.view.redo()
    assert room.session.document.keyframe() == again


def test_that_the_plain_words_are_there_at_once_and_the_page_follows_in_one_step_of_undo(room: Room) -> None:
    room.paste(PLAIN, PAGE)
    assert room.text == PLAIN
    room.until(MARKDOWN)
    assert room.kinds() == {OriginKind.PASTED}
    assert room.window.view.caret == len(MARKDOWN)
    room.window.view.undo()
    assert room.text == ""
    room.window.view.redo()
    assert room.text == MARKDOWN


def test_that_a_paragraph_beside_the_paste_is_not_marked_for_what_it_held_for_a_moment(room: Room) -> None:
    room.session.change(0, 0, Fragment.of("Mine.", TYPED))
    room.window.view.bridge.show(room.session.undo())
    room.window.view.bridge.show(room.session.redo())
    room.window.view.place_caret(5)
    room.paste(PLAIN, PAGE, "https://claude.ai/chat/1")
    room.until(f"Mine.\n\n{MARKDOWN}")
    assert [bool(item.mark.lineage) for item in room.session.document.paragraphs] == [False, True, True]
    room.window.view.undo()
    assert room.text == "Mine."


def test_that_blocks_pasted_into_a_sentence_stand_apart_from_it(room: Room) -> None:
    QTest.keyClicks(room.window.view, "onetwo")
    room.window.view.place_caret(3)
    room.paste("a\nb", "<ul><li>a<li>b</ul>")
    room.until("one\n\n- a\n- b\n\ntwo")


def test_that_a_page_of_one_line_goes_into_the_sentence(room: Room) -> None:
    QTest.keyClicks(room.window.view, "onetwo")
    room.window.view.place_caret(3)
    room.paste(" and bold ", "<p>&nbsp;and <b>bold</b></p>")
    room.until("one and **bold** two")


def test_that_a_page_without_plain_words_comes_in_too(room: Room) -> None:
    room.paste("", PAGE)
    room.until(MARKDOWN)
    assert room.line.isVisible()  # it had no words to ask about before
    QTest.mouseClick(room.line.buttons[Whose.MINE], Qt.MouseButton.LeftButton)
    assert room.kinds() == {OriginKind.TYPED}


def test_that_what_is_typed_while_the_page_is_read_stays_where_it_was_typed(room: Room) -> None:
    room.paste(PLAIN, PAGE)
    QTest.keyClicks(room.window.view, " and more")
    room.until(MARKDOWN + " and more")
    assert room.kinds(len(MARKDOWN)) == {OriginKind.TYPED}
    room.window.view.undo()
    assert room.text == PLAIN + " and more"


def test_that_words_changed_meanwhile_are_not_replaced(room: Room) -> None:
    room.paste(PLAIN, PAGE)
    room.session.change(0, 2, room.session.document.fragment(0, 0))
    room.qtbot.waitUntil(lambda: any("stay plain" in one for one in room.told), timeout=LONGEST_MS)
    assert room.text == PLAIN[2:]


def test_that_pasting_as_plain_text_reads_no_page_and_repairs_nothing(room: Room) -> None:
    data = QMimeData()
    data.setText("cafÃ© stays")
    room.window.view._paste(data, as_it_is=True)
    room.paste("\ncafÃ© is put right")
    room.until("cafÃ© stays\ncafé is put right")


def test_that_the_line_asks_and_an_answer_is_one_act_that_undo_takes_back(room: Room) -> None:
    room.paste("these are eight words of a page somewhere")
    assert room.line.isVisible()
    QTest.mouseClick(room.line.buttons[Whose.MINE], Qt.MouseButton.LeftButton)
    assert room.line.isHidden()
    assert room.kinds() == {OriginKind.TYPED}
    assert room.session.document.runs()[0].origin.purpose == SAID
    assert room.session.history.edits_after(0)[-1].kind is EditKind.WHOSE
    room.window.view.undo()
    assert room.kinds() == {OriginKind.PASTED}
    assert room.text == "these are eight words of a page somewhere"


@pytest.mark.parametrize(
    ("text", "words"),
    [("    Indented prose as a terminal gives it,\n    and going on.", 10), ("```\nreturn one, two\n```", 3)],
)
def test_that_it_is_asked_whose_indented_prose_and_code_are(room: Room, text: str, words: int) -> None:
    room.session.change(0, 0, Fragment.of("Mine: ", TYPED))
    room.window.view.bridge.show(room.session.undo())
    room.window.view.bridge.show(room.session.redo())
    room.window.view.place_caret(6)
    room.paste(text)
    assert room.line.isVisible()
    assert f"Pasted {words} words. Whose?" in [label.text() for label in room.line.findChildren(QLabel)]
    QTest.mouseClick(room.line.buttons[Whose.MODEL], Qt.MouseButton.LeftButton)
    assert room.kinds(6) == {OriginKind.MODEL}


def test_that_an_unanswered_line_goes_by_itself_and_can_be_called_back(room: Room) -> None:
    room.paste("these are eight words of a page somewhere")
    room.qtbot.waitUntil(room.line.isHidden, timeout=LONGEST_MS)
    assert room.kinds() == {OriginKind.PASTED}
    room.window.view.place_caret(5)
    room.room.menus["whose"].trigger()
    assert room.line.isVisible()
    QTest.mouseClick(room.line.buttons[Whose.MODEL], Qt.MouseButton.LeftButton)
    assert room.kinds() == {OriginKind.MODEL}
    assert room.session.document.paragraphs[0].mark.lineage


def test_that_a_screen_reader_answers_without_a_click(room: Room) -> None:
    room.paste("these are eight words of a model somewhere", source="https://chatgpt.com/c/1")
    room.line.buttons[Whose.MODEL].toggle()
    assert room.line.isHidden(), "the answer may be what was taken for true"
    room.window.view.place_caret(5)
    room.room.menus["whose"].trigger()
    room.line.buttons[Whose.MINE].toggle()
    assert room.kinds() == {OriginKind.TYPED}


def test_that_the_card_asks_about_the_first_open_words_of_its_paragraph(room: Room) -> None:
    view = room.window.view
    QTest.keyClicks(view, "Mine. ")
    room.paste("these are eight words of a page somewhere")
    room.line.dismiss()
    view.place_caret(2)
    flow = room.room.record.card
    flow.open()
    assert flow.card is not None
    (button,) = flow.card.findChildren(QPushButton)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert room.line.isVisible()
    assert view.selection() == (6, len(room.text))
    QTest.mouseClick(room.line.buttons[Whose.QUOTATION], Qt.MouseButton.LeftButton)
    assert [run.origin.purpose for run in room.session.document.runs()] == ["", "quotation"]


def test_that_the_card_asks_nothing_about_words_that_are_known(room: Room) -> None:
    QTest.keyClicks(room.window.view, "Mine alone.")
    flow = room.room.record.card
    flow.open()
    assert flow.card is not None
    assert not flow.card.findChildren(QPushButton)[0].isVisible()


def test_that_words_from_a_page_of_a_model_are_taken_for_its_own(room: Room) -> None:
    room.paste("these are eight words of a model somewhere", source="https://chatgpt.com/c/1?secret")
    assert room.line.buttons[Whose.MODEL].isChecked()
    assert room.kinds() == {OriginKind.MODEL}
    (run,) = room.session.document.runs()
    assert (run.origin.provider, run.origin.source) == ("chatgpt.com", "https://chatgpt.com/c/1")


def test_that_pasting_as_plain_text_leaves_out_the_formatting_and_not_where_it_comes_from(room: Room) -> None:
    data = QMimeData()
    data.setText(PLAIN)
    data.setHtml(PAGE)
    data.setData("chromium/x-source-url", CHAT.encode())
    QApplication.clipboard().setMimeData(data)
    room.window.view.paste_plain()
    assert room.text == PLAIN
    (run,) = room.session.document.runs()
    assert (run.origin.kind, run.origin.source) == (OriginKind.MODEL, CHAT)
    assert room.line.buttons[Whose.MODEL].isChecked()


def test_that_letters_typed_while_the_line_asks_go_into_the_draft(room: Room) -> None:
    room.paste("these are eight words of a page somewhere")
    QTest.keyClicks(room.window.view, "maq")
    assert room.text.endswith("somewheremaq")


def test_that_unseen_characters_are_shown_counted_and_taken_out_on_demand(room: Room) -> None:
    room.paste("words\u200b that hide\u202e something from us")
    assert "words▯" in room.window.view.toPlainText()
    assert room.line.clean.text() == "&Remove 2 unseen"
    assert room.line.clean.accessibleName() == "Remove 2 unseen characters"
    QTest.mouseClick(room.line.clean, Qt.MouseButton.LeftButton)
    assert room.text == "words that hide something from us"
    room.window.view.undo()
    assert room.text == "words\u200b that hide\u202e something from us"


def test_that_every_unseen_character_that_is_offered_is_shown(room: Room) -> None:
    room.paste("Normal \u202eevil\u202c wo\u200brd and \u2066iso\u2069 soft\u00adhyphen \U000e0041tag")
    assert room.line.clean.text() == "&Remove 7 unseen"
    view = room.window.view
    marks = view.text_layout.hidden(view.document().begin())
    assert view.toPlainText().count("▯") + len(marks) == 7
    QTest.mouseClick(room.line.clean, Qt.MouseButton.LeftButton)
    assert room.text == "Normal evil word and iso softhyphen tag"
    assert view.text_layout.hidden(view.document().begin()) == ()


def test_that_a_direction_mark_that_the_letters_before_a_paste_need_is_neither_offered_nor_taken_out(room: Room) -> None:
    room.session.change(0, 0, Fragment.of("(שלום)", TYPED))
    room.window.view.bridge.show(room.session.undo())
    room.window.view.bridge.show(room.session.redo())
    room.window.view.place_caret(6)
    room.paste("\u200f 3 are words of a page")
    assert room.line.isVisible()
    assert room.line.clean.isHidden()
    room.paste(" and\u200b more")
    assert room.line.clean.text() == "&Remove 1 unseen"
    QTest.mouseClick(room.line.clean, Qt.MouseButton.LeftButton)
    assert room.text == "(שלום)\u200f 3 are words of a page and more"


def test_that_what_replace_all_puts_in_is_a_tools_and_the_rest_keeps_its_origin(room: Room) -> None:
    QTest.keyClicks(room.window.view, "a teh b teh c")
    room.room.find_bar.replace_all_pressed.emit(FindQuery("teh", replacement="the"))
    assert room.text == "a the b the c"
    kinds = [(run.length, run.origin.kind) for run in room.session.document.runs()]
    typed, tool = OriginKind.TYPED, OriginKind.TOOL
    assert kinds == [(2, typed), (3, tool), (3, typed), (3, tool), (2, typed)]
    room.window.view.undo()
    assert room.text == "a teh b teh c"
    assert room.kinds() == {OriginKind.TYPED}


def test_that_the_question_stays_above_the_bar_that_searches(room: Room) -> None:
    room.paste("\n".join("words from somewhere else" for _ in range(40)))
    room.window.view.place_caret(0)  # the line goes to the other edge of the page
    line, bar = room.room.whose, room.room.find_bar
    line.hide()
    room.room.menus["whose"].trigger()

    def apart() -> None:
        assert line.isVisible()
        assert line.y() > 0
        assert not bar.isVisible() or not line.geometry().intersects(bar.geometry())

    def at_the_edge() -> bool:
        return line.geometry().bottom() == room.window.page.geometry().bottom()

    room.qtbot.waitUntil(apart, timeout=LONGEST_MS)
    room.qtbot.waitUntil(at_the_edge, timeout=LONGEST_MS)
    room.room.find.open(replace=True)
    room.qtbot.waitUntil(lambda: bar.isVisible() and at_the_edge(), timeout=LONGEST_MS)
    room.qtbot.waitUntil(apart, timeout=LONGEST_MS)
    bar.close_bar()
    room.qtbot.waitUntil(lambda: not bar.isVisible() and at_the_edge(), timeout=LONGEST_MS)


def replace_all(room: Room, old: str, new: str) -> None:
    room.room.find_bar.replace_all_pressed.emit(FindQuery(old, replacement=new))


def test_that_a_models_words_which_replace_all_leaves_as_they_are_stay_the_models(room: Room) -> None:
    QTest.keyClicks(room.window.view, "Own. ")
    room.paste("Seven model words stand here right now.", source="https://chatgpt.com/c/1")
    replace_all(room, "model words stand here right now", "model words stand here right now")
    assert room.told[-1] == "Nothing was replaced: the words are the same."
    replace_all(room, "model words stand here", "model words stood there")
    assert room.text == "Own. Seven model words stood there right now."
    origins = [(run.length, run.origin.kind) for run in room.session.document.runs()]
    typed, tool, model = OriginKind.TYPED, OriginKind.TOOL, OriginKind.MODEL
    assert origins == [(5, typed), (18, model), (7, tool), (15, model)]
    room.window.view.undo()
    assert room.text == "Own. Seven model words stand here right now."


def test_that_a_models_words_which_replace_others_stay_the_models(room: Room) -> None:
    model = Origin(OriginKind.MODEL, "model-1", "vendor", "critique", "call-7")
    said = "A wholly different sentence that only a model would have put this way"
    room.window.bench.clipboard.model_showed(f"Say: {said}.", model)
    QTest.keyClicks(room.window.view, "My words. ")
    replace_all(room, "words", said)
    assert [(run.length, run.origin) for run in room.session.document.runs()][1] == (len(said), model)


def test_that_what_was_pasted_into_the_bar_is_not_the_writers(room: Room) -> None:
    QApplication.clipboard().setText("phrase of a stranger")
    QTest.keyClicks(room.window.view, "My words. ")
    replace_all(room, "words", "phrase of a stranger")
    assert room.kinds(3, 23) == {OriginKind.PASTED}


def test_that_a_paste_of_200_000_words_comes_in_whole(room: Room) -> None:
    words = "\n\n".join(
        " ".join(f"word{number}" for number in range(start, start + 100)) for start in range(0, 200_000, 100)
    )
    html = "".join(f"<p>{one}</p>" for one in words.split("\n\n"))
    room.paste(words.replace("\n\n", "\n"), html)
    assert room.text == words.replace("\n\n", "\n")
    room.until(words)
    assert room.session.document.runs()[0].length == len(words)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_that_a_paste_of_very_many_lines_comes_in_and_goes_whole(room: Room, between: str) -> None:
    room.paste("# Before\n\nwords of mine")
    lines = between.join(f"𝛑line{number}" for number in range(20_000))
    before = room.text
    room.paste(lines)
    assert room.text == before + lines
    assert room.window.view.toPlainText() == room.text
    QTest.keyClicks(room.window.view, "on")
    assert room.text == before + lines + "on"
    room.qtbot.waitUntil(lambda: room.outlined() == [("Before", 20_002)], timeout=LONGEST_MS)
    room.window.view.undo()
    room.window.view.undo()
    assert (room.text, room.window.view.toPlainText()) == (before, before)
    room.window.view.redo()
    assert (room.text, room.window.view.toPlainText()) == (before + lines, before + lines)
    assert [run.origin.kind for run in room.session.document.runs()] == [OriginKind.PASTED]


def test_that_a_hostile_page_costs_nothing_but_its_formatting(room: Room) -> None:
    room.paste("plain words of a page", "<b>" * 700_000)
    room.qtbot.waitUntil(lambda: any("too large" in one for one in room.told), timeout=LONGEST_MS)
    assert room.text == "plain words of a page"


def test_that_a_word_file_is_imported_with_its_notes_and_pictures(room: Room, tmp_path: Path) -> None:
    path = word_file(tmp_path / "old.docx", paragraph("Old", "Heading1"), NOTED, PICTURE)
    room.window.files.open(path)
    room.qtbot.waitUntil(lambda: room.window.windowTitle().startswith("old"), timeout=LONGEST_MS)
    assert room.text.startswith("# Old\n\nNoted[^1] here.\n\n![a curve](old%20images/")
    assert room.kinds() == {OriginKind.IMPORTED}
    assert any("imported as old.md" in one and "1 picture" in one for one in room.told)
    assert room.window.findChild(QMessageBox) is None


def test_that_what_of_a_word_file_does_not_come_along_stays_on_the_screen_until_it_was_read(
    room: Room, tmp_path: Path
) -> None:
    comments = {
        "word/comments.xml": part("comments", f"<w:comment w:author='Ann'>{paragraph('Is that so?')}</w:comment>")
    }
    room.window.files.open(word_file(tmp_path / "old.docx", paragraph("Old"), FORMULA, extra=comments))
    room.qtbot.waitUntil(lambda: room.window.findChild(QMessageBox) is not None, timeout=LONGEST_MS)
    box = room.window.findChild(QMessageBox)
    assert box is not None
    first, formula, comment = box.text().split("\n\n")
    assert first == "Not everything came along as it was."
    assert formula.startswith("1 formula was flattened")
    assert comment == "1 comment was left out: “Ann: Is that so?”. old.docx still has it."
    box.close()
    assert room.text == "Old\n\nSo E=mc2.\n"


def test_that_a_file_dropped_on_the_page_is_opened(room: Room, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<meta charset=utf-8><h1>Früher</h1><p>text", "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(page))])
    assert room.window.view.canInsertFromMimeData(data)
    room.drop(data)
    room.qtbot.waitUntil(lambda: room.window.windowTitle().startswith("page"), timeout=LONGEST_MS)
    assert room.text == "# Früher\n\ntext\n"


def test_that_a_word_file_that_is_none_gives_a_sentence_and_leaves_the_draft_open(room: Room, tmp_path: Path) -> None:
    room.paste("my words are here")
    path = tmp_path / "broken.docx"
    path.write_bytes(b"no zip at all")
    room.window.files.open(path)
    room.qtbot.waitUntil(lambda: room.window.findChild(QMessageBox) is not None, timeout=LONGEST_MS)
    box = room.window.findChild(QMessageBox)
    assert box is not None
    assert "broken.docx is not a Word file" in box.text()
    box.close()
    assert room.text == "my words are here"
    assert path.read_bytes() == b"no zip at all"


def test_that_a_file_the_program_is_started_with_is_imported(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    path = word_file(tmp_path / "first.docx", paragraph("First words"))
    room = Room(qtbot, tmp_path, path)
    qtbot.waitUntil(lambda: room.text == "First words\n", timeout=LONGEST_MS)
    room.window.close()
