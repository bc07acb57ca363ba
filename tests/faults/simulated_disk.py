"""A disk that forgets, by the strictest reading of the rules: what was not synced may be gone, and so may a name.

Data are on the medium after fsync or fdatasync of their file. A name, and its going, is there after fsync of its folder,
and a folder's own name after fsync of the one it lies in. Of everything else any part may have reached the medium, in
any order, torn at 4 KiB.
"""

from __future__ import annotations

import itertools
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from recorded_calls import Recorded

_PAGE = 4096
_CREATED, _EMPTIED, _APPENDING = "O_CREAT", "O_TRUNC", "O_APPEND"


@dataclass(slots=True)
class _Change:
    """Of a file's bytes: `data` at `offset`; without data, its length becomes `offset`."""

    done: int
    offset: int
    data: bytes | None

    def torn(self) -> list[_Change]:
        """The pieces that reach the medium each by itself."""
        if self.data is None:
            return [self]
        cuts = [0, *range(_PAGE - self.offset % _PAGE, len(self.data), _PAGE), len(self.data)]
        return [
            _Change(self.done, self.offset + start, self.data[start:stop]) for start, stop in itertools.pairwise(cuts)
        ]


@dataclass(slots=True)
class _File:
    durable: bytes = b""
    pending: list[_Change] = field(default_factory=list)
    size: int = 0
    is_folder: bool = False


@dataclass(slots=True)
class _Naming:
    """Names that change at one stroke: each becomes another file's, or nobody's."""

    done: int
    names: dict[Path, _File | None]


class SimulatedDisk:
    def __init__(self, folder: Path) -> None:
        """With what lies in the folder now, all of it on the medium."""
        self._folder = folder
        self._names: dict[Path, _File] = {}
        for path in folder.rglob("*"):
            data = b"" if path.is_dir() else path.read_bytes()
            self._names[path] = _File(data, [], len(data), path.is_dir())
        self._durable = dict(self._names)
        self._pending: list[_Naming] = []
        self._places: dict[Path, int | None] = {}
        """Where the next plain write goes; None is the end."""
        self._done = 0

    def take(self, call: Recorded) -> bool:
        """The call was done; True where it changed something on the disk or in its cache."""
        self._done += 1
        act = getattr(self, f"_{call.name}", None)
        return bool(act and act(call))

    def remains(self, chance: random.Random | None) -> None:
        """Puts into the folder what a power cut leaves now: without `chance` nothing but what was synced."""
        table = dict(self._durable)
        for naming in self._pending:
            if chance and chance.random() < 0.5:
                _rename(table, naming)
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        for path, file in sorted(table.items()):
            if not path.parent.is_dir():
                continue  # the folder's own name was lost
            if file.is_folder:
                path.mkdir(mode=0o700)
            else:
                path.write_bytes(_content(file, chance))

    # The calls.

    def _openat(self, call: Recorded) -> bool:
        path = self._inside(call.opened)
        if path is None or "O_RDONLY" in call.arguments[2]:
            return False
        fresh = _CREATED in call.arguments[2] and path not in self._names
        if fresh:
            self._name({path: _File()})
        file = self._names[path]
        self._places[path] = None if _APPENDING in call.arguments[2] else 0
        if _EMPTIED in call.arguments[2] and file.size:
            self._resize(file, 0)
            return True
        return fresh

    def _mkdir(self, call: Recorded) -> bool:
        return self._name({self._named(call, 0): _File(is_folder=True)})

    def _write(self, call: Recorded) -> bool:
        path = self._inside(call.path(0))
        if path is None or path not in self._names:
            return False
        file = self._names[path]
        place = self._places[path]
        offset = file.size if place is None else place
        if place is not None:
            self._places[path] = place + call.result
        return self._put(file, offset, call.bytes(1)[: call.result])

    def _pwrite64(self, call: Recorded) -> bool:
        path = self._inside(call.path(0))
        return path in self._names and self._put(self._names[path], int(call.arguments[3]), call.bytes(1)[: call.result])

    def _lseek(self, call: Recorded) -> bool:
        path = self._inside(call.path(0))
        if path is not None and self._places.get(path) is not None:
            self._places[path] = call.result
        return False

    def _ftruncate(self, call: Recorded) -> bool:
        path = self._inside(call.path(0))
        return path in self._names and self._resize(self._names[path], int(call.arguments[1]))

    def _rename(self, call: Recorded) -> bool:
        source, target = self._named(call, 0), self._named(call, 1)
        return self._name({source: None, target: self._names[source]})

    def _link(self, call: Recorded) -> bool:
        return self._name({self._named(call, 1): self._names[self._named(call, 0)]})

    def _unlink(self, call: Recorded) -> bool:
        return self._name({self._named(call, 0): None})

    def _fsync(self, call: Recorded) -> bool:
        path = self._inside(call.path(0))
        if path is None or (path != self._folder and path not in self._names):
            return False
        if path != self._folder and not self._names[path].is_folder:
            _sync(self._names[path], call.began)
            return True
        for naming in [one for one in self._pending if one.done <= call.began]:
            if path in {name.parent for name in naming.names}:
                _rename(self._durable, naming)
                self._pending.remove(naming)
        return True

    _fdatasync = _fsync

    # What they have in common.

    def _inside(self, path: str) -> Path | None:
        found = Path(path.removesuffix(" (deleted)"))
        return found if found == self._folder or found in self._names or found.is_relative_to(self._folder) else None

    def _named(self, call: Recorded, at: int) -> Path:
        return Path(call.bytes(at).decode())

    def _name(self, names: dict[Path, _File | None]) -> bool:
        naming = _Naming(self._done, names)
        _rename(self._names, naming)
        self._pending.append(naming)
        return True

    def _put(self, file: _File, offset: int, data: bytes) -> bool:
        file.pending.append(_Change(self._done, offset, data))
        file.size = max(file.size, offset + len(data))
        return True

    def _resize(self, file: _File, size: int) -> bool:
        file.pending.append(_Change(self._done, size, None))
        file.size = size
        return True


def _rename(table: dict[Path, _File], naming: _Naming) -> None:
    for path, file in naming.names.items():
        if file is None:
            table.pop(path, None)
        else:
            table[path] = file


def _sync(file: _File, upto: int) -> None:
    """What was done before the sync began is on the medium now."""
    for change in file.pending:
        if change.done <= upto:
            file.durable = _changed(file.durable, change)
    file.pending = [change for change in file.pending if change.done > upto]


def _changed(data: bytes, change: _Change) -> bytes:
    if change.data is None:
        return data[: change.offset].ljust(change.offset, b"\0")
    end = change.offset + len(change.data)
    return data[: change.offset].ljust(change.offset, b"\0") + change.data + data[end:]


def _content(file: _File, chance: random.Random | None) -> bytes:
    data = file.durable
    for change in file.pending if chance else ():
        for piece in change.torn():
            if chance and chance.random() < 0.5:
                data = _changed(data, piece)
    return data
