"""What keeps a draft beyond its journal, put together: safety copies, the sync before sleep, the recovery drill, and the
whole text once more where the journal lost something."""

from __future__ import annotations

from editor.session.open_draft import OpenDraft
from editor.ui.flows.copies_flow import CopiesFlow
from editor.ui.flows.drill_flow import DrillFlow
from editor.ui.flows.sleep_flow import SleepFlow
from editor.ui.flows.whole_text_flow import WholeTextFlow
from editor.ui.main_window import MainWindow
from editor.ui.system_sleep import SystemSleep
from editor.ui.workbench import Workbench
from editor.ui.worker_client import WorkerClient


class Keeping:
    def __init__(self, bench: Workbench, client: WorkerClient, window: MainWindow) -> None:
        self.copies = CopiesFlow(bench, window)
        self.drill = DrillFlow(bench, window)
        self.system = SystemSleep(window)
        self.sleep = SleepFlow(bench, self.system)
        self.whole = WholeTextFlow(bench, window)
        client.second_place.connect(self.copies.told)

    def opened(self, draft: OpenDraft) -> None:
        self.drill.report(draft)
