"""The window of a replay: the draft at any moment of its past, a slider through them, and a film that plays by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from editor.protocol.record_messages import Frame, ReplayOpened
from editor.ui.origin_look import KEY, origin_format
from editor.ui.plain_words import PlainLabel
from editor.ui.replay_page import ReplayPage
from editor.ui.theme import Theme, dress

_TICK_MS = 33
_SPEEDS = ((1, "as written"), (10, "10 times as fast"), (60, "60 times"), (600, "600 times"))
_USUAL_SPEED = 1
_DEEDS = {
    "type": "typing",
    "paste": "paste",
    "cut": "cut",
    "tool": "replacement",
    "external": "changed by another program",
    "whose": "whose words",
    "import": "import",
    "undo": "undo",
    "redo": "redo",
    "start": "the text as the record began",
}


class ReplayWindow(QDialog):
    """Signals:
    step_wanted: carries the number of a step to show.
    moment_wanted: carries a moment of the film, in milliseconds; the film plays.
    export_pressed: the writer wants the film as a page; without a value.
    """

    step_wanted = Signal(int)
    moment_wanted = Signal(int)
    export_pressed = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Replay of {name}")
        self.setModal(False)
        self._film_ms = self._shown_ms = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.page = ReplayPage(theme, self)
        self._caption = PlainLabel("Reading the past of this draft …", self)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setAccessibleName("Moment of the replay")
        self._slider.valueChanged.connect(self._slid)
        self._play = QPushButton("Play", self)
        self._play.clicked.connect(self.toggle)
        self._speed = QComboBox(self)
        self._speed.setAccessibleName("Speed")
        self._speed.addItems([words for _, words in _SPEEDS])
        self._speed.setCurrentIndex(_USUAL_SPEED)
        self._chapters = QComboBox(self)
        self._chapters.setAccessibleName("Go to where a paragraph was first written")
        self._chapters.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chapters.setMinimumContentsLength(18)
        self._chapters.activated.connect(self._go)
        self._steps: list[int] = []
        export = QPushButton("Export as a Page…", self)
        export.clicked.connect(self.export_pressed)
        for button in (self._play, export):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        for part in (self._play, self._slider, self._speed, self._chapters, export):
            row.addWidget(part, int(part is self._slider))
        foot = QHBoxLayout()
        foot.addWidget(self._caption, 1)
        for kind, words in KEY:
            foot.addWidget(_Sample(words, origin_format(theme, kind), self))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.page, 1)
        column.addLayout(row)
        column.addLayout(foot)
        self._enable(False)
        dress(self, theme)

    def show_progress(self, steps: int, of: int) -> None:
        self._caption.setText(f"Reading the past of this draft: {steps:,} of {of:,} changes …")

    def show_trouble(self, words: str) -> None:
        self.stop()
        self._caption.setText(words)

    def show_opened(self, answer: ReplayOpened) -> None:
        """The film is there; shows its end, which is the present."""
        self._film_ms = answer.film_ms
        self._slider.blockSignals(True)
        self._slider.setRange(0, max(0, answer.steps - 1))
        self._slider.setValue(self._slider.maximum())
        self._slider.setPageStep(max(1, answer.steps // 20))
        self._slider.blockSignals(False)
        self._steps = [step for _, _, step in answer.chapters]
        self._chapters.clear()
        self._chapters.addItem("Go to a paragraph")
        self._chapters.addItems([f"¶{number} {words}" for number, words, _ in answer.chapters])
        self._enable(answer.steps > 1)
        self._slider.setFocus()
        if answer.steps:
            self.step_wanted.emit(self._slider.value())

    def show_frame(self, frame: Frame) -> None:
        self._shown_ms = frame.film_ms
        self.page.show_frame(frame)
        then = datetime.fromtimestamp(frame.wall_ms / 1000, UTC) + timedelta(minutes=frame.offset_min)
        what = _DEEDS.get(frame.kind, frame.kind)
        words = f"{frame.words:,} word" + ("" if frame.words == 1 else "s")
        moment = f"{then:%Y-%m-%d %H:%M}" if frame.wall_ms else "before the first change"
        self._caption.setText(f"{moment} · change {frame.step:,} of {self._slider.maximum():,} · {what} · {words}")
        if frame.step != self._slider.value() and not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(frame.step)
            self._slider.blockSignals(False)
        if self._timer.isActive() and frame.step >= self._slider.maximum():
            self.stop()

    def toggle(self) -> None:
        """Plays from here, or from the beginning where it is at the end; or stops."""
        if self._timer.isActive():
            self.stop()
            return
        if self._slider.value() >= self._slider.maximum():
            self._shown_ms = 0
        self._from_ms = self._shown_ms
        self._play.setText("Pause")
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._play.setText("Play")

    @property
    def caption(self) -> str:
        return self._caption.text()

    def _tick(self) -> None:
        self._from_ms += self._clock.restart() * _SPEEDS[self._speed.currentIndex()][0]
        self.moment_wanted.emit(min(self._from_ms, self._film_ms))

    def _slid(self, step: int) -> None:
        self.stop()
        self.step_wanted.emit(step)

    def _go(self, place: int) -> None:
        if place > 0:
            self._slider.setValue(self._steps[place - 1])

    def _enable(self, ready: bool) -> None:
        for part in (self._slider, self._play, self._speed, self._chapters):
            part.setEnabled(ready)

    def sizeHint(self) -> QSize:
        return QSize(860, 640)


class _Sample(QWidget):
    """Words set as words of that origin are in the page."""

    def __init__(self, words: str, form: QTextCharFormat | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._form = form
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._words) + 12, metrics.height() + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.rect().adjusted(4, 2, -4, -4)
        if self._form is not None:
            painter.fillRect(box, self._form.background())
            pen = painter.pen()
            pen.setColor(QColor(self._form.underlineColor()))
            pen.setWidthF(1.6)
            pen.setStyle(_PENS[self._form.underlineStyle()])
            painter.setPen(pen)
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)
        painter.end()


_PENS = {
    QTextCharFormat.UnderlineStyle.SingleUnderline: Qt.PenStyle.SolidLine,
    QTextCharFormat.UnderlineStyle.DashUnderline: Qt.PenStyle.DashLine,
    QTextCharFormat.UnderlineStyle.DashDotLine: Qt.PenStyle.DashDotLine,
    QTextCharFormat.UnderlineStyle.DotLine: Qt.PenStyle.DotLine,
}
