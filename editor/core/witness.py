"""What the ledger witnesses beside time: every change that was not typing, once a minute what the text was, and that how
far the record reaches is noted from here on.

The rows are drawn from the log as it is written, carry numbers and a digest and never a word, and stand in the ledger's
chain: whoever alters the log afterwards has to answer them too. They show a later hand; they do not show that the
typing happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from editor.core.edits import Edit, EditKind
from editor.core.origins import OriginKind

JsonRow = list[int | str]

CHANGE, TEXT, NOTED = "change", "text", "noted"
"""How the three sorts of rows begin."""
DIGEST_EVERY_MS = 60_000


@dataclass(frozen=True, slots=True)
class Happening:
    """A change that was more than the writer's own typing."""

    wall_ms: int
    """UTC, milliseconds since 1970."""
    kind: EditKind
    removed: int
    """Code points."""
    inserted: tuple[tuple[OriginKind, int], ...]
    """Code points by whose they are, in the order of the text."""

    def as_row(self) -> JsonRow:
        came = [part for origin, length in self.inserted for part in (origin.value, length)]
        return [CHANGE, self.wall_ms, self.kind.value, self.removed, *came]


@dataclass(frozen=True, slots=True)
class TextDigest:
    """What the whole text was after a change."""

    wall_ms: int
    """UTC, milliseconds since 1970: when the change was made."""
    length: int
    """Code points."""
    sha256: str
    """Hexadecimal, of the text in UTF-8."""

    def as_row(self) -> JsonRow:
        return [TEXT, self.wall_ms, self.length, self.sha256]


@dataclass(frozen=True, slots=True)
class Noted:
    """From here on the draft's file says how far its record reaches; where it does not any more, that was taken away."""

    wall_ms: int
    """UTC, milliseconds since 1970: when the change was made that it stands at."""

    def as_row(self) -> JsonRow:
        return [NOTED, self.wall_ms]


WitnessRow = Happening | TextDigest | Noted


def witness_from(row: Sequence[object]) -> WitnessRow:
    """The record that `as_row` wrote. Raises ValueError on anything else."""
    match row:
        case [str(sort), int(wall_ms), str(kind), int(removed), *came] if sort == CHANGE and len(came) % 2 == 0:
            return Happening(wall_ms, EditKind(kind), removed, tuple(_pairs(came)))
        case [str(sort), int(wall_ms), int(length), str(sha256)] if sort == TEXT:
            return TextDigest(wall_ms, length, sha256)
        case [str(sort), int(wall_ms)] if sort == NOTED:
            return Noted(wall_ms)
    raise ValueError(f"not a row of a witness: {row!r}")


def _pairs(came: Sequence[object]) -> list[tuple[OriginKind, int]]:
    pairs = []
    for origin, length in zip(came[::2], came[1::2], strict=True):
        if not isinstance(origin, str) or not isinstance(length, int):
            raise ValueError(f"not so much of an origin: {origin!r}, {length!r}")
        pairs.append((OriginKind(origin), length))
    return pairs


def happening(edit: Edit) -> Happening | None:
    """None where the writer typed or deleted, which the minutes tell of."""
    came: list[tuple[OriginKind, int]] = []
    for run in edit.inserted.runs:
        if came and came[-1][0] is run.origin.kind:
            came[-1] = (run.origin.kind, came[-1][1] + run.length)
        else:
            came.append((run.origin.kind, run.length))
    if edit.kind is EditKind.TYPE and all(kind is OriginKind.TYPED for kind, _ in came):
        return None
    return Happening(edit.wall_ms, edit.kind, len(edit.removed.text), tuple(came))


def digest_of(text: str, wall_ms: int) -> TextDigest:
    """Half a character, which a paste can bring, is taken as it is."""
    return TextDigest(wall_ms, len(text), hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def digest_due(last_ms: int | None, now_ms: int) -> bool:
    """Also where the clock was set back."""
    return last_ms is None or not 0 <= now_ms - last_ms < DIGEST_EVERY_MS
