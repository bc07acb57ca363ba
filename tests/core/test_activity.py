"""The credit rule, against the twelve worked examples it was designed with, and against arbitrary behaviour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.activity import Activity, Counting, Evidence, EvidenceKind
from editor.core.clock import Instant
from editor.core.credits import Acts, ClockStep, Credit, Lane, LedgerRow, Rule
from editor.core.ledger import Ledger, tenths

HOUR = 3_600
P1, P2 = 1, 2


@dataclass
class Writer:
    """Somebody at the keyboard; times in seconds, the window in front from second 0 on."""

    words: dict[int, int] = field(default_factory=lambda: {P1: 100})
    ledger: Ledger = field(default_factory=Ledger)
    rows: list[LedgerRow] = field(default_factory=list)
    wall_shift_s: float = 0
    slept_s: float = 0
    """Seconds in which the monotonic clock stood still."""

    def __post_init__(self) -> None:
        self.activity = Activity(self.ledger)
        self.rows += self.activity.focus_gained(self.at(0))

    def at(self, second: float) -> Instant:
        mono = round((second - self.slept_s) * 1000) + 5_000_000
        return Instant(round((second + self.wall_shift_s) * 1000) + 480 * HOUR * 1000, mono)

    def act(self, kind: EvidenceKind, second: float, *paragraphs: tuple[int, int]) -> None:
        in_view = tuple(self.words.items())
        self.rows += self.activity.evidence(Evidence(self.at(second), kind, paragraphs, in_view))

    def key(self, second: float, paragraph: int = P1, *, kind: EvidenceKind = EvidenceKind.WRITE) -> None:
        self.act(kind, second, (paragraph, 1))

    def keys(self, seconds: Iterable[float], paragraph: int = P1) -> None:
        for second in seconds:
            self.key(second, paragraph)

    def scroll(self, second: float) -> None:
        self.act(EvidenceKind.READ, second)

    def edit_s(self, paragraph: int = P1) -> float:
        return self.ledger.times(paragraph).edit_ms / 1000

    def read_s(self, paragraph: int = P1) -> float:
        return self.ledger.times(paragraph).read_ms / 1000

    def cells(self) -> dict[int, int]:
        """Credited ms by wall minute, counted from second 0."""
        return {cell.minute - 480 * 60: cell.ms for cell in self.ledger.minutes()}

    def clock_steps(self) -> list[ClockStep]:
        return [row for row in self.rows if isinstance(row, ClockStep)]


@dataclass(frozen=True)
class Expected:
    edit_s: dict[int, float]
    read_s: dict[int, float]
    tenths: int
    cells_ms: dict[int, int]


def a_key_every_second_for_two_minutes() -> Writer:
    writer = Writer()
    writer.keys(range(121))
    return writer


def a_key_a_minute_in_ten_words() -> Writer:
    writer = Writer({P1: 10})
    writer.keys((0, 61, 122, 183, 244))
    return writer


def a_long_pause_before_a_key() -> Writer:
    writer = Writer({P1: 50})
    writer.keys((0, 45, 50))
    return writer


def ten_minutes_away() -> Writer:
    writer = Writer()
    writer.keys((0, 5, 600, 605))
    return writer


def another_window_in_between() -> Writer:
    writer = Writer()
    writer.keys((0, 10))
    writer.activity.focus_lost(writer.at(12))
    writer.activity.focus_gained(writer.at(40))
    writer.key(45)
    return writer


def a_night_asleep(monotonic_clock_stops: bool) -> Writer:
    writer = Writer()
    writer.keys((0, 10))
    writer.rows += writer.activity.suspended(writer.at(12))
    if monotonic_clock_stops:
        writer.slept_s = 8 * HOUR
    writer.rows += writer.activity.resumed(writer.at(8 * HOUR + 12))
    writer.key(8 * HOUR + 17)
    return writer


def the_clock_set_back_an_hour() -> Writer:
    writer = Writer()
    writer.keys(range(11))
    writer.wall_shift_s = -HOUR
    writer.keys(range(11, 21))
    return writer


def scrolling_while_a_model_writes() -> Writer:
    writer = Writer({P1: 100, P2: 100})
    writer.keys((0, 2))
    writer.activity.stream_started(P2, writer.at(2))
    for second in (5, 10, 20):
        writer.scroll(second)
    writer.activity.stream_stopped(P2, writer.at(33))
    writer.key(40, P2)
    return writer


def writing_while_a_model_writes_elsewhere() -> Writer:
    writer = Writer({P1: 100, P2: 100})
    writer.activity.stream_started(P2, writer.at(0))
    writer.keys(range(31))
    writer.activity.stream_stopped(P2, writer.at(60))
    return writer


def only_reading() -> Writer:
    writer = Writer({P1: 120})
    for second in (0, 30, 60, 90, 120):
        writer.scroll(second)
    return writer


def pasting_four_hundred_words() -> Writer:
    writer = Writer()
    writer.key(0)
    writer.act(EvidenceKind.WRITE, 4, (P1, 2400))
    writer.words[P1] += 400
    writer.key(10)
    return writer


VECTORS = [
    pytest.param(
        a_key_every_second_for_two_minutes,
        Expected({P1: 120}, {P1: 0}, 20, {0: 60_000, 1: 60_000}),
        id="S1",
    ),
    pytest.param(
        a_key_a_minute_in_ten_words,
        Expected({P1: 0}, {P1: 7.5}, 1, {0: 2_500, 1: 2_500, 2: 2_500}),
        id="S2",
    ),
    pytest.param(a_long_pause_before_a_key, Expected({P1: 5}, {P1: 12.5}, 2, {0: 17_500}), id="S3"),
    pytest.param(ten_minutes_away, Expected({P1: 10}, {P1: 0}, 1, {0: 5_000, 10: 5_000}), id="S4"),
    pytest.param(another_window_in_between, Expected({P1: 15}, {P1: 0}, 2, {0: 15_000}), id="S5"),
    pytest.param(
        lambda: a_night_asleep(monotonic_clock_stops=False),
        Expected({P1: 15}, {P1: 0}, 2, {0: 10_000, 480: 5_000}),
        id="S6",
    ),
    pytest.param(
        lambda: a_night_asleep(monotonic_clock_stops=True),
        Expected({P1: 15}, {P1: 0}, 2, {0: 10_000, 480: 5_000}),
        id="S6-with-a-stopping-clock",
    ),
    pytest.param(the_clock_set_back_an_hour, Expected({P1: 20}, {P1: 0}, 3, {-60: 10_000, 0: 10_000}), id="S7"),
    pytest.param(
        scrolling_while_a_model_writes,
        Expected({P1: 2, P2: 7}, {P1: 0, P2: 0}, 1, {0: 9_000}),
        id="S8",
    ),
    pytest.param(
        writing_while_a_model_writes_elsewhere,
        Expected({P1: 30, P2: 0}, {P1: 0, P2: 0}, 5, {0: 30_000}),
        id="S9",
    ),
    pytest.param(only_reading, Expected({P1: 0}, {P1: 90}, 15, {0: 60_000, 1: 30_000}), id="S10"),
    pytest.param(pasting_four_hundred_words, Expected({P1: 10}, {P1: 0}, 1, {0: 10_000}), id="S11"),
]


@pytest.mark.parametrize(("scenario", "expected"), VECTORS)
def test_that_the_worked_example_earns_exactly_what_was_computed_by_hand(
    scenario: Callable[[], Writer], expected: Expected
) -> None:
    writer = scenario()
    assert {one: writer.edit_s(one) for one in expected.edit_s} == expected.edit_s
    assert {one: writer.read_s(one) for one in expected.read_s} == expected.read_s
    assert tenths(writer.ledger.total().counted_ms) == expected.tenths
    assert writer.cells() == expected.cells_ms


@pytest.mark.parametrize(
    ("words", "shares"), [pytest.param((60, 40), (72, 48), id="S12"), pytest.param((0, 9), (0, 120), id="S12-all")]
)
def test_that_time_follows_a_paragraph_through_split_typing_merge_move_and_deletion(
    words: tuple[int, int], shares: tuple[int, int]
) -> None:
    writer = Writer({P1: 100})
    writer.keys(range(121))
    writer.ledger.split(P1, P2, *words)
    assert (writer.edit_s(P1), writer.edit_s(P2)) == shares
    writer.keys(range(121, 151), P2)
    assert (writer.edit_s(P1), writer.edit_s(P2)) == (shares[0], shares[1] + 30)
    writer.ledger.merge(P1, P2)
    assert writer.edit_s(P1) == 150
    # A move is no row of the ledger: the id goes along, and the time with it.
    assert writer.ledger.total().edit_ms == 150_000
    writer.ledger.delete(P1)
    assert writer.ledger.total().edit_ms == 0
    assert writer.ledger.removed().edit_ms == 150_000


def test_that_setting_the_clock_back_leaves_one_clock_record() -> None:
    assert the_clock_set_back_an_hour().clock_steps() == [
        ClockStep(480 * HOUR * 1000 - HOUR * 1000 + 11_000, -HOUR * 1000)
    ]


def test_that_a_night_with_a_running_monotonic_clock_leaves_no_clock_record() -> None:
    assert a_night_asleep(monotonic_clock_stops=False).clock_steps() == []
    assert len(a_night_asleep(monotonic_clock_stops=True).clock_steps()) == 1


@pytest.mark.parametrize(("shift_s", "steps"), [(2.0, 0), (2.01, 1), (-2.0, 0), (-2.01, 1)])
def test_that_clocks_may_part_by_two_seconds_before_it_is_recorded(shift_s: float, steps: int) -> None:
    writer = Writer()
    writer.key(0)
    writer.wall_shift_s = shift_s
    writer.key(5)
    assert len(writer.clock_steps()) == steps
    assert writer.edit_s() == 5


@pytest.mark.parametrize(("ahead_s", "earned_s"), [(60, 5), (60.001, 0)])
def test_that_a_sleep_nobody_reported_is_seen_by_the_wall_clock_and_earns_nothing(
    ahead_s: float, earned_s: float
) -> None:
    writer = Writer()
    writer.key(0)
    writer.wall_shift_s = ahead_s
    assert writer.activity.state(writer.at(5)) is (Counting.COUNTING if earned_s else Counting.NO_ACTIVITY)
    writer.key(5)
    assert writer.edit_s() == earned_s
    writer.key(6)
    assert writer.edit_s() == earned_s + 1


def test_that_a_lone_act_earns_nothing() -> None:
    writer = Writer()
    writer.activity.focus_lost(writer.at(1))
    writer.activity.focus_gained(writer.at(1000))
    writer.key(1000)
    assert writer.ledger.total().counted_ms == 0


@pytest.mark.parametrize(
    ("gap_s", "edit_s", "read_s"),
    [(30, 30, 0), (30.001, 0, 30.001), (180, 0, 180), (180.001, 0, 0)],
)
def test_that_a_pause_before_a_key_is_editing_then_reading_then_nothing(
    gap_s: float, edit_s: float, read_s: float
) -> None:
    writer = Writer({P1: 1000})
    writer.keys((0, gap_s))
    assert (writer.edit_s(), writer.read_s()) == (edit_s, read_s)


def test_that_scrolling_is_never_editing_however_short_the_pause() -> None:
    writer = Writer()
    writer.key(0)
    writer.scroll(2)
    assert (writer.edit_s(), writer.read_s()) == (0, 2)


def test_that_reading_is_shared_by_the_words_in_view() -> None:
    writer = Writer({P1: 300, P2: 100})
    writer.scroll(0)
    writer.scroll(40)
    assert (writer.read_s(P1), writer.read_s(P2)) == (30, 10)


def test_that_a_paragraph_read_three_times_does_not_pass_its_share_to_the_others() -> None:
    writer = Writer({P1: 4, P2: 4})
    writer.ledger.add(Credit(0, P1, Lane.READ, 2_900))
    writer.scroll(0)
    writer.scroll(40)
    assert (writer.read_s(P1), writer.read_s(P2)) == (3.0, 1.0)


def test_that_an_edit_of_several_paragraphs_is_shared_by_the_characters_touched() -> None:
    writer = Writer({P1: 10, P2: 10})
    writer.act(EvidenceKind.WRITE, 8, (P1, 30), (P2, 10))
    assert (writer.edit_s(P1), writer.edit_s(P2)) == (6, 2)


def test_that_a_change_of_format_without_characters_is_shared_equally() -> None:
    writer = Writer({P1: 10, P2: 10})
    writer.act(EvidenceKind.WRITE, 8, (P1, 0), (P2, 0))
    assert (writer.edit_s(P1), writer.edit_s(P2)) == (4, 4)


def test_that_an_act_on_no_paragraph_earns_nothing_but_moves_the_mark() -> None:
    writer = Writer({})
    writer.act(EvidenceKind.WRITE, 8)
    writer.scroll(9)
    writer.key(10)
    assert (writer.edit_s(), writer.read_s()) == (1, 0)


def test_that_writing_in_the_pad_is_a_lane_of_its_own_and_never_counts() -> None:
    writer = Writer()
    writer.key(0, kind=EvidenceKind.PAD)
    writer.key(20, kind=EvidenceKind.PAD)
    times = writer.ledger.times(P1)
    assert (times.pad_ms, times.edit_ms, times.read_ms, times.counted_ms) == (20_000, 0, 0, 0)


def test_that_a_long_pause_before_a_key_in_the_pad_is_not_taken_for_reading() -> None:
    writer = Writer({P1: 1000})
    writer.key(0, kind=EvidenceKind.PAD)
    writer.key(31, kind=EvidenceKind.PAD)
    assert writer.cells() == {}


def test_that_a_pause_that_began_in_the_pad_is_the_pads_until_it_is_left() -> None:
    writer = Writer({P1: 1000})
    writer.key(0, P2, kind=EvidenceKind.PAD)
    writer.activity.pad_left(writer.at(25))
    writer.activity.pad_left(writer.at(26))
    writer.key(28)
    writer.key(29)
    assert (writer.ledger.times(P2).pad_ms, writer.edit_s(), writer.read_s()) == (25_000, 4, 0)


def test_that_a_pause_that_began_in_the_pad_is_nobodys_where_nothing_proves_that_somebody_was_there() -> None:
    writer = Writer({P1: 1000})
    writer.key(0, kind=EvidenceKind.PAD)
    writer.activity.pad_left(writer.at(25))
    writer.scroll(65)
    assert (writer.ledger.times(P1).pad_ms, writer.edit_s(), writer.read_s()) == (0, 0, 40)


def test_that_a_pause_in_a_turn_that_goes_on_is_never_the_drafts() -> None:
    writer = Writer({P1: 1000})
    writer.key(0, kind=EvidenceKind.PAD)
    writer.key(20)
    writer.key(22)
    writer.key(30, kind=EvidenceKind.PAD)
    writer.scroll(70)
    assert (writer.ledger.times(P1).pad_ms, writer.edit_s(), writer.read_s()) == (28_000, 2, 0)


def test_that_acts_while_another_window_is_in_front_are_no_evidence() -> None:
    writer = Writer()
    writer.activity.focus_lost(writer.at(1))
    writer.keys((2, 3, 4))
    assert writer.cells() == {}
    assert not any(isinstance(row, Acts) for row in writer.rows)


def test_that_waking_up_behind_another_window_starts_no_count() -> None:
    writer = Writer()
    writer.activity.focus_lost(writer.at(1))
    writer.activity.suspended(writer.at(2))
    writer.activity.resumed(writer.at(3))
    assert writer.activity.state(writer.at(4)) is Counting.NOT_IN_FRONT


def test_that_streams_side_by_side_are_taken_off_once() -> None:
    writer = Writer({P1: 1000})
    writer.scroll(0)
    writer.activity.stream_started(P1, writer.at(2))
    writer.activity.stream_started(P2, writer.at(4))
    writer.activity.stream_stopped(P1, writer.at(6))
    writer.activity.stream_stopped(P1, writer.at(7))
    writer.activity.stream_stopped(P2, writer.at(9))
    writer.scroll(20)
    assert writer.read_s() == 2 + 11


def test_that_a_stream_still_running_covers_the_pause_to_its_end() -> None:
    writer = Writer()
    writer.key(0)
    writer.activity.stream_started(P1, writer.at(3))
    writer.key(10)
    writer.key(20)
    assert writer.edit_s() == 3


def test_that_a_second_stream_into_a_paragraph_is_stopped_by_its_own_stop() -> None:
    writer = Writer()
    writer.key(0)
    writer.activity.stream_started(P1, writer.at(1))
    writer.activity.stream_started(P1, writer.at(2))
    writer.activity.stream_stopped(P1, writer.at(3))
    writer.activity.stream_stopped(P1, writer.at(5))
    writer.key(9)
    assert writer.edit_s() == 1 + 4


def test_that_a_pause_is_laid_over_the_minutes_around_a_stream() -> None:
    writer = Writer()
    writer.activity.focus_gained(writer.at(50))
    writer.activity.stream_started(P1, writer.at(55))
    writer.activity.stream_stopped(P1, writer.at(65))
    writer.key(70)
    assert writer.cells() == {0: 5_000, 1: 5_000}


def test_that_reading_is_laid_from_the_beginning_of_the_pause() -> None:
    writer = Writer({P1: 120})
    writer.scroll(0)
    writer.activity.focus_gained(writer.at(50))
    writer.scroll(170)
    assert writer.cells() == {0: 10_000, 1: 20_000}


def test_that_the_status_is_counting_only_while_an_act_would_earn_the_moment() -> None:
    writer = Writer({P1: 200})
    assert Activity(Ledger()).state(writer.at(0)) is Counting.NOT_IN_FRONT
    assert writer.activity.state(writer.at(30)) is Counting.COUNTING
    assert writer.activity.state(writer.at(30.001)) is Counting.NO_ACTIVITY
    writer.key(100)
    assert writer.activity.state(writer.at(150)) is Counting.COUNTING
    assert writer.activity.state(writer.at(150.001)) is Counting.NO_ACTIVITY
    writer.activity.suspended(writer.at(151))
    assert writer.activity.state(writer.at(151)) is Counting.NO_ACTIVITY
    writer.activity.resumed(writer.at(152))
    assert writer.activity.state(writer.at(152)) is Counting.COUNTING


def test_that_a_long_text_in_view_keeps_the_status_counting_for_three_minutes_at_most() -> None:
    writer = Writer({P1: 100_000})
    writer.scroll(0)
    assert writer.activity.state(writer.at(180)) is Counting.COUNTING
    assert writer.activity.state(writer.at(180.001)) is Counting.NO_ACTIVITY


def test_that_a_text_read_three_times_over_keeps_the_status_counting_no_longer_than_writing_would() -> None:
    writer = Writer({P1: 200})
    writer.ledger.add(Credit(0, P1, Lane.READ, 150_000))
    writer.scroll(0)
    assert writer.activity.state(writer.at(31)) is Counting.NO_ACTIVITY


def test_that_asking_for_the_status_changes_nothing() -> None:
    asked, unasked = Writer(), Writer()
    for second in (0, 20, 45):
        asked.activity.state(asked.at(second - 1))
        asked.key(second)
        unasked.key(second)
    assert asked.rows == unasked.rows


def test_that_other_numbers_can_be_asked_for() -> None:
    ledger = Ledger()
    activity = Activity(ledger, Rule(edit_gap_ms=1_000, read_gap_ms=2_000))
    activity.focus_gained(Instant(0, 0))
    activity.evidence(Evidence(Instant(1_001, 1_001), EvidenceKind.WRITE, ((P1, 1),), ((P1, 100),)))
    assert (ledger.times(P1).edit_ms, ledger.times(P1).read_ms) == (0, 1_001)


# Arbitrary behaviour.

_act = st.tuples(
    st.sampled_from(["write", "read", "pad", "focus", "blur", "sleep", "wake", "stream", "quiet"]),
    st.integers(0, 200_000),
    st.sampled_from([1, 2, 3]),
    st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(0, 400)), max_size=4),
)


def _replayed(
    acts: list[tuple[str, int, int, list[tuple[int, int]]]], wall_jumps: list[int]
) -> tuple[Ledger, list[LedgerRow], int]:
    ledger = Ledger()
    activity = Activity(ledger)
    rows: list[LedgerRow] = []
    mono, wall = 0, 1_000_000_000
    for index, (what, pause, paragraph, view) in enumerate(acts):
        mono += pause
        wall += pause + (wall_jumps[index % len(wall_jumps)] if wall_jumps else 0)
        now = Instant(wall, mono)
        match what:
            case "write" | "read" | "pad":
                touched = () if what == "read" else ((paragraph, 1), *view)
                rows += activity.evidence(Evidence(now, EvidenceKind(what), touched, tuple(view)))
            case "focus":
                rows += activity.focus_gained(now)
            case "blur":
                rows += activity.focus_lost(now)
            case "sleep":
                rows += activity.suspended(now)
            case "wake":
                rows += activity.resumed(now)
            case "stream":
                activity.stream_started(paragraph, now)
            case _:
                activity.stream_stopped(paragraph, now)
    return ledger, rows, mono


_jumps = st.lists(st.sampled_from([0, 0, 0, 1_500, -7_200_000, 90_000]), max_size=5)


@settings(deadline=None, max_examples=120)
@given(st.lists(_act, max_size=40), _jumps)
def test_that_credit_never_exceeds_the_time_that_passed(
    acts: list[tuple[str, int, int, list[tuple[int, int]]]], jumps: list[int]
) -> None:
    ledger, rows, elapsed = _replayed([("focus", 0, 1, []), *acts], jumps)
    total = ledger.total()
    assert total.counted_ms + total.pad_ms <= elapsed
    assert all(row.ms > 0 for row in rows if isinstance(row, Credit))


@settings(deadline=None, max_examples=60)
@given(st.lists(_act, max_size=40))
def test_that_no_minute_of_a_steady_clock_holds_more_than_a_minute(
    acts: list[tuple[str, int, int, list[tuple[int, int]]]],
) -> None:
    ledger, _, _ = _replayed([("focus", 0, 1, []), *acts], [])
    assert all(cell.ms <= 60_000 for cell in ledger.minutes())


@settings(deadline=None, max_examples=60)
@given(st.lists(_act, max_size=40), _jumps)
def test_that_the_order_in_which_paragraphs_are_named_is_irrelevant(
    acts: list[tuple[str, int, int, list[tuple[int, int]]]], jumps: list[int]
) -> None:
    turned = [(what, pause, paragraph, view[::-1]) for what, pause, paragraph, view in acts]
    focus: tuple[str, int, int, list[tuple[int, int]]] = ("focus", 0, 1, [])
    assert _replayed([focus, *acts], jumps)[1] == _replayed([focus, *turned], jumps)[1]


@settings(deadline=None, max_examples=60)
@given(st.lists(_act, max_size=40), _jumps)
def test_that_a_ledger_read_back_from_its_rows_is_the_one_that_wrote_them(
    acts: list[tuple[str, int, int, list[tuple[int, int]]]], jumps: list[int]
) -> None:
    ledger, rows, _ = _replayed([("focus", 0, 1, []), *acts], jumps)
    again = Ledger(rows)
    assert again.minutes() == ledger.minutes()
    assert [again.times(one) for one in (1, 2, 3)] == [ledger.times(one) for one in (1, 2, 3)]
    assert again.clock_steps() == ledger.clock_steps()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 200_000), min_size=1, max_size=60),
    st.dictionaries(st.integers(1, 5), st.integers(1, 300), min_size=1),
)
def test_that_reading_alone_never_satisfies_a_minute_per_fifty_words(pauses: list[int], words: dict[int, int]) -> None:
    writer = Writer(words)
    second = 0.0
    for pause in pauses:
        second += pause / 1000
        writer.scroll(second)
    for paragraph, count in words.items():
        assert writer.ledger.times(paragraph).counted_ms <= count * 750 < count * 1200
