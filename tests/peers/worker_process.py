"""The worker as a real child process, spoken to as the window does."""

from __future__ import annotations

import itertools
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from editor.own_process import own_import_path
from editor.protocol import critique_messages, messages, pad_messages, relay_messages
from editor.protocol.codec import decode, encode

ROOT = Path(__file__).parents[2]
KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
LONGEST_S = 30.0
RESULTS = (
    messages.Attached,
    messages.Saved,
    messages.Critics,
    messages.Prepared,
    messages.NeedsApproval,
    messages.Done,
    messages.Versions,
    messages.Compared,
    messages.ExportPrepared,
    messages.KeyState,
    messages.Calls,
    critique_messages.CriticCopied,
    critique_messages.ArgumentMade,
    critique_messages.WordingMade,
    critique_messages.Tallies,
    critique_messages.SharedFound,
    critique_messages.OverlapFound,
    pad_messages.TurnTaken,
    pad_messages.TurnPrices,
    relay_messages.Relays,
    relay_messages.RelayPrepared,
    relay_messages.RelayEnded,
    messages.Failed,
)


_NOT_PASSED_ON = ("ANTHROPIC", "OPENAI", "GOOGLE", "GEMINI", "MISTRAL", "PALIMPSEST")


def clean_environment(**more: str) -> dict[str, str]:
    """This process's, without a key of its owner and without their keyring."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
    return {
        **kept,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONPATH": own_import_path(os.environ.get("PYTHONPATH", "")),
        **more,
    }


class WorkerProcess:
    def __init__(self, **environment: str) -> None:
        self._ids = itertools.count(1)
        self._heard: queue.Queue[Any] = queue.Queue()
        self.past: list[Any] = []
        """Everything that came, in order."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "editor", "--worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(**environment),
            cwd=ROOT,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._heard.put(decode(line))
        self._heard.put(None)

    def send(self, kind: Callable[..., Any], *values: Any, **named: Any) -> int:
        ident = next(self._ids)
        self.send_raw(encode(kind(ident, *values, **named)))
        return ident

    def send_raw(self, line: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def until(self, wanted: Callable[[Any], bool]) -> Any:
        """The next message that is wanted, counting those that came already."""
        for message in self.past:
            if wanted(message):
                return message
        while True:
            message = self._heard.get(timeout=LONGEST_S)
            if message is None:
                raise AssertionError(f"the worker ended: {self.end()}")
            self.past.append(message)
            if wanted(message):
                return message

    def result(self, ident: int) -> Any:
        """The answer to a request; for a `Fold`, the event that answers it."""
        return self.until(lambda one: one.id == ident and isinstance(one, (*RESULTS, messages.Folded)))

    def ask(self, kind: Callable[..., Any], *values: Any, **named: Any) -> Any:
        return self.result(self.send(kind, *values, **named))

    def events(self, ident: int, kind: type) -> list[Any]:
        return [one for one in self.past if one.id == ident and isinstance(one, kind)]

    def kill(self) -> None:
        self.process.kill()
        self.end()

    def end(self) -> tuple[int, str]:
        """Closes its input and waits; the exit code and what it wrote to standard error."""
        assert self.process.stdin
        assert self.process.stderr
        assert self.process.stdout
        if not self.process.stdin.closed:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        code = self.process.wait(LONGEST_S)
        self._reader.join(LONGEST_S)
        words = "" if self.process.stderr.closed else self.process.stderr.read().decode()
        self.process.stderr.close()
        self.process.stdout.close()
        return code, words


@contextmanager
def a_worker(**environment: str) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(**environment)
    try:
        yield worker
    finally:
        if worker.process.poll() is None:
            worker.kill()
        else:
            worker.end()
