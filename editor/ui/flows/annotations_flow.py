"""Markdown Annotations through the File menu: a text that says whose words it holds, coming in and going out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from editor.core.edits import EditKind
from editor.core.origins import TYPED, UNKNOWN, OriginKind
from editor.core.rows import runs_from
from editor.core.runs import Fragment, Run, joined
from editor.protocol import record_messages as wire
from editor.protocol.messages import Failed
from editor.session.draft_session import Act
from editor.session.open_draft import OpenDraft
from editor.ui.dialogs.annotations_sheet import AnnotationsSheet
from editor.ui.dialogs.author_name import AuthorName
from editor.ui.flows.file_flow import FileFlow
from editor.ui.plain_words import PlainBox
from editor.ui.workbench import Workbench

_LAST_LINE, _TAIL = "\n...", 200
"""How a block ends, and in how many of the last characters it is looked for; the worker knows what a block is."""
_FILTER = "Text (*.md *.markdown *.txt);;All files (*)"


class AnnotationsFlow(QObject):
    def __init__(self, bench: Workbench, files: FileFlow, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._files = files
        self._window = window

    # In, as the text in the window, which was opened like any other.

    def opened(self) -> None:
        """Offers to read the block at the end of a text never edited here; until then it is text like any other."""
        draft = self._bench.draft
        path = draft.text_path if draft is not None else None
        if draft is None or path is None or draft.in_database or draft.in_journal:
            return
        text = draft.session.document
        if _LAST_LINE not in text.fragment(max(0, len(text) - _TAIL), len(text)).text:
            return
        self._bench.ask(
            lambda ident: wire.ReadAnnotated(ident, str(path)),
            lambda answer: self._offer(draft, path, answer),
            failed=lambda _failure: None,  # no annotations after all
        )

    def _offer(self, draft: OpenDraft, path: Path, found: wire.AnnotatedRead) -> None:
        if draft is not self._bench.draft:
            return
        if draft.exists or not draft.session.document.text().startswith(found.text):
            self._bench.say(
                f"{path.name} ends in annotations that say whose words it holds. It was changed meanwhile, so they stay "
                "text; Import Annotated Markdown in the File menu reads them into a new draft."
            )
            return
        self._ask(path, found, partial(self._put_in, draft, path), opened=True)

    def _put_in(self, draft: OpenDraft, path: Path, whole: Fragment) -> None:
        if draft is not self._bench.draft:
            return
        self._bench.view.perform(0, len(draft.session.document), whole, Act(EditKind.IMPORT))
        self._bench.view.place_caret(0)
        self._bench.say(f"The block was read and is out of the text. {path.name} is as it was until you save.")

    # In, as a new draft.

    def ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Import annotated Markdown", str(self._bench.folder), _FILTER)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Asks what the file says; the answer is shown before anything comes in."""
        self._bench.ask(
            lambda ident: wire.ReadAnnotated(ident, str(path)),
            lambda answer: self._ask(path, answer, partial(self._take_in, path)),
            failed=self._refused,
        )

    def _ask(
        self, path: Path, found: wire.AnnotatedRead, take: Callable[[Fragment], None], *, opened: bool = False
    ) -> None:
        sheet = AnnotationsSheet(path.name, found, self._bench.theme, self._window, opened=opened)
        whole = Fragment(found.text, runs_from(list(found.runs)))
        sheet.kept.connect(lambda writer: take(_claimed(whole, writer)))
        sheet.discarded.connect(lambda: take(Fragment.of(found.text, UNKNOWN)))
        sheet.open()

    def _take_in(self, path: Path, whole: Fragment) -> None:
        """A new draft of its own; the one that was open is let go as always, and the file stays as it is."""
        if not self._files.may_leave(lambda: self._take_in(path, whole)):
            return
        self._files.new()
        self._bench.view.perform(0, 0, whole, Act(EditKind.IMPORT))
        self._bench.view.place_caret(0)
        self._bench.say(f"{path.name} came in as a new draft with the origins it names. Save it under a name of its own.")

    # Out.

    def ask_export(self) -> None:
        if self._bench.session is None:
            return
        sheet = AuthorName(self._bench.preferences.text("author", "Author"), self._bench.theme, self._window)
        sheet.named.connect(self._ask_where)
        sheet.open()

    def _ask_where(self, author: str) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        self._bench.preferences.keep("author", author)
        proposed = self._bench.folder / f"{draft.name} annotated.md"
        name, _ = QFileDialog.getSaveFileName(self._window, "Export annotated Markdown", str(proposed), _FILTER)
        if name:
            self.write(Path(name), author)

    def write(self, path: Path, author: str) -> None:
        session = self._bench.session
        if session is None or not self._bench.may_write(path):
            return
        session.recorder.prepare()
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.WriteAnnotated(ident, str(path), author, upto),
            lambda answer: self._bench.say(answer.words),
        )

    def _refused(self, failure: Failed) -> None:
        words = f"{failure.title}. {failure.detail}".strip()
        PlainBox(QMessageBox.Icon.Warning, "Palimpsest", words, self._window, QMessageBox.StandardButton.Ok).open()


def _claimed(whole: Fragment, writer: str) -> Fragment:
    """The words of the person who is the writer count as typed."""

    def own(run: Run) -> Run:
        mine = bool(writer) and run.origin.kind is OriginKind.IMPORTED and run.origin.actor == writer
        return Run(run.length, TYPED) if mine else run

    return Fragment(whole.text, joined((own(run),) for run in whole.runs))
