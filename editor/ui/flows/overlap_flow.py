"""*Overlap*: the draft beside another text; what both have word for word at once, and a model's part on request."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from editor.core.origins import Origin, OriginKind
from editor.protocol import critique_messages as wire
from editor.protocol.messages import CriticState, Failed, NeedsApproval, Prepared
from editor.protocol.parts import Approval, ReferenceRow
from editor.protocol.reference_messages import ReadReference
from editor.ui.desk.desk import Desk
from editor.ui.desk.overlap_sheet import Find, OverlapSheet, OverlapView, sentence_of
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.flows.approving import Approving, Proposal
from editor.ui.workbench import Workbench

_LARGEST = 4 * 1024 * 1024
"""Bytes of a file; a long book has one million."""


class OverlapFlow(QObject):
    """Signals:
    call_ended: a model answered, failed or was stopped; without a value.
    """

    call_ended = Signal()

    def __init__(self, bench: Workbench, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._desk = desk
        self._window = window
        self._sheet: OverlapSheet | None = None
        self._other = ReferenceRow("", "")
        self._title = self._titled = ""
        """Of a text that was read, and that text."""
        self._view = OverlapView()
        self._running = 0
        self._approving = Approving(bench, self._lay, self)
        desk.sheet_closed.connect(self._approving.gone)

    def reset(self) -> None:
        """Another draft was opened; the other text may well be meant for that one, too."""
        self._running = 0
        self._view = OverlapView(text=self._other.text)

    def open(self) -> None:
        """Shows the sheet as it was left."""
        if self._bench.session is None:
            return
        kept = tuple((one.id, one.title) for one in self._bench.along.entries())
        sheet = OverlapSheet(self._view, kept, self._bench.theme)
        sheet.compare_pressed.connect(self._compare)
        sheet.ask_pressed.connect(self._prepare)
        sheet.file_pressed.connect(self._choose_file)
        sheet.reference_chosen.connect(self._read_reference)
        sheet.find_chosen.connect(self._show_find)
        sheet.close_pressed.connect(self._desk.close_sheet)
        self._desk.show()
        self._desk.show_sheet(sheet)
        self._sheet = sheet
        sheet.destroyed.connect(lambda: self._gone(sheet))
        sheet.setFocus()  # what is pasted now is the other text, and not meant for the draft

    def _gone(self, sheet: QWidget) -> None:
        if self._sheet is sheet:
            self._sheet = None

    def _show(self, view: OverlapView) -> None:
        self._view = view
        if self._sheet is not None:
            self._sheet.show_view(view)

    # Word for word.

    def _choose_file(self) -> None:
        kinds = "Texts (*.md *.markdown *.txt)"
        dialog = QFileDialog(self._window, "The text to compare with", str(self._bench.folder), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._read(Path(name)))
        dialog.open()

    def _read(self, path: Path) -> None:
        try:
            if path.stat().st_size > _LARGEST:
                self._bench.say(f"{path.name} is larger than {_LARGEST // 2**20} MB. Paste the part you mean.")
                return
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            self._bench.say(f"{path.name} cannot be read as text. Nothing was compared; paste the text instead.")
            return
        self._take(path.name, text)

    def _read_reference(self, ident: str) -> None:
        title = next((one.title for one in self._bench.along.entries() if one.id == ident), "")
        self._bench.ask(
            lambda number: ReadReference(number, ident),
            lambda answer: self._take(title, answer.text),
            failed=self._failed,
        )

    def _take(self, title: str, text: str) -> None:
        """Puts a text into the sheet and compares with it at once; not where the sheet is gone."""
        if self._sheet is not None:
            self._sheet.put_text(text)
            self._title, self._titled = title, self._sheet.text
            self._compare(self._titled)

    def _other_text(self, text: str) -> ReferenceRow:
        """By its name as long as it is as it was read."""
        return ReferenceRow(self._title if self._title and text == self._titled else "A pasted text", text)

    def _compare(self, text: str) -> None:
        if self._bench.session is None:
            return
        self._bench.session.recorder.prepare()
        self._other = other = self._other_text(text)
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.FindShared(ident, other, upto),
            lambda answer: self._compared(other, answer),
            failed=self._failed,
        )

    def _compared(self, other: ReferenceRow, answer: wire.SharedFound) -> None:
        if other is not self._other:
            return
        finds = tuple(
            Find(f"¶{self._number(row.paragraph)}, word for word", self._both(row), row.paragraph, row.start, row.end)
            for row in answer.phrases
        )
        said = sentence_of(finds, answer.words, answer.of_words)
        self._show(OverlapView(other.text, said, finds, compared=True))

    def _both(self, row: wire.SharedRow) -> str:
        """The phrase as the draft has it, and as the other text does, with what stands around it there."""
        paragraph = self._bench.paragraph(row.paragraph)
        here = paragraph.text[row.start : row.end] if paragraph is not None else ""
        return f"“{' '.join(here.split())}”\nThere: “{row.said}”" if here else f"There: “{row.said}”"

    def _number(self, ident: int | None) -> int:
        row = self._bench.session.document.paragraphs if self._bench.session else None
        return row.index_of(ident) + 1 if row and ident is not None and row.has(ident) else 0

    def _show_find(self, find: Find) -> None:
        session = self._bench.session
        row = session.document.paragraphs if session else None
        if row is None or find.paragraph is None or not row.has(find.paragraph):
            self._bench.say("These words are no longer in the draft.")
            return
        start = row.start(row.index_of(find.paragraph))
        self._bench.view.select(start + find.start, start + find.end)

    def _failed(self, failure: Failed) -> None:
        stopped = failure.fault == "cancelled"
        words = "Stopped." if stopped else f"{failure.title}. {failure.detail}".strip()
        self._show(OverlapView(self._other.text, words, self._view.finds, self._view.of_model, compared=True))

    # In other words.

    def _prepare(self, text: str) -> None:
        self._other = other = self._other_text(text)
        self._view = replace(self._view, text=text)
        self._approving.begin(
            Proposal(
                wire.OVERLAP,
                lambda ident, connection, model: wire.PrepareOverlap(ident, other, self._bench.upto, connection, model),
                lambda yes, shown: self._send(other, yes, shown),
                self.open,
                failed=self._not_asked,
            )
        )

    def _again(self) -> None:
        self.open()
        self._prepare(self._other.text)

    def _not_asked(self, failure: Failed) -> None:
        """A model was not asked, or does not answer; at a limit the sheet waits until it is raised or let be."""
        self._failed(failure)
        self._bench.at_the_limit(failure, self._again, left=self.open)

    def _lay(self, sheet: SendSheet) -> None:
        self._sheet = None
        self._desk.show_sheet(sheet)

    def _send(self, other: ReferenceRow, yes: Approval, shown: Prepared) -> None:
        upto = self._bench.upto
        self._view = OverlapView(other.text, "The model reads both…", self._view.finds, compared=True, busy=True)
        self._running = self._bench.ask(
            lambda ident: wire.AskOverlap(ident, other, upto, yes),
            self._answered,
            lambda event: self._event(shown, event),
            failed=self._not_answered,
        )
        self.open()

    def _event(self, shown: Prepared, event: CriticState) -> None:
        if event.id != self._running:
            return
        if event.state == "reading":
            self._bench.sent = f"Sent: the draft to {shown.recipient}"
        elif event.state == "waiting" and event.words:
            self._show(OverlapView(self._other.text, event.words, self._view.finds, compared=True, busy=True))

    def _ended(self, ident: int) -> bool:
        """Whether it was about the draft that is on the screen."""
        self.call_ended.emit()
        if ident != self._running:
            return False
        self._running = 0
        return True

    def _not_answered(self, failure: Failed) -> None:
        if self._ended(failure.id):
            self._not_asked(failure)

    def _answered(self, answer: wire.OverlapFound | NeedsApproval) -> None:
        if not self._ended(answer.id):
            return
        if isinstance(answer, NeedsApproval):
            self._show(
                OverlapView(self._other.text, "The draft has changed since it was shown. Ask again.", compared=True)
            )
            return
        origin = Origin(
            OriginKind.MODEL, answer.model, answer.provider, "overlap", prompt=answer.call, when_ms=answer.when_ms
        )
        finds = tuple(self._find(row) for row in answer.likenesses)
        for words in (answer.verdict, answer.note, *(row.point for row in answer.likenesses)):
            self._bench.clipboard.model_showed(words, origin)
        said = " ".join(part for part in (answer.verdict, answer.note, answer.trouble) if part)
        self._show(OverlapView(self._other.text, said, finds, of_model=True, compared=True))
        self._bench.say("The model has compared both texts.")

    def _find(self, row: wire.LikenessRow) -> Find:
        number = self._number(row.paragraph)
        where = f"¶{number}" if number else "Its quote is not in the draft"
        kind = "said before" if row.kind == "same" else "new"
        words = f"{row.point}\n“{row.quote}”"
        if row.reference_quote:
            words += f"\nThere: “{row.reference_quote}”"
        return Find(f"{where}, {kind}", words, row.paragraph, row.start, row.end)

    def stop(self) -> None:
        if self._running:
            self._bench.client.cancel(self._running)

    @property
    def is_running(self) -> bool:
        return bool(self._running)
