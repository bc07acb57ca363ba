"""Fields of a form: what a reader enters is no text of the page, and a field's box stands between the words beside it."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from editor.intake.cleaning import become

_FIELDS = ("input", "select", "datalist", "meter", "progress")
_NOT_SHOWN = ("hidden", "datalist")
_NEAR = 6
"""Elements to look through for the words beside a field."""


def part_by_fields(soup: BeautifulSoup) -> None:
    """Empties every field, and leaves a blank in its place where none is beside it; the same between two labels."""
    for field in soup.find_all(_FIELDS):
        is_box = field.name not in _NOT_SHOWN and str(field.get("type", "")).lower() not in _NOT_SHOWN
        field.clear()
        is_box = is_box and not _is_apart(field)
        become(field, "span")
        if is_box:
            field.append(NavigableString(" "))
    for label in soup.find_all("label"):
        beside = label.previous_sibling
        if isinstance(beside, Tag) and beside.name == "label" and not _is_apart(label):
            label.insert(0, NavigableString(" "))


def _is_apart(node: Tag) -> bool:
    return _is_blank(_before(node), -1) or _is_blank(_after(node), 0)


def _before(node: Tag) -> PageElement | None:
    one = node.previous_element
    for _ in range(_NEAR):
        one = one.previous_element if isinstance(one, Tag) else one
    return one


def _after(node: Tag) -> PageElement | None:
    """What follows the beginning of an element, which is within it where it holds anything."""
    one = node.next_element
    for _ in range(_NEAR):
        one = one.next_element if isinstance(one, Tag) else one
    return one


def _is_blank(words: PageElement | None, place: int) -> bool:
    """Whether the letter at this place is one; where there are no words, nothing is to be kept apart."""
    return words is None or (isinstance(words, NavigableString) and str(words)[place:][:1].isspace())
