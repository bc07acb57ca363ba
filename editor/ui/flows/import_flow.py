"""Importing a Word file or a page: the worker makes a text file of it beside it, and that is opened.

The file itself is only read. What it holds is never a draft before the writer has seen where it went.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.core.twins import PAGES, WORD_FILE
from editor.protocol import intake_messages as wire
from editor.protocol.messages import Failed
from editor.ui.flows.file_flow import FileFlow
from editor.ui.workbench import Workbench

_FILTER = (
    f"Word files, pages and text (*{WORD_FILE} {' '.join(f'*{ending}' for ending in PAGES)} *.md *.markdown *.txt)"
    ";;All files (*)"
)


class ImportFlow(QObject):
    def __init__(self, bench: Workbench, files: FileFlow, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._files = files
        self._window = window
        files.import_file = self.import_file

    def begin(self) -> None:
        """Imports what the program was started with; called when the worker runs."""
        path, self._files.to_import = self._files.to_import, None
        if path is not None:
            self.import_file(path)

    def choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Import", str(self._bench.folder), _FILTER)
        if name:
            self._files.open(Path(name))

    def import_file(self, path: Path) -> None:
        self._bench.say(f"Reading {path.name} …")
        self._bench.ask(
            lambda ident: wire.ImportFile(ident, str(path.absolute())), self._came, failed=partial(self._failed, path)
        )

    def _came(self, answer: wire.Imported) -> None:
        if self._files.open(Path(answer.path)):
            self._bench.say(" ".join(answer.said))
            if answer.left_out:
                self._files.tell("\n\n".join(("Not everything came along as it was.", *answer.left_out)))

    def _failed(self, path: Path, failure: Failed) -> None:
        if failure.fault == "worker_lost":
            self._files.tell(
                f"{path.name} could not be imported: the helper process ended. It was left as it is, and so is your "
                "draft. Import it once more; if that ends the same way, save it in parts in the program it comes from."
            )
        else:
            self._files.tell(f"{failure.title}. {failure.detail}".strip())
