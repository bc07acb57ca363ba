"""The process beside the window: everything heavy, slow or secret happens here.

It reads requests as lines from its standard input and writes answers as lines to its standard output; the end of the
input is the end of the window, and of this process. Each request is a task, so that a model that takes a minute keeps
nobody waiting. Every request gets exactly one answer, also where this program is at fault. It may be killed at any
moment: what counts is in the journal, which the window writes.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import inspect
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from typing import Any, NoReturn

from editor.core.clock import SystemClock
from editor.core.errors import EditRefused, ModelError, ModelFault, PalimpsestError
from editor.own_process import keep_others_out
from editor.protocol import (
    claim_messages,
    critique_messages,
    handoff_messages,
    messages,
    outline_messages,
    pad_messages,
    relay_messages,
    title_messages,
)
from editor.protocol.codec import MAX_LINE, decode, encode

FOLD_EVERY_S = 2.0
FOLDS_BEFORE_THE_REST = 5
"""After so many nobody waits for the start any more; what the first paste needs is loaded then."""
LAST_WORK_S = 5.0
"""What was asked before the window went, such as saving, is waited for so long; critics are stopped."""
_PIECE = 1 << 16
_ASK_MODELS = (
    messages.Critique,
    critique_messages.Argue,
    critique_messages.AskWording,
    critique_messages.AskOverlap,
    outline_messages.ProposeOutline,
    title_messages.ProposeTitles,
    claim_messages.FindSources,
    pad_messages.TakeTurn,
    handoff_messages.WriteHandoff,
    relay_messages.RunRelay,
    relay_messages.GoOnWithRelay,
)
"""What may take minutes, and is stopped where the draft is left."""

_log = logging.getLogger(__name__)


class Worker:
    def __init__(self, send: int, environment: Mapping[str, str]) -> None:
        """`send` is the descriptor that answers are written to."""
        self._send = send
        self._environment = environment
        self._running: dict[int, asyncio.Task[None]] = {}
        self._long: set[int] = set()
        self._change: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()
        self._quit: int | None = None
        self._bench: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        """Returns when the window is gone or said so, with everything folded and closed."""
        start = asyncio.create_task(self._start())
        try:
            await self._ending.wait()
            for ident in self._long:
                self._running[ident].cancel()
            if self._running:
                await asyncio.wait(self._running.values(), timeout=LAST_WORK_S)
            for task in (*self._running.values(), start):
                task.cancel()
            await asyncio.gather(*self._running.values(), start, return_exceptions=True)
        finally:
            if self._bench.done() and not self._bench.exception():
                await self._bench.result().close()
            if self._quit is not None:
                self.emit(messages.Done(self._quit))

    def take(self, line: bytes | None) -> None:
        """A line of the input, or None at its end."""
        if line is None:
            self._ending.set()
            return
        try:
            request = decode(line)
        except ValueError as error:
            self._answer_unread(line, error)
            return
        ident = getattr(request, "id", None)
        if ident is None or ident in self._running:
            self._answer_unread(line, ValueError("it has no number of its own"))
        elif isinstance(request, messages.Quit):
            self._quit = request.id
            self._ending.set()
        elif isinstance(request, messages.Cancel):
            self._cancel(request)
        else:
            self._begin(request)

    def emit(self, message: object) -> None:
        data = memoryview(encode(message))
        try:
            while data:
                data = data[os.write(self._send, data) :]
        except OSError:
            self._ending.set()  # nobody is there to read it

    def _begin(self, request: Any) -> None:
        """A request that came after a draft was opened or let go waits for that; these two wait for all before them."""
        first = [self._change] if self._change is not None else []
        changes = isinstance(request, messages.Attach | messages.Detach)
        if changes:
            first += self._running.values()
            for ident in self._long:
                self._running[ident].cancel()
        task = asyncio.create_task(self._answer(request, first))
        if changes:
            self._change = task
        if isinstance(request, _ASK_MODELS):
            self._long.add(request.id)
        self._running[request.id] = task
        task.add_done_callback(lambda done: self._ended(request.id, done))

    def _ended(self, ident: int, task: asyncio.Task[None]) -> None:
        del self._running[ident]
        self._long.discard(ident)
        if task.cancelled():
            self.emit(messages.Failed(ident, "Stopped", "What had come by then is kept.", ModelFault.CANCELLED))

    def _cancel(self, request: messages.Cancel) -> None:
        task = self._running.get(request.target)
        if task is not None:
            task.cancel()
        self.emit(messages.Done(request.id))

    async def _answer(self, request: Any, first: list[asyncio.Task[None]]) -> None:
        """One result or one failure; of a cancelled request `_ended` tells."""
        try:
            if first:
                await asyncio.wait(first)
            bench = await asyncio.shield(self._bench)
            handler = bench.handlers.get(type(request))
            if handler is None:
                raise EditRefused("This cannot be asked", f"{type(request).__name__} is not a request.")
            result = handler(request)
            self.emit(await result if inspect.isawaitable(result) else result)
        except PalimpsestError as error:
            self.emit(_failed(request.id, error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the window must not wait for ever
            self.emit(self._fault(request.id, error))

    def _answer_unread(self, line: bytes, error: ValueError) -> None:
        detail = f"{error}. Window and helper may be of different versions; restart the program."
        self.emit(messages.Failed(_id_in(line), "A request could not be read", detail, "protocol"))

    def _fault(self, ident: int, error: BaseException) -> messages.Failed:
        """A fault of this program. Its words may quote the draft or a key, so only its kind and place are told."""
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        if isinstance(error, PalimpsestError):
            return _failed(ident, error)
        place = _place_of(error)
        _log.error("%s at %s", type(error).__name__, place)
        return messages.Failed(
            ident,
            "This program has a fault",
            f"Your text is safe. Please report: {type(error).__name__} at {place}.",
            "fault",
        )

    async def _start(self) -> None:
        """Loads what is heavy once the pipe is being read, then folds every two seconds."""
        try:
            bench = await asyncio.to_thread(_composed, self._environment, self.emit)
        except Exception as error:  # noqa: BLE001 - a broken installation is told as the answer to every request
            self._bench.set_exception(PalimpsestError("A part of this program is missing", f"{error}."))
            return
        self._bench.set_result(bench)
        for folds in count(1):
            await asyncio.sleep(FOLD_EVERY_S)
            try:
                bench.tick()
            except Exception as error:  # noqa: BLE001 - folding must go on
                self.emit(messages.Folded(0, 0, self._fault(0, error).detail))
            if folds == FOLDS_BEFORE_THE_REST:
                with suppress(Exception):  # folding must go on, and whoever needs it is told
                    await asyncio.to_thread(bench.load_the_rest)


def _composed(environment: Mapping[str, str], emit: Any) -> Any:
    """The one place where the heavy half of the program is loaded.

    All that loading makes stays, so looking through it for garbage again and again would only take a tenth longer.
    """
    gc.disable()
    try:
        module = importlib.import_module("editor.services.workbench")
        return module.Workbench(environment, SystemClock(), emit)
    finally:
        gc.freeze()
        gc.enable()


def _failed(ident: int, error: PalimpsestError) -> messages.Failed:
    fault = error.fault.value if isinstance(error, ModelError) else type(error).__name__
    return messages.Failed(ident, error.title, error.detail, fault)


def _place_of(error: BaseException) -> str:
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return "an unknown place"
    return f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}"


def _id_in(line: bytes) -> int:
    """The id of a request that is none, so that who asked need not wait for ever; 0 where it has none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return 0
    ident = row.get("id") if isinstance(row, dict) else None
    return ident if type(ident) is int else 0


def _read_lines(source: int, take: Callable[[bytes | None], None]) -> None:
    """Hands over whole lines until the end; a longer one than any message ends the talk."""
    pieces: list[bytes] = []
    length = 0
    while (piece := os.read(source, _PIECE)) and length <= MAX_LINE:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            take(b"".join((*pieces, line)))
            pieces, length = [], 0
        pieces.append(rest)
        length += len(rest)
    take(None)


async def _work(send: int, environment: Mapping[str, str]) -> None:
    worker = Worker(send, environment)
    loop = asyncio.get_running_loop()

    def take(line: bytes | None) -> None:
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            loop.call_soon_threadsafe(worker.take, line)

    # A thread of its own, because not every system can wait for a pipe and a socket in one loop.
    threading.Thread(target=_read_lines, args=(0, take), name="requests", daemon=True).start()
    await worker.run()


def main() -> NoReturn:
    """Works until standard input ends, then ends the process."""
    keep_others_out()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window, which then closes the pipe
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    send = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get between the lines
    sys.stdout = sys.stderr
    asyncio.new_event_loop().run_until_complete(_work(send, os.environ))
    # A thread may be waiting for a name server or for the owner of a keyring; an ordinary end would wait with it.
    os._exit(0)
