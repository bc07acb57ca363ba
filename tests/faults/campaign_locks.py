"""Two programs at one draft, locks that their holders left, and a database that somebody else holds for five seconds."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import lock_holder
import racing_program
from locked_typing import typed_beside_a_lock
from locked_window import pressed_beside_a_lock
from outcome import Campaign, Outcome
from window_driver import missing
from worker_process import clean_environment

from editor.core.clock import SystemClock
from editor.core.errors import DraftLocked
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.places import Places
from editor.opening import Opener

_HELD_S = 5.0
_TRIALS_A_LOCK = 50
"""Races to one lock on the database."""


class Race:
    """Two programs at the same file; `begun` is whether there is a draft of it already."""

    def __init__(self, folder: Path, *, begun: bool) -> None:
        folder.mkdir()
        self.file, self.places = folder / "essay.md", Places(folder / "data")
        self.file.write_text("It began.\n")
        if begun:
            with ExitStack() as stack:
                assert self._said(self._started(stack)) == "won"

    def _started(self, stack: ExitStack) -> subprocess.Popen[str]:
        command = (sys.executable, racing_program.__file__, str(self.places.root), str(self.file))
        process = subprocess.Popen(
            command, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stack.enter_context(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def _said(self, process: subprocess.Popen[str]) -> str:
        self._go(process)
        assert process.stdout is not None
        return process.stdout.readline().strip()

    @staticmethod
    def _go(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()

    def run(self) -> list[str]:
        """What was broken: one wins and the other says who; when the winner is killed, the draft is free at once."""
        with ExitStack() as stack:
            both = [self._started(stack), self._started(stack)]
            for one in both:
                self._go(one)
            said = [one.stdout.readline().strip() for one in both if one.stdout]
            winners = [one for one, words in zip(both, said, strict=True) if words == "won"]
            if len(winners) != 1:
                return [f"{len(winners)} programs won: {said}"]
            (winner,), (reason,) = winners, [words for words in said if words != "won"]
            broken = []
            if f"process {winner.pid} on" not in reason and "begun in another window" not in reason:
                broken.append(f"the other does not say who has it: {reason}")
            winner.kill()
            winner.wait()
            for one in both:
                if one is not winner and one.stdin:
                    one.stdin.close()
                    one.wait()
            return broken + self._taken_over()

    def _taken_over(self) -> list[str]:
        began = time.monotonic()
        draft = self._opener().open(self.file)
        took_s, text = time.monotonic() - began, draft.session.document.text()
        draft.close()
        if not (draft.lock and draft.lock.abandoned) or took_s > 1:
            return [f"the lock of a killed program was taken after {took_s:.1f} s"]
        return [] if text.startswith("word ") else [f"the winner's word is gone: {text!r}"]

    def refuses_another_host(self) -> list[str]:
        ident = self.places.draft_at(self.file)
        lock = self.places.draft(str(ident)).lock
        lock.write_text(json.dumps({"pid": 4711, "host": "attic", "started_ms": 1_763_726_400_000}))
        try:
            self._opener().open(self.file).close()
        except DraftLocked as error:
            lock.write_bytes(b"")
            expected = "open on another computer. It is held by process 4711 on attic, since 2025-11-21 12:00 UTC."
            return [] if expected in str(error) else [f"the lock of another computer is told so: {error}"]
        return ["the lock of another computer was broken"]

    def _opener(self) -> Opener:
        return Opener(self.places, SystemClock(), MarkdownSplitter)


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    for trial in range(trials):
        begun = trial % 2 == 0
        race = Race(folder / f"race-{trial}", begun=begun)
        broken = [*race.run(), *race.refuses_another_host()]
        failures += [f"race {trial}, {'known' if begun else 'new'} draft: {one}" for one in broken]
    locks = 1 + trials // _TRIALS_A_LOCK
    stalls = []
    for number in range(locks):
        beside = typed_beside_a_lock(folder / f"lock-{number}", lock_holder.__file__, _HELD_S)
        stalls.append(beside.longest_ms)
        failures += [f"lock {number}: {one}" for one in beside.broken]
    if not missing():
        window = pressed_beside_a_lock(folder / "window", lock_holder.__file__, _HELD_S)
        failures += [f"lock beside the window: {one}" for one in window.broken]
    seen = f"the window {f'at most {window.longest_ms:.0f} ms from key to key' if not missing() else 'not looked at'}"
    held = f"{locks} locks of {_HELD_S:.0f} s"
    shows = f"{trials:,} races, one winner each; {held}, longest pause of a key {max(stalls):.0f} ms, {seen}"
    return Outcome(shows, tuple(failures))


CAMPAIGN = Campaign(
    name="two programs and locks",
    small=10,
    full=400,
    run=run,
    must_show="one winner; a dead one's lock taken at once, another computer's refused; no key waits for a lock",
)
