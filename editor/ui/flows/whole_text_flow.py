"""The whole text, written down once more where the journal lost something on its way to the draft's file.

What is typed behind a hole cannot be placed by anybody who has only the journal: neither by the worker that folds it, nor
at the next opening. The window has the text, so a journal that begins with it loses nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from editor.protocol.messages import Folded, MendedDraft
from editor.session.open_draft import OpenDraft
from editor.ui.workbench import Workbench

_AGAIN_MS = 5_000
_SAID = (
    "Some changes could not be read back from the disk. The text on the screen is whole; it was written down anew, and "
    "you can go on."
)


class WholeTextFlow(QObject):
    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._lacking: OpenDraft | None = None
        """The draft whose text is still to be written down."""
        self._written: tuple[OpenDraft | None, int] = (None, 0)
        """The draft whose text was, and as of which record."""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._write)

    def folded(self, message: Folded) -> None:
        draft, upto = self._written
        if message.stuck and (draft is not self._bench.draft or message.upto >= upto):
            self._needed()  # not where the worker has yet to come to what was written for this very trouble

    def mended(self, message: MendedDraft) -> None:
        draft = self._bench.draft
        if message.missing and draft is not None:
            draft.session.recorder.prepare()  # only the screen may hold now what the file has lost
            self._needed()

    def _needed(self) -> None:
        self._lacking = self._bench.draft
        self._write()

    def _write(self) -> None:
        draft = self._lacking
        if draft is None or draft is not self._bench.draft:
            self._lacking = None
        elif draft.stand_alone():
            self._lacking, self._written = None, (draft, draft.session.recorder.next_n - 1)
            if draft.journal is not None:
                self._bench.say(_SAID)
        else:
            self._again.start()
