"""What the window and the worker say to each other about how long a conversation can still get, and about the note that a
model writes so that it can go on.

As in `messages`: each request is answered by any number of events and exactly one result or `messages.Failed`. What
would be sent is answered by `messages.Prepared`; a wait is told by `messages.CriticState`.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.protocol.pad_messages import PadSoFar
from editor.protocol.parts import Approval

HANDOFF = "hand-off note"
"""Who is asked for a note, in an Approval and in the signs of a wait."""


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A conversation: the pad of a paragraph, as the window knows it, or the argument about a remark."""

    paragraph: int
    """Where it stands now; 0 for a remark about the whole draft."""
    pad: PadSoFar | None = None
    remark: int = 0
    """Id of the remark; 0 for a pad."""


# Requests.


@dataclass(frozen=True, slots=True)
class MeasureTalk:
    """How much more can be said in a conversation with a model. Sends nothing of it; answered by TalkMeasured."""

    id: int
    talk: TalkRow
    upto: int
    model: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class PrepareHandoff:
    """What would be sent for a note, to whom, at what price. Sends nothing."""

    id: int
    talk: TalkRow
    upto: int
    model: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class WriteHandoff:
    """Has a model write the note. `messages.Cancel` stops it; what came was told on the way."""

    id: int
    talk: TalkRow
    upto: int
    approved: Approval


# Events on the way.


@dataclass(frozen=True, slots=True)
class HandoffBegun:
    """The request is about to leave."""

    id: int
    call: str
    """Id of the call in the list of what was sent."""
    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class HandoffHeard:
    """More of the note."""

    id: int
    text: str


# Results.


@dataclass(frozen=True, slots=True)
class TalkMeasured:
    id: int
    percent: int | None
    """How much of what can be said is left, rounded down; None where it is not known."""
    is_low: bool
    room: int | None
    """Tokens that what is said can have; None where it is not known."""
    said: int
    """Tokens of what was said, counted upwards."""
    model: str
    """The one it is measured for."""


@dataclass(frozen=True, slots=True)
class HandoffWritten:
    """The note has come to its end, well or not."""

    id: int
    model: str
    """The one that answered; it may differ from the one that was asked."""
    trouble: str = ""
    """Why it broke off; empty where it did not."""
