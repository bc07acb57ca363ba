"""Safety copies, as far as the window has a say: one before anything big, and a second place of the writer's choice.

The worker makes them. Nothing big waits for it longer than a moment: the journal holds every change and undo takes it
back, a copy is only one more way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.protocol import messages as wire
from editor.ui.plain_words import PlainBox
from editor.ui.workbench import Workbench

SECOND = "second_place"
"""The preference: a folder, or nothing."""
_PATIENCE_MS = 1_500


class CopiesFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._trouble = ""
        bench.copy_first = self.copy_first

    # Before anything big.

    def copy_first(self, act: Callable[[], None]) -> None:
        """Acts when the copy is made or cannot be, and once only; not at all where the draft was left meanwhile."""
        draft = self._bench.draft
        if draft is None or not draft.exists:
            act()
            return
        waiting = [act]

        def go_on(_answer: object = None) -> None:
            while waiting:
                deed = waiting.pop()
                if self._bench.draft is draft:
                    deed()

        upto = self._bench.upto
        QTimer.singleShot(_PATIENCE_MS, go_on)
        self._bench.ask(lambda ident: wire.TakeCopy(ident, upto), go_on, failed=go_on)

    # The second place.

    @property
    def second(self) -> str:
        return self._bench.preferences.text(SECOND)

    def choose(self) -> None:
        """Asks for a folder; where there is one, says so and offers another one or none."""
        if not self.second:
            self._ask_folder()
            return
        words = f"Safety copies of your drafts, each with its text as a plain file, are also kept in {self.second}."
        said = f"{words} {self._trouble}".strip()
        box = PlainBox(QMessageBox.Icon.NoIcon, "Copies", said, self._window)
        another = box.addButton("Choose &Another Folder…", QMessageBox.ButtonRole.ActionRole)
        stop = box.addButton("&Stop Keeping Them There", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
        another.clicked.connect(self._ask_folder)
        stop.clicked.connect(partial(self.keep_in, ""))
        box.open()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, "Keep copies also in", self.second)
        if folder:
            self.keep_in(folder)

    def keep_in(self, folder: str) -> None:
        self._bench.preferences.keep(SECOND, folder)
        self._trouble = ""
        upto = self._bench.upto
        words = f"Safety copies go to {folder} too." if folder else "Safety copies stay on this computer from now on."

        def kept(_answer: wire.Done) -> None:
            if not self._trouble:
                self._bench.say(words)

        self._bench.ask(lambda ident: wire.KeepCopiesIn(ident, folder, upto), kept)

    def told(self, message: wire.SecondPlace) -> None:
        """The worker could not put a copy into the second place, or can again."""
        if message.trouble:
            self._bench.say(message.trouble)
        elif self._trouble:
            self._bench.say(f"Safety copies go to {self.second} again.")
        self._trouble = message.trouble
