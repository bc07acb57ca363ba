"""Time follows text through the changes that a document reports, and back again through undo."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.clock import Instant
from editor.core.credits import Credit, Lane, LedgerRow
from editor.core.document import Document
from editor.core.edits import Edit, EditKind, inverse
from editor.core.inheritance import pass_time_on
from editor.core.ledger import Ledger
from editor.core.marks import Absorbed, BlockKind, Mark, Reshape
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment


class Row:
    """A row of paragraphs and the ledger beside it; every change can be taken back."""

    def __init__(self, *texts: str) -> None:
        self.marks = tuple(Mark(one, len(text), BlockKind.PARAGRAPH) for one, text in enumerate(texts, start=1))
        self.texts = texts
        self.ledger = Ledger(Credit(0, mark.id, Lane.EDIT, 10_000 * mark.id) for mark in self.marks)

    def becomes(self, marks: tuple[Mark, ...], texts: tuple[str, ...], removed: str = "") -> tuple[LedgerRow, ...]:
        reshape = Reshape(0, self.marks, marks)
        rows = pass_time_on(self.ledger, reshape, self.texts, texts, removed)
        self.marks, self.texts = marks, texts
        return rows

    def edit_s(self, *paragraphs: int) -> list[float]:
        return [self.ledger.times(one).edit_ms / 1000 for one in paragraphs]


def mark(ident: int, *, parent: int | None = None, absorbed: tuple[Mark, ...] = ()) -> Mark:
    return Mark(ident, 1, BlockKind.PARAGRAPH, parent, tuple(Absorbed(0, one) for one in absorbed))


ONE, TWO, THREE = mark(1), mark(2), mark(3)


def test_that_a_split_divides_by_the_words_on_either_side() -> None:
    row = Row("one two three four")
    row.becomes((ONE, mark(2, parent=1)), ("one\n\n", "two three four"))
    assert row.edit_s(1, 2) == [2.5, 7.5]


def test_that_several_parts_split_off_at_once_each_take_their_words_share() -> None:
    row = Row("a b c d e")
    row.becomes((ONE, mark(2, parent=1), mark(3, parent=1)), ("a\n\n", "b c\n\n", "d e"))
    assert row.edit_s(1, 2, 3) == [2, 4, 4]


def test_that_text_pasted_between_the_halves_has_no_past() -> None:
    row = Row("a b")
    row.becomes((ONE, mark(2), mark(3, parent=1)), ("a\n\n", "many pasted words stand here\n\n", "b"))
    assert row.edit_s(1, 2, 3) == [5, 0, 5]


def test_that_a_part_whose_parent_is_not_in_the_row_has_no_past() -> None:
    row = Row("a b")
    assert row.becomes((ONE, mark(2, parent=9)), ("a\n\n", "b")) == ()


def test_that_a_merge_adds_up_and_its_undo_gives_back() -> None:
    row = Row("a\n\n", "b")
    row.becomes((mark(1, absorbed=(TWO,)),), ("ab",), removed="\n\n")
    assert row.edit_s(1, 2) == [30, 30]
    row.becomes((ONE, TWO), ("a\n\n", "b"))
    assert row.edit_s(1, 2) == [10, 20]


def test_that_the_undo_of_a_split_brings_the_parts_together() -> None:
    row = Row("a b")
    row.becomes((ONE, mark(2, parent=1)), ("a\n\n", "b"))
    row.becomes((ONE,), ("a b",), removed="\n\n")
    assert row.edit_s(1) == [10]
    row.becomes((ONE, mark(2, parent=1)), ("a\n\n", "b"))
    assert row.edit_s(1, 2) == [5, 5]


def test_that_text_left_of_a_paragraph_without_a_parent_goes_to_the_first_that_stays() -> None:
    row = Row("a\n\n", "b c")
    row.becomes((ONE,), ("a c",), removed="\n\nb")
    assert row.edit_s(1) == [30]


def test_that_a_paragraph_removed_whole_takes_its_time_along_until_it_returns() -> None:
    row = Row("a\n\n", "b\n\n", "c")
    row.becomes((ONE, THREE), ("a\n\n", "c"), removed="b\n\n")
    assert row.ledger.total().edit_ms == 40_000
    assert row.ledger.removed().edit_ms == 20_000
    row.becomes((ONE, THREE, TWO), ("a\n\n", "c\n\n", "b"))
    assert row.ledger.total().edit_ms == 60_000
    assert row.edit_s(1, 2, 3) == [10, 20, 30]


def test_that_a_paragraph_emptied_letter_by_letter_is_removed_text_though_its_id_sleeps_in_another() -> None:
    row = Row("a\n\n", "b")
    row.becomes((mark(1, absorbed=(TWO,)),), ("a\n\n",), removed="b")
    assert (row.edit_s(1), row.ledger.removed().edit_ms) == ([10], 20_000)
    row.becomes((ONE, TWO), ("a\n\n", "new"))
    assert row.edit_s(1, 2) == [10, 20]


def test_that_a_change_which_keeps_every_paragraph_is_no_row() -> None:
    row = Row("a\n\n", "b")
    assert row.becomes((TWO, ONE), ("b\n\n", "a")) == ()


_rows = st.lists(st.integers(1, 6), min_size=1, max_size=5, unique=True)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_rows, st.integers(0, 2)), min_size=1, max_size=8))
def test_that_no_change_and_no_undo_makes_or_loses_time(steps: list[tuple[list[int], int]]) -> None:
    row = Row("a b\n\n", "c d e\n\n", "f")
    whole = row.ledger.total().edit_ms
    for ids, how in steps:
        before = row.marks, row.texts
        marks = tuple(mark(one, parent=ids[0] if one != ids[0] and how else None) for one in ids)
        removed = "".join(row.texts) if how == 2 else ""
        row.becomes(marks, tuple(f"word {one} of it\n\n" for one in ids), removed)
        assert row.ledger.total().edit_ms + row.ledger.removed().edit_ms == whole
        if how == 0:
            row.becomes(*before)
            assert row.ledger.total().edit_ms + row.ledger.removed().edit_ms == whole


class Draft:
    """A real document with its ledger; ten seconds in the first paragraph, twenty in the second, and so on."""

    def __init__(self, text: str) -> None:
        self.splitter = MarkdownSplitter()
        self.document = Document.of(Fragment.of(text, TYPED), self.splitter)
        ids = [paragraph.id for paragraph in self.document.paragraphs]
        self.ledger = Ledger(Credit(0, one, Lane.EDIT, 10_000 * place) for place, one in enumerate(ids, start=1))
        self.edits: list[Edit] = []

    def replace(self, old: str, new: str, *, last: bool = False) -> None:
        text = self.document.text()
        position = text.rindex(old) if last else text.index(old)
        inserted = Fragment.of(new, TYPED)
        plan = self.document.plan(position, len(old), inserted, self.splitter)
        seq = len(self.edits) + 1
        taken = self.document.fragment(position, position + len(old))
        edit = Edit(seq, 0, 0, EditKind.TYPE, position, taken, inserted, seq, reshape=plan.reshape)
        self.edits.append(edit)
        self._apply(edit)

    def undo(self) -> None:
        self._apply(inverse(self.edits.pop(), 99, Instant(0, 0), EditKind.UNDO, 99))

    def _apply(self, edit: Edit) -> None:
        shape = edit.reshape or Reshape(0, (), ())
        begin, end = shape.index, shape.index + len(shape.removed)
        before = [paragraph.text for paragraph in self.document.paragraphs[begin:end]]
        self.document.apply(edit)
        after = [paragraph.text for paragraph in self.document.paragraphs[begin : begin + len(shape.inserted)]]
        pass_time_on(self.ledger, shape, before, after, edit.removed.text)

    def edit_s(self) -> list[int]:
        return [self.ledger.times(paragraph.id).edit_ms // 1000 for paragraph in self.document.paragraphs]


def test_that_time_follows_the_text_of_a_real_document_there_and_back() -> None:
    draft = Draft("one two three four five\n\nsecond paragraph\n\nthird one\n")
    states = [draft.edit_s()]
    for old, new, expected in (
        (" three", "\n\nthree", [4, 6, 20, 30]),
        ("\n\nsecond", " second", [4, 26, 30]),
        ("third one\n", "", [4, 26]),
        ("\n\nthree", " three", [30]),
    ):
        draft.replace(old, new)
        states.append(draft.edit_s())
        assert states[-1] == expected
    while states:
        assert draft.edit_s() == states.pop()
        if draft.edits:
            draft.undo()


def test_that_a_paragraph_cut_and_pasted_elsewhere_takes_its_time_along() -> None:
    draft = Draft("first\n\nsecond\n\nthird\n")
    draft.replace("first\n\n", "")
    assert (draft.edit_s(), draft.ledger.removed().edit_ms) == ([20, 30], 10_000)
    draft.replace("\n", "\n\nfirst\n", last=True)
    assert (draft.edit_s(), draft.ledger.removed().edit_ms) == ([20, 30, 10], 0)
