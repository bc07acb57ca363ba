"""Writing the draft's text where the writer wants it, and giving the draft a name."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from editor.core.errors import EditRefused, FileError, FileUnreadable
from editor.core.text_format import TextFormat, encoded
from editor.journal.atomic import write_through
from editor.journal.temporaries import remove_left
from editor.journal.twin_file import ONLY_SHOWN, SAFE, kept_aside, write_twin
from editor.protocol.messages import Done, SaveAs, Saved, SaveText, WriteFile
from editor.services.drafting import AttachedDraft
from editor.services.moving import move
from editor.services.opening import Opening
from editor.services.twin_notes import COMING, WRITTEN, our_digests


class Saving:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def save_text(self, request: SaveText) -> Saved:
        """The text as of `upto` or later, whole or not at all. Raises FileUnreadable, EditRefused."""
        path, draft = Path(request.path), self._opening.draft
        safe = SAFE if request.text is None else ONLY_SHOWN
        known = None if request.replacing is None else self._known(request.replacing)
        aside = "" if known is None else kept_aside(path, known, draft.owner, safe)
        if request.text is not None:
            return replace(_handed_over(draft, request, path, request.text), aside=aside)
        saved = _saved(draft, request.id, path, request.upto, request.text_format)
        return replace(saved, aside=aside)

    def save_as(self, request: SaveAs) -> Saved:
        """The draft goes on under the new name; the file of before stays behind, as a draft of its own.

        A draft that had no name is moved. Under the name it has, only its text is written, and another program's is
        kept beside it. Raises a FileError; the draft is then where it was, or only its text is not written yet, which
        the same request does when it comes again.
        """
        draft, path, aside = self._opening.draft, Path(request.path), ""
        if os.path.realpath(path) != os.path.realpath(draft.address.path):
            draft.document(request.upto)
            move(draft, path, Path(request.text_path), self._opening.places)
        else:
            aside = kept_aside(Path(request.text_path), self._known(request.replacing), draft.owner)
        saved = _saved(draft, request.id, Path(request.text_path), request.upto, request.text_format)
        return replace(saved, aside=aside)

    def write_file(self, request: WriteFile) -> Done:
        """Raises FileUnreadable; what lay there is then as it was. What a killed worker left there is removed."""
        path, owner = Path(request.path), ""
        with suppress(FileUnreadable):  # a table of nobody's draft
            owner = self._opening.draft.owner
        remove_left(Path(os.path.realpath(path)).parent, owner)
        try:
            write_through(path, request.text.encode("utf-8", "surrogatepass"), owner=owner)
        except OSError as error:
            raise FileUnreadable(f"{path.name} cannot be written", f"{error.strerror}. Choose another place.") from error
        return Done(request.id, f"Written to {path.name}.")

    def _known(self, digest: str) -> frozenset[str]:
        """What the window knows of, and what was written here without its having heard of it."""
        try:
            meta = self._opening.draft.store.meta
        except (FileError, EditRefused):
            meta = {}
        return our_digests(meta) | {digest}


def _saved(draft: AttachedDraft, ident: int, path: Path, upto: int, form: dict[str, Any]) -> Saved:
    text_format = TextFormat.from_row(form)
    data = encoded(draft.document(upto).text(), text_format)
    digest = hashlib.sha256(data).hexdigest()
    _note(draft, path, {COMING: digest})
    write_twin(path, data, draft.owner)
    _note(draft, path, {WRITTEN: digest, COMING: digest, "text_file": path.name, "format": text_format.row()})
    return Saved(ident, str(path), max(upto, draft.folded_n), digest)


def _handed_over(draft: AttachedDraft, request: SaveText, path: Path, text: str) -> Saved:
    """Nothing is noted of it: the draft's file does not have these words, so they must never count as its own."""
    data = encoded(text, TextFormat.from_row(request.text_format))
    write_twin(path, data, draft.owner, ONLY_SHOWN)
    return Saved(request.id, str(path), draft.folded_n, hashlib.sha256(data).hexdigest())


def _note(draft: AttachedDraft, path: Path, notes: dict[str, Any]) -> None:
    """Notes what is written to the draft's twin; a copy elsewhere is not the twin."""
    if path.with_suffix("") != draft.address.path.with_suffix("") and path != draft.address.text_path:
        return
    with suppress(FileError, EditRefused):  # the text matters more; a change from outside is asked about once too often
        draft.store.note(**notes)
