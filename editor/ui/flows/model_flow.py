"""The writer's connections and their keys: looked at, made, tried, changed, removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from editor.protocol import messages as wire
from editor.protocol import model_messages as models
from editor.ui.dialogs.connection_form import ConnectionView, Entered
from editor.ui.dialogs.connections_dialog import ConnectionsDialog, ServerChoice
from editor.ui.workbench import Workbench


class ModelFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self.on_changed: Callable[[], None] = lambda: None

    def open(self) -> None:
        self._bench.ask(models.ListConnections, self._show)

    def _show(self, state: models.Connections) -> None:
        servers = tuple(ServerChoice(one.title, "compatible", one.base_url) for one in state.servers)
        dialog = ConnectionsDialog(_views(state), servers, self._bench.theme, self._window)
        dialog.kept.connect(lambda entered: self._keep(dialog, entered))
        dialog.removed.connect(lambda ident: self._remove(dialog, ident))
        dialog.usual_chosen.connect(lambda ident: self._choose_usual(dialog, ident))
        dialog.key_forgotten.connect(lambda ident: self._forget_key(dialog, ident))
        dialog.test_pressed.connect(lambda entered: self._try(dialog, entered))
        dialog.find_pressed.connect(lambda: self._find(dialog))
        dialog.finished.connect(dialog.deleteLater)  # a key does not stay in a hidden field
        dialog.open()
        if state.trouble:
            dialog.say(state.trouble, problem=True)

    def _keep(self, dialog: ConnectionsDialog, entered: Entered) -> None:
        if not entered.changed:
            self._keep_key(dialog, entered.connection, entered.key)
            return

        def kept(state: models.Connections) -> None:
            # A new one is the last in the list.
            ident = entered.connection or state.connections[-1].connection
            self._refresh(dialog, state, ident, "Kept.")
            if entered.key:
                self._keep_key(dialog, ident, entered.key)

        self._ask(
            dialog,
            lambda number: models.KeepConnection(
                number, entered.connection, entered.title, entered.kind, entered.base_url, entered.model, entered.allowed
            ),
            kept,
        )

    def _keep_key(self, dialog: ConnectionsDialog, ident: str, key: str) -> None:
        def kept(state: wire.KeyState) -> None:
            self._look_again(dialog, ident, state.words)

        self._ask(dialog, lambda number: wire.KeepKey(number, key, ident), kept)

    def _forget_key(self, dialog: ConnectionsDialog, ident: str) -> None:
        self._ask(
            dialog,
            lambda number: wire.ForgetKey(number, ident),
            lambda answer: self._look_again(dialog, ident, answer.words),
        )

    def _remove(self, dialog: ConnectionsDialog, ident: str) -> None:
        self._ask(
            dialog,
            lambda number: models.RemoveConnection(number, ident),
            lambda state: self._refresh(dialog, state, ident, _removed_in_words(state, ident)),
        )

    def _choose_usual(self, dialog: ConnectionsDialog, ident: str) -> None:
        def chosen(state: models.Connections) -> None:
            title = next((one.title for one in state.connections if one.connection == ident), "This")
            self._refresh(dialog, state, ident, f"{title} is asked from now on, unless you choose another one.")

        self._ask(dialog, lambda number: models.ChooseUsual(number, ident), chosen)

    def _try(self, dialog: ConnectionsDialog, entered: Entered) -> None:
        dialog.say("Asking which models there are…")

        def came(answer: models.ModelsListed) -> None:
            rows, here = tuple((one.model, one.warning) for one in answer.models), dialog.form.entered
            if here.connection == entered.connection and here.base_url != entered.base_url:
                dialog.say("Another address stands here now. Test asks that one.")
            else:
                dialog.show_models(answer.connection, rows)

        self._ask(
            dialog,
            lambda number: models.TryConnection(number, entered.connection, entered.kind, entered.base_url, entered.key),
            came,
        )

    def _find(self, dialog: ConnectionsDialog) -> None:
        def came(answer: models.ServersFound) -> None:
            if not answer.servers:
                dialog.say("No further server listens where Ollama, llama.cpp and LM Studio listen.")
                return
            first = answer.servers[0]
            dialog.begin(ServerChoice(first.title, "compatible", first.base_url))
            found = ", ".join(one.title for one in answer.servers)
            dialog.say(f"Found: {found}. Test {first.title} for its models, then keep it.")

        self._ask(dialog, models.FindLocal, came)

    def _look_again(self, dialog: ConnectionsDialog, ident: str, words: str) -> None:
        self._ask(dialog, models.ListConnections, lambda state: self._refresh(dialog, state, ident, words))

    def _refresh(self, dialog: ConnectionsDialog, state: models.Connections, ident: str, words: str) -> None:
        dialog.show_connections(_views(state), ident)
        dialog.say(state.trouble or words, problem=bool(state.trouble))
        self.on_changed()

    def _ask(self, dialog: ConnectionsDialog, make: Callable[[int], object], answer: Callable[..., None]) -> None:
        """A failure is said where it was caused: the dialog lies over the page."""

        def refused(failure: wire.Failed) -> None:
            words = f"{failure.title}. {failure.detail}".strip()
            if isValid(dialog):
                dialog.say(words, problem=True)
            else:
                self._bench.say(words)

        def came(message: object) -> None:
            if isValid(dialog):
                answer(message)
            else:
                self.on_changed()

        self._bench.ask(make, came, failed=refused)


def _removed_in_words(state: models.Connections, ident: str) -> str:
    still = next((one for one in state.connections if one.connection == ident), None)
    if still is None:
        return "Removed, and its key forgotten with it."
    return f"{still.title} is as at first.{' Its key stays.' if still.key_words else ''}"


def _views(state: models.Connections) -> tuple[ConnectionView, ...]:
    return tuple(
        ConnectionView(
            connection=one.connection,
            title=one.title,
            kind=one.kind,
            base_url=one.base_url,
            model=one.model,
            allowed=one.allowed,
            local=one.local,
            standard=one.standard,
            changed=one.changed,
            key_words=one.key_words,
            needs_key=one.needs_key,
            fallback=one.fallback,
            usual=one.usual,
        )
        for one in state.connections
    )
