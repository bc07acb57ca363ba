"""Widgets are tested off-screen unless the environment names a platform."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session", autouse=True)
def _nothing_left_on_the_clipboard() -> Iterator[None]:
    """Off-screen, the clipboard is a static object of Qt's, which outlives Python and takes what lies on it along.

    What Python made and only Qt has then is destroyed without an interpreter, and the process dies after its last test.
    On X11 and Wayland the clipboard goes with the application, in time.
    """
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()
