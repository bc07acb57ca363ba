"""Tables within the cells of tables, which Markdown does not know: their rows become paragraphs of the cell."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from editor.intake.word_xml import W, element, run


def inner_tables(root: Element) -> set[Element]:
    within: set[Element] = set()
    found: set[Element] = set()
    for node in root.iter():
        if node.tag == W + "tc" or node in within:
            within.update(node)
            found.update(child for child in node if child.tag == W + "tbl")
    return found


def as_lines(table: Element) -> list[Element]:
    """A paragraph for each row, with a dot between the cells."""
    lines = []
    for row in (row for part in table for row in (list(part.iter(W + "tr")) or [part])):
        if row.find(f"{W}trPr/{W}del") is None:
            cells = [content for cell in (row if row.tag == W + "tr" else [row]) if (content := list(_content(cell)))]
            pieces = [piece for cell in cells for piece in (run(" · "), *cell)]
            lines.append(element("p", *pieces[1:]))
    return lines


def _content(cell: Element) -> Iterator[Element]:
    """Of its paragraphs, with a line break between them."""
    waiting, first = [cell], True
    while waiting:
        node = waiting.pop()
        if node.tag != W + "p":
            waiting.extend(reversed(node))
            continue
        content = [child for child in node if child.tag != W + "pPr"]
        if content and not first:
            yield element("r", element("br"))
        first = first and not content
        yield from content
