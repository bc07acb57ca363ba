"""What came from another program's clipboard, made into what the writer would have written down."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from editor.core.errors import IntakeError
from editor.intake.pictures import PictureFolder
from editor.intake.readers import markdown_of, repaired
from editor.intake.results import Read
from editor.protocol.intake_messages import PasteRead, ReadPaste


async def read_paste(request: ReadPaste) -> PasteRead:
    """In a thread: a long page takes seconds, in which the draft goes on being folded.

    Raises IntakeError; the text then stays as it came.
    """
    return await asyncio.to_thread(_read, request)


def _read(request: ReadPaste) -> PasteRead:
    pictures = PictureFolder(Path(request.text_path) if request.text_path else None)
    try:
        read = markdown_of(request.html, pictures.address_of) if request.html else Read(request.text)
    except OSError as error:
        raise IntakeError(
            "The pictures cannot be kept", f"{pictures.name}: {error.strerror}. The words are in."
        ) from error
    # A page that is only a picture of its text, or hides all of it, has less to say than the plain words beside it.
    markdown = read.markdown if read.markdown.strip() or not request.text.strip() else request.text
    text, lines = repaired(_as_spaced(markdown, request.text) if request.html else markdown)
    return PasteRead(request.id, text, tuple(_said(read, lines, bool(request.text_path))))


def _as_spaced(markdown: str, plain: str) -> str:
    """Half a sentence keeps the blanks at its ends, which a page leaves out and plain text has."""
    if "\n" in markdown or not plain.strip():
        return markdown
    lead, trail = plain[: len(plain) - len(plain.lstrip(" "))], plain[len(plain.rstrip(" ")) :]
    return lead + markdown.strip(" \u00a0") + trail


def _said(read: Read, repaired_lines: int, has_name: bool) -> Iterator[str]:
    """What the writer should know of a page that was read."""
    if read.formulas:
        yield f"{_counted(read.formulas, 'formula')} recovered as LaTeX."
    if repaired_lines:
        yield f"Letters read in the wrong encoding were put right in {_counted(repaired_lines, 'line')}."
    if read.pictures_left_out:
        what_to_do = "" if has_name else " Save the draft under a name and paste again to have them beside it."
        yield f"{_counted(read.pictures_left_out, 'picture')} left out.{what_to_do}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
