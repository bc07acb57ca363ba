"""Viewports that Python knows.

To find out of what kind a widget is that Qt made by itself, PySide loads every kind of widget there is: nine milliseconds
and two megabytes at the first look at it.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Gives the area a viewport made here, painted as Qt paints its own. Other settings of a viewport come after it."""
    page = QWidget()
    page.setBackgroundRole(QPalette.ColorRole.Base)
    page.setAutoFillBackground(True)
    area.setViewport(page)
    return page
