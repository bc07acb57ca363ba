"""The draft itself, byte for byte: for other programs, and for venues without a form of their own."""

from __future__ import annotations

from collections.abc import Iterable

from editor.core.paragraph_row import Paragraph
from editor.export.exported import Exported
from editor.export.titles import titled
from editor.export.tree import tree_of


def export_plain(paragraphs: Iterable[Paragraph]) -> Exported:
    """The exact text, line ends, front matter and all. Nothing is labelled; `contributions` says what could be."""
    row = list(paragraphs)
    tree = tree_of(row)
    return Exported(
        text="".join(item.text for item in row),
        title=titled(tree).title,
        contributions=tree.contributions,
    )
