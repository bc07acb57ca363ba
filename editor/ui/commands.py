"""What each command of the menus does: one line each, so that a name, its key and its deed are found at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.core.annotations import WHOLE_DRAFT
from editor.core.edits import EditKind
from editor.core.errors import FileError
from editor.core.marks import BlockKind
from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.session.draft_session import Act
from editor.ui.command_place import CommandPlace
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.desk.desk import DeskTab
from editor.ui.flows.moving import moved_paragraph
from editor.ui.flows.remark_views import places_with_remarks

if TYPE_CHECKING:
    from editor.ui.furnishing import Furnishing

_ZOOM_STEP = 10
ORIGIN_KEY = (
    "Plain words are yours. Underlined: from a model. Dashes: pasted. Dashes and dots: imported. Dots: changed by "
    "another program."
)


class Commands:
    def __init__(self, room: Furnishing) -> None:
        self._room = room
        self._window = room.window
        self._bench = room.window.bench
        self._view = room.window.bench.view

    def table(self) -> dict[str, Callable[[], object]]:
        """By name; what edits keeps to the place where the keyboard is."""
        return CommandPlace(self._bench).kept(self._deeds())

    def _deeds(self) -> dict[str, Callable[[], object]]:
        room, view, files = self._room, self._view, self._window.files
        return {
            "new": files.new,
            "open": files.ask_open,
            "import": room.importing.choose,
            "sample": files.open_sample,
            "save": room.saving.save,
            "save_as": room.saving.ask_save_as,
            "copies": room.keeping.copies.choose,
            "import_annotated": room.record.annotations.ask_import,
            "export": room.export.open,
            "export_annotated": room.record.annotations.ask_export,
            "process_report": room.record.report.open,
            "close": files.new,
            "quit": self._window.close,
            "undo": lambda: self.reverse(room.beside.plans.undo, view.undo),
            "redo": lambda: self.reverse(room.beside.plans.redo, view.redo),
            "cut": view.cut,
            "copy": view.copy,
            "paste": view.paste,
            "paste_plain": view.paste_plain,
            "whose": room.pasting.ask_here,
            "select_all": view.selectAll,
            "find": lambda: room.find.open(replace=False),
            "replace": lambda: room.find.open(replace=True),
            "link": self.link,
            "key": room.spending.model.open,
            "outline": lambda: room.toggle("outline"),
            "desk": lambda: room.toggle("desk"),
            "origins": self.origins,
            "zoom_in": lambda: view.set_zoom(view.zoom + _ZOOM_STEP),
            "zoom_out": lambda: view.set_zoom(view.zoom - _ZOOM_STEP),
            "zoom_reset": lambda: view.set_zoom(100),
            "full_screen": self.full_screen,
            "pad": self.pad,
            "pad_full": self.pad_full,
            "reduce_motion": self.reduce_motion,
            "keep_version": lambda: room.versions.ask_name(whole_draft=False),
            "keep_draft": lambda: room.versions.ask_name(whole_draft=True),
            "claim": self.claim,
            "find_claims": self.find_claims,
            "vouch": room.vouching.ask,
            "versions": lambda: room.show_tab(DeskTab.VERSIONS),
            "blind": room.versions.compare_blind,
            "plan": room.beside.plans.plan_here,
            "move_up": lambda: self.move(-1),
            "move_down": lambda: self.move(1),
            "merge": self.merge,
            "split": self.split,
            "about_paragraph": room.record.card.open,
            "verdict": room.judging.verdict.open,
            "rewritten": room.judging.verdict.call_rewritten,
            "model_text": room.judging.verdict.take_as_model_text,
            "propose": room.beside.proposals.ask,
            "ask": self.ask,
            "ask_draft": self.ask_draft,
            "preview_sent": room.critique.preview,
            "next_remark": lambda: self.remark(forward=True),
            "previous_remark": lambda: self.remark(forward=False),
            "agree": room.critique.agree_current,
            "argue": room.critique.argue_current,
            "dismiss": room.critique.dismiss_current,
            "claim_of_remark": self.claim_of_remark,
            "stop": self.stop,
            "hide_names": self.hide_names,
            "overlap": room.critics.overlap.open,
            "critics": room.critics.settings.open,
            "next_paragraph": lambda: self.go(1, heading=False),
            "previous_paragraph": lambda: self.go(-1, heading=False),
            "next_heading": lambda: self.go(1, heading=True),
            "previous_heading": lambda: self.go(-1, heading=True),
            "next_short": self.next_short,
            "next_claim": lambda: self.next_claim(forward=True),
            "previous_claim": lambda: self.next_claim(forward=False),
            "zone": lambda: room.zones.step(forward=True),
            "zone_back": lambda: room.zones.step(forward=False),
            "tab_pad": lambda: room.show_tab(DeskTab.PAD),
            "tab_critique": lambda: room.show_tab(DeskTab.CRITIQUE),
            "tab_time": lambda: room.show_tab(DeskTab.TIME),
            "tab_claims": lambda: room.show_tab(DeskTab.CLAIMS),
            "time": lambda: room.show_tab(DeskTab.TIME),
            "titles": room.titles.open,
            "references": lambda: room.show_tab(DeskTab.REFERENCES),
            "add_reference": room.beside.references.choose,
            "replay": room.record.replay.open,
            "relay": room.beside.relay.open,
            "sent": room.spending.sent.open,
            "never_send": room.spending.narrowing.toggle,
            "allowed": room.spending.narrowing.open,
            "budget": room.spending.budget.open,
            "guide": room.help.show_guide,
            "drill": room.keeping.drill.ask,
            "about": room.help.show_about,
        }

    def reverse(self, of_plans: Callable[[], bool], of_text: Callable[[], None]) -> None:
        """Undo or redo; what happened long ago is read from the draft's file, and a disk may refuse."""
        try:
            if not of_plans():
                of_text()
        except FileError as error:
            self._bench.say(f"What came before this cannot be read. {error} The text is as it is on screen.")

    def link(self) -> None:
        """Makes the selection a link, or puts an empty one in, with the caret where the address goes."""
        session = self._bench.session
        if session is None:
            return
        start, stop = self._view.selection()
        chosen = session.document.fragment(start, stop)
        before, after = Fragment.of("[", TYPED), Fragment.of("]()", TYPED)
        self._view.perform(start, stop - start, before + chosen + after, Act(EditKind.TYPE))
        end = self._view.bridge.to_qt(start + len(chosen.text) + (3 if chosen.text else 1))
        self._view.place_caret(end)

    def origins(self) -> None:
        marks = self._window.marks
        marks.show_origins = not marks.show_origins
        self._room.menus["origins"].setChecked(marks.show_origins)
        self._view.text_layout.refresh(0, self._view.document().blockCount() - 1)
        if marks.show_origins:
            self._bench.say(ORIGIN_KEY)

    def full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
        self._room.menus["full_screen"].setChecked(self._window.isFullScreen())

    def pad(self) -> None:
        self._room.show_tab(DeskTab.PAD)
        panel = self._room.desk.panel(DeskTab.PAD)
        if panel is not None:
            panel.setFocus()

    def pad_full(self) -> None:
        """The pad in the full window, and back."""
        if self._room.full_pad.is_on:
            self._room.full_pad.leave()
            self._view.setFocus()
        else:
            self._room.show_tab(DeskTab.PAD)
            self._room.full_pad.enter()

    def reduce_motion(self) -> None:
        reduce = self._room.menus["reduce_motion"].isChecked()
        self._bench.preferences.keep("reduce_motion", reduce)
        self._room.pad.reduce_motion(reduce)

    def ask(self) -> None:
        """Says done of the remark that is being revised, or else asks the critics."""
        self._room.show_tab(DeskTab.CRITIQUE)
        if not self._room.critique.finish_revision():
            self._room.critique.ask()

    def ask_draft(self) -> None:
        self._room.show_tab(DeskTab.CRITIQUE)
        self._room.critique.ask_draft()

    def hide_names(self) -> None:
        self._room.critique.hide_names(self._room.menus["hide_names"].isChecked())

    def stop(self) -> None:
        self._room.critics.stop()
        self._room.beside.proposals.stop()
        self._room.titles.asking.stop()
        self._room.claims.sources.stop()

    def remark(self, *, forward: bool) -> None:
        """The next remark of this paragraph, or else of the next that has one; those about the draft come last."""
        critique, here, session = self._room.critique, self._view.current(), self._bench.session
        self._room.show_tab(DeskTab.CRITIQUE)
        at_whole = critique.is_at_whole
        if here is None or session is None or critique.step(forward, around=False, whole=at_whole):
            return
        ident = next(iter(places_with_remarks(session, -1 if at_whole else here[0], forward=forward)), None)
        if ident is None:
            self._bench.say("No remark is open in this draft.")
            return
        if ident not in (here[1].id, WHOLE_DRAFT):
            self._view.go_to_paragraph(ident)
            self._room.show_tab(DeskTab.CRITIQUE)
        critique.step(forward, around=True, whole=ident == WHOLE_DRAFT)

    def claim(self) -> None:
        if self._room.claims.mark_selection():
            self._room.show_tab(DeskTab.CLAIMS)

    def claim_of_remark(self) -> None:
        panel = self._room.desk.panel(DeskTab.CRITIQUE)
        ident = panel.current_remark() if isinstance(panel, CritiquePanel) else None
        if self._room.claims.mark_remark(ident):
            self._room.show_tab(DeskTab.CLAIMS)

    def find_claims(self) -> None:
        self._room.show_tab(DeskTab.CLAIMS)
        self._room.claims.find_in_draft()

    def next_claim(self, *, forward: bool) -> None:
        if self._room.claims.step(forward=forward):
            self._room.show_tab(DeskTab.CLAIMS)

    def go(self, step: int, *, heading: bool) -> None:
        here, session = self._view.current(), self._bench.session
        if here is None or session is None:
            return
        row, index = session.document.paragraphs, here[0] + step
        while 0 <= index < len(row):
            if row[index].body.strip() and (not heading or row[index].kind is BlockKind.HEADING):
                self._view.go_to_paragraph(row[index].id)
                session.read()
                return
            index += step

    def next_short(self) -> None:
        here, session, facts = self._view.current(), self._bench.session, self._bench.facts
        if here is None or session is None or facts is None:
            return
        row = session.document.paragraphs
        for index in [*range(here[0] + 1, len(row)), *range(here[0] + 1)]:
            if row[index].body.strip() and facts.verdict(row[index]).short:
                self._view.go_to_paragraph(row[index].id)
                return
        self._bench.say("No paragraph is short of minutes.")

    def move(self, step: int) -> None:
        here, session = self._view.current(), self._bench.session
        if here is None or session is None:
            return
        move = moved_paragraph(session.document, here[0], step)
        if move is not None:
            self._view.perform(move.start, move.length, move.text, Act(EditKind.TOOL))
            self._view.go_to_paragraph(here[1].id)

    def merge(self) -> None:
        """Takes away the blank lines between this paragraph and the next; a space keeps the words apart."""
        here, session = self._view.current(), self._bench.session
        if here is None or session is None or here[0] + 1 >= len(session.document.paragraphs):
            return
        end = session.document.paragraphs.start(here[0] + 1)
        gap = len(here[1].text) - len(here[1].text.rstrip())
        self._view.perform(end - gap, gap, Fragment.of(" ", TYPED), Act(EditKind.TYPE))

    def split(self) -> None:
        start, stop = self._view.selection()
        self._view.perform(start, stop - start, Fragment.of("\n\n", TYPED), Act(EditKind.TYPE))
