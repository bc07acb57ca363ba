"""The bar above a block of code, as chats draw it: the name of the language, and buttons. It is no code.

It lies within the same `pre`, and copied with it would be the first line of the code.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from editor.intake.cleaning import UNSEEN, hide

_NAME = re.compile(r"[A-Za-z][\w+#.-]{0,29}")
_BARS = ("div", "header", "figcaption", "button", UNSEEN)


def name_languages(soup: BeautifulSoup) -> None:
    """Makes such a bar the name of the language of its block, where the block does not name it itself."""
    for block in soup.find_all("pre"):
        codes = block.find_all("code", limit=2)
        beside = _beside(codes[0], block) if len(codes) == 1 else []
        words = [word for one in beside for word in one.stripped_strings]
        if not words or not _NAME.fullmatch(words[0]) or any(one.name not in _BARS for one in beside):
            continue
        for one in beside:
            hide(one)
        if not any(str(name).startswith("language-") for name in codes[0].get("class") or ()):
            codes[0]["class"] = f"language-{words[0].lower()}"


def _beside(code: Tag, block: Tag) -> list[Tag]:
    """The elements of a block that its code does not lie in; none where words stand there without one."""
    found: list[Tag] = []
    node = code
    while node is not block and node.parent is not None:
        for one in node.parent.children:
            if isinstance(one, Tag) and one is not node:
                found.append(one)
            elif isinstance(one, NavigableString) and one.strip():
                return []
        node = node.parent
    return found
