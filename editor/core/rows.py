"""Edits, marks and origins as plain JSON values: one shape for the journal, the log and the keyframes.

Short keys and left-out defaults keep a typed character at about seventy bytes, which is what makes "one write per key"
cheap. Reading is strict: a value of the wrong type raises ValueError, never guesses.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from editor.core.edits import Edit, EditKind
from editor.core.marks import Absorbed, BlockKind, Mark, Replaced, Reshape
from editor.core.origins import Origin, OriginKind
from editor.core.runs import Fragment, Run, Runs

Row = dict[str, Any]

_KINDS = tuple(OriginKind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_BARE = {kind: Origin(kind) for kind in _KINDS}
_ORIGIN_WORDS = ("actor", "provider", "purpose", "prompt", "source")
_NO_WORDS = ("",) * len(_ORIGIN_WORDS)


def origin_row(origin: Origin) -> str | Row:
    """The bare kind where nothing else is known, else an object."""
    if origin == _BARE[origin.kind]:
        return origin.kind.value
    extra: Row = {name: value for name in _ORIGIN_WORDS if (value := getattr(origin, name))}
    if origin.when_ms is not None:
        extra["when_ms"] = origin.when_ms
    return {"kind": origin.kind.value, **extra} if extra else origin.kind.value


def origin_from(row: str | Row) -> Origin:
    if isinstance(row, str):
        return _origin(row, *_NO_WORDS)
    when_ms = _number(row["when_ms"]) if "when_ms" in row else None
    return _origin(_text(row["kind"]), *[_text(row.get(name, "")) for name in _ORIGIN_WORDS], when_ms=when_ms)


@lru_cache(maxsize=1 << 12)
def _origin(kind: str, *words: str, when_ms: int | None = None) -> Origin:
    """The same object for the same words: a draft of many thousand runs has few origins."""
    return Origin(OriginKind(kind), **dict(zip(_ORIGIN_WORDS, words, strict=True)), when_ms=when_ms)


def runs_row(runs: Runs) -> list[list[Any]]:
    return [[run.length, origin_row(run.origin)] for run in runs]


def runs_from(row: list[list[Any]]) -> Runs:
    runs = tuple(Run(_number(length), origin_from(origin)) for length, origin in row)
    if any(run.length < 1 for run in runs):
        raise ValueError("a run holds at least one character")
    return runs


def kinds_row(runs: Runs) -> list[int]:
    """Only of what kind the words are, in a twentieth of the room: lengths in code points and numbers of kinds, by turns,
    neighbours of one kind as one."""
    row: list[int] = []
    for run in runs:
        number = _NUMBERS[run.origin.kind]
        if row and row[-1] == number:
            row[-2] += run.length
        else:
            row += (run.length, number)
    return row


def kinds_from(row: list[int]) -> list[tuple[int, OriginKind]]:
    """Raises IndexError where there is no such kind."""
    return [(length, _KINDS[number]) for length, number in zip(row[::2], row[1::2], strict=True)]


def _fragment_row(fragment: Fragment) -> list[Any]:
    if len(fragment.runs) == 1:
        return [fragment.text, origin_row(fragment.runs[0].origin)]
    return [fragment.text, runs_row(fragment.runs)]


def _fragment_from(row: list[Any] | None) -> Fragment:
    if row is None:
        return Fragment()
    text, origins = row
    if isinstance(origins, list):
        return Fragment(_text(text), runs_from(origins))
    return Fragment.of(_text(text), origin_from(origins))


def mark_row(mark: Mark) -> list[Any]:
    row: list[Any] = [mark.id, mark.length, mark.kind.value, mark.parent]
    if not (mark.absorbed or mark.lineage or mark.replaced):
        return row
    absorbed = [[one.offset, mark_row(one.mark)] for one in mark.absorbed]
    lineage = [origin_row(origin) for origin in mark.lineage]
    row += [absorbed, lineage]
    if mark.replaced:
        row.append([[one.offset, one.text] for one in mark.replaced])
    return row


def mark_from(row: list[Any]) -> Mark:
    ident, length, kind, parent, *rest = row
    first = (_number(ident), _number(length), BlockKind(kind), None if parent is None else _number(parent))
    if not rest:
        return Mark(*first)
    absorbed, lineage, *replaced = rest
    return Mark(
        *first,
        tuple(Absorbed(_number(offset), mark_from(inner)) for offset, inner in absorbed),
        tuple(origin_from(origin) for origin in lineage),
        tuple(Replaced(_number(offset), _text(text)) for one in replaced for offset, text in one),
    )


def edit_row(edit: Edit) -> Row:
    row: Row = {
        "n": edit.seq,
        "t": edit.wall_ms,
        "z": edit.offset_min,
        "k": edit.kind.value,
        "p": edit.position,
    }
    if edit.removed.text:
        row["d"] = _fragment_row(edit.removed)
    if edit.inserted.text:
        row["i"] = _fragment_row(edit.inserted)
    if edit.group != edit.seq:
        row["g"] = edit.group
    if edit.reverses is not None:
        row["r"] = edit.reverses
    if edit.reshape:
        shape = edit.reshape
        row["m"] = [shape.index, [mark_row(m) for m in shape.removed], [mark_row(m) for m in shape.inserted]]
    return row


def edit_from(row: Row) -> Edit:
    """Raises ValueError, KeyError or TypeError on a row that is not an edit."""
    reshape = None
    if "m" in row:
        index, removed, inserted = row["m"]
        reshape = Reshape(_number(index), tuple(map(mark_from, removed)), tuple(map(mark_from, inserted)))
    return Edit(
        seq=_number(row["n"]),
        wall_ms=_number(row["t"]),
        offset_min=_number(row["z"]),
        kind=EditKind(row["k"]),
        position=_number(row["p"]),
        removed=_fragment_from(row.get("d")),
        inserted=_fragment_from(row.get("i")),
        group=_number(row["g"] if "g" in row else row["n"]),
        reverses=_number(row["r"]) if "r" in row else None,
        reshape=reshape,
    )


def _number(value: Any) -> int:
    if type(value) is not int:  # True is an int too
        raise ValueError(f"{value!r} is no whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value
