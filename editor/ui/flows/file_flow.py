"""Opening and leaving drafts.

Closing is not a way of saving: everything on screen is in the journal already, and a draft that has no name yet is as
safe as one with. Where the journal could not take it, `unkept_flow` is asked before anything is let go. This is on the
way to the first picture, so it knows neither the worker nor any panel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.core.errors import DraftBehind, DraftDamaged, DraftForeign, DraftHeldElsewhere, DraftLocked, FileError
from editor.core.twins import is_foreign
from editor.protocol.messages import MendedDraft
from editor.session.open_draft import DraftOpener, OpenDraft
from editor.session.resuming import INTERRUPTED
from editor.ui.dialogs.restored import show_restored
from editor.ui.flows.unkept_flow import UnkeptFlow
from editor.ui.plain_words import PlainBox
from editor.ui.workbench import Workbench

_MENDINGS = 2
"""Of a draft that is opened: once of its damage, and once where what came back is behind the copies."""
_FILTER = "Drafts and text (*.palimpsest *.md *.markdown *.txt *.docx *.html *.htm);;All files (*)"


class FileFlow(QObject):
    """Signals:
    leaving: the present draft is about to be let go; what still runs in it ends now. Without a value.
    opened: a draft was attached to the view; carries the `OpenDraft`.
    """

    leaving = Signal()
    opened = Signal(object)

    def __init__(self, bench: Workbench, opener: DraftOpener, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._opener = opener
        self._window = window
        self.unkept = UnkeptFlow(bench, window)
        """What to do where the newest words could not be put on the disk."""
        self.mend: Callable[[Path], MendedDraft | None] = lambda path: None
        """Makes a damaged draft whole again; None where its copies and its journal do not suffice, and with nothing to be
        said where it turned out to be sound."""
        self.rescue: Callable[[Path], Path | None] = lambda path: None
        """Saves what can be read of a damaged draft beside it; returns the file written."""
        self.detach: Callable[[int], None] = lambda upto: None
        """Has the worker finish the draft up to this record."""
        self.to_import: Path | None = None
        """A file the program was started with, of which a text has to be made first."""
        self.import_file: Callable[[Path], None] = self._import_later
        self.sample: Callable[[], Path] | None = None
        """Gives the writer's copy of the sample essay."""

    # Opening.

    def show_first(self, path: Path | None) -> None:
        """Puts a draft into the window that was opened with `path`; where that fails, a new one and the reason."""
        if path is not None and is_foreign(path.name):
            self.import_file(path)
            path = None
        try:
            found = self._opened(path) if path else self._opener.unfinished(self._opened, self._passed_over)
            draft = found or self._opener.new()
        except (FileError, OSError) as error:
            self._refused(error, path)
            draft = self._opener.new()
        self._attach(draft)
        self.unkept.tell_of_rescued()

    def open(self, path: Path, *, take_over: bool = False) -> bool:
        """Opens another draft in this window; the present one stays as it is when that fails.

        `take_over` is as in `DraftLock.take`.
        """
        if is_foreign(path.name):
            self.import_file(path)
            return True
        present = self._bench.draft
        if present is not None and path.absolute() in (present.text_path, present.database):
            self._bench.say(f"{path.name} is open here already.")
            return True
        if not self.may_leave(lambda: self.open(path, take_over=take_over)):
            return False
        try:
            draft = self._opened(path, take_over=take_over)
        except (FileError, OSError) as error:
            self._refused(error, path)
            return False
        self.leave()
        self._attach(draft)
        return True

    def _import_later(self, path: Path) -> None:
        self.to_import = path

    def _opened(self, path: Path, *, take_over: bool = False) -> OpenDraft:
        """Raises a FileError or OSError; a damaged draft is mended first, where that is possible.

        One that is only behind its copies is opened all the same, also where that shows once it is mended.
        """
        mended: list[MendedDraft] = []
        for _ in range(_MENDINGS):
            try:
                return self._told(self._opener.open(path, take_over=take_over), mended)
            except (DraftDamaged, DraftForeign) as error:
                found = self.mend(path)
                if found is None and not isinstance(error, DraftBehind):
                    raise
                mended += [found] if found is not None and found.said else []
        return self._told(self._opener.open(path, take_over=take_over), mended)

    def _told(self, draft: OpenDraft, mended: list[MendedDraft]) -> OpenDraft:
        if mended:
            draft.notice = draft.notice.replace(INTERRUPTED, "").strip()
            said = " ".join(one.said for one in mended)
            if draft.must_be_read:
                draft.notice = f"{said} {draft.notice}"
                self._tell_of(draft)
            else:
                self.show_mended(replace(mended[-1], said=said, before=mended[0].before))
        return draft

    def show_mended(self, mended: MendedDraft) -> None:
        show_restored(mended.said, mended.before, mended.after, self._window)

    def new(self) -> None:
        if not self.may_leave(self.new):
            return
        draft = self._opener.new()
        self.leave()
        self._attach(draft)

    def open_sample(self) -> None:
        if self.sample is not None:
            self.open(self.sample())

    def ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", str(self._bench.folder), _FILTER)
        if name:
            self.open(Path(name))

    def _attach(self, draft: OpenDraft) -> None:
        self._bench.draft = draft
        self._bench.view.attach(draft.session, draft.caret)
        self._bench.view.setFocus()  # the next key is for the draft, wherever the focus was
        if draft.text_path is not None:
            self._bench.preferences.opened(draft.text_path)
        self._tell_of(draft)
        self.opened.emit(draft)

    def _tell_of(self, draft: OpenDraft) -> None:
        """What was restored, in a line; what is missing, and where words went, in a box that stays until it was read."""
        said, draft.notice = draft.notice, ""
        other, draft.other = draft.other, None
        self._bench.hold("")  # what was said of the draft before
        if said and draft.must_be_read:
            before, where = (other.text, other.where) if other else ("", "")
            show_restored(said, before, draft.session.document.text(), self._window, where)
        elif said:
            self._bench.hold(said)

    def _passed_over(self, path: Path, error: Exception) -> None:
        if isinstance(error, DraftHeldElsewhere):
            self._ask_to_take_over(error, path)
            return
        self.tell(
            f"A draft without a name could not be opened, so it was passed over and left as it is. {error} "
            f'Its file is {path}. palimpsest recover "{path}" brings back what can be read of it; '
            "it is then opened when the program is started again."
        )

    def _refused(self, error: Exception, path: Path | None) -> None:
        if isinstance(error, DraftHeldElsewhere) and path is not None:
            self._ask_to_take_over(error, path)
            return
        words = str(error)
        if isinstance(error, OSError) and path is not None:
            words = f"{path.name} cannot be opened: {error.strerror}. Nothing was changed."
        if isinstance(error, DraftLocked):
            words += " Go on in that window, or close it and open the file here again."
        if isinstance(error, DraftDamaged) and path is not None and (written := self.rescue(path)) is not None:
            where = written.name if written.parent == path.parent else str(written)
            words += f" What could be read was saved as {where}; the damaged file is as it was."
        self.tell(words)

    def _ask_to_take_over(self, error: DraftHeldElsewhere, path: Path) -> None:
        words = (
            f"{error} The draft then opens here, with all that lies on this computer. Where that program still runs, "
            "both would write into one draft and spoil each other's changes. Until then nothing is changed."
        )
        box = PlainBox(QMessageBox.Icon.Question, "Palimpsest", words, self._window)
        take = box.addButton("Take over", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("Leave it", QMessageBox.ButtonRole.RejectRole))
        take.clicked.connect(lambda: self.open(path, take_over=True))
        box.open()

    def tell(self, words: str) -> None:
        """Says why something was not done, or not all of it; to be read in one's own time."""
        PlainBox(QMessageBox.Icon.Warning, "Palimpsest", words, self._window, QMessageBox.StandardButton.Ok).open()

    # Leaving.

    def may_leave(self, go_on: Callable[[], object]) -> bool:
        """Whether the present draft can be let go without losing a word. Else the writer is asked, and `go_on` is
        called once that is decided."""
        return self.unkept.may_leave(go_on)

    def leave(self) -> None:
        """Lets the present draft go: journal synced, worker told to finish it. Ask `may_leave` before."""
        draft = self._bench.draft
        if draft is None:
            return
        self.leaving.emit()
        draft.session.remember_caret(self._bench.view.caret)
        upto = min(self._bench.upto, draft.kept_n)  # the worker can finish no more than there is
        if draft.exists:
            self.detach(upto)
        self._bench.view.detach()
        draft.close()
        self._bench.draft = None
        self.unkept.look()
