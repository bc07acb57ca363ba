"""Lines of words that happen to look like the beginning of a block in Markdown, and are to stay words."""

from __future__ import annotations

import re

from bs4.element import NavigableString, Tag

_BLOCK_START = re.compile(r"^(?:(#{1,6}|[-+>])(?=\s|$)|(\d{1,9})([.)])(?=\s|$)|(={3,}|~{3,}|:{3,}|\+{3,}|%{3,}))")
_RULE = re.compile(r"-{3,}\s*$")
_UNDERLINE = re.compile(r"(?:-+|=+|(?=[^-]*-)[|: -]*)\s*$")
"""Under a line of text: makes a heading of it, or the headings of a table."""
_LOOSE = re.compile(r"^ {1,3}(?! )")
"""Blanks that stood beside the end of the paragraph before."""
_WITHIN = ("p", "div", "ul", "ol", "pre", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "x-source")


def not_a_block(text: str) -> str:
    """Paragraphs that only happen to look like a heading, a list, a quote, a rule or a fence, in any line."""
    return "\n\n".join(_words_only(paragraph) for paragraph in text.split("\n\n"))


def _words_only(paragraph: str) -> str:
    first, *others = _LOOSE.sub("", paragraph).split("  \n")
    return "  \n".join([_not_begun(first, _RULE), *(_not_begun(line, _UNDERLINE) for line in others)])


def holds_blocks(block: Tag) -> bool:
    return block.find(_WITHIN) is not None


def _not_begun(line: str, rule: re.Pattern[str]) -> str:
    stripped = line.lstrip()
    found = _BLOCK_START.match(stripped)
    if found is None:
        return "\\" + stripped if stripped and rule.match(stripped) else line
    return f"{found[2]}\\{stripped[len(found[2]) :]}" if found[2] else "\\" + stripped


def not_a_block_within(block: Tag, text: str) -> str:
    """The same for the words of a block, or for those that it begins with where there are blocks in it."""
    if not holds_blocks(block):
        return not_a_block(text)
    for node in block.descendants:
        if isinstance(node, Tag) and node.name != "span":
            return text
        if isinstance(node, NavigableString) and node.strip():
            first, end, rest = text.partition("\n")
            return not_a_block(first) + end + rest
    return text
