"""The wait until a provider lets a request in, counted down in the status line, with a way out."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from editor.protocol.messages import CriticState
from editor.protocol.pad_messages import TurnWaits
from editor.ui.status_line import StatusLine
from editor.ui.workbench import Workbench


class WaitFlow(QObject):
    """Hears of every request, whoever made it."""

    def __init__(self, bench: Workbench, line: StatusLine, show: Callable[[], object]) -> None:
        """`show` has the status line say what is on the bench now."""
        super().__init__(line)
        self._bench = bench
        self._show = show
        self._until_ms: dict[int, int] = {}
        """By request, when it is let in again; by the clock that only goes forward."""
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._tell)
        line.waiting_pressed.connect(self.cancel)

    def heard(self, message: object) -> None:
        """Anything that came about a request: a wait begins with its message and is over with the next one."""
        ident = getattr(message, "id", 0)
        seconds = message.seconds if isinstance(message, (CriticState, TurnWaits)) else 0.0
        if seconds > 0:
            self._until_ms[ident] = self._bench.clock.now().mono_ms + math.ceil(seconds * 1_000)
        elif self._until_ms.pop(ident, None) is None:
            return
        self._tell()

    def cancel(self) -> None:
        """Gives up on all that waits; nothing was sent of it."""
        for ident in tuple(self._until_ms):
            self._bench.client.cancel(ident)

    def _tell(self) -> None:
        if not self._until_ms:
            self._seconds.stop()
            self._bench.waiting = ""
        else:
            if not self._seconds.isActive():
                self._seconds.start()
            left = (min(self._until_ms.values()) - self._bench.clock.now().mono_ms) / 1_000
            whom = "a model" if len(self._until_ms) == 1 else f"{len(self._until_ms)} models"
            self._bench.waiting = f"Waiting {max(1, math.ceil(left))} s for {whom} · Cancel"
        self._show()
