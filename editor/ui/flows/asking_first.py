"""The sheet that shows what would be sent, filled with what the worker prepared."""

from __future__ import annotations

from collections.abc import Iterable

from editor.protocol.messages import Prepared
from editor.ui.desk.reference_rows import ReferenceEntry
from editor.ui.dialogs.send_sheet import SendExtra, SendView

NEIGHBOURS = "neighbours"


def send_view(answer: Prepared, paragraph: int, extras: tuple[SendExtra, ...]) -> SendView:
    """`paragraph` is the number of the one it is about; 0 where it is about none in particular."""
    likely, _, most = (answer.price_words or "no price is known").partition(", at most ")
    return SendView(
        recipient=answer.recipient,
        model=answer.model,
        text=answer.text,
        price_likely=likely,
        price_most=most,
        paragraph=paragraph,
        extras=extras,
        notice=answer.notice,
        connection=answer.connection,
        askable=answer.askable,
    )


def extras_of(neighbours: bool, entries: Iterable[ReferenceEntry]) -> tuple[SendExtra, ...]:
    """All that goes along with a paragraph and can be left out."""
    beside = SendExtra(NEIGHBOURS, "The paragraphs before and after", neighbours)
    return beside, *reference_extras(entries)


def reference_extras(entries: Iterable[ReferenceEntry]) -> tuple[SendExtra, ...]:
    """The ticked references, each to be left out, and which of them are cut."""
    return tuple(
        SendExtra(entry.id, f"{_short(entry.title)}{', only its beginning' if entry.warning else ''}", entry.ticked)
        for entry in entries
        if entry.ticked
    )


def _short(title: str) -> str:
    return title if len(title) <= 34 else title[:33].rstrip() + "…"
