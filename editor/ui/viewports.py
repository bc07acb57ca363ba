"""Viewports that Python knows, and areas that scroll.

To find out of what kind a widget is that Qt made by itself, PySide loads every kind of widget there is: nine milliseconds
and two megabytes at the first look at it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Gives the area a viewport made here, painted as Qt paints its own. Other settings of a viewport come after it."""
    page = QWidget()
    page.setBackgroundRole(QPalette.ColorRole.Base)
    page.setAutoFillBackground(True)
    area.setViewport(page)
    return page


def scroll_downwards(area: QScrollArea) -> None:
    """Lets the area show a page as wide as itself, without a frame, on the ground of what stands around it."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    own_viewport(area).setAutoFillBackground(False)
