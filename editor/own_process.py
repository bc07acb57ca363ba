"""How this program starts itself: as its worker, as the reader of a PDF, and as the window that comes back in a drill."""

from __future__ import annotations

import os
import sys


def own_command() -> tuple[str, ...]:
    """What to put before the arguments. A frozen program is its own interpreter and takes no module to run."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "editor")


def own_import_path(inherited: str) -> str:
    """PYTHONPATH with the place this program was loaded from, so that the child loads the same one."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.pathsep.join(filter(None, (root, inherited)))
