"""The references that lie in a draft's file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from editor.core.attachments import Attachment
from editor.core.references import KIND, Reference


def known_references(attachments: Iterable[Attachment]) -> dict[str, Reference]:
    """By id. One that a later version wrote in another shape is passed over."""
    known = {}
    for one in attachments:
        try:
            known[one.id] = Reference.from_row(one.id, one.row or {})
        except (KeyError, TypeError, ValueError):
            continue
    return known


def for_window(attachment: Attachment) -> Attachment:
    """As the window gets it: a long text is no use to it."""
    if attachment.kind != KIND or attachment.row is None:
        return attachment
    return replace(attachment, row={**attachment.row, "text": ""})
