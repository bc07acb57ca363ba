"""What the window's process does not load: half of OpenSSL for a few hashes, and the source of every module.

PySide6 puts a hook on every import: it reads the source of each module that comes after it, to find out whether that one
asks for another style of names, and keeps the source in memory. Nothing here asks for it, and the hook costs a sixth of
the start and five megabytes. Python's own SHA-256 is enough for a window that hashes a draft now and then, and spares
three more.
"""

from __future__ import annotations

import builtins
import importlib
import sys


def load_qt() -> None:
    """Loads Qt and takes its hook off again. Raises ImportError where Qt cannot be loaded."""
    if "hashlib" not in sys.modules:
        sys.modules["_hashlib"] = None  # type: ignore[assignment]  # hashlib then takes what Python has itself
    plain = builtins.__import__
    importlib.import_module("PySide6.QtWidgets")
    builtins.__import__ = plain
