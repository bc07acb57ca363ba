"""Before the machine sleeps everything typed goes to the disk, and the minutes until it wakes are nobody's work."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from editor.ui.system_sleep import SystemSleep
from editor.ui.workbench import Workbench

_LOOK_MS = 20


class SleepFlow(QObject):
    def __init__(self, bench: Workbench, sleep: SystemSleep) -> None:
        super().__init__(sleep)
        self._bench = bench
        self._sleep = sleep
        self._synced = QTimer(self)
        self._synced.setInterval(_LOOK_MS)
        self._synced.timeout.connect(self._look)
        sleep.sleeping.connect(self._falls_asleep)
        sleep.woke.connect(self._wakes)

    def _falls_asleep(self) -> None:
        draft = self._bench.draft
        if draft is not None:
            draft.session.remember_caret(self._bench.view.caret)
            draft.session.time.suspended()
            draft.sync_soon()
        self._synced.start()

    def _look(self) -> None:
        """Lets the machine sleep when the disk has everything, or cannot have it."""
        state = self._bench.draft.state() if self._bench.draft else None
        if state is None or state.trouble or state.synced_n >= state.written_n:
            self._synced.stop()
            self._sleep.let_it()

    def _wakes(self) -> None:
        self._synced.stop()
        if self._bench.session is not None:
            self._bench.session.time.resumed()
