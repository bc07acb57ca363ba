"""Keeping references and ticking those that go with the next question. Their texts stay with the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from editor.core.attachments import Attachment
from editor.core.references import MOST_TOKENS, Choice, Reference
from editor.protocol import reference_messages as wire
from editor.protocol.parts import ReferenceRow
from editor.session.open_draft import OpenDraft
from editor.ui.clipboard import local_files
from editor.ui.desk.reference_rows import ReferenceEntry, ReferenceTick, ReferenceTitle
from editor.ui.desk.references_panel import ReferencesPanel
from editor.ui.workbench import Workbench

_FILTER = "Texts (*.md *.markdown *.txt *.text *.html *.htm *.xhtml *.docx *.pdf);;All files (*)"


class ReferenceFlow(QObject):
    """Signals:
    changed: others are ticked than were, or fewer are there; without a value.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, panel: ReferencesPanel) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._cut: frozenset[str] = frozenset()
        panel.add_pressed.connect(self.choose)
        panel.paste_pressed.connect(self.paste)
        panel.files_dropped.connect(self.keep_files)
        panel.text_dropped.connect(partial(self._keep_text, source="dropped"))
        panel.ticked.connect(self._ticked)
        panel.renamed.connect(self._renamed)
        panel.read_pressed.connect(self._read)
        panel.remove_pressed.connect(self._remove)

    # What goes along.

    def rows(self) -> tuple[ReferenceRow, ...]:
        """The ticked ones, as a request names them."""
        return tuple(ReferenceRow(choice.title, "", kept=reference.id) for reference, choice in self._ticked_ones())

    def entries(self) -> tuple[ReferenceEntry, ...]:
        """All of them, as the list and the sheet show them."""
        session = self._bench.session
        return tuple(self._entry(*pair) for pair in session.references.all()) if session else ()

    def told_cut(self, idents: Iterable[str]) -> None:
        """Which of those that go with the next question are cut, as the worker worked it out for the model."""
        self._cut = frozenset(idents)
        self.show_references()

    def tick(self, ident: str, ticked: bool) -> None:
        session = self._bench.session
        if session is not None:
            session.references.tick(ident, ticked)
            self._has_changed()

    # Showing.

    def reset(self) -> None:
        """Another draft is on the screen, or more is known of this one."""
        self._cut = frozenset()
        self._panel.show_list()
        self.show_references()

    def show_references(self) -> None:
        self._panel.show_entries(self.entries(), self._sum())

    def _ticked_ones(self) -> tuple[tuple[Reference, Choice], ...]:
        session = self._bench.session
        return session.references.ticked() if session else ()

    def _sum(self) -> str:
        session, ticked = self._bench.session, self._ticked_ones()
        if session is None or not session.references.all():
            return ""
        if not ticked:
            return "None is ticked; none goes with the next question."
        tokens = sum(min(reference.tokens, MOST_TOKENS) for reference, _ in ticked)
        return f"{len(ticked)} ticked: about {tokens:,} tokens go with the next question."

    def _entry(self, reference: Reference, choice: Choice) -> ReferenceEntry:
        length = f"{reference.words:,} word{'' if reference.words == 1 else 's'}"
        facts = f"{reference.source} · {length} · about {reference.tokens:,} tokens"
        warning = ""
        if reference.is_cut:
            warning = f"Too long to go whole: about the first {MOST_TOKENS:,} tokens go along."
        elif reference.id in self._cut and choice.ticked:
            warning = "Too long for the model beside the rest: only its beginning goes along."
        return ReferenceEntry(reference.id, choice.title, facts, choice.ticked, warning)

    # What the writer does.

    def choose(self) -> None:
        draft = self._bench.draft
        folder = draft.text_path.parent if draft and draft.text_path else Path.home()
        names, _ = QFileDialog.getOpenFileNames(self._panel.window(), "Add references", str(folder), _FILTER)
        self.keep_files([Path(name) for name in names])

    def keep_files(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self._bench.say(f"Reading {path.name} …")
            self._keep(partial(wire.KeepReferenceFile, path=str(path.absolute())), path.name)

    def paste(self) -> None:
        data = QApplication.clipboard().mimeData()
        if files := local_files(data):
            self.keep_files(files)
        elif data.text().strip():
            self._keep_text(data.text(), "pasted")
        else:
            self._bench.say("There is no text in the clipboard. Copy one, or add a file.")

    def _keep_text(self, text: str, source: str) -> None:
        self._keep(partial(wire.KeepReferenceText, title="", text=text, source=source), "The text")

    def _keep(self, make: Callable[[int], object], name: str) -> None:
        draft = self._bench.draft
        if draft is not None:
            draft.session.recorder.prepare()  # a reference needs a draft to lie in, also where nothing was typed yet
            self._bench.ask(make, partial(self._kept, draft, name))

    def _kept(self, draft: OpenDraft, name: str, answer: wire.ReferenceKept) -> None:
        said = " ".join(answer.said)
        self._bench.say(f"{name} is kept as a reference. {said}".strip())
        self._told(draft, answer.attachment)

    def _told(self, draft: OpenDraft, row: dict[str, Any]) -> None:
        draft.session.attachments.told(Attachment.from_row(row))
        if draft is self._bench.draft:
            self._has_changed()

    def _ticked(self, tick: ReferenceTick) -> None:
        self.tick(tick.id, tick.ticked)

    def _renamed(self, title: ReferenceTitle) -> None:
        session = self._bench.session
        if session is not None:
            session.references.rename(title.id, title.title)
            self._has_changed()

    def _has_changed(self) -> None:
        self.show_references()
        self.changed.emit()

    def _read(self, ident: str) -> None:
        self._bench.ask(lambda number: wire.ReadReference(number, ident), self._came)

    def _came(self, answer: wire.ReferenceRead) -> None:
        entry = next((one for one in self.entries() if one.id == answer.reference), None)
        if entry is not None:
            self._panel.show_text(entry.title, answer.text)

    def _remove(self, ident: str) -> None:
        draft = self._bench.draft
        if draft is not None:
            self._bench.ask(
                lambda number: wire.RemoveReference(number, ident), lambda answer: self._removed(draft, answer)
            )

    def _removed(self, draft: OpenDraft, answer: wire.ReferenceRemoved) -> None:
        self._told(draft, answer.attachment)
        self._bench.say("The reference was removed from this draft. The file it came from is as it was.")
