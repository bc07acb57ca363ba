"""What the draft looks like: colours and fonts as values, and the character formats made from them.

A theme builds a `TextColors`, the settings build a `FontSet`; the layout turns both into one
`StyleSheet` and asks it for formats. Formats are made once per style, never per key: making one costs
more than using it a hundred times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from math import ceil

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from editor.ui.markdown_formats import LineKind, Role

_SERIF = ("Literata", "Georgia", "DejaVu Serif")
_MONO = ("DejaVu Sans Mono", "Menlo", "Consolas", "monospace")

_SAMPLE = "the writer who drafts defensively has already edited out the thing worth saying"
_HEADING_SPACING = 1.4
_CODE_SPACING = 1.5
_HEADING_SIZES = {1: 1.55, 2: 1.3, 3: 1.15, 4: 1.0, 5: 1.0, 6: 1.0}


@dataclass(frozen=True, slots=True)
class TextColors:
    """Colours of the page, named as in a `Theme`. The default is ink on warm paper."""

    ink: QColor = field(default_factory=partial(QColor, "#262522"))
    paper: QColor = field(default_factory=partial(QColor, "#fdfcfa"))
    heading: QColor = field(default_factory=partial(QColor, "#1b1a18"))
    quote: QColor = field(default_factory=partial(QColor, "#55514a"))
    link: QColor = field(default_factory=partial(QColor, "#2a4d7c"))
    code: QColor = field(default_factory=partial(QColor, "#5c4a1f"))
    code_paper: QColor = field(default_factory=partial(QColor, "#f3f0ea"))
    marks: QColor = field(default_factory=partial(QColor, "#a09b92"))
    """Markdown signs and addresses: there, but out of the way."""
    current_paragraph: QColor = field(default_factory=partial(QColor, "#f0efe9"))
    selection: QColor = field(default_factory=partial(QColor, "#cfe0f5"))
    selection_ink: QColor = field(default_factory=partial(QColor, "#1b1a18"))
    caret: QColor = field(default_factory=partial(QColor, "#262522"))


def _family(families: Sequence[str], points: float) -> QFont:
    font = QFont(list(families))
    font.setPointSizeF(points)
    return font


def _serif() -> QFont:
    return _family(_SERIF, 13)


def _mono() -> QFont:
    font = _family(_MONO, 11)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


@dataclass(frozen=True, slots=True)
class FontSet:
    """The two fonts of the page, sizes in points, and how they are set."""

    text: QFont = field(default_factory=_serif)
    mono: QFont = field(default_factory=_mono)
    spacing: float = 1.55
    """From line to line, as a multiple of the font's size."""
    measure: int = 68
    """Characters in a full line of the column."""

    def scaled(self, percent: int) -> FontSet:
        """The same set with both fonts at `percent` of their size."""
        return FontSet(_scaled(self.text, percent), _scaled(self.mono, percent), self.spacing, self.measure)


def _scaled(font: QFont, percent: int) -> QFont:
    copy = QFont(font)
    copy.setPointSizeF(max(4.0, font.pointSizeF() * percent / 100))
    return copy


@dataclass(frozen=True, slots=True)
class LineBox:
    """The box one line is set in, whole pixels: whole so that heights add up exactly and text stays sharp."""

    pitch: int
    ascent: float
    height: float
    above: int = 0
    """Room over the first line of such a block."""

    def baseline(self) -> float:
        """Distance from the box's top to the baseline, the extra room shared above and below the letters."""
        return (self.pitch - self.height) / 2 + self.ascent


def _box(font: QFont, spacing: float, above: int = 0) -> LineBox:
    """Lines are a multiple of the font's size apart, as printers count; never so near that letters would touch."""
    metrics = QFontMetricsF(font)
    natural = metrics.ascent() + metrics.descent()
    size = font.pointSizeF() * metrics.fontDpi() / 72
    return LineBox(max(round(size * spacing), ceil(natural)), metrics.ascent(), natural, above)


