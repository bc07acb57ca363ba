"""What stands beside the text: references on the desk, plans in the outline, and what models propose for them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor.ui.desk.desk import Desk, DeskTab
from editor.ui.desk.references_panel import ReferencesPanel
from editor.ui.flows.critique_flow import CritiqueFlow
from editor.ui.flows.outline_flow import OutlineFlow
from editor.ui.flows.plan_flow import PlanFlow
from editor.ui.flows.proposal_flow import ProposalFlow
from editor.ui.flows.reference_flow import ReferenceFlow
from editor.ui.flows.relay_flow import RelayFlow
from editor.ui.start_card import StartCard
from editor.ui.workbench import Workbench


class Beside(QObject):
    def __init__(
        self,
        bench: Workbench,
        desk: Desk,
        outlining: OutlineFlow,
        critique: CritiqueFlow,
        put_over_page: Callable[[QWidget], None],
    ) -> None:
        super().__init__(desk)
        panel = ReferencesPanel(bench.theme, desk)
        desk.put_panel(DeskTab.REFERENCES, panel)
        bench.along = self.references = ReferenceFlow(bench, panel)
        self.references.changed.connect(critique.ask_again)
        self.plans = PlanFlow(bench, outlining)
        self.proposals = ProposalFlow(bench, desk, outlining)
        self.relay = RelayFlow(bench, desk, put_over_page)
        self._bench = bench
        self._desk = desk
        self._outlining = outlining
        self._of = bench.session

    def reset(self) -> None:
        """Another draft is on the screen, or its past has become known."""
        if self._bench.session is not self._of:
            self._of = self._bench.session
            if not isinstance(self._desk.sheet, StartCard):  # all other sheets are about the draft that was left
                self._desk.close_sheet()
        self.relay.opened()
        self.references.reset()
        self.plans.reset()
        self._outlining.changed()

    def asks_a_model(self) -> bool:
        """Whether a model is at work for the outline, or in a relay."""
        return self.proposals.is_running or self.relay.is_running

    def attached(self) -> None:
        """The worker has the draft, and its past has become known."""
        self.reset()
        self.relay.attached()
