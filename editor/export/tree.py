"""The draft as an export sees it: the writer's own stretches, the models' passages, the notes.

Every venue labels the same passages and differs only in how. What is a passage is decided once, here:

- a paragraph in which model text ever stood is a model's, however much of it the writer changed since;
- neighbours of the same model are one passage, with the blank lines between them kept; text of two models in one
  paragraph makes "A + B", which is neighbour only to the same pair;
- code by a model is labelled like its prose. A venue may not count code, but a label too many misleads nobody;
- a heading belongs to a passage only if a model wrote it;
- footnote definitions are taken out: a renderer prints them at the end of the post, outside of any block they were
  written in, so they cannot be labelled by the block and need a label of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.core.marks import BlockKind
from editor.core.origins import Origin
from editor.core.paragraph_row import Paragraph
from editor.export import labels

_Placed = tuple[int, Paragraph]
"""A paragraph with its place in the draft."""

_BLANK_START = re.compile(r"\A(?:[ \t]*\n)+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_ANNOTATIONS = re.compile(r"---[ \t]*\n[^\n]*SHA-256[^\n]*\n(?:[@&*][^\n]*\n|[ \t]+[^\n]*\n)*\.\.\.\s*\Z")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A passage of one model, or of a mix of models, for labels, lists and the disclosure."""

    model: str
    """Clean name, "A + B" for a mix."""
    provider: str
    when_ms: int | None
    """When its latest text was produced, milliseconds since 1970 UTC; None where that is not known."""
    purpose: str
    words: int
    """Words between white space that hold a letter or a digit."""
    day: str = ""
    """ "2026-11-20", or "2026-11-19 to 2026-11-20" (UTC)."""

    @property
    def particulars(self) -> str:
        """ "claude-opus-5-5, 2026-11-20, critique", as far as it is known."""
        return ", ".join(part for part in (self.model, self.day, self.purpose) if part)

    @property
    def label(self) -> str:
        return f"AI contribution ({self.particulars})"


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring paragraphs of the writer, or of one model."""

    paragraphs: tuple[Paragraph, ...]
    pieces: tuple[str, ...]
    """The texts of the paragraphs with \\n for every line end. Set end to end they are the section's Markdown."""
    contribution: Contribution | None = None
    """None: the writer's own."""

    @property
    def text(self) -> str:
        """Without the blank lines around it."""
        return without_blank_lines("".join(self.pieces))


@dataclass(frozen=True, slots=True)
class Tree:
    sections: tuple[Section, ...]
    notes: tuple[Section, ...]
    """Footnote definitions in the order of the draft, one paragraph each."""
    front_matter: str = ""

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        parts = (*self.sections, *self.notes)
        return tuple(part.contribution for part in parts if part.contribution is not None)


def tree_of(paragraphs: Iterable[Paragraph]) -> Tree:
    """Sorts a draft. Front matter and a block of Markdown Annotations at the end are left out of the sections."""
    row = _unannotated(list(paragraphs))
    front = row.pop(0).text if row and row[0].kind is BlockKind.FRONT_MATTER else ""
    visible = [(place, item) for place, item in enumerate(row) if item.text.strip()]
    notes = tuple(_section([placed]) for placed in visible if placed[1].kind is BlockKind.FOOTNOTE)
    groups: list[list[_Placed]] = []
    for placed in visible:
        if placed[1].kind is BlockKind.FOOTNOTE:
            continue
        if groups and _models(groups[-1][-1][1]) == _models(placed[1]):
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return Tree(tuple(_section(group) for group in groups), notes, front)


def lines_of(paragraph: Paragraph) -> str:
    """The text with every kind of line end as \\n, as renderers read it."""
    return paragraph.text.replace("\r\n", "\n").replace("\r", "\n")


def without_blank_lines(text: str) -> str:
    """Without the lines of blanks and tabs before and after; the indent of the first line stays."""
    return _BLANK_START.sub("", text).rstrip(" \t\n")


def word_count(text: str) -> int:
    return sum(1 for word in text.split() if _LETTER_OR_DIGIT.search(word))


def _models(paragraph: Paragraph) -> frozenset[str]:
    return frozenset(labels.model_name(origin.actor) for origin in paragraph.mark.lineage)


def _section(group: Sequence[_Placed]) -> Section:
    """Where a paragraph was taken out between two others, a blank line keeps them apart."""
    paragraphs = tuple(item for _, item in group)
    following = [place for place, _ in group[1:]] + [-1]
    pieces = tuple(
        lines_of(item) if after == place + 1 else lines_of(item).rstrip("\n") + "\n\n"
        for (place, item), after in zip(group, following, strict=True)
    )
    origins = [origin for item in paragraphs for origin in item.mark.lineage]
    return Section(paragraphs, pieces, _contribution(origins, paragraphs) if origins else None)


def _contribution(origins: Sequence[Origin], group: Sequence[Paragraph]) -> Contribution:
    times = [origin.when_ms for origin in origins if origin.when_ms is not None]
    return Contribution(
        model=" + ".join(sorted({labels.model_name(origin.actor) for origin in origins})),
        provider=" + ".join(_distinct(labels.clean(origin.provider) for origin in origins)),
        when_ms=max(times, default=None),
        purpose=" and ".join(_distinct(labels.clean(origin.purpose) for origin in origins)),
        words=sum(word_count(item.text) for item in group),
        day=labels.days(times),
    )


def _distinct(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word]


def _unannotated(row: list[Paragraph]) -> list[Paragraph]:
    """Without a block of Markdown Annotations (---, a hash, ranges of authors, ...) at the end of the draft."""
    tail = ""
    for index in range(len(row) - 1, max(-1, len(row) - 64), -1):
        tail = lines_of(row[index]) + tail
        if tail.startswith("---") and _ANNOTATIONS.match(tail):
            return row[:index]
    return row
