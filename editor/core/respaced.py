"""The same words with other white space between them: what a mail program or a terminal makes of a text on its way.

White space has no author, so that text which differs in nothing else keeps the origins of its words.
"""

from __future__ import annotations

from collections.abc import Iterator

from editor.core.origins import Origin
from editor.core.runs import Fragment, Run, joined


def squeezed(text: str) -> str:
    """The text with one blank for every stretch of white space, and none around it."""
    return " ".join(text.split())


def respaced(fragment: Fragment, text: str) -> Fragment | None:
    """`text` with the origins of `fragment`; None where they differ in more than white space.

    White space gets the origin of the letter before it, at the start that of the first letter.
    """
    if squeezed(fragment.text) != squeezed(text):
        return None
    letters = _letters(fragment)
    runs: list[Run] = []
    owner: Origin | None = None
    spaces = 0
    for char in text:
        if char.isspace():
            if owner is None:
                spaces += 1
            else:
                runs.append(Run(1, owner))
            continue
        owner = next(letters)
        if spaces:
            runs.append(Run(spaces, owner))
            spaces = 0
        runs.append(Run(1, owner))
    return Fragment(text, joined((tuple(runs),))) if not spaces else None


def _letters(fragment: Fragment) -> Iterator[Origin]:
    position = 0
    for run in fragment.runs:
        for char in fragment.text[position : position + run.length]:
            if not char.isspace():
                yield run.origin
        position += run.length
