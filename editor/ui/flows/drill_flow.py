"""The recovery drill: the program kills itself in earnest, comes back, and says whether anything is gone.

A promise that nothing is lost is worth as much as the last time somebody tried it. So the end is the hardest there is,
with nothing flushed, closed or said good-bye to.
"""

from __future__ import annotations

import os
import signal
import subprocess
from datetime import datetime

from PySide6.QtWidgets import QMessageBox

from editor.own_process import own_command, own_import_path
from editor.session.drill import note_of, outcome, put_note, take_note
from editor.session.open_draft import OpenDraft
from editor.ui.main_window import MainWindow
from editor.ui.plain_words import PlainBox
from editor.ui.workbench import Workbench

TITLE = "Recovery Drill"
WHAT_HAPPENS = (
    "Palimpsest will kill itself on the spot, without saving or closing anything, start again on this draft, and show "
    "you whether a single character is missing."
)
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # on Windows os.kill ends a process at once whatever the signal


class DrillFlow:
    def __init__(self, bench: Workbench, window: MainWindow) -> None:
        self._bench = bench
        self._window = window

    def ask(self) -> None:
        """Says what will happen and goes on only if the writer wants that."""
        if why := self._why_not():
            self._bench.say(why)
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(TITLE)
        box.setText(WHAT_HAPPENS)
        go_on = box.addButton("&Kill It Now", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        go_on.clicked.connect(self._run)
        box.open()

    def report(self, draft: OpenDraft) -> None:
        """Tells of the drill that this draft comes back from, if it does."""
        note = take_note(draft.folder)
        if note is not None:
            self._show(outcome(note, draft.session))

    def _why_not(self) -> str:
        draft = self._bench.draft
        if draft is None or not len(draft.session.document):
            return "There is nothing yet that could be lost. Write something, then try the drill."
        if self._window.busy():
            return "A model is still at work, and what it has not said yet would be lost. Try the drill when it is done."
        draft.session.recorder.prepare()
        return f"Not now, because a kill would take something away. {draft.trouble}" if draft.trouble else ""

    def _run(self) -> None:
        if why := self._why_not():  # it may have come while the question stood there
            self._bench.say(why)
            return
        draft = self._bench.draft
        if draft is None:
            return
        draft.session.time.flush()
        draft.session.remember_caret(self._bench.view.caret)
        try:
            owner = draft.lock.owner if draft.lock else ""
            put_note(note_of(draft.session, f"{datetime.now().astimezone():%H:%M:%S}"), draft.folder, owner)
            self._start_helper(draft)
        except OSError as error:
            take_note(draft.folder)
            self._bench.say(f"The drill could not begin ({error.strerror}). Nothing was changed.")
            return
        os.kill(os.getpid(), _KILL)

    def _start_helper(self, draft: OpenDraft) -> None:
        files = [str(draft.text_path)] if draft.text_path else []
        command = own_command()
        environment = {**os.environ, "PYTHONPATH": own_import_path(os.environ.get("PYTHONPATH", ""))}
        subprocess.Popen(
            [*command, "--restart", str(os.getpid()), *command, *files],
            stdin=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )

    def _show(self, words: str) -> None:
        PlainBox(QMessageBox.Icon.Information, TITLE, words, self._window, QMessageBox.StandardButton.Ok).open()
