"""What the draft that is open says about models: what they may cost, and which of them may see what.

Both are notes of the draft, so that they travel with it. What cannot be read of them is taken as the narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from editor.core.budget import DRAFT_LIMIT
from editor.core.narrowing import NARROWING_NOTE, Narrowing, narrowing_from
from editor.core.paragraph_row import Paragraph
from editor.journal.places import Places
from editor.services.opening import Opening
from editor.services.reading import OpenedText
from editor.store.calls import Cost
from editor.store.keyframe import read_opening
from editor.store.spending_file import spending_path

LIMIT_NOTE = "model_limit_usd"


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which one draft's questions are asked."""

    draft: str
    """Its id, or that of a text without one; empty where there is neither, and only the limit of the month holds."""
    spending: Path
    """The file of what all drafts have spent."""
    limit: Decimal | None
    """USD, of this draft; None where the writer took it away."""
    narrowing: Narrowing
    calls: Iterable[Cost] = ()
    """What the draft itself remembers of its calls."""
    row: Callable[[], Iterable[Paragraph]] = tuple
    """Its paragraphs at this moment. Raises FileError, EditRefused."""


def terms_of(opening: Opening) -> Terms:
    """Of the draft that is open. Raises FileError."""
    draft, place = opening.draft, spending_path(opening.places.root)
    store = draft.store if draft.begin() else None
    meta = store.meta if store is not None else {}
    calls = store.calls.costs() if store is not None else ()
    narrowing = narrowing_from(meta.get(NARROWING_NOTE))
    row = (lambda: draft.document(0).paragraphs) if store is not None else tuple
    return Terms(draft.address.draft_id, place, limit_from(meta), narrowing, calls, row)


def terms_of_text(opened: OpenedText, places: Places) -> Terms:
    """For the command line, of a draft that is only read; its calls were counted by whoever made them.

    A text without a draft has the limit of an essay whose writer has said nothing. Raises FileError.
    """
    meta = read_opening(opened.database).meta if opened.database else opened.meta  # a window may have changed it since
    ident, narrowing = opened.draft_id or places.text_id(opened.path), narrowing_from(meta.get(NARROWING_NOTE))
    return Terms(ident, spending_path(places.root), limit_from(meta), narrowing, row=lambda: opened.document.paragraphs)


def limit_from(meta: Mapping[str, Any]) -> Decimal | None:
    """USD; None where the writer took the limit away."""
    said = meta.get(LIMIT_NOTE, str(DRAFT_LIMIT))
    if said is None:
        return None
    try:
        limit = Decimal(str(said))
    except InvalidOperation:
        return DRAFT_LIMIT
    return limit if limit.is_finite() and limit >= 0 else DRAFT_LIMIT
