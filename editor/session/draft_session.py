"""An open draft: its document, history, minutes, remarks and journal, behind plain calls.

The window tells the session what the writer did; the session works out what it means, writes it to the journal, and
returns what changed. It knows no widget, no database and no model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from editor.core.activity import EvidenceKind
from editor.core.changes import Changes
from editor.core.clock import Clock, Instant
from editor.core.closing import closed
from editor.core.credits import LedgerRow
from editor.core.declaring import Whose, reshaped, said_of
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.errors import EditRefused
from editor.core.history import History
from editor.core.inheritance import pass_time_on
from editor.core.ledger import Times
from editor.core.marks import Mark, Reshape
from editor.core.origins import OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.reshaping import Splitter
from editor.core.rows import edit_row
from editor.core.runs import Fragment
from editor.core.weaving import Change, replaced, woven
from editor.session.attachments import Attachments
from editor.session.claim_book import ClaimBook
from editor.session.measures import Measures
from editor.session.pads import Association, Pads
from editor.session.plan_book import PlanBook
from editor.session.recorder import Recorder
from editor.session.reference_book import ReferenceBook
from editor.session.remark_book import RemarkBook
from editor.session.source_book import SourceBook
from editor.session.timekeeper import Timekeeper
from editor.session.titles import Titles
from editor.session.vouches import Vouches


@dataclass(frozen=True, slots=True)
class Act:
    """How a change came about."""

    kind: EditKind = EditKind.TYPE
    by_hand: bool = True
    """False for a key that repeats by itself and for what the program does: no minutes are earned."""
    group: int | None = None
    """The group to undo it with; None lets the history decide."""


TYPING = Act()


class DraftSession:
    def __init__(
        self,
        document: Document,
        recorder: Recorder,
        clock: Clock,
        splitter: Callable[[], Splitter],
        history: History | None = None,
    ) -> None:
        """`splitter` loads the Markdown parser the first time it is called."""
        self.document = document
        self.recorder = recorder
        self.clock = clock
        self.history = history or History()
        self.measures = Measures(document)
        self.time = Timekeeper(recorder, clock, document.next_id)
        self.pads = Pads(recorder, clock)
        self.attachments = Attachments(recorder, clock)
        self.remarks = RemarkBook(self.attachments)
        self.claims = ClaimBook(self.attachments, clock)
        self.sources = SourceBook(self.attachments)
        self.vouches = Vouches(self.attachments)
        self.titles = Titles(self.attachments)
        self.references = ReferenceBook(self.attachments)
        self.plans = PlanBook(self.attachments)
        self._splitter = splitter

    # What the writer does to the text.

    def change(self, position: int, removed: int, inserted: Fragment, act: Act = TYPING) -> Changes:
        """Replaces `removed` code points at `position`. Raises EditRefused where they do not exist.

        Where a model's words are pasted over a passage, or the program replaces one, only what is otherwise is
        replaced: what stays as it was stays whose it was.
        """
        weave = _weaving(inserted, act.kind) if removed and inserted.text else None
        if weave is not None:
            passage = self.document.fragment(position, position + removed)
            return self._weave(position, weave(passage.text, inserted), act)
        return self._change(position, removed, inserted, act)

    def closed_words(self, words: Fragment) -> Fragment:
        """The words as they can stand before a paragraph that is to stay one of its own."""
        return closed(words, self._splitter())

    def _weave(self, position: int, parts: tuple[Change, ...], act: Act) -> Changes:
        made = Changes()
        for part in parts:
            made += self._change(position + part.start, part.removed, part.inserted, act)
            act = replace(act, by_hand=False, group=made.edits[0].group)  # it was one act, and one undo takes it back
        return made

    def _change(self, position: int, removed: int, inserted: Fragment, act: Act) -> Changes:
        if not removed and not inserted.text:
            return Changes()
        now = self.clock.now()
        plan = self.document.plan(position, removed, inserted, self._splitter())
        seq = self.recorder.next_n
        edit = Edit(
            seq=seq,
            wall_ms=now.wall_ms,
            offset_min=now.offset_min,
            kind=act.kind,
            position=position,
            removed=plan.removed,
            inserted=inserted,
            group=seq,
            reshape=plan.reshape,
        )
        group = self.history.group_for(edit) if act.group is None else act.group
        return self._take((replace(edit, group=group),), act.by_hand, now)

    def set_mark(self, mark: Mark, *, by_hand: bool = True, group: int | None = None) -> Changes:
        """Gives a paragraph another mark of the same id, as its writer says; no character changes.

        With a `group`, the seq of an edit, it is undone together with that, and nobody said anything.
        Raises EditRefused where there is no such paragraph.
        """
        row = self.document.paragraphs
        if not row.has(mark.id):
            raise EditRefused("The paragraph is no longer there", "Nothing was changed.")
        index, now = row.index_of(mark.id), self.clock.now()
        if row[index].mark == mark:
            return Changes()
        seq = self.recorder.next_n
        reshape = Reshape(index, (row[index].mark,), (mark,))
        place = row.start(index)
        nothing = Fragment()
        kind = EditKind.TOOL
        edit = Edit(seq, now.wall_ms, now.offset_min, kind, place, nothing, nothing, group or seq, reshape=reshape)
        return self._take((edit,), by_hand, now)

    def say_whose(self, start: int, stop: int, whose: Whose) -> Changes:
        """The writer's word on text[start:stop], code points. Nothing is changed where it decides nothing.

        Raises EditRefused where the stretch does not exist.
        """
        if not 0 <= start <= stop <= len(self.document):
            raise EditRefused("The words lie outside the text")
        old = self.document.fragment(start, stop)
        new = Fragment(old.text, said_of(old.runs, whose))
        if new == old:
            return Changes()
        now = self.clock.now()
        seq = self.recorder.next_n
        edit = Edit(
            seq=seq,
            wall_ms=now.wall_ms,
            offset_min=now.offset_min,
            kind=EditKind.WHOSE,
            position=start,
            removed=old,
            inserted=new,
            group=seq,
            reshape=reshaped(self.document, start, stop, new),
        )
        return self._take((edit,), False, now)

    def undo(self, *, by_hand: bool = True) -> Changes:
        now = self.clock.now()
        return self._take(self.history.undo(self.recorder.next_n, now), by_hand, now)

    def redo(self) -> Changes:
        now = self.clock.now()
        return self._take(self.history.redo(self.recorder.next_n, now), True, now)

    def _take(self, edits: tuple[Edit, ...], by_hand: bool, now: Instant) -> Changes:
        if not edits:
            return Changes()
        self.recorder.prepare()
        if any(edit.reshape for edit in edits):
            self.time.reckon()  # while the page and the paragraphs still are what was worked in
        touched: dict[int, int] = {}
        passed_on: list[LedgerRow] = []
        remarks = reshaped = False
        for edit in edits:
            row = self.document.paragraphs
            first = edit.reshape.index if edit.reshape else row.find(edit.position)[0]
            before = row[first : first + (len(edit.reshape.removed) if edit.reshape else 1)]
            at = edit.position - row.start(first)
            self.document.apply(edit)
            self.history.record(edit)
            self.recorder.record("edit", edit_row(edit))
            count = len(edit.reshape.inserted) if edit.reshape else 1
            after = row[first : first + count]
            remarks |= self.remarks.follow(edit, before, after, at)
            remarks |= self.claims.follow(edit, before, after, at)
            reshaped |= edit.reshape is not None
            passed_on += self._reckon(edit, before, after)
            size = len(edit.removed.text) + len(edit.inserted.text)
            for item in after:
                touched[item.id] = touched.get(item.id, 0) + max(1, size // len(after))
        self.time.earn(passed_on)
        if by_hand:
            living = tuple((ident, size) for ident, size in touched.items() if self.document.paragraphs.has(ident))
            self.time.note(EvidenceKind.WRITE, living, now)
        return Changes(edits, tuple(touched), reshaped, remarks)

    def _reckon(self, edit: Edit, before: Iterable[Paragraph], after: Iterable[Paragraph]) -> Sequence[LedgerRow]:
        """Carries minutes and counts over where paragraphs came and went."""
        self.measures.changed(after)
        if edit.reshape is None:
            return ()
        living = {item.id for item in after}
        for item in before:
            if item.id not in living:
                self.measures.forget(item.id)
        old, new = [item.text for item in before], [item.text for item in after]
        return pass_time_on(self.time.ledger, edit.reshape, old, new, edit.removed.text)

    # What else the writer does.

    def read(self) -> None:
        """The caret was moved, text selected or the page scrolled, by the writer's hand."""
        self.time.note(EvidenceKind.READ, (), self.clock.now())

    def wrote_in_pad(self, paragraph: int, characters: int) -> None:
        self.time.note(EvidenceKind.PAD, ((paragraph, characters),), self.clock.now())

    def times(self, paragraph: int) -> Times:
        return self.time.ledger.times(paragraph)

    def pad_turns(self, paragraph: int) -> tuple[Association, ...]:
        """Of its pad, with those of the paragraphs that were merged into it: their minutes are its own, too."""
        home = self.time.ledger.resolve
        return self.pads.of(home(paragraph), home)

    def remember_caret(self, position: int) -> None:
        """Where to pick up next time, in code points; nothing is begun for the sake of it."""
        if self.recorder.begun:
            self.recorder.record("caret", {"position": position})


def _weaving(inserted: Fragment, kind: EditKind) -> Callable[[str, Fragment], tuple[Change, ...]] | None:
    """How words are put in the place of others; None where they take all of it."""
    kinds = {run.origin.kind for run in inserted.runs}
    if kind is EditKind.PASTE and kinds == {OriginKind.MODEL}:
        return woven
    return replaced if kind is EditKind.TOOL and kinds == {OriginKind.TOOL} else None
