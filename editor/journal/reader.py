"""What the journal files of a draft still say after the database's last record.

Lines stand on their own, so a damaged one costs itself and is told. Records count up by one; where a number is missing,
what follows may not fit the text any more, so reading stops there, unless a later keyframe says what the whole document
was: then only records that do not touch the text are taken from the stretch between.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.core.errors import FileUnreadable
from editor.journal.atomic import NO_FOLLOW
from editor.journal.files import journal_files
from editor.journal.lines import Record, record_of
from editor.journal.places import draft_of

TEXT_KINDS = frozenset({"edit", "header", "keyframe"})
"""Records that say what the text is; all others stand for themselves."""
_PIECE = 1 << 20
_MOST_IN_A_FILE = 1 << 30
"""Records, more than there can be: a file that can be read again some day must not hold the numbers of later changes."""


@dataclass(frozen=True, slots=True)
class Tail:
    records: tuple[Record, ...]
    """Ordered by "n". Fold them one after the other; one that holds a "keyframe" replaces the whole document."""
    damage: tuple[str, ...]
    """One sentence for each thing that could not be read."""
    last_n: int
    """The highest number there may be, also behind a gap and in a file that was not read. A new writer starts above."""
    missing: tuple[str, ...] = ()
    """The damage, where it may have cost a record after `after_n`; bad lines among older ones have not."""
    emptied: tuple[int, ...] = ()
    """The journals behind the last record, by number, in which there is not one line, though each begins with its header:
    they were emptied, or their window was killed before it wrote one."""
    hole_n: int = 0
    """The first record that is missing between those that were found; 0 where none is."""
    ends_badly: bool = False
    """Nobody knows what stood at the end, and all that can be read was: a new file, whose header says how far records
    go, settles that nothing more is missed."""


def read_tail(folder: Path, after_n: int) -> Tail:
    """The records after number `after_n`. A missing folder or file has none; a file that cannot be read is damage.

    Raises FileUnreadable where it cannot be known which files there are.
    """
    found: list[Record] = []
    damage: list[str] = []
    at_end: list[str] = []
    emptied: list[int] = []
    reached = after_n
    unseen = 0
    for number, path in _files_in(folder):
        try:
            data = content_from(path)
        except OSError as error:
            damage.append(f"Journal {number} cannot be read ({error.strerror}).")
            at_end.append(damage[-1])
            unseen += _MOST_IN_A_FILE
            continue
        records, bad, behind = records_in(data)
        if is_strange(folder, records):
            damage.append(f"Journal {number} is another draft's and was passed over.")
            at_end.append(damage[-1])
            continue
        found += (one for one in records if one["n"] > after_n)
        if bad:
            damage.append(f"{bad} damaged {'line' if bad == 1 else 'lines'} in journal {number}.")
        if records:
            at_end.clear()  # numbers only rise, so what is missing before a record leaves a hole
            emptied.clear()
            unseen = 0
            reached = records[-1]["n"]
        elif not bad:
            emptied.append(number)
        if behind and reached + behind > after_n:
            at_end.append(damage[-1])
    usable, holes = without_holes(found, after_n)
    last_n = max((one["n"] for one in found), default=after_n)
    used_n = max((one["n"] for one in usable), default=after_n)
    if not holes and used_n < last_n:  # a header's number is that of the record before it
        holes = (f"Changes {used_n + 1} to {last_n} are missing from the journal.",)
    missing = (*damage, *holes) if holes else tuple(at_end)
    ends_badly = not holes and not unseen and bool(at_end or emptied)
    hole_n = _first_missing(found, after_n)
    return Tail(usable, (*damage, *holes), last_n + unseen, missing, tuple(emptied), hole_n, ends_badly)


def reached_in(tail: Tail, after_n: int) -> int:
    """The last record after `after_n` up to which none is missing."""
    return tail.hole_n - 1 if tail.hole_n else max((int(one["n"]) for one in tail.records), default=after_n)


def read_header(folder: Path) -> Record | None:
    """The newest header that can be read: whose journal this is, and where the draft lies. Raises FileUnreadable."""
    for _, path in reversed(_files_in(folder)):
        try:
            header = header_in(content_from(path))
        except OSError:
            continue
        if header and not is_strange(folder, (header,)):
            return header
    return None


def header_in(data: bytes) -> Record | None:
    """The first header of a journal. Nothing behind it is read: that may be many thousands of records."""
    records = (record_of(line.strip(b"\0")) for line in data.split(b"\n"))
    return next((one for one in records if one and one["kind"] == "header"), None)


def is_strange(folder: Path, records: Iterable[Record]) -> bool:
    """Whether a file of these records, in their order, is the journal of another draft than the one whose folder this is.

    One whose header cannot be read is believed to belong where it lies.
    """
    ident = draft_of(folder)
    header = next((one for one in records if one["kind"] == "header"), None)
    return ident is not None and header is not None and header.get("draft", ident) != ident


def _files_in(folder: Path) -> list[tuple[int, Path]]:
    try:
        return journal_files(folder)
    except OSError as error:
        raise FileUnreadable("The journal cannot be read", f"{error.strerror}. Nothing was changed.") from error


def without_holes(records: Iterable[Record], after_n: int) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records that may be folded into what `after_n` left behind, in order, and a sentence for each hole."""
    ordered = _ordered(records, after_n)
    keyframes = [at for at, one in enumerate(ordered) if "keyframe" in one]
    taken: list[Record] = []
    holes: list[str] = []
    n, at = after_n, 0
    while at < len(ordered):
        one = ordered[at]
        if one["n"] <= n + 1:
            taken.append(one)
            n, at = max(n, one["n"]), at + 1
            continue
        healed = next((key for key in keyframes if key >= at), None)
        missing = f"Changes {n + 1} to {one['n'] - 1} are missing from the journal"
        if healed is None:
            holes.append(f"{missing}; what came after them could not be placed.")
            break
        holes.append(f"{missing}; the text after them is whole again.")
        taken += (between for between in ordered[at:healed] if between["kind"] not in TEXT_KINDS)
        taken.append(ordered[healed])
        n, at = ordered[healed]["n"], healed + 1
    return tuple(taken), tuple(holes)


