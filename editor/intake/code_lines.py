"""Code as its letters and lines, whatever draws it: an element a line, a table with numbers, an editor's own boxes.

Blanks at the beginning of a line are code's meaning, and a page's other blanks are none; so that nothing of the walk that
makes Markdown of a page ever sees the inside of code.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import AttributeValueList, CData, NavigableString, PageElement, PreformattedString, Tag

from editor.intake.cleaning import UNSEEN, become, hide, refill
from editor.intake.white_space import is_unwrapped, is_wrapped, keeps_lines

SOURCE = "x-source"
"""The element that stands for words copied from an editor of plain text: they are written as they are."""
_NUMBERS = re.compile(r"line-?no|line-?num|ln-num|blob-num|gutter", re.IGNORECASE)
_LINE_CELLS = ["blob-code", "hljs-ln-code", "js-file-line"]
_AROUND_LINES = ("table", "thead", "tbody", "tfoot", "tr", "ul", "ol")
_CELLS = ("td", "th")
_LINES = frozenset((*_AROUND_LINES, "div", "p", "li", "pre", "figure", "figcaption", "header", "h1", "h2", "h3", "h4"))
_LINE = re.compile(r"(?:^|[-_])line$", re.IGNORECASE)
"""A class of an element that is one line of code, which a page gives its height even where nothing is on it."""
_LANGUAGE = re.compile("^language-")
_MONOSPACED = re.compile(r"font(?:-family)?\s*:[^;]*(?:mono|consolas|courier|menlo)", re.IGNORECASE)
_MOST_WORDS = 16
"""In a line of code; where a line has more, an editor of code held prose."""
_LONGEST_STYLE = 2_000


def set_code_lines(soup: BeautifulSoup) -> None:
    """Makes each block of code a `pre` that holds nothing but its text, and names its language in its class."""
    _hide_numbers(soup)
    _find_blocks(soup)
    for block in soup.find_all("pre"):
        if not block.find_parent("pre"):
            inner = block.find("code")
            block["class"] = AttributeValueList(_classes(block) + (_classes(inner) if isinstance(inner, Tag) else []))
            refill(block, [NavigableString(_text(block))])


def _hide_numbers(soup: BeautifulSoup) -> None:
    for node in soup.find_all(class_=_NUMBERS):
        if node.find_parent(("pre", "table")) and re.fullmatch(r"[\d\s]*", node.get_text()) and not node.find("img"):
            hide(node)


def _find_blocks(soup: BeautifulSoup) -> None:
    """What is a block of code and no `pre` becomes one."""
    for table in soup.find_all("table"):
        if table.find(("td", "th"), class_=_LINE_CELLS) and not table.find_parent("pre"):
            table.name = "pre"
    for code in soup.find_all("code"):
        is_block = any(map(_LANGUAGE.match, _classes(code))) or keeps_lines(code)
        if is_block and "\n" in code.get_text().strip() and not code.find_parent("pre"):
            code.name = "pre"
    for box in soup.find_all(("div", "p"), style=_is_of_an_editor):
        if not box.find_parent(("pre", SOURCE)) and not box.find(("table", "h1", "h2", "h3", "ul", "ol")):
            _set_box(box)


def _is_of_an_editor(style: str | None) -> bool:
    style = (style or "")[:_LONGEST_STYLE]
    return is_unwrapped(style) or (is_wrapped(style) and _MONOSPACED.search(style) is not None)


def _set_box(box: Tag) -> None:
    text = _text(box).strip("\n")
    lines = text.split("\n")
    if len(lines) > 1 and max(len(line.split()) for line in lines) <= _MOST_WORDS:
        box.name = "pre"
    elif _MONOSPACED.search(str(box.get("style", ""))[:_LONGEST_STYLE]):
        refill(box, [NavigableString(text)])
        become(box, SOURCE)


def _classes(node: Tag) -> list[str]:
    return node.get_attribute_list("class") if node.get("class") else []


def _text(node: Tag) -> str:
    parts: list[str] = []
    _write(node, parts)
    return "".join(parts)


def _write(node: Tag, parts: list[str]) -> None:
    for child in node.children:
        if isinstance(child, Tag):
            ends_lines = child.name in _LINES
            if ends_lines:
                _end_line(parts)
            before = len(parts)
            if child.name == "br":
                parts.append("\n")
            elif child.name != UNSEEN:
                _write(child, parts)
            if ends_lines and len(parts) == before and any(map(_LINE.search, _classes(child))):
                parts.append("\n")
            elif ends_lines:
                _end_line(parts)
        elif child and node.name not in _AROUND_LINES and _is_seen(child):
            text = str(child).replace("\r\n", "\n")
            if node.name in _CELLS and "\n" in text and text.isspace():
                text = "\n" if len(node.contents) == 1 else ""  # between a cell's marks lies the page's own source
            parts.append(text)


def _is_seen(words: PageElement) -> bool:
    return isinstance(words, CData) or not isinstance(words, PreformattedString)


def _end_line(parts: list[str]) -> None:
    if parts and not parts[-1].endswith("\n"):
        parts.append("\n")
