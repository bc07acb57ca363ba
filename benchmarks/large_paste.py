"""How long a paste of a book holds the window, beside a bare `QPlainTextEdit` that is given the same clipboard.

    python benchmarks/large_paste.py                  # 200,000 words: one a paragraph, one a line, and prose
    python benchmarks/large_paste.py --words 20000

One JSON line each: CPU seconds of the window's process from the paste to the words on the screen; the longest time that
anything then holds the window while nothing is pressed; and the same for one key at the end of what was pasted. CPU time,
because the paste is too long to be measured by turns on a machine that does other work. The whole window is there, with
its worker. Only the ratios mean anything on another machine. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from editor.parts import open_draft
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

_REST_S = 6.0
_LINE = 100
"""Words of a line of prose."""


def texts(words: int) -> dict[str, str]:
    many = [f"word{number}" for number in range(words)]
    prose = [" ".join(many[start : start + _LINE]) for start in range(0, words, _LINE)]
    return {"one word a paragraph": "\n\n".join(many), "one word a line": "\n".join(many), "prose": "\n\n".join(prose)}


def longest_hold(app: QApplication, seconds: float) -> float:
    """CPU milliseconds of the longest turn of the event loop."""
    longest, end = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.process_time()
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        longest = max(longest, time.process_time() - begin)
        time.sleep(0.001)
    return longest * 1e3


def measure(app: QApplication, what: str, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    bare = QPlainTextEdit()
    bare.resize(900, 800)
    bare.show()
    longest_hold(app, 0.5)
    begin = time.process_time()
    bare.insertFromMimeData(data)
    bare.viewport().repaint()
    floor = time.process_time() - begin
    bare.deleteLater()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PALIMPSEST_DATA"] = folder
        preferences = Preferences(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window = MainWindow(preferences)
        window.resize(1280, 800)
        window.show()
        path = Path(folder) / "essay.md"
        path.write_text("# A draft\n\nWith some words in it.\n", "utf-8")
        open_draft(window, path)
        Furnishing(window).finish()
        longest_hold(app, 3)
        begin = time.process_time()
        window.view.insertFromMimeData(data)
        window.view.viewport().repaint()
        ours = time.process_time() - begin
        after = longest_hold(app, _REST_S)
        begin = time.process_time()
        QTest.keyClick(window.view, "x")
        window.view.viewport().repaint()
        key = (time.process_time() - begin) * 1e3
        rest = longest_hold(app, _REST_S)
        window.close()
    row = {
        "what": what,
        "characters": len(text),
        "paste_s": {"floor": round(floor, 2), "ours": round(ours, 2)},
        "ratio": round(ours / floor, 2),
        "longest_hold_after_ms": round(after),
        "key_ms": round(key, 1),
        "longest_hold_after_key_ms": round(rest),
    }
    print(json.dumps(row), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures a very long paste beside a bare text widget.")
    parser.add_argument("--words", type=int, default=200_000)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    for what, text in texts(options.words).items():
        measure(app, what, text)


if __name__ == "__main__":
    main()
