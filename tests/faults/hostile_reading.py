"""Every way the program has of reading a draft, tried on one that is not to be trusted, in a process of its own.

`python hostile_reading.py` reads a line of JSON a home, forks, and answers with a line of JSON: what went wrong.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings

from editor.core.clock import StoppedClock
from editor.core.errors import PalimpsestError
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.glance import glance
from editor.journal.places import Places
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.services.reading import read_draft
from editor.services.soundness import problems_of, recover
from editor.session.open_draft import OpenDraft
from editor.ui.preferences import Preferences

_LONGEST_S = 20.0
"""For one way of reading; the slowest good one takes a second here."""
_RUNS_CODE = (
    "sqlite3.load_extension", "sqlite3.enable_load_extension", "subprocess.Popen", "os.system", "os.exec",
    "os.posix_spawn", "os.spawn", "pickle.find_class", "socket.connect", "ctypes.dlopen",
)  # fmt: skip
_CLOCK = StoppedClock(1_763_726_400_000, 1_000)
_SPLITTER = MarkdownSplitter()


class Reading:
    def __init__(self, database: Path, text: Path, data: Path, ident: str, settings: Path) -> None:
        self.database, self.text, self.ident, self.settings = database, text, ident, settings
        self.places = Places(data)
        self.opener = Opener(self.places, _CLOCK, lambda: _SPLITTER)

    def ways(self) -> dict[str, Callable[[], object]]:
        return {
            "glance at the draft": lambda: glance(self.database),
            "glance at the text": lambda: glance(self.text),
            "read_draft": lambda: read_draft(self.text, self.places, lambda: _SPLITTER),
            "verify": lambda: problems_of(self.database, self.places),
            "unfinished": lambda: self._let_go(self.opener.unfinished()),
            "open": lambda: self._let_go(self.opener.open(self.text)),
            "fold": self._fold,
            "settings": self._settings,
            "recover": lambda: recover(self.database, self.places, _CLOCK),
            "open and write": self._write,
            "fold what was written": self._fold,
        }

    def _let_go(self, draft: OpenDraft | None) -> None:
        if draft is not None:
            draft.close()

    def _write(self) -> None:
        draft = self.opener.open(self.text)
        try:
            draft.session.change(0, 0, Fragment.of("word ", TYPED))
            draft.session.undo()
            draft.session.undo()
        finally:
            draft.close()

    def _fold(self) -> None:
        attached = AttachedDraft(DraftAddress(self.database, self.ident, self.places.draft(self.ident)), _CLOCK)
        try:
            attached.fold()
        finally:
            attached.close()

    def _settings(self) -> None:
        preferences = Preferences(QSettings(str(self.settings), QSettings.Format.IniFormat))
        preferences.recent()
        for name in ("theme", "size", "recent", "geometry"):
            preferences.text(name), preferences.number(name, 1), preferences.flag(name, True), preferences.bytes(name)


def _too_long(_number: int, _frame: object) -> None:
    raise TimeoutError


def _tried(reading: Reading, home: Path) -> list[str]:
    broken: list[str] = []
    told: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _RUNS_CODE:
            told.append(f"{event}{arguments!r}")

    sys.addaudithook(watch)
    signal.signal(signal.SIGALRM, _too_long)
    for name, way in reading.ways().items():
        signal.setitimer(signal.ITIMER_REAL, _LONGEST_S)
        try:
            way()
        except PalimpsestError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            broken.append(
                f"{name}: {type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"
            )
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    broken += [f"code was run: {one}" for one in told]
    if (home / "victim").read_bytes() != b"not yours":
        broken.append("a file that a link led to was changed")
    return broken


def _in_child(request: dict[str, str]) -> list[str]:
    """What went wrong, also where the process died of it or hung."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        home = Path(request["home"])
        paths = (Path(request[name]) for name in ("database", "text", "data"))
        broken = _tried(Reading(*paths, request["ident"], home / "settings.ini"), home)
        os.write(write, json.dumps(broken).encode())
        os._exit(0)
    os.close(write)
    ready, _, _ = select.select([read], [], [], 5 * _LONGEST_S)
    if not ready:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if not ready or not answer:
        return ["it hung" if not ready else f"the process died ({os.waitstatus_to_exitcode(status)})"]
    broken: list[str] = json.loads(answer)
    return broken


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(_in_child(json.loads(line))), flush=True)
