"""What of a draft goes to a critic: a paragraph with its place, or the whole of it.

Whatever is read of a draft in order to be sent is read here, and a paragraph that is never to be sent ends here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from editor.core.annotations import WHOLE_DRAFT
from editor.core.document import Document
from editor.core.errors import EditRefused
from editor.core.marks import BlockKind
from editor.core.narrowing import Narrowing
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
    left_out: bool = False
    """Something that would go with it is never to be sent."""
    goes_along: frozenset[int] = frozenset()
    """Ids of all paragraphs of which something is in it."""

    @property
    def is_whole(self) -> bool:
        return self.paragraph == WHOLE_DRAFT


@dataclass(frozen=True, slots=True)
class Beside:
    """What the writer sends along by choice."""

    neighbours: bool = False
    references: tuple[ReferenceRow, ...] = ()
    audience: str = ""


def passage_of(document: Document, paragraph: int, narrowing: Narrowing | None) -> str:
    """The text of a paragraph. Raises EditRefused where it is gone, or never to be sent."""
    row = document.paragraphs
    if not row.has(paragraph):
        raise EditRefused("This paragraph is no longer in the draft", "Nothing was sent.")
    if paragraph in _kept_here(row, narrowing):
        raise EditRefused(
            "This paragraph is never to be sent", "Nothing was sent. Take its lock off, or ask a local critic."
        )
    return row[row.index_of(paragraph)].text


def passages_of(document: Document, narrowing: Narrowing | None) -> Passages:
    """Those of a draft, without what is never to be sent. Raises EditRefused where nothing is left."""
    here = _kept_here(document.paragraphs, narrowing)
    passages = tuple((item.id, item.text) for item in document.paragraphs if item.id not in here)
    if not any(text.strip() for _, text in passages):
        raise EditRefused("There is nothing in the draft that may be sent", "Nothing was sent.")
    return passages


def ids_of(passages: Passages) -> frozenset[int]:
    return frozenset(ident for ident, _ in passages)


def material_of(
    document: Document, paragraph: int | None, beside: Beside, narrowing: Narrowing | None = None
) -> Material:
    """Raises EditRefused where the paragraph is gone or never to be sent, and where there is no draft to speak of."""
    references = tuple(Reference(one.title, one.text, one.cut) for one in beside.references)
    context = Context(references=references, audience=beside.audience)
    row = document.paragraphs
    if paragraph is None:
        passages = passages_of(document, narrowing)
        text = "".join(text for _, text in passages)
        left_out = len(passages) < len(row)
        return Material(WHOLE_DRAFT, text, context, passages, left_out=left_out, goes_along=ids_of(passages))
    text = passage_of(document, paragraph, narrowing)
    if not beside.neighbours:
        return Material(paragraph, text, context, goes_along=frozenset({paragraph}))
    index, here = row.index_of(paragraph), _kept_here(row, narrowing)
    around = [_next(row[:index][::-1]), _next(row[index + 1 : index + 9])]
    headings = [item for item in row if item.kind is BlockKind.HEADING]
    beside_it = {item.id for item in (*around, *headings) if item is not None}
    before, after = ("" if item is None or item.id in here else item.body for item in around)
    outline = tuple(item.body for item in headings if item.id not in here)
    context = Context(before, after, outline, references, beside.audience)
    goes_along = frozenset({paragraph, *beside_it} - here)
    return Material(paragraph, text, context, left_out=not beside_it.isdisjoint(here), goes_along=goes_along)


def request_for(critic: Critic, material: Material, model: str) -> Request:
    body = material.text.strip("\r\n")
    ask = draft_critique_request if material.is_whole else critique_request
    return ask(critic, body, material.context, model)


def _next(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    return next((item for item in paragraphs if item.body.strip()), None)


def _kept_here(row: Sequence[Paragraph], narrowing: Narrowing | None) -> frozenset[int]:
    return narrowing.kept_here(row) if narrowing is not None else frozenset()
