"""A hand-off note: what stands for the older turns of a conversation when it goes on with a model.

A model writes it, the writer edits it, and nothing is told in its place before the writer says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from editor.core.attachments import Attachment

KIND = "handoff"
"""Of its attachment."""


@dataclass(frozen=True, slots=True)
class Handoff:
    of: str
    """The conversation, as `pad_of` or `argument_of` names it."""
    text: str
    upto: int
    """The last turn it stands for: the id of a turn in a pad, or the number of one in an argument."""
    in_use: bool = False
    """Whether the writer has put it in the place of the turns."""
    model: str = ""
    provider: str = ""
    call: str = ""
    """Id of the request it answered."""
    when_ms: int = 0
    """UTC, milliseconds since 1970."""

    def as_row(self) -> dict[str, Any]:
        return {
            "of": self.of,
            "text": self.text,
            "upto": self.upto,
            "in_use": self.in_use,
            "model": self.model,
            "provider": self.provider,
            "call": self.call,
            "when_ms": self.when_ms,
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Handoff:
        """Raises KeyError, ValueError or TypeError for anything that `as_row` did not give."""
        if not isinstance(row["in_use"], bool):
            raise TypeError("true or false was expected")
        return cls(
            of=str(row["of"]),
            text=str(row["text"]),
            upto=int(row["upto"]),
            in_use=row["in_use"],
            model=str(row["model"]),
            provider=str(row["provider"]),
            call=str(row["call"]),
            when_ms=int(row["when_ms"]),
        )


def pad_of(paragraph: int) -> str:
    return f"pad-{paragraph}"


def argument_of(remark: int) -> str:
    return f"argument-{remark}"


def handoffs_of(attachments: Iterable[Attachment], of: str) -> list[tuple[str, Handoff]]:
    """The notes of one conversation with the ids of their attachments, in the order given. One that a later version wrote
    in another shape is passed over."""
    found = []
    for one in attachments:
        try:
            note = Handoff.from_row(one.row or {})
        except (KeyError, TypeError, ValueError):
            continue
        if note.of == of:
            found.append((one.id, note))
    return found


def in_use(notes: Iterable[tuple[str, Handoff]]) -> Handoff | None:
    """The note that stands for the turns now; the one that stands for most of them, where a crash left two."""
    return max((note for _, note in notes if note.in_use and note.text.strip()), key=lambda one: one.upto, default=None)
