"""Lists of a Word file whose items keep their numbers.

The reader of Word files only says that a paragraph is an item. Its number goes along as the name of a bookmark that no
Word file can hold, and becomes the start of the list in the page that the reader makes.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from editor.intake.word_losses import Losses
from editor.intake.word_numbers import Numbered, Numbering
from editor.intake.word_xml import W, element, run

_MARK = "number of item "
_LISTS = re.compile(rf'<(?:ol|ul|/ol|/ul)>|<li><a id="{_MARK}(\d+)"></a>')
_NOWHERE = "0"
"""The list of what is in none."""


def number_items(root: Element, numbering: Numbering, losses: Losses) -> None:
    for paragraph in root.iter(W + "p"):
        properties = paragraph.find(W + "pPr")
        numbered = numbering.next_of(paragraph)
        if numbered is None:
            if properties is not None and properties.find(W + "numPr") is not None:
                _place(paragraph, _NOWHERE, 0)
        elif numbering.is_heading(paragraph):
            if numbered.form != "bullet" and numbered.label:
                losses.heading_numbers.append(numbered.label)
        else:
            _number(paragraph, numbered, losses)


def _number(paragraph: Element, numbered: Numbered, losses: Losses) -> None:
    if numbered.form == "bullet":
        _place(paragraph, numbered.instance, numbered.level)
    elif numbered.form == "none" or numbered.in_words:
        place = _place(paragraph, _NOWHERE, 0)
        if numbered.label:
            paragraph.insert(place, run(f"{numbered.label} "))
    else:
        place = _place(paragraph, numbered.instance, numbered.level)
        paragraph.insert(place, element("bookmarkStart", name=f"{_MARK}{numbered.number}"))
        losses.lettered_items += not numbered.form.startswith(("decimal", "ordinal"))


def _place(paragraph: Element, instance: str, level: int) -> int:
    """Says at the paragraph itself which list it is in; returns where its content begins."""
    properties = paragraph.find(W + "pPr")
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(W + "numPr"):
        properties.remove(old)
    properties.append(element("numPr", element("ilvl", val=str(level)), element("numId", val=instance)))
    return list(paragraph).index(properties) + 1


def with_starts(html: str) -> str:
    """The page with lists that start where their items say, and a new list wherever the numbers do not go on."""
    next_numbers: list[int | None] = []
    """Of each list that is open; None before its first item."""
    kept: list[str] = []
    done, opened = 0, -1
    for found in _LISTS.finditer(html):
        kept.append(html[done : found.start()])
        done = found.end()
        written, number = found[0], int(found[1] or 0)
        if written[1] in "ou":
            next_numbers.append(None)
            opened = len(kept)
        elif written[1] == "/":
            next_numbers = next_numbers[:-1]
        else:
            written = "<li>"
            if opened == len(kept) - 2 and not kept[-1]:
                kept[opened] = f'<ol start="{number}">'
            elif next_numbers and next_numbers[-1] != number:
                written = f'</ol><ol start="{number}"><li>'
            next_numbers[-1:] = [number + 1]
        kept.append(written)
    return "".join([*kept, html[done:]])
