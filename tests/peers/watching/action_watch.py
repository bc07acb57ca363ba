"""Notes what a Python process does to the world: files written, names changed, processes, connections, pages opened.

By Python's own audit events (PEP 578), which no library goes round. It notes and lets go on; `forbidden` says what of it
is more than a draft's own business. `sitecustomize` beside this file begins it in children that are told where to write.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

FILE = "ACTIONS_SEEN_IN"
Action = list[object]
"""The name of the event, and what it was about."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = (
    *("os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown"),
    *(
        "os.utime",
        "os.setxattr",
        "shutil.rmtree",
        "shutil.move",
        "shutil.copyfile",
        "shutil.make_archive",
        "sqlite3.connect",
    ),
    *("tempfile.mkstemp", "tempfile.mkdtemp"),
)
"""On the files they name."""
_STARTS = (
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"),
    *("webbrowser.open", "os.startfile", "urllib.Request", "ftplib.connect", "smtplib.connect", "os.putenv", "os.kill"),
)
_CONNECTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo")


def begin(path: str) -> None:
    """Notes from now on in this file, a line of JSON each."""
    note = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            name, _mode, flags = arguments
            if isinstance(name, str | bytes):  # else a descriptor, which was opened before
                kind = "write" if isinstance(flags, int) and flags & _WRITES else "read"
                os.write(note, _line(kind, [name]))
        elif event in _CHANGES or event in _STARTS:
            os.write(note, _line(event, arguments))
        elif event in _CONNECTS:
            os.write(note, _line(event, arguments[1:] if event != "socket.getaddrinfo" else arguments[:2]))

    sys.addaudithook(heard)


def _line(event: str, arguments: Iterable[object]) -> bytes:
    return json.dumps([event, *map(_plain, arguments)]).encode() + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return os.fsdecode(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int) or value is None else str(value)


def noted(path: Path, start: int = 0) -> list[Action]:
    """What was noted behind this byte."""
    data = path.read_bytes()[start:] if path.exists() else b""
    return [json.loads(line) for line in data.splitlines()]


def forbidden(actions: Iterable[list[object]], folder: Path, ports: Iterable[int], baits: Iterable[str]) -> list[Action]:
    """What is neither a change below the folder nor a connection to one of the ports; and what looks at a bait."""
    allowed, marks = set(ports), tuple(baits)
    return [one for one in actions if not _is_own_business(one, folder, allowed, marks)]


def _is_own_business(action: Action, folder: Path, ports: set[int], baits: tuple[str, ...]) -> bool:
    event, rest = str(action[0]), action[1:]
    if any(bait in str(rest) for bait in baits):
        return False
    if event == "read":
        return True
    if event == "write" or event in _CHANGES:
        return all(_is_below(one, folder) for one in rest if isinstance(one, str) and one)
    if event == "socket.getaddrinfo":
        return rest[0] in ("127.0.0.1", "localhost")
    if event in _CONNECTS:
        address = rest[0] if rest else None
        return isinstance(address, list) and address[0] == "127.0.0.1" and address[1] in ports
    return False


def _is_below(name: str, folder: Path) -> bool:
    path = name.removeprefix("file:").partition("?")[0]
    return path in ("/dev/null", os.devnull) or Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
