"""The two halves of the program without its screen: a window that types into a real draft, and a worker that folds it.

Started once, with everything imported; forks a part for each line on its input, so that a trial does not pay for a
start. A part does what it is told over a socket and says there what a writer would see. Calls on sockets are never made
to fail and are not the draft's, so that what was said stays true whatever happens to the calls on files.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

import sqlalchemy.dialects.sqlite  # noqa: F401 - found late otherwise, and a fault is to hit the program's own calls
from tracing import ANY_TRACER

from editor.core.clock import StoppedClock
from editor.core.edits import EditKind
from editor.core.errors import EditRefused, FileError
from editor.core.origins import PASTED, TYPED, Origin
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
from editor.protocol.messages import Attach, Detach, Fold, SaveText
from editor.services.opening import Opening
from editor.services.saving import Saving
from editor.session.draft_session import Act
from editor.session.open_draft import OpenDraft

NOON_MS = 1_763_726_400_000
"""2025-11-21 12:00 UTC; a clock that stands still between keys makes every run the same."""
KEY_MS = 200
SYNCED_WITHIN_S = 5.0

Said = dict[str, Any]


class WindowPart:
    """A draft on the screen. Each method is an order; what it returns or tells is what the writer sees."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._clock = StoppedClock(NOON_MS, 1_000)
        self.draft: OpenDraft
        """From `open` on."""

    def open(self, path: str, data: str) -> Said:
        self.draft = Opener(Places(Path(data)), self._clock, MarkdownSplitter).open(Path(path))
        self.draft.session.time.focus(True)
        where = {"draft": self.draft.draft_id, "database": str(self.draft.database)}
        return {**self._shown(), **where, "notice": self.draft.notice}

    def type(self, text: str, pause_s: float = 0.0) -> Said:
        """A key after the other at the end of the text."""
        for letter in text:
            self._change(letter, TYPED, EditKind.TYPE)
            self._line.say(self._shown())
            time.sleep(pause_s)
        return {}

    def type_blindly(self, text: str) -> Said:
        """The same with a look at the screen only at the end."""
        for letter in text:
            self._change(letter, TYPED, EditKind.TYPE)
        return self._shown()

    def paste(self, text: str) -> Said:
        self._change(text, PASTED, EditKind.PASTE)
        self.draft.sync_soon()
        return self._shown()

    def undo(self) -> Said:
        self._clock.advance(KEY_MS)
        self.draft.session.undo()
        return self._shown()

    def sync(self) -> Said:
        """Waits until the disk is done, as a writer who rests for a moment; then the status line looks."""
        self.draft.sync_soon()
        end = time.monotonic() + SYNCED_WITHIN_S
        while (state := self.draft.state()) and not state.trouble and state.synced_n < state.written_n:
            if time.monotonic() > end:
                break
            time.sleep(0.001)
        self.draft.mend()
        return self._shown()

    def rotate(self) -> Said:
        """Begins a new file of the journal, as after years of keys."""
        if self.draft.journal is not None:
            self.draft.journal.rotate(self.draft.session.document.keyframe())
        return self._shown()

    def close(self) -> Said:
        self.draft.close()
        return self._shown()

    def _change(self, text: str, origin: Origin, kind: EditKind) -> None:
        self._clock.advance(KEY_MS)
        session = self.draft.session
        session.change(len(session.document), 0, Fragment.of(text, origin), Act(kind))

    def _shown(self) -> Said:
        draft, state = self.draft, self.draft.state()
        return {
            "text": draft.session.document.text(),
            "n": draft.session.recorder.next_n - 1,
            "written": state.written_n if state else 0,
            "safe": state.synced_n if state else 0,
            "trouble": draft.session.recorder.trouble or (state.trouble if state else "") or "",
        }


class WorkerPart:
    def __init__(self, line: Line) -> None:
        self._opening = Opening(StoppedClock(NOON_MS, 1_000), lambda _event: None)

    def attach(self, path: str, draft: str, data: str, text_path: str) -> Said:
        attached = asyncio.run(self._opening.attach(Attach(1, path, draft, data, text_path)))
        return {"folded": attached.upto}

    def fold(self) -> Said:
        folded = self._opening.fold(Fold(1, 0))
        return {"folded": folded.upto, "trouble": folded.trouble}

    def save(self, path: str, upto: int) -> Said:
        saved = Saving(self._opening).save_text(SaveText(1, path, upto, {}))
        return {"saved": saved.upto}

    def detach(self) -> Said:
        return {"trouble": self._opening.detach(Detach(1, 0)).words}

    def close(self) -> Said:
        self._opening.close()
        return {}


class Line:
    """The wire to whoever conducts: one JSON object a line, both ways."""

    def __init__(self, line: socket.socket) -> None:
        self._socket = line
        self._orders = line.makefile("r", encoding="ascii")

    def say(self, said: Said) -> None:
        self._socket.sendall(json.dumps(said).encode("ascii") + b"\n")

    def obey(self, part: WindowPart | WorkerPart) -> None:
        """Until the other end is closed, which a part takes as the program's end."""
        self.say({"pid": os.getpid()})
        for order in self._orders:
            name, *values = json.loads(order)
            self.say({**_done(part, name, values), "did": name})


def _done(part: WindowPart | WorkerPart, name: str, values: list[Any]) -> Said:
    try:
        return getattr(part, name)(*values)  # type: ignore[no-any-return]
    except (FileError, EditRefused) as error:
        return {"refused": str(error)}
    except BaseException:  # noqa: BLE001 - whatever it is, the writer would have met it
        return {"crash": traceback.format_exc()}


def _act(kind: str, address: str) -> None:
    ctypes.CDLL(None).prctl(*ANY_TRACER, 0, 0, 0)
    door = socket.socket(socket.AF_UNIX)
    door.connect(address)
    line = Line(door)
    part = WindowPart(line) if kind == "window" else WorkerPart(line)
    line.obey(part)
    if isinstance(part, WorkerPart):
        part.close()  # its window is gone


def _rehearse() -> None:
    """A draft begun, folded and opened again, so that no part has to prepare the same statements anew."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as deaf:
        essay, data = Path(folder) / "essay.md", Path(folder) / "data"
        essay.write_text("Rehearsed.\n", encoding="utf-8")
        for _day in range(2):
            window, worker = WindowPart(Line(deaf)), WorkerPart(Line(deaf))
            where = window.open(str(essay), str(data))
            worker.attach(where["database"], where["draft"], str(data), str(essay))
            window.paste("Typed. ")
            worker.fold()
            worker.detach()
            worker.close()
            window.close()
    gc.collect()
    gc.freeze()  # what a part never touches it need not copy


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for the dead
    _rehearse()
    for order in sys.stdin:
        if os.fork() == 0:
            try:
                _act(*json.loads(order))
            finally:
                os._exit(0)


if __name__ == "__main__":
    main()
