"""A draft with all its files, written, copied, killed and damaged in every order, against a plain list of characters."""

from __future__ import annotations

import itertools
import multiprocessing
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

import hypothesis
from damages import KINDS, damage
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from live_draft import LiveDraft
from outcome import MEMORY, Campaign, Outcome
from seeds import a_seed, again
from text_machine import STARTS, TextMachine, pairs_of

from editor.core.document import Document
from editor.core.ledger import Times
from editor.core.runs import Fragment
from editor.store.verifying import verify_file

STEPS = 40
MISHAPS = (0, 0, 0, 1, 1, 1, 2, 6)
"""Damaged files in a life, as often as they stand here. Most lives have few, so that long stretches without any are tried
too: after each, everything is read, mended and copied anew."""
BATCH = 250
"""Trials, less than a minute."""
CHECKS = ("state.ids_", "state.text_and_")
"""How the lines of the story begin that tell of no step."""
SEEDS = st.integers(0, 1 << 32)
"""Not `st.randoms`: how often that is drawn from depends on the sizes of files, which differ from run to run."""


class DraftMachine(TextMachine):
    folder = Path()
    numbers = itertools.count(1)
    steps = 0
    damages = 0
    mishaps = 0
    """Files that may still be damaged in this life."""
    alive = False

    @initialize(text=STARTS.filter(lambda text: "\r" not in text), mishaps=st.sampled_from(MISHAPS))
    def begin(self, text: str, mishaps: int) -> None:
        """A carriage return would make it a file of other line ends, which is another test's matter."""
        self.mishaps = mishaps
        self.home = self.folder / f"life-{next(self.numbers)}"
        self.live = LiveDraft(self.home, text)
        self.start_from(pairs_of(self.live.document.fragment(0, len(text))))
        self.least_id = self.least_ms = 0
        self.alive = True

    @property
    def text_document(self) -> Document:
        return self.live.document

    @property
    def newest_group(self) -> int:
        return self.group

    def edit(self, position: int, removed: int, inserted: Fragment, group: int | None) -> None:
        self.group = group or self.live.session.recorder.next_n
        self.live.change(position, removed, inserted, self.group)

    def reverse(self, again: bool) -> bool:
        return self.live.reverse(again)

    @rule()
    def fold(self) -> None:
        self.live.fold()
        assert self.live.draft.exists == self.live.database.exists()
        if self.live.draft.exists:
            assert self.live.worker.store.document.keyframe() == self.live.document.keyframe()
            assert self.live.written_minutes() == self.live.known_minutes()

    @rule()
    def snapshot(self) -> None:
        self.live.snapshot()

    @rule(pause_s=st.integers(0, 300))
    def rest(self, pause_s: int) -> None:
        self.live.clock.advance(pause_s * 1_000)
        self.live.session.read()

    @rule(worker_too=st.booleans(), late=st.booleans())
    def crash(self, worker_too: bool, late: bool) -> None:
        before = self.live.document.keyframe()
        known = self.live.written_minutes() if self.live.draft.exists else Times()
        self.live.kill(worker_too=worker_too)
        self._start_again(late)
        assert self.live.document.keyframe() == before
        assert late or self.live.known_minutes() == known
        self.least_ms = known.counted_ms  # what was earned in the last second goes with the window

    @rule()
    def crash_of_the_worker_alone(self) -> None:
        self.live.kill_worker()

    @rule(late=st.booleans())
    def close_and_open(self, late: bool) -> None:
        before, known = self.live.document.keyframe(), self.live.known_minutes()
        begun, whole = self.live.draft.exists, self.live.session.time.knows_past
        self.live.close()
        assert not begun or not whole or self.live.written_minutes() == known
        self._start_again(late)
        assert self.live.document.keyframe() == before
        assert not begun or not whole or late or self.live.known_minutes() == known

    @precondition(lambda self: self.mishaps and self.live.draft.exists)
    @rule(kind=st.sampled_from(KINDS), seed=SEEDS, folded=st.booleans())
    def damage_the_database(self, kind: str, seed: int, folded: bool) -> None:
        if folded or not self.live.database.exists():
            self.live.fold()
        self._damage(self.live.database, kind, seed)

    @precondition(lambda self: self.mishaps and self.live.draft.exists and self.live.journals())
    @rule(kind=st.sampled_from(KINDS), seed=SEEDS, data=st.data())
    def damage_a_journal(self, kind: str, seed: int, data: st.DataObject) -> None:
        """After its records were folded: for two seconds at most the newest words lie in one file only."""
        self.live.fold()
        self._damage(data.draw(st.sampled_from(self.live.journals())), kind, seed)

    @precondition(lambda self: self.mishaps and self.live.draft.exists and self.live.snapshots())
    @rule(kind=st.sampled_from(KINDS), seed=SEEDS)
    def damage_the_newest_snapshot(self, kind: str, seed: int) -> None:
        self._damage(self.live.snapshots()[-1], kind, seed)

    def _damage(self, path: Path, kind: str, seed: int) -> None:
        before, known = self.live.document.keyframe(), self.live.written_minutes()
        self.live.kill()
        self.alive = False
        damage(path, kind, Random(seed))
        type(self).damages += 1
        self.mishaps -= 1
        mended = self.live.recover()
        assert mended is None or mended.missing == ()
        self._start_again()
        assert self.live.document.keyframe() == before
        assert self.live.known_minutes() == known
        self.least_ms = known.counted_ms
        self.live.snapshot()  # backed again, before the next thing is damaged: the promise is about one file

    def _start_again(self, late: bool = False) -> None:
        self.alive = False
        self.live.open(late=late)
        self.alive = True

    @invariant()
    def ids_are_never_reused_and_minutes_never_decrease(self) -> None:
        type(self).steps += 1
        next_id, known_ms = self.live.document.next_id, self.live.known_minutes().counted_ms
        assert next_id >= self.least_id
        self.least_id = next_id
        if self.live.session.time.knows_past:
            assert known_ms >= self.least_ms
            self.least_ms = known_ms

    def teardown(self) -> None:
        if not self.alive:
            return  # a step failed between a death and the next start
        while self.past:
            self.undo()
            self.text_and_origins_equal_the_oracle()
        self.live.close()
        if self.live.draft.exists:
            assert verify_file(self.live.database) == []
        shutil.rmtree(self.home)


