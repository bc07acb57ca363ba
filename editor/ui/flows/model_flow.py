"""The key of a model's provider: asked for, put into the system's keyring, and forgotten here."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

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
        ending = re.search(r"ending …(\w+)", state.words)
        known = KeyPlace("anthropic", "Anthropic (Claude)", state.words, ending[1] if ending else "", state.found)
        dialog = KeyDialog((known,), self._bench.theme, self._window)
        dialog.entered.connect(lambda entry: self._entered(dialog, entry))
        dialog.removed.connect(lambda provider: self._removed(dialog, provider))
        dialog.finished.connect(dialog.deleteLater)  # the key does not stay in a hidden field
        dialog.open()

    def _entered(self, dialog: KeyDialog, entry: KeyEntry) -> None:
        self._bench.ask(
            lambda ident: wire.KeepKey(ident, entry.key, entry.provider),
            partial(self._done, dialog),
            failed=partial(self._refused, dialog),
        )

    def _removed(self, dialog: KeyDialog, provider: str) -> None:
        self._bench.ask(
            lambda ident: wire.ForgetKey(ident, provider),
            partial(self._done, dialog),
            failed=partial(self._refused, dialog),
        )

    def _done(self, dialog: KeyDialog, state: wire.KeyState | wire.Done) -> None:
        if isValid(dialog):
            dialog.accept()
        self._bench.say(state.words)
        self.on_changed()

    def _refused(self, dialog: KeyDialog, failure: wire.Failed) -> None:
        """Said where the key was entered: the dialog lies over the page."""
        words = f"{failure.title}. {failure.detail}".strip()
        if isValid(dialog):
            dialog.show_problem(words)
        else:
            self._bench.say(words)
