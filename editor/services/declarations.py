"""What the writer declared, out of the log: whose words are, and which paragraph is model text or was written anew.

A declaration rests on the writer's word, where everything else in the record was seen by the program; so whoever reads
the record is told of each, also of one that was taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from editor.core.declaring import QUOTED
from editor.core.edits import Edit, EditKind
from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.core.rows import edit_from
from editor.core.words import piece_words
from editor.export.process_record import Declaration, Moment

MINE, MODEL, QUOTATION = "the author’s own", "a model’s", "a quotation"
WRITTEN_ANEW, MODEL_TEXT = "a paragraph written anew, no longer model text", "a paragraph that is model text"


def declarations(records: Iterable[dict[str, Any]]) -> tuple[Declaration, ...]:
    """`records` are the edits of the log, in order; rows that are none raise as `rows.edit_from` does."""
    found: dict[int, Declaration] = {}
    of: dict[int, int] = {}
    """The declaration that an undo or a redo is about, by the number of the edit."""
    back: set[int] = set()
    for record in records:
        if record["k"] in (EditKind.UNDO, EditKind.REDO):
            about = of.get(int(record.get("r", -1)))
            if about is not None:
                of[int(record["n"])] = about
                (back.add if record["k"] == EditKind.UNDO else back.discard)(about)
        elif record["k"] == EditKind.WHOSE or (record["k"] == EditKind.TOOL and "i" not in record and "d" not in record):
            edit = edit_from(record)
            said = _of_words(edit) if edit.kind is EditKind.WHOSE else _of_paragraph(edit)
            if said is not None:
                found[edit.seq], of[edit.seq] = said, edit.seq
    return tuple(
        Declaration(one.when, one.words, one.said, one.before, taken_back=seq in back) for seq, one in found.items()
    )


def _of_words(edit: Edit) -> Declaration | None:
    stretches = list(_changed(edit))
    if not stretches:
        return None
    before = dict.fromkeys(old.kind.value for _, old, _ in stretches)
    words = sum(piece_words(text) for text, _, _ in stretches)
    return Declaration(_moment(edit), words, _answer(stretches[0][2]), tuple(before))


def _changed(edit: Edit) -> Iterator[tuple[str, Origin, Origin]]:
    """The stretches whose origin is another now, with what it was and what it is."""
    was = [run.origin for run in edit.removed.runs for _ in range(run.length)]
    now = [run.origin for run in edit.inserted.runs for _ in range(run.length)]
    for (old, new), group in groupby(range(len(now)), key=lambda at: (was[at], now[at])):
        places = list(group)
        if old != new:
            yield edit.inserted.text[places[0] : places[-1] + 1], old, new


def _answer(origin: Origin) -> str:
    if origin.kind is OriginKind.MODEL:
        return MODEL
    return QUOTATION if origin.purpose == QUOTED or origin.kind not in OWN_KINDS else MINE


def _of_paragraph(edit: Edit) -> Declaration | None:
    shape = edit.reshape
    if shape is None or len(shape.removed) != 1 or len(shape.inserted) != 1 or edit.group != edit.seq:
        return None  # what goes with another change was not said by anybody
    old, new = shape.removed[0], shape.inserted[0]
    if old.id != new.id or old.length != new.length or bool(old.lineage) == bool(new.lineage):
        return None
    return Declaration(_moment(edit), None, MODEL_TEXT if new.lineage else WRITTEN_ANEW)


def _moment(edit: Edit) -> Moment:
    return Moment(edit.wall_ms, edit.offset_min)