def run(trials: int, folder: Path) -> Outcome:
    """In batches, each with a seed of its own: they share the processors, and one that fails is soon done again."""
    seed = a_seed()
    sizes = [min(BATCH, trials - begun) for begun in range(0, trials, BATCH)]
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else folder) as quick:
        jobs = [(seed + number, size, Path(quick) / f"batch-{number}") for number, size in enumerate(sizes)]
        if len(jobs) == 1:
            batches = [_batch(*jobs[0])]
        else:
            with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
                batches = list(_told(pool.map(_batch, *zip(*jobs, strict=True)), sizes))
    steps, damages = sum(one.steps for one in batches), sum(one.damages for one in batches)
    failures = tuple(one.failure for one in batches if one.failure)
    every = "not every one" if failures else "every one"
    return Outcome(f"{steps:,} steps, {damages:,} damaged files, {every} exact", failures)


class Batch(NamedTuple):
    steps: int
    damages: int
    failure: str
    """Empty where it held."""


def _told(batches: Iterator[Batch], sizes: list[int]) -> Iterator[Batch]:
    """Says after each how far it came: the largest run takes hours, and may be stopped before its row is printed."""
    trials = steps = broken = 0
    for batch, size in zip(batches, sizes, strict=True):
        trials, steps, broken = trials + size, steps + batch.steps, broken + bool(batch.failure)
        so_far = f"{broken} broken" if broken else "none broken"
        print(f"{trials:,} of {sum(sizes):,} trials, {steps:,} steps, {so_far}", file=sys.stderr, flush=True)
        if batch.failure:
            print(batch.failure, file=sys.stderr, flush=True)
        yield batch


def _batch(seed: int, trials: int, folder: Path) -> Batch:
    machine = hypothesis.seed(seed)(type("SeededMachine", (DraftMachine,), {"folder": folder, "steps": 0, "damages": 0}))
    chosen = settings(
        max_examples=trials,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # making a failure of files smaller takes minutes; its seed makes it again
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    failure = ""
    try:
        run_state_machine_as_test(machine, settings=chosen)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure to be told with its steps
        notes = "\n".join(getattr(error, "__notes__", ())).split("\n")
        steps = "\n".join(line for line in notes if not line.startswith(CHECKS))
        where = "".join(traceback.format_tb(error.__traceback__)[-3:])
        failure = f"{again(seed)} of {trials} trials, {type(error).__name__}: {error}\n{where}{steps}"
    return Batch(machine.steps, machine.damages, failure)


CAMPAIGN = Campaign(
    name="property machine",
    small=200,
    full=100_000,
    run=run,
    must_show="text, origins, ids and minutes as a plain list has them; undoing all gives the start",
)
