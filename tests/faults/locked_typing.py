"""Keys written into a draft while another program holds its database, with the real worker beside."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from worker_process import WorkerProcess, a_worker

from editor.core.clock import SystemClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener
from editor.protocol import messages
from editor.services.reading import read_draft
from editor.session.draft_session import DraftSession
from editor.store.keyframe import read_opening

_KEY_EVERY_S = 0.02
_STALL_MS = 50.0
NOISE = 3.0
"""A pause is the lock's doing where it is that much longer than any before the lock: the machine has its own."""


@dataclass(frozen=True, slots=True)
class Beside:
    longest_ms: float
    """Of one key, while the lock was held."""
    broken: tuple[str, ...]


def typed_beside_a_lock(folder: Path, holder: str, seconds: float) -> Beside:
    folder.mkdir()
    file, places = folder / "essay.md", Places(folder / "data")
    file.write_text("It began.\n")
    splitter = MarkdownSplitter()
    draft = Opener(places, SystemClock(), lambda: splitter).open(file)
    session = draft.session
    with a_worker() as worker:
        quiet_ms = _type(session, 1.5)
        worker.ask(messages.Attach, str(draft.database), draft.draft_id, str(places.root), str(file))
        with a_lock(holder, draft.database, seconds) as other:
            longest_ms = _type(session, seconds - 0.5)
            held = other.poll() is None
            behind = read_opening(draft.database).folded_n < session.recorder.next_n - 1
            other.wait()
        session.time.flush()
        broken = [] if held and behind else ["the lock did not hold the worker up, so nothing was tried"]
        if longest_ms > max(_STALL_MS, NOISE * quiet_ms):
            broken.append(f"a key took {longest_ms:.0f} ms, and {quiet_ms:.0f} ms at most before the lock")
        broken += _folded(worker, session, draft.database, places)
    draft.close()
    return Beside(longest_ms, tuple(broken))


def a_lock(holder: str, database: Path, seconds: float) -> subprocess.Popen[str]:
    """Another program that holds the database by now, for so long; it ends by itself."""
    command = (sys.executable, holder, str(database), str(seconds))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def _type(session: DraftSession, seconds: float) -> float:
    """A key every twenty milliseconds; how long the longest took, milliseconds."""
    end, longest_s = time.monotonic() + seconds, 0.0
    while (begin := time.monotonic()) < end:
        session.change(len(session.document), 0, Fragment.of("k", TYPED))
        session.time.settle()
        longest_s = max(longest_s, time.monotonic() - begin)
        time.sleep(_KEY_EVERY_S)
    return longest_s * 1_000


def _folded(worker: WorkerProcess, session: DraftSession, database: Path, places: Places) -> list[str]:
    upto = session.recorder.next_n - 1
    answer = worker.ask(messages.Fold, upto)
    kept = read_draft(database, places, MarkdownSplitter).document.keyframe()
    if answer.upto < upto or read_opening(database).folded_n < upto:
        return [f"{upto - answer.upto} changes were not folded after the lock ({answer.trouble})"]
    return [] if kept == session.document.keyframe() else ["what was folded is another text"]
