"""Titles: entered, compared blind, and put into the draft as the words of whoever they are from."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QWidget

from editor.core.edits import EditKind
from editor.core.origins import OWN_KINDS, PASTED, TYPED, Origin, OriginKind
from editor.core.runs import Fragment
from editor.core.titles import Candidate, Choice, Outcome, Pair, place_of_title, questions, standings
from editor.session.draft_session import Act
from editor.ui.dialogs.titles_dialog import Revealed, TitlesDialog
from editor.ui.flows.title_asking import TitleAsking
from editor.ui.origin_look import origin_words
from editor.ui.workbench import Workbench

_LEAST_WORDS = 3
"""Fewer words of the clipboard are found in any title."""


def _by_lot(pairs: list[Pair]) -> list[Pair]:
    return random.sample(pairs, len(pairs))


class TitlesFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget, lots: Callable[[list[Pair]], list[Pair]] = _by_lot) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._lots = lots
        self.asking = TitleAsking(bench, self._more_came, self)
        self._dialog: TitlesDialog | None = None
        self._asked: tuple[Pair, ...] = ()
        self._choices: list[Choice] = []

    def open(self) -> None:
        if self._bench.session is None:
            return
        self._dialog = dialog = TitlesDialog(self._bench.theme, self._window)
        dialog.added.connect(self._add)
        dialog.removed.connect(self._remove)
        dialog.use_pressed.connect(self._use)
        dialog.compare_pressed.connect(self._compare)
        dialog.chosen.connect(self._chosen)
        dialog.given_up.connect(self._show)
        dialog.finished.connect(lambda _result: self._closed(dialog))
        self._show()
        self.asking.opened(dialog)
        dialog.open()

    def _closed(self, dialog: TitlesDialog) -> None:
        dialog.deleteLater()
        if self._dialog is dialog:
            self._dialog = None

    def _more_came(self) -> None:
        """Whoever compares meanwhile goes on comparing; the list has them after that."""
        if self._dialog is not None and not self._dialog.is_comparing:
            self._show()

    def _show(self) -> None:
        if self._dialog is not None and self._bench.session is not None:
            self._dialog.show_candidates(self._bench.session.titles.all())

    def _candidate(self, ident: int) -> Candidate | None:
        known = self._bench.session.titles.all() if self._bench.session else ()
        return next((one for one in known if one.id == ident), None)

    def _text(self, ident: int) -> str:
        candidate = self._candidate(ident)
        return candidate.text if candidate else ""

    def _add(self, words: str) -> None:
        if self._bench.session is not None:
            self._bench.session.titles.add(words, self._origin_of(words))
            self._show()

    def _origin_of(self, words: str) -> Origin:
        """The writer's, unless they are what the clipboard holds: then whose that is."""
        board = QApplication.clipboard()
        selection = (QClipboard.Mode.Selection,) if board.supportsSelection() else ()
        for mode in (QClipboard.Mode.Clipboard, *selection):
            if not board.text(mode).strip():
                continue
            received = self._bench.clipboard.received(board.mimeData(mode)).fragment
            held = " ".join(received.text.split())
            if held and held in " ".join(words.split()) and (held == words or len(held.split()) >= _LEAST_WORDS):
                origins = [run.origin for run in received.runs if run.origin.kind not in OWN_KINDS]
                model = next((one for one in origins if one.kind is OriginKind.MODEL), None)
                if origins:
                    return model or PASTED
        return TYPED

    def _remove(self, ident: int) -> None:
        if self._bench.session is not None:
            self._bench.session.titles.remove(ident)
            self._show()

    # Comparing.

    def _compare(self, idents: tuple[int, ...]) -> None:
        self._asked = questions(idents, self._lots)
        self._choices = []
        self._ask()

    def _ask(self) -> None:
        pair, number = self._asked[len(self._choices)], len(self._choices) + 1
        if self._dialog is not None:
            self._dialog.ask(self._text(pair.left), self._text(pair.right), number, len(self._asked))

    def _chosen(self, side: int) -> None:
        pair = self._asked[len(self._choices)]
        self._choices.append(Choice(pair, (None, pair.left, pair.right)[side]))
        if len(self._choices) < len(self._asked):
            self._ask()
        elif self._bench.session is not None and self._dialog is not None:
            self._bench.session.titles.compared(self._choices)
            self._dialog.reveal([(one.candidate, self._line(one)) for one in standings(self._choices)])

    def _line(self, one: Outcome) -> Revealed:
        candidate = self._candidate(one.candidate)
        pairs = one.won + one.lost + one.undecided
        words = f"chosen both times over {one.won} of {pairs}"
        if one.undecided:
            words += f", no clear choice in {one.undecided}"
        whose = origin_words(candidate.origin) if candidate else ""
        return Revealed(self._text(one.candidate), whose, words)

    # Using.

    def _use(self, ident: int) -> None:
        """Puts it where the title is, as a change that can be undone."""
        session, candidate = self._bench.session, self._candidate(ident)
        if session is None or candidate is None:
            return
        place = place_of_title(session.document.paragraphs)
        words = Fragment.of(candidate.text, candidate.origin)
        whole = Fragment.of(place.before, TYPED) + words + Fragment.of(place.after, TYPED)
        kind = EditKind.TYPE if candidate.origin.kind in OWN_KINDS else EditKind.PASTE
        self._bench.view.perform(place.start, place.stop - place.start, whole, Act(kind))
        if self._dialog is not None:
            self._dialog.accept()
        self._bench.say("The title is in the draft. Undo brings the other one back.")
