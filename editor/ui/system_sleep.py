"""The machine falls asleep and wakes, as the system's log-in service tells over D-Bus, where there is one.

A sync that begins when the machine sleeps ends when it wakes, or never. So the service is asked beforehand to wait until
we have let it go; it does so for five seconds at most (systemd.io/INHIBITOR_LOCKS).
"""

from __future__ import annotations

import importlib
import os
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_MANAGER = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_WHY = ["sleep", "Palimpsest", "The newest words are being written to the disk.", "delay"]


class SystemSleep(QObject):
    """Signals:
    sleeping: the machine sleeps as soon as `let_it` was called; without a value.
    woke: without a value.
    """

    sleeping = Signal()
    woke = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listens from now on; where the system has no such bus or service, nothing ever comes."""
        super().__init__(parent)
        self._lock: int | None = None
        try:
            # By name, because the first picture does not need it and not every system has it.
            self._dbus: Any = importlib.import_module("PySide6.QtDBus")
        except ImportError:
            return
        self._bus = self._dbus.QDBusConnection.systemBus()
        if self._bus.isConnected() and self._bus.connect(*_MANAGER, "PrepareForSleep", self, SLOT("told(bool)")):
            self._hold()

    def let_it(self) -> None:
        """Nothing more has to be kept: the machine may sleep."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @Slot(bool)
    def told(self, begins: bool) -> None:
        """Called by the bus."""
        if begins:
            self.sleeping.emit()
        else:
            self._hold()
            self.woke.emit()

    def _hold(self) -> None:
        message = self._dbus.QDBusMessage.createMethodCall(*_MANAGER, "Inhibit")
        message.setArguments(_WHY)
        asked = self._dbus.QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        asked.finished.connect(self._granted)

    def _granted(self, asked: Any) -> None:
        """The lock is a descriptor of ours, and open until the last copy of it is closed."""
        values = asked.reply().arguments()
        if not asked.isError() and values and values[0].isValid():
            self.let_it()
            self._lock = os.dup(values[0].fileDescriptor())
        asked.deleteLater()
