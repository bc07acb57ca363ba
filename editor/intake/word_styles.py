"""The styles of a Word file, and which of them says what another does not (ECMA-376, part 1, 17.7)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from editor.intake.word_xml import W, value

_DEEPEST = 20
"""Styles based upon styles."""


class Styles:
    def __init__(self, part: Element | None) -> None:
        """`part` is the one that holds them, where the file has it."""
        self._named = {one.get(W + "styleId", ""): one for one in (part if part is not None else ())}

    def get(self, named: str | None) -> Element | None:
        return self._named.get(named or "")

    def based_upon(self, named: str | None) -> list[Element]:
        """The style, and those it takes from what it does not say itself, the nearest first."""
        found: list[Element] = []
        while named in self._named and len(found) < _DEEPEST:
            found.append(self._named[named])
            named = value(found[-1], "basedOn")
        return found
