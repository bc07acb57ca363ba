"""What the window is given once its first picture is on the screen: the draft, and what it is opened with."""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
from functools import cache, partial
from pathlib import Path

from editor.core.clock import SystemClock
from editor.core.reshaping import Splitter
from editor.core.twins import draft_name
from editor.journal.atomic import make_private_folder, put_under_free_name, write_atomically
from editor.journal.places import Places
from editor.journal.text_beside import put_beside
from editor.opening import Opener
from editor.own_process import own_command, own_import_path
from editor.protocol.messages import MendedDraft
from editor.resources import resource
from editor.store.keyframe import read_opening
from editor.ui.contents import make_contents
from editor.ui.main_window import MainWindow

log = logging.getLogger(__name__)

_MENDING_S = 120.0
_SAMPLE_FILES = ("essay.md", "essay.palimpsest", "minutes.svg")


def open_draft(window: MainWindow, path: Path | None) -> None:
    """Puts the draft itself in the place of its first picture."""
    clock = SystemClock()
    opener = Opener(Places.standard(), clock, splitter)
    window.take(make_contents(window, opener, clock))
    window.files.sample = copied_sample
    window.files.mend = mended
    window.files.rescue = rescued
    window.files.show_first(path)
    window.show_view()


@cache
def splitter() -> Splitter:
    """The Markdown parser, loaded at the first call."""
    # By name, because importing it with the module would keep the text from the first keys for 40 ms.
    made: Splitter = importlib.import_module("editor.core.paragraphs").MarkdownSplitter()
    return made


def copied_sample() -> Path:
    """The writer's copy of the sample essay, in the data folder; made when it is not there."""
    places = Places.standard()
    folder = places.root / "sample"
    if not (folder / "essay.md").exists():
        make_private_folder(folder)
        for name in _SAMPLE_FILES:
            write_atomically(folder / name, resource("sample", name).read_bytes())
        _set_journal_aside(places.draft(read_opening(folder / "essay.palimpsest").draft_id).folder)
    return folder / "essay.md"


def _set_journal_aside(folder: Path) -> None:
    """The journal of an earlier copy, which the writer threw away, must not be replayed into this one."""
    if folder.exists():
        put_under_free_name(lambda number: folder.with_name(f"{folder.name}-{number}"), partial(os.rename, folder))


def mended(path: Path) -> MendedDraft | None:
    """Has a damaged draft made whole from its safety copies and its journal; None where that is not possible, and with
    nothing to be said where it turned out to be sound.

    In a process of its own, because what mends loads the whole store; the window has nothing to show meanwhile.
    """
    command = [*own_command(), "recover", "--json", "--from-copies", str(path.absolute())]
    try:
        environment = {**os.environ, "PYTHONPATH": own_import_path(os.environ.get("PYTHONPATH", ""))}
        done = subprocess.run(command, capture_output=True, check=True, timeout=_MENDING_S, env=environment)
        row = json.loads(done.stdout)
        return MendedDraft(0, row["said"] if row["mended"] else "", row["before"], row["after"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        log.warning("the draft could not be mended: %s", getattr(error, "stderr", b"") or error)
        return None


def rescued(path: Path) -> Path | None:
    """Saves the text that can still be read from the damaged draft at `path`, or of the text there.

    Beside it; in the data folder where nothing can be written there. Gives the new file, under a name that was free;
    None where nothing could be read, or it could be put nowhere.
    """
    database = path.with_name(draft_name(path.name))
    # By name: rescue loads more than the window needs, and only for a file that is broken.
    text = importlib.import_module("editor.store.rescue").rescue_text(database)
    if not text:
        return None
    try:
        return put_beside(database, "rescued", text, Places.standard())
    except OSError as error:
        log.warning("the rescued text could not be put into the data folder: %s", error)
        return None
