"""Saving the readable twin, and giving a draft a name.

The draft itself needs no saving. Its twin is written by the worker, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.core.twins import draft_name
from editor.protocol import messages as wire
from editor.session.open_draft import OpenDraft
from editor.ui.workbench import Workbench


class SavingFlow(QObject):
    def __init__(self, bench: Workbench, opened: Callable[[OpenDraft], None], window: QWidget) -> None:
        """`opened` is told of a draft that goes on under a new name."""
        super().__init__(window)
        self._bench = bench
        self._opened = opened
        self._window = window

    def save(self, after: Callable[[], None] = lambda: None) -> None:
        """Writes the readable twin. A draft without a name is asked for one."""
        draft = self._bench.draft
        if draft is None:
            return
        if draft.text_path is None:
            self.ask_save_as()
            return
        draft.session.recorder.prepare()
        path, form, upto, known = str(draft.text_path), draft.text_format.row(), self._bench.upto, draft.text_digest
        draft.sync_soon()

        def done(answer: wire.Saved) -> None:
            draft.text_digest = answer.digest
            self._bench.say(_said(answer))
            after()

        self._bench.ask(lambda ident: wire.SaveText(ident, path, upto, form, known), done)

    def ask_save_as(self) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        proposed = draft.text_path or Path.home() / "Essay.md"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(proposed), "Markdown (*.md)")
        if name:
            self.save_as(Path(name))

    def save_as(self, text_path: Path, after: Callable[[], None] = lambda: None) -> None:
        """Puts the draft under another name; from then on that is its name."""
        draft = self._bench.draft
        if draft is None:
            return
        if text_path.suffix in ("", ".palimpsest"):  # the draft's own file, which is written beside the text
            text_path = text_path.with_suffix(".md")
        database = text_path.with_name(draft_name(text_path.name))
        draft.session.recorder.prepare()
        upto, form, known = self._bench.upto, draft.text_format.row(), draft.text_digest

        def done(answer: wire.Saved) -> None:
            draft.renamed(database, text_path, answer.digest)
            self._bench.preferences.opened(text_path)
            self._opened(draft)
            self._bench.say(_said(answer))
            after()

        self._bench.ask(lambda ident: wire.SaveAs(ident, str(database), str(text_path), upto, form, known), done)


def _said(answer: wire.Saved) -> str:
    said = f"Saved {Path(answer.path).name}."
    if answer.aside:
        said += f" It had been changed by another program; that text is now {answer.aside}."
    return said
