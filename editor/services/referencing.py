"""Keeping texts beside the draft: read from a file or pasted, and kept in the draft's file.

Nothing of them goes anywhere until the writer ticks one and says yes to what would be sent (`sent_references`). A text
that is there already is kept once, whatever its file is called.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from editor.core.attachments import Attachment
from editor.core.clock import Clock
from editor.core.errors import EditRefused, FileUnreadable
from editor.core.references import KIND, Reference, short_title, title_from
from editor.core.words import prose_words
from editor.intake.reference_file import PDF, checked, text_of
from editor.llm.provider import likely_tokens
from editor.protocol.reference_messages import (
    KeepReferenceFile,
    KeepReferenceText,
    ReadReference,
    ReferenceKept,
    ReferenceRead,
    ReferenceRemoved,
    RemoveReference,
)
from editor.services.kept_references import for_window, known_references
from editor.services.opening import Opening
from editor.services.pdf_reading import text_of_pdf


class Referencing:
    def __init__(self, opening: Opening, clock: Clock) -> None:
        self._opening = opening
        self._clock = clock

    async def keep_file(self, request: KeepReferenceFile) -> ReferenceKept:
        """Raises IntakeError or FileUnreadable where it cannot be read, and FileError where it cannot be kept."""
        path = Path(request.path)
        draft = self._opening.draft
        try:
            if path.suffix.lower() == PDF and path.is_file():
                text, said = await text_of_pdf(path)
            else:
                text, said = await asyncio.to_thread(text_of, path)
        except OSError as error:
            raise FileUnreadable(
                f"{path.name} cannot be read", f"{error.strerror or error}. Nothing was added."
            ) from error
        if self._opening.draft is not draft:
            raise EditRefused("Another draft was opened meanwhile", f"{path.name} was not added to it.")
        return await self._keep(request.id, short_title(path.stem), text, path.name, said)

    async def keep_text(self, request: KeepReferenceText) -> ReferenceKept:
        """Raises IntakeError where it is empty or too long, and FileError where it cannot be kept."""
        text = checked(request.text, "What was pasted")
        return await self._keep(request.id, short_title(request.title) or title_from(text), text, request.source, ())

    def read(self, request: ReadReference) -> ReferenceRead:
        """Raises EditRefused where it is gone."""
        return ReferenceRead(request.id, request.reference, self._known(request.reference).text)

    def remove(self, request: RemoveReference) -> ReferenceRemoved:
        """Raises EditRefused where it is gone, and FileError where it cannot be removed."""
        reference = self._known(request.reference)
        gone = Attachment(KIND, reference.id, None, None, self._clock.now().wall_ms)
        self._opening.draft.store.attachments.put(gone)
        return ReferenceRemoved(request.id, gone.as_row())

    async def _keep(self, ident: int, title: str, text: str, source: str, said: tuple[str, ...]) -> ReferenceKept:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        words = await asyncio.to_thread(prose_words, text)
        attachments, now = self._opening.draft.store.attachments, self._clock.now().wall_ms
        if any(one.id == digest for one in attachments.of(KIND)):
            said = (*said, f"{source[:1].upper()}{source[1:]} says what a reference of this draft says word for word.")
        reference = Reference(digest, title, source, words, likely_tokens(text), now, text)
        kept = Attachment(KIND, digest, None, reference.as_row(), now)
        attachments.put(kept)
        return ReferenceKept(ident, for_window(kept).as_row(), said)

    def _known(self, ident: str) -> Reference:
        found = known_references(self._opening.draft.store.attachments.of(KIND)).get(ident)
        if found is None:
            raise EditRefused("This reference is no longer there", "It was removed.")
        return found
