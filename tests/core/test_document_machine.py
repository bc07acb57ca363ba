"""The document against a naive oracle: a plain list of (character, origin) pairs.

Every character typed in carries its own origin number, so that a run that slips by one place is seen at once.
"""

from __future__ import annotations

import json

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from editor.core.clock import Instant
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.history import History
from editor.core.origins import Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment, Run, model_origins

SPLITTER = MarkdownSplitter()
PIECES = st.sampled_from(
    [
        "a", "word ", "Zwei Wörter ", "\n", "\n\n", "# ", "- ", "1. ", "> ", "```\n", "~~~~", "$$", "$$\n",
        "| a | b |\n|-|-|\n", "<div>\n", "</div>\n", "<!-- ", "-->", "[^1]: note", "[x]: /url\n", "+++ T\n", "+++\n",
        "%%% llm-output\n", "%%% /llm-output\n", "---\n", "===\n", "    ", "\t", "😀", "שלום", "e\u0301", "\u2028",
        "\u0085", "\r\n", "\r", "\x0c",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join)
STARTS = st.lists(PIECES, max_size=30).map("".join)


class DocumentMachine(RuleBasedStateMachine):
    @initialize(text=STARTS)
    def begin(self, text: str) -> None:
        self.count = 0
        self.seq = 0
        self.now = 0
        fragment = self.fresh(text, OriginKind.IMPORTED)
        self.pairs = [(char, run.origin) for char, run in zip(text, fragment.runs, strict=True)]
        self.document = Document.of(fragment, SPLITTER)
        self.keyframe = json.loads(json.dumps(self.document.keyframe()))
        self.start_pairs = list(self.pairs)
        self.start_ids = [item.id for item in self.document.paragraphs]
        self.log: list[Edit] = []
        self.history = History()
        self.past: list[tuple[list[tuple[str, Origin]], list[object]]] = []
        self.future: list[tuple[list[tuple[str, Origin]], list[object]]] = []
        self.seen_ids = set(self.start_ids)

    def fresh(self, text: str, kind: OriginKind) -> Fragment:
        runs = []
        for _ in text:
            self.count += 1
            runs.append(Run(1, Origin(kind, actor=str(self.count))))
        return Fragment(text, tuple(runs))

    def state(self) -> tuple[list[tuple[str, Origin]], list[object]]:
        return list(self.pairs), [item.mark for item in self.document.paragraphs]

    def change(self, position: int, removed: int, inserted: Fragment, group: int | None = None) -> None:
        self.seq += 1
        self.now += 10_000
        plan = self.document.plan(position, removed, inserted, SPLITTER)
        edit = Edit(
            self.seq, self.now, 0, EditKind.TYPE, position, plan.removed, inserted, group or self.seq, None, plan.reshape
        )
        if group is None:
            self.past.append(self.state())
            self.future.clear()
        self.take(edit)
        origins = [run.origin for run in inserted.runs for _ in range(run.length)]
        self.pairs[position : position + removed] = list(zip(inserted.text, origins, strict=True))

    def take(self, edit: Edit) -> None:
        edit = edit_from(json.loads(json.dumps(edit_row(edit))))
        self.document.apply(edit)
        self.history.record(edit)
        self.log.append(edit)

    def place(self, data: st.DataObject) -> int:
        return data.draw(st.integers(0, len(self.pairs)))

    @rule(data=st.data(), text=TEXTS)
    def insert(self, data: st.DataObject, text: str) -> None:
        self.change(self.place(data), 0, self.fresh(text, OriginKind.TYPED))

    @rule(data=st.data(), text=TEXTS)
    def paste_model_text(self, data: st.DataObject, text: str) -> None:
        self.change(self.place(data), 0, self.fresh(text, OriginKind.MODEL))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        low, high = sorted((self.place(data), self.place(data)))
        if low < high:
            self.change(low, high - low, Fragment())

    @rule(data=st.data(), text=TEXTS)
    def replace(self, data: st.DataObject, text: str) -> None:
        low, high = sorted((self.place(data), self.place(data)))
        self.change(low, min(high - low, 20), self.fresh(text, OriginKind.TOOL))

    @rule(data=st.data())
    def split_at_a_paragraph_edge_or_within(self, data: st.DataObject) -> None:
        self.change(self.place(data), 0, self.fresh("\n\n", OriginKind.TYPED))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        text = "".join(char for char, _ in self.pairs)
        gaps = [at for at in range(len(text) - 1) if text[at : at + 2] == "\n\n"]
        if gaps:
            self.change(data.draw(st.sampled_from(gaps)), 2, Fragment())

    @rule(data=st.data())
    def move_a_paragraph(self, data: st.DataObject) -> None:
        row = self.document.paragraphs
        index = data.draw(st.integers(0, len(row) - 1))
        start, piece = row.start(index), row[index].fragment
        if not piece.text:
            return
        self.change(start, len(piece.text), Fragment())
        group = self.seq
        target = self.place(data)
        self.change(target, 0, piece, group)

    @rule()
    def undo(self) -> None:
        edits = self.history.undo(self.seq + 1, Instant(self.now, self.now))
        assert bool(edits) == bool(self.past)
        if edits:
            self.future.append(self.state())
            for edit in edits:
                self.take(edit)
            self.seq = edits[-1].seq
            self.pairs, marks = self.past.pop()
            assert [item.mark for item in self.document.paragraphs] == marks

    @rule()
    def redo(self) -> None:
        edits = self.history.redo(self.seq + 1, Instant(self.now, self.now))
        assert bool(edits) == bool(self.future)
        if edits:
            self.past.append(self.state())
            for edit in edits:
                self.take(edit)
            self.seq = edits[-1].seq
            self.pairs, marks = self.future.pop()
            assert [item.mark for item in self.document.paragraphs] == marks

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
    def text_and_origins_equal_the_oracle(self) -> None:
        assert self.document.text() == "".join(char for char, _ in self.pairs)
        origins = [run.origin for run in self.document.runs() for _ in range(run.length)]
        assert origins == [origin for _, origin in self.pairs]

    @invariant()
    def paragraphs_are_what_splitting_the_whole_text_gives(self) -> None:
        text = self.document.text()
        blocks = SPLITTER.split(text).blocks
        row = self.document.paragraphs
        assert [(row.start(i), item.kind) for i, item in enumerate(row)] == [(b.start, b.kind) for b in blocks]

    @invariant()
    def ids_are_unique_and_runs_cover_every_paragraph(self) -> None:
        ids = [item.id for item in self.document.paragraphs]
        assert len(ids) == len(set(ids))
        assert max(ids) < self.document.next_id
        for item in self.document.paragraphs:
            assert sum(run.length for run in item.runs) == len(item.text) == item.mark.length
            assert set(model_origins(item.text, item.runs)) <= set(item.mark.lineage)


TestDocumentMachine = DocumentMachine.TestCase
TestDocumentMachine.settings = settings(
    max_examples=200, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
