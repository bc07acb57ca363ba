"""Where the records of the journal go: each kind to its table, and what is not known to a table of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from editor.core.errors import NOT_A_RECORD
from editor.store.activity import append_credits
from editor.store.attachments import put_attachment
from editor.store.fitting import Record
from editor.store.keeping import Keeping
from editor.store.log import HEALED, append_edits, append_keyframe
from editor.store.notes import of_saved, put_other
from editor.store.pads import CHANGED, changes_in, put_turn, with_change
from editor.store.witnessing import Witness


def write_records(kept: Keeping, records: Iterable[Record], witness: Witness, noted: Mapping[str, Any]) -> dict[str, Any]:
    """Writes records that fit, in the caller's transaction, and gives the notes to be kept with them.

    `noted` are those of before.
    """
    notes: dict[str, Any] = {}
    changed = before = changes_in(noted.get(CHANGED))
    edits = []
    ledger: list[tuple[int, list[Any]]] = []
    for one in records:
        if "keyframe" in one:
            append_keyframe(kept, one["n"], one["keyframe"], HEALED)
        elif one["kind"] == "edit":
            edits.append(one)
            ledger += ((one["n"], row) for row in witness.rows(one["n"]))
            notes["caret"] = one["p"] + len(one["i"][0] if "i" in one else "")  # until another record says otherwise
        elif one["kind"] == "caret" and isinstance(one.get("position"), int):
            notes["caret"] = one["position"]
        elif one["kind"] == "saved" and isinstance(one.get("digest"), str):
            notes |= of_saved(one["digest"])
        elif one["kind"] == "credit" and _has_rows(one):
            ledger += ((one["n"], row) for row in one["rows"])
        elif not _placed(kept, one):
            put_other(kept, one)
        elif one["kind"] == "pad":
            changed = with_change(changed, one["turn"])
    if changed != before:
        notes[CHANGED] = changed
    append_edits(kept.connection, edits)
    append_credits(kept.connection, ledger)
    return notes


def _placed(kept: Keeping, record: Record) -> bool:
    """Whether the record went to a table of its own; one of a shape that is not known goes to the others."""
    try:
        if record["kind"] == "pad":
            put_turn(kept, record["turn"])
        elif record["kind"] == "attachment":
            put_attachment(kept, record["attachment"])
        else:
            return False
    except NOT_A_RECORD:
        return False
    return True


def _has_rows(record: Record) -> bool:
    rows = record.get("rows")
    return isinstance(rows, list) and all(isinstance(row, list) for row in rows)
