"""What is on a disk after the power went, made from what `recording_disk.py` wrote down.

A disk has a cache of its own: what was not flushed may be there, or not, or in part, in any order, torn at 4 KiB.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from recording_disk import ENTRY, FLUSHED

_PAGE = 4096


@dataclass(frozen=True, slots=True)
class _Done:
    at_s: float
    """Seconds since 1970."""
    offset: int
    data: bytes


class RecordedDisk:
    def __init__(self, image: Path, log: Path) -> None:
        """`image` is what was on it before anything in the log."""
        self._image = image.read_bytes()
        self._done = _entries(log.read_bytes())

    def instants(self, start_s: float, end_s: float) -> list[float]:
        """When something was done to it between these, seconds since 1970."""
        return [one.at_s for one in self._done if start_s <= one.at_s <= end_s]

    def content(self, at_s: float, kept: float, chance: random.Random) -> bytes:
        """All its bytes where the power goes at `at_s`, with about the share `kept` of what was not flushed by then."""
        content = bytearray(self._image)
        waiting: list[_Done] = []
        for one in self._done:
            if one.at_s > at_s:
                break
            if one.offset != FLUSHED:
                waiting.append(one)
                continue
            for write in waiting:
                content[write.offset : write.offset + len(write.data)] = write.data
            waiting.clear()
        for write in waiting:
            for start in range(0, len(write.data), _PAGE):
                if chance.random() < kept:
                    piece, place = write.data[start : start + _PAGE], write.offset + start
                    content[place : place + len(piece)] = piece
        return bytes(content)


def _entries(log: bytes) -> list[_Done]:
    found, at = [], 0
    while at < len(log):
        instant_s, offset, length = ENTRY.unpack_from(log, at)
        at += ENTRY.size + length
        found.append(_Done(instant_s, offset, log[at - length : at]))
    return found
