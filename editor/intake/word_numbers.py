"""The numbers Word counts before its paragraphs, which stand nowhere in the text (ECMA-376, part 1, 17.9).

Items are counted by the definition that their list is an instance of, so that a list goes on after other paragraphs; an
instance may begin at a number of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from editor.intake.word_styles import Styles
from editor.intake.word_xml import W, value

_LEVELS = 9
_LARGEST = 32_767
"""Word counts no further; beyond it lies a file that is made up."""
_DEEPEST = 20
"""Lists that a style says more of, which is of a list again."""
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass(slots=True)
class _Definition:
    levels: dict[int, _Level] = field(default_factory=dict)
    by_style: dict[str, int] = field(default_factory=dict)
    style: str | None = None
    """The style that says more, where the definition itself is empty."""
    counted: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbered:
    instance: str
    level: int
    number: int
    form: str
    label: str
    """As Word shows it, such as "2.1" or "Theorem 3."."""
    in_words: bool
    """Whether the label is more than a number and its signs."""


class Numbering:
    def __init__(self, numbering: Element | None, styles: Styles) -> None:
        self._definitions: dict[str, _Definition] = {}
        self._instances: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        """By instance and level; taken out when the list begins."""
        self._styles = styles
        for one in numbering if numbering is not None else ():
            if one.tag == W + "abstractNum":
                self._definitions[one.get(W + "abstractNumId", "")] = _definition(one)
            elif one.tag == W + "num":
                self._read_instance(one)

    def _read_instance(self, one: Element) -> None:
        ident = one.get(W + "numId", "")
        self._instances[ident] = value(one, "abstractNumId") or ""
        for changed in one.iterfind(W + "lvlOverride"):
            start = value(changed, "startOverride") or value(changed, "lvl", "start")
            if start is not None:
                self._starts[ident, _whole(changed.get(W + "ilvl"))] = _whole(start)

    def is_heading(self, paragraph: Element) -> bool:
        if value(paragraph, "pPr", "outlineLvl") is not None:
            return True
        based = self._styles.based_upon(value(paragraph, "pPr", "pStyle"))
        return any(
            (value(style, "name") or "").lower().startswith("heading") or value(style, "pPr", "outlineLvl") is not None
            for style in based
        )

    def next_of(self, paragraph: Element) -> Numbered | None:
        """Counts; to be asked once for each paragraph, in their order."""
        named = value(paragraph, "pPr", "pStyle")
        based = self._styles.based_upon(named)
        instance, said = value(paragraph, "pPr", "numPr", "numId"), value(paragraph, "pPr", "numPr", "ilvl")
        for style in based:
            instance = instance or value(style, "pPr", "numPr", "numId")
            said = said or value(style, "pPr", "numPr", "ilvl")
        definition = self._definition_of(instance)
        if instance is None or definition is None:
            return None
        styled = (definition.by_style.get(style.get(W + "styleId", "")) for style in based)
        level = _whole(said) if said else next((one for one in styled if one is not None), 0)
        if level not in definition.levels:
            return None
        return self._counted(instance, definition, level)

    def _counted(self, instance: str, definition: _Definition, level: int) -> Numbered:
        counted, kind = definition.counted, definition.levels[level]
        start = self._starts.pop((instance, level), None)
        counted[level] = start if start is not None else counted[level] + 1 if level in counted else kind.start
        for deeper in range(level + 1, _LEVELS):
            counted.pop(deeper, None)

        def shown(found: re.Match[str]) -> str:
            above = definition.levels.get(int(found[1]) - 1, kind)
            return _spelled(counted.get(int(found[1]) - 1, above.start), above.form)

        return Numbered(
            instance,
            level,
            counted[level],
            kind.form,
            label=_PLACE.sub(shown, kind.text).strip(),
            in_words=any(sign.isalpha() for sign in _PLACE.sub("", kind.text)),
        )

    def _definition_of(self, instance: str | None) -> _Definition | None:
        for _ in range(_DEEPEST):
            definition = self._definitions.get(self._instances.get(instance or "", ""))
            if definition is None or definition.levels or definition.style is None:
                return definition
            instance = value(self._styles.get(definition.style), "pPr", "numPr", "numId")
        return None


def _definition(one: Element) -> _Definition:
    made = _Definition(style=value(one, "numStyleLink"))
    for level in one.iterfind(W + "lvl"):
        place = _whole(level.get(W + "ilvl"))
        start = value(level, "start")
        made.levels[place] = _Level(
            1 if start is None else _whole(start), value(level, "numFmt") or "decimal", value(level, "lvlText") or ""
        )
        if (style := value(level, "pStyle")) is not None:
            made.by_style[style] = place
    return made


def _whole(said: str | None) -> int:
    return min(int(said), _LARGEST) if said is not None and said.isascii() and said.isdigit() and len(said) < 9 else 0


def _spelled(number: int, form: str) -> str:
    made = str(number)
    if form.endswith("Letter") and 0 < number <= 26 * 20:
        made = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman") and 0 < number < 4000:
        made = ""
        for worth, letters in _ROMAN:
            made += letters * (number // worth)
            number %= worth
    elif form == "none":
        made = ""
    return made.upper() if form.startswith("upper") else made
