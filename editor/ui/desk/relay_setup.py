"""What a relay is to do: which points of the outline, which models, and up to what limits. Nothing is sent from here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor.protocol.relay_messages import PlayerRow, PlayersRow, RelayPlanRow, SectionRow
from editor.ui.plain_words import PlainLabel, plain_tip
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress
from editor.ui.tick_box import TickBox
from editor.ui.viewports import scroll_downwards

_ABOUT = (
    "Three models work out paragraphs by turns: two think aloud, one writes, one criticises, and it is revised. Your "
    "draft stays as it is; what they write waits beside it until you take it in."
)
_LONGEST_POINT = 300
_PARTS = (("writer", "Writes"), ("partner", "Thinks along"), ("critic", "Criticises"))
_LIMITS = (
    ("usd", "At most, dollars", "0.50"),
    ("minutes", "At most, minutes", "30"),
    ("turns", "Turns of thinking", "4"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A point of the outline, written or planned."""

    words: str
    """How the list shows it: "¶3 What the week taught me"."""
    section: SectionRow
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class PutTogether:
    """All fields as the writer left them, also where no relay could be made of them yet."""

    entries: tuple[Entry, ...]
    own: str
    players: tuple[PlayerRow | None, ...]
    limits: tuple[str, ...]

    @property
    def paragraphs(self) -> frozenset[int]:
        """Ids of those of the draft that are ticked."""
        ticked = (one.section.paragraph for one in self.entries if one.ticked)
        return frozenset(paragraph for paragraph in ticked if paragraph is not None)


