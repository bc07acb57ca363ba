"""Drafts, journals, texts and settings that were made to do harm: refused in plain words, and never obeyed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random

import hostile_reading
from hostile_files import CANARY, WAYS, Home
from live_draft import LiveDraft
from outcome import Campaign, Outcome
from seeds import a_seed, again
from worker_process import clean_environment

from editor.core.origins import Origin, OriginKind


def run(trials: int, folder: Path) -> Outcome:
    seed = a_seed()
    live = _good(folder / "home")
    pointers = tuple(sorted((live.places.root / "by-path").iterdir()))
    home = Home(live.database, live.text_path, live.place.folder, pointers)
    shutil.copytree(folder / "home", folder / "kept")
    request = json.dumps(
        {
            "home": str(folder / "home"),
            "database": str(home.database),
            "text": str(home.text),
            "data": str(live.places.root),
            "ident": live.draft.draft_id,
        }
    )
    failures: list[str] = []
    with _reader() as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        for trial in range(trials):
            chance = Random(f"{seed} {trial}")
            shutil.rmtree(folder / "home")
            shutil.copytree(folder / "kept", folder / "home")
            way = WAYS[trial % len(WAYS)]
            way(home, chance)
            _odd_settings(folder / "home" / "settings.ini", chance)
            reader.stdin.write(f"{request}\n")
            reader.stdin.flush()
            broken = [*json.loads(reader.stdout.readline()), *_obeyed(folder / "home")]
            failures += [f"{again(seed)} trial {trial}, {way.__name__}: {one}" for one in broken]
        reader.stdin.close()
    return Outcome(f"{len(WAYS)} ways by turns, 11 readings each; no crash, no hang, no code run", tuple(failures))


def _good(folder: Path) -> LiveDraft:
    """A small draft with something everywhere, and words that are only in its journal."""
    live = LiveDraft(folder, "# A title\n\nThe first paragraph.\n")
    (folder / "victim").write_bytes(b"not yours")
    for number in range(40):
        live.write(len(live.document), f"word {number} " if number % 9 else "\n\n")
    live.write(0, "A model said so. ", origin=Origin(OriginKind.MODEL, actor="model-1", prompt="call-7"))
    live.snapshot()
    live.reverse()
    live.snapshot()
    live.write(0, "Only in the journal. ")
    live.worker.close()
    live.draft.close()
    return live


def _reader() -> subprocess.Popen[str]:
    return subprocess.Popen(
        (sys.executable, hostile_reading.__file__),
        env=clean_environment(QT_QPA_PLATFORM="offscreen"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # Qt tells of settings it does not understand
        text=True,
    )


def _odd_settings(path: Path, chance: Random) -> None:
    values = [
        "@Variant(\\0\\0\\0\\x7f)",
        "@ByteArray(\\xff)",
        "@Invalid()",
        "1, 2, 3",
        "9" * 400,
        "\\x0",
        "../" * 500,
        "@Point(1 x)",
    ]
    lines = [f"{name}={chance.choice(values)}" for name in ("theme", "size", "recent", "geometry")]
    path.write_bytes("\n".join(["[General]", *lines]).encode() + chance.randbytes(chance.choice([0, 200])))


def _obeyed(home: Path) -> list[str]:
    """Whether planted code has written anything, in whatever file the program left."""
    found = []
    for path in home.rglob("*.palimpsest*"):
        if not path.is_file():
            continue
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
                rows = raw.execute(f"SELECT n FROM {CANARY}").fetchall()  # noqa: S608 - a constant
        except (sqlite3.Error, UnicodeError):
            continue
        found += [f"planted code ran in {path.name}: {rows}"] if rows else []
    return found


CAMPAIGN = Campaign(
    name="hostile drafts",
    small=100,
    full=500,
    run=run,
    must_show="only the program's own errors, no crash, no hang, no code run, no link followed",
)
