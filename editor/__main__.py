"""Where the program starts: which half of it is wanted, found out with as little loaded as can be.

The window's half and the other one are loaded by name, because neither may ever load the other: the start of the window
is timed, and keys must not come into the process that shows foreign text.
"""

from __future__ import annotations

import importlib
import sys

_COMMANDS = frozenset({"critique", "report", "export", "--version", "--help", "-h"})


def main(argv: list[str] | None = None) -> int:
    """The exit code: 0 it went well, 1 it did not and standard error says why, 2 the call was wrong."""
    arguments = sys.argv[1:] if argv is None else argv
    first = arguments[0] if arguments else ""
    if first == "--worker":
        return int(importlib.import_module("editor.worker").main())
    if first in _COMMANDS:
        return int(importlib.import_module("editor.cli").main(arguments))
    return int(importlib.import_module("editor.app").run(arguments))


if __name__ == "__main__":
    sys.exit(main())
