"""The writer's material inside a prompt: each piece between tags of its own, that nothing in it can close.

A draft may contain such tags itself, by chance or because somebody wants the model to take the rest for an order, so all
tags of a prompt are numbered until none of them occurs in any piece. What is built here is plain text throughout, so
that the writer can be shown exactly what leaves the machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from editor.resources import resource


@dataclass(frozen=True, slots=True)
class Piece:
    tag: str
    """A word that says what it is, as in `<paragraph>`."""
    heading: str
    """The line above it, in our words."""
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that the writer ticked to be read first."""

    title: str
    text: str
    cut: bool = False
    """Whether only its beginning goes along; the model is told."""


class Tagged:
    """The pieces of one prompt, with tags that occur in none of them, nor in what stands `beside` them."""

    def __init__(self, pieces: Sequence[Piece], beside: str = "") -> None:
        self._pieces = [piece for piece in pieces if piece.text.strip()]
        texts = [piece.text for piece in self._pieces]
        self._ending = _free_ending({piece.tag for piece in pieces}, [*texts, beside])

    def tag(self, name: str) -> str:
        """The tag as it stands in the prompt, without its angles."""
        return f"{name}{self._ending}"

    def text(self, *names: str) -> str:
        """Those of the pieces that are there and not empty, in their order; all of them where none is named."""
        wanted = (piece for piece in self._pieces if not names or piece.tag in names)
        return "\n\n".join(map(self._section, wanted))

    def _section(self, piece: Piece) -> str:
        tag = self.tag(piece.tag)
        return f"{piece.heading}\n<{tag}>\n{piece.text}\n</{tag}>"


def reference_pieces(references: Sequence[Reference]) -> list[Piece]:
    """Their titles are the writer's or a file's, and so are material too."""
    return [
        Piece(
            f"reference-{number}",
            f"A text for you to know{', of which only the beginning is given' if one.cut else ''}; do not remark on it:",
            f"{one.title}\n\n{one.text}" if one.title.strip() else one.text,
        )
        for number, one in enumerate(references, 1)
        if one.text.strip()
    ]


def prompt(name: str) -> str:
    """One of our texts in `resources/prompts`."""
    return resource("prompts", f"{name}.md").read_text(encoding="utf-8").strip()


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its slots filled in one pass, so that a slot inside a value stays what it is.

    What is empty leaves no gap behind.
    """
    kept = (block for block in template.split("\n\n") if not _empty(block, values))
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: values[slot[1]], "\n\n".join(kept))


def _empty(block: str, values: Mapping[str, str]) -> bool:
    """Whether a block of a template is one slot for which there is nothing."""
    slot = re.fullmatch(r"\{\{(\w+)\}\}", block.strip())
    return slot is not None and not values[slot[1]].strip()


def _free_ending(tags: set[str], texts: Sequence[str]) -> str:
    """An ending for our tags with which none of them occurs in the texts, however it is spaced or capitalised."""
    squeezed = "".join("\n".join(texts).casefold().split())
    endings = chain([""], (f"-{number}" for number in count(2)))
    return next(
        ending
        for ending in endings
        if not any(f"<{slash}{name}{ending}" in squeezed for name in tags for slash in ("", "/"))
    )
