"""What follows a paste: the page behind the plain words is read, and the writer is asked whose they are.

The plain text stands in the draft at once. The worker makes Markdown of what the clipboard had besides, and when that
comes it takes the place of the plain words, if they are still as they came; without a worker they simply stay.
"""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QObject

from editor.core.declaring import Whose, first_open, is_open, open_stretch
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.core.rewriting import without_passing
from editor.core.runs import Fragment, model_origins
from editor.core.unseen import REACH, unseen_within
from editor.core.without_unseen import without
from editor.core.words import piece_words
from editor.protocol import intake_messages as wire
from editor.protocol.messages import Failed
from editor.session.draft_session import Act, DraftSession
from editor.session.stretch import Stretch
from editor.ui.clipboard import Pasted, whose_words
from editor.ui.whose_line import Question, WhoseLine
from editor.ui.workbench import Workbench

_BLOCK = re.compile(r"#{1,6} |[-*+] |\d+\. |> |```|\||\$\$|---\n")
_LEAST_WORDS = 3
"""A name or a number is put in without a question."""


class PasteFlow(QObject):
    def __init__(self, bench: Workbench, line: WhoseLine) -> None:
        super().__init__(line)
        self._bench = bench
        self._line = line
        self._asked: tuple[DraftSession, Stretch] | None = None
        line.answered.connect(self._answered)
        line.cleaning_wanted.connect(self._clean)

    def pasted(self, pasted: object) -> None:
        session, draft = self._bench.session, self._bench.draft
        if session is None or draft is None or not isinstance(pasted, Pasted):
            return
        draft.sync_soon()
        stretch = Stretch(pasted.start, pasted.start + len(pasted.fragment.text), pasted.seq)
        self._question(session, stretch, pasted.fragment)
        if pasted.to_be_read and (pasted.html or not pasted.fragment.text.isascii()):
            path = str(draft.text_path) if draft.text_path else ""
            self._bench.ask(
                lambda ident: wire.ReadPaste(ident, pasted.fragment.text, pasted.html, path),
                partial(self._read, session, stretch, pasted),
                failed=partial(self._not_read, pasted),
            )

    # What the worker made of it.

    def _read(self, session: DraftSession, stretch: Stretch, pasted: Pasted, answer: wire.PasteRead) -> None:
        if session is not self._bench.session:
            return
        here = stretch.followed(session)
        present = session.document.fragment(here.start, here.stop)
        if answer.text != pasted.fragment.text:
            if present.text != pasted.fragment.text:
                self._bench.say("The words were changed before their formatting could be read; they stay plain.")
                return
            here = self._put(session, here, pasted, Fragment.of(answer.text, _origin_of(present, pasted)))
        if answer.said:
            self._bench.say(" ".join(answer.said))
        is_asking = not self._line.isHidden() and self._asked is not None
        if is_asking or not pasted.fragment.text:  # a page without plain text brings its first words now
            self._question(session, here, session.document.fragment(here.start, here.stop))

    def _put(self, session: DraftSession, here: Stretch, pasted: Pasted, fragment: Fragment) -> Stretch:
        """Where nothing was done since, the plain words are taken back first, as if they had never been there: one undo
        is then enough, and no paragraph is marked for what it held for a moment."""
        view = self._bench.view
        since = session.history.edits_after(pasted.seq - 1)
        start, removed = here.start, here.stop - here.start
        if pasted.fragment.text and len(since) == 1:
            view.bridge.show(session.undo(by_hand=False))
            start, removed = since[0].position, len(since[0].removed.text)
        stop = start + removed if len(since) <= 1 else len(session.document)  # what was typed on goes on
        fragment = _set_apart(session.document, start, stop, fragment)
        seq = session.recorder.next_n
        end = view.bridge.perform(start, removed, fragment, Act(EditKind.PASTE, by_hand=False))
        if len(since) <= 1:
            view.place_caret(end)
        else:
            self._unmark(session, since[0], seq)
        return Stretch(start, start + len(fragment.text), seq)

    def _unmark(self, session: DraftSession, paste: Edit, seq: int) -> None:
        """Takes from the paragraphs around a paste what they were marked for while its plain words stood in them."""
        row = session.document.paragraphs
        passing = model_origins(paste.inserted.text, paste.inserted.runs)
        for before in paste.reshape.removed if paste.reshape else ():
            if row.has(before.id) and not before.replaced:  # else the way back to the writer's own text is gone
                mark = without_passing(before, row[row.index_of(before.id)], passing)
                self._bench.view.bridge.show(session.set_mark(mark, by_hand=False, group=seq))

    def _not_read(self, pasted: Pasted, failure: Failed) -> None:
        if pasted.html:
            self._bench.say(f"Pasted as plain text. {failure.title}. {failure.detail}".strip())

    # Whose words they are.

    def _question(self, session: DraftSession, stretch: Stretch, fragment: Fragment) -> None:
        words, hidden = piece_words(fragment.text), len(_unseen_in(session.document, stretch.start, stretch.stop))
        if not words and not hidden:
            return
        open_words = [run for run in fragment.runs if is_open(run.origin)]
        count = f"Pasted {words:,} word{'' if words == 1 else 's'}"
        if (not open_words or words < _LEAST_WORDS) and not hidden:
            self._line.dismiss()
            self._bench.say(f"{count}: {whose_words(fragment.runs)}.")
            return
        self._asked = session, stretch
        self._line.ask(Question(f"{count}{_evidence(fragment)}. Whose?", _taken_for(fragment), hidden), self._bench.view)

    def ask_here(self) -> None:
        """Asks about the selection, or the words around the caret whose origin is open; for as long as it takes."""
        session, view = self._bench.session, self._bench.view
        if session is None:
            return
        start, stop = view.selection()
        if start == stop:
            start, stop = open_stretch(session.document, view.caret)
        self._ask_about(session, start, stop)

    def ask_about(self, ident: int) -> None:
        """The same about a paragraph: the words around the caret, if it is there, or else the first that are open."""
        session, view = self._bench.session, self._bench.view
        paragraph = self._bench.paragraph(ident)
        found = first_open(paragraph) if paragraph is not None else None
        if session is None or found is None:
            return
        begin = session.document.paragraphs.start(session.document.paragraphs.index_of(ident))
        here = open_stretch(session.document, view.caret)
        if here[0] == here[1] or (current := view.current()) is None or current[1].id != ident:
            here = begin + found[0], begin + found[1]
            view.select(*here)
        self._ask_about(session, *here)

    def _ask_about(self, session: DraftSession, start: int, stop: int) -> None:
        fragment = session.document.fragment(start, stop)
        hidden = len(_unseen_in(session.document, start, stop))
        if not hidden and not any(is_open(run.origin) for run in fragment.runs):
            known = whose_words(fragment.runs)
            self._bench.say(
                f"It is known whose these words are: {known}."
                if known
                else "No words here wait for an answer. Select some."
            )
            return
        words = piece_words(fragment.text)
        said = f"{words:,} word{'' if words == 1 else 's'}{_evidence(fragment)}. Whose?"
        self._asked = session, Stretch(start, stop, session.recorder.next_n - 1)
        question = Question(said, _taken_for(fragment), hidden, stays=True)
        self._line.ask(question, self._bench.view)

    def dismiss(self) -> bool:
        """Lets an open question go; False where there is none."""
        if self._line.isHidden():
            return False
        self._line.dismiss()
        return True

    def _answered(self, whose: object) -> None:
        here = self._here()
        if here is None or not isinstance(whose, Whose):
            return
        session, stretch = here
        view = self._bench.view
        changes = session.say_whose(stretch.start, stretch.stop, whose)
        view.bridge.show(changes)
        said = {Whose.MINE: "yours", Whose.MODEL: "a model's", Whose.QUOTATION: "a quotation"}[whose]
        self._bench.say(f"Noted: {said}. Undo takes it back." if changes.edits else "That is what they count as already.")

    def _clean(self) -> None:
        here = self._here()
        if here is None:
            return
        session, stretch = here
        old = session.document.fragment(stretch.start, stretch.stop)
        places = _unseen_in(session.document, stretch.start, stretch.stop)
        if places:
            low, high = places[0], places[-1] + 1
            new = without(old.slice(low, high), [place - low for place in places])
            act = Act(EditKind.TOOL)
            self._bench.view.bridge.perform(stretch.start + low, high - low, new, act)
        what, they = ("character", "it") if len(places) == 1 else ("characters", "them")
        self._bench.say(f"Removed {len(places):,} unseen {what}. Undo brings {they} back.")

    def _here(self) -> tuple[DraftSession, Stretch] | None:
        if self._asked is None or self._asked[0] is not self._bench.session:
            return None
        session, stretch = self._asked
        return session, stretch.followed(session)


