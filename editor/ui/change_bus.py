"""Who needs to know that something changed, and who began it.

An operation returns `Changes`; the window sends them here with the one who started it, who ignores its own echo.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from editor.core.changes import Changes


@dataclass(frozen=True, slots=True)
class Change:
    changes: Changes
    initiator: object


class ChangeBus(QObject):
    """Signals:
    changed: carries a `Change`.
    """

    changed = Signal(object)

    def send(self, changes: Changes, initiator: object) -> None:
        self.changed.emit(Change(changes, initiator))
