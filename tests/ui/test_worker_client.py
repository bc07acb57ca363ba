"""What the worker tells unasked, and which of it reaches the window."""

from __future__ import annotations

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from editor.protocol.codec import encode
from editor.protocol.messages import Folded, MendedDraft, SecondPlace
from editor.ui.worker_client import WorkerClient

LONGEST_MS = 20_000
"""Before a wait is given up; nothing is asserted on it."""
HERE, BEFORE = "a" * 32, "b" * 32


def test_that_what_is_told_of_another_draft_does_not_reach_the_one_on_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    told = tmp_path / "told"
    of_both = [
        one
        for draft in (BEFORE, HERE)
        for one in (Folded(0, 9, draft=draft), MendedDraft(0, "", "", "", draft), SecondPlace(0, "", draft))
    ]
    nobodys = Folded(0, 0, "This program has a fault.")
    told.write_bytes(b"".join(map(encode, (*of_both, nobodys))))
    script = f"import sys; sys.stdout.write(open({str(told)!r}).read()); sys.stdout.flush(); sys.stdin.read()"
    client = WorkerClient(command=(sys.executable, "-c", script))
    client.open_draft = lambda: HERE
    heard: list[object] = []
    for signal in (client.folded, client.mended, client.second_place):
        signal.connect(heard.append)
    client.start()
    qtbot.waitUntil(lambda: nobodys in heard, timeout=LONGEST_MS)
    client.quit()
    assert heard == [*of_both[3:], nobodys]
