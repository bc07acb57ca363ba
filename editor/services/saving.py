"""Writing the draft's text where the writer wants it, and giving the draft a name."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
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
from editor.services.twin_notes import our_digests
from editor.store.notes import COMING, of_saved


class Saving:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def save_text(self, request: SaveText) -> Saved:
        """The text as of `upto` or later, whole or not at all. Raises FileUnreadable, EditRefused."""
        path, draft, form = Path(request.path), self._opening.draft, TextFormat.from_row(request.text_format)
        if request.text is None:
            twin = _Twin.of(draft.document(request.upto).text(), form)
        else:
            twin = _Twin.of(request.text, form)
        safe = SAFE if request.text is None else ONLY_SHOWN
        known = None if request.replacing is None else self._known(request.replacing, twin)
        aside = "" if known is None else kept_aside(path, known, draft.owner, safe)
        if request.text is None:
            _write(draft, path, twin)
        else:  # the draft's file does not have these words, so they must never be noted as its own
            write_twin(path, twin.data, draft.owner, ONLY_SHOWN)
        reached = draft.folded_n if request.text is not None else max(request.upto, draft.folded_n)
        return Saved(request.id, str(path), reached, twin.digest, aside)

    def save_as(self, request: SaveAs) -> Saved:
        """The draft goes on under the new name; the file of before stays behind, as a draft of its own.

        A draft that had no name is moved. Under the name it has, only its text is written, and another program's is
        kept beside it. Raises a FileError; the draft is then where it was, or only its text is not written yet, which
        the same request does when it comes again.
        """
        draft, path, text_path, aside = self._opening.draft, Path(request.path), Path(request.text_path), ""
        twin = _Twin.of(draft.document(request.upto).text(), TextFormat.from_row(request.text_format))
        if os.path.realpath(path) != os.path.realpath(draft.address.path):
            move(draft, path, text_path, self._opening.places)
        else:
            aside = kept_aside(text_path, self._known(request.replacing, twin), draft.owner)
        _write(draft, text_path, twin)
        return Saved(request.id, str(text_path), max(request.upto, draft.folded_n), twin.digest, aside)

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

    def _known(self, digest: str, twin: _Twin) -> frozenset[str]:
        """What the window knows of, what was written here without its having heard of it, and what is written now: a file
        that holds it already was changed by nobody."""
        try:
            meta = self._opening.draft.store.meta
        except (FileError, EditRefused):
            meta = {}
        return our_digests(meta) | {digest, twin.digest}


@dataclass(frozen=True, slots=True)
class _Twin:
    """A text as it is about to be written."""

    data: bytes
    digest: str
    text_format: TextFormat

    @classmethod
    def of(cls, text: str, text_format: TextFormat) -> _Twin:
        data = encoded(text, text_format)
        return cls(data, hashlib.sha256(data).hexdigest(), text_format)


def _write(draft: AttachedDraft, path: Path, twin: _Twin) -> None:
    _note(draft, path, {COMING: twin.digest})
    write_twin(path, twin.data, draft.owner)
    _note(draft, path, {**of_saved(twin.digest), "text_file": path.name, "format": twin.text_format.row()})


def _note(draft: AttachedDraft, path: Path, notes: dict[str, Any]) -> None:
    """Notes what is written to the draft's twin; a copy elsewhere is not the twin."""
    if path.with_suffix("") != draft.address.path.with_suffix("") and path != draft.address.text_path:
        return
    with suppress(FileError, EditRefused):  # the text matters more, and the window's journal has the note as well
        draft.store.note(**notes)
