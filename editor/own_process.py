"""How this program starts itself: as its worker, as the reader of a PDF, and as the window that comes back in a drill;
and what it keeps to itself."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress


def own_command() -> tuple[str, ...]:
    """What to put before the arguments. A frozen program is its own interpreter and takes no module to run."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "editor")


def own_import_path(inherited: str) -> str:
    """PYTHONPATH with the place this program was loaded from, so that the child loads the same one."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.pathsep.join(filter(None, (root, inherited)))


def keep_memory_private() -> None:
    """From here on a crash leaves no picture of the memory behind, in which a key or the draft could be read.

    To be called before a key is known. Where the system has another way for that than POSIX, its own rules hold.
    """
    with suppress(ImportError, OSError, ValueError):
        resource = importlib.import_module("resource")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def keep_others_out() -> None:
    """Besides, a system that gives what crashed to a program of its own gets nothing, and other programs of this user can
    read neither memory nor environment (prctl(2), PR_SET_DUMPABLE). Linux only; it costs too much where a window starts.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            importlib.import_module("ctypes").CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


_PR_SET_DUMPABLE = 4