def _first_missing(records: Iterable[Record], after_n: int) -> int:
    """0 where none is. A header and a keyframe carry the number of the record before them."""
    n = after_n
    for one in sorted(records, key=lambda one: int(one["n"])):
        if one["n"] > n + (one["kind"] not in ("header", "keyframe")):
            return n + 1
        n = max(n, int(one["n"]))
    return 0


def _ordered(records: Iterable[Record], after_n: int) -> Sequence[Record]:
    """By number, each once; a keyframe comes after the record whose number it shares. Bare headers say nothing new."""
    plain: dict[int, Record] = {}
    keyframes: dict[int, Record] = {}
    for one in records:
        if one["n"] > after_n and ("keyframe" in one or one["kind"] not in TEXT_KINDS or one["kind"] == "edit"):
            (keyframes if "keyframe" in one else plain).setdefault(one["n"], one)
    return sorted((*plain.values(), *keyframes.values()), key=lambda one: (one["n"], "keyframe" in one))


def records_in(data: bytes) -> tuple[list[Record], int, int]:
    """The sound records of a file, the number of bad lines, and how many of them lie behind the last sound record.

    An unfinished last line is a change that was never acknowledged, and NULs are room that a power cut left unfilled.
    """
    lines = data.split(b"\n")
    last = lines.pop().strip(b"\0")
    records, bad, behind = [], 0, 0
    for line in lines:
        bare = line.strip(b"\0")
        record = record_of(bare) if bare else None
        if record is not None:
            records.append(record)
            behind = 0
        elif line:
            bad, behind = bad + 1, behind + 1
    if last and (record := record_of(last)):
        records.append(record)
        behind = 0
    return records, bad, behind


def content_from(path: Path, offset: int = 0) -> bytes:
    """The bytes of a file from `offset` on; no link is followed. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | NO_FOLLOW)
    try:
        os.lseek(descriptor, offset, os.SEEK_SET)
        pieces = []
        while piece := os.read(descriptor, _PIECE):
            pieces.append(piece)
        return b"".join(pieces)
    finally:
        os.close(descriptor)
