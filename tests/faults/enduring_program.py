"""A day's writing in the real view, without pauses: `python enduring_program.py FOLDER KEYS` tells what it cost, as JSON.

The clock moves a third of a second a key, so that 86,400 keys are eight hours: folds, saves and safety copies come as
often as they would.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
from pathlib import Path
from random import Random

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.core.clock import StoppedClock
from editor.core.credits import from_row
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.places import Places
from editor.opening import Opener
from editor.protocol.messages import Attach, Detach, Folded, SaveText
from editor.services.opening import Opening
from editor.services.reading import read_state
from editor.services.saving import Saving
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView
from editor.ui.shown_text import shown

KEY_MS = 333
_FOLD_EVERY, _SAVE_EVERY = 60, 3_000
"""Keys; twenty seconds and a quarter of an hour."""
_QT_CALLS = 2_000
_LETTERS = "eeeetttaaoooiinnssrrhhlldcumfpgwybvk     .,"


class Day:
    def __init__(self, app: QApplication, folder: Path, chance: Random) -> None:
        self.app, self.chance = app, chance
        self.clock = StoppedClock(1_763_726_400_000, 1_000)
        self.file = folder / "essay.md"
        self.file.write_text("# A day\n\n")
        splitter = MarkdownSplitter()
        self.draft = Opener(Places(folder / "data"), self.clock, lambda: splitter).open(self.file)
        self.view = DraftView(Clipboard())
        self.view.resize(820, 600)
        self.view.show()
        self.view.attach(self.draft.session, len(self.draft.session.document))
        self.draft.session.time.focus(True)
        self.opening = Opening(self.clock, self._heard)
        self.saving = Saving(self.opening)

    def attach(self) -> None:
        draft = self.draft
        names = (str(draft.database), draft.draft_id, str(draft.places.root), str(self.file))
        request = Attach(0, *names, first_n=draft.session.recorder.first_n)
        answer = asyncio.run(self.opening.attach(request))
        draft.session.time.adopt(map(from_row, answer.ledger))

    def _heard(self, event: object) -> None:
        if isinstance(event, Folded):
            self.draft.tidy(event.upto, event.kept)

    @property
    def upto(self) -> int:
        return self.draft.session.recorder.next_n - 1

    def write(self, keys: int) -> None:
        for number in range(1, keys + 1):
            self.clock.advance(KEY_MS)
            self._act()
            self.app.processEvents()
            if number % _FOLD_EVERY == 0:
                self.opening.fold_by_itself()
            if number % _SAVE_EVERY == 0:
                form = self.draft.text_format.row()
                self.saving.save_text(SaveText(0, str(self.file), self.upto, form))

    def _act(self) -> None:
        view, chance, draw = self.view, self.chance, self.chance.random()
        if draw < 0.90:
            QTest.keyClick(view, chance.choice(_LETTERS))
        elif draw < 0.94:
            QTest.keyClick(view, Qt.Key.Key_Backspace)
        elif draw < 0.96:
            QTest.keyClick(view, Qt.Key.Key_Return)
        elif draw < 0.98:
            view.undo()
            if chance.random() < 0.5:
                view.redo()
        elif draw < 0.99:
            view.place_caret(chance.randrange(len(self.draft.session.document) + 1))
        else:
            start = chance.randrange(len(self.draft.session.document) + 1)
            view.select(start, min(start + 30, len(self.draft.session.document)))
            view.copy()
            view.place_caret(start)
            view.paste()

    def end(self) -> dict[str, bool]:
        """Whether screen, session, database and journal hold the same."""
        session = self.draft.session
        text = session.document.text()
        on_screen = self.view.document().toRawText().replace("\u2029", "\n") == shown(text)
        self.draft.session.time.flush()
        state = read_state(self.draft.database, self.draft.folder.folder)
        whole = state.document.keyframe() == session.document.keyframe()
        self.view.detach()
        self.opening.detach(Detach(0, self.upto))
        self.draft.close()
        self.view.close()
        self.view.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.app.clipboard().clear()  # without a screen, Qt lets go of it too late and crashes
        alone = read_state(self.draft.database, self.draft.database.parent / "no journal").document
        return {"on_screen": on_screen, "journal": whole, "database": alone.keyframe() == session.document.keyframe()}


def _memory_kb() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def _none_drift(app: QApplication, view: DraftView) -> int:
    """References to None that so many calls of Qt took or left."""
    before = sys.getrefcount(None)
    for _ in range(_QT_CALLS // 4):
        view.setFocus()
        view.viewport().update()
        QTest.keyClick(view, Qt.Key.Key_Left)
        app.processEvents()
    gc.collect()
    return sys.getrefcount(None) - before


def main(folder: Path, keys: int) -> None:
    app = QApplication(sys.argv[:1])
    day = Day(app, folder, Random(keys))
    warm = max(1_000, keys // 10)
    day.write(_FOLD_EVERY)
    day.attach()
    day.write(warm)
    memory_kb, descriptors = _memory_kb(), _descriptors()
    day.write(keys - warm)
    grown_kb, opened = _memory_kb() - memory_kb, _descriptors() - descriptors
    drift = _none_drift(app, day.view)
    figures = {"grown_kb": grown_kb, "opened": opened, "none_drift": drift, "records": day.upto}
    print(json.dumps({**figures, "same": day.end()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
