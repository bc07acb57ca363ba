"""Lists as Markdown has them: each within the item that it belongs to, and each with numbers that are its own."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from editor.intake.cleaning import refill

NUMBER = "x-number"
"""On an item: its number, with the sign after it."""
_LISTS = ("ul", "ol")


def nest_lists(soup: BeautifulSoup) -> None:
    """Google Docs writes a list within a list beside the item that it is of; and each item as a paragraph."""
    for outer in soup.find_all(_LISTS):
        if outer.find(_LISTS, recursive=False) is not None:
            refill(outer, _nested(outer))
    for item in soup.find_all("li"):
        _without_paragraph(item)


def _nested(outer: Tag) -> list[PageElement]:
    kept: list[PageElement] = []
    item: Tag | None = None
    for child in outer.contents:
        if isinstance(child, Tag) and child.name in _LISTS and item is not None:
            child.parent = None
            item.append(child)
            continue
        if isinstance(child, Tag) or str(child).strip():
            kept.append(child)
        if isinstance(child, Tag) and child.name == "li":
            item = child
    return kept


def _without_paragraph(item: Tag) -> None:
    """An item that is one paragraph, with lists under it or none, has no empty lines around it in Markdown."""
    inner = [child for child in item.contents if isinstance(child, Tag) or str(child).strip()]
    first = inner[0] if inner else None
    if (
        isinstance(first, Tag)
        and first.name == "p"
        and all(one.name in _LISTS for one in inner[1:] if isinstance(one, Tag))
    ):
        first.name = "span"


def number_items(soup: BeautifulSoup) -> None:
    """Counted once for each list; to look back from each item would be quadratic."""
    ends: dict[int, tuple[int, str]] = {}
    """By the list: the number after its last, and the sign."""
    for ordered in soup.find_all("ol"):
        start = str(ordered.get("start", "1"))
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
        due, sign = ends.get(id(ordered.find_previous_sibling()), (number, "."))
        if due != number:
            sign = ")" if sign == "." else "."  # with the same sign Markdown would count on
        for item in ordered.find_all("li", recursive=False):
            item[NUMBER] = f"{number}{sign}"
            number += 1
        ends[id(ordered)] = number, sign
