"""What the window and the worker say to each other about titles that a model proposes.

As in `messages`: each request is answered by exactly one result or `messages.Failed`; what would be sent is answered with
`messages.Prepared`, and sent only with the digest of that, otherwise the answer is `messages.NeedsApproval`.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.protocol.parts import Approval

TITLES = "titles"
"""In the place of a critic's id, in `Approval` and the `CriticState` events."""


@dataclass(frozen=True, slots=True)
class PrepareTitles:
    """What would be sent to have titles proposed. Sends nothing."""

    id: int
    upto: int
    connection: str = ""
    model: str = ""
    """Others than the usual ones."""


@dataclass(frozen=True, slots=True)
class ProposeTitles:
    id: int
    upto: int
    approved: Approval


@dataclass(frozen=True, slots=True)
class TitlesProposed:
    id: int
    titles: tuple[str, ...]
    """Candidates, each one line."""
    provider: str
    model: str
    call: str
    when_ms: int
    note: str = ""
    """The whole answer, where it was not as asked."""
    trouble: str = ""
    """Why it did not come whole, in a sentence."""
