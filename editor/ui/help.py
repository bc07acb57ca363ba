"""The guide, and what the program is made of."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from editor import __version__
from editor.resources import resource
from editor.ui.dialogs.about_dialog import AboutDialog, AboutView
from editor.ui.workbench import Workbench

_SENTENCE = "A writing desk that knows whose words these are, who worked on them, and for how long."


class Help:
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        self._bench = bench
        self._window = window

    def show_guide(self) -> None:
        guide = resource().parent / "docs" / "guide.md"
        if not guide.exists():
            self._bench.say("The guide is in the project's docs folder.")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(guide))):
            self._bench.say(f"Nothing here can open the guide; it is the file {guide}.")

    def show_about(self) -> None:
        texts = [f"{path.parent.name}: {path.name}\n\n{path.read_text(encoding='utf-8')}" for path in _licences()]
        AboutDialog(AboutView(__version__, _SENTENCE, "\n\n".join(texts)), self._bench.theme, self._window).open()


def _licences() -> list[Path]:
    return sorted(path for path in resource().rglob("*") if path.name.upper().startswith(("OFL", "LICENSE")))
