"""The flows about what goes to models and what it costs, built together."""

from __future__ import annotations

from collections.abc import Callable

from editor.ui.actions import Actions, build_bar
from editor.ui.desk.desk import Desk
from editor.ui.flows.budget_flow import BudgetFlow
from editor.ui.flows.model_flow import ModelFlow
from editor.ui.flows.narrow_flow import NarrowFlow
from editor.ui.flows.sent_flow import SentFlow
from editor.ui.flows.wait_flow import WaitFlow
from editor.ui.main_window import MainWindow
from editor.ui.status_line import StatusLine
from editor.ui.workbench import Workbench


class SpendingFlows:
    def __init__(self, bench: Workbench, desk: Desk, window: MainWindow) -> None:
        self._window = window
        self.model = ModelFlow(bench, window)
        self.sent = SentFlow(bench, window)
        self.budget = BudgetFlow(bench, desk, window)
        self.narrowing = NarrowFlow(bench, window.margins, window)
        self._bench = bench
        bench.bus.changed.connect(lambda change: self.narrowing.changed(change.changes))

    def wire(
        self, menus: Actions, line: StatusLine, status_changed: Callable[[], object], kept_changed: Callable[[], object]
    ) -> None:
        """`status_changed` has the line say what is on the bench; `kept_changed`: other paragraphs are never sent."""
        line.sent_pressed.connect(self.sent.open)
        line.spent_pressed.connect(self.budget.open)
        self.waits = WaitFlow(self._bench, line, status_changed)
        paragraph = build_bar(self._window)["&Paragraph"]
        paragraph.aboutToShow.connect(lambda: self.narrowing.show_here(menus["never_send"]))
        self.narrowing.changed_here.connect(kept_changed)

    def on_models_changed(self, *acts: Callable[[], object]) -> None:
        """To be done when there are other connections or keys, or the essay allows other models."""

        def tell() -> None:
            for act in acts:
                act()

        self.model.on_changed = tell
        self.narrowing.allowed_changed.connect(tell)

    def opened(self) -> None:
        """A draft is in the worker's hands."""
        self.budget.opened()
        self.narrowing.opened()
