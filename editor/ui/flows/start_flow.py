"""The card of first steps, on the desk as long as the draft is empty and was never saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor.ui.desk.desk import Desk
from editor.ui.flows.file_flow import FileFlow
from editor.ui.start_card import StartCard
from editor.ui.workbench import Workbench


class StartFlow(QObject):
    """Signals:
    connect_wanted: the writer wants to connect a model; without a value.
    """

    connect_wanted = Signal()

    def __init__(self, bench: Workbench, desk: Desk, files: FileFlow) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._files = files
        self.card: StartCard | None = None

    def refresh(self) -> None:
        draft = self._bench.draft
        empty = draft is not None and draft.text_path is None and not len(draft.session.document)
        if empty and self.card is None:
            self.card = card = StartCard(self._bench.theme)
            card.new_pressed.connect(self._bench.view.setFocus)
            card.open_pressed.connect(self._files.ask_open)
            card.paste_pressed.connect(self._bench.view.paste)
            card.sample_pressed.connect(self._files.open_sample)
            card.connect_pressed.connect(self.connect_wanted)
            self._desk.show_sheet(card)
        elif not empty and self.card is not None:
            self._desk.close_sheet()
            self.card = None
