"""The replay: the worker reads the past and gives one moment after the other; the window only shows them.

While a moment is on its way no other is asked for, and then only the newest one wanted: however fast the slider is
dragged, nothing queues up.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.protocol import record_messages as wire
from editor.protocol.messages import Done, Failed
from editor.ui.dialogs.replay_window import ReplayWindow
from editor.ui.workbench import Workbench

_Wish = tuple[int, int]
"""Step, or -1 and a moment of the film in milliseconds."""


class ReplayFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._parent = window
        self.window: ReplayWindow | None = None
        self._wish: _Wish | None = None
        self._under_way = False
        self._whole = True

    def open(self) -> None:
        draft = self._bench.recorded_draft()
        if draft is None:
            return
        if self.window is not None:
            self.window.close()
        self.window = window = ReplayWindow(draft.name, self._bench.theme, self._parent)
        window.step_wanted.connect(lambda step: self._want((step, 0)))
        window.moment_wanted.connect(lambda film_ms: self._want((-1, film_ms)))
        window.export_pressed.connect(self.ask_export)
        window.finished.connect(self._closed)
        window.show()
        self._wish, self._under_way, self._whole = None, False, True
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.OpenReplay(ident, upto),
            lambda answer: window.show_opened(answer) if window is self.window else None,
            event=lambda event: window.show_progress(event.steps, event.of),
            failed=lambda failure: window.show_trouble(f"{failure.title}. {failure.detail}".strip()),
        )

    def _want(self, wish: _Wish) -> None:
        self._wish = wish
        if not self._under_way:
            self._ask_next()

    def _ask_next(self) -> None:
        wish, self._wish = self._wish, None
        if wish is None or self.window is None:
            return
        self._under_way = True
        step, film_ms = wish
        whole, self._whole = self._whole, False
        self._bench.ask(lambda ident: wire.ShowFrame(ident, step, film_ms, whole), self._came, failed=self._failed)

    def _came(self, frame: wire.Frame) -> None:
        self._under_way = False
        if self.window is not None:
            self.window.show_frame(frame)
            self._ask_next()

    def _failed(self, failure: Failed) -> None:
        """The worker may have ended and begun anew: what it was shown last is not known to it any more."""
        self._under_way, self._wish = False, None
        if self.window is not None:
            self.window.show_trouble(f"{failure.title}. Open the replay again.")

    def _closed(self, _result: int) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.stop()
            window.deleteLater()
        self._bench.ask(wire.CloseReplay, lambda _answer: None, failed=lambda _failure: None)

    def ask_export(self) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        proposed = str(self._bench.folder / f"{draft.name} replay.html")
        name, _ = QFileDialog.getSaveFileName(
            self.window or self._parent, "Save the replay as a page", proposed, "A page (*.html)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        if not self._bench.may_write(path):
            return
        upto = self._bench.upto
        self._bench.ask(lambda ident: wire.WriteReplay(ident, str(path), upto), self._told)

    def _told(self, answer: Done) -> None:
        self._bench.say(f"{answer.words} Words that were written and removed again are in it too.")
