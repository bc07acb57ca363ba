"""What the window and the worker say to each other about what models may cost, and which of them may see what.

As in `messages`: each request is answered by exactly one result or `messages.Failed`. Money is US dollars as decimal
text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from editor.protocol.parts import AskableRow

# Requests.


@dataclass(frozen=True, slots=True)
class ReadSpending:
    id: int


@dataclass(frozen=True, slots=True)
class LimitDraft:
    """What models may cost this draft; answered by SpendingState."""

    id: int
    usd: str | None
    """None takes the limit away."""


@dataclass(frozen=True, slots=True)
class LimitMonth:
    """What models may cost all drafts in a month; answered by SpendingState."""

    id: int
    usd: str | None
    """None takes the limit away."""


@dataclass(frozen=True, slots=True)
class SettleCall:
    """The writer has looked up with the provider what a call has cost; answered by SpendingState."""

    id: int
    call: str
    usd: str


@dataclass(frozen=True, slots=True)
class PriceModel:
    """What a model costs, said by the writer, for one that the price table does not know; answered by SpendingState."""

    id: int
    provider: str
    model: str
    input_usd: str | None
    """For a million tokens, as is the other; None for both takes the price away."""
    output_usd: str | None


@dataclass(frozen=True, slots=True)
class ReadNarrowing:
    id: int


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which models this draft allows, and which of its paragraphs are never sent; answered by NarrowingState."""

    id: int
    models: dict[str, Any]
    """By provider, a list of the models that may be asked; a provider that is not named is not narrowed."""
    others: bool
    """Whether providers that `models` does not name may be asked."""
    local_only: bool
    never_sent: tuple[int, ...]
    """Ids of paragraphs."""


@dataclass(frozen=True, slots=True)
class ListConnections:
    """Whom the writer can ask; answered by Connections."""

    id: int


@dataclass(frozen=True, slots=True)
class ListAskable:
    """Whom this draft may ask; answered by Askable."""

    id: int


@dataclass(frozen=True, slots=True)
class KeepConnection:
    """Make a connection, or change one; its address and kind stay. Answered by Connections. Keys go by `KeepKey`."""

    id: int
    connection: str
    """Its id; empty for a new one."""
    title: str
    kind: str
    base_url: str
    model: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChooseUsual:
    """Ask over this one where nobody names another; answered by Connections."""

    id: int
    connection: str


@dataclass(frozen=True, slots=True)
class RemoveConnection:
    """Take a connection out, or let a vendor's be as at first; answered by Connections."""

    id: int
    connection: str


@dataclass(frozen=True, slots=True)
class TryConnection:
    """Ask a provider which models it has; nothing of the draft goes along. Answered by ModelsListed."""

    id: int
    connection: str
    """Its id; empty for one that is not kept yet."""
    kind: str = ""
    base_url: str = ""
    """Both of one that is not kept yet."""
    key: str = field(default="", repr=False)
    """One that was entered and is not kept yet; else the kept one is used."""


@dataclass(frozen=True, slots=True)
class FindLocal:
    """Look for servers on this computer where their makers let them listen; answered by ServersFound."""

    id: int


# Results.


@dataclass(frozen=True, slots=True)
class PurseRow:
    limit: str | None
    spent: str
    reserved: str
    """For calls that are on their way."""
    unsure: str
    """Of what is spent: calls whose cost nobody knows, counted with the most it can be."""
    left: str | None


@dataclass(frozen=True, slots=True)
class SpentRow:
    """A sum over calls of this draft."""

    name: str
    calls: int
    usd: str


@dataclass(frozen=True, slots=True)
class UnsureRow:
    """A call of this draft whose cost nobody knows."""

    call: str
    wall_ms: int
    model: str
    purpose: str
    most: str


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A price that the writer gave; USD for a million tokens."""

    provider: str
    model: str
    input_usd: str
    output_usd: str


@dataclass(frozen=True, slots=True)
class SpendingState:
    id: int
    draft: PurseRow
    month: PurseRow
    words: str
    """ "2.0 ct are left for this essay"; empty where nothing is limited."""
    purposes: tuple[SpentRow, ...]
    """The dearest first."""
    models: tuple[SpentRow, ...]
    """The dearest first, by provider and model."""
    providers: tuple[SpentRow, ...]
    drafts: tuple[SpentRow, ...]
    """Of this month: this draft, and all others together."""
    unsure: tuple[UnsureRow, ...]
    prices: tuple[PriceRow, ...] = ()
    """Those that the writer gave."""
    notice: str = ""
    """That the list of spending was damaged, and what became of it."""
    price_source: str = ""
    """Where the prices that came with the program are from, and of which day."""


@dataclass(frozen=True, slots=True)
class NarrowingState:
    id: int
    models: dict[str, Any]
    others: bool
    local_only: bool
    never_sent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A provider's address and the models allowed there; never a key."""

    connection: str
    """Its id."""
    title: str
    kind: str
    """The wire format: anthropic, openai, google or compatible."""
    base_url: str
    model: str
    """The one that is asked unless another is named."""
    allowed: tuple[str, ...]
    local: bool
    """Whether it is on this computer."""
    standard: bool
    """Whether it is one of the vendors', which are always there and keep their address."""
    changed: bool
    """Whether the writer said what it allows."""
    needs_key: bool
    key_words: str
    """ "in the system's keyring, ending …4f2a"; empty where there is no key."""
    price_list: str
    """Under which a price for its models is given."""
    fallback: str
    """The day of the list of models that came with the program; empty where it has none."""
    usual: bool = False
    """Whether it is asked where nobody names another."""


@dataclass(frozen=True, slots=True)
class ServerRow:
    title: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Connections:
    id: int
    connections: tuple[ConnectionRow, ...]
    servers: tuple[ServerRow, ...]
    """To begin a connection with."""
    trouble: str = ""
    """Why the writer's own could not be read, in sentences."""


@dataclass(frozen=True, slots=True)
class ModelRow:
    model: str
    name: str
    warning: str = ""
    """ "is shut down on 3 January 2027", from sixty days before; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Askable:
    id: int
    rows: tuple[AskableRow, ...]
    """The connections that have a key or need none, each with the models that its list and the draft allow."""


@dataclass(frozen=True, slots=True)
class ModelsListed:
    id: int
    connection: str
    models: tuple[ModelRow, ...]


@dataclass(frozen=True, slots=True)
class ServersFound:
    id: int
    servers: tuple[ServerRow, ...]
