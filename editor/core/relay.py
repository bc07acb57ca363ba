"""A relay: models that work out paragraphs by turns while the writer is away, within limits of money and minutes.

Of every paragraph the writer model and its partner first associate by turns; then the writer model drafts it, the critic
criticises the draft, and the writer model revises it. What comes of it is a proposal beside the draft.

Here are only values. Whoever runs a relay keeps each of them before it acts on it, so that after a kill the newest one
says how far it was: what was held back for a request under way then counts as spent, and the step is taken anew if the
limit still allows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

MOST_TURNS = 12
"""Of association about one paragraph."""
MOST_SECTIONS = 40


class Stage(StrEnum):
    ASSOCIATE = "associate"
    DRAFT = "draft"
    CRITICISE = "criticise"
    REVISE = "revise"


class Part(StrEnum):
    """Which of the three has a turn."""

    WRITER = "writer"
    PARTNER = "partner"
    CRITIC = "critic"


class End(StrEnum):
    """Why a relay is over."""

    DONE = "done"
    MONEY = "money"
    MINUTES = "minutes"
    STOPPED = "stopped"
    FAILED = "failed"


_CAN_GO_ON = frozenset({End.STOPPED, End.FAILED})


@dataclass(frozen=True, slots=True)
class Player:
    connection: str
    """By name; the usual one where it is empty."""
    model: str


@dataclass(frozen=True, slots=True)
class Section:
    """One paragraph that is to be proposed."""

    title: str
    """Its line in the outline."""
    point: str
    """What it is to say."""
    paragraph: int | None = None
    """Id of the paragraph of the draft that it is about; None for one that is only planned."""
    after: int | None = None
    """Id of the paragraph behind which its proposal is to stand; None for the end of the draft."""
    text: str = ""
    """That paragraph as it goes along with every request about it; it stays as the writer has seen it."""


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    """From 0, over the whole relay."""
    section: int
    stage: Stage
    part: Part


@dataclass(frozen=True, slots=True)
class RelayPlan:
    sections: tuple[Section, ...]
    writer: Player
    partner: Player
    critic: Player
    limit_usd: Decimal
    limit_ms: int
    """Of time at work; while the program is closed none passes."""
    turns: int = 4
    """Of association about each paragraph, the writer model first."""
    outline: tuple[str, ...] = ()
    """The headings of the draft, which go along."""
    headings: tuple[int, ...] = ()
    """Their ids."""

    def __post_init__(self) -> None:
        """Raises ValueError for a plan that nobody can run."""
        if not 0 < len(self.sections) <= MOST_SECTIONS:
            raise ValueError(f"a relay has 1 to {MOST_SECTIONS} paragraphs")
        if not 0 <= self.turns <= MOST_TURNS:
            raise ValueError(f"a paragraph has 0 to {MOST_TURNS} turns of association")
        if self.limit_ms <= 0 or not self.limit_usd.is_finite() or self.limit_usd < 0:
            raise ValueError("a relay has a limit of money and one of minutes")

    @property
    def steps(self) -> tuple[Step, ...]:
        """All of them, in order, where nothing ends it before."""
        dialogue = [(Stage.ASSOCIATE, Part.PARTNER if turn % 2 else Part.WRITER) for turn in range(self.turns)]
        work = [(Stage.DRAFT, Part.WRITER), (Stage.CRITICISE, Part.CRITIC), (Stage.REVISE, Part.WRITER)]
        made = [(section, *one) for section in range(len(self.sections)) for one in (*dialogue, *work)]
        return tuple(Step(number, *one) for number, one in enumerate(made))

    def goes_along(self, step: Step) -> frozenset[int]:
        """Ids of the paragraphs of the draft of which something is in the request of this step."""
        about = self.sections[step.section].paragraph
        return frozenset(self.headings if about is None else (about, *self.headings))

    def player(self, part: Part) -> Player:
        return {Part.WRITER: self.writer, Part.PARTNER: self.partner, Part.CRITIC: self.critic}[part]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a model said at one step."""

    step: int
    text: str
    provider: str
    model: str
    """As it named itself."""
    call: str
    """Id of the request it answered."""
    cost: str
    """As the list of what was sent has it: "0.0123 USD", empty where it is not known."""
    when_ms: int
    """UTC, milliseconds since 1970."""
    whole: bool = True
    """False where it broke off; the step is then not done."""
    warning: str = ""
    """That it may not be what it seems, in a sentence; such as that the model read only a part."""


