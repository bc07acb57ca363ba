"""Where the column stands on the page: as wide as reads well, centred, and never under the margins."""

from __future__ import annotations

from dataclasses import dataclass

TOP_ROOM = 24
"""Pixels over the first block."""

_NARROWEST = 120


@dataclass(frozen=True, slots=True)
class Page:
    """A view's measures, pixels."""

    width: int = 800
    screen: int = 600
    """Height of the view."""
    left: int = 0
    """Room kept free left of the column."""
    right: int = 0
    end_room: int = 0
    """Free room below the last line."""


@dataclass(frozen=True, slots=True)
class Column:
    """Left edge and width of the text, pixels."""

    x: float
    width: int


def column_on(page: Page, widest: int) -> Column:
    """The column for a page, at most `widest` pixels wide."""
    width = max(_NARROWEST, min(widest, page.width - page.left - page.right))
    centred = (page.width - width) / 2
    return Column(float(round(max(page.left, min(centred, page.width - page.right - width)))), width)
