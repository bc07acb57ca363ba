"""What a disk, a cable or a sync program does to a file, at random places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

PAGE = 4096


def damage(path: Path, kind: str, chance: Random) -> None:
    """Damages a file as `kind` says; one of `KINDS`."""
    if kind == "gone":
        path.unlink()
        return
    path.write_bytes(_DAMAGES[kind](bytearray(path.read_bytes()), chance))


def _bits(count: int) -> Callable[[bytearray, Random], bytes]:
    def flip(data: bytearray, chance: Random) -> bytes:
        for _ in range(count if data else 0):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)

    return flip


def _page(data: bytearray, chance: Random) -> bytes:
    """One page is lost: zeros, or what some other file had there."""
    start = chance.randrange(max(1, len(data))) // PAGE * PAGE
    length = len(data[start : start + PAGE])
    data[start : start + length] = chance.choice((bytes(length), chance.randbytes(length)))
    return bytes(data)


def _cut(data: bytearray, chance: Random) -> bytes:
    return bytes(data[: chance.randrange(len(data) + 1)])


def _nuls(data: bytearray, chance: Random) -> bytes:
    """A power cut: the length was kept and the end was not."""
    start = chance.randrange(len(data) + 1)
    return bytes(data[:start]) + bytes(len(data) - start)


_DAMAGES: dict[str, Callable[[bytearray, Random], bytes]] = {
    "a flipped bit": _bits(1),
    "forty flipped bits": _bits(40),
    "a lost page": _page,
    "cut": _cut,
    "NULs at the end": _nuls,
    "empty": lambda data, chance: b"",
}
KINDS = (*_DAMAGES, "gone")
