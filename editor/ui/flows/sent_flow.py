"""Looking at what was sent: searching it, taking texts out of the draft's file, writing all of it to another file."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from editor.core.money import cost_of_call
from editor.core.origins import Origin, OriginKind
from editor.protocol import messages as wire
from editor.protocol.record_messages import ForgetSent, WriteSent
from editor.ui.dialogs.connection_form import KINDS
from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.flows.moments import when_words
from editor.ui.workbench import Workbench

_FILTER = "Text (*.md);;For programs (*.json)"
_REMOVED = "The text was removed. That it was sent, and its cost, stay."


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
        dialog = SentDialog(*_view(answer), self._bench.theme, self._window)
        dialog.copy_with(self._bench.clipboard.copied)
        dialog.removed.connect(lambda call: self._forget(dialog, call))
        dialog.export_pressed.connect(self._ask_where)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self, dialog: SentDialog, call: str) -> None:
        def gone(answer: wire.Done) -> None:
            self._bench.say(answer.words)
            self._bench.ask(wire.ListCalls, lambda calls: dialog.show_entries(*_view(calls)) if isValid(dialog) else None)

        self._bench.ask(lambda ident: ForgetSent(ident, call), gone)

    def _ask_where(self) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        proposed = str(self._bench.folder / f"{draft.name} what was sent.md")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save what was sent", proposed, _FILTER)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        if self._bench.may_write(path):
            self._bench.ask(lambda ident: WriteSent(ident, str(path)), lambda answer: self._bench.say(answer.words))


def _view(answer: wire.Calls) -> tuple[tuple[SentEntry, ...], str]:
    entries = tuple(_entry(row) for row in answer.calls)
    count = f"{len(entries)} request" + ("" if len(entries) == 1 else "s")
    amounts = [_amount(row) for row in answer.calls]
    known = [amount for amount in amounts if amount is not None]
    unknown = len(amounts) - len(known)
    without = f", without {unknown} whose cost is not known" if unknown else ""
    guess = sum((_amount(row) or Decimal(0) for row in answer.calls if _is_guessed(row)), Decimal(0))
    guessed = f" ${guess:.4f} of it is a guess; Budget counts the most it can be." if guess else ""
    return entries, f"{count}, ${sum(known, Decimal(0)):.4f} in all{without}.{guessed}"


def _entry(row: dict[str, Any]) -> SentEntry:
    cost = cost_of_call(str(row.get("cost", "")), str(row["status"]), guessed=_is_guessed(row))
    heading = f"{when_words(int(row['wall_ms']))} · {row['model']} · {row['purpose']} · {row['status']} · {cost}"
    tokens = dict(row.get("tokens", {}))
    counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in tokens.items() if name != "estimated")
    tokens_words = f"Tokens{', a guess' if _is_guessed(row) else ''}: {counts}" if counts else "Tokens are not known"
    facts = [tokens_words, f"{int(row.get('duration_ms', 0)) / 1000:.1f} s"]
    facts_line = f"{KINDS.get(row['provider'], row['provider'])} · {' · '.join(facts)}"
    if not row["sent"]:
        return SentEntry(heading, _REMOVED, str(row["id"]), facts_line)
    text = f"{heading}\n\nSent:\n\n{row['sent']}\n\nReply:\n\n{'' if row['reply'] else '(none)'}"
    names = {"actor": "model", "provider": "provider", "purpose": "purpose", "prompt": "id"}
    whose = Origin(OriginKind.MODEL, **{name: str(row[key]) for name, key in names.items()}, when_ms=int(row["wall_ms"]))
    return SentEntry(heading, text, str(row["id"]), facts_line, True, str(row["reply"]), whose)


def _is_guessed(row: dict[str, Any]) -> bool:
    return bool(dict(row.get("tokens", {})).get("estimated"))


def _amount(row: dict[str, Any]) -> Decimal | None:
    try:
        return Decimal(str(row.get("cost", "")).partition(" ")[0])
    except InvalidOperation:
        return None
