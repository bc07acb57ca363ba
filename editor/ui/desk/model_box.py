"""Whom something is asked of: one model of one connection, chosen from those that may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from editor.protocol.parts import AskableRow

_USUAL = "The usual model"


@dataclass(frozen=True, slots=True)
class Whom:
    """Both empty: whoever is asked as a rule."""

    connection: str = ""
    """Its id."""
    model: str = ""


class ModelBox(QComboBox):
    """Signals:
    whom_chosen: the writer chose; carries a Whom.
    """

    whom_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Model")
        self.setToolTip("Whom the model's turn is asked of. What would be sent is shown first")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMinimumHeight(28)
        self.show_rows((), Whom())
        self.activated.connect(lambda _at: self.whom_chosen.emit(self.whom))

    @property
    def whom(self) -> Whom:
        """Who is asked now."""
        found = self.currentData()
        return found if isinstance(found, Whom) else Whom()

    def show_rows(self, rows: Sequence[AskableRow], chosen: Whom) -> None:
        """Shows who may be asked. What was chosen stays so, also where it is not among them at this moment: asking says
        why it cannot be. Where nothing was, it is the first."""
        with QSignalBlocker(self):
            self.clear()
            for row in rows:
                for model in row.models:
                    self.addItem(f"{model}, {row.title}", Whom(row.name, model))
            known = [self.itemData(at) for at in range(self.count())]
            if chosen.model and chosen not in known:
                self.addItem(f"{chosen.model}, not for this essay", chosen)
                known.append(chosen)
            if not known:
                self.addItem(_USUAL, Whom())
            self.setCurrentIndex(known.index(chosen) if chosen in known else 0)
