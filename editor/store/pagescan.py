"""Rows out of the bare pages of a damaged SQLite file.

When the header, the schema or the inner pages of a file are gone, SQLite refuses it as a whole, although most leaf pages
still hold their rows. The format is fixed for decades (sqlite.org/fileformat2.html): a leaf page of a table begins with
0x0D, lists its cells, and a long value goes on in a chain of overflow pages.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096
"""The size of SQLite's pages, as our drafts have it."""
_LEAF = 0x0D
_FRAME_HEADER = 24
_LOG_HEADER = 32

Value = int | float | str | bytes | None


@dataclass(frozen=True, slots=True)
class FoundRow:
    rowid: int
    values: tuple[Value, ...]
    """As stored: the column that is the row's id is None. Text that is not UTF-8 has U+FFFD in it."""


def rows_in(path: Path) -> Iterator[FoundRow]:
    """Every row that can be read from any leaf page, the newest state of a page where the log beside has one.

    Old rows on pages no longer used come too: the caller decides by hashes and numbers. Raises OSError.
    """
    pages = _pages(path)
    for page in pages.values():
        if page[0] == _LEAF:
            yield from _cells(page, pages)


def _pages(path: Path) -> dict[int, bytes]:
    data = path.read_bytes()
    pages = {at // PAGE + 1: data[at : at + PAGE].ljust(PAGE, b"\0") for at in range(0, len(data), PAGE)}
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes() if log.is_file() else b""
    salt = frames[16:24]
    for at in range(_LOG_HEADER, len(frames) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        if frames[at + 8 : at + 16] == salt:
            (number,) = struct.unpack(">I", frames[at : at + 4])
            pages[number] = frames[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE]
    pages.pop(1, None)  # it holds the schema, never a row of ours
    return pages


def _cells(page: bytes, pages: dict[int, bytes]) -> Iterator[FoundRow]:
    (count,) = struct.unpack(">H", page[3:5])
    for index in range(min(count, PAGE // 4)):
        place = page[8 + 2 * index : 10 + 2 * index]
        if len(place) < 2:
            return
        try:
            (at,) = struct.unpack(">H", place)
            yield _cell(page, at, pages)
        except (IndexError, ValueError, struct.error):
            continue


def _cell(page: bytes, at: int, pages: dict[int, bytes]) -> FoundRow:
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    usable = PAGE
    local = size
    if size > usable - 35:
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        local = least if local > usable - 35 else local
    payload = page[at : at + local]
    if local < size:
        (following,) = struct.unpack(">I", page[at + local : at + local + 4])
        payload += _overflow(following, size - local, pages)
    return FoundRow(rowid, tuple(_values(payload)))


def _overflow(number: int, wanted: int, pages: dict[int, bytes]) -> bytes:
    """What can be followed of a chain; a lost page ends it."""
    pieces: list[bytes] = []
    seen: set[int] = set()
    while wanted > 0 and number in pages and number not in seen:
        seen.add(number)
        page = pages[number]
        piece = page[4 : 4 + wanted]
        pieces.append(piece)
        wanted -= len(piece)
        (number,) = struct.unpack(">I", page[:4])
    return b"".join(pieces)


def _values(payload: bytes) -> Iterator[Value]:
    header, at = _varint(payload, 0)
    if not 1 <= header <= 256:
        raise ValueError("not a record")
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    at = header
    for kind in kinds:
        size = _size(kind)
        yield _value(kind, payload[at : at + size])
        at += size


def _size(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return float(struct.unpack(">d", data)[0])
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    return data.decode("utf-8", "replace") if kind % 2 else data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index in range(9):
        byte = data[at + index]
        if index == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    raise ValueError("not a number")
