"""A paragraph and what goes with it to a critic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.core.document import Document
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind
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


def material_of(document: Document, paragraph: int, *, neighbours: bool) -> Material:
    """Raises EditRefused where the paragraph is gone."""
    row = document.paragraphs
    if not row.has(paragraph):
        raise EditRefused("This paragraph is no longer in the draft", "Nothing was sent.")
    index = row.index_of(paragraph)
    text = row[index].text
    if not neighbours:
        return Material(paragraph, text)
    headings = tuple(item.body for item in row if item.kind is BlockKind.HEADING)
    return Material(paragraph, text, _next(row[:index][::-1]), _next(row[index + 1 : index + 9]), headings)


def _next(paragraphs: Sequence[Paragraph]) -> str:
    return next((item.body for item in paragraphs if item.body.strip()), "")


def request_for(critic: str, material: Material, model: str) -> Request:
    """Raises FileUnreadable where there is no such critic."""
    persona = model_critic(critic)
    body = material.text.strip("\r\n")
    return critique_request(persona, body, material.before, material.after, material.outline, model)
