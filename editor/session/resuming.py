"""What a draft was when it was last on screen: the newest keyframe, the edits after it, then what the journal adds.

The window does this without the worker, and the journal is believed as far as it fits: what a fault of the disk left of
it must not keep the rest of a draft from its writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from editor.core.attachments import Attachment
from editor.core.document import Document
from editor.core.edits import Edit
from editor.core.errors import NOT_A_RECORD, DraftDamaged, EditRefused
from editor.core.rows import edit_from
from editor.journal.reader import Tail
from editor.session.pads import Association
from editor.store.keyframe import Opening

INTERRUPTED = "Restored after an interruption. Nothing was lost."
_DOES_NOT_FIT = (EditRefused, *NOT_A_RECORD)


@dataclass(slots=True)
class Resumed:
    document: Document
    history: list[Edit] = field(default_factory=list)
    """What undo may reach back over, in order."""
    hole_n: int = -1
    """The record behind which the last missing stretch of the journal ends; undo cannot reach over it."""
    turns: Sequence[Association] = ()
    """Of the pads, in the journal."""
    attachments: Sequence[Attachment] = ()
    """In the journal, in their latest state."""
    caret: int = 0
    """Code points, within the document."""
    notice: str = ""
    """One sentence about what was restored; empty where nothing was."""
    must_heal: bool = False
    """Something is missing; the next journal begins with the whole document."""


def resumed(opening: Opening | None, tail: Tail, whole: Document) -> Resumed:
    """`whole` is what to begin with where neither database nor journal holds a document.

    Raises DraftDamaged where the database contradicts itself.
    """
    try:
        found = _from_database(opening) if opening else Resumed(whole)
    except _DOES_NOT_FIT as error:
        raise DraftDamaged("The draft is damaged", f"Its text and its changes do not fit together ({error}).") from error
    lost = ""
    for record in tail.records:
        try:
            _fold(found, record)
        except _DOES_NOT_FIT:
            lost = f"Changes from number {record['n']} on do not fit and were left in the journal."
            break
    found.caret = min(found.caret, len(found.document))
    found.turns = _turns(tail)
    found.attachments = _attachments(tail)
    found.must_heal = bool(tail.missing or lost)
    if found.must_heal:
        found.notice = " ".join(("Restored as far as it could be read.", *tail.missing, lost)).strip()
    elif any(record["kind"] == "edit" for record in tail.records):
        found.notice = INTERRUPTED
    return found


def header_of(tail: Tail) -> dict[str, Any]:
    return next((record for record in tail.records if record["kind"] == "header"), {})


def holds_document(tail: Tail) -> bool:
    """Whether the journal says what the whole document was."""
    return any("keyframe" in record for record in tail.records)


def _from_database(opening: Opening) -> Resumed:
    document = Document.from_keyframe(opening.document_keyframe)
    edits = [edit_from(row) for row in opening.edits]
    for edit in edits:
        document.apply(edit)
    return Resumed(document, [*map(edit_from, opening.undo_tail), *edits], caret=opening.caret)


def _fold(found: Resumed, record: dict[str, Any]) -> None:
    if "keyframe" in record:
        document = Document.from_keyframe(record["keyframe"])
        if document.text() != found.document.text():
            found.history.clear()
            found.hole_n = int(record["n"])
        found.document = document
    elif record["kind"] == "edit":
        edit = edit_from(record)
        found.document.apply(edit)
        found.history.append(edit)
        found.caret = edit.position + len(edit.inserted.text)
    elif record["kind"] == "caret":
        found.caret = int(record["position"])


def _turns(tail: Tail) -> list[Association]:
    latest: dict[str, Association] = {}
    for record in tail.records:
        if record["kind"] == "pad":
            with suppress(*NOT_A_RECORD):  # the database keeps it for a version that knows it
                latest[record["turn"]["id"]] = Association.from_row(record["turn"])
    return list(latest.values())


def _attachments(tail: Tail) -> list[Attachment]:
    latest: dict[str, Attachment] = {}
    for record in tail.records:
        if record["kind"] == "attachment":
            with suppress(*NOT_A_RECORD):
                one = Attachment.from_row(record["attachment"])
                latest[one.key] = one
    return list(latest.values())
