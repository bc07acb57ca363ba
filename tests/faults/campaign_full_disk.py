"""Ten thousand keys on a disk that is full to the last byte, then a kill: the journal had kept room for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from outcome import Campaign, Outcome
from reopening import reopened
from short_session import BEFORE
from stage import Stage, a_stage

from editor.core.clock import SystemClock
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.places import Places
from editor.opening import Opener

_DISKS = ("tmpfs", "ext4")
_KEYS = ("The disk is full, and nobody notices. " * 300)[:10_000]


def run(trials: int, folder: Path) -> Outcome:
    failures: list[str] = []
    kinds = [_DISKS[at % len(_DISKS)] for at in range(trials)]
    for at, kind in enumerate(kinds):
        place = folder / f"{kind}-{at}"
        with _small_disk(place, kind), a_stage(place) as stage:
            failures += (f"on {kind}: {sentence}" for sentence in _broken(stage))
    return Outcome(f"{len(_KEYS):,} keys on {', '.join(kinds)}: {len(failures)} times not all there", tuple(failures))


def _broken(stage: Stage) -> Iterator[str]:
    stage.set_up(BEFORE)
    window = stage.part("window")
    list(window.tell("open", str(stage.essay), str(stage.data)))
    list(window.tell("type", "x"))
    filler = stage.folder.with_name("filler")
    _fill(filler)
    (shown,) = window.tell("type_blindly", _KEYS)
    window.kill()
    if shown["trouble"] or shown["written"] < shown["n"]:
        yield f"of {shown['n']} records {shown['written']} are written; {shown['trouble']}"
    wanted = f"{BEFORE}x{_KEYS}"
    draft = Opener(Places(stage.data), SystemClock(), MarkdownSplitter).open(stage.essay)
    if draft.session.document.text() != wanted:
        yield f"while it is full, {len(draft.session.document):,} characters of {len(wanted):,} are there"
    draft.close()
    filler.unlink()
    if (found := reopened(stage.essay, stage.data)) != wanted:
        yield f"with room again, {len(found):,} characters of {len(wanted):,} are there"


def _fill(path: Path) -> None:
    """Not one byte more can be written afterwards."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass
        os.fsync(file.fileno())


@contextmanager
def _small_disk(place: Path, kind: str) -> Iterator[None]:
    """Twelve megabytes."""
    place.mkdir()
    if kind == "tmpfs":
        mount = ("mount", "-t", "tmpfs", "-o", "size=12m", "none", str(place))
    else:
        image = place.with_suffix(".img")
        with image.open("wb") as file:
            file.truncate(12 << 20)
        _do("mkfs.ext4", "-q", "-m", "0", str(image))
        mount = ("mount", "-o", "loop", str(image), str(place))
    _do(*mount)
    try:
        yield
    finally:
        _do("umount", str(place))


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def _needs() -> str:
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        return "it needs to mount a small disk, which only the superuser may"
    try:
        with tempfile.TemporaryDirectory() as folder, _small_disk(Path(folder) / "disk", "tmpfs"):
            return ""
    except (OSError, subprocess.SubprocessError):
        return "no disk can be mounted here"


CAMPAIGN = Campaign(
    name="full disk",
    small=1,
    full=2,
    run=run,
    needs=_needs,
    must_show="0 of the next 10,000 keys lost",
)
