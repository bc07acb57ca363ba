"""Looking at what was sent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor.protocol import messages as wire
from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.flows.versions_flow import when_words
from editor.ui.workbench import Workbench


class SentFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window

    def open(self) -> None:
        if self._bench.draft is not None and not self._bench.draft.exists:
            self._show(wire.Calls(0, ()))
            return
        self._bench.ask(wire.ListCalls, self._show)

    def _show(self, answer: wire.Calls) -> None:
        entries = tuple(_entry(row) for row in answer.calls)
        count = f"{len(entries)} request" + ("" if len(entries) == 1 else "s")
        SentDialog(entries, f"{count}, ${_sum(answer.calls):.4f} in all.", self._bench.theme, self._window).open()


def _entry(row: dict[str, Any]) -> SentEntry:
    cost = str(row.get("cost", "")) or "price not known"
    heading = f"{when_words(int(row['wall_ms']))} · {row['model']} · {row['purpose']} · {row['status']} · {cost}"
    return SentEntry(heading, f"{heading}\n\nSent:\n\n{row['sent']}\n\nReply:\n\n{row['reply'] or '(none)'}")


def _sum(calls: tuple[dict[str, Any], ...]) -> Decimal:
    total = Decimal(0)
    for row in calls:
        amount = str(row.get("cost", "")).partition(" ")[0]
        try:
            total += Decimal(amount)
        except InvalidOperation:
            continue
    return total