class StyleSheet:
    """Formats by role and boxes by kind of line for one pair of colours and fonts."""

    def __init__(self, colors: TextColors, fonts: FontSet) -> None:
        self.colors = colors
        self.fonts = fonts
        metrics = QFontMetricsF(fonts.text)
        self.char_width = metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        self.column = round(self.char_width * fonts.measure)
        self.text_box = _box(fonts.text, fonts.spacing)
        self.blank = self.text_box.pitch
        self._boxes = self._make_boxes()
        self._formats = self._make_formats()

    def box(self, kind: LineKind) -> LineBox:
        """The box for lines of a kind."""
        return self._boxes.get(kind, self.text_box)

    def ranges(self, spans: Sequence[tuple[int, int, int]]) -> list[QTextLayout.FormatRange]:
        """Spans as Qt wants them; offsets in UTF-16 units, later ranges merge over earlier ones."""
        formats = self._formats
        made = []
        for start, length, role in spans:
            piece = QTextLayout.FormatRange()
            piece.start = start
            piece.length = length
            piece.format = formats[role]
            made.append(piece)
        return made

    def _heading_font(self, level: int) -> QFont:
        font = QFont(self.fonts.text)
        font.setPointSizeF(self.fonts.text.pointSizeF() * _HEADING_SIZES[level])
        font.setWeight(QFont.Weight.Bold)
        return font

    def _make_boxes(self) -> dict[LineKind, LineBox]:
        boxes = {}
        for level in range(1, 7):
            above = round(self.text_box.pitch * (0.35 if level < 3 else 0.15))
            boxes[LineKind.heading(level)] = _box(self._heading_font(level), _HEADING_SPACING, above)
        code = _box(self.fonts.mono, _CODE_SPACING)
        for kind in (LineKind.CODE, LineKind.MATH, LineKind.HTML, LineKind.FRONT_MATTER, LineKind.TABLE):
            boxes[kind] = code
        return boxes

    def _make_formats(self) -> dict[int, QTextCharFormat]:
        colors = self.colors
        formats: dict[int, QTextCharFormat] = {role: QTextCharFormat() for role in Role}
        for role, color in {
            Role.MARK: colors.marks,
            Role.ADDRESS: colors.marks,
            Role.HTML: colors.marks,
            Role.QUOTE: colors.quote,
            Role.STRIKE: colors.quote,
            Role.FRONT_MATTER: colors.quote,
            Role.CODE: colors.code,
            Role.CODE_LINE: colors.code,
            Role.MATH: colors.code,
            Role.MATH_LINE: colors.code,
            Role.LINK: colors.link,
            Role.FOOTNOTE: colors.link,
        }.items():
            formats[role].setForeground(color)
        formats[Role.CODE].setBackground(colors.code_paper)
        for role in (
            Role.CODE,
            Role.CODE_LINE,
            Role.MATH,
            Role.MATH_LINE,
            Role.HTML,
            Role.PLAIN_MONO,
            Role.FRONT_MATTER,
        ):
            formats[role].setFontFamilies(self.fonts.mono.families())
            formats[role].setFontPointSize(self.fonts.mono.pointSizeF())
        faint_link = QColor(colors.link)
        faint_link.setAlphaF(0.4)
        formats[Role.STRONG].setFontWeight(QFont.Weight.Bold)
        formats[Role.EMPHASIS].setFontItalic(True)
        formats[Role.STRIKE].setFontStrikeOut(True)
        formats[Role.LINK].setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        formats[Role.LINK].setUnderlineColor(faint_link)
        for level in range(1, 7):
            heading = formats[Role.heading(level)]
            heading.setFontPointSize(self._heading_font(level).pointSizeF())
            heading.setFontWeight(QFont.Weight.Bold)
            heading.setForeground(colors.heading)
        return formats
