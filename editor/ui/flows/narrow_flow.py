"""What the writer keeps back: models that an essay does not allow, and paragraphs that are never sent.

What is shown as kept back is what the worker has written down; until it has, nothing is shown. Words that the writer
cuts or copies out of a paragraph that is never sent, and puts into another one, take its lock along.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from editor.core.changes import Changes
from editor.core.narrowing import Narrowing, narrowing_from
from editor.core.respaced import squeezed
from editor.core.runs import Fragment
from editor.protocol import model_messages as wire
from editor.session.open_draft import OpenDraft
from editor.ui.dialogs.narrow_dialog import AllowedModels, NarrowDialog, NarrowView
from editor.ui.margin_notes import MarginNotes
from editor.ui.workbench import Workbench

_OF_ANOTHER = (
    "This paragraph was split from one that is never sent, or holds words of it, and goes with it. Allow that one first."
)


_RECENT = 20
"""Copies that are remembered."""


@dataclass(frozen=True, slots=True)
class _Copied:
    words: str
    kept_here: tuple[str, ...]
    """What of it stood in paragraphs that are never sent."""


class NarrowFlow(QObject):
    """Signals:
    changed_here: other paragraphs than before are never sent; without a value.
    allowed_changed: the writer has said which models are allowed; without a value.
    """

    changed_here = Signal()
    allowed_changed = Signal()

    def __init__(self, bench: Workbench, margins: MarginNotes, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._margins = margins
        self._window = window
        self._known: Narrowing | None = None
        """None while it is not known what this draft allows."""
        self._of: OpenDraft | None = None
        self._wished = 0
        """The paragraph that is to be kept back, or no longer, as soon as it is known."""
        self._copies: deque[_Copied] = deque(maxlen=_RECENT)
        bench.clipboard.on_copied = self._copied

    def opened(self) -> None:
        """Another draft, or the same one in the hands of another worker."""
        self._known = None
        draft = self._bench.draft
        if draft is not self._of:
            self._of, self._wished = draft, 0
        if draft is not None and draft.exists:
            self._bench.ask(wire.ReadNarrowing, self._came, failed=lambda _failure: None)
        else:
            self._show(Narrowing())

    def changed(self, changes: Changes) -> None:
        """What is split from a paragraph that is never sent goes with it, and so does what was copied out of it."""
        if self._known is None or not self._known.never_sent:
            return
        if changes.reshaped:
            self._show(self._known)
        held = set(self._holding(changes)) - self._bench.kept_here
        if held:
            self._keep(replace(self._known, never_sent=self._known.never_sent | held))

    def _copied(self, fragment: Fragment) -> None:
        """Of the draft's own words only: they are marked when they are copied, cut or dragged."""
        session, (start, stop) = self._bench.session, self._bench.view.selection()
        if session is None or not self._bench.kept_here or session.document.fragment(start, stop) != fragment:
            return
        row, parts = session.document.paragraphs, []
        for index in range(row.find(start)[0], row.find(stop)[0] + 1):
            begin = row.start(index)
            part = squeezed(row[index].text[max(0, start - begin) : max(0, stop - begin)])
            if part and row[index].id in self._bench.kept_here:
                parts.append(part)
        if parts:
            self._copies.append(_Copied(squeezed(fragment.text), tuple(parts)))

    def _holding(self, changes: Changes) -> Iterable[int]:
        """The changed paragraphs that hold such words since; what undo brings back was judged before."""
        session = self._bench.session
        put_in = {squeezed(edit.inserted.text) for edit in changes.edits if edit.reverses is None}
        parts = {part for one in self._copies if one.words in put_in for part in one.kept_here}
        if session is None or not parts:
            return
        for ident in changes.touched:
            if session.document.paragraphs.has(ident):
                words = squeezed(session.document.paragraphs.by_id(ident).text)
                if any(part in words for part in parts):
                    yield ident

    def show_here(self, action: QAction) -> None:
        """Ticks the menu's line where the caret's paragraph is never sent."""
        here = self._bench.view.current()
        action.setChecked(here is not None and here[1].id in self._bench.kept_here)

    def toggle(self) -> None:
        """Never send the caret's paragraph, or let it be sent again."""
        here, session = self._bench.view.current(), self._bench.session
        if here is None or session is None:
            return
        if self._known is None:
            self._of, self._wished = self._bench.draft, here[1].id
            self._bench.say("The helper process is getting ready; then it is done.")
            return
        self._toggle(here[1].id)

    def _toggle(self, ident: int) -> None:
        session = self._bench.session
        if session is None or self._known is None or not session.document.paragraphs.has(ident):
            return
        row = session.document.paragraphs
        if ident not in self._bench.kept_here:
            self._keep(replace(self._known, never_sent=self._known.never_sent | {ident}))
        elif (without := self._known.without(row, ident)) is not None:
            self._keep(without)
        else:
            self._bench.say(_OF_ANOTHER)

    def open(self) -> None:
        """Asks which models this essay allows."""
        self._bench.ask(wire.ListConnections, self._choose)

    def _choose(self, answer: wire.Connections) -> None:
        known = self._known
        if known is None:
            self._bench.say("It is not known yet what this essay allows. Try again in a moment.")
            return
        everything = tuple(
            AllowedModels(one.connection, one.title, one.allowed, _allowed(known, one.connection))
            for one in answer.connections
        )
        dialog = NarrowDialog(NarrowView(everything, known.others, known.local_only), self._bench.theme, self._window)
        dialog.chosen.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, view: NarrowView) -> None:
        if self._known is None:
            return
        listed = {one.connection for one in view.connections}
        models = {name: models for name, models in self._known.models.items() if name not in listed}
        models |= {one.connection: one.allowed for one in view.connections if one.allowed is not None}
        self._keep(Narrowing(models, view.others, view.local_only, self._known.never_sent))

    def _keep(self, wanted: Narrowing) -> None:
        if self._bench.session is not None:
            self._bench.session.recorder.prepare()  # it is kept in the draft, which may not have begun
        row = wanted.row()
        never = tuple(row["never_sent"])
        self._bench.ask(
            lambda ident: wire.Narrow(ident, row["models"], wanted.others, wanted.local_only, never), self._kept
        )

    def _kept(self, state: wire.NarrowingState) -> None:
        before = self._bench.kept_here
        self._came(state)
        if self._bench.kept_here - before:
            self._bench.say("This paragraph is never sent to a model, local ones included.")
        elif before - self._bench.kept_here:
            self._bench.say("This paragraph may be sent again, if you say yes to it.")
        else:
            self._bench.say("Kept. This essay asks no other models.")
            self.allowed_changed.emit()

    def _came(self, state: wire.NarrowingState) -> None:
        row = {"models": state.models, "others": state.others, "local_only": state.local_only}
        self._show(narrowing_from({**row, "never_sent": list(state.never_sent)}))

    def _show(self, known: Narrowing) -> None:
        self._known = known
        session, before = self._bench.session, self._bench.kept_here
        row = session.document.paragraphs if session is not None else ()
        self._bench.kept_here = known.kept_here(row)
        if self._bench.facts is not None:
            self._bench.facts.kept_here = self._bench.kept_here
        if differing := before ^ self._bench.kept_here:
            self._margins.refresh(tuple(differing))
            self.changed_here.emit()
        wished, self._wished = self._wished, 0
        if wished:
            self._toggle(wished)


def _allowed(known: Narrowing, connection: str) -> frozenset[str] | None:
    if connection in known.models:
        return known.models[connection]
    return None if known.others else frozenset()
