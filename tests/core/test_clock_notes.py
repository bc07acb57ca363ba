"""What the minutes say of a clock that was set, a computer that slept and a writer who travelled."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from editor.core.clock import SystemClock
from editor.core.clock_notes import clock_notes
from editor.core.credits import ClockStep

NOON_MS = 1_763_726_400_000
HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("steps", "notes"),
    [
        ([], ()),
        (
            [-HOUR_MS],
            (
                "The computer's clock was set back by 1 h 0 min on 21 November 2025, 12:00 UTC. No minute is lost by "
                "it, and none counts twice.",
            ),
        ),
        (
            [8 * HOUR_MS + 90_000],
            (
                "The computer slept, or its clock was set forward, by 8 h 1 min on 21 November 2025, 12:00 UTC. That "
                "time does not count.",
            ),
        ),
        ([-5_000], ("The computer's clock was set back by 5 s on 21 November 2025, 12:00 UTC. No minute is lost",)),
        ([90_000] * 4, ("The computer slept, or its clock was set forward, 4 times, by 6 min in all. That time",)),
        ([90_000, -90_000] * 3, ("The computer's clock was set back by 1 min",) * 3 + ("The computer slept,",) * 3),
    ],
)
def test_that_steps_of_the_clock_are_told_in_sentences(steps: list[int], notes: tuple[str, ...]) -> None:
    told = clock_notes(ClockStep(NOON_MS, shift) for shift in steps)
    assert len(told) == len(notes)
    assert all(one.startswith(start) for one, start in zip(told, notes, strict=True))


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_that_a_traveller_has_the_zone_of_the_place(elsewhere: pytest.MonkeyPatch) -> None:
    for zone, offset_min in (("UTC0", 0), ("JST-9", 540), ("PST8", -480)):
        elsewhere.setenv("TZ", zone)
        assert SystemClock().now().offset_min == offset_min
