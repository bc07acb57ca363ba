"""The helper of the recovery drill: waits for the end of the window that started it, then becomes the program again.

The window holds the other end of our standard input, so that its end is the window's, however it dies.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

_AGAIN_S = 0.01


def main(arguments: Sequence[str]) -> int:
    """`arguments`: the id of the window's process, then the command that starts the program."""
    window, command = int(arguments[0]), list(arguments[1:])
    while os.read(0, 1):
        pass
    if sys.platform == "win32":
        subprocess.Popen(command)
        return 0
    while os.getppid() == window:  # the pipe may be closed a moment before the lock on the draft
        time.sleep(_AGAIN_S)
    os.execvp(command[0], command)
