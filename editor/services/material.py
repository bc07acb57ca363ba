"""A paragraph and what goes with it to a critic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.core.document import Document
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind
from editor.core.narrowing import Narrowing
from editor.core.paragraph_row import Paragraph
from editor.llm.prompts import critique_request
from editor.llm.provider import Request
from editor.services.critics import model_critic


@dataclass(frozen=True, slots=True)
class Material:
    """As it is while the critics read it."""

    paragraph: int
    """Its id."""
    text: str
    before: str = ""
    after: str = ""
    outline: tuple[str, ...] = ()
    left_out: bool = False
    """Something that would go with it is never to be sent."""


def material_of(document: Document, paragraph: int, *, neighbours: bool, narrowing: Narrowing | None = None) -> Material:
    """Raises EditRefused where the paragraph is gone, or never to be sent."""
    row = document.paragraphs
    if not row.has(paragraph):
        raise EditRefused("This paragraph is no longer in the draft", "Nothing was sent.")
    here = narrowing.kept_here(row) if narrowing is not None else frozenset()
    if paragraph in here:
        raise EditRefused(
            "This paragraph is never to be sent", "Nothing was sent. Take its lock off, or ask a local critic."
        )
    index = row.index_of(paragraph)
    text = row[index].text
    if not neighbours:
        return Material(paragraph, text)
    around = [_next(row[:index][::-1]), _next(row[index + 1 : index + 9])]
    headings = [item for item in row if item.kind is BlockKind.HEADING]
    left_out = any(item is not None and item.id in here for item in (*around, *headings))
    before, after = ("" if item is None or item.id in here else item.body for item in around)
    return Material(
        paragraph, text, before, after, tuple(item.body for item in headings if item.id not in here), left_out
    )


def _next(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    return next((item for item in paragraphs if item.body.strip()), None)


def request_for(critic: str, material: Material, model: str) -> Request:
    """Raises FileUnreadable where there is no such critic."""
    persona = model_critic(critic)
    body = material.text.strip("\r\n")
    return critique_request(persona, body, material.before, material.after, material.outline, model)