@dataclass(frozen=True, slots=True)
class Relay:
    id: str
    plan: RelayPlan
    begun_ms: int
    """UTC, milliseconds since 1970."""
    turns: tuple[Turn, ...] = ()
    spent: Decimal = Decimal(0)
    """USD; where nobody knows what a request has cost, the most it can have."""
    held: Decimal = Decimal(0)
    """USD, for the request that is under way."""
    used_ms: int = 0
    end: End | None = None
    why: str = ""
    """The end in a sentence."""

    @property
    def done(self) -> int:
        """How many steps are finished."""
        return sum(turn.whole for turn in self.turns)

    @property
    def next_step(self) -> Step | None:
        """None where the relay is over."""
        return None if self.end is not None else self.plan.steps[self.done]

    @property
    def left_usd(self) -> Decimal:
        return max(Decimal(0), self.plan.limit_usd - self.spent - self.held)

    @property
    def left_ms(self) -> int:
        return max(0, self.plan.limit_ms - self.used_ms)

    @property
    def can_go_on(self) -> bool:
        return self.end is None or self.end in _CAN_GO_ON

    def whole(self, section: int, *stages: Stage) -> tuple[Turn, ...]:
        """What was said about a section, whole turns only; at all stages where none is named."""
        steps = self.plan.steps
        return tuple(
            turn
            for turn in self.turns
            if turn.whole and steps[turn.step].section == section and (not stages or steps[turn.step].stage in stages)
        )

    def proposal(self, section: int) -> Turn | None:
        """The newest text for a section; None as long as there is none."""
        written = self.whole(section, Stage.DRAFT, Stage.REVISE)
        return written[-1] if written else None

    # What happens to it.

    def holding(self, amount: Decimal) -> Relay:
        """Before a request leaves that can cost so much. Raises ValueError where that is not left."""
        if amount > self.left_usd or self.end is not None:
            raise ValueError("not so much is left")
        return replace(self, held=self.held + amount)

    def settled(self, held: Decimal, spent: Decimal) -> Relay:
        """What was held back for a request is given back, but for what it has cost."""
        return replace(self, held=max(Decimal(0), self.held - held), spent=self.spent + spent)

    def recovered(self) -> Relay:
        """As it is taken up after a kill: nobody knows what the request under way has cost, so it counts at its most."""
        return replace(self, spent=self.spent + self.held, held=Decimal(0))

    def passed(self, ms: int) -> Relay:
        """So much more time at work; it ends where that was the last."""
        later = replace(self, used_ms=self.used_ms + max(0, ms))
        return later if later.left_ms else later.ended(End.MINUTES, "Its minutes are used up.")

    def heard(self, turn: Turn) -> Relay:
        """With what a model said at the next step; what is about any other step is left out."""
        if turn.step != self.done or self.done == len(self.plan.steps):
            return self
        kept = tuple(one for one in self.turns if one.step != turn.step)
        later = replace(self, turns=(*kept, turn))
        return later if later.done < len(self.plan.steps) else replace(later, end=End.DONE, why="It is done.")

    def ended(self, end: End, why: str) -> Relay:
        """The first end is the end."""
        return self if self.end is not None else replace(self, end=end, why=why)

    def going_on(self) -> Relay:
        """Taken up again by the writer, after a stop or a failure; nothing else is taken up again."""
        return replace(self, end=None, why="") if self.end in _CAN_GO_ON else self
