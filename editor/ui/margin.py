"""The margin: whose words a paragraph has, and how long a human worked on it.

Origin and time use different channels on purpose. At the left, texture and colour: solid is yours, hatched
came from a model, hollow was pasted or quoted, dotted is unknown; a mixture is shown as lengths, never as a
fourth hue. At the right, length and a glyph. Every glyph is drawn, because a font that lacks one would show a
box.

What is painted here is invisible to a screen reader: the same facts are in the paragraphs list and the time
table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from editor.ui.glyphs import paint_check, paint_clock, paint_lock, paint_quote_mark
from editor.ui.hatching import LEAST_STROKE, hatch_tile
from editor.ui.theme import Theme, scaled

WIDE_FROM = 900
"""Pixels of the page from which minutes are shown with what is asked for."""
_LEFT_LEAST = 58.0
_BAR = 6.0
_BAR_BOLD = 10.0
_BAR_GAP = 16.0
_RIGHT_GAP = 18.0
_SEGMENT_LEAST = 4.0
_TEXTS_KEPT = 512


class MarginMode(Enum):
    FULL = "full"
    COMPACT = "compact"
    """The bar at the left, and at the right one line: minutes and glyph."""
    OFF = "off"


@dataclass(frozen=True, slots=True)
class MarginNote:
    """What the margin says about one paragraph. The four shares sum to 1, or are all 0 for an empty
    paragraph.
    """

    number: int
    own: float
    model: float
    outside: float
    """Pasted, quoted or imported."""
    unknown: float
    lineage_left: bool
    """The paragraph once held model text and no character of it is left."""
    minutes: str
    """Minutes so far, ready to show: "0.7"."""
    bar: float | None
    """How much of the minutes asked for is there, 0 to 1; None where the profile asks for none."""
    met: bool | None
    """Whether the profile is content; None where minutes are information only."""
    remarks: int = 0
    claims: int = 0
    versions: int = 0
    locked: bool = False
    """Never sent to a model."""
    wanted: str = ""
    """Minutes asked for, ready to show; empty where none are."""


class MarginPainter:
    """Paints the notes of the paragraphs on screen. Pens, tiles and texts are kept between calls."""

    def __init__(self, theme: Theme, font: QFont, mode: MarginMode = MarginMode.FULL) -> None:
        """`font` is the interface font; the notes are a little smaller."""
        self.mode = mode
        self._font = scaled(font, 0.88)
        metrics = QFontMetricsF(self._font)
        self._ascent = metrics.ascent()
        self._line = metrics.height()
        self._unit = max(1.0, self._line / 13)
        self._left = max(_LEFT_LEAST, _BAR_GAP + _BAR + 10 + metrics.horizontalAdvance("¶999"))
        counts = metrics.horizontalAdvance("2?1v10") + 21 * self._unit
        self._right_compact = _RIGHT_GAP + max(56 * self._unit, counts)
        self._right_wide = _RIGHT_GAP + max(82 * self._unit, metrics.horizontalAdvance("11.4 of 12.5 min")) + 6
        self._texts: dict[str, QStaticText] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._outline = max(LEAST_STROKE, theme.outline_px)
        self._bar = _BAR if theme.outline_px < 2 else _BAR_BOLD
        self._tile: QPixmap | None = None
        self._dotted = QPen(theme.unknown, self._outline, Qt.PenStyle.CustomDashLine)
        self._dotted.setDashPattern([1.4, 2.3])

    def left_width(self) -> float:
        """Pixels the draft must leave free at the left of its column."""
        return 0.0 if self.mode is MarginMode.OFF else self._left

    def right_width(self, wide: bool) -> float:
        """Pixels at the right; `wide` has room for "0.7 of 0.6 min", for a centre of about 900 pixels."""
        if self.mode is MarginMode.OFF:
            return 0.0
        return self._right_wide if wide and self.mode is MarginMode.FULL else self._right_compact

    def paint_left(self, painter: QPainter, paragraph: QRectF, note: MarginNote, line_height: float = 0.0) -> None:
        """Number and bar at the left of `paragraph`: the rectangle of its text in the painter's coordinates.

        `line_height` is the height of the text's first line in pixels; the number sits in its middle.
        """
        if self.mode is MarginMode.OFF:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = round(paragraph.left() - _BAR_GAP - _BAR) - (self._bar - _BAR) / 2
        bar = QRectF(left, round(paragraph.top()) + 3, self._bar, max(_BAR, round(paragraph.height()) - 6))
        if note.lineage_left and note.model <= 0:
            self._paint_ring(painter, bar)
            bar.setTop(bar.top() + 13)
        if bar.height() > 0:
            self._paint_shares(painter, bar, note)
        if self.mode is MarginMode.FULL:
            self._paint_number(painter, QPointF(left - 6, self._first(paragraph, line_height)), note)
        painter.restore()

    def _first(self, paragraph: QRectF, line_height: float) -> float:
        """The top of a note that stands in the middle of the text's first line."""
        line = line_height or min(paragraph.height(), self._line * 1.6)
        return float(round(paragraph.top() + (line - self._line) / 2))

    def _paint_ring(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(self._theme.model, self._outline + 0.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(bar.center().x(), bar.top() + 4), 3.6, 3.6)

    def _paint_shares(self, painter: QPainter, bar: QRectF, note: MarginNote) -> None:
        total = note.own + note.model + note.outside + note.unknown
        if total <= 0:
            painter.fillRect(QRectF(bar.center().x() - 1, bar.top(), 2, bar.height()), self._theme.track)
            return
        shares = (
            (note.own, self._paint_own),
            (note.model, self._paint_model),
            (note.outside, self._paint_outside),
            (note.unknown, self._paint_unknown),
        )
        heights = _heights([share for share, _ in shares], bar.height())
        top = bar.top()
        for (_, paint), height in zip(shares, heights, strict=True):
            if height > 0:
                paint(painter, QRectF(bar.left(), top, bar.width(), height))
            top += height

    def _paint_own(self, painter: QPainter, part: QRectF) -> None:
        painter.fillRect(part, self._theme.yours)

    def _paint_model(self, painter: QPainter, part: QRectF) -> None:
        tile = self._hatching(painter.device().devicePixelRatio())
        painter.drawTiledPixmap(part, tile, QPointF(0, 0))
        self._frame(painter, part, QPen(self._theme.model, self._outline))

    def _paint_outside(self, painter: QPainter, part: QRectF) -> None:
        self._frame(painter, part, QPen(self._theme.pasted, self._outline + 0.3))

    def _paint_unknown(self, painter: QPainter, part: QRectF) -> None:
        self._frame(painter, part, self._dotted)

    @staticmethod
    def _frame(painter: QPainter, part: QRectF, pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = pen.widthF() / 2
        painter.drawRect(part.adjusted(half, half + 0.5, -half, -half))

    def _hatching(self, ratio: float) -> QPixmap:
        if self._tile is not None and self._tile.devicePixelRatio() == ratio:
            return self._tile
        self._tile = hatch_tile(self._theme, ratio)
        return self._tile

    def _paint_number(self, painter: QPainter, right_top: QPointF, note: MarginNote) -> None:
        text = self._text(f"¶{note.number}" if note.number < 1000 else str(note.number))
        painter.setFont(self._font)
        painter.setPen(self._theme.muted)
        painter.drawStaticText(QPointF(right_top.x() - text.size().width(), right_top.y()), text)
        if note.locked:
            width = 9 * self._unit
            box = QRectF(right_top.x() - width - 1, right_top.y() + self._line + 2, width, 11 * self._unit)
            paint_lock(painter, box, self._theme.muted)

    def paint_right(
        self, painter: QPainter, paragraph: QRectF, note: MarginNote, wide: bool, line_height: float = 0.0
    ) -> None:
        """Minutes, bar, glyph and counts at the right of `paragraph`, the same rectangle as for the left."""
        if self.mode is MarginMode.OFF:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        left = round(paragraph.right() + _RIGHT_GAP)
        top = self._first(paragraph, line_height)
        painter.setPen(self._theme.muted)
        minutes = self._minutes(note, wide)
        painter.drawStaticText(QPointF(left, top), minutes)
        if self.mode is MarginMode.COMPACT:
            middle = QPointF(left + minutes.size().width() + 12, top + self._line / 2)
            self._paint_verdict(painter, middle, note)
        else:
            length = round((60 if wide else 34) * self._unit)
            below = top + self._line + 3 + round(4 * (self._unit - 1))
            if note.bar is not None:
                self._paint_fill(painter, QRectF(left, below, length, 3), note)
                self._paint_verdict(painter, QPointF(left + length + 11 * self._unit, below + 1.5), note)
                below += 3 + round(6 * self._unit)
            self._paint_counts(painter, QPointF(left, below), note)
        painter.restore()

    def _minutes(self, note: MarginNote, wide: bool) -> QStaticText:
        if wide and self.mode is MarginMode.FULL:
            asked = f" of {note.wanted}" if note.wanted else ""
            return self._text(f"{note.minutes}{asked} min")
        return self._text(note.minutes)

    def _paint_fill(self, painter: QPainter, bar: QRectF, note: MarginNote) -> None:
        share = min(1.0, max(0.0, note.bar or 0.0))
        painter.fillRect(bar, self._theme.track)
        colour = self._theme.attention if note.met is False else self._theme.enough
        painter.fillRect(QRectF(bar.left(), bar.top(), round(bar.width() * share), bar.height()), colour)

    def _paint_verdict(self, painter: QPainter, middle: QPointF, note: MarginNote) -> None:
        half = 5 * self._unit
        box = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
        if note.met is True:
            paint_check(painter, box, self._theme.enough)
        elif note.met is False:
            paint_clock(painter, box, self._theme.attention)

    def _paint_counts(self, painter: QPainter, left_top: QPointF, note: MarginNote) -> None:
        """Only what exists: open remarks, claims to verify, versions."""
        x = left_top.x()
        painter.setPen(self._theme.ink)
        if note.remarks:
            mark = QRectF(x, left_top.y() + self._ascent - 8 * self._unit, 7 * self._unit, 5 * self._unit)
            paint_quote_mark(painter, mark, self._theme.ink)
            x = self._count(painter, QPointF(x + 9 * self._unit, left_top.y()), str(note.remarks))
        for sign, count in (("?", note.claims), ("v", note.versions)):
            if count:
                x = self._count(painter, QPointF(x, left_top.y()), f"{sign}{count}")

    def _count(self, painter: QPainter, left_top: QPointF, words: str) -> float:
        painter.setPen(self._theme.ink)
        text = self._text(words)
        painter.drawStaticText(left_top, text)
        return left_top.x() + text.size().width() + 6

    def _text(self, words: str) -> QStaticText:
        text = self._texts.get(words)
        if text is None:
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self._font)
            self._texts[words] = text
        return text


def _heights(shares: list[float], height: float) -> list[float]:
    """How high each share is, none so small that its texture is lost, together exactly `height`.

    The borders between them lie on whole pixels wherever the bar is long enough for that.
    """
    count = sum(share > 0 for share in shares)
    least = min(_SEGMENT_LEAST, height / count)
    total = sum(shares)
    small = [0 < share / total * height < least for share in shares]
    large = sum(share for share, is_small in zip(shares, small, strict=True) if not is_small)
    room = height - least * sum(small)
    parts = [least if is_small else room * share / large for share, is_small in zip(shares, small, strict=True)]
    if least < _SEGMENT_LEAST:
        return parts
    borders = [round(border) for border in accumulate(parts[:-1], initial=0.0)] + [height]
    return [after - before for before, after in pairwise(borders)]
