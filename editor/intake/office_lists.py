"""Lists as Word puts them on the clipboard: paragraphs that look like items, their bullets written out as text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

_ITEM = re.compile(r"mso-list\s*:\s*\S+\s+level(\d)", re.IGNORECASE)
_BULLET = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"^\(?\s*(\d{1,4}|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)


def nest_office_lists(soup: BeautifulSoup) -> None:
    """Puts neighbouring paragraphs of this sort into lists, nested by their level."""
    for paragraph in soup.find_all("p", style=_ITEM):
        found = _ITEM.search(str(paragraph["style"]))
        if found is None:
            continue
        marker = paragraph.find("span", style=_BULLET)
        written = marker.get_text(strip=True) if isinstance(marker, Tag) else ""
        if isinstance(marker, Tag):
            marker.decompose()
        paragraph.name = "li"
        paragraph.attrs = {}
        _put(soup, paragraph, int(found[1]), "ol" if _NUMBER.match(written) else "ul")


def _put(soup: BeautifulSoup, item: Tag, level: int, kind: str) -> None:
    before = item.find_previous_sibling()
    text_between = item.previous_sibling is not before and str(item.previous_sibling).strip()
    if not isinstance(before, Tag) or not before.get("x-office") or text_between:
        outer = soup.new_tag(kind, attrs={"x-office": "1"})
        item.wrap(outer)
        return
    place = before
    for _ in range(level - 1):
        items = place.find_all("li", recursive=False)
        if not items:
            break  # a level was left out
        last = items[-1]
        inner = last.find(("ul", "ol"), recursive=False)
        if not isinstance(inner, Tag):
            inner = soup.new_tag(kind)
            last.append(inner)
        place = inner
    place.append(item.extract())
