"""How a draft came about, as values: what a process report says, whatever form it is given.

All instants are kept with the minutes that the writer's clock was ahead of UTC then, so that a day is the writer's day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

NO_PROOF = "recorded by the author's own software; not proof"
SESSION_GAP_MIN = 30
"""A pause that ends a session. Nobody's rule but ours."""


class Part(StrEnum):
    """What the writer may leave out or put in. What is not known is always said."""

    WORDS = "words"
    MINUTES = "minutes"
    PARAGRAPHS = "paragraphs"
    BEGINNINGS = "beginnings"
    """The first words of each paragraph; without them it is only numbered."""
    SESSIONS = "sessions"
    PASTES = "pastes"
    DECLARATIONS = "declarations"
    CALLS = "calls"
    CALL_TEXTS = "call-texts"
    CLAIMS = "claims"
    VERSIONS = "versions"


USUAL = frozenset(Part) - {Part.CALL_TEXTS}
"""The text of calls is the writer's own thinking, and stays out unless asked for."""


@dataclass(frozen=True, slots=True)
class Moment:
    wall_ms: int
    """UTC, milliseconds since 1970."""
    offset_min: int = 0

    @property
    def local(self) -> datetime:
        return datetime.fromtimestamp(self.wall_ms / 1000, UTC) + timedelta(minutes=self.offset_min)

    @property
    def day(self) -> str:
        return f"{self.local:%Y-%m-%d}"

    @property
    def words(self) -> str:
        return f"{self.local:%Y-%m-%d %H:%M}"

    @property
    def zone(self) -> str:
        """ "UTC+02:00"."""
        hours, minutes = divmod(abs(self.offset_min), 60)
        return f"UTC{'-' if self.offset_min < 0 else '+'}{hours:02}:{minutes:02}"

    @property
    def of_day(self) -> int:
        """Minutes since midnight."""
        return self.local.hour * 60 + self.local.minute


@dataclass(frozen=True, slots=True)
class Minutes:
    """Milliseconds a human spent."""

    edit_ms: int = 0
    read_ms: int = 0
    pad_ms: int = 0
    thin_ms: int = 0
    """Within editing and reading: minutes with hardly a change."""

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(
            self.edit_ms + other.edit_ms,
            self.read_ms + other.read_ms,
            self.pad_ms + other.pad_ms,
            self.thin_ms + other.thin_ms,
        )

    @property
    def ms(self) -> int:
        return self.edit_ms + self.read_ms + self.pad_ms


@dataclass(frozen=True, slots=True)
class ParagraphPast:
    number: int
    kind: str
    beginning: str
    words: int
    by_origin: Mapping[str, int]
    lineage: tuple[str, ...]
    """Models whose words it holds or once held."""
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Day:
    day: str
    minutes: Minutes
    changes: int
    at: tuple[tuple[int, int], ...] = ()
    """(minute since midnight, credited ms), in order."""


@dataclass(frozen=True, slots=True)
class Session:
    begin: Moment
    end: Moment
    """At the writer's clock: if it was set back, this may lie before the beginning."""
    minutes: Minutes
    changes: int
    clock: tuple[str, ...] = ()
    """What the clock did meanwhile, in words."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words that came at once: pasted, imported, or changed by another program."""

    when: Moment
    words: int
    by_origin: Mapping[str, int]
    """Signs without a word in them are somebody's as well: their kinds have 0."""
    sources: tuple[str, ...] = ()
    """The models, files or addresses they came from, as far as known."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What rests on the writer's word."""

    when: Moment
    words: int | None
    """None: a paragraph, as it was then."""
    said: str
    """What the words or the paragraph were said to be."""
    before: tuple[str, ...] = ()
    """Kinds of origin that the words counted as before."""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class ModelCall:
    when: Moment
    provider: str
    model: str
    purpose: str
    status: str
    tokens: Mapping[str, int]
    cost: str
    """"0.0123 USD", or empty where no price is known."""
    sent: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class NamedVersion:
    when: Moment
    name: str
    of: str
    """"the draft", or which paragraph."""
    words: int


@dataclass(frozen=True, slots=True)
class VerifiedClaim:
    """One that the author looked up, in the words that stand in the text now."""

    paragraph: int
    """Its number."""
    quote: str
    source: str
    source_quote: str
    date: str
    who: str


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    title: str
    made: Moment
    program: str
    parts: frozenset[Part]
    """What the writer chose to show; the rest is empty below."""
    begin: Moment | None = None
    end: Moment | None = None
    changes: int = 0
    words: int = 0
    by_origin: Mapping[str, int] = field(default_factory=dict)
    models: Mapping[str, int] = field(default_factory=dict)
    """Words in the text by the model that wrote them."""
    total: Minutes = Minutes()
    removed: Minutes = Minutes()
    """Spent on text that was deleted since; not in `total`."""
    paragraphs: tuple[ParagraphPast, ...] = ()
    days: tuple[Day, ...] = ()
    sessions: tuple[Session, ...] = ()
    pastes: tuple[Insertion, ...] = ()
    zones: tuple[Moment, ...] = ()
    """Where the writer's clock showed another distance from UTC than before, in the order of the log; the first moment of
    all comes first. Empty where it was the same throughout."""
    outside: tuple[Insertion, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    calls: tuple[ModelCall, ...] = ()
    cost_usd: str = ""
    versions: tuple[NamedVersion, ...] = ()
    claims: str = ""
    """How many were marked and what became of them, and what the author vouches for, in sentences."""
    verified: tuple[VerifiedClaim, ...] = ()
    not_known: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    """What checking the file found; empty where it is sound."""
    ledger_rows: int = 0
    ledger_head: str = ""

    def shows(self, part: Part) -> bool:
        return part in self.parts


def record_json(record: ProcessRecord) -> str:
    """The same as the page says, for programs. Times are local, with their distance from UTC; work is in milliseconds."""
    content = _plain(asdict(record))
    content["statement"] = NO_PROOF
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"wall_ms", "offset_min"}:
            moment = Moment(**value)
            return {"local": moment.words, "utc_offset_min": moment.offset_min, "utc_ms": moment.wall_ms}
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(str(item) for item in value)
    return value
