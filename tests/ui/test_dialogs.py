"""Sheets and dialogs: what they promise before anything leaves, and what they stop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from editor.ui.dialogs.about_dialog import AboutDialog, AboutView
from editor.ui.dialogs.check_rows import CheckRow, CheckState
from editor.ui.dialogs.export_dialog import ExportDialog, ExportView, Venue, summary
from editor.ui.dialogs.send_sheet import SendExtra, SendSheet, SendTick, SendView
from editor.ui.dialogs.version_name import VersionName
from editor.ui.prose import Prose
from editor.ui.start_card import StartCard
from editor.ui.theme import load_theme

THEME = load_theme("light")


def _button(part: QWidget, words: str) -> QPushButton:
    return next(button for button in part.findChildren(QPushButton) if button.text() == words)


def _words(part: QWidget) -> str:
    labels = [label.text() for label in part.findChildren(QLabel)]
    return " | ".join(labels + [prose.text for prose in part.findChildren(Prose) if not prose.isHidden()])


EXACT = "System: ask for evidence.\n\n<p>I spent two months\u00a0timing myself.</p>\n"
SEND = SendView(
    "Anthropic, api.anthropic.com", "claude-sonnet", EXACT, "about 1.4 ct", "3.0 ct",
    (SendExtra("near", "The paragraphs before and after (212 words)", True),),
)  # fmt: skip


class TestSendSheet:
    @pytest.fixture
    def sheet(self, qtbot: QtBot) -> SendSheet:
        made = SendSheet(SEND, THEME)
        qtbot.addWidget(made)
        made.resize(330, 600)
        made.show()
        return made

    def test_that_the_exact_text_recipient_model_and_price_are_shown_before_sending(self, sheet: SendSheet) -> None:
        shown = sheet.findChildren(QPlainTextEdit)[0]
        assert shown.document().toRawText().replace("\u2029", "\n") == EXACT
        assert shown.isReadOnly()
        for words in ("Anthropic, api.anthropic.com", "claude-sonnet", "about 1.4 ct, at most 3.0 ct"):
            assert words in _words(sheet)

    def test_that_sending_says_whether_to_ask_again(self, sheet: SendSheet, qtbot: QtBot) -> None:
        with qtbot.waitSignal(sheet.send_pressed) as caught:
            _button(sheet, "Send").click()
        assert caught.args == [True]
        box = next(b for b in sheet.findChildren(QCheckBox) if b.text() == "Do not ask again for this essay")
        box.click()
        with qtbot.waitSignal(sheet.send_pressed) as caught:
            _button(sheet, "Send").click()
        assert caught.args == [False]

    def test_that_leaving_something_out_asks_for_the_new_text(self, sheet: SendSheet, qtbot: QtBot) -> None:
        with qtbot.waitSignal(sheet.extra_ticked) as caught:
            box = next(box for box in sheet.findChildren(QCheckBox) if box.objectName() == "near")
            box.toggle()  # as a screen reader does; a click does it, too
        assert caught.args == [SendTick("near", False)]
        box.click()
        shorter = replace(SEND, text="short", extras=(replace(SEND.extras[0], ticked=False),))
        with qtbot.assertNotEmitted(sheet.extra_ticked):
            sheet.show_view(shorter)
        assert not box.isChecked()
        assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "short"
        assert "5 characters" in _words(sheet)

    def test_that_escape_sends_nothing(self, sheet: SendSheet, qtbot: QtBot) -> None:
        with qtbot.assertNotEmitted(sheet.send_pressed), qtbot.waitSignal(sheet.cancel_pressed):
            QTest.keyClick(sheet, Qt.Key.Key_Escape)

    def test_that_the_keyboard_starts_at_cancel(self, sheet: SendSheet) -> None:
        assert sheet.focusProxy() is _button(sheet, "Cancel")


VENUES = (Venue("lw", "LessWrong 2026", "Copy for LessWrong"), Venue("sub", "Substack", "Copy for Substack"))
FINE = CheckRow("title", "Title", "“On drafting badly”", CheckState.FINE)
LOOK = CheckRow("model", "Model text outside a block", "2 paragraphs.", CheckState.LOOK, True)
STOP = CheckRow("image", "Images", "A file does not exist.", CheckState.STOP, True)


class TestExport:
    @pytest.fixture
    def dialog(self, qtbot: QtBot) -> ExportDialog:
        made = ExportDialog(VENUES, THEME)
        qtbot.addWidget(made)
        made.show_view(ExportView("lw", (FINE, LOOK), "# Title\n", "<h1>Title</h1>"))
        return made

    def test_that_the_worst_comes_first(self, dialog: ExportDialog) -> None:
        dialog.show_view(ExportView("lw", (FINE, LOOK, STOP), "x"))
        titles = [prose.text for prose in dialog.findChildren(Prose)][0::2]
        assert titles[-3:] == ["Images", "Model text outside a block", "Title"]

    def test_that_only_broken_output_stops_an_export(self, dialog: ExportDialog) -> None:
        assert _button(dialog, "Copy for LessWrong").isEnabled()
        dialog.show_view(ExportView("lw", (STOP,), "x"))
        assert not _button(dialog, "Copy for LessWrong").isEnabled()
        assert not _button(dialog, "Save as…").isEnabled()

    @pytest.mark.parametrize(
        ("checks", "words"),
        [
            ((FINE,), "Nothing to object to"),
            ((FINE, LOOK), "1 thing to look at"),
            ((LOOK, LOOK, STOP), "Cannot export like this"),
        ],
    )
    def test_that_the_table_is_summed_up_in_words(self, checks: tuple[CheckRow, ...], words: str) -> None:
        assert summary(checks) == words

    def test_that_each_state_is_said_and_not_only_drawn(self, dialog: ExportDialog) -> None:
        names = {prose.accessibleName() for prose in dialog.findChildren(Prose)}
        assert "Model text outside a block: look at it. 2 paragraphs." in names

    def test_that_show_names_the_check(self, dialog: ExportDialog, qtbot: QtBot) -> None:
        with qtbot.waitSignal(dialog.show_pressed) as caught:
            _button(dialog, "Show").click()
        assert caught.args == ["model"]

    def test_that_the_exact_text_is_shown_to_a_screen_reader_that_asks_for_it(self, dialog: ExportDialog) -> None:
        exact = next(button for button in dialog.findChildren(QToolButton) if button.text() == "Exact text")
        exact.toggle()
        assert dialog.findChildren(QPlainTextEdit)[0].isVisibleTo(dialog)

    def test_that_copy_and_save_name_the_venue_shown(self, dialog: ExportDialog, qtbot: QtBot) -> None:
        dialog.show_view(ExportView("sub", (FINE,), "x"))
        with qtbot.waitSignal(dialog.copy_pressed) as copied:
            _button(dialog, "Copy for Substack").click()
        with qtbot.waitSignal(dialog.save_pressed) as saved:
            _button(dialog, "Save as…").click()
        assert (copied.args, saved.args) == (["sub"], ["sub"])

    def test_that_the_preview_loads_nothing(self, dialog: ExportDialog) -> None:
        browser = dialog.findChildren(QTextBrowser)[0]
        kind = QTextDocument.ResourceType.ImageResource.value
        picture = browser.loadResource(kind, QUrl("https://example.org/tracker.png"))
        assert (picture.width(), picture.height()) == (1, 1)
        assert not browser.openLinks()

    def test_that_text_alone_is_shown_as_text(self, dialog: ExportDialog) -> None:
        dialog.show_view(ExportView("lw", (FINE,), "plain"))
        dialog.show()
        assert dialog.findChildren(QPlainTextEdit)[0].isVisible()


def test_that_a_version_may_stay_without_a_name(qtbot: QtBot) -> None:
    dialog = VersionName("This keeps paragraph 2 as it is now.", THEME)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.named) as caught:
        _button(dialog, "Keep").click()
    assert caught.args == [""]


def test_that_about_names_version_and_licences(qtbot: QtBot) -> None:
    dialog = AboutDialog(AboutView("0.1.0", "A writing desk.", "Literata, OFL 1.1"), THEME)
    qtbot.addWidget(dialog)
    assert "Version 0.1.0" in _words(dialog)
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "Literata, OFL 1.1"


@pytest.mark.parametrize(
    ("words", "signal"),
    [
        ("New", "new_pressed"),
        ("Open…", "open_pressed"),
        ("Paste a draft", "paste_pressed"),
        ("Sample essay", "sample_pressed"),
        ("Connect a model…", "connect_pressed"),
    ],
)
def test_that_the_start_card_offers_five_ways_to_begin(qtbot: QtBot, words: str, signal: str) -> None:
    card = StartCard(THEME)
    qtbot.addWidget(card)
    with qtbot.waitSignal(getattr(card, signal)):
        _button(card, words).click()
