"""Links as Markdown has them: each within one paragraph, and with brackets in its words that are no ends of it.

Cards and lists of a page have links around blocks. Each stretch of words in such a link becomes a link of its own, within
the block that it stands in.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from editor.intake.blocks import BLOCKS, PARAGRAPH_END
from editor.intake.cleaning import UNSEEN, become, refill
from editor.intake.code_lines import SOURCE
from editor.intake.footnotes import MARK
from editor.intake.formulas import FORMULA

_ON_ONE_LINE = ("h1", "h2", "h3", "h4", "h5", "h6", "td", "th")
"""Blocks that have a single line in Markdown, on which the blocks within them follow each other."""
_NO_LINKS = frozenset(("pre", "hr", SOURCE))
_REAL_BLOCKS = tuple(BLOCKS - {PARAGRAPH_END})
_ENDS = ("a", *BLOCKS)
_SEEN = ("img", FORMULA, MARK)
_BRACKETS = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|([\[\]])", re.DOTALL)
"""Brackets, and what hides one from a reader of Markdown (CommonMark 0.31, sections 2.4 and 6.1)."""


def part_links(soup: BeautifulSoup) -> None:
    for link in soup.find_all("a", href=True):
        address = str(link["href"])
        if _is_parted(link) and not link.find_parent(_ON_ONE_LINE):
            is_line = link.find(_REAL_BLOCKS) is None or (link.parent is not None and link.parent.name in ("ul", "ol"))
            become(link, "span" if is_line else "div")
            _link_within(soup, link, address)


def _is_parted(node: PageElement) -> bool:
    if not isinstance(node, Tag):
        return False
    return node.find(_ENDS) is not None or any(one.get("display") == "block" for one in node.find_all(FORMULA))


def _link_within(soup: BeautifulSoup, node: Tag, address: str) -> None:
    made: list[PageElement] = []
    line: list[PageElement] = []
    for child in [*node.contents, None]:
        if child is not None and not _is_of_block(child):
            line.append(child)
            continue
        made += _linked(soup, line, address)
        line = []
        if isinstance(child, Tag):
            if child.name not in _NO_LINKS and child.name != "a":
                _link_within(soup, child, address)
            made.append(child)
    refill(node, made)


def _is_of_block(node: PageElement) -> bool:
    """A block, or an element of the line that ends where a block or another link begins."""
    if not isinstance(node, Tag):
        return False
    return node.name in _ENDS or node.get("display") == "block" or _is_parted(node)


def _linked(soup: BeautifulSoup, line: list[PageElement], address: str) -> list[PageElement]:
    if not any(map(_is_seen, line)):
        return line
    link = soup.new_tag("a", attrs={"href": address})
    refill(link, line)
    return [link]


def _is_seen(node: PageElement) -> bool:
    if isinstance(node, Tag):
        return node.name != UNSEEN and (
            node.name in _SEEN or node.find(_SEEN) is not None or bool(node.get_text().strip())
        )
    return isinstance(node, NavigableString) and bool(str(node).strip())


def with_paired_brackets(words: str) -> str:
    """The Markdown of a link's words, in which a bracket without its like would end the link too early or never."""
    open_ones: list[int] = []
    alone: list[int] = []
    for found in _BRACKETS.finditer(words):
        if found[2] == "[":
            open_ones.append(found.start())
        elif found[2] == "]":
            if open_ones:
                open_ones.pop()
            else:
                alone.append(found.start())
    places = [0, *sorted(alone + open_ones), len(words)]
    return "\\".join(words[start:end] for start, end in pairwise(places))
