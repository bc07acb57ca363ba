"""The key of a model's provider: asked for, put into the system's keyring, and forgotten here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor.protocol import messages as wire
from editor.ui.dialogs.key_dialog import KeyDialog, KeyEntry, KeyPlace
from editor.ui.workbench import Workbench


class ModelFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self.on_changed: Callable[[], None] = lambda: None

    def open(self) -> None:
        self._bench.ask(wire.KeyStatus, self._show)

    def _show(self, state: wire.KeyState) -> None:
        place = KeyPlace("anthropic", "Anthropic (Claude)", state.words, ending="set" if state.found else "")
        dialog = KeyDialog((place,), self._bench.theme, self._window)
        dialog.entered.connect(self._entered)
        dialog.removed.connect(self._removed)
        dialog.open()

    def _entered(self, entry: KeyEntry) -> None:
        self._bench.ask(lambda ident: wire.KeepKey(ident, entry.key, entry.provider), self._done)

    def _removed(self, provider: str) -> None:
        self._bench.ask(lambda ident: wire.ForgetKey(ident, provider), self._done)

    def _done(self, state: wire.KeyState) -> None:
        self._bench.say(state.words)
        self.on_changed()
