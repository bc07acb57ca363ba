"""What of the ticked references goes to a model: their texts, each as long as it may be and all as long as fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from editor.core.errors import EditRefused
from editor.core.references import KIND, MOST_TOKENS, beginning, shares
from editor.llm.material_tags import Reference
from editor.llm.personas import Critic
from editor.llm.provider import Request, likely_tokens, most_tokens
from editor.protocol.parts import ReferenceRow
from editor.services.drafting import AttachedDraft
from editor.services.kept_references import known_references
from editor.services.material import Material, request_for

_TOLD_OF_A_CUT = 20
"""Tokens, at most, of the words with which the model is told that one is cut."""


def with_texts(draft: AttachedDraft, rows: Sequence[ReferenceRow]) -> tuple[ReferenceRow, ...]:
    """Those that are kept with the draft get their texts. Raises EditRefused where one is gone."""
    if not any(row.kept for row in rows):
        return tuple(rows)
    known = known_references(draft.store.attachments.of(KIND))
    for row in rows:
        if row.kept and row.kept not in known:
            raise EditRefused(f"The reference “{row.title}” is no longer there", "Nothing was sent. Take off its tick.")
    return tuple(replace(row, text=known[row.kept].text) if row.kept else row for row in rows)


def fitted(critic: Critic, material: Material, model: str, window: int | None) -> Material:
    """The references of a critique cut where they are too long."""

    def with_these(references: Sequence[Reference]) -> Material:
        return replace(material, context=replace(material.context, references=tuple(references)))

    cut = cut_to_fit(
        material.context.references, lambda references: request_for(critic, with_these(references), model), window
    )
    return with_these(cut)


def cut_to_fit(
    references: Sequence[Reference], ask: Callable[[Sequence[Reference]], Request], window: int | None
) -> tuple[Reference, ...]:
    """Each cut where it is longer than any may be, or than the model can read beside all the rest.

    `ask` makes the request with these references; `window` is in tokens, None where the model's is not known.
    """
    cut = tuple(_cut(one, MOST_TOKENS) for one in references)
    if window is None or not cut:
        return cut
    asked = ask(cut)
    over = sum(map(most_tokens, asked.texts)) + asked.max_tokens + _TOLD_OF_A_CUT * len(cut) - window
    if over <= 0:
        return cut
    lengths = [most_tokens(one.text) for one in cut]
    allowed = shares(lengths, sum(lengths) - over)
    return tuple(
        one if most >= length else _cut(one, most * likely_tokens(one.text) // length)
        for one, most, length in zip(cut, allowed, lengths, strict=True)
    )


def _cut(reference: Reference, most: int) -> Reference:
    """`most` is in likely tokens."""
    tokens = likely_tokens(reference.text)
    if tokens <= most:
        return reference
    return replace(reference, text=beginning(reference.text, tokens, most), cut=True)
