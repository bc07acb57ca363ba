"""Imports as Python does them, also after Qt was loaded.

PySide6 puts a hook on every import: it reads the source of each module that comes after it, to find out whether that one
asks for another style of names, and keeps the source in memory. Nothing here asks for it, and the hook costs a sixth of
the start and five megabytes.
"""

from __future__ import annotations

import builtins
import importlib


def load_qt() -> None:
    """Loads Qt and takes its hook off again. Raises ImportError where Qt cannot be loaded."""
    plain = builtins.__import__
    importlib.import_module("PySide6.QtWidgets")
    builtins.__import__ = plain
