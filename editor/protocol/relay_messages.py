"""What the window and the worker say to each other about a relay.

As in `messages`: each request is answered by any number of events and exactly one result or `messages.Failed`. A
cancelled relay is not over: it is under way and can be gone on with; `StopRelay` ends it. Money is US dollars as text.
"""

from __future__ import annotations

from dataclasses import dataclass

# Parts.


@dataclass(frozen=True, slots=True)
class PlayerRow:
    connection: str
    """By name; the usual one where it is empty."""
    model: str


@dataclass(frozen=True, slots=True)
class PlayersRow:
    """A connection that can be chosen, and models of it."""

    connection: str
    title: str
    """What the writer calls it, and where it is."""
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    title: str
    point: str
    paragraph: int | None
    """Id of the paragraph it is about, whose text goes along; None for one that is only planned."""
    after: int | None = None
    """Id of the paragraph behind which it is to stand; None for the end of the draft."""


@dataclass(frozen=True, slots=True)
class RelayPlanRow:
    sections: tuple[SectionRow, ...]
    writer: PlayerRow
    partner: PlayerRow
    critic: PlayerRow
    usd: str
    minutes: int
    turns: int


@dataclass(frozen=True, slots=True)
class RelayTurnRow:
    step: int
    section: int
    stage: str
    part: str
    text: str
    provider: str
    model: str
    call: str
    cost: str
    """ "0.0123 USD"; empty where it is not known."""
    when_ms: int
    whole: bool
    warning: str = ""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What was written for one section; an empty text where nothing was."""

    section: int
    title: str
    point: str
    after: int | None
    text: str
    provider: str
    model: str
    call: str
    when_ms: int


@dataclass(frozen=True, slots=True)
class RelaySigns:
    """How far a relay is."""

    done: int
    steps: int
    usd: str
    spent_usd: str
    minutes: int
    used_ms: int
    end: str
    """done, money, minutes, stopped or failed; empty while it is under way."""
    why: str
    can_go_on: bool


@dataclass(frozen=True, slots=True)
class RelayRow:
    relay: str
    begun_ms: int
    signs: RelaySigns
    turns: tuple[RelayTurnRow, ...]
    proposal: tuple[ProposalRow, ...]


# Requests.


@dataclass(frozen=True, slots=True)
class ListRelays:
    """What is kept of relays in this draft, and who could be asked."""

    id: int


@dataclass(frozen=True, slots=True)
class PrepareRelay:
    """Who would get what. Sends nothing."""

    id: int
    plan: RelayPlanRow
    upto: int


@dataclass(frozen=True, slots=True)
class RunRelay:
    id: int
    plan: RelayPlanRow
    upto: int
    approved: str
    """The digest of the `RelayPrepared` the writer said yes to; anything else is answered by NeedsApproval."""


@dataclass(frozen=True, slots=True)
class GoOnWithRelay:
    id: int
    relay: str


@dataclass(frozen=True, slots=True)
class StopRelay:
    """Ends a relay, whether it is at work or was left under way; answered by Relays."""

    id: int
    relay: str


# Events on the way.


@dataclass(frozen=True, slots=True)
class RelayBegun:
    """A step begins, or goes on after a wait."""

    id: int
    relay: str
    step: int
    section: int
    stage: str
    part: str
    model: str
    signs: RelaySigns


@dataclass(frozen=True, slots=True)
class RelayHeard:
    """More of the turn, gathered: a message for every piece would drown the window."""

    id: int
    step: int
    text: str


@dataclass(frozen=True, slots=True)
class RelayWaits:
    id: int
    relay: str
    words: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RelayTurnMade:
    id: int
    turn: RelayTurnRow
    signs: RelaySigns


# Results.


@dataclass(frozen=True, slots=True)
class Relays:
    id: int
    relays: tuple[RelayRow, ...]
    """The newest last."""
    players: tuple[PlayersRow, ...]


@dataclass(frozen=True, slots=True)
class RecipientRow:
    part: str
    recipient: str
    model: str


@dataclass(frozen=True, slots=True)
class RelayPrepared:
    id: int
    recipients: tuple[RecipientRow, ...]
    first: str
    """The first request as it would go over the wire, to the letter."""
    text: str
    """All that the writer is shown: that request, what of the draft goes along with later ones, and their rules."""
    requests: int
    """So many, where no limit ends it before."""
    first_words: str
    """What the first request would cost."""
    digest: str
    counted_by: tuple[str, ...] = ()
    """Names of the providers that get a text to count it, and nothing more, where it may be too much for the limit."""


@dataclass(frozen=True, slots=True)
class RelayEnded:
    id: int
    relay: RelayRow
