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
from editor.journal.atomic import write_through, write_under_free_name
from editor.journal.temporaries import remove_left
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
        path = Path(request.path)
        aside = (
            ""
            if request.replacing is None
            else _kept_aside(path, self._known(request.replacing), self._opening.draft.owner)
        )
        saved = _saved(self._opening.draft, request.id, path, request.upto, request.text_format)
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
            aside = _kept_aside(Path(request.text_path), self._known(request.replacing), draft.owner)
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


def _kept_aside(path: Path, known: frozenset[str], owner: str) -> str:
    """The name of a copy of the file at `path`, where another program made it something else than what is known."""
    try:
        if not path.is_file():  # a pipe would be waited for without end
            return ""
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot be read", f"{error.strerror}. Nothing was saved over it; your text is safe in the draft."
        ) from error
    if hashlib.sha256(data).hexdigest() in known:
        return ""

    def named(number: int) -> Path:
        return path.with_name(f"{path.stem} (changed elsewhere{f' {number}' if number > 1 else ''}){path.suffix}")

    try:
        copy = write_under_free_name(named, data, owner)
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} was changed by another program and cannot be copied",
            f"{error.strerror}. Nothing was saved over it; your text is safe in the draft. Save it under another name.",
        ) from error
    return copy.name


def _saved(draft: AttachedDraft, ident: int, path: Path, upto: int, form: dict[str, Any]) -> Saved:
    text_format = TextFormat.from_row(form)
    data = encoded(draft.document(upto).text(), text_format)
    digest = hashlib.sha256(data).hexdigest()
    _note(draft, path, {COMING: digest})
    try:
        write_through(path, data, owner=draft.owner)
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot be written", f"{error.strerror}. The file is as it was, and the draft is safe."
        ) from error
    _note(draft, path, {WRITTEN: digest, COMING: digest, "text_file": path.name, "format": text_format.row()})
    return Saved(ident, str(path), max(upto, draft.folded_n), digest)


def _note(draft: AttachedDraft, path: Path, notes: dict[str, Any]) -> None:
    """Notes what is written to the draft's twin; a copy elsewhere is not the twin."""
    if path.with_suffix("") != draft.address.path.with_suffix("") and path != draft.address.text_path:
        return
    with suppress(FileError, EditRefused):  # the text matters more; a change from outside is asked about once too often
        draft.store.note(**notes)
