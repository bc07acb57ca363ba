"""One sheet for all critics that are asked: for each of them the recipient, the model, the price and the exact text.

What is in the box is what the marked critic gets, to the character; the tick below it is about that critic alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from editor.core.money import about, cents
from editor.ui.dialogs.send_sheet import SendSheet, SendView
from editor.ui.plain_words import PlainLabel, plain_tip
from editor.ui.theme import Theme

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CriticRequest:
    """What one critic would get."""

    critic: str
    title: str
    view: SendView
    likely_usd: Decimal | None = None
    most_usd: Decimal | None = None
    """None where no price is known."""
    needs_usd: Decimal | None = None
    """What has to be left for it."""
    left_usd: Decimal | None = None
    """None where there is no limit."""
    left_words: str = ""
    counted_by: str = ""
    """Who counts the text first where the sum would pass what is left; empty where that cannot be."""


class RoundSheet(SendSheet):
    """Signals:
    approved: all of it may be sent; carries the names of the critics that need not be asked about again, as a frozenset.
    """

    approved = Signal(object)

    def __init__(
        self,
        requests: Sequence[CriticRequest],
        theme: Theme,
        parent: QWidget | None = None,
        *,
        ahead_usd: Decimal = _NOTHING,
    ) -> None:
        """`ahead_usd`: the most that others can cost which went ahead after these were priced."""
        self._requests = tuple(requests)
        self._chosen = 0
        self._silent: set[str] = set()
        super().__init__(requests[0].view, theme, parent)
        self._not_again.toggled.connect(self._tick_not_again)
        self.send_pressed.connect(lambda _again: self.approved.emit(frozenset(self._silent)))
        self.show_requests(requests, ahead_usd)

    def _lay_out(self) -> None:
        super()._lay_out()
        self._critics = QListWidget(self)
        self._critics.setAccessibleName("Critics that would be asked")
        self._critics.setFrameShape(QFrame.Shape.NoFrame)
        self._critics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._critics.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._critics.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._critics.currentRowChanged.connect(self._choose)
        self._sum = PlainLabel(parent=self)
        self._sum.setProperty("voice", "muted")
        self._sum.setWordWrap(True)
        self._column.insertWidget(1, self._critics)
        self._column.insertWidget(2, self._sum)

    def show_requests(self, requests: Sequence[CriticRequest], ahead_usd: Decimal = _NOTHING) -> None:
        """The same critics, where something else goes along now."""
        self._requests = tuple(requests)
        several = len(requests) > 1
        with QSignalBlocker(self._critics):
            self._critics.clear()
            for one in requests:
                item = QListWidgetItem(f"{one.title}  ·  {one.view.model}  ·  {one.view.price_likely}")
                about = f"{one.title}: {one.view.recipient}, {one.view.model}, {one.view.price_likely}"
                item.setToolTip(plain_tip(about))
                item.setSizeHint(QSize(0, self.fontMetrics().height() + 10))
                self._critics.addItem(item)
            self._critics.setCurrentRow(self._chosen)
        self._critics.setFixedHeight(min(len(requests), _MOST_SHOWN) * (self.fontMetrics().height() + 10) + 4)
        self._critics.setVisible(several)
        words = _together(requests, ahead_usd) if several else _beside_others(requests[0], ahead_usd)
        self._sum.setText(words)
        self._sum.setVisible(bool(words))
        self._send.setText(f"Send to {len(requests)} critics" if several else "Send")
        self._choose(self._chosen)

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._requests):
            return
        self._chosen = row
        one = self._requests[row]
        self.show_view(one.view)
        several = len(self._requests) > 1
        self._not_again.setText(f"Do not ask again for {one.title} in this essay" if several else _ALONE)
        with QSignalBlocker(self._not_again):
            self._not_again.setChecked(one.critic in self._silent)

    def _tick_not_again(self, on: bool) -> None:
        critic = self._requests[self._chosen].critic
        (self._silent.add if on else self._silent.discard)(critic)


_MOST_SHOWN = 5
"""Critics; for more of them the list scrolls."""
_ALONE = "Do not ask again for this essay"


def _together(requests: Sequence[CriticRequest], ahead: Decimal) -> str:
    """What all of them would cost, and who counts the text before it is asked."""
    likely = [one.likely_usd for one in requests]
    most = [one.most_usd for one in requests]
    known = [price for price in likely if price is not None]
    if len(known) < len(requests):
        return "Together: the price of one of them is not known."
    words = f"Together {about(sum(known, Decimal(0)))}"
    limited = next((one for one in requests if one.left_usd is not None), requests[0])
    left = limited.left_usd
    if left is not None and sum((one.needs_usd or Decimal(0) for one in requests), Decimal(0)) > left:
        return f"{words}. That is more than may be sent: {limited.left_words}."
    bound = sum((price for price in most if price is not None), Decimal(0))
    counted = _counted(requests) if left is not None and bound + ahead > left else ""
    if left is not None and bound > left:
        return f"{words}, at most {cents(left, ROUND_DOWN)}, which is all that is left{counted}."
    if None in most:
        return f"{words}{counted}."
    return f"{words}, at most {cents(bound, ROUND_UP)}{counted}." if bound else "Together free."


def _counted(requests: Sequence[CriticRequest]) -> str:
    """ "; Claude and Gemini count the texts first"; empty where none of them can."""
    names = list(dict.fromkeys(one.counted_by for one in requests if one.counted_by))
    if not names:
        return ""
    if len(names) == 1:
        return f"; {names[0]} counts the texts first"
    return f"; {', '.join(names[:-1])} and {names[-1]} count the texts first"


def _beside_others(one: CriticRequest, ahead: Decimal) -> str:
    """Of a critic that would have had room alone, and is asked while others are."""
    if not one.counted_by or one.left_usd is None or not ahead or (one.most_usd or _NOTHING) + ahead <= one.left_usd:
        return ""
    return f"The others that are asked may take all that is left; {one.counted_by} counts the text first."
