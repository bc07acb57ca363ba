"""The wait until a provider lets a request in, counted down in the status line, with a way out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from editor.protocol.critique_messages import StopCritic
from editor.protocol.messages import CriticState, RemarksMade
from editor.protocol.pad_messages import TurnWaits
from editor.protocol.relay_messages import RelayWaits, StopRelay
from editor.ui.status_line import StatusLine
from editor.ui.workbench import Workbench


class WaitFlow(QObject):
    """Hears of every request, whoever made it."""

    def __init__(self, bench: Workbench, line: StatusLine, show: Callable[[], object]) -> None:
        """`show` has the status line say what is on the bench now."""
        super().__init__(line)
        self._bench = bench
        self._show = show
        self._until_ms: dict[tuple[int, str], int] = {}
        """By request and critic, when it is let in again; by the clock that only goes forward."""
        self._critics: dict[int, set[str]] = {}
        """Who reads for a request; several critics may."""
        self._relays: dict[int, str] = {}
        """Which relay waits for a request."""
        self._seconds = QTimer(self, interval=1_000)
        self._seconds.timeout.connect(self._tell)
        line.waiting_pressed.connect(self.cancel)

    def heard(self, message: object) -> None:
        """Anything that came about a request: a wait begins with its message and is over with the next one.

        Of a request of several critics that is the next about the same critic.
        """
        ident = getattr(message, "id", 0)
        if isinstance(message, CriticState):
            self._critics.setdefault(ident, set()).add(message.critic)
            changed = self._waits((ident, message.critic), message.seconds)
        elif isinstance(message, TurnWaits):
            changed = self._waits((ident, ""), message.seconds)
        elif isinstance(message, RelayWaits):
            self._relays[ident] = message.relay
            changed = self._waits((ident, ""), message.seconds)
        elif isinstance(message, RemarksMade):  # of one critic or another
            changed = False
        else:
            self._critics.pop(ident, None)
            self._relays.pop(ident, None)
            over = [key for key in self._until_ms if key[0] == ident]
            changed = any([self._waits(key, 0) for key in over])
        if changed:
            self._tell()

    def _waits(self, key: tuple[int, str], seconds: float) -> bool:
        """Whether anything else is to be shown."""
        if seconds > 0:
            whole = max(1, round(seconds))  # as the sentence of the one who waits has it
            self._until_ms[key] = self._bench.clock.now().mono_ms + whole * 1_000
            return True
        return self._until_ms.pop(key, None) is not None

    def cancel(self) -> None:
        """Gives up on all that waits; nothing was sent of it. Critics that do not wait read on, and a relay ends as by
        its own button: what was said is kept."""
        for ident, critic in tuple(self._until_ms):
            if ident in self._relays:
                self._bench.ask(partial(StopRelay, relay=self._relays[ident]), lambda _answer: None)
            elif len(self._critics.get(ident, ())) > 1:
                self._bench.ask(partial(StopCritic, target=ident, critic=critic), lambda _answer: None)
            else:
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
            self._bench.waiting = f"Waiting {max(1, round(left))} s for {whom} · Cancel"
        self._show()
