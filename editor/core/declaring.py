"""What the writer says about words whose origin the program could only guess.

An answer replaces characters by the same characters of another origin, as one edit in the log: undo takes it back, and
that it was said, not seen, stays with the words. What a model was seen to write in this program stays the model's.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from editor.core.document import Document
from editor.core.marks import Mark, Reshape
from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Fragment, Run, Runs, joined, model_origins

SAID = "said by the writer"
"""The purpose of an origin that rests on the writer's word."""
QUOTED = "quotation"
"""The purpose of words the writer says are quoted from somebody."""


class Whose(StrEnum):
    MINE = "mine"
    MODEL = "model"
    QUOTATION = "quotation"


def is_open(origin: Origin) -> bool:
    """Whether the writer's word decides whose these are: they came in without proof, or it decided before."""
    if origin.kind is OriginKind.MODEL:
        return not origin.prompt
    return origin.kind not in OWN_KINDS or origin.purpose == SAID


def said(origin: Origin, whose: Whose) -> Origin:
    """The origin after the writer's answer; one that is not open stays, but that own words may be given to a model."""
    if not is_open(origin):
        gives_up = origin.kind in OWN_KINDS and whose is Whose.MODEL
        return Origin(OriginKind.MODEL, purpose=SAID) if gives_up else origin
    if whose is Whose.QUOTATION:
        return Origin(OriginKind.PASTED, purpose=QUOTED, source=origin.source)
    if whose is Whose.MINE:
        return Origin(OriginKind.TYPED, purpose=SAID, source=origin.source)
    known = origin.kind is OriginKind.MODEL
    actor, provider = (origin.actor, origin.provider) if known else ("", "")
    return Origin(OriginKind.MODEL, actor, provider, SAID, source=origin.source)


def said_of(runs: Runs, whose: Whose) -> Runs:
    return joined((Run(run.length, said(run.origin, whose)),) for run in runs)


def reshaped(document: Document, start: int, stop: int, new: Fragment) -> Reshape:
    """How the marks of the paragraphs change when text[start:stop] gets the runs of `new`, its text being the same.

    A paragraph gets the lineage of the models it now holds; one that was only said to be a model's goes from the lineage
    with the last of its words, because the word it stood on was taken back.
    """
    row = document.paragraphs
    low, begin = row.find(start)
    high = row.find(max(start, stop - 1))[0] + 1
    whole = Fragment("".join(item.text for item in row[low:high]), joined(item.runs for item in row[low:high]))
    changed = whole.slice(0, start - begin) + new + whole.slice(stop - begin, len(whole.text))
    marks: list[Mark] = []
    offset = 0
    for item in row[low:high]:
        piece = changed.slice(offset, offset + item.mark.length)
        offset += item.mark.length
        held, holds = model_origins(item.text, item.runs), model_origins(piece.text, piece.runs)
        stays = tuple(origin for origin in item.mark.lineage if origin in holds or origin not in held)
        lineage = (*stays, *(origin for origin in holds if origin not in stays))
        marks.append(replace(item.mark, lineage=lineage))
    return Reshape(low, tuple(item.mark for item in row[low:high]), tuple(marks))


def first_open(paragraph: Paragraph) -> tuple[int, int] | None:
    """From and to, in code points of the paragraph, of the first words in it whose origin is open; None without any."""
    at = 0
    for run in paragraph.runs:
        if is_open(run.origin) and paragraph.text[at : at + run.length].strip():
            return at, at + run.length
        at += run.length
    return None


def open_stretch(document: Document, position: int) -> tuple[int, int]:
    """The words around a place whose origin is open: one origin, within one paragraph; empty where there are none."""
    row = document.paragraphs
    index, begin = row.find(min(position, max(0, len(document) - 1)))
    at = begin
    for run in row[index].runs:
        if at <= position <= at + run.length and is_open(run.origin):
            return at, at + run.length
        at += run.length
    return position, position
