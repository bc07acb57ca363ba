"""Markdown Annotations in and out: origins that travel with a text to another program and back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from editor.core.document import Document
from editor.core.errors import FileUnreadable
from editor.core.rows import runs_row
from editor.core.runs import Fragment
from editor.core.text_format import decoded
from editor.core.words import words_by_kind
from editor.export.annotations_reading import AnnotatedText, read_annotated
from editor.export.markdown_annotations import annotated
from editor.protocol.messages import Done
from editor.protocol.record_messages import AnnotatedRead, ReadAnnotated, WriteAnnotated
from editor.services.opening import Opening
from editor.services.posts import write_files

NO_BLOCK = "There are no annotations at the end of this file"


class Annotating:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    async def read(self, request: ReadAnnotated) -> AnnotatedRead:
        """What a file says of whose words it holds; nothing is changed. Raises FileUnreadable."""
        return await asyncio.to_thread(_read, request)

    async def write(self, request: WriteAnnotated) -> Done:
        """Raises FileUnreadable where it cannot be written."""
        whole = whole_text(self._opening.draft.document(request.upto))
        text = await asyncio.to_thread(annotated, whole, request.author)
        return Done(request.id, await asyncio.to_thread(write_files, {Path(request.path): text}))


def whole_text(document: Document) -> Fragment:
    return document.fragment(0, len(document))


def read_annotated_file(path: Path) -> AnnotatedText:
    """Raises FileUnreadable where it cannot be read, is not UTF-8 or has no annotations."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be read", f"{error.strerror}. Nothing was changed.") from error
    _, form = decoded(data)
    if form.encoding != "utf-8" or b"\0" in data:
        raise FileUnreadable(
            f"{path.name} is not a text in UTF-8", "Annotations count its characters. Nothing was changed."
        )
    found = read_annotated(data.decode("utf-8-sig"), form.newline)
    if not found.has_block:
        raise FileUnreadable(NO_BLOCK, f"Open {path.name} as it is: its words are then marked as imported.")
    return found


def chosen(found: AnnotatedText, *, keep: bool, writer: str | None) -> Fragment:
    """The text with the origins of its block, or, where that is discarded, with none."""
    return found.fragment(writer) if keep else found.without_claims()


def _read(request: ReadAnnotated) -> AnnotatedRead:
    found = read_annotated_file(Path(request.path))
    kept = found.fragment()
    words = words_by_kind(kept.text, kept.runs)
    return AnnotatedRead(
        request.id,
        found.text,
        tuple(runs_row(kept.runs)),
        found.people(),
        found.trouble,
        {kind.value: count for kind, count in words.items()},
    )
