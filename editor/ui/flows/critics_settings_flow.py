"""The settings of the critics: whom each asks, how it fared, and the folder of the writer's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from editor.protocol import critique_messages as wire
from editor.protocol.messages import Critics, Failed, ListCritics
from editor.protocol.parts import CriticChoice
from editor.ui.dialogs.critics_dialog import CriticsDialog, CriticsView
from editor.ui.flows.critic_choices import CriticChoices
from editor.ui.workbench import Workbench


class CriticsSettingsFlow(QObject):
    def __init__(self, bench: Workbench, choices: CriticChoices, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._choices = choices
        self._window = window
        self._dialog: CriticsDialog | None = None
        self._tallies = wire.Tallies(0, (), (), ())
        self.on_changed: Callable[[], None] = lambda: None
        """Critics are to be listed anew."""

    def open(self) -> None:
        if self._bench.draft is not None and self._bench.draft.exists:
            self._bench.ask(wire.ListTallies, self._counted, failed=lambda _failure: self._list())
        else:
            self._tallies = wire.Tallies(0, (), (), ())
            self._list()

    def _counted(self, answer: wire.Tallies) -> None:
        self._tallies = answer
        self._list()

    def _list(self, mark: str = "") -> None:
        choices = self._choices.all()
        self._bench.ask(lambda ident: ListCritics(ident, choices=choices), lambda answer: self._show(answer, mark))

    def _show(self, answer: Critics, mark: str) -> None:
        view = CriticsView(
            answer.critics,
            answer.connections,
            self._choices.all(),
            {row.critic: row.words for row in self._tallies.critics},
            tuple(f"{row.model}: {row.words}." for row in self._tallies.models),
            answer.folder,
            answer.trouble,
        )
        dialog = self._dialog
        if dialog is None or not isValid(dialog) or not dialog.isVisible():
            self._dialog = dialog = CriticsDialog(view, self._bench.theme, self._window)
            dialog.chosen.connect(self._chosen)
            dialog.folder_wanted.connect(self._open_folder)
            dialog.copy_wanted.connect(self._copy)
            dialog.finished.connect(self._closed)
            dialog.open()
        else:
            dialog.show_view(view)
        if mark:
            dialog.mark(mark)

    def _closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        self.on_changed()  # a file of the writer's own may have been changed meanwhile

    def _chosen(self, choice: CriticChoice) -> None:
        self._choices.keep(choice)
        self._list()

    def _open_folder(self) -> None:
        self._bench.ask(wire.CopyCritic, lambda answer: self._open_path(answer.path))

    def _open_path(self, path: str) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            self._bench.say(f"No program for folders was found. Your critics lie in {path}")

    def _copy(self, critic: str) -> None:
        self._bench.ask(lambda ident: wire.CopyCritic(ident, critic), self._copied, failed=self._not_copied)

    def _copied(self, answer: wire.CriticCopied) -> None:
        self._bench.say(f"Copied to {Path(answer.path).name}. Change it there, and it is a critic of your own.")
        self._list(mark=Path(answer.path).stem)

    def _not_copied(self, failure: Failed) -> None:
        self._bench.say(f"{failure.title}. {failure.detail}".strip())
