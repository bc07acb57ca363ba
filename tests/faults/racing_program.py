"""A program that opens a draft, writes a word when told to, and says how that went: `python racing_program.py DATA FILE`.

"ready" when it is loaded; after a line on its input "won" or the reason why not; then it holds the draft until its input
ends, or it is killed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from editor.core.clock import SystemClock
from editor.core.errors import DraftLocked
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.places import Places
from editor.opening import Opener


def main(data: Path, file: Path) -> None:
    splitter = MarkdownSplitter()
    opener = Opener(Places(data), SystemClock(), lambda: splitter)
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        draft = opener.open(file)
    except DraftLocked as error:
        print(error, flush=True)
        return
    draft.session.change(0, 0, Fragment.of("word ", TYPED))
    print(draft.session.recorder.trouble or "won", flush=True)
    sys.stdin.readline()
    draft.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
