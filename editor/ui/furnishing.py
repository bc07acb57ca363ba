"""What the window gets after its first paint: menus, outline, desk, status line, and the wires between them.

Made in steps that each stay under the length of a frame, so that the first keys find an idle window.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from editor.protocol import messages as wire
from editor.session.open_draft import OpenDraft
from editor.ui.actions import Actions, build_menus
from editor.ui.beside import Beside
from editor.ui.change_bus import Change
from editor.ui.choices import Choices
from editor.ui.commands import Commands
from editor.ui.desk.claims_panel import ClaimsPanel
from editor.ui.desk.desk import Desk, DeskHeading, DeskTab
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.time_panel import TimePanel
from editor.ui.desk.versions_panel import VersionsPanel
from editor.ui.facts import title_of
from editor.ui.find_bar import FindBar
from editor.ui.flows.attach_flow import AttachFlow
from editor.ui.flows.claims_flow import ClaimsFlow
from editor.ui.flows.critics_room import CriticsRoom
from editor.ui.flows.evidence_flow import EvidenceFlow
from editor.ui.flows.export_flow import ExportFlow
from editor.ui.flows.find_flow import FindFlow
from editor.ui.flows.full_pad import FullPad
from editor.ui.flows.import_flow import ImportFlow
from editor.ui.flows.keeping import Keeping
from editor.ui.flows.outline_flow import OutlineFlow
from editor.ui.flows.outside_flow import OutsideFlow
from editor.ui.flows.pad_flow import PadFlow
from editor.ui.flows.paste_flow import PasteFlow
from editor.ui.flows.record import Record
from editor.ui.flows.saving_flow import SavingFlow
from editor.ui.flows.spending_flows import SpendingFlows
from editor.ui.flows.start_flow import StartFlow
from editor.ui.flows.status_flow import StatusFlow
from editor.ui.flows.time_flow import TimeFlow
from editor.ui.flows.titles_flow import TitlesFlow
from editor.ui.flows.venue_judging import VenueJudging
from editor.ui.flows.versions_flow import VersionsFlow
from editor.ui.flows.vouch_flow import VouchFlow
from editor.ui.help import Help
from editor.ui.main_window import MainWindow
from editor.ui.outline import Outline
from editor.ui.status_line import StatusLine
from editor.ui.venue import load_profiles, make_facts
from editor.ui.whose_line import WhoseLine
from editor.ui.worker_client import WorkerClient
from editor.ui.zones import Zones

_FOLLOW_MS = 400
"""The desk follows the caret after this much rest."""
_TWICE_MS = 1_000
"""Two Escapes within this time are one wish: stop."""


class Furnishing(QObject):
    """Builds and owns everything but the page."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = self._window = window
        self._bench = window.bench
        self.client = WorkerClient(self)
        self._bench.client = self.client
        self._steps = self._build()
        self._follow = self._timer(_FOLLOW_MS, self._caret_rested)
        self._desk_paragraph = 0
        self._escaped_ms = -_TWICE_MS
        self.ready: Callable[[], object] = lambda: None

    def _timer(self, ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(act)
        return timer

    def begin(self) -> None:
        """Builds one part, lets the window breathe, and goes on."""
        if next(self._steps, None) is None:
            self.ready()
        else:
            QTimer.singleShot(0, self.begin)

    def finish(self) -> None:
        """Builds what is left at once; for tests and the self-test."""
        for _ in self._steps:
            pass
        self.ready()

    def _build(self) -> Iterator[int]:
        window, bench = self._window, self._bench
        trouble = load_profiles(bench)
        window.make_facts = partial(make_facts, window)
        window.make_facts()
        if trouble:
            bench.say(trouble)
        yield 1
        self.status = StatusLine(bench.theme, window)
        self.status_flow = StatusFlow(bench, self.status)
        window.put_status(self.status)
        yield 2
        self.desk = Desk(bench.theme, window)
        window.put_right(self.desk)
        yield 3
        self.outline = Outline(bench.theme, window)
        self.outlining = OutlineFlow(bench, self.outline)
        window.put_left(self.outline)
        yield 4
        yield from self._build_panels()
        self.find_bar = FindBar(bench.theme, window)
        self.find_bar.hide()
        self.find = FindFlow(bench, self.find_bar)
        window.put_above_status(self.find_bar)
        self.export = ExportFlow(bench, window)
        self.record = Record(bench, window.files, window)
        self.judging = VenueJudging(bench, self.desk, window.marks, self.record.card)
        self.saving = SavingFlow(bench, window.files, window)
        self.importing = ImportFlow(bench, window.files, window)
        self.outside = OutsideFlow(bench)
        self.spending = SpendingFlows(bench, self.desk, window)
        self.whose = WhoseLine(bench.theme, window)
        window.put_over_page(self.whose)
        self.pasting = PasteFlow(bench, self.whose)
        self.help = Help(bench, window)
        self.keeping = Keeping(bench, self.client, window)
        self.attaching = AttachFlow(bench, self.keeping.copies, window)
        yield 9
        self.menus: Actions = build_menus(window, Commands(self).table())
        panels = (self.desk, self.outline, self.status, self.find_bar, self.whose, self.beside.relay.line)
        self.choices = Choices(window, self.menus, panels, self._profile_chosen)
        yield 10
        self._wire()
        self._show_zones()
        if bench.draft is not None:
            self._opened(bench.draft)
        self.client.start()
        gc.collect()
        gc.freeze()  # what stands now stays: looking through it for garbage would stop the hands for 30 ms
        gc.enable()

    def _build_panels(self) -> Iterator[int]:
        bench = self._bench
        self.critics = CriticsRoom(bench, self.desk, self._window)
        self.critique, self.price = self.critics.critique, self.critics.price
        self.desk.put_panel(DeskTab.CRITIQUE, self.critics.panel)
        self.desk.show_tab(DeskTab.CRITIQUE)
        yield 5
        pad = PadPanel(bench.theme, bench.clock, self.desk)
        self.pad = PadFlow(bench, pad, self.desk)
        self.full_pad = FullPad(self._window, self.desk, pad)
        pad.left.connect(self._to_draft)
        self.desk.put_panel(DeskTab.PAD, pad)
        yield 6
        versions = VersionsPanel(bench.theme, self.desk)
        self.versions = VersionsFlow(bench, versions)
        self.desk.put_panel(DeskTab.VERSIONS, versions)
        yield 7
        times = TimePanel(bench.theme, self.desk)
        self.times = TimeFlow(bench, times)
        self.desk.put_panel(DeskTab.TIME, times)
        claims = ClaimsPanel(bench.theme, self.desk)
        self.claims = ClaimsFlow(bench, claims, self.desk)
        self.desk.put_panel(DeskTab.CLAIMS, claims)
        self.vouching = VouchFlow(bench, self._window)
        self.titles = TitlesFlow(bench, self._window)
        self.evidence = EvidenceFlow(bench, self._window)
        self.start = StartFlow(bench, self.desk, self._window.files)
        yield 8
        self.beside = Beside(bench, self.desk, self.outlining, self.critique, self._window.put_over_page)

    # Wires.

    def _wire(self) -> None:
        window, bench = self._window, self._bench
        self.zones = Zones(window, self.outline, self.desk, self.menus)
        self.client.open_draft = lambda: bench.draft.draft_id if bench.draft else ""
        self.client.started.connect(self._attach)
        self.client.started.connect(self.importing.begin)
        self.attaching.attached.connect(self._attached)
        self.attaching.attached.connect(lambda _answer: self.record.annotations.opened())
        self.attaching.attached.connect(lambda _answer: self.evidence.refresh())
        self.client.folded.connect(self.status_flow.folded)
        self.client.folded.connect(self.keeping.whole.folded)
        self.client.mended.connect(self.keeping.whole.mended)
        self.client.mended.connect(window.files.show_mended)
        bench.bus.changed.connect(self._changed)
        window.files.leaving.connect(self.pad.end_turn)
        window.files.opened.connect(self._opened)
        window.files.detach = self._ask_to_detach
        window.busy = lambda: any(one.asks_a_model() for one in (self.critics, self.beside, self.pad.context))
        window.room_changed.connect(self._show_zones)
        window.came_to_front.connect(self.outside.look)
        for zone in (self.desk, self.outline, bench.view):
            back = QShortcut(QKeySequence(Qt.Key.Key_Escape), zone)
            back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            back.activated.connect(self._escaped)
        bench.view.caret_moved.connect(self._follow.start)
        bench.view.zoom_changed.connect(lambda _percent: bench.view.update_margins())
        bench.view.pasted.connect(self.pasting.pasted)
        self.record.card.ask_whose = self.pasting.ask_about
        bench.view.file_dropped.connect(window.files.open)
        self.outline.chosen.connect(self._go)
        self.desk.tab_chosen.connect(lambda _tab: self._show_here())
        self.desk.pinned.connect(lambda pinned: None if pinned else self._follow_caret())
        self.critique.remarks_changed.connect(self._remarks_changed)
        self.critique.on_agreeing(lambda paragraph: self.versions.keep("Before the revision", paragraph, quietly=True))
        self.versions.counted.connect(self._remarks_changed)
        self.claims.changed.connect(self._said_of)
        self.vouching.changed.connect(self._said_of)
        self.start.connect_wanted.connect(self.spending.model.open)
        self.spending.on_models_changed(self.critique.load_critics, self.pad.model.models.load)
        beside = (self.beside.proposals, self.beside.relay, self.titles.asking, self.claims.sources)
        for asking in (self.critics, self.pad.model, *beside):
            asking.call_ended.connect(self.spending.budget.refresh)
            asking.call_ended.connect(self.judging.said)
            asking.call_ended.connect(self.evidence.refresh)
        self.status.origin_pressed.connect(self.menus["origins"].trigger)
        self.status.time_pressed.connect(lambda: self.show_tab(DeskTab.TIME))
        self.status.short_pressed.connect(lambda: self.show_tab(DeskTab.TIME))
        self.spending.wire(self.menus, self.status, self.status_flow.refresh, self.outlining.changed)
        self.client.heard.connect(self.spending.waits.heard)

    def _escaped(self) -> None:
        """Out of a running turn, else back to the draft; twice, and the critics stop."""
        now = self._bench.clock.now().mono_ms
        twice, self._escaped_ms = now - self._escaped_ms < _TWICE_MS, now
        focus = QApplication.focusWidget()
        if self.pasting.dismiss():
            return
        if self.pad.is_running and focus is not None and self.desk.isAncestorOf(focus):
            self.pad.end_turn()
            return
        if focus is not None and self.desk.isAncestorOf(focus):
            self.critique.cancel()
            self.pad.cancel()
        self._to_draft()
        if twice:
            self.menus["stop"].trigger()

    def _to_draft(self) -> None:
        self.full_pad.leave()
        self._bench.view.setFocus()

    def _ask_to_detach(self, upto: int) -> None:
        say = self._bench.say
        self._bench.ask(lambda ident: wire.Detach(ident, upto), lambda done: say(done.words) if done.words else None)

    def _attach(self) -> None:
        self.critique.load_critics()
        self.status_flow.forget()
        self.attaching.attach()

    def _attached(self, answer: wire.Attached) -> None:
        self.status_flow.folded_n = answer.upto
        self._window.make_facts()
        self.critique.remarks_came(answer.remarks)
        self.beside.attached()
        self.critique.opened()
        session, draft = self._bench.session, self._bench.draft
        if session is not None and draft is not None:
            session.claims.adopt(session.document)
            self._bench.view.text_layout.refresh(0, self._bench.view.document().blockCount() - 1)
            self.outside.opened(draft, answer.twin_digest)
        self.judging.borrowing.opened()
        self.pad.attached()
        self.spending.opened()
        self._show_here()
        self.outlining.changed()

    def _opened(self, draft: OpenDraft) -> None:
        self.critics.reset()
        self.full_pad.leave()
        self.claims.reset()
        self.beside.reset()
        if self._bench.client.pid:
            self._attach()
        self.start.refresh()
        self._follow_caret()
        self.outlining.changed()
        self.choices.fill_recent()
        self.keeping.opened(draft)

    def _changed(self, change: Change) -> None:
        changes = change.changes
        self.status_flow.changed()
        self._window.margins.refresh(changes.touched)
        self.outlining.changed()
        self.judging.changed(changes)
        if changes.reshaped:
            self._follow.start()
        if changes.remarks:
            self._remarks_changed(0)
        self.start.refresh()

    def _remarks_changed(self, ident: int) -> None:
        """Another number of remarks or versions: in the text, in the margin and on the desk's tabs."""
        session, here = self._bench.session, self._bench.view.current()
        if session is None:
            return
        if ident:
            self._bench.view.restyle_paragraph(ident)
            self._window.margins.refresh((ident,))
        if here is not None:
            self._show_here()

    def _said_of(self, idents: tuple[int, ...]) -> None:
        """The writer said something of these paragraphs: in the text, in the margin, in the list, on the desk."""
        for ident in idents:
            self._bench.view.restyle_paragraph(ident)
        self._window.margins.refresh(idents)
        self.outlining.changed()
        self._show_here()

    # Showing.

    def _caret_rested(self) -> None:
        if self._bench.session is not None:
            self._bench.session.remember_caret(self._bench.view.caret)  # a killed program comes back to it
            self._bench.session.claims.keep_moved(self._bench.session.document)
            self._bench.session.remarks.keep_moved(self._bench.session.document)
        self._follow_caret()

    def _follow_caret(self) -> None:
        """Turns the desk to the caret's paragraph, unless it is pinned, in use, or a turn runs in its pad."""
        here = self._bench.view.current()
        if here is None:
            return
        self.outline.set_current(here[1].id)
        focus = QApplication.focusWidget()
        busy = focus is not None and self.desk.isAncestorOf(focus)
        if busy or self.desk.is_pinned or self.pad.is_running or self.critique.asks_to_send:
            return
        self._desk_paragraph = here[1].id
        self._show_here()

    def _show_here(self) -> None:
        ident = self._desk_paragraph
        paragraph, session = self._bench.paragraph(ident), self._bench.session
        if paragraph is None or session is None:
            self.desk.show_heading(DeskHeading(0, ""))
            return
        number = session.document.paragraphs.index_of(ident) + 1
        self.desk.show_heading(DeskHeading(number, title_of(paragraph, 48)))
        self.desk.set_count(DeskTab.CRITIQUE, session.remarks.open_count(ident))
        self.desk.set_count(DeskTab.CLAIMS, self.claims.count(ident))
        versions = self._bench.facts.versions if self._bench.facts else {}
        self.desk.set_count(DeskTab.VERSIONS, versions.get(ident, 0))
        self.judging.verdict.show_paragraph(ident)
        self.critique.show_paragraph(ident)
        self.price.show_paragraph(ident)
        if self.desk.tab is DeskTab.PAD:
            self.pad.show_paragraph(ident)
        elif self.desk.tab is DeskTab.VERSIONS:
            self.versions.show_paragraph(ident)
        elif self.desk.tab is DeskTab.TIME:
            self.times.show_paragraph(ident)
        elif self.desk.tab is DeskTab.CLAIMS:
            self.claims.show_paragraph(ident)

    def show_tab(self, tab: DeskTab) -> None:
        self.desk.show()
        self.desk.show_tab(tab)
        self._follow_caret()
        self._show_here()

    def _go(self, ident: object) -> None:
        if isinstance(ident, int):
            self._bench.view.go_to_paragraph(ident)

    def _show_zones(self) -> None:
        self.zones.show(desk_alone=self.full_pad.is_on)
        self.menus["reduce_motion"].setChecked(self._bench.preferences.flag("reduce_motion", False))

    def toggle(self, name: str) -> None:
        """Shows or hides the outline or the desk."""
        if self.zones.toggle(name):
            self.outlining.begin()
            self._show_here()

    # The rest.

    def _profile_chosen(self) -> None:
        self._window.make_facts()
        self._show_here()
        self.judging.verdict.changed()
        self.outlining.changed()
        self.status_flow.changed()
