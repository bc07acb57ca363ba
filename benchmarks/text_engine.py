"""How fast the page is beside a bare `QPlainTextEdit` with the same text, both in one run and taking turns.

    python benchmarks/text_engine.py                      # 2k, 20k and 200k words on the screen there is
    QT_QPA_PLATFORM=offscreen python benchmarks/text_engine.py --words 20000
    python benchmarks/text_engine.py --profile            # where the time of keys goes

One JSON line per case: milliseconds from the event to the end of the paint it caused, and the ratio to the
floor. Only the ratios mean anything on another machine. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPaintEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from editor.ui.text_editor import TextEditor

_COMMON = """
    the of and to in is that for it as was with be by on not his but at are this have from or had an they which
    one you were all her she there would their we him been has when who will no more if out so up said what about
    than into them can only other time new some could these two may first then do any like my now over such our
    evidence paragraph writer morning question argument window silence remember measure difference ordinary
"""
_WORDS = _COMMON.split()
_TYPED = "the rain falls mainly on the plain and then some more of it "


def draft(words: int) -> str:
    """A Markdown draft of about so many words, the same every time."""
    lot = random.Random(7)
    lines: list[str] = []
    made = 0
    while made < words:
        if len(lines) % 24 == 0:
            lines += ["## " + " ".join(lot.choices(_WORDS, k=5)).capitalize(), ""]
        count = max(20, int(lot.gauss(80, 25)))
        paragraph = lot.choices(_WORDS, k=count)
        for at in range(8, count - 3, 17):
            look = lot.random()
            if look < 0.2:
                paragraph[at] = f"*{paragraph[at]}*"
            elif look < 0.3:
                paragraph[at] = f"**{paragraph[at]} {paragraph[at + 1]}**"
            elif look < 0.35:
                paragraph[at] = f"[{paragraph[at]}](https://example.org/{at})"
            elif look < 0.6:
                paragraph[at] += "."
        lines += [" ".join(paragraph).capitalize() + ".", ""]
        made += count
    return "\n".join(lines)


class Floor(QPlainTextEdit):
    """The bare editor."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Count."""
        super().paintEvent(event)
        self.paints += 1

    def load(self, text: str) -> None:
        """Show a text."""
        self.setPlainText(text)


class Ours(TextEditor):
    """The page, counting its paints."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Count."""
        super().paintEvent(event)
        self.paints += 1


Page = Floor | Ours


class Bench:
    """Two windows with the same text."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.pages: dict[str, Page] = {"floor": Floor(), "ours": Ours()}
        self.pages["floor"].setFont(QFont("DejaVu Sans Mono", 11))
        self.pages["floor"].setUndoRedoEnabled(False)
        for at, page in enumerate(self.pages.values()):
            page.resize(900, 800)
            page.move(at * 920, 0)
            page.show()
        self.settle()

    def settle(self) -> None:
        """Let everything that is due happen."""
        end = time.perf_counter() + 0.3
        while time.perf_counter() < end:
            self.app.processEvents()

    def timed(self, page: Page, act: Callable[[], object]) -> float:
        """Milliseconds until the page has been painted."""
        before, begin = page.paints, time.perf_counter()
        act()
        while page.paints == before and time.perf_counter() - begin < 0.5:
            self.app.processEvents()
        return (time.perf_counter() - begin) * 1e3

    def turns(self, count: int, act: Callable[[Page, int], object]) -> dict[str, list[float]]:
        """Both pages do the same by turns."""
        times: dict[str, list[float]] = {name: [] for name in self.pages}
        for turn in range(count):
            for name, page in self.pages.items():
                times[name].append(self.timed(page, lambda page=page, turn=turn: act(page, turn)))
        return times


def report(what: str, words: int, times: dict[str, list[float]]) -> None:
    """One JSON line."""

    def at(name: str, share: float) -> float:
        row = sorted(times[name])
        return row[min(len(row) - 1, int(share * len(row)))]

    line: dict[str, object] = {"what": what, "words": words, "n": len(times["ours"])}
    for label, share in (("p50", 0.5), ("p95", 0.95)):
        line[label] = {name: round(at(name, share), 3) for name in times}
        line[f"ratio_{label}"] = round(at("ours", share) / at("floor", share), 2)
    print(json.dumps(line), flush=True)


def place(page: Page, where: float) -> None:
    """Put the caret into a paragraph at a share of the text."""
    cursor = page.textCursor()
    block = page.document().findBlock(int((page.document().characterCount() - 1) * where))
    while block.length() < 120 and block.next().isValid():
        block = block.next()
    while block.length() < 120:
        block = block.previous()
    cursor.setPosition(block.position() + block.length() * 2 // 3)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord)
    page.setTextCursor(cursor)
    page.ensureCursorVisible()
    page.setFocus()


def scroll(page: Page, pixels: int) -> None:
    """Scroll down by about so many pixels, or back to the top."""
    bar = page.verticalScrollBar()
    step = pixels if isinstance(page, QTextEdit) else max(1, pixels // page.fontMetrics().lineSpacing())
    bar.setValue(0 if bar.value() + step > bar.maximum() else bar.value() + step)


def measure(bench: Bench, words: int, keys: int) -> None:
    """All cases of one size."""
    text = draft(words)
    loads: dict[str, list[float]] = {"floor": [], "ours": []}
    for _ in range(7):
        for name, page in bench.pages.items():
            page.load("")
            bench.settle()
            loads[name].append(bench.timed(page, lambda page=page: page.load(text)))
    report("load to first paint", words, loads)
    for label, where in (("start", 0.0), ("middle", 0.5), ("end", 1.0)):
        for page in bench.pages.values():
            place(page, where)
        bench.settle()
        report(
            f"key {label}", words, bench.turns(keys, lambda page, turn: QTest.keyClick(page, _TYPED[turn % len(_TYPED)]))
        )
    for page in bench.pages.values():
        place(page, 0.5)
    bench.settle()
    report("enter", words, bench.turns(40, lambda page, turn: QTest.keyClick(page, Qt.Key.Key_Return)))
    report("merge", words, bench.turns(40, lambda page, turn: QTest.keyClick(page, Qt.Key.Key_Backspace)))
    for page in bench.pages.values():
        page.verticalScrollBar().setValue(0)
    bench.settle()
    report("scroll 3 lines", words, bench.turns(100, lambda page, turn: scroll(page, 60)))
    report("scroll a page", words, bench.turns(60, lambda page, turn: scroll(page, 740)))


def profile(bench: Bench, words: int, keys: int) -> None:
    """Where the time of keys goes."""
    page = bench.pages["ours"]
    page.load(draft(words))
    place(page, 0.5)
    bench.settle()
    profiler = cProfile.Profile()
    profiler.enable()
    for turn in range(keys):
        bench.timed(page, lambda turn=turn: QTest.keyClick(page, _TYPED[turn % len(_TYPED)]))
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, nargs="*", default=[2_000, 20_000, 200_000])
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    bench = Bench(QApplication(sys.argv[:1]))
    for words in options.words:
        (profile if options.profile else measure)(bench, words, options.keys)


if __name__ == "__main__":
    main()
