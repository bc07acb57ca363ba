"""What Substack cannot take, said before the writer pastes: tables, formulas, deep lists, sections, pictures, notes."""

from __future__ import annotations

from collections.abc import Iterator

from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.export.exported import ExportWarning, WarningKind
from editor.export.formulas import in_dialect
from editor.export.lesswrong_warnings import common_warnings, hidden_warnings, title_warnings
from editor.export.preflight import Sighting, sighted
from editor.export.titles import Titled
from editor.export.tree import lines_of

_DEEPEST_LIST = 2


def substack_warnings(head: Titled, text: str) -> Iterator[ExportWarning]:
    yield from title_warnings(head)
    if not text.strip():
        yield ExportWarning(WarningKind.NOTHING_LEFT, "There is no text to export besides the title.")
    if head.tree.notes:
        yield ExportWarning(
            WarningKind.NOTES, "After pasting, see whether Substack took the footnotes as its own or as plain links."
        )
    for section in (*head.tree.sections, *head.tree.notes):
        for paragraph in section.paragraphs:
            seen = sighted(in_dialect(lines_of(paragraph), paragraph.kind))
            yield from common_warnings(paragraph, seen)
            yield from _paragraph_warnings(paragraph, seen)
            if section.contribution is not None:
                yield from hidden_warnings(paragraph)


def _paragraph_warnings(paragraph: Paragraph, seen: Sighting) -> Iterator[ExportWarning]:
    if seen.tables:
        yield ExportWarning(
            WarningKind.TABLE, "Substack has no tables. This one is exported as a block of code.", paragraph.id
        )
    for formula in seen.formulas:
        yield ExportWarning(
            WarningKind.FORMULA,
            f"Substack takes formulas only from its own menu. Insert this one there: {formula.strip()}",
            paragraph.id,
        )
    if seen.list_depth > _DEEPEST_LIST:
        yield ExportWarning(
            WarningKind.DEEP_LIST,
            f"This list is {seen.list_depth} deep. Substack may flatten what is deeper than {_DEEPEST_LIST}.",
            paragraph.id,
        )
    if paragraph.kind is BlockKind.SECTION:
        yield ExportWarning(
            WarningKind.SECTION, "Substack has no sections that fold. This one stands open.", paragraph.id
        )
