"""A wait for a provider, counted down in the status line and cancelled there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from editor.core.clock import StoppedClock
from editor.protocol.critique_messages import StopCritic
from editor.protocol.messages import CriticState, Done, RemarksMade
from editor.protocol.pad_messages import TurnWaits
from editor.protocol.relay_messages import RelayHeard, RelayWaits, StopRelay
from editor.ui.flows.wait_flow import WaitFlow
from editor.ui.status_line import Safety, StatusLine, StatusView
from editor.ui.theme import load_theme
from editor.ui.workbench import Workbench


@dataclass
class Bench:
    clock: StoppedClock = field(default_factory=lambda: StoppedClock(1_000_000, 1_000))
    waiting: str = ""
    cancelled: list[int] = field(default_factory=list)

    asked: list[StopCritic | StopRelay] = field(default_factory=list)

    @property
    def client(self) -> Bench:
        return self

    def ask(self, make: Callable[[int], StopCritic | StopRelay], _answer: object) -> None:
        self.asked.append(make(1))

    def cancel(self, target: int) -> None:
        self.cancelled.append(target)


class Waits:
    def __init__(self, qtbot: QtBot) -> None:
        self.bench = Bench()
        self.line = StatusLine(load_theme("light"))
        qtbot.addWidget(self.line)
        self.line.resize(1200, 30)
        self.line.show()
        self.flow = WaitFlow(cast(Workbench, self.bench), self.line, self.show)

    def show(self) -> None:
        self.line.show_status(StatusView("Safe", Safety.SAFE, waiting=self.bench.waiting))

    @property
    def part(self) -> QToolButton:
        return next(one for one in self.line.findChildren(QToolButton) if "Waiting" in one.accessibleName())


@pytest.fixture
def waits(qtbot: QtBot) -> Waits:
    return Waits(qtbot)


def waiting(ident: int, seconds: float) -> CriticState:
    return CriticState(ident, "logician", "waiting", "Claude asks us to wait.", seconds=seconds)


def test_that_a_wait_is_counted_down_and_is_over_with_the_next_word(waits: Waits) -> None:
    waits.flow.heard(waiting(3, 37.2))
    assert waits.part.text() == "Waiting 37 s for a model · Cancel"
    assert waits.part.isVisible()
    waits.bench.clock.advance(30_000)
    waits.flow._tell()
    assert waits.part.text() == "Waiting 7 s for a model · Cancel"
    waits.flow.heard(CriticState(3, "logician", "reading", ""))
    assert not waits.part.isVisible()
    assert not waits.flow._seconds.isActive()


def test_that_a_relay_that_waits_is_counted_and_ended_as_by_its_own_button(waits: Waits) -> None:
    waits.flow.heard(RelayWaits(5, "r1", "Claude asks us to wait.", 7))
    assert waits.part.text() == "Waiting 7 s for a model · Cancel"
    waits.part.click()
    assert waits.bench.asked == [StopRelay(1, "r1")]
    assert waits.bench.cancelled == []  # it would be left under way
    waits.flow.heard(RelayHeard(5, 0, "It"))
    assert not waits.part.isVisible()


def test_that_the_first_to_be_let_in_is_counted_and_all_are_cancelled(waits: Waits) -> None:
    waits.flow.heard(waiting(3, 40))
    waits.flow.heard(TurnWaits(4, "Claude asks us to wait.", 12))
    assert waits.part.text() == "Waiting 12 s for 2 models · Cancel"
    waits.part.click()
    assert waits.bench.cancelled == [3, 4]
    waits.flow.heard(Done(3, ""))
    waits.flow.heard(Done(4, ""))
    assert not waits.part.isVisible()


def test_that_one_critic_waits_on_while_others_of_its_request_read_and_is_the_only_one_to_be_given_up(
    waits: Waits,
) -> None:
    waits.flow.heard(waiting(3, 40))
    waits.flow.heard(CriticState(3, "harsh", "reading", "", heard=12))
    waits.flow.heard(RemarksMade(3, 7, ()))
    waits.flow.heard(CriticState(3, "harsh", "done", "1 remark", 1))
    assert waits.part.text() == "Waiting 40 s for a model · Cancel"
    waits.part.click()
    assert waits.bench.cancelled == []
    assert [(one.target, one.critic) for one in waits.bench.asked] == [(3, "logician")]
    waits.flow.heard(CriticState(3, "logician", "stopped", "Stopped before it was asked."))
    assert not waits.part.isVisible()


def test_that_what_does_not_wait_is_not_shown(waits: Waits) -> None:
    waits.flow.heard(CriticState(5, "logician", "waiting", "Another critic reads the references first."))
    assert not waits.bench.waiting
