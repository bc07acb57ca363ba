"""How smoothly a replay is scrubbed, beside a bare `QPlainTextEdit` that is given the same text, taking turns in one run.

    python benchmarks/replay_scrub.py                    # 100,000 changes of a draft of 10,000 words
    python benchmarks/replay_scrub.py --changes 20000

Moments at random are asked for, as by a slider that is clicked on; moments some hundred changes apart, as by one that is
dragged; and one after the other, as when the film plays. One JSON line each: what the window's thread does (reads the
line, changes the page, paints it), and all of it with the worker's part, which the window does not wait for. Only the
ratios mean anything on another machine. Nothing here is asserted.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from itertools import accumulate
from typing import Any

from PySide6.QtWidgets import QApplication
from text_engine import Floor, draft, report

from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.origins import IMPORTED, TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rows import edit_row
from editor.core.runs import Fragment
from editor.protocol.codec import decode, encode
from editor.protocol.record_messages import ShowFrame
from editor.services.replaying import Reel
from editor.ui.replay_page import ReplayPage
from editor.ui.theme import load_theme

_WORDS = 10_000
_TURNS = 200
_DRAGGED = 500
"""Changes between two moments of a slider that is dragged, at most."""
_MODEL = Origin(OriginKind.MODEL, "a-model")
_LETTERS = "etaoin shrdlu "


def history(changes: int) -> list[dict[str, Any]]:
    """Typed here and there, with a model's words, removals and new paragraphs among them."""
    lot, splitter = random.Random(1), MarkdownSplitter()
    document = Document.of(Fragment.of(draft(_WORDS), IMPORTED), splitter)
    log: list[dict[str, Any]] = [{"n": 0, "keyframe": document.keyframe()}]
    place = 0
    for number in range(1, changes + 1):
        if number % 40 == 1:
            place = lot.randrange(len(document))
        removed = 1 if number % 9 == 0 and place > 0 else 0
        words = "\n\n" if number % 300 == 0 else lot.choice(_LETTERS)
        inserted = Fragment() if removed else Fragment.of(words, _MODEL if number % 7 == 0 else TYPED)
        position = place - removed
        plan = document.plan(position, removed, inserted, splitter)
        wall_ms = number * 900
        edit = Edit(number, wall_ms, 0, EditKind.TYPE, position, plan.removed, inserted, number, None, plan.reshape)
        document.apply(edit)
        log.append(edit_row(edit))
        place = position + len(inserted.text)
    return log


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures scrubbing beside a bare text widget.")
    parser.add_argument("--changes", type=int, default=100_000)
    options = parser.parse_args()
    app = QApplication(sys.argv)
    bare, page = Floor(), ReplayPage(load_theme("light"))
    for at, one in enumerate((bare, page)):
        one.resize(900, 800)
        one.move(at * 920, 0)
        one.show()
    reel = Reel(history(options.changes))
    begin = time.perf_counter()
    for _ in reel.film.develop():
        pass
    print(
        json.dumps({"what": "reading the past", "changes": options.changes, "s": round(time.perf_counter() - begin, 2)})
    )
    lot = random.Random(2)
    begin_at = lot.randrange(options.changes // 2)
    dragged = (lot.randrange(_DRAGGED) for _ in range(_TURNS))
    ways = {
        "a moment at random": [lot.randrange(len(reel.film)) for _ in range(_TURNS)],
        "a slider that is dragged": list(accumulate(dragged, initial=begin_at)),
        "one change after the other": list(range(begin_at, begin_at + _TURNS)),
    }
    for way, steps in ways.items():
        scrub(way, [step % len(reel.film) for step in steps], reel, bare, page, app)


def scrub(way: str, steps: list[int], reel: Reel, bare: Floor, page: ReplayPage, app: QApplication) -> None:
    window: dict[str, list[float]] = {"floor": [], "ours": []}
    whole: dict[str, list[float]] = {"floor": [], "ours": []}
    page.show_frame(decode(encode(reel.frame(ShowFrame(1, steps[0], whole=not page.toPlainText())))))
    for step in steps:
        begin = time.perf_counter()
        line = encode(reel.frame(ShowFrame(1, step)))
        came = time.perf_counter()
        page.show_frame(decode(line))
        page.viewport().repaint()
        end = time.perf_counter()
        text = reel.film.at(step).text()
        begin_bare = time.perf_counter()
        bare.setPlainText(text)
        bare.viewport().repaint()
        floor_ms = (time.perf_counter() - begin_bare) * 1e3
        app.processEvents()
        window["floor"].append(floor_ms)
        window["ours"].append((end - came) * 1e3)
        whole["floor"].append(floor_ms)
        whole["ours"].append((end - begin) * 1e3)
    report(f"{way}, on the window's thread", _WORDS, window)
    report(f"{way}, with the worker's part", _WORDS, whole)


if __name__ == "__main__":
    main()
