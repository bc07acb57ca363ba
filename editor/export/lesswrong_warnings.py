"""What a writer should look at before pasting into LessWrong's Markdown editor."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from editor.core.paragraph_row import Paragraph
from editor.export.exported import ExportWarning, WarningKind
from editor.export.preflight import Sighting, sighted
from editor.export.titles import Titled
from editor.export.tree import Contribution, Section, lines_of

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def lesswrong_warnings(head: Titled, text: str) -> Iterator[ExportWarning]:
    yield from title_warnings(head)
    if not text.strip():
        yield ExportWarning(WarningKind.NOTHING_LEFT, "There is no text to export besides the title.")
    for section in (*head.tree.sections, *head.tree.notes):
        for paragraph in section.paragraphs:
            yield from common_warnings(paragraph, sighted(lines_of(paragraph)))
            if section.contribution is not None:
                yield from hidden_warnings(paragraph)


def title_warnings(head: Titled) -> Iterator[ExportWarning]:
    if not head.title:
        yield ExportWarning(
            WarningKind.NO_TITLE, "The draft has no title. A line such as “# Title” at the start would be taken as one."
        )
    elif head.author is not None:
        yield ExportWarning(
            WarningKind.TITLE_BY_MODEL,
            f"The title holds words by {head.author.model}. A title cannot carry a label.",
        )


def hidden_warnings(paragraph: Paragraph) -> Iterator[ExportWarning]:
    if any(_is_hidden(character) for character in paragraph.text):
        yield ExportWarning(
            WarningKind.HIDDEN_CHARACTERS,
            "This passage by a model holds characters that nobody sees. They are exported as they are.",
            paragraph.id,
        )


def warning_of_escape(paragraph: Paragraph, whose: Contribution | None) -> ExportWarning:
    if whose is None:
        return ExportWarning(
            WarningKind.MARKER_ESCAPED,
            "A line here would begin a section or a label that does not end, so it is exported as plain text.",
            paragraph.id,
        )
    return ExportWarning(
        WarningKind.MARKER_IN_PASSAGE,
        f"A line in this passage by {whose.model} would begin a section or a note outside of its label, "
        "so it is exported as plain text.",
        paragraph.id,
    )


def note_warnings(section: Section, exported: str) -> list[ExportWarning]:
    paragraph = section.paragraphs[0]
    found = []
    if section.contribution is not None:
        found.append(
            ExportWarning(
                WarningKind.NOTE_BY_MODEL,
                f"This note is by {section.contribution.model}. Notes cannot stand in a block, "
                "so it says so in its first words.",
                paragraph.id,
            )
        )
    if "\n" in exported.strip("\n"):
        found.append(
            ExportWarning(
                WarningKind.LONG_NOTE,
                "This note has several paragraphs or lines. The site may join them into one line.",
                paragraph.id,
            )
        )
    return found


def common_warnings(paragraph: Paragraph, seen: Sighting) -> Iterator[ExportWarning]:
    if seen.tags:
        yield ExportWarning(
            WarningKind.RAW_HTML,
            f"The site prints HTML as text, it does not obey it: {', '.join(seen.tags)}.",
            paragraph.id,
        )
    if seen.local_images:
        yield ExportWarning(
            WarningKind.LOCAL_IMAGE,
            f"Upload this picture and give its address: {', '.join(seen.local_images)}.",
            paragraph.id,
        )


def _is_hidden(character: str) -> bool:
    """Marks that turn the reading direction, tags, and other formats without a shape, but not what joins letters."""
    if character in _TURNING:
        return True
    return unicodedata.category(character) == "Cf" and character not in "\u200c\u200d\u00ad"
