"""A replay as one page of HTML that needs nothing but itself: the log, and a small script of our own that folds it.

What the page holds is what the log holds, so text that was written and removed is in it too; the page says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from editor.core.film import LONGEST_PAUSE_MS, Scene
from editor.core.unseen import ALWAYS_ODD, SIGN, seen
from editor.export.process_record import NO_PROOF
from editor.export.record_drawings import KINDS

_PLACE = re.compile(r"\{\{(\w+)\}\}")
Record = dict[str, Any]
Chapter = tuple[int, str, int]


def replay_page(
    log: Sequence[Record], scenes: Sequence[Scene], chapters: Sequence[Chapter], name: str, parts: Mapping[str, str]
) -> str:
    """`parts` are the page's own html, css and js; `{{...}}` in the html is what is put in."""
    content = {
        "title": escape(f"How “{seen(name)}” was written"),
        "statement": escape(f"This was {NO_PROOF}."),
        "css": parts["css"],
        "js": parts["js"],
        "data": _data(log, scenes, chapters),
    }
    # In one pass: what is put in is never looked through for another place.
    return _PLACE.sub(lambda place: content[place[1]], parts["html"])


def _data(log: Sequence[Record], scenes: Sequence[Scene], chapters: Sequence[Chapter]) -> str:
    origins: dict[str, int] = {}
    content = {
        "pause": LONGEST_PAUSE_MS,
        "steps": [_step(one, scene, origins) for one, scene in zip(log, scenes, strict=True)],
        "chapters": chapters,
        "kinds": KINDS,
        "odd": ALWAYS_ODD,
        "sign": SIGN,
    }
    content["origins"] = [json.loads(one) for one in origins]
    # Nothing in the data may end the script it stands in, or begin another tag.
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def _step(record: Record, scene: Scene, origins: dict[str, int]) -> list[Any]:
    """[when, minutes ahead of UTC, kind, position, code points removed (-1: all), text inserted, its runs flat]."""
    if "keyframe" in record:
        keyframe = record["keyframe"]
        runs = [run for _, own in keyframe["paragraphs"] for run in own]
        return [scene.wall_ms, scene.offset_min, scene.kind, 0, -1, keyframe["text"], _flat(runs, origins)]
    removed = len(record["d"][0]) if "d" in record else 0
    text, origin = record.get("i", ("", []))
    runs = origin if isinstance(origin, list) else [[len(text), origin]]
    return [scene.wall_ms, scene.offset_min, scene.kind, record["p"], removed, text, _flat(runs, origins)]


def _flat(runs: Sequence[Any], origins: dict[str, int]) -> list[int]:
    """Length and number of the origin, length and number, and so on."""
    flat: list[int] = []
    for length, origin in runs:
        row = (
            {"kind": origin}
            if isinstance(origin, str)
            else {key: origin[key] for key in ("kind", "actor") if key in origin}
        )
        number = origins.setdefault(json.dumps(row, sort_keys=True), len(origins))
        flat += [length, number]
    return flat
