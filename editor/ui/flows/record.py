"""What shows the record and takes it along, put together: annotated text, process report, replay, paragraph card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from editor.ui.flows.annotations_flow import AnnotationsFlow
from editor.ui.flows.card_flow import CardFlow
from editor.ui.flows.file_flow import FileFlow
from editor.ui.flows.replay_flow import ReplayFlow
from editor.ui.flows.report_flow import ReportFlow
from editor.ui.workbench import Workbench


class Record:
    def __init__(self, bench: Workbench, files: FileFlow, window: QWidget) -> None:
        self.annotations = AnnotationsFlow(bench, files, window)
        self.report = ReportFlow(bench, window)
        self.replay = ReplayFlow(bench, window)
        self.card = CardFlow(bench, window)
