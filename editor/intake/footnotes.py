"""Footnotes of a page: a mark that leads to a note, and a note that leads back.

Every program names them in its own way (`fn1`, `_ftn1`, `footnote-1`, `user-content-fn-a`), so that names are not relied
upon: a link is the mark of a note where its target has a link back to it, or where the names are the usual ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from editor.intake.cleaning import become

NOTE = "x-note"
"""The element that holds a note's text until it is written; its `label` is the number."""
MARK = "x-note-mark"
_USUAL = re.compile(r"^(user-content-)?(_?ftn|fn|footnote|note|endnote|cite_note|_edn|sdfootnote)", re.IGNORECASE)
_MARK_TEXT = re.compile(r"^[\[(]?\s*([0-9]{1,4}|[a-z]|[ivxlc]{1,6}|\*{1,3}|[†‡§])\s*[\])]?$", re.IGNORECASE)
_BLOCKS = ("li", "p", "div", "aside", "dd", "section", "td")
_MOST_LINKS = 10_000
"""Within one page; more of them than any essay has are left as the links they are."""
_BACK = frozenset(["↩", "↩︎", "↵", "^", "⏎", "↑", "↺"])


@dataclass(slots=True)
class _Note:
    target: str
    container: Tag
    marks: list[Tag]


def gather_footnotes(soup: BeautifulSoup) -> int:
    """Turns marks into `MARK` elements and puts the notes, as `NOTE` elements, at the end; returns how many."""
    count = _gather_linked(soup)
    count += _gather_inline(soup, count)
    _free_marks(soup)
    _remove_rule(soup)
    return count


def _gather_linked(soup: BeautifulSoup) -> int:
    links = [link for link in soup.find_all("a") if "#" in str(link.get("href", ""))[:-1]]
    notes: dict[str, _Note] = {}
    if not 0 < len(links) <= _MOST_LINKS:
        return 0
    named, order = _named(soup)
    for link in links:
        target = str(link["href"]).rpartition("#")[2]
        place = named.get(target)
        if place is None or order[id(place)] < order[id(link)] or not _MARK_TEXT.match(link.get_text().strip()):
            continue  # what leads backwards leads from the note
        container = _container(place)
        own = _own_names(link)
        leads_back = any(str(one["href"]).rpartition("#")[2] in own for one in container.find_all("a", href=True))
        if leads_back or (_USUAL.match(target) and not _inside(link, container)):
            notes.setdefault(target, _Note(target, container, [])).marks.append(link)
    backs = {name for note in notes.values() for mark in note.marks for name in _own_names(mark)}
    for number, note in enumerate(notes.values(), 1):
        for mark in note.marks:
            _replace_mark(mark, number)
    for number, note in enumerate(notes.values(), 1):
        _set_note(soup, note, number, backs)
    return len(notes)


def _gather_inline(soup: BeautifulSoup, before: int) -> int:
    """LaTeXML, which sets the pages of arXiv, has a note where its mark stands, and the mark three times."""
    count = 0
    for outer in soup.select(".ltx_note.ltx_role_footnote, .ltx_note.ltx_role_endnote"):
        content = outer.select_one(".ltx_note_content")
        if content is None:
            continue
        count += 1
        for mark in content.select(".ltx_note_mark, .ltx_tag_note, .ltx_note_type"):
            mark.decompose()
        made = soup.new_tag(NOTE, attrs={"label": str(before + count)})
        for child in list(content.children):
            made.append(child.extract())
        outer.clear()
        become(outer, MARK)
        outer.append(NavigableString(f"[^{before + count}]"))
        soup.append(made)
    return count


def _free_marks(soup: BeautifulSoup) -> None:
    """A mark is raised by what it is; where several share a `sup`, the commas between them are no more needed either."""
    for raised in soup.find_all("sup"):
        if raised.find(MARK) is None:
            continue
        raised.name = "span"
        between = [words for words in raised.find_all(string=True) if words.find_parent(MARK) is None]
        if not "".join(map(str, between)).strip(" ,;[]()\u00a0"):
            for words in between:
                words.replace_with("")


def _remove_rule(soup: BeautifulSoup) -> None:
    """The line above the notes has nothing under it any more, since they stand at the end."""
    note = soup.find(NOTE)
    before = note.find_previous(lambda tag: tag.name == "hr" or bool(tag.get_text(strip=True))) if note else None
    if isinstance(before, Tag) and before.name == "hr":
        before.decompose()


def _named(soup: BeautifulSoup) -> tuple[dict[str, Tag], dict[int, int]]:
    """Elements by their names, and how far down the page each element stands, by its identity."""
    found: dict[str, Tag] = {}
    order: dict[int, int] = {}
    for number, node in enumerate(soup.find_all(True)):
        order[id(node)] = number
        for key in ("id", "name") if node.name == "a" else ("id",):
            if node.attrs.get(key):
                found.setdefault(str(node[key]), node)
    return found, order


def _own_names(link: Tag) -> set[str]:
    near = [link, *list(link.parents)[:2], *link.find_all(True)]
    before = link.find_previous_sibling()
    near += [before] if isinstance(before, Tag) and not before.get_text(strip=True) else []
    return {str(node[key]) for node in near for key in ("id", "name") if node.get(key)}


def _container(place: Tag) -> Tag:
    if place.name in _BLOCKS:
        return place
    found = place.find_parent(_BLOCKS)
    return found if isinstance(found, Tag) else place


def _inside(node: Tag, outer: Tag) -> bool:
    return any(parent is outer for parent in (node, *node.parents))


def _replace_mark(link: Tag, number: int) -> None:
    outer: Tag = link
    while outer.parent is not None and outer.parent.name in ("sup", "span") and _alone(outer):
        outer = outer.parent
    outer.clear()
    become(outer, MARK)
    outer.append(NavigableString(f"[^{number}]"))


def _alone(node: Tag) -> bool:
    return node.parent is not None and node.parent.get_text().strip(" []()") == node.get_text().strip(" []()")


def _set_note(soup: BeautifulSoup, note: _Note, number: int, backs: set[str]) -> None:
    if note.container.decomposed or note.container.parent is None:
        return
    around = note.container.parent
    for words in note.container.find_all(string=lambda words: str(words).strip() in _BACK, limit=2):
        if words.find_parent("a") is None:
            words.replace_with("")  # Wikipedia's before several links back
    for link in note.container.find_all("a", href=True):
        leads_back = str(link["href"]).rpartition("#")[2] in backs
        if leads_back or link.get_text().strip() in _BACK:
            _remove_with_shell(link, note.container)
    made = soup.new_tag(NOTE, attrs={"label": str(number)})
    for child in list(note.container.children):
        made.append(child.extract())
    note.container.decompose()
    if around.name in ("ol", "ul", "section", "div") and not around.get_text(strip=True) and around.parent is not None:
        around.decompose()
    soup.append(made)


def _remove_with_shell(link: Tag, container: Tag) -> None:
    """Takes the element along that holds nothing but the link, such as its `sup`."""
    outer = link
    while outer.parent is not None and outer.parent is not container and _alone(outer):
        outer = outer.parent
    outer.decompose()
