"""The document against a naive oracle, with Markdown split anew after every step."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from text_machine import STARTS, TextMachine, pairs_of

from editor.core.clock import Instant
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.history import History
from editor.core.origins import OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment

SPLITTER = MarkdownSplitter()


class DocumentMachine(TextMachine):
    @initialize(text=STARTS)
    def begin(self, text: str) -> None:
        self.seq = 0
        self.now = 0
        fragment = self.fresh(text, OriginKind.IMPORTED)
        self.document = Document.of(fragment, SPLITTER)
        self.keyframe = json.loads(json.dumps(self.document.keyframe()))
        self.log: list[Edit] = []
        self.history = History()
        self.start_from(pairs_of(fragment))

    @property
    def text_document(self) -> Document:
        return self.document

    @property
    def newest_group(self) -> int:
        return self.log[-1].group

    def edit(self, position: int, removed: int, inserted: Fragment, group: int | None) -> None:
        self.seq += 1
        self.now += 10_000
        plan = self.document.plan(position, removed, inserted, SPLITTER)
        group = group or self.seq
        self.take(Edit(self.seq, self.now, 0, EditKind.TYPE, position, plan.removed, inserted, group, None, plan.reshape))

    def take(self, edit: Edit) -> None:
        edit = edit_from(json.loads(json.dumps(edit_row(edit))))
        self.document.apply(edit)
        self.history.record(edit)
        self.log.append(edit)

    def reverse(self, again: bool) -> bool:
        reversal = self.history.redo if again else self.history.undo
        edits = reversal(self.seq + 1, Instant(self.now, self.now))
        for edit in edits:
            self.take(edit)
            self.seq = edit.seq
        return bool(edits)

    @rule(kept=st.integers(0, 5))
    def restart(self, kept: int) -> None:
        again = Document.from_keyframe(self.keyframe)
        for edit in self.log:
            again.apply(edit)
        assert again.keyframe()["paragraphs"] == self.document.keyframe()["paragraphs"]
        self.document = again
        tail = self.log[len(self.log) - kept :] if kept else []
        self.history = History(tail, lambda seq: [edit for edit in self.log if edit.seq < seq])

    @invariant()
    def paragraphs_are_what_splitting_the_whole_text_gives(self) -> None:
        text = self.document.text()
        blocks = SPLITTER.split(text).blocks
        row = self.document.paragraphs
        assert [(row.start(i), item.kind) for i, item in enumerate(row)] == [(b.start, b.kind) for b in blocks]


TestDocumentMachine = DocumentMachine.TestCase
TestDocumentMachine.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
