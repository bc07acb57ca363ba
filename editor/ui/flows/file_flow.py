"""Opening, saving, naming and leaving drafts.

Closing is not a way of saving: everything on screen is in the journal already. Saving writes the readable twin; a draft
that has no name yet is as safe as one with.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.core.errors import DraftDamaged, FileError
from editor.journal.atomic import write_atomically
from editor.protocol import messages as wire
from editor.session.open_draft import DraftOpener, FirstLook, OpenDraft
from editor.ui.workbench import Workbench

_FILTER = "Drafts and text (*.palimpsest *.md *.markdown *.txt);;All files (*)"


class FileFlow(QObject):
    """Signals:
    leaving: the present draft is about to be let go; what still runs in it ends now. Without a value.
    opened: a draft was attached to the view; carries the `OpenDraft`.
    saved: carries the path of the text file.
    """

    leaving = Signal()
    opened = Signal(object)
    saved = Signal(object)

    def __init__(self, bench: Workbench, opener: DraftOpener, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._opener = opener
        self._window = window
        self._first_look: FirstLook | None = None
        self.rescue: Callable[[Path], Path | None] = lambda path: None
        """Saves what can be read of a damaged draft beside it; returns the file written."""
        self.before_saving: Callable[[OpenDraft, Callable[[], None]], None] = lambda draft, go_on: go_on()
        """May keep what another program made of the file before it is written over."""
        self.sample: Callable[[], Path] | None = None
        """Gives the writer's copy of the sample essay."""

    # Opening.

    def show_first(self, path: Path | None) -> None:
        """Puts a draft on the screen, as little as the first picture needs; `finish_first` does the rest."""
        try:
            draft = self._opener.open(path) if path else (self._opener.unfinished() or self._opener.new())
        except (FileError, OSError) as error:
            self._refused(error, path)
            draft = self._opener.new()
        self._show(draft)

    def finish_first(self) -> None:
        """After the first paint: paragraphs of a file that was only shown so far."""
        if self._first_look is not None:
            look, self._first_look = self._first_look, None
            self._attach(look.finish(), loaded=True)

    def open(self, path: Path) -> bool:
        """Opens another draft in this window; the present one stays as it is when that fails."""
        present = self._bench.draft
        if present is not None and path.absolute() in (present.text_path, present.database):
            self._bench.say(f"{path.name} is open here already.")
            return True
        try:
            draft = self._opener.open(path)
        except (FileError, OSError) as error:
            self._refused(error, path)
            return False
        self.leave()
        self._show(draft)
        self.finish_first()
        return True

    def new(self) -> None:
        draft = self._opener.new()
        self.leave()
        self._show(draft)

    def open_sample(self) -> None:
        if self.sample is not None:
            self.open(self.sample())

    def ask_open(self) -> None:
        draft = self._bench.draft
        folder = draft.text_path.parent if draft and draft.text_path else Path.home()
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", str(folder), _FILTER)
        if name:
            self.open(Path(name))

    def _show(self, draft: OpenDraft | FirstLook) -> None:
        if isinstance(draft, FirstLook):
            self._first_look = draft
            self._bench.view.show_text(draft.text)
        else:
            self._attach(draft, loaded=False)

    def _attach(self, draft: OpenDraft, *, loaded: bool) -> None:
        self._bench.draft = draft
        self._bench.view.attach(draft.session, draft.caret, loaded=loaded)
        self._bench.view.setFocus()  # the next key is for the draft, wherever the focus was
        if draft.text_path is not None:
            self._bench.preferences.opened(draft.text_path)
        if draft.notice:
            self._bench.say(draft.notice)
        self.opened.emit(draft)

    def _refused(self, error: Exception, path: Path | None) -> None:
        words = str(error)
        if isinstance(error, OSError) and path is not None:
            words = f"{path.name} cannot be opened: {error.strerror}. Nothing was changed."
        if isinstance(error, DraftDamaged) and path is not None and (written := self.rescue(path)) is not None:
            words += f" What could be read was saved as {written.name}; the damaged file is as it was."
        box = QMessageBox(QMessageBox.Icon.Warning, "Palimpsest", words, QMessageBox.StandardButton.Ok, self._window)
        box.open()

    # Leaving.

    def leave(self) -> None:
        """Lets the present draft go: journal synced, worker told to finish it."""
        draft = self._bench.draft
        self._first_look = None
        if draft is None:
            return
        self.leaving.emit()
        draft.session.remember_caret(self._bench.view.caret)
        upto = self._bench.upto
        if draft.exists:
            self._bench.client.ask(lambda ident: wire.Detach(ident, upto), lambda _answer: None)
        self._bench.view.detach()
        draft.close()
        self._bench.draft = None

    # Saving.

    def save(self, after: Callable[[], None] = lambda: None) -> None:
        """Writes the readable twin. A draft without a name is asked for one."""
        draft = self._bench.draft
        if draft is None:
            return
        if draft.text_path is None:
            self.ask_save_as()
            return
        self.before_saving(draft, lambda: self._write_twin(draft, after))

    def _write_twin(self, draft: OpenDraft, after: Callable[[], None]) -> None:
        draft.session.recorder.prepare()
        path, form, upto = str(draft.text_path), draft.text_format.row(), self._bench.upto
        draft.sync_soon()

        def done(answer: wire.Saved) -> None:
            draft.text_digest = answer.digest
            self.saved.emit(Path(answer.path))
            self._bench.say(f"Saved {Path(answer.path).name}.")
            after()

        self._bench.ask(lambda ident: wire.SaveText(ident, path, upto, form), done)

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
        text_path = text_path if text_path.suffix else text_path.with_suffix(".md")
        database = text_path.with_suffix(".palimpsest")
        draft.session.recorder.prepare()
        upto, form = self._bench.upto, draft.text_format.row()

        def done(answer: wire.Saved) -> None:
            draft.text_path, draft.database = text_path, database
            draft.in_database = True
            draft.text_digest = answer.digest
            for path in (text_path, database):
                draft.places.remember(path, draft.draft_id)
            write_atomically(draft.folder.named, str(database).encode("utf-8", "surrogateescape"))
            self._bench.preferences.opened(text_path)
            self.saved.emit(text_path)
            self.opened.emit(draft)
            self._bench.say(f"Saved {text_path.name}.")
            after()

        self._bench.ask(lambda ident: wire.SaveAs(ident, str(database), str(text_path), upto, form), done)
