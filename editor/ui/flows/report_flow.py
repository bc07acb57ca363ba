"""The process report: what goes in, where it is put, and that it was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.protocol import record_messages as wire
from editor.ui.dialogs.report_sheet import ReportSheet
from editor.ui.workbench import Workbench

_FILTER = "A page to show and print (*.html);;For programs (*.json)"


class ReportFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window

    def open(self) -> None:
        if self._bench.recorded_draft() is None:
            return
        sheet = ReportSheet(self._bench.theme, self._window)
        sheet.chosen.connect(self._ask_where)
        sheet.open()

    def _ask_where(self, parts: tuple[str, ...]) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        proposed = str(self._bench.folder / f"{draft.name} process.html")
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the process report", proposed, _FILTER)
        if name:
            self.write(Path(name), parts)

    def write(self, path: Path, parts: tuple[str, ...]) -> None:
        if not self._bench.may_write(path):
            return
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.WriteProcessReport(ident, str(path), parts, upto),
            lambda answer: self._bench.say(answer.words),
        )
