"""Writing the draft's text where the writer wants it, and giving the draft a name."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from editor.core.errors import EditRefused, FileError, FileUnreadable
from editor.core.text_format import TextFormat, encoded
from editor.journal.atomic import discard, write_through
from editor.journal.places import new_draft_id
from editor.protocol.messages import SaveAs, Saved, SaveText
from editor.services.drafting import AttachedDraft
from editor.services.opening import Opening
from editor.store.snapshots import restore_snapshot, take_snapshot

TWIN_DIGEST = "twin_digest"


class Saving:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def save_text(self, request: SaveText) -> Saved:
        """The text as of `upto` or later, whole or not at all. Raises FileUnreadable, EditRefused."""
        return _saved(self._opening.draft, request.id, Path(request.path), request.upto, request.text_format)

    def save_as(self, request: SaveAs) -> Saved:
        """The draft goes on under the new name; the file of before stays behind, as a draft of its own.

        A draft that had no name is moved. Raises a FileError; the draft is then where it was.
        """
        draft, path = self._opening.draft, Path(request.path)
        if os.path.realpath(path) != os.path.realpath(draft.address.path):
            draft.document(request.upto)
            _moved(draft, path, Path(request.text_path))
        return _saved(draft, request.id, Path(request.text_path), request.upto, request.text_format)


def _saved(draft: AttachedDraft, ident: int, path: Path, upto: int, form: dict[str, Any]) -> Saved:
    text_format = TextFormat.from_row(form)
    data = encoded(draft.document(upto).text(), text_format)
    try:
        write_through(path, data)
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
        fresh = restore_snapshot(take_snapshot(old, draft.address.places.snapshots), path)
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
