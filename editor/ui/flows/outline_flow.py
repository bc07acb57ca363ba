"""The outline is worked out anew when the hands rest, a piece at a time: the next key never waits for a long draft."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from editor.ui.flows.planned_entries import with_plans
from editor.ui.outline import Outline, OutlineEntry, OutlineMode
from editor.ui.workbench import Workbench

_REST_MS = 350


class OutlineFlow(QObject):
    def __init__(self, bench: Workbench, outline: Outline) -> None:
        super().__init__(outline)
        self._bench = bench
        self.outline = outline
        self._written: tuple[OutlineEntry, ...] = ()
        self._pieces: Iterator[tuple[OutlineEntry, ...] | None] = iter(())
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.begin)
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._go_on)
        outline.mode_chosen.connect(self.begin)

    def changed(self) -> None:
        """The draft, or what is known of it, is another one."""
        self._next.stop()
        self._rest.start()

    def begin(self) -> None:
        """Works it out from now on; the first piece at once, which is all of a short draft."""
        facts = self._bench.facts
        if facts is not None and self.outline.isVisible():
            self._pieces = facts.outline(self.outline.mode is OutlineMode.HEADINGS)
            self._next.start()
            self._go_on()

    def _go_on(self) -> None:
        entries = next(self._pieces, None)
        if entries is None:
            return
        self._next.stop()
        self._written = entries
        if not self.outline.is_written_in:  # else it is shown when that has ended
            self.show_planned()

    def show_planned(self) -> None:
        """Puts what is planned between what is written, as it was when that was worked out last."""
        session = self._bench.session
        if session is None:
            return
        self.outline.show_entries(with_plans(self._written, session))
        here = self._bench.view.current()
        self.outline.set_current(here[1].id if here else None)