def _unseen_in(document: Document, start: int, stop: int) -> tuple[int, ...]:
    """As the page shows them: by what stands beside the words as well. In code points from `start`."""
    low = max(0, start - REACH)
    around = document.fragment(low, min(len(document), stop + REACH)).text
    return unseen_within(around, start - low, stop - low)


def _set_apart(document: Document, start: int, stop: int, fragment: Fragment) -> Fragment:
    """With the blank lines around it that blocks of Markdown need, where it is to stand within other text."""
    text = fragment.text
    if "\n\n" not in text and not _BLOCK.match(text):
        return fragment
    before = document.fragment(max(0, start - 2), start).text
    after = document.fragment(stop, min(len(document), stop + 2)).text
    above = "" if not before or before.endswith("\n\n") or before == "\n" else "\n" if before.endswith("\n") else "\n\n"
    below = "" if not after or after.startswith("\n\n") or after == "\n" else "\n" if after.startswith("\n") else "\n\n"
    first, last = fragment.runs[0].origin, fragment.runs[-1].origin
    return Fragment.of(above, first) + fragment + Fragment.of(below, last)


def _origin_of(present: Fragment, pasted: Pasted) -> Origin:
    """Of the words as they are now: they may have been answered for meanwhile."""
    return (present.runs or pasted.fragment.runs or Fragment.of("x", Origin(OriginKind.PASTED)).runs)[0].origin


def _taken_for(fragment: Fragment) -> Whose | None:
    kinds = {run.origin.kind for run in fragment.runs if is_open(run.origin)}
    if kinds == {OriginKind.MODEL}:
        return Whose.MODEL
    if kinds and kinds <= OWN_KINDS:
        return Whose.MINE
    return Whose.QUOTATION if any(run.origin.purpose == "quotation" for run in fragment.runs) else None


def _evidence(fragment: Fragment) -> str:
    """Where the words come from, as far as the clipboard said."""
    sources = {run.origin.provider or run.origin.source for run in fragment.runs if is_open(run.origin)} - {""}
    if not sources:
        return ""
    shown = min(sources)
    name = shown.partition("://")[2].partition("/")[0] or shown
    return f" from {name}" + (", taken for a model's" if _taken_for(fragment) is Whose.MODEL else "")
