"""Asking the writer whether a paragraph is vouched for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from editor.ui.dialogs.vouch_dialog import VouchDialog, VouchGiven
from editor.ui.workbench import Workbench


class VouchFlow(QObject):
    """Signals:
    changed: the writer answered; carries the ids of the paragraphs it is about, a tuple.
    """

    changed = Signal(object)

    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window

    def ask(self) -> None:
        """Asks about the paragraph of the caret."""
        here, session = self._bench.view.current(), self._bench.session
        if here is None or session is None:
            return
        number, paragraph = here[0] + 1, here[1]
        if not paragraph.body.strip():
            self._bench.say("There is nothing in this paragraph to vouch for yet.")
            return
        known = session.vouches.of(paragraph.id)
        said = known.said(paragraph.body) if known else ""
        dialog = VouchDialog(number, said, known.whom if known else "", self._bench.theme, self._window)
        dialog.answered.connect(lambda given: self._answered(paragraph.id, given))
        dialog.open()

    def _answered(self, ident: int, given: VouchGiven) -> None:
        session, paragraph = self._bench.session, self._bench.paragraph(ident)
        if session is None or paragraph is None:
            self._bench.say("That paragraph is no longer in the draft. Nothing was noted.")
            return
        vouch = session.vouches.give(paragraph, given.answer, given.whom)
        number = session.document.paragraphs.index_of(ident) + 1
        self._bench.say(f"Paragraph {number} is {vouch.said(paragraph.body)}.")
        self.changed.emit((ident,))
