"""Writing the draft's text where the writer wants it, and giving the draft a name."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from editor.core.errors import EditRefused, FileError, FileUnreadable
from editor.core.text_format import TextFormat, encoded
from editor.journal.atomic import discard, make_durable, write_atomically, write_through
from editor.journal.places import Places, new_draft_id
from editor.protocol.messages import Done, SaveAs, Saved, SaveText, WriteFile
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.opening import Opening
from editor.store.snapshots import restore_snapshot, take_snapshot

TWIN_DIGEST = "twin_digest"


class Saving:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def save_text(self, request: SaveText) -> Saved:
        """The text as of `upto` or later, whole or not at all. Raises FileUnreadable, EditRefused."""
        path = Path(request.path)
        aside = "" if request.replacing is None else _kept_aside(path, request.replacing)
        saved = _saved(self._opening.draft, request.id, path, request.upto, request.text_format)
        return replace(saved, aside=aside)

    def save_as(self, request: SaveAs) -> Saved:
        """The draft goes on under the new name; the file of before stays behind, as a draft of its own.

        A draft that had no name is moved. Raises a FileError; the draft is then where it was.
        """
        draft, path = self._opening.draft, Path(request.path)
        if os.path.realpath(path) != os.path.realpath(draft.address.path):
            draft.document(request.upto)
            _moved(draft, path, Path(request.text_path))
            _remembered(draft.address, self._opening.places)
        return _saved(draft, request.id, Path(request.text_path), request.upto, request.text_format)


def write_file(request: WriteFile) -> Done:
    """Raises FileUnreadable; what lay there is then as it was."""
    path = Path(request.path)
    try:
        write_through(path, request.text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise FileUnreadable(f"{path.name} cannot be written", f"{error.strerror}. Choose another place.") from error
    return Done(request.id, f"Written to {path.name}.")


def _kept_aside(path: Path, known: str) -> str:
    """The name of a copy of the file at `path`, where another program made it something else than what is known."""
    if not path.is_file():  # a pipe would be waited for without end
        return ""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot be read", f"{error.strerror}. Nothing was saved over it; your text is safe in the draft."
        ) from error
    if hashlib.sha256(data).hexdigest() == known:
        return ""
    extras = chain([""], (f" {number}" for number in count(2)))
    names = (f"{path.stem} (changed elsewhere{extra}){path.suffix}" for extra in extras)
    copy = next(one for one in map(path.with_name, names) if not os.path.lexists(one))
    try:
        write_atomically(copy, data)
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} was changed by another program and cannot be copied",
            f"{error.strerror}. Nothing was saved over it; your text is safe in the draft. Save it under another name.",
        ) from error
    return copy.name


def _saved(draft: AttachedDraft, ident: int, path: Path, upto: int, form: dict[str, Any]) -> Saved:
    text_format = TextFormat.from_row(form)
    data = encoded(draft.document(upto).text(), text_format)
    try:
        write_through(path, data, owner=draft.owner)
    except OSError as error:
        raise FileUnreadable(
            f"{path.name} cannot be written", f"{error.strerror}. The file is as it was, and the draft is safe."
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    _remember(draft, path, digest, text_format)
    return Saved(ident, str(path), max(upto, draft.folded_n), digest)


def _remember(draft: AttachedDraft, path: Path, digest: str, text_format: TextFormat) -> None:
    """Notes what was written, so that a change by another program is told from our own."""
    if path.with_suffix("") != draft.address.path.with_suffix("") and path != draft.address.text_path:
        return
    try:
        draft.store.note(**{TWIN_DIGEST: digest, "text_file": path.name, "format": text_format.row()})
    except FileError:
        return  # the text is written; only a change from outside would be asked about once too often


def _remembered(address: DraftAddress, places: Places) -> None:
    """The new place leads to the draft; where that cannot be noted, its file still says which draft it is."""
    paths = [path for path in (address.path, address.text_path) if path is not None]
    with suppress(OSError):
        for path in paths:
            make_durable(places.remember(path, address.draft_id))
        write_atomically(address.places.named, str(address.path).encode("utf-8", "surrogateescape"))


def _moved(draft: AttachedDraft, path: Path, text_path: Path) -> None:
    """A verified copy at the new place, which the draft goes on with."""
    if os.path.lexists(path):
        raise FileUnreadable(
            "There is a draft of this name already", f"{path.name} was left as it is. Choose another name."
        )
    before, unnamed = draft.address.path, draft.address.places.unnamed
    try:
        old = draft.store
    except (FileError, EditRefused):
        fresh = draft.rescued_to(path)
    else:
        fresh = restore_snapshot(take_snapshot(old, draft.address.places.snapshots, owner=draft.owner), path)
        try:
            if before != unnamed:
                old.become(new_draft_id())  # or the file that stays behind would take the journal for its own
        except BaseException:
            fresh.close()
            discard(path)
            raise
    draft.moved(fresh, path, text_path)
    if before == unnamed:
        discard(unnamed)
