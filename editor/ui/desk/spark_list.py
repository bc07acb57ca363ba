"""The sparks of a paragraph, at the top of its pad: each leads to its words, and can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from editor.ui.assets import icon
from editor.ui.desk.pad_values import PadSpark, SparkWish
from editor.ui.plain_words import plain_tip
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme

_SHORT = 60
"""Characters of a phrase that are shown."""


class SparkList(QWidget):
    """Signals:
    pressed: the writer wants to see the words where they stand; carries a SparkWish.
    taken_away: carries the spark's id.
    """

    pressed = Signal(object)
    taken_away = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sparks")
        self._theme = theme
        self._sparks: tuple[PadSpark, ...] = ()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fill()

    def show_sparks(self, sparks: tuple[PadSpark, ...]) -> None:
        if sparks != self._sparks:
            self._sparks = sparks
            self._fill()

    def _fill(self) -> None:
        for old in self._rows:
            self._column.removeWidget(old)
            old.deleteLater()
        self._rows = [self._row(spark) for spark in self._sparks]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(self._rows))

    def _row(self, spark: PadSpark) -> QWidget:
        phrase = " ".join(revealed(spark.phrase).split())
        short = phrase if len(phrase) <= _SHORT else f"{phrase[: _SHORT - 1].rstrip()}…"
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        words = QPushButton(f"Spark: “{short}”".replace("&", "&&"), row)
        words.setProperty("weight", "row")
        words.setToolTip(plain_tip(f"{spark.source}: {phrase}"))
        words.setAccessibleName(f"Spark: {phrase}, {spark.source}")
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words.clicked.connect(lambda: self.pressed.emit(SparkWish(spark.turn, spark.start, spark.stop)))
        away = QToolButton(row)
        away.setAccessibleName(f"Take away the spark: {phrase}")
        away.setToolTip("Take this spark away")
        side = max(14, self.fontMetrics().height() - 2)
        away.setIconSize(QSize(side, side))
        away.setIcon(icon("x", self._theme.muted, size=side))
        away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        away.clicked.connect(lambda: self.taken_away.emit(spark.ident))
        line.addWidget(words, 1)
        line.addWidget(away)
        return row
