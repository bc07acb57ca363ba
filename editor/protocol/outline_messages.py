"""What the window and the worker say to each other about an outline that a model proposes.

As in `messages`: each request is answered by exactly one result or `messages.Failed`; what would be sent is answered with
`messages.Prepared`, and sent only with the digest of that, otherwise the answer is `messages.NeedsApproval`.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.protocol.parts import Approval, ReferenceRow

OUTLINE = "outline"
"""In the place of a critic's id, in `Approval` and the `CriticState` events."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A paragraph that the writer plans."""

    place: int
    """How many paragraphs of the draft stand before it."""
    point: str


# Requests.


@dataclass(frozen=True, slots=True)
class PrepareOutline:
    """What would be sent to have paragraphs proposed. Sends nothing."""

    id: int
    planned: tuple[PlannedRow, ...]
    upto: int
    references: tuple[ReferenceRow, ...] = ()
    connection: str = ""
    model: str = ""
    """Others than the usual ones."""


@dataclass(frozen=True, slots=True)
class ProposeOutline:
    id: int
    planned: tuple[PlannedRow, ...]
    upto: int
    approved: Approval
    references: tuple[ReferenceRow, ...] = ()


# Results.


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A paragraph that a model proposes: a candidate, until the writer takes it in."""

    behind: int
    """The id of the paragraph it is to stand behind; 0 for the beginning of the draft."""
    point: str


@dataclass(frozen=True, slots=True)
class OutlineProposed:
    id: int
    entries: tuple[ProposedRow, ...]
    provider: str
    model: str
    call: str
    when_ms: int
    note: str = ""
    """What the model said otherwise, where its answer was not as asked."""
    trouble: str = ""
    """Why it did not come whole, in a sentence."""
