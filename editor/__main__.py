"""Where the program starts: which half of it is wanted, found out with as little loaded as can be.

The window's half and the other one are loaded by name, because neither may ever load the other: the start of the window
is timed, and keys must not come into the process that shows foreign text.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys

from editor import __version__
from editor.own_process import keep_memory_private

_COMMANDS = frozenset(
    {
        *("critique", "report", "borrowed", "export", "annotations", "process", "replay", "verify", "recover", "import"),
        *("connections", "models", "--help", "-h"),
    }
)
_WINDOW = frozenset({"--sample", "--selftest"})


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 it went well, 1 it did not and standard error says why, 2 the call was wrong."""
    arguments = sys.argv[1:] if argv is None else argv
    first = arguments[0] if arguments else ""
    keep_memory_private()
    if first == "--worker":
        return int(importlib.import_module("editor.worker").main())
    if first == "--read-pdf":
        return int(importlib.import_module("editor.intake.pdf_file").main(arguments[1:]))
    if first == "--restart":
        return int(importlib.import_module("editor.restarting").main(arguments[1:]))
    if first == "--version":
        print(f"Palimpsest {__version__}")
        return 0
    if first in _COMMANDS or not _starts_window(arguments):
        return int(importlib.import_module("editor.cli").main(arguments))
    return _show_window(arguments)


def _starts_window(arguments: list[str]) -> bool:
    """Nothing, one file, or one of the window's own options; whatever else it is, the command line explains."""
    return len(arguments) <= 1 and all(one in _WINDOW or not one.startswith("-") for one in arguments)


def _show_window(arguments: list[str]) -> int:
    """Where no window can come up, one sentence says why and what to do."""
    checks = importlib.import_module("editor.startup_checks")
    trouble = checks.no_screen(os.environ)
    if not trouble:
        try:
            gc.disable()  # until the window is built: nothing that is made on the way is garbage
            importlib.import_module("editor.plain_imports").load_qt()
            return int(importlib.import_module("editor.app").run(arguments))
        except ImportError as error:
            trouble = checks.import_failed(error, os.environ)
            if not trouble:
                raise
    print(f"palimpsest: {trouble}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
