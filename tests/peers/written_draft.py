"""A draft as a window writes it: a real document and a real journal, without the window."""

from __future__ import annotations

from pathlib import Path

from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.origins import IMPORTED, TYPED, Origin
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat
from editor.journal.places import Places, new_draft_id
from editor.journal.writer import JournalWriter
from editor.protocol.messages import Attach
from editor.session.draft_session import Act, DraftSession
from editor.session.recorder import Recorder

NOON = 1_763_726_400_000
"""2025-11-21 12:00 UTC."""


class WrittenDraft:
    """`session` is what the writer does; the journal grows with every act."""

    def __init__(self, folder: Path, text: str, *, name: str = "essay", data: Path | None = None) -> None:
        self.places = Places(data or folder / "data")
        self.ident = new_draft_id()
        self.path = folder / f"{name}.palimpsest"
        self.text_path = folder / f"{name}.md"
        self.clock = StoppedClock(NOON, 1_000)
        splitter = MarkdownSplitter()
        document = Document.of(Fragment.of(text, IMPORTED), splitter)
        self.journal: JournalWriter | None = None
        self.session = DraftSession(document, Recorder(1, self._begin), self.clock, lambda: splitter)

    @property
    def folder(self) -> Path:
        return self.places.draft(self.ident).folder

    @property
    def text(self) -> str:
        return self.session.document.text()

    @property
    def n(self) -> int:
        """The number of the last record."""
        return self.session.recorder.next_n - 1

    def begin(self) -> WrittenDraft:
        self.session.recorder.prepare()
        return self

    def write(self, position: int, text: str, removed: int = 0, origin: Origin = TYPED) -> WrittenDraft:
        self.clock.advance(1_000)
        kind = EditKind.TYPE if origin == TYPED else EditKind.PASTE
        self.session.change(position, removed, Fragment.of(text, origin), Act(kind))
        return self

    def append(self, text: str, origin: Origin = TYPED) -> WrittenDraft:
        return self.write(len(self.session.document), text, 0, origin)

    def paragraph(self, number: int) -> int:
        """The id of a paragraph counted from 1."""
        return self.session.document.paragraphs[number - 1].id

    def attaching(self, ident: int) -> Attach:
        return Attach(ident, str(self.path), self.ident, str(self.places.root), str(self.text_path))

    def close(self) -> None:
        self.session.time.flush()
        if self.journal:
            self.journal.close()

    def _begin(self, first_n: int) -> JournalWriter:
        place = self.places.draft(self.ident)
        place.prepare()
        for path in (self.path, self.text_path):
            self.places.remember(path, self.ident)
        document = self.session.document
        header = {
            "draft": self.ident,
            "path": str(self.path),
            "format": TextFormat().row(),
            "text_file": str(self.text_path),
            "keyframe": document.keyframe(),
        }
        self.journal = JournalWriter(place.folder, first_n, header, document.keyframe)
        return self.journal
