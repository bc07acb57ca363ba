"""What strace wrote down of a program's calls on files, read back: each call when it was done, with its bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPTIONS = ("-ttt", "-T", "-xx", "-s", "1000000")
"""For strace: instants, durations, and all bytes of all strings as hexadecimal digits."""
_ROW = re.compile(r"^(\d+) +(\d+\.\d+) (.*)$")
_WHOLE = re.compile(r"^(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?[^<]*<(\d+\.\d+)>$")
_RESUMED = re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
_UNFINISHED = " <unfinished ...>"


@dataclass(frozen=True, slots=True)
class Recorded:
    name: str
    arguments: tuple[str, ...]
    result: int
    opened: str
    """The path of the descriptor that came back, where one did."""
    began: int
    """How many calls had been done when this one began."""
    began_s: float
    took_s: float

    @property
    def end_s(self) -> float:
        return self.began_s + self.took_s

    def path(self, at: int) -> str:
        """Of the descriptor given as this argument."""
        return text_of(self.arguments[at].partition("<")[2].rpartition(">")[0])

    def bytes(self, at: int) -> bytes:
        return bytes_of(self.arguments[at].strip('"'))


def recorded(log: Path) -> Iterator[Recorded]:
    """The calls that did not fail, in the order in which they were done."""
    begun: dict[str, tuple[str, int, float]] = {}
    done = 0
    for line in log.read_text(errors="replace").splitlines():
        row = _ROW.match(line)
        if row is None:
            continue
        thread, instant_s, rest = row[1], float(row[2]), row[3]
        if rest.endswith(_UNFINISHED):
            begun[thread] = rest.removesuffix(_UNFINISHED), done, instant_s
            continue
        began, began_s = done, instant_s
        if resumed := _RESUMED.match(rest):
            head, began, began_s = begun.pop(thread)
            rest = head + resumed[2]
        whole = _WHOLE.match(rest)
        if whole and int(whole[3]) >= 0:
            arguments = tuple(whole[2].split(", "))
            yield Recorded(whole[1], arguments, int(whole[3]), text_of(whole[4] or ""), began, began_s, float(whole[5]))
            done += 1


def bytes_of(digits: str) -> bytes:
    r"""Of a string as strace writes it: "\x2f\x74"."""
    return bytes.fromhex(digits.replace("\\x", ""))


def text_of(digits: str) -> str:
    r"""The same of a path, which is not a path where it is no digits: "socket:[7]"."""
    return bytes_of(digits).decode("utf-8", "surrogateescape") if digits.startswith("\\x") else digits
