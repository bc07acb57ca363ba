"""Cells that reach over several rows: Markdown has none, so the rows below get an empty cell in each such place."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Tag

BEFORE = "x-before"
"""How many empty cells stand before a cell."""
_MOST = 100_000
"""Empty cells in a page. A page that wants more of them is hostile, and gets no more."""
_WIDEST, _HIGHEST = 1000, 1000


def keep_columns(soup: BeautifulSoup) -> None:
    left = _MOST
    for table in soup.find_all("table"):
        reaching: dict[int, int] = {}
        """By column: how many more rows a cell from above reaches into."""
        for row in table.find_all("tr") if table.find(("td", "th"), rowspan=True) else ():
            if left > 0 and row.find_parent("table") is table:
                left -= _fill(row, reaching)


def _fill(row: Tag, reaching: dict[int, int]) -> int:
    """Says before each cell how many are empty; returns how many columns were looked at."""
    column, from_above = 0, set(reaching)
    for ended in [one for one, rows in reaching.items() if rows == 1]:
        del reaching[ended]
    for one in from_above & reaching.keys():
        reaching[one] -= 1
    for cell in row.find_all(("td", "th"), recursive=False):
        first = column
        while column in from_above:
            column += 1
        if column > first:
            cell[BEFORE] = str(column - first)
        width = _number(cell, "colspan", _WIDEST)
        rows = _number(cell, "rowspan", _HIGHEST) - 1
        if rows > 0:
            reaching.update(dict.fromkeys(range(column, column + width), rows))
        column += width
    return column + len(from_above)


def _number(cell: Tag, name: str, most: int) -> int:
    said = str(cell.get(name, "1"))
    return max(1, min(most, int(said))) if said.isascii() and said.isdigit() else 1
