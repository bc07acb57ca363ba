from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.core.relay import MOST_TURNS, End, Part, Player, Relay, RelayPlan, Section, Stage, Turn
from editor.core.relay_rows import relay_from, relay_row, turn_row

CLAUDE = Player("", "claude-sonnet-5-5")
money = st.integers(0, 60).map(lambda tenths: Decimal(tenths) / 10)


def a_plan(sections: int = 2, turns: int = 2, usd: str = "3", ms: int = 1_000) -> RelayPlan:
    points = tuple(Section(f"Entry {number}", f"It says {number}.") for number in range(sections))
    return RelayPlan(points, CLAUDE, CLAUDE, CLAUDE, Decimal(usd), ms, turns, ("A title",), (1,))


def a_turn(relay: Relay, text: str = "words", *, whole: bool = True) -> Turn:
    return Turn(relay.done, text, "anthropic", "claude-sonnet-5-5", "c1", "0.01 USD", 5, whole)


def reopened(relay: Relay) -> Relay:
    """What a worker that comes after a kill reads."""
    return relay_from(relay.id, relay_row(relay), [turn_row(turn) for turn in relay.turns])


def test_that_two_think_by_turns_before_one_writes_one_criticises_and_one_revises() -> None:
    said = [(step.section, step.stage, step.part) for step in a_plan(2, 3).steps]
    one = [
        (Stage.ASSOCIATE, Part.WRITER),
        (Stage.ASSOCIATE, Part.PARTNER),
        (Stage.ASSOCIATE, Part.WRITER),
        (Stage.DRAFT, Part.WRITER),
        (Stage.CRITICISE, Part.CRITIC),
        (Stage.REVISE, Part.WRITER),
    ]
    assert said == [(section, *step) for section in (0, 1) for step in one]


class Life:
    """A relay to which things happen, and what must hold of it all the while."""

    def __init__(self, plan: RelayPlan) -> None:
        self.relay = Relay("r", plan, 0)
        self.finished: set[int] = set()

    def ask(self, most: Decimal, cost: Decimal, *, answers: bool, passes: int, killed: bool) -> None:
        """One request that can cost `most`, unless it may not be sent."""
        step = self.relay.next_step
        if step is None:
            return
        assert step.number not in self.finished
        if most > self.relay.left_usd:
            with pytest.raises(ValueError, match="not so much"):
                self.relay.holding(most)
            self.relay = self.relay.ended(End.MONEY, "")
            return
        self.relay = self.relay.holding(most)
        assert self.relay.spent + self.relay.held <= self.relay.plan.limit_usd
        if killed:
            before = self.relay.spent + self.relay.held
            self.relay = reopened(self.relay).recovered()
            assert (self.relay.spent, self.relay.held) == (before, 0)
            return
        self.relay = self.relay.settled(most, min(cost, most)).passed(passes)
        self.relay = self.relay.heard(a_turn(self.relay, whole=answers))
        self.finished |= {step.number} if answers else set()

    def happens(self, name: str) -> None:
        if name == "stop":
            self.relay = self.relay.ended(End.STOPPED, "")
        elif name == "fail":
            self.relay = self.relay.ended(End.FAILED, "")
        elif name == "go on":
            self.relay = self.relay.going_on()
        elif name == "an old answer" and self.relay.done:
            self.relay = self.relay.heard(replace(a_turn(self.relay, "again"), step=self.relay.done - 1))
        else:
            assert reopened(self.relay) == self.relay

    def check(self) -> None:
        relay = self.relay
        assert relay.spent <= relay.plan.limit_usd
        assert relay.done == len(self.finished)
        assert [turn.step for turn in relay.turns if turn.whole] == list(range(relay.done))
        assert (relay.next_step is None) == (relay.end is not None)

    def left_alone(self) -> None:
        """With answers that come."""
        for _ in self.relay.plan.steps:
            self.ask(Decimal(0), Decimal(0), answers=True, passes=1, killed=False)


requests = st.tuples(money, money, st.booleans(), st.integers(0, 400), st.booleans())
names = st.sampled_from(["stop", "fail", "go on", "an old answer", "read again"])
plans = st.builds(
    lambda sections, turns, usd, ms: a_plan(sections, turns, str(usd), ms),
    st.integers(1, 4),
    st.integers(0, 3),
    money,
    st.integers(1, 2_000),
)


@given(st.lists(st.one_of(requests, names), max_size=60), plans)
def test_that_whatever_comes_it_keeps_to_its_limits_repeats_no_finished_step_and_ends(
    happened: list[tuple[Decimal, Decimal, bool, int, bool] | str], plan: RelayPlan
) -> None:
    life = Life(plan)
    for event in happened:
        done = life.relay.done
        if isinstance(event, str):
            life.happens(event)
        else:
            most, cost, answers, passes, killed = event
            life.ask(most, cost, answers=answers, passes=passes, killed=killed)
        life.check()
        assert life.relay.done >= done
    life.left_alone()
    assert life.relay.end is not None


def test_that_money_that_was_used_up_and_minutes_that_were_are_not_taken_up_again() -> None:
    relay = Relay("r", a_plan(), 0)
    for end in (End.MONEY, End.MINUTES, End.DONE):
        assert not relay.ended(end, "").can_go_on
        assert relay.ended(end, "").going_on().end is end
    assert relay.ended(End.STOPPED, "You stopped it.").going_on() == relay


def test_that_minutes_end_it_and_the_first_end_is_the_end() -> None:
    relay = Relay("r", a_plan(ms=1_000), 0).passed(999)
    assert (relay.end, relay.left_ms) == (None, 1)
    ended = relay.passed(1)
    assert (ended.end, ended.left_ms) == (End.MINUTES, 0)
    assert ended.ended(End.STOPPED, "").end is End.MINUTES


def test_that_the_proposal_is_the_newest_whole_text_and_never_the_talk_about_it() -> None:
    relay = Relay("r", a_plan(sections=1, turns=1), 0)
    assert relay.proposal(0) is None
    for text in ("thinking", "the draft", "remarks"):
        relay = relay.heard(a_turn(relay, text))
    first = relay.proposal(0)
    assert first is not None
    assert first.text == "the draft"
    broken = relay.heard(a_turn(relay, "the revi", whole=False))
    assert broken.proposal(0) == first
    done = broken.heard(a_turn(broken, "the revision"))
    newest = done.proposal(0)
    assert newest is not None
    assert (newest.text, done.end, len(done.turns)) == ("the revision", End.DONE, 4)


@pytest.mark.parametrize(
    "change",
    [
        {"sections": ()},
        {"turns": MOST_TURNS + 1},
        {"turns": -1},
        {"limit_ms": 0},
        {"limit_usd": Decimal("-1")},
        {"limit_usd": Decimal("NaN")},
    ],
)
def test_that_a_plan_that_nobody_can_run_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"a relay has|a paragraph has"):
        replace(a_plan(), **change)


@pytest.mark.parametrize("spoiled", [{}, {"plan": {}}, {"spent": "much"}, {"end": "soon"}])
def test_that_a_row_that_is_none_is_refused(spoiled: dict[str, object]) -> None:
    row = {} if not spoiled else {**relay_row(Relay("r", a_plan(), 0)), **spoiled}
    with pytest.raises((KeyError, ValueError, TypeError)):
        relay_from("r", row, ())
