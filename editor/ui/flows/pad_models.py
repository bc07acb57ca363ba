"""Whom the pad's turns are asked of: any model of any connection that the essay allows, remembered between sittings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from editor.protocol.model_messages import Askable, ListAskable
from editor.ui.desk.model_box import ModelBox, Whom
from editor.ui.workbench import Workbench

_CONNECTION, _MODEL = "pad_connection", "pad_model"


class PadModels(QObject):
    """Signals:
    changed: another model is asked, or it is known now which; without a value.
    """

    changed = Signal()

    def __init__(self, bench: Workbench, box: ModelBox) -> None:
        super().__init__(box)
        self._bench = bench
        self._box = box
        box.show_rows((), self._kept())
        box.whom_chosen.connect(self._choose)

    @property
    def whom(self) -> Whom:
        """Who is asked next."""
        return self._box.whom

    def load(self) -> None:
        """Asks who there is: keys, connections or what the essay allows may have changed."""
        self._bench.ask(ListAskable, self._came, failed=lambda _failure: None)  # what was known goes on being shown

    def _came(self, answer: Askable) -> None:
        before = self.whom
        self._box.show_rows(answer.rows, self._kept())
        if self.whom != before:
            self.changed.emit()

    def _choose(self, whom: Whom) -> None:
        self._bench.preferences.keep(_CONNECTION, whom.connection)
        self._bench.preferences.keep(_MODEL, whom.model)
        self.changed.emit()

    def _kept(self) -> Whom:
        text = self._bench.preferences.text
        return Whom(text(_CONNECTION), text(_MODEL))
