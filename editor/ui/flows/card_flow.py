"""The card about a paragraph, asked for by a key, and the same in one sentence where the pointer rests in the margin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from editor.core.declaring import first_open
from editor.core.paragraph_row import Paragraph
from editor.protocol import record_messages as wire
from editor.ui.paragraph_card import ParagraphCard
from editor.ui.plain_words import plain_tip
from editor.ui.workbench import Workbench

_NOT_SENT = "Nothing of this paragraph was sent to a model, as far as its words and its remarks tell."


class CardFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self.card: ParagraphCard | None = None
        self.more: Callable[[Paragraph], Sequence[str]] = lambda _paragraph: ()
        """What others know of a paragraph, a line each."""
        self.ask_whose: Callable[[int], None] = lambda _ident: None
        """Asks whose words a paragraph holds; takes its id."""
        bench.view.viewport().installEventFilter(self)

    def open(self) -> None:
        """The card of the caret's paragraph; what it was sent to is added when the worker has said it."""
        here, facts, draft = self._bench.view.current(), self._bench.facts, self._bench.draft
        if here is None or facts is None or draft is None:
            return
        index, paragraph = here
        lines = (f"Paragraph {index + 1}.", *facts.card(index + 1, paragraph), *self.more(paragraph))
        view = self._bench.view
        box = view.paragraph_rect(index).toAlignedRect().intersected(view.viewport().rect())
        if self.card is not None:
            self.card.deleteLater()
        self.card = card = ParagraphCard(self._bench.theme, self._window)
        card.whose_pressed.connect(partial(self._ask_whose, paragraph.id))
        place = box.translated(view.viewport().mapTo(self._window, QPoint(0, 0)))
        card.show_lines(lines, place, is_open=first_open(paragraph) is not None)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, " ".join(lines)))
        if not draft.exists:
            card.add_lines((_NOT_SENT,))
            return
        ident, upto = paragraph.id, self._bench.upto
        self._bench.ask(lambda request: wire.ListSent(request, ident, upto), self._came)

    def _ask_whose(self, ident: int) -> None:
        self._bench.view.setFocus()
        self.ask_whose(ident)

    def _came(self, answer: wire.SentOf) -> None:
        lines = tuple(f"Sent {line}" for line in answer.lines) or (_NOT_SENT,)
        if self.card is not None and self.card.isVisible():
            self.card.add_lines(lines)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return False
        found = self._paragraph_beside(event.pos())
        if found is None or self._bench.facts is None:
            QToolTip.hideText()
            return False
        words = self._bench.facts.sentence(found[0] + 1, found[1])
        QToolTip.showText(event.globalPos(), plain_tip(f"{words}."), self._bench.view)
        return True

    def _paragraph_beside(self, place: QPoint) -> tuple[int, Paragraph] | None:
        """The paragraph whose margin lies at a place of the viewport; None in the text and in between."""
        view = self._bench.view
        if view.session is None or not (
            view.left_margin_rect().contains(place) or view.right_margin_rect().contains(place)
        ):
            return None
        for block, box in view.visible_blocks():
            if box.top() <= place.y() < box.bottom():
                index, paragraph = view.bridge.paragraph_at(block.position())
                return (index, paragraph) if paragraph.body.strip() else None
        return None