class RelaySetup(QWidget):
    """Signals:
    show_pressed: carries the RelayPlanRow that the writer put together.
    closed: without a value.
    said: carries a sentence about a field that cannot be used.
    """

    show_pressed = Signal(object)
    closed = Signal()
    said = Signal(str)

    def __init__(
        self,
        entries: tuple[Entry, ...],
        players: tuple[PlayersRow, ...],
        note: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """`note` says which paragraphs are not listed; it may be empty."""
        super().__init__(parent)
        self._entries = entries
        self._theme = theme
        self.setAccessibleName("While I am away")
        sheet = QWidget()
        sheet.setObjectName("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        self._prose = [Prose(_ABOUT, self.font(), theme.muted)]
        column.addWidget(_heading("While I am away"))
        column.addWidget(self._prose[0])
        column.addWidget(_heading("Points of the outline"))
        column.addLayout(self._list(sheet))
        if note:
            self._prose.append(Prose(note, self.font(), theme.muted))
            column.addWidget(self._prose[-1])
        self._own = QPlainTextEdit(sheet)
        self._own.setTabChangesFocus(True)
        self._own.setPlaceholderText("Points of your own, one a line")
        self._own.setAccessibleName("Points of your own, one a line")
        self._own.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)
        column.addWidget(self._own)
        column.addWidget(hairline(sheet))
        column.addLayout(self._form(sheet, players))
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll_downwards(scroll)
        scroll.setWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(hairline(self))
        whole.addLayout(self._buttons())
        dress(self, theme)
        self._as_it_came: PutTogether | None = self._fields()

    def _list(self, sheet: QWidget) -> QVBoxLayout:
        """The entries; one that is ticked has a line for what it is to say."""
        rows = QVBoxLayout()
        rows.setSpacing(0)
        self._ticks: list[TickBox] = []
        self._points: list[QLineEdit] = []
        for one in self._entries:
            tick, point = TickBox(_fitting(one.words), self._theme, sheet), QLineEdit(one.section.point, sheet)
            tick.setAccessibleName(one.words)
            tick.setToolTip(plain_tip(one.words))
            tick.setChecked(one.ticked)
            point.setPlaceholderText("What it is to say, in a line")
            point.setAccessibleName(f"What it is to say: {one.words}")
            point.setMaxLength(_LONGEST_POINT)
            point.setVisible(one.ticked)
            tick.toggled.connect(point.setVisible)
            self._ticks.append(tick)
            self._points.append(point)
            rows.addWidget(tick)
            rows.addWidget(point)
        return rows

    def _form(self, sheet: QWidget, players: tuple[PlayersRow, ...]) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(6)
        self._players: dict[str, QComboBox] = {}
        titles = _short([row.title for row in players])
        for name, words in _PARTS:
            box = self._players[name] = QComboBox(sheet)
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for row, title in zip(players, titles, strict=True):
                for model in row.models:
                    box.addItem(f"{model}, {title}" if len(players) > 1 else model, PlayerRow(row.connection, model))
                    box.setItemData(box.count() - 1, f"{model}, {row.title}", Qt.ItemDataRole.ToolTipRole)
            form.addRow(_label(words, sheet), box)
        self._limits: dict[str, QLineEdit] = {}
        for name, words, usual in _LIMITS:
            field = self._limits[name] = QLineEdit(usual, sheet)
            field.setAccessibleName(words)
            field.setMaximumWidth(90)
            form.addRow(_label(words, sheet), field)
        return form

    def _buttons(self) -> QHBoxLayout:
        self._show = QPushButton("Show What Would Be Sent…", self)
        self._show.setProperty("weight", "first")
        self._show.clicked.connect(self._pressed)
        close = QPushButton("Close", self)
        close.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 12)
        row.setSpacing(8)
        row.addWidget(self._show)
        row.addWidget(close)
        row.addStretch(1)
        return row

    def put_together(self) -> PutTogether | None:
        """For `restore`, another time; None where nothing was done here, and the next sheet may choose for itself."""
        fields = self._fields()
        return None if fields == self._as_it_came else fields

    def restore(self, before: PutTogether) -> None:
        """As it was left. What is new in the outline since stays as it comes, and a ticked point that is gone is kept."""
        left = list(before.entries)
        for one, tick, point in zip(self._entries, self._ticks, self._points, strict=True):
            found = next((entry for entry in left if _is_same(entry.section, one.section)), None)
            if found is not None:
                tick.setChecked(found.ticked)
                point.setText(found.section.point)
                left.remove(found)
        gone = [" · ".join(filter(None, (one.section.title, one.section.point.strip()))) for one in left if one.ticked]
        self._own.setPlainText("\n".join((*gone, before.own) if before.own else gone))
        for box, player in zip(self._players.values(), before.players, strict=True):
            places = (place for place in range(box.count()) if box.itemData(place) == player)  # findData knows no values
            box.setCurrentIndex(next(places, 0))
        for field, value in zip(self._limits.values(), before.limits, strict=True):
            field.setText(value)

    def _fields(self) -> PutTogether:
        rows = zip(self._entries, self._ticks, self._points, strict=True)
        return PutTogether(
            tuple(
                replace(one, section=replace(one.section, point=point.text()), ticked=tick.isChecked())
                for one, tick, point in rows
            ),
            self._own.toPlainText(),
            tuple(box.currentData() for box in self._players.values()),
            tuple(field.text() for field in self._limits.values()),
        )

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for tick in self._ticks:
            tick.set_theme(theme)
        for prose in self._prose:
            prose.set_colour(theme.muted)
        dress(self, theme)

    def _pressed(self) -> None:
        plan = self._plan()
        if isinstance(plan, str):
            self.said.emit(plan)
        else:
            self._as_it_came = None  # what was asked for is wanted, also as it came
            self.show_pressed.emit(plan)

    def _plan(self) -> RelayPlanRow | str:
        """Or the sentence that says what is missing."""
        rows = zip(self._entries, self._ticks, self._points, strict=True)
        sections = [replace(one.section, point=point.text().strip()) for one, tick, point in rows if tick.isChecked()]
        sections += [SectionRow(line.strip(), "", None) for line in self._own.toPlainText().split("\n") if line.strip()]
        if not sections:
            return "Tick a point of the outline, or write one of your own."
        chosen = {name: box.currentData() for name, box in self._players.items()}
        if None in chosen.values():
            return "No model is connected. Model Key in the Edit menu connects one."
        minutes, turns = (self._limits[name].text().strip() for name in ("minutes", "turns"))
        if not (minutes.isdecimal() and turns.isdecimal() and int(minutes)):
            return "Minutes and turns are whole numbers, and there is at least one minute."
        usd = self._limits["usd"].text().strip().removeprefix("$").replace(",", ".")
        return RelayPlanRow(tuple(sections), **chosen, usd=usd, minutes=int(minutes), turns=int(turns))


def _short(titles: list[str]) -> list[str]:
    """Without the host, for which the list has no room, unless it alone tells two connections apart."""
    names = [title.partition(" (")[0] for title in titles]
    return [name if names.count(name) == 1 else title for name, title in zip(names, titles, strict=True)]


def _is_same(one: SectionRow, other: SectionRow) -> bool:
    """Whether both are about one paragraph, whose words may be others by now, or one plan."""
    if one.paragraph is None and other.paragraph is None:
        return one.title == other.title
    return one.paragraph == other.paragraph


def _fitting(words: str) -> str:
    return words if len(words) <= 46 else words[:45].rstrip() + "…"


def _heading(words: str) -> QLabel:
    label = PlainLabel(words)
    label.setProperty("voice", "heading")
    return label


def _label(words: str, parent: QWidget) -> QLabel:
    label = PlainLabel(words, parent)
    label.setProperty("voice", "muted")
    return label
