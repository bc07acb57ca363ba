"""A document with its history, driven by plain steps, and runs written as words."""

from __future__ import annotations

from editor.core.clock import Instant
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.history import History
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.reshaping import Splitter
from editor.core.runs import Fragment, joined

SPLITTER = MarkdownSplitter()
MODEL = Origin(OriginKind.MODEL, actor="model-1", provider="vendor", purpose="critique", prompt="call-7")


def fragment(*parts: str | tuple[str, Origin]) -> Fragment:
    """`fragment("mine ", ("its words", MODEL))`; a bare string is typed."""
    result = Fragment()
    for part in parts:
        text, origin = (part, TYPED) if isinstance(part, str) else part
        result += Fragment.of(text, origin)
    return result


class Draft:
    def __init__(self, start: str | Fragment = "", splitter: Splitter = SPLITTER) -> None:
        self.splitter = splitter
        self.document = Document.of(fragment(start) if isinstance(start, str) else start, splitter)
        self.history = History()
        self.log: list[Edit] = []
        self.start = self.document.keyframe()
        self.now_ms = 0

    @property
    def seq(self) -> int:
        return self.log[-1].seq + 1 if self.log else 1

    def change(self, position: int, removed: int, inserted: Fragment, kind: EditKind = EditKind.TYPE) -> Edit:
        """Ten seconds after the last change, so that each can be undone alone."""
        self.now_ms += 10_000
        plan = self.document.plan(position, removed, inserted, self.splitter)
        edit = Edit(self.seq, self.now_ms, 0, kind, position, plan.removed, inserted, self.seq, reshape=plan.reshape)
        self.take((edit,))
        return edit

    def take(self, edits: tuple[Edit, ...]) -> None:
        for edit in edits:
            self.document.apply(edit)
            self.history.record(edit)
            self.log.append(edit)

    def type(self, position: int, text: str) -> Edit:
        return self.change(position, 0, fragment(text))

    def delete(self, start: int, stop: int) -> Edit:
        return self.change(start, stop - start, Fragment())

    def move(self, start: int, stop: int, to: int) -> None:
        """Cuts text[start:stop] and puts it back where `to` lies once it is gone."""
        piece = self.document.fragment(start, stop)
        self.delete(start, stop)
        self.change(to, 0, piece, EditKind.PASTE)

    def undo(self) -> int:
        """How many edits it took; 0 where nothing was left."""
        edits = self.history.undo(self.seq, Instant(self.now_ms, self.now_ms))
        self.take(edits)
        return len(edits)

    def redo(self) -> int:
        edits = self.history.redo(self.seq, Instant(self.now_ms, self.now_ms))
        self.take(edits)
        return len(edits)

    @property
    def text(self) -> str:
        return self.document.text()

    @property
    def ids(self) -> list[int]:
        return [item.id for item in self.document.paragraphs]

    @property
    def named(self) -> dict[str, int]:
        """Ids by the paragraph's text without white space around it."""
        return {item.text.strip(): item.id for item in self.document.paragraphs}

    @property
    def words(self) -> list[tuple[str, str]]:
        """The runs as (kind of origin, text)."""
        text, position, result = self.text, 0, []
        for run in joined(item.runs for item in self.document.paragraphs):
            result.append((run.origin.kind.value, text[position : position + run.length]))
            position += run.length
        return result

    def at(self, words: str) -> int:
        """Where these words begin."""
        return self.text.index(words)


def shape(document: Document) -> list[tuple[int, str]]:
    row = document.paragraphs
    return [(row.start(index), item.kind.value) for index, item in enumerate(row)]


def shape_of_whole(text: str) -> list[tuple[int, str]]:
    """What splitting the whole text anew gives; what every document must equal."""
    return [(block.start, block.kind.value) for block in SPLITTER.split(text).blocks]
