"""Workers for windows whose tests are not about how a worker starts: forked from a process that has everything loaded.

Loading what a worker needs takes a second of a processor, hundreds of times in the tests of the window; here it is done
once. What comes of it is a worker like any other, with a process of its own and the pipes, place and environment that
the window gave it. Between the two stands only a small process that hands those on, and whose end is the worker's end.
It is the one that `WorkerClient.pid` names: a test that stops and continues a worker needs one that started cold.
"""

from __future__ import annotations

import ast
import importlib
import os
import selectors
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LOADED = ("anthropic", "google.genai", "openai", "keyring", "editor.worker", "editor.services.workbench")
_BETWEEN = """
import _socket, array, os, sys
line = _socket.socket(_socket.AF_UNIX)
line.connect(sys.argv[1])
told = repr((os.getcwdb(), dict(os.environb))).encode()
pipes = array.array("i", (0, 1, 2))
line.sendmsg([len(told).to_bytes(4, "big")], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, pipes)])
line.sendall(told)
for pipe in pipes:
    os.close(pipe)
os._exit((line.recv(1) or b"\\1")[0])
"""


class WarmWorkers:
    """The process that has everything loaded, begun when the first worker is wanted."""

    def __init__(self, folder: Path) -> None:
        self._address = folder / "workers"
        self._process: subprocess.Popen[bytes] | None = None

    def command(self) -> tuple[str, ...]:
        """How a worker is started, in the place of `own_process.own_command`."""
        if self._process is None:
            path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
            self._process = subprocess.Popen(
                (sys.executable, __file__, str(self._address)),
                env={**os.environ, "PYTHONPATH": path},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert self._process.stdout is not None
            self._process.stdout.readline()
        return (sys.executable, "-I", "-S", "-c", _BETWEEN, str(self._address))

    def close(self) -> None:
        """All workers end with it."""
        if self._process is not None:
            self._process.communicate()


def _serve(address: str) -> None:
    """Forks a worker for each caller, until the input ends. One thread, or nothing may be forked."""
    with socket.socket(socket.AF_UNIX) as door, selectors.DefaultSelector() as waiting:
        door.bind(address)
        door.listen()
        waiting.register(door, selectors.EVENT_READ)
        waiting.register(sys.stdin, selectors.EVENT_READ)
        assert len(os.listdir("/proc/self/task")) == 1
        print("ready", flush=True)
        workers: dict[socket.socket, int] = {}
        while True:
            for key, _events in waiting.select():
                ready = key.fileobj
                if ready is sys.stdin:
                    for worker in workers.values():
                        os.kill(worker, signal.SIGKILL)
                    return
                if ready is door:
                    caller = door.accept()[0]
                    workers[caller] = _forked(caller)
                    waiting.register(caller, selectors.EVENT_READ)
                    waiting.register(os.pidfd_open(workers[caller]), selectors.EVENT_READ, caller)
                elif isinstance(ready, int):
                    waiting.unregister(ready)
                    os.close(ready)
                    _tell_of_the_end(key.data, workers.pop(key.data))
                elif isinstance(ready, socket.socket):  # whoever stands between has ended, or was killed
                    waiting.unregister(ready)
                    if ready in workers:
                        os.kill(workers[ready], signal.SIGKILL)


def _forked(caller: socket.socket) -> int:
    """The process id of a worker with the caller's pipes, place and environment."""
    length, pipes, _flags, _address = socket.recv_fds(caller, 4, 3)
    with caller.makefile("rb") as told:
        place, environment = ast.literal_eval(told.read(int.from_bytes(length, "big")).decode())
    worker = os.fork()
    if not worker:
        try:
            for number, pipe in enumerate(pipes):
                os.dup2(pipe, number)
                os.close(pipe)
            os.chdir(place)
            os.environb.clear()
            os.environb.update(environment)
            importlib.import_module("editor.__main__").main(["--worker"])
        finally:
            os._exit(1)
    for pipe in pipes:
        os.close(pipe)
    return worker


def _tell_of_the_end(caller: socket.socket, worker: int) -> None:
    _, status = os.waitpid(worker, 0)
    with suppress(OSError):
        caller.send(bytes([os.waitstatus_to_exitcode(status) & 0xFF]))
        caller.shutdown(socket.SHUT_RDWR)


if __name__ == "__main__":
    for name in _LOADED:
        importlib.import_module(name)
    importlib.import_module("editor.intake.readers").load_all()
    _serve(sys.argv[1])
