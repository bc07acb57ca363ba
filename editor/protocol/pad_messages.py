"""What the window and the worker say to each other about a model's turn in the pad.

As in `messages`: each request is answered by any number of events and exactly one result or `messages.Failed`. What
would be sent is answered by `messages.Prepared`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TurnSoFar:
    words: str
    by_model: bool


@dataclass(frozen=True, slots=True)
class PadSoFar:
    """What the window knows of a pad and a model is told of it."""

    paragraph: int
    """Its id."""
    point: str
    """The paragraph's point in one line."""
    turns: tuple[TurnSoFar, ...]
    """In the order in which they were written."""
    with_text: bool
    """Whether the text of the paragraph goes along."""
    note: str = ""
    """The hand-off note that stands for the turns before those that are given; may be empty."""


# Requests.


@dataclass(frozen=True, slots=True)
class PrepareTurn:
    """What would be sent for a model's turn, to whom, at what price. Sends nothing."""

    id: int
    pad: PadSoFar
    upto: int
    model: str = ""
    """Another model than the one that is asked as a rule."""
    connection: str = ""
    """Another connection, by its id."""


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """Has the model write its turn. `messages.Cancel` stops it at the word it is at."""

    id: int
    pad: PadSoFar
    upto: int
    approved: str
    """The digest of the `Prepared` the writer said yes to; anything else is answered by NeedsApproval,
    and so is a model that turns out to take no temperature: it is asked in other words."""
    model: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class ListTurnPrices:
    """What the turns of models in this draft have cost."""

    id: int


# Events on the way.


@dataclass(frozen=True, slots=True)
class TurnBegun:
    """The request is about to leave."""

    id: int
    call: str
    """Id of the call in the list of what was sent."""
    provider: str
    model: str


@dataclass(frozen=True, slots=True)
class TurnHeard:
    """More of the turn, gathered: a message for every piece would drown the window."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class TurnWaits:
    """Nothing has come yet, and the model is asked again in a while."""

    id: int
    words: str
    seconds: float = 0.0
    """How long, from this message on."""


# Results.


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """The turn has ended by itself, well or not; what came was told on the way."""

    id: int
    model: str
    """The one that answered; it may differ from the one that was asked."""
    trouble: str = ""
    """Why it broke off; empty where it did not."""


@dataclass(frozen=True, slots=True)
class TurnPrices:
    id: int
    prices: tuple[tuple[str, str], ...]
    """Id of the call and "0.0012 USD", which is empty where it is not known."""
