"""Words that could not be put on the disk: they are tried again, told of, and never let go without a question.

While the journal cannot be begun or written, the draft goes on in memory. Every two seconds, and at each key, it is tried
once more. Whoever leaves meanwhile is asked; where nobody can be, at the end of a session or when the system ends the
program, the text goes into a file in the first folder that takes it, and the next start tells of that.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from editor.core.errors import FileUnreadable
from editor.session.open_draft import OpenDraft
from editor.ui.plain_words import PlainBox
from editor.ui.workbench import Workbench

_EVERY_MS = 2_000
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
WELL_AGAIN = "The newest words are in the journal again. Nothing was lost."
_NOWHERE_ELSE = "What you wrote last in {name} is nowhere else: if you leave it now, it is lost."
_RESCUED = (
    "Palimpsest was ended from outside while the newest words could not be kept. The whole text, as it stood on the "
    "screen, was saved as:\n\n{files}\n\nThe draft itself may lack the last of it."
)


class UnkeptFlow(QObject):
    """Signals:
    kept_again: what was only in memory is in the journal now; without a value.
    """

    kept_again = Signal()

    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._troubled: OpenDraft | None = None
        self._owed_n = 0
        """The newest record with words that the disk did not take when it was last tried."""
        self._unwanted: tuple[OpenDraft, int] | None = None
        """A draft whose words the writer does not want, up to this record."""
        self._box: QMessageBox | None = None
        self._every = QTimer(self)
        self._every.setInterval(_EVERY_MS)
        self._every.timeout.connect(self.look)
        self._every.start()
        bench.bus.changed.connect(self._look_closer)
        if isinstance(application := QApplication.instance(), QApplication):
            application.commitDataRequest.connect(self._session_ends)

    # Trying again.

    def look(self) -> None:
        """Tries again what the disk did not take, and tells where that begins and ends."""
        draft, before = self._bench.draft, self._troubled
        told = draft.trouble if draft is not None else ""
        if draft is not None and told:
            self._owed_n = draft.session.recorder.newest_words_n
            draft.mend()
        ill = draft is not None and bool(draft.trouble or ((told or draft is before) and not self._is_over(draft)))
        now = draft if ill else None
        self._troubled = now
        if now is not None and now.trouble:
            self._owed_n = now.session.recorder.newest_words_n
        if (now is None) is not (before is None):
            for number in _ENDINGS:
                signal.signal(number, signal.SIG_DFL if now is None else self._ended)
        if now is not None and now is not before:
            self._bench.say(now.trouble or told)
        elif now is None and before is not None and draft is before:
            self._bench.say(WELL_AGAIN)
            self.kept_again.emit()

    def _is_over(self, draft: OpenDraft) -> bool:
        """Whether the disk also wrote down what it takes again: one that is ill takes words and loses them."""
        state = draft.state()
        return state is not None and state.synced_n >= self._owed_n

    def _look_closer(self) -> None:
        draft = self._bench.draft
        if draft is not None and bool(draft.trouble) is not (self._troubled is draft):
            self.look()

    # Leaving.

    def may_leave(self, go_on: Callable[[], object]) -> bool:
        """As `FileFlow.may_leave`."""
        draft = self._bench.draft
        if draft is None or draft.keep_all() or not self._would_be_missed(draft):
            return True
        if self._box is None:
            self._ask(draft, go_on, draft.trouble)
        return False

    def let_go(self, draft: OpenDraft) -> None:
        """The writer does not want what was written so far: nobody is asked about it."""
        self._unwanted = draft, draft.session.recorder.newest_words_n

    def _would_be_missed(self, draft: OpenDraft) -> bool:
        unwanted_n = self._unwanted[1] if self._unwanted and self._unwanted[0] is draft else -1
        return draft.would_lose_words and draft.session.recorder.newest_words_n > unwanted_n

    def _ask(self, draft: OpenDraft, go_on: Callable[[], object], why: str) -> None:
        words = f"{why}\n\n{_NOWHERE_ELSE.format(name=draft.name)}"
        self._box = box = PlainBox(QMessageBox.Icon.Warning, "Palimpsest", words, self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        save = box.addButton("&Save the Text…", QMessageBox.ButtonRole.AcceptRole)
        without = box.addButton("&Leave Without It", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("S&tay", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)

        def answered() -> None:
            pressed, self._box = box.clickedButton(), None
            if pressed is save:
                self._save(draft, go_on)
            elif pressed is without:
                self.let_go(draft)
                go_on()

        box.finished.connect(answered)
        box.open()

    def _save(self, draft: OpenDraft, go_on: Callable[[], object]) -> None:
        folder, name = _rescued_text().likely_folder(draft), draft.text_path.name if draft.text_path else "Essay.md"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save the text", str(folder / name), "Markdown (*.md)")
        if not chosen:
            return
        path = Path(chosen)
        try:
            self.put(draft, path if path.suffix not in ("", ".palimpsest") else path.with_suffix(".md"))
        except FileUnreadable as error:
            self._ask(draft, go_on, str(error))
        else:
            go_on()

    def put(self, draft: OpenDraft, path: Path) -> tuple[str, str]:
        """Writes the text on the screen to `path`, from here: the worker may be gone, and it may be the last act.

        Gives its SHA-256, and the name of a copy of what another program had put there, if it is the draft's own text
        file. Raises FileUnreadable.
        """
        twin_file = importlib.import_module("editor.journal.twin_file")  # by name: only a sick disk needs it
        data, newest, aside = _rescued_text().text_of(draft), draft.session.recorder.newest_words_n, ""
        digest, owner = hashlib.sha256(data).hexdigest(), draft.lock.owner if draft.lock else ""
        if path == draft.text_path:
            aside = twin_file.kept_aside(path, {draft.text_digest, digest}, owner, twin_file.ONLY_SHOWN)
        twin_file.write_twin(path, data, owner, twin_file.ONLY_SHOWN)
        if path == draft.text_path:
            draft.text_digest = digest
        draft.saved_n = newest
        self._bench.preferences.opened(path)
        return digest, aside

    # Where nobody can be asked.

    def _session_ends(self, _manager: object) -> None:
        self.rescue()

    def _ended(self, number: int, _frame: object) -> None:
        # Not in here: the journal may be in the middle of a write.
        QTimer.singleShot(0, lambda: self._end(number))

    def _end(self, number: int) -> None:
        self.rescue()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def rescue(self) -> None:
        """Puts the text where there is room, if words of it are only in memory, and notes it for the next start."""
        draft = self._bench.draft
        if draft is None or draft.keep_all() or not self._would_be_missed(draft):
            return
        path = _rescued_text().rescue(draft)
        if path is not None:
            draft.saved_n = draft.session.recorder.newest_words_n
            preferences = self._bench.preferences
            preferences.keep_rescued(*preferences.rescued(), path)

    def tell_of_rescued(self) -> None:
        """Tells once of what was put into files in this way."""
        paths = self._bench.preferences.rescued()
        if not paths:
            return
        self._bench.preferences.keep_rescued()
        words = _RESCUED.format(files="\n".join(map(str, paths)))
        PlainBox(QMessageBox.Icon.Information, "Palimpsest", words, self._window, QMessageBox.StandardButton.Ok).open()


def _rescued_text() -> Any:
    # By name, because what finds a folder with room costs more than the first picture may.
    return importlib.import_module("editor.session.rescued_text")
