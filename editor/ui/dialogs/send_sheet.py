"""What would be sent: the exact text, who gets it, which model, what it costs; in the desk, before the first
request.

What is in the box is what leaves the machine, to the character. Anything that can be left out has a tick.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.protocol.parts import AskableRow
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose, hairline
from editor.ui.shown_text import revealed
from editor.ui.theme import Theme, dress, mono_font
from editor.ui.tick_box import TickBox


@dataclass(frozen=True, slots=True)
class SendExtra:
    """Something that goes along unless it is left out."""

    name: str
    words: str
    """Ready to show: "The paragraphs before and after (212 words)"."""
    ticked: bool


@dataclass(frozen=True, slots=True)
class SendView:
    recipient: str
    """"Anthropic, api.anthropic.com"."""
    model: str
    text: str
    """Exactly what is sent, with the present ticks."""
    price_likely: str
    price_most: str
    extras: tuple[SendExtra, ...] = ()
    paragraph: int = 0
    """The number of the paragraph it is about, counted from 1; 0 where that is not known."""
    always_asks: bool = False
    """Whether this is shown each time, so that there is nothing to be said about the next."""
    notice: str = ""
    """What the recipient will do besides reading it, in sentences."""
    connection: str = ""
    """The id of the one it would go over, where `askable` names others."""
    askable: tuple[AskableRow, ...] = ()
    """Whom the same could be asked; empty where that is not to be chosen here."""


@dataclass(frozen=True, slots=True)
class SendTick:
    name: str
    ticked: bool


class SendSheet(QWidget):
    """The sheet laid over the desk before something is sent.

    Signals:
        send_pressed: carries a bool, whether to ask again before the next request of this essay.
        cancel_pressed: without a value.
        extra_ticked: carries a SendTick; the window answers with `show_view` and the new exact text.
        whom_chosen: carries the id of a connection and a model of it; answered in the same way.
    """

    send_pressed = Signal(bool)
    cancel_pressed = Signal()
    extra_ticked = Signal(object)
    whom_chosen = Signal(str, str)

    def __init__(self, view: SendView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What would be sent")
        self._theme = theme
        self._view = view
        self._ticks: list[TickBox] = []
        self._facts = {name: PlainLabel(parent=self) for name in ("To", "Model", "Price")}
        self._connections = self._box("Whom to ask")
        self._connections.activated.connect(lambda _row: self._connection_chosen())
        self._models = self._box("Which model")
        self._models.activated.connect(lambda _row: self._tell_whom())
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFont(mono_font())
        self._text.setAccessibleName("The exact text that would be sent")
        self._extras = QVBoxLayout()
        self._extras.setSpacing(0)
        self._not_again = TickBox("Do not ask again for this essay", theme, self)
        self._send = QPushButton("Send", self)
        self._send.setProperty("weight", "first")
        self._send.clicked.connect(lambda: self.send_pressed.emit(not self._not_again.isChecked()))
        self._cancel = QPushButton("Cancel", self)
        self._cancel.clicked.connect(self.cancel_pressed)
        self._lay_out()
        self.set_theme(theme)
        self.show_view(view)
        self.setFocusProxy(self._cancel)

    def _lay_out(self) -> None:
        self._heading = PlainLabel(parent=self)
        self._heading.setProperty("voice", "heading")
        self._length = Prose("", self.font(), self._theme.muted)
        self._notice = Prose("", self.font(), self._theme.attention)
        self._rows = facts = QFormLayout()
        facts.setHorizontalSpacing(14)
        facts.setVerticalSpacing(5)
        facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        for name, label in self._facts.items():
            title = self._titled(name)
            label.setWordWrap(True)
            label.setAccessibleName(name)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addRow(title, label)
            if name == "To":
                facts.insertRow(0, self._titled("Ask"), self._connections)
            elif name == "Model":
                facts.addRow(self._titled("Model"), self._models)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._send)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(9)
        column.addWidget(self._heading)
        column.addLayout(facts)
        column.addWidget(self._notice)
        column.addWidget(self._text, 1)
        column.addWidget(self._length)
        column.addLayout(self._extras)
        column.addWidget(hairline(self))
        column.addWidget(self._not_again)
        column.addLayout(buttons)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _titled(self, words: str) -> PlainLabel:
        title = PlainLabel(words, self)
        title.setProperty("voice", "muted")
        return title

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._length.set_colour(theme.muted)
        self._notice.set_colour(theme.attention)
        for tick in (*self._ticks, self._not_again):
            tick.set_theme(theme)
        dress(self, theme)

    def show_view(self, view: SendView) -> None:
        self._view = view
        self._send.setEnabled(True)
        self._not_again.setHidden(view.always_asks)
        self._heading.setText(f"This would be sent about ¶{view.paragraph}" if view.paragraph else "This would be sent")
        self._facts["To"].setText(view.recipient)
        self._facts["Model"].setText(view.model)
        self._notice.set_text(view.notice)
        self._notice.setVisible(bool(view.notice))
        self._show_whom()
        most = f", at most {view.price_most}" if view.price_most else ""
        self._facts["Price"].setText(f"{view.price_likely}{most}")
        words = revealed(view.text)
        if self._text.toPlainText() != words:
            self._text.setPlainText(words)
        self._length.set_text(f"{len(view.text):,} characters, exactly as above. Nothing else of your draft is sent.")
        if [tick.objectName() for tick in self._ticks] != [extra.name for extra in view.extras]:
            self._make_ticks(view.extras)
        for tick, extra in zip(self._ticks, view.extras, strict=True):
            tick.setText(extra.words)
            with QSignalBlocker(tick):  # only the writer's own ticks are told
                tick.setChecked(extra.ticked)

    def _show_whom(self) -> None:
        """The choice as it was prepared, also where the writer had chosen another that could not be."""
        view = self._view
        _fill(self._connections, [(row.title, row.name) for row in view.askable], view.connection)
        self._fill_models(view.model)
        rows, can_choose = self._rows, bool(view.askable)
        for field in (self._connections, self._models):
            rows.setRowVisible(field, can_choose)
        rows.setRowVisible(self._facts["Model"], not can_choose)

    def _fill_models(self, chosen: str) -> None:
        here = self._connections.currentData()
        models = next((row.models for row in self._view.askable if row.name == here), ())
        _fill(self._models, [(model, model) for model in models], chosen or next(iter(models), ""))

    def _connection_chosen(self) -> None:
        self._fill_models("")
        self._tell_whom()

    def _tell_whom(self) -> None:
        self._send.setEnabled(False)  # until what would go to that one is shown
        self.whom_chosen.emit(self._connections.currentData() or "", self._models.currentData() or "")

    def show_again(self) -> None:
        """What was prepared last, where something else could not be."""
        self.show_view(self._view)

    def _make_ticks(self, extras: tuple[SendExtra, ...]) -> None:
        for old in self._ticks:
            self._extras.removeWidget(old)
            old.deleteLater()
        self._ticks = []
        for extra in extras:
            tick = TickBox(extra.words, self._theme, self)
            tick.setObjectName(extra.name)
            tick.toggled.connect(lambda on, name=extra.name: self.extra_ticked.emit(SendTick(name, on)))
            self._extras.addWidget(tick)
            self._ticks.append(tick)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel_pressed.emit()
        else:
            super().keyPressEvent(event)


def _fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    """What goes out is shown, also where it is not among what can be chosen."""
    with QSignalBlocker(box):
        box.clear()
        for words, value in entries:
            box.addItem(words, value)
        if chosen and box.findData(chosen) < 0:
            box.addItem(chosen, chosen)
        box.setCurrentIndex(box.findData(chosen))
