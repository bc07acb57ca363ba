"""Tables as Markdown has them: one row of headings, the same columns in every row, and no table within a table.

Below a cell that reaches over several rows, each row gets an empty cell in its place. A table that only lays out a page
is none in Markdown, and what lies in its cells stands one below the other.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Tag

BEFORE = "x-before"
"""How many empty cells stand before a cell."""
HEADINGS = "x-headings"
"""On the row that is a table's headings: how many columns it has."""
_MOST = 100_000
"""Empty cells in a page. A page that wants more of them is hostile, and gets no more."""
_LARGE = ("table", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote")
_WIDEST, _HIGHEST = 1000, 1000


def keep_columns(soup: BeautifulSoup) -> None:
    left = _MOST
    for table, rows in _rows(soup):
        if _is_layout(table, rows):
            _take_apart(table, rows)
            continue
        _put_foot_last(table, rows)
        reaching: dict[int, int] = {}
        """By column: how many more rows a cell from above reaches into."""
        is_reaching = any(cell.get("rowspan") for row in rows for cell in _cells(row))
        for row in rows if is_reaching else ():
            if left > 0:
                left -= _fill(row, reaching)
        filled = [row for row in rows if _cells(row)]
        if filled:
            filled[0][HEADINGS] = str(max(map(width, filled)))


def _rows(soup: BeautifulSoup) -> list[tuple[Tag, list[Tag]]]:
    """Every table with the rows that are its own, in the order of the page."""
    tables: dict[int, tuple[Tag, list[Tag]]] = {id(table): (table, []) for table in soup.find_all("table")}
    for row in soup.find_all("tr"):
        table = row.find_parent("table") or row.parent  # a piece of a page may begin with a row
        if isinstance(table, Tag):
            tables.setdefault(id(table), (table, []))[1].append(row)
    return list(tables.values())


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(("td", "th"), recursive=False)


def width(row: Tag) -> int:
    """In columns."""
    return sum(int(str(cell.get(BEFORE, "0"))) + _number(cell, "colspan", _WIDEST) for cell in _cells(row))


def _is_layout(table: Tag, rows: list[Tag]) -> bool:
    """As mail and old pages have it: it says so, or it is one column of what no cell in Markdown can hold."""
    if table.get("role") in ("presentation", "none"):
        return True
    words = [[cell for cell in _cells(row) if cell.get_text(strip=True) or cell.find("img")] for row in rows]
    return all(len(cells) < 2 for cells in words) and any(cell.find(_LARGE) for cells in words for cell in cells)


def _take_apart(table: Tag, rows: list[Tag]) -> None:
    sections = table.find_all(("thead", "tbody", "tfoot"), recursive=False)
    for node in (table, *sections, *rows, *(cell for row in rows for cell in _cells(row))):
        node.name = "div"


def _put_foot_last(table: Tag, rows: list[Tag]) -> None:
    """It is shown there, wherever it stands in the page."""
    foot = table.find("tfoot", recursive=False)
    if isinstance(foot, Tag) and foot.find_next_sibling() is not None:
        table.append(foot)
        rows.sort(key=lambda row: row.parent is foot)


def _fill(row: Tag, reaching: dict[int, int]) -> int:
    """Says before each cell how many are empty; returns how many columns were looked at."""
    column, from_above = 0, set(reaching)
    for ended in [one for one, rows in reaching.items() if rows == 1]:
        del reaching[ended]
    for one in from_above & reaching.keys():
        reaching[one] -= 1
    for cell in _cells(row):
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
