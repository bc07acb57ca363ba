"""What becomes of white space within an element, as its style or its class says (CSS Text 4, section 3)."""

from __future__ import annotations

import re

from bs4.element import Tag

_SAID = re.compile(r"white-space(?:-collapse)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CLASS = re.compile(r"!?whitespace-([a-z-]+)!?", re.IGNORECASE)
"""Of Tailwind, in whose words the pages of chats are written."""
_ONE_LINE = re.compile(r"text-wrap(?:-mode)?\s*:\s*nowrap", re.IGNORECASE)
_KEEPING = frozenset(["pre", "pre-wrap", "pre-line", "break-spaces", "preserve", "preserve-breaks"])
_REDUCING = frozenset(["normal", "nowrap", "collapse", "initial", "preserve-spaces"])
_LONGEST = 2_000


def keeps_lines(node: Tag) -> bool | None:
    """Whether a line end in the text is one on the page; None where that is as around the element."""
    said = _of_style(str(node.attrs.get("style", "")))
    for name in node.get_attribute_list("class") if not said and node.get("class") else ():
        found = _CLASS.fullmatch(str(name))
        said = found[1].lower() if found else said
    return True if said in _KEEPING else False if said in _REDUCING else None


def is_unwrapped(style: str) -> bool:
    """Whether every blank and every line stays as it is, however long the line, as in an editor of code."""
    said = _of_style(style)
    return said == "pre" or (said == "preserve" and _ONE_LINE.search(style[:_LONGEST]) is not None)


def is_wrapped(style: str) -> bool:
    """Whether every blank and every line end stays, and long lines are wrapped."""
    return _of_style(style) in ("pre-wrap", "break-spaces", "preserve")


def _of_style(style: str) -> str:
    """The last that is said counts."""
    said = _SAID.findall(style[:_LONGEST])
    return str(said[-1]).lower() if said else ""
