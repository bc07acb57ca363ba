"""What the worker tells unasked, and which of it reaches the window."""

from __future__ import annotations

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from editor.protocol.codec import decode, encode
from editor.protocol.messages import Cancel, Detach, Failed, Folded, KeyStatus, MendedDraft, Quit, SecondPlace
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


def test_that_what_is_asked_while_the_worker_starts_goes_to_it_after_what_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = f"import sys; open({str(heard)!r}, 'wb').write(sys.stdin.buffer.read())"
    client = WorkerClient(command=(sys.executable, "-c", script))
    client.started.connect(lambda: client.ask(lambda ident: Detach(ident, 0), lambda _answer: None))
    client.start()
    wish = client.ask(KeyStatus, lambda _answer: None)
    client.cancel(wish)
    with qtbot.waitSignal(client.started, timeout=LONGEST_MS):
        pass
    client.quit()
    said = [type(decode(line)) for line in heard.read_bytes().splitlines()]
    assert said == [Detach, KeyStatus, Cancel, Quit]


def test_that_what_is_asked_of_a_worker_that_cannot_start_fails(qtbot: QtBot, tmp_path: Path) -> None:
    client = WorkerClient(command=(str(tmp_path / "no-such-program"),))
    failures: list[object] = []
    client.start()
    client.ask(KeyStatus, lambda _answer: None, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures), timeout=LONGEST_MS)
    client.quit()
    assert isinstance(failures[0], Failed)
