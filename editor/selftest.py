"""The whole way once, in a folder of its own: open, type with real key events, save, close, reopen, export.

For a package that was just built and for a machine that is new: it exercises what a writer does in the first five
minutes, in the window that a writer would have, and touches nothing of theirs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QMimeData, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from editor.core.origins import Origin, OriginKind
from editor.journal.places import DATA_VARIABLE
from editor.protocol import messages as wire
from editor.ui.main_window import MainWindow

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "anthropic",
    "google.genai",
    "openai",
    "genai_prices",
    "httpx",
    "keyring",
    "harper",
    "proselint",
    "pydantic",
)
"""What only the worker may load: it is slow, or may die, or knows keys."""
CALLS = 2_000
MOST_DRIFT = 100
"""PYSIDE-3474: Qt 6.12 takes a reference to None with each of these calls, and ends the process after some thousand."""

_SETTINGS_VARIABLE = "PALIMPSEST_SETTINGS"
_START = "# A self-test\r\n\r\nThis essay stood here before.\r\n"
_SENTENCE = "A sentence, typed key by key: déjà vu."
_MODEL = "selftest-model"
_MODEL_WORDS = "These words were written by a model, and the post has to say so."
_STEP_S = 15.0

Say = Callable[[str], None]


class SelfTestFailed(Exception):
    """Its words say which step failed and how."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """A small essay in a new folder, where drafts and settings lie too until the end; to be entered before the window."""
    with tempfile.TemporaryDirectory(prefix="palimpsest-selftest-") as name:
        folder = Path(name)
        os.environ[DATA_VARIABLE] = str(folder / "data")
        os.environ[_SETTINGS_VARIABLE] = str(folder / "settings.ini")
        path = folder / "essay.md"
        path.write_bytes(_START.encode())
        yield path
        # Settings that are still on their way would be written into a folder that is gone.
        QSettings(os.environ[_SETTINGS_VARIABLE], QSettings.Format.IniFormat).sync()


def run(application: QApplication, window: MainWindow, finish: Callable[[], Any]) -> int:
    """Goes through all steps, one line each on standard output; 0, or 1 with what failed on standard error.

    `finish` builds what the window gets after its first paint.
    """
    try:
        _Steps(application, window, finish).run(print)
    except SelfTestFailed as error:
        print(f"palimpsest: the self-test failed. {error}", file=sys.stderr, flush=True)
        return 1
    finally:
        window.close()
    return 0


class _Steps:
    def __init__(self, application: QApplication, window: MainWindow, finish: Callable[[], Any]) -> None:
        self._application = application
        self._window = window
        self._bench = window.bench
        self._view = window.view
        self._finish = finish

    def run(self, say: Say) -> None:
        steps: Sequence[tuple[str, Callable[[], None]]] = (
            ("the window is open and its panels are built", self._open),
            (f"{CALLS} calls of Qt leave the references to None alone", self._count_references),
            ("a sentence was typed", self._type),
            ("a model's words were pasted and recognised", self._paste),
            ("the essay was saved, its line ends kept", self._save),
            ("closed and opened again, it is the same, and so is whose words they are", self._reopen),
            ("the post for LessWrong labels the model's words and no others", self._export),
            ("the window loaded nothing of the worker's", self._look_at_modules),
        )
        for words, step in steps:
            step()
            say(f"ok  {words}")

    # The steps.

    def _open(self) -> None:
        self._room = self._finish()
        self._until(lambda: bool(self._bench.client.pid), "The helper process did not start.")
        self._check(self._view.isVisible(), "The page is not on the screen.")
        self._check(self._text() == _START.replace("\r\n", "\n"), "The page does not show the file.")

    def _count_references(self) -> None:
        before = sys.getrefcount(None)
        for _ in range(CALLS // 2):
            self._view.setFocus()
            self._view.viewport().update()
        drift = abs(sys.getrefcount(None) - before)
        self._check(drift < MOST_DRIFT, f"{CALLS} calls of Qt changed the references to None by {drift}.")

    def _type(self) -> None:
        self._view.place_caret(self._view.document().characterCount() - 1)
        for character in f"\n{_SENTENCE}\n\n":
            self._press(character)
        self._check(_SENTENCE in self._text(), f"The page shows {self._text()!r}.")

    def _paste(self) -> None:
        origin = Origin(OriginKind.MODEL, actor=_MODEL, provider="selftest", purpose="critique")
        self._bench.clipboard.model_showed(_MODEL_WORDS, origin)
        data = QMimeData()
        data.setText(_MODEL_WORDS)
        self._view.insertFromMimeData(data)
        self._press("\n")
        self._check(self._kinds() == self._expected_kinds(), "A pasted sentence of a model was not taken for one.")

    def _save(self) -> None:
        saved: list[bool] = []
        self._room.saving.save(lambda: saved.append(True))
        self._until(lambda: bool(saved), f"{self._path.name} was not written.")
        self._check(self._path.read_bytes() == self._expected(), f"{self._path.name} is not what the page shows.")

    def _reopen(self) -> None:
        path, text, kinds = self._path, self._text(), self._kinds()
        self._window.files.new()
        self._check(self._text() == "", "A new draft is not empty.")
        self._check(self._window.files.open(path), f"{path.name} did not open again.")
        self._check(self._text() == text, f"{path.name} came back as {self._text()!r}.")
        self._check(self._kinds() == kinds, "It is no longer known whose words they are.")

    def _export(self) -> None:
        post = self._path.with_name("post.md")
        done: list[object] = []
        upto = self._bench.upto
        self._bench.client.ask(lambda ident: wire.WriteExport(ident, "lesswrong", str(post), upto), done.append)
        self._until(lambda: bool(done), "The post was not written.")
        self._check(not isinstance(done[0], wire.Failed), f"The post was not written: {done[0]}")
        labelled, others = _sections(post.read_text(encoding="utf-8"))
        self._check(labelled.strip() == _MODEL_WORDS, f"Labelled as the model's: {labelled!r}.")
        self._check(_SENTENCE in others and _MODEL_WORDS not in others, f"Not labelled: {others!r}.")

    def _look_at_modules(self) -> None:
        loaded = sorted(name for name in HEAVY if name in sys.modules)
        self._check(not loaded, f"The window's process has loaded {', '.join(loaded)}.")

    # How.

    @property
    def _path(self) -> Path:
        draft = self._bench.draft
        if draft is None or draft.text_path is None:
            raise SelfTestFailed("No file is open.")
        return draft.text_path

    def _text(self) -> str:
        """What stands on the page, not what the session believes."""
        return "\n".join(self._view.document().toRawText().split("\u2029"))

    def _kinds(self) -> list[tuple[str, str]]:
        """The stretches of one kind of origin, with their words."""
        session = self._bench.session
        if session is None:
            return []
        text, stretches, at = session.document.text(), list[tuple[str, str]](), 0
        for run in session.document.fragment(0, len(text)).runs:
            kind, words = run.origin.kind.value, text[at : at + run.length]
            at += run.length
            if stretches and stretches[-1][0] == kind:
                words = stretches.pop()[1] + words
            stretches.append((kind, words))
        return [(kind, words.strip()) for kind, words in stretches if words.strip()]

    def _expected_kinds(self) -> list[tuple[str, str]]:
        return [
            ("imported", _START.replace("\r\n", "\n").strip()),
            ("typed", _SENTENCE),
            ("model", _MODEL_WORDS),
        ]

    def _expected(self) -> bytes:
        return f"{_START}\r\n{_SENTENCE}\r\n\r\n{_MODEL_WORDS}\r\n".encode()

    def _press(self, character: str) -> None:
        key = Qt.Key.Key_Return if character == "\n" else Qt.Key.Key_unknown
        words = "\r" if character == "\n" else character
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, words)
            QApplication.sendEvent(self._target(), event)
        self._application.processEvents()

    def _target(self) -> QWidget:
        """Whoever has the focus, as on a screen; without a window manager that may be nobody."""
        return QApplication.focusWidget() or self._view

    def _until(self, true: Callable[[], bool], otherwise: str) -> None:
        timer = QTimer()
        timer.start(50)  # wakes the loop below where nothing else does
        end = time.monotonic() + _STEP_S
        while not true():
            if time.monotonic() > end:
                raise SelfTestFailed(f"{otherwise} Waited {_STEP_S:.0f} s.")
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    @staticmethod
    def _check(true: bool, otherwise: str) -> None:
        if not true:
            raise SelfTestFailed(otherwise)


def _sections(post: str) -> tuple[str, str]:
    """What stands inside the blocks labelled with our model, and what stands outside of every block."""
    inside, outside, fence, ours = list[str](), list[str](), "", False
    for line in post.split("\n"):
        if not fence and line.startswith("%%%"):
            fence = line[: len(line) - len(line.lstrip("%"))]
            ours = line == f'{fence} llm-output model="{_MODEL}"'
        elif fence and line == f"{fence} /llm-output":
            fence = ""
        elif fence:
            inside += [line] if ours else []
        else:
            outside.append(line)
    return "\n".join(inside), "\n".join(outside)
