"""Ends of lines and of paragraphs for which a page has no element of their own.

Where a style keeps white space, as in posts and in messages of a chat, a line end in the text is one on the page; and two
of them beside each other, however they are written, are what a reader sees as the end of a paragraph.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, PreformattedString, Tag

from editor.intake.blocks import BLOCKS, PARAGRAPH_END
from editor.intake.cleaning import UNSEEN, become, hide, refill
from editor.intake.code_lines import SOURCE
from editor.intake.footnotes import MARK
from editor.intake.formulas import FORMULA
from editor.intake.white_space import keeps_lines

_AS_IT_IS = frozenset(("pre", SOURCE, FORMULA, UNSEEN))
_SHOWN = frozenset(("img", "video", "button", FORMULA, MARK))
"""Elements within a line that are seen without words."""
_AROUND_BLOCKS = frozenset(("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"))


def set_kept_lines(soup: BeautifulSoup) -> None:
    """Makes elements of the line ends that a style keeps, wherever they are no code."""
    _set_lines(soup, soup, kept=False)


def _set_lines(soup: BeautifulSoup, node: Tag, *, kept: bool) -> None:
    said = keeps_lines(node)
    kept = kept if said is None else said
    made: list[PageElement] = []
    for child in node.contents:
        if isinstance(child, Tag):
            if child.name not in _AS_IT_IS:
                _set_lines(soup, child, kept=kept)
            made.append(child)
        elif kept and _has_lines(child):
            made += _lines(soup, child)
        else:
            made.append(child)
    if len(made) != len(node.contents):
        refill(node, made)


def _has_lines(words: PageElement) -> bool:
    """White space beside the end of a block is none that is seen."""
    text = str(words)
    if not _is_text(words) or not ("\n" in text or "\r" in text):
        return False
    return bool(text.strip()) or not (
        _ends_block(words, words.previous_sibling) or _ends_block(words, words.next_sibling)
    )


def _ends_block(words: PageElement, beside: PageElement | None) -> bool:
    parent = words.parent
    if parent is None or parent.name in _AROUND_BLOCKS:
        return True
    return parent.name in BLOCKS if beside is None else isinstance(beside, Tag) and beside.name in BLOCKS


def _lines(soup: BeautifulSoup, words: PageElement) -> list[PageElement]:
    """Blanks at the two ends of a line are nothing in Markdown; those at the ends of the whole text may part words."""
    first, *others = str(words).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    made: list[PageElement] = [NavigableString(first.rstrip(" \t") if others else first)]
    empty = 0
    for number, line in enumerate(others, 1):
        is_last = number == len(others)
        if not line.strip() and not is_last:
            empty += 1
            continue
        made.append(soup.new_tag(PARAGRAPH_END if empty else "br"))
        empty = 0
        if kept := line.lstrip(" \t") if is_last else line.strip(" \t"):
            made.append(NavigableString(kept))
    return made


def part_paragraphs(soup: BeautifulSoup) -> None:
    """Makes one `PARAGRAPH_END` of several line ends with nothing between them."""
    ends: list[Tag] = []
    for node in list(soup.descendants):
        if isinstance(node, Tag) and node.name in ("br", PARAGRAPH_END):
            if ends and _block_of(ends[-1]) is not _block_of(node):
                _join(ends)
            ends.append(node)
        elif (
            node.name in BLOCKS or node.name in _SHOWN if isinstance(node, Tag) else _is_text(node) and str(node).strip()
        ):
            _join(ends)
    _join(ends)


def _join(ends: list[Tag]) -> None:
    if len(ends) > 1:
        become(ends[0], PARAGRAPH_END)
        for one in ends[1:]:
            hide(one)
    ends.clear()


def _block_of(node: Tag) -> Tag | None:
    return next((parent for parent in node.parents if parent.name in BLOCKS), None)


def _is_text(node: PageElement) -> bool:
    return isinstance(node, NavigableString) and (isinstance(node, CData) or not isinstance(node, PreformattedString))
