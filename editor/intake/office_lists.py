"""Lists as Word puts them on the clipboard: paragraphs that look like items, their bullets written out as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from editor.intake.office_numbers import numbers_of

_ITEM = re.compile(r"mso-list\s*:\s*(\S+)\s+level(\d)(?:\s+(lfo\d+))?", re.IGNORECASE)
_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NAME = "x-office"
"""On a list: which of Word's lists it is."""
_NEXT = "x-next"
"""On a list: the number its next item has if it goes on."""


@dataclass(frozen=True, slots=True)
class _Item:
    node: Tag
    level: int
    number: int | None
    """None where it has a bullet."""
    name: str

    @property
    def kind(self) -> str:
        return "ul" if self.number is None else "ol"


def nest_office_lists(soup: BeautifulSoup) -> None:
    """Puts neighbouring paragraphs of this sort into lists, nested by their level."""
    items: list[tuple[Tag, str, int, str]] = []
    for paragraph in soup.find_all("p", style=_ITEM):
        found = _ITEM.search(str(paragraph["style"]))
        if found is not None:
            items.append((paragraph, f"{found[1]} {found[3]}", int(found[2]), _take_marker(paragraph)))
    numbers = numbers_of(((name, level), written) for _, name, level, written in items)
    for (paragraph, name, level, _), number in zip(items, numbers, strict=True):
        paragraph.name = "li"
        paragraph.attrs = {}
        _put(soup, _Item(paragraph, level, number, name))


def _take_marker(paragraph: Tag) -> str:
    """What Word writes before an item, which is none of its words."""
    marker = paragraph.find("span", style=_BULLET)
    if not isinstance(marker, Tag):
        return ""
    written = marker.get_text(strip=True)
    marker.decompose()
    return written


def _put(soup: BeautifulSoup, item: _Item) -> None:
    place = _list_before(item.node)
    for _ in range(item.level - 1 if place is not None else 0):
        last = place.contents[-1] if place is not None and place.contents else None
        if not isinstance(last, Tag):
            break  # a level was left out
        inner = last.contents[-1] if last.contents else None
        if not isinstance(inner, Tag) or not inner.get(_NAME):
            inner = _new_list(soup, item)
            last.append(inner)
        place = inner
    if place is None:
        place = item.node.wrap(_new_list(soup, item))
    elif _goes_on(place, item):
        place.append(item.node)
    else:
        beside = _new_list(soup, item)
        place.insert_after(beside)
        place = beside
        place.append(item.node)
    place[_NEXT] = str(int(str(place[_NEXT])) + 1)


def _list_before(node: Tag) -> Tag | None:
    before = node.find_previous_sibling()
    between = node.previous_sibling
    has_words_between = between is not before and str(between).strip()
    return before if isinstance(before, Tag) and before.get(_NAME) and not has_words_between else None


def _new_list(soup: BeautifulSoup, item: _Item) -> Tag:
    number = str(1 if item.number is None else item.number)
    start = {"start": number} if item.kind == "ol" and number != "1" else {}
    return soup.new_tag(item.kind, attrs={_NAME: item.name, _NEXT: number, **start})


def _goes_on(place: Tag, item: _Item) -> bool:
    """By its number, since Word names a list anew wherever a part of it was pasted."""
    return place.name == item.kind and (item.number is None or place[_NEXT] == str(item.number))
