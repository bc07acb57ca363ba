"""What a window shows now. A sheet that was closed is found below it for some moments more, until Qt deletes it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

Kind = TypeVar("Kind", bound=QWidget)


def in_sight(parent: QWidget, kind: type[Kind]) -> list[Kind]:
    """In the order in which they came."""
    return [one for one in parent.findChildren(kind) if one.isVisible()]
