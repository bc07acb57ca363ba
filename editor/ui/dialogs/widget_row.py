"""The rows that dialogs set their buttons and fields in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from editor.ui.prose import Prose


def row_of(*parts: QWidget | None) -> QHBoxLayout:
    """None is where the room that is left goes."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if isinstance(part, QLineEdit | Prose) else 0)
    return row
