"""What can be seen from outside of whose words a draft holds: on its page, in its margin and lists, in what it exports.

Nothing here asks the program what it thinks; pixels, the lines a screen reader finds, and files are read. The colours and
the way they are laid over the paper are those of the legend: a theme's file and its tint.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex
from window_driver import ROOT, Picture, Program, until

_TINT = 46 / 255
_NEAR = 3
"""Of 255: how far a painted colour may be from the one it should be."""
_BAR = (-23, 7)
"""Where the bar of a paragraph begins, from its first letter, and how wide it is; pixels."""
_SENTENCE = re.compile(r"Paragraph (\d+), (\d+) words?, ")
_SHARES = {"yours": "own", "a model's": "model", "pasted or imported": "pasted", "unknown": "unknown"}
_BLOCK = re.compile(r"\n---\nAnnotations: 0,(\d+) SHA-256 ([0-9a-f]{32,64})  \n((?:[@&].*  \n)*)\.\.\.\n\Z")
_AUTHOR = re.compile(r"([@&][^:]*): ([\d, ]+)")


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _is_near(colour: str, other: Sequence[float]) -> bool:
    return all(abs(one - two) <= _NEAR for one, two in zip(_rgb(colour), other, strict=True))


class Page:
    """*Origin in Text*, which is switched on, and the bars at the left."""

    def __init__(self, program: Program, theme: str = "light") -> None:
        self._program = program
        colours = tomllib.loads((ROOT / "resources" / "themes" / f"{theme}.toml").read_text())["colors"]
        papers = [_rgb(colours[name]) for name in ("paper", "current_paragraph")]
        self._tints: dict[str, list[tuple[float, ...]]] = {"own": [tuple(map(float, paper)) for paper in papers]}
        for kind in ("model", "pasted", "unknown"):
            ink = _rgb(colours[kind])
            self._tints[kind] = [
                tuple(_TINT * a + (1 - _TINT) * b for a, b in zip(ink, paper, strict=True)) for paper in papers
            ]
        self._bars = {kind: _rgb(colours[kind]) for kind in ("model", "pasted", "unknown")}
        self._bars["own"] = _rgb(colours["yours"])

    def picture(self) -> Picture:
        return self._program.desktop.picture(self._program.page_box())

    def kind_at(self, picture: Picture, place: int) -> str:
        """Whose the paper under a letter says it is; `place` in UTF-16 units."""
        x, y, width, height = self._program.letter_box(place)
        assert picture.box[1] <= y <= picture.box[1] + picture.box[3] - height, f"letter {place} is out of view"
        painted = Counter(picture.colours((x, y, width, height)))
        paper = painted.most_common(1)[0][0] if painted else "nothing"
        for kind, tints in self._tints.items():
            if any(_is_near(paper, tint) for tint in tints):
                return kind
        return paper

    def kinds_in_bar(self, picture: Picture, first: int, last: int) -> set[str]:
        """Whose colours the bar beside a paragraph has; its first and last letter in UTF-16 units."""
        left, top, _, _ = self._program.letter_box(first)
        _, low, _, height = self._program.letter_box(last)
        painted = set(picture.colours((left + _BAR[0], top, _BAR[1], low + height - top)))
        return {kind for kind, ink in self._bars.items() if any(_is_near(colour, ink) for colour in painted)}


@dataclass(frozen=True)
class Line:
    """What the list of paragraphs says of one."""

    number: int
    words: int
    shares: dict[str, int] = field(default_factory=dict)
    """Per cent."""


def paragraph_lines(program: Program) -> list[Line]:
    """Of the list of paragraphs, which is shown."""
    lines = []
    whole = program.eyes.one("list", "Paragraphs")
    for seen in program.eyes.within(whole) if whole else ():
        found = _SENTENCE.search(seen.name)
        if found:
            shares = {
                kind: int(share[1])
                for words, kind in _SHARES.items()
                if (share := re.search(rf", {words} (\d+) %", seen.name)) and share[1] != "0"
            }
            lines.append(Line(int(found[1]), int(found[2]), shares))
    return lines


def card_line(program: Program) -> str:
    """What the card about the caret's paragraph says of its origins; the card is opened and closed again."""

    def lines() -> list[str]:
        return [seen.name for seen in program.eyes.all() if seen.role == "list item"]

    program.key("ctrl+shift+i")
    found = until(lambda: [line for line in lines() if re.match(r"\d+ words?[:.]", line)], "the card")
    program.key("Escape")
    until(lambda: not any(re.match(r"\d+ words?[:.]", line) for line in lines()), "the card to go")
    until(program.focused, "the draft to have the keys again")
    return str(found[0])


@dataclass(frozen=True)
class Annotated:
    """What a file with Markdown Annotations says, read without the program."""

    text: str
    owners: list[str]
    """Of each character that a reader takes for one: "@Name", "&Name <identifier>", or nothing."""


def read_annotations(content: str) -> Annotated:
    """AssertionError where the block does not fit its text."""
    found = _BLOCK.search(content)
    assert found, f"no block of annotations at the end of {content[-400:]!r}"
    before = content[: found.start()]
    fitting = [one for one in (before, before.removesuffix("\n")) if _digest(one).startswith(found[2])]
    assert fitting, "the hash is of another text"
    text = fitting[0]
    owners = [""] * len(regex.findall(r"\X", text))
    assert int(found[1]) == len(owners), "the range is of another text"
    for line in found[3].splitlines():
        author = _AUTHOR.match(line)
        assert author, line
        for stretch in author[2].split():
            start, _, length = stretch.partition(",")
            for place in range(int(start), int(start) + int(length or 1)):
                assert not owners[place], f"{author[1]} and {owners[place]} at {place}"
                owners[place] = author[1]
    return Annotated(text, owners)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def counted(rows: Iterable[dict[str, Any]]) -> list[dict[str, int]]:
    """`by_origin` of the rows of a process report."""
    return [without_none(row["by_origin"]) for row in rows]


def without_none(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count}


def read_report(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text())
    return content
