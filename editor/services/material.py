"""What of a draft goes to a critic: a paragraph with its place, or the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from editor.core.annotations import WHOLE_DRAFT
from editor.core.document import Document
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.llm.material_tags import Reference
from editor.llm.personas import Critic
from editor.llm.prompts import Context, critique_request, draft_critique_request
from editor.llm.provider import Request
from editor.protocol.parts import ReferenceRow

Passages = tuple[tuple[int, str], ...]
"""Ids and texts of paragraphs, in the order of the draft."""


@dataclass(frozen=True, slots=True)
class Material:
    """As it is while the critics read it."""

    paragraph: int
    """Its id; `WHOLE_DRAFT` where that is what is read."""
    text: str
    context: Context = field(default_factory=Context)
    passages: Passages = ()
    """Of the whole draft: what may be quoted."""

    @property
    def is_whole(self) -> bool:
        return self.paragraph == WHOLE_DRAFT


@dataclass(frozen=True, slots=True)
class Beside:
    """What the writer sends along by choice."""

    neighbours: bool = False
    references: tuple[ReferenceRow, ...] = ()
    audience: str = ""


def passage_of(document: Document, paragraph: int) -> str:
    """The text of a paragraph that is to be sent. Raises EditRefused where it is gone."""
    row = document.paragraphs
    if not row.has(paragraph):
        raise EditRefused("This paragraph is no longer in the draft", "Nothing was sent.")
    return row[row.index_of(paragraph)].text


def passages_of(document: Document) -> Passages:
    """Those of a draft that is to be sent, end to end its text. Raises EditRefused where there is nothing in it."""
    passages = tuple((item.id, item.text) for item in document.paragraphs)
    if not any(text.strip() for _, text in passages):
        raise EditRefused("The draft is empty", "Nothing was sent.")
    return passages


def material_of(document: Document, paragraph: int | None, beside: Beside) -> Material:
    """Raises EditRefused where the paragraph is gone, and where there is no draft to speak of."""
    references = tuple(Reference(one.title, one.text, one.cut) for one in beside.references)
    context = Context(references=references, audience=beside.audience)
    if paragraph is None:
        passages = passages_of(document)
        return Material(WHOLE_DRAFT, "".join(text for _, text in passages), context, passages)
    text = passage_of(document, paragraph)
    if not beside.neighbours:
        return Material(paragraph, text, context)
    row = document.paragraphs
    index = row.index_of(paragraph)
    headings = tuple(item.body for item in row if item.kind is BlockKind.HEADING)
    before, after = _next(row[:index][::-1]), _next(row[index + 1 : index + 9])
    return Material(paragraph, text, Context(before, after, headings, references, beside.audience))


def _next(paragraphs: Sequence[Paragraph]) -> str:
    return next((item.body for item in paragraphs if item.body.strip()), "")


def request_for(critic: Critic, material: Material, model: str) -> Request:
    body = material.text.strip("\r\n")
    ask = draft_critique_request if material.is_whole else critique_request
    return ask(critic, body, material.context, model)
