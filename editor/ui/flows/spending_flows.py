"""The flows about what goes to models and what it costs, built together."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from editor.ui.desk.desk import Desk
from editor.ui.flows.budget_flow import BudgetFlow
from editor.ui.flows.sent_flow import SentFlow
from editor.ui.workbench import Workbench


class SpendingFlows:
    def __init__(self, bench: Workbench, desk: Desk, window: QWidget) -> None:
        self.sent = SentFlow(bench, window)
        self.budget = BudgetFlow(bench, desk, window)
