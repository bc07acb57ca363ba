"""Drafts as the window would have made them: real documents, real edits, real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.marks import BlockKind, Mark, Reshape
from editor.core.origins import TYPED
from editor.core.paragraph_row import Paragraph
from editor.core.rows import edit_row
from editor.core.runs import Fragment, Run
from editor.store.calls import Call
from editor.store.drafts import DraftStore

META = {
    "created_ms": 1_700_000_000_000,
    "text_file": "essay.md",
    "format": {"bom": False, "newline": "\n", "encoding": "utf-8"},
    "profile": "lesswrong-2026",
}


def document_of(*texts: str) -> Document:
    """Each text is a paragraph; ids count from 1."""
    paragraphs = [
        Paragraph(Mark(number, len(text), BlockKind.PARAGRAPH), text, (Run(len(text), TYPED),) if text else ())
        for number, text in enumerate(texts, 1)
    ]
    return Document(paragraphs, len(paragraphs) + 1)


class Window:
    """Edits a document and numbers its records, as an open window does."""

    def __init__(self, document: Document, n: int = 0) -> None:
        self.document = document
        self.n = n
        self.records: list[dict[str, Any]] = []

    def type(self, position: int, text: str, remove: int = 0) -> dict[str, Any]:
        removed = self.document.fragment(position, position + remove)
        edit = self._edit(position, removed, Fragment.of(text, TYPED), None)
        return self._recorded("edit", **edit)

    def append_paragraph(self, text: str) -> dict[str, Any]:
        """A paragraph of its own behind the last one."""
        last = self.document.paragraphs[-1].mark
        fresh = Mark(self.document.next_id, len(text), BlockKind.PARAGRAPH, parent=last.id)
        shape = Reshape(len(self.document.paragraphs) - 1, (last,), (last, fresh))
        edit = self._edit(len(self.document), Fragment(), Fragment.of(text, TYPED), shape)
        return self._recorded("edit", **edit)

    def other(self, kind: str, **values: Any) -> dict[str, Any]:
        return self._recorded(kind, **values)

    def keyframe(self) -> dict[str, Any]:
        record = {"kind": "keyframe", "n": self.n, "keyframe": self.document.keyframe()}
        self.records.append(record)
        return record

    def _edit(self, position: int, removed: Fragment, inserted: Fragment, reshape: Reshape | None) -> dict[str, Any]:
        seq = self.n + 1
        edit = Edit(seq, 1_700_000_000_000 + seq, 60, EditKind.TYPE, position, removed, inserted, seq, None, reshape)
        self.document.apply(edit)
        return edit_row(edit)

    def _recorded(self, kind: str, **values: Any) -> dict[str, Any]:
        self.n += 1
        record = {"kind": kind, **values, "n": self.n}
        self.records.append(record)
        return record


def make_store(path: Path, document: Document) -> DraftStore:
    return DraftStore.create(path, "d1", document.keyframe(), META)


def every_kind(window: Window) -> None:
    """One record of every kind that is folded."""
    window.type(0, "So ")
    window.append_paragraph("Another one.\n")
    window.other("credit", rows=[["rule", 30_000, 180_000, 250, 3], ["credit", 28_333_333, 1, "edit", 4_000]])
    window.other("credit", rows=[["acts", 28_333_333, 4, 1], ["transfer", 1, 2, 1_000, 0, 0, 0]])
    window.other("pad", turn={"id": "t1", "paragraph": 1, "started_ms": 5, "text": "free", "words": 1, "ended_ms": None})
    claim = {"kind": "claim", "id": "7", "paragraph": 1, "row": {"quote": "78 percent"}, "changed_ms": 6}
    window.other("attachment", attachment=claim)
    window.other("caret", position=3)
    window.other("omen", sign="comet")
    window.type(0, "", remove=3)


def remark(paragraph: int = 1, quote: str | None = "world", confidence: float | None = 0.5) -> Remark:
    anchor = Anchor(quote, 6, 6 + len(quote)) if quote else None
    return Remark(
        id=0,
        paragraph=paragraph,
        critic="style",
        anchor=anchor,
        issue="Which world?",
        why="There are several.",
        suggestion="Name it.",
        confidence=confidence,
        state=RemarkState.OPEN,
        reason=None,
        created_ms=9,
        origin_call="",
    )


CALL = Call(
    id="c1",
    wall_ms=11,
    provider="anthropic",
    model="claude",
    purpose="critique",
    sent="Hello world.",
    reply="Which world?",
    tokens={"input": 12, "output": 4},
    cost="0.0012 USD",
    status="done",
    duration_ms=900,
)


def fill_by_services(store: DraftStore) -> None:
    """What services put into a draft beside the journal."""
    store.versions.keep("first", None, store.folded_n, 7, store.document.fragment(0, 5))
    store.versions.keep("opening", 1, store.folded_n, 8, store.document.paragraphs[0].fragment)
    store.remarks.add([remark(), remark(quote=None, confidence=None)])
    store.calls.put(CALL)
