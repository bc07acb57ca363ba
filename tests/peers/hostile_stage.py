"""Every place of the window that shows what a model said, with the same words in each.

Run as a program it shows hostile outputs in all of them, one after the other, and says at the end what came of it:

    python tests/peers/hostile_stage.py PICTURE PORT [planted]      ("planted" shows one as no widget of ours does)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from hostile_outputs import Baits, hostile_outputs
from PySide6.QtCore import QObject, QPoint, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListWidget,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)

from editor.core.titles import Candidate as Title
from editor.core.titles import one_line
from editor.ui.desk.critic_rows import CriticRow, CriticRows, CriticState
from editor.ui.desk.overlap_sheet import Find, OverlapSheet, OverlapView
from editor.ui.desk.pad_values import PadSpark, PadTurn
from editor.ui.desk.relay_proposal import Proposed, RelayProposal
from editor.ui.desk.relay_view import RelayState, RelayView
from editor.ui.desk.remark_list import RemarkList
from editor.ui.desk.remark_values import RemarkView, TurnView
from editor.ui.desk.spark_list import SparkList
from editor.ui.desk.turn_list import TurnList
from editor.ui.dialogs.outline_sheet import Candidate, OutlineSheet
from editor.ui.dialogs.send_sheet import SendSheet, SendView
from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.dialogs.titles_dialog import Revealed, TitlesDialog
from editor.ui.plain_words import PlainBox
from editor.ui.prose import Prose
from editor.ui.theme import load_theme

SCHEMES = ("http", "https", "file", "mailto", "ftp", "javascript", "data", "smb", "vscode", "ms-msdt", "search-ms")


def remarks(words: str) -> RemarkList:
    made = RemarkList(load_theme("light"))
    thread = (TurnView("No.", "The critic concedes", words, words),)
    made.show_remarks(
        (
            RemarkView(
                *(1, words, words, words, words, words),
                agreement=words,
                arguable=True,
                thread=thread,
                wordable=True,
                wordings=(words,),
                trouble=words,
            ),
        )
    )
    made._fold(1, True)
    return made


def critics(words: str) -> CriticRows:
    made = CriticRows(load_theme("light"))
    made.show_rows((CriticRow("c", words, state=CriticState.FAILED, sentence=words),))
    return made


def pad_turn(words: str) -> TurnList:
    made = TurnList(load_theme("light"))
    made.show_live(PadTurn(1, "now", 3, 3, words[:9], 1, words))
    made.show_live(PadTurn(1, "now", 3, 3, words, 1, words))
    return made


def sparks(words: str) -> SparkList:
    made = SparkList(load_theme("light"))
    made.show_sparks((PadSpark("s", words, words, 1, 0, 3),))
    return made


def overlap(words: str) -> OverlapSheet:
    return OverlapSheet(
        OverlapView("theirs", words, (Find(words, words),), of_model=True), (("r", words),), load_theme("light")
    )


def outline(words: str) -> OutlineSheet:
    return OutlineSheet(words, (Candidate(words, words),), words, load_theme("light"))


def relay_turns(words: str) -> RelayView:
    made = RelayView(load_theme("light"))
    made.show_state(RelayState(words, words, False, True, True, True, True))
    made.show_said(words)
    return made


def relay_proposal(words: str) -> RelayProposal:
    made = RelayProposal(load_theme("light"))
    made.show_proposed(words, (Proposed(0, words, words, words, words),))
    return made


def titles(words: str) -> TitlesDialog:
    made = TitlesDialog(load_theme("light"))
    made.show_candidates((Title(1, one_line(words) or "blank"),))
    made.ask(words, words, 1, 2)
    made.reveal(((1, Revealed(words, words, words)),))
    return made


def what_was_sent(words: str) -> SentDialog:
    return SentDialog((SentEntry("a call", words, "c", words),), words, load_theme("light"))


def what_would_be_sent(words: str) -> SendSheet:
    return SendSheet(SendView(words, words, words, words, words), load_theme("light"))


def message(words: str) -> PlainBox:
    window = QWidget()
    made = PlainBox(QMessageBox.Icon.Warning, "Palimpsest", words, window)
    made.setParent(None)
    return made


PLACES = {
    "critics' remarks, arguments and wordings": remarks,
    "what a critic is doing": critics,
    "turn of the pad": pad_turn,
    "sparks": sparks,
    "overlap": overlap,
    "outline": outline,
    "turns of a relay": relay_turns,
    "proposal of a relay": relay_proposal,
    "titles": titles,
    "what was sent": what_was_sent,
    "what would be sent": what_would_be_sent,
    "message": message,
}


def held(widget: QWidget) -> Iterator[str]:
    """All words that the widget and what is in it show."""
    for one in (widget, *widget.findChildren(QWidget)):
        if isinstance(one, Prose):
            yield one.text
        elif isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        elif isinstance(one, QTextEdit | QPlainTextEdit):
            yield one.toPlainText()
        elif isinstance(one, QListWidget):
            yield from (one.item(row).text() for row in range(one.count()))
        yield one.toolTip()


def look_at(widget: QWidget) -> None:
    """As a writer does: each part is painted, and the tip of each is brought up."""
    widget.resize(420, 600)
    widget.show()
    QApplication.processEvents()
    widget.grab()
    rows = [one.item(row) for one in widget.findChildren(QListWidget) for row in range(one.count())]
    for tip in [one.toolTip() for one in (widget, *widget.findChildren(QWidget), *rows)]:
        if tip:
            QToolTip.showText(QPoint(10, 10), tip, widget)
            QApplication.processEvents()
    widget.close()
    widget.deleteLater()


class _Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url.toString())


def main(picture: str, port: str, *planted: str) -> None:
    application = QApplication.instance() or QApplication([])
    opened = _Opened()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, opened, "take")
    QApplication.clipboard().setText("mine")
    outputs = hostile_outputs(Baits(Path(picture), int(port)))
    if planted:
        look_at(QLabel(outputs["picture of a file"]))
        QDesktopServices.openUrl(QUrl("https://planted.invalid/"))
        QApplication.clipboard().setText("planted")
    else:
        for words in outputs.values():
            for place in PLACES.values():
                look_at(place(words[:2_000]))
    application.processEvents()
    print(json.dumps({"clipboard": QApplication.clipboard().text(), "opened": opened.urls}))


if __name__ == "__main__":
    main(*sys.argv[1:])
