"""Saving the readable twin, and giving a draft a name.

The draft itself needs no saving. Its twin is written by the worker, whole or not at all. Where the journal cannot be
written, the worker knows nothing of the newest words: it is handed the text, and what was wished is done again, wholly,
once the journal can be written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.core.errors import FileUnreadable
from editor.core.twins import draft_name
from editor.protocol import messages as wire
from editor.session.open_draft import OpenDraft
from editor.ui.flows.file_flow import FileFlow
from editor.ui.workbench import Workbench

_ONLY_THE_TEXT = "Undo, minutes and whose words they are wait in memory until the journal can be written."


@dataclass(frozen=True, slots=True)
class _TextOnly:
    """A text that was saved without its draft."""

    draft: OpenDraft
    path: Path
    digest: str


class SavingFlow(QObject):
    def __init__(self, bench: Workbench, files: FileFlow, window: QWidget) -> None:
        """`files.opened` is told of a draft that goes on under a new name."""
        super().__init__(window)
        self._bench = bench
        self._files = files
        self._window = window
        self._text_only: _TextOnly | None = None
        files.unkept.kept_again.connect(self._save_wholly)

    def save(self, after: Callable[[], None] = lambda: None) -> None:
        """Writes the readable twin. A draft without a name is asked for one."""
        draft = self._bench.draft
        if draft is None:
            return
        if draft.text_path is None:
            self.ask_save_as()
            return
        if _is_only_in_memory(draft):
            self._save_text(draft, draft.text_path, draft.text_digest)
            return
        path, form, upto, known = str(draft.text_path), draft.text_format.row(), self._bench.upto, draft.text_digest
        draft.sync_soon()

        def done(answer: wire.Saved) -> None:
            draft.saved(answer.digest)
            self._bench.say(_said(Path(answer.path), answer.aside))
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
        if _is_only_in_memory(draft):
            self._save_text(draft, text_path, draft.text_digest if text_path == draft.text_path else None)
            return
        upto, form, known = self._bench.upto, draft.text_format.row(), draft.text_digest

        def done(answer: wire.Saved) -> None:
            draft.renamed(database, text_path, answer.digest)
            self._bench.preferences.opened(text_path)
            self._files.opened.emit(draft)
            self._bench.say(_said(Path(answer.path), answer.aside))
            after()

        self._bench.ask(lambda ident: wire.SaveAs(ident, str(database), str(text_path), upto, form, known), done)

    def _save_text(self, draft: OpenDraft, path: Path, known: str | None) -> None:
        """Saves what is on the screen, while the draft's newest records are in no file. `known` is as in `SaveText`."""
        text, form, newest = draft.session.document.text(), draft.text_format.row(), draft.session.recorder.newest_words_n

        def saved(digest: str, aside: str) -> None:
            if path == draft.text_path:
                draft.text_digest = digest
            self._text_only = _TextOnly(draft, path, digest)
            draft.saved_n = newest
            self._bench.say(f"{_said(path, aside)} {_ONLY_THE_TEXT}")

        def failed(failure: wire.Failed) -> None:
            if failure.fault != "worker_lost":
                self._bench.say(f"{failure.title}. {failure.detail}".strip())
                return
            try:
                saved(*self._files.unkept.put(draft, path))
            except FileUnreadable as error:
                self._bench.say(str(error))

        self._bench.ask(
            lambda ident: wire.SaveText(ident, str(path), 0, form, known, text),
            lambda answer: saved(answer.digest, answer.aside),
            failed=failed,
        )

    def _save_wholly(self) -> None:
        """The journal can be written again: what was saved without its draft is saved with it, unless another program
        has been at the file."""
        wish, self._text_only = self._text_only, None
        if wish is None or wish.draft is not self._bench.draft:
            return
        if wish.path == wish.draft.text_path:
            self.save()
            return
        with suppress(OSError):
            if hashlib.sha256(wish.path.read_bytes()).hexdigest() == wish.digest:
                self.save_as(wish.path)


def _is_only_in_memory(draft: OpenDraft) -> bool:
    """Whether the journal cannot be written, tried once more; a draft without one gets it, with what it is now."""
    draft.session.recorder.prepare()
    if draft.trouble:
        draft.mend()
    return bool(draft.trouble)


def _said(path: Path, aside: str) -> str:
    said = f"Saved {path.name}."
    if aside:
        said += f" It had been changed by another program; that text is now {aside}."
    return said
