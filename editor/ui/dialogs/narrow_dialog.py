"""Which models an essay allows, of all that the writer's connections allow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, text_font
from editor.ui.tick_box import TickBox

_ABOUT = "What is ticked here may be asked about this essay, after your yes. Nobody else is sent any of it."


@dataclass(frozen=True, slots=True)
class AllowedModels:
    """A connection, and which of its models this essay allows."""

    connection: str
    title: str
    models: tuple[str, ...]
    allowed: frozenset[str] | None
    """None: all of them, also those that come later."""


@dataclass(frozen=True, slots=True)
class NarrowView:
    connections: tuple[AllowedModels, ...]
    others: bool
    """Whether connections that are not in the list may be asked, such as those made later."""
    local_only: bool


class NarrowDialog(QDialog):
    """Signals:
    chosen: carries a NarrowView.
    """

    chosen = Signal(object)

    def __init__(self, view: NarrowView, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Models for this essay")
        self._view = view
        heading = QLabel("Models for this essay", self)
        heading.setFont(text_font(self.font().pointSizeF() * 1.5))
        self._local = TickBox("Only models on this computer", theme, self)
        self._local.setChecked(view.local_only)
        self._others = TickBox("Also connections that I make later", theme, self)
        self._others.setChecked(view.others)
        self._list = self._filled(view)
        buttons = QDialogButtonBox(self)
        keep = buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setProperty("weight", "first")
        buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(Prose(_ABOUT, self.font(), theme.muted))
        column.addWidget(self._local)
        column.addWidget(hairline(self))
        column.addWidget(self._list, 1)
        column.addWidget(self._others)
        column.addWidget(buttons)
        dress(self, theme)

    def _filled(self, view: NarrowView) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName("Allowed models")
        tree.setHeaderHidden(True)
        tree.setProperty("ticks", True)
        for one in view.connections:
            top = QTreeWidgetItem([one.title])
            # Qt keeps a connection's own tick in step with those of its models.
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            tree.addTopLevelItem(top)
            for model in sorted({*one.models, *(one.allowed or ())}, key=[*one.models, *(one.allowed or ())].index):
                item = QTreeWidgetItem(top, [model])
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                ticked = one.allowed is None or model in one.allowed
                item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        tree.expandAll()
        return tree

    def _keep(self) -> None:
        allowed = []
        for number, one in enumerate(self._view.connections):
            top = self._list.topLevelItem(number)
            rows = range(top.childCount()) if top is not None else ()
            items = [item for row in rows if top is not None and (item := top.child(row)) is not None]
            ticked = frozenset(item.text(0) for item in items if item.checkState(0) is Qt.CheckState.Checked)
            everything = len(ticked) == len(items) and self._others.isChecked()
            allowed.append(AllowedModels(one.connection, one.title, one.models, None if everything else ticked))
        self.accept()
        self.chosen.emit(NarrowView(tuple(allowed), self._others.isChecked(), self._local.isChecked()))

    def sizeHint(self) -> QSize:
        return QSize(480, 520)
