"""The turns of a pad, oldest first, with the one that a model is writing at the end."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from editor.ui.desk.pad_values import PadTurn, SparkWish
from editor.ui.desk.turn_block import Copy, TurnBlock
from editor.ui.theme import Theme


def plain_copy(_turn: PadTurn, words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


class TurnList(QScrollArea):
    """Signals:
    spark_wished: carries a SparkWish.
    typed: a letter was typed on a turn; carries the QKeyEvent.
    marked: whether words are marked in some turn; carries a bool.
    copied: words of a turn were copied by its key; carries the PadTurn.
    """

    spark_wished = Signal(object)
    typed = Signal(object)
    marked = Signal(bool)
    copied = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy: Copy = plain_copy
        self._theme = theme
        self._turns: tuple[PadTurn, ...] = ()
        self._live: PadTurn | None = None
        self._blocks: dict[int, TurnBlock] = {}
        self.setAccessibleName("Turns")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.setWidget(sheet)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, high: self.verticalScrollBar().setValue(high))
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as the turns are at this width: Qt's own guess is for lines that break earlier."""
        return QSize(300, self._column.totalHeightForWidth(max(200, self.viewport().width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fill(anew=True)

    def show_turns(self, turns: tuple[PadTurn, ...]) -> None:
        self._turns = turns
        self._fill()

    def show_live(self, turn: PadTurn | None) -> None:
        """The turn that is being written; None once it is among the others, or gone."""
        self._live = turn
        self._fill()

    def wish(self) -> SparkWish | None:
        """What is marked, wherever it is."""
        return next((wish for block in self._blocks.values() if (wish := block.wish())), None)

    def mark(self, wish: SparkWish) -> None:
        """Shows and marks a stretch of a turn; nothing happens where the turn is not here."""
        block = self._blocks.get(wish.turn)
        if block is not None:
            block.mark(wish.start, wish.stop)
            self.ensureWidgetVisible(block)

    def forget_mark(self, but: TurnBlock | None = None) -> None:
        for block in self._blocks.values():
            if block is not but and block.wish() is not None:
                block.forget_mark()

    def _all(self) -> Iterator[PadTurn]:
        yield from self._turns
        if self._live is not None and self._live.ident not in {turn.ident for turn in self._turns}:
            yield self._live

    def _fill(self, *, anew: bool = False) -> None:
        wanted = tuple(self._all())
        if anew or [turn.ident for turn in wanted][: len(self._blocks)] != list(self._blocks):
            for block in self._blocks.values():
                self._column.removeWidget(block)
                block.hide()
                block.deleteLater()
            self._blocks = {}
        for turn in wanted:
            known = self._blocks.get(turn.ident)
            if known is None:
                self._blocks[turn.ident] = self._block(turn)
            elif known.turn != turn:
                known.show_turn(turn)
        self.updateGeometry()
        self.setVisible(bool(wanted))
        self._tell_marked()

    def _block(self, turn: PadTurn) -> TurnBlock:
        block = TurnBlock(turn, self._theme, self._copied)
        block.spark_wished.connect(self.spark_wished)
        block.typed.connect(self.typed)
        block.marked.connect(lambda: self._marked_in(block))
        self._column.insertWidget(self._column.count() - 1, block)
        block.copied.connect(self.copied)
        return block

    def _copied(self, turn: PadTurn, words: str) -> QMimeData:
        return self.copy(turn, words)

    def _marked_in(self, block: TurnBlock) -> None:
        if block.wish() is not None:  # what the button takes must be what was marked last
            self.forget_mark(but=block)
        self._tell_marked()

    def _tell_marked(self) -> None:
        self.marked.emit(self.wish() is not None)
