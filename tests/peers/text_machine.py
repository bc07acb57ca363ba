"""A text that is driven at random, against a naive oracle: a plain list of (character, origin) pairs.

Every character that comes in carries its own origin number, so that a run that slips by one place is seen at once. What
the text lies in, a bare document or a draft with all its files, is for the machine that is made from this one.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from editor.core.document import Document
from editor.core.origins import Origin, OriginKind
from editor.core.runs import Fragment, Run, model_origins

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

Pairs = list[tuple[str, Origin]]


def pairs_of(fragment: Fragment) -> Pairs:
    origins = [run.origin for run in fragment.runs for _ in range(run.length)]
    return list(zip(fragment.text, origins, strict=True))


class TextMachine(RuleBasedStateMachine):
    """To be begun with `start_from`; the four methods after it are what the text lies in."""

    count = 0
    """Of the characters that came in."""

    def start_from(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.past: list[tuple[Pairs, list[object]]] = []
        self.future: list[tuple[Pairs, list[object]]] = []

    @property
    def text_document(self) -> Document:
        raise NotImplementedError

    @property
    def newest_group(self) -> int:
        """The group of the edit made last."""
        raise NotImplementedError

    def edit(self, position: int, removed: int, inserted: Fragment, group: int | None) -> None:
        """Makes one edit that is undone alone, or together with `group`."""
        raise NotImplementedError

    def reverse(self, again: bool) -> bool:
        """Undoes, or redoes; False where there was nothing."""
        raise NotImplementedError

    def fresh(self, text: str, kind: OriginKind) -> Fragment:
        runs = []
        for _ in text:
            self.count += 1
            runs.append(Run(1, Origin(kind, actor=str(self.count))))
        return Fragment(text, tuple(runs))

    def state(self) -> tuple[Pairs, list[object]]:
        return list(self.pairs), [item.mark for item in self.text_document.paragraphs]

    def change(self, position: int, removed: int, inserted: Fragment, group: int | None = None) -> None:
        if group is None:
            self.past.append(self.state())
            self.future.clear()
        self.edit(position, removed, inserted, group)
        self.pairs[position : position + removed] = pairs_of(inserted)

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
        row = self.text_document.paragraphs
        index = data.draw(st.integers(0, len(row) - 1))
        start, piece = row.start(index), row[index].fragment
        if not piece.text:
            return
        self.change(start, len(piece.text), Fragment())
        self.change(self.place(data), 0, piece, self.newest_group)

    @rule()
    def undo(self) -> None:
        self._reversed(self.past, self.future, again=False)

    @rule()
    def redo(self) -> None:
        self._reversed(self.future, self.past, again=True)

    def _reversed(
        self, source: list[tuple[Pairs, list[object]]], target: list[tuple[Pairs, list[object]]], *, again: bool
    ) -> None:
        before = self.state()
        assert self.reverse(again) == bool(source)
        if source:
            target.append(before)
            self.pairs, marks = source.pop()
            assert [item.mark for item in self.text_document.paragraphs] == marks

    @invariant()
    def text_and_origins_equal_the_oracle(self) -> None:
        assert self.text_document.text() == "".join(char for char, _ in self.pairs)
        origins = [run.origin for run in self.text_document.runs() for _ in range(run.length)]
        assert origins == [origin for _, origin in self.pairs]

    @invariant()
    def ids_are_unique_and_runs_cover_every_paragraph(self) -> None:
        ids = [item.id for item in self.text_document.paragraphs]
        assert len(ids) == len(set(ids))
        assert max(ids) < self.text_document.next_id
        for item in self.text_document.paragraphs:
            assert sum(run.length for run in item.runs) == len(item.text) == item.mark.length
            models, mark = set(model_origins(item.text, item.runs)), item.mark
            assert models <= set(mark.lineage) or not mark.lineage
            assert not mark.replaced or (models and not mark.lineage)
            assert all(0 <= one.offset <= mark.length for one in mark.replaced)
