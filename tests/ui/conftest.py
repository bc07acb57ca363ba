"""Widgets are tested off-screen unless the environment names a platform."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from warm_workers import WarmWorkers

from editor import own_process
from editor.ui import worker_client
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


@pytest.fixture(scope="session")
def _warm_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmWorkers]:
    made = WarmWorkers(tmp_path_factory.mktemp("warm"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _workers_begin_warm(_warm_workers: WarmWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    """How a worker starts by itself is tested in `e2e`, and where a test says so."""
    if sys.platform == "linux":
        monkeypatch.setattr(worker_client, "own_command", _warm_workers.command)


@pytest.fixture
def cold_worker(_workers_begin_warm: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker of this test is the very process that the window starts."""
    monkeypatch.setattr(worker_client, "own_command", own_process.own_command)


class SettledQtBot(QtBot):
    def waitUntil(self, *wish: Any, **how: Any) -> None:
        """Qt shows what a layout was given by an event of its own, which a busy machine may not have come to yet."""
        super().waitUntil(*wish, **how)
        QCoreApplication.sendPostedEvents()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return SettledQtBot(request)


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
