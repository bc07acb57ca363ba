"""Widgets are tested off-screen unless the environment names a platform."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from editor.ui.worker_client import WorkerClient

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


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Nobody looks at what a worker would do after a test, and that may be a second of loading and folding.

    It may be killed at any moment by design; how it ends when it is asked to is tested in `e2e`. A wrapper, so that it
    comes before pytest-qt closes the windows.
    """
    windows = QApplication.topLevelWidgets() if QApplication.instance() is not None else []
    for client in (client for one in windows for client in one.findChildren(WorkerClient)):
        if client._process is not None:
            client._process.finished.disconnect(client._gone)
            client._process.kill()
            client._process.waitForFinished()
            client._process = None
    return (yield)
