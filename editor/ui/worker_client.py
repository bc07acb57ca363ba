"""The window's end of the pipe to the worker.

The worker is a child process that may die at any moment; nothing the writer sees depends on it. It is started after
the first paint and again whenever it is gone, with growing pauses, and requests that were under way are answered as
failed, so that whoever waits can say so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from editor.own_process import own_command, own_import_path
from editor.protocol.codec import decode, encode
from editor.protocol.critique_messages import StoppedTalkKept
from editor.protocol.handoff_messages import HandoffBegun, HandoffHeard
from editor.protocol.messages import (
    Cancel,
    CriticState,
    Failed,
    Folded,
    MendedDraft,
    Quit,
    RemarksMade,
    SecondPlace,
)
from editor.protocol.pad_messages import TurnBegun, TurnHeard, TurnWaits
from editor.protocol.record_messages import ReplayRead
from editor.protocol.relay_messages import RelayBegun, RelayHeard, RelayTurnMade, RelayWaits

log = logging.getLogger(__name__)

_RELAY_EVENTS = (RelayBegun, RelayHeard, RelayWaits, RelayTurnMade)
_TURN_EVENTS = (TurnBegun, TurnHeard, TurnWaits, HandoffBegun, HandoffHeard)
_EVENTS = (*_RELAY_EVENTS, *_TURN_EVENTS, CriticState, RemarksMade, ReplayRead, StoppedTalkKept)
_UNASKED = (Folded, MendedDraft, SecondPlace)
_PAUSES_MS = (0, 500, 2_000, 10_000)
_QUIT_MS = 5_000

Answer = Callable[[Any], None]


@dataclass(slots=True)
class _Pending:
    answer: Answer
    event: Answer | None
    failed: Answer

    def end(self, message: Any) -> None:
        (self.failed if isinstance(message, Failed) else self.answer)(message)


class WorkerClient(QObject):
    """Sends requests and hands the answers on; what is told unasked, only of the draft on the screen.

    Signals:
        folded: the database caught up with the journal; carries `protocol.messages.Folded`.
        mended: the draft's file was damaged and is whole again; carries `protocol.messages.MendedDraft`.
        second_place: how it stands with the writer's own folder for copies; carries `protocol.messages.SecondPlace`.
        heard: something about a request came, be it on the way or at its end; carries the message.
        started: a worker process runs (again) and has to be told what is open; without a value.
    """

    folded = Signal(object)
    mended = Signal(object)
    second_place = Signal(object)
    heard = Signal(object)
    started = Signal()

    def __init__(self, parent: QObject | None = None, command: tuple[str, ...] = ()) -> None:
        super().__init__(parent)
        self._command = command or (*own_command(), "--worker")
        self.open_draft: Callable[[], str] = lambda: ""
        """The id of the draft on the screen; empty where there is none."""
        self._process: QProcess | None = None
        self._buffer = bytearray()
        self._pending: dict[int, _Pending] = {}
        self._held: list[bytes] = []
        """Asked for before the process ran: it has to be told first what is open."""
        self._next = 1
        self._deaths = 0
        self._ending = False

    @property
    def pid(self) -> int:
        """The process id of the running worker, or 0."""
        return self._process.processId() if self._process else 0

    def start(self) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", own_import_path(environment.value("PYTHONPATH", "")))
        process.setProcessEnvironment(environment)
        process.setProgram(self._command[0])
        process.setArguments(list(self._command[1:]))
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._complain)
        process.started.connect(self._begun)
        process.finished.connect(self._gone)
        process.errorOccurred.connect(self._failed_to_start)
        self._process = process
        self._buffer.clear()
        self._held.clear()
        process.start()

    def ask(
        self, make: Callable[[int], object], answer: Answer, event: Answer | None = None, failed: Answer | None = None
    ) -> int:
        """Sends the request `make(id)`; `answer` gets the result, `event` what comes before it, `failed` a Failed.

        Without `failed`, `answer` gets that too. What is asked of a worker that is just starting goes to it after what
        `started` has it told.

        Returns the id, for `cancel`.
        """
        ident = self._next
        self._next += 1
        if self._process is None or self._process.state() == QProcess.ProcessState.NotRunning:
            QTimer.singleShot(0, lambda: (failed or answer)(_unavailable(ident)))
            return ident
        self._pending[ident] = _Pending(answer, event, failed or answer)
        self._send(encode(make(ident)))
        return ident

    def cancel(self, target: int) -> None:
        if target in self._pending and self._process is not None:
            ident = self._next
            self._next += 1
            self._send(encode(Cancel(ident, target)))

    def _send(self, line: bytes) -> None:
        if self._process is not None and self._process.state() == QProcess.ProcessState.Running:
            self._process.write(line)
        else:
            self._held.append(line)

    def quit(self) -> None:
        """Asks the worker to finish what it has in hand and end, and waits for it, 5 s at most."""
        self._ending = True
        process = self._process
        if process is None or process.state() == QProcess.ProcessState.NotRunning:
            return
        process.write(encode(Quit(self._next)))
        self._next += 1
        process.closeWriteChannel()
        if not process.waitForFinished(_QUIT_MS):
            process.kill()
            process.waitForFinished(1_000)

    def _begun(self) -> None:
        held, self._held = self._held, []
        self.started.emit()
        for line in held:
            self._send(line)

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        *lines, rest = self._buffer.split(b"\n")
        self._buffer = bytearray(rest)
        for line in lines:
            try:
                self._take(decode(bytes(line)))
            except ValueError:
                log.warning("a line of the worker could not be read (%d bytes)", len(line))

    def _take(self, message: Any) -> None:
        self._deaths = 0
        if isinstance(message, _UNASKED) and message.id not in self._pending:
            # What was said of the draft before is still on its way when the next one is on the screen.
            if message.draft in ("", self.open_draft()):
                self._tell(message)
            return
        if isinstance(message, _EVENTS):
            pending = self._pending.get(message.id)
            if pending and pending.event:
                pending.event(message)
            self.heard.emit(message)
            return
        pending = self._pending.pop(message.id, None)
        if pending:
            pending.end(message)
            self.heard.emit(message)

    def _tell(self, message: Folded | MendedDraft | SecondPlace) -> None:
        if isinstance(message, Folded):
            self.folded.emit(message)
        elif isinstance(message, MendedDraft):
            self.mended.emit(message)
        else:
            self.second_place.emit(message)

    def _complain(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
            log.warning("worker: %s", text.rstrip())

    def _failed_to_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._gone()

    def _gone(self, *_status: object) -> None:
        self._process = None
        waiting, self._pending = self._pending, {}
        for ident, pending in waiting.items():
            pending.end(failure := _unavailable(ident))
            self.heard.emit(failure)
        if self._ending:
            return
        pause = _PAUSES_MS[min(self._deaths, len(_PAUSES_MS) - 1)]
        self._deaths += 1
        QTimer.singleShot(pause, self._again)

    def _again(self) -> None:
        if not self._ending and self._process is None:
            self.start()


def _unavailable(ident: int) -> Failed:
    return Failed(
        ident, "The helper process ended", "Your text is safe in the journal; it is starting again.", "worker_lost"
    )
