"""The session: every act becomes records in the journal before it returns, and minutes and counts follow the text."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_makers import MODEL, NOON_MS, SPLITTER, ListJournal, Sitting, typed

from editor.core.activity import Counting
from editor.core.credits import Credit, Focus, Lane, LedgerRow, Rule, Stream, from_row
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.errors import EditRefused
from editor.core.history import History
from editor.core.ledger import Ledger
from editor.core.origins import UNKNOWN
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession
from editor.session.recorder import Recorder


def ledger_rows(journal: ListJournal) -> list[LedgerRow]:
    return [from_row(row) for record in journal.of("credit") for row in record["rows"]]


def folded(sitting: Sitting) -> Document:
    document = Document.from_keyframe(json.loads(json.dumps(sitting.start)))
    for edit in sitting.journal.edits:
        document.apply(edit)
    return document


class TestRecords:
    def test_that_looking_at_a_draft_begins_no_journal(self) -> None:
        sitting = Sitting("some text")
        sitting.clock.advance(5_000)
        sitting.session.read()
        sitting.session.remember_caret(4)
        sitting.session.undo()
        sitting.session.redo()
        sitting.session.change(3, 0, Fragment())
        sitting.session.time.focus(False)
        assert sitting.begun == []
        assert not sitting.recorder.begun

    def test_that_every_change_is_one_numbered_record_before_the_call_returns(self) -> None:
        sitting = Sitting("some text")
        for number, key in enumerate("abc"):
            sitting.type(number, key)
            assert len(sitting.journal.edits) == number + 1
        assert sitting.begun == [1]
        assert [record["n"] for record in sitting.journal.records] == [1, 2, 3]
        assert [edit.inserted.text for edit in sitting.journal.edits] == ["a", "b", "c"]

    def test_that_an_edit_carries_the_moment_and_the_zone_of_the_clock(self) -> None:
        sitting = Sitting()
        sitting.type(0, "a", after_ms=1_234)
        (edit,) = sitting.journal.edits
        assert (edit.wall_ms, edit.offset_min, edit.kind) == (NOON_MS + 1_234, 120, EditKind.TYPE)

    def test_that_a_change_says_what_it_touched(self) -> None:
        sitting = Sitting("one\n\ntwo")
        changes = sitting.session.change(5, 0, typed("x"))
        assert (changes.touched, changes.reshaped, changes.remarks) == ((2,), False, False)
        changes = sitting.session.change(6, 0, typed("\n\n"))
        assert changes.reshaped
        assert set(changes.touched) == {2, 3}
        assert changes.edits == (sitting.journal.edits[-1],)

    def test_that_a_change_outside_the_text_is_refused_and_leaves_no_trace(self) -> None:
        sitting = Sitting("one")
        with pytest.raises(EditRefused):
            sitting.session.change(2, 5, Fragment())
        assert sitting.journal.records == []
        assert sitting.begun == []
        assert sitting.text == "one"

    def test_that_the_caret_is_remembered_in_a_draft_that_was_begun(self) -> None:
        sitting = Sitting("one")
        sitting.type(3, "x")
        sitting.session.remember_caret(2)
        assert sitting.journal.records[-1] == {"kind": "caret", "n": 2, "position": 2}

    @settings(deadline=None, max_examples=40)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["type", "type", "type", "enter", "delete", "undo", "redo", "read", "group"]),
                st.floats(0, 1),
                st.sampled_from([0, 400, 1_100, 40_000]),
            ),
            max_size=25,
        )
    )
    def test_that_the_journal_alone_gives_text_ids_and_runs_whatever_was_done(
        self, acts: list[tuple[str, float, int]]
    ) -> None:
        sitting = Sitting("# One\n\ntext of it\n\n- a\n- b")
        session = sitting.session
        for act, place, pause_ms in acts:
            sitting.clock.advance(pause_ms)
            at = int(place * len(sitting.text))
            if act == "type":
                session.change(at, 0, typed("x"))
            elif act == "enter":
                session.change(at, 0, typed("\n\n"))
            elif act == "delete":
                session.change(at, min(4, len(sitting.text) - at), Fragment())
            elif act == "undo":
                session.undo()
            elif act == "redo":
                session.redo()
            elif act == "read":
                session.read()
            else:
                group = sitting.recorder.next_n
                for one in (at, 0):
                    session.change(one, 0, typed("\n\ny\n\n"), Act(EditKind.TOOL, group=group))
        assert folded(sitting).keyframe() == sitting.document.keyframe()
        edits = sitting.journal.edits
        numbers = {edit.seq for edit in edits}
        assert all(edit.reverses in numbers for edit in edits if edit.reverses is not None)
        assert all(edit.group in numbers for edit in edits)
        assert [edit.seq for edit in edits] == [record["n"] for record in sitting.journal.of("edit")]


class TestUndo:
    def test_that_the_edits_of_one_undo_stand_together_although_minutes_are_due(self) -> None:
        sitting = Sitting("one\n\ntwo\n\nthree")
        group = sitting.recorder.next_n
        for place in (11, 5, 0):
            sitting.session.change(place, 0, typed("x\n\n"), Act(EditKind.TOOL, group=group))
        sitting.clock.advance(5_000)
        sitting.session.read()
        sitting.clock.advance(5_000)
        changes = sitting.session.undo()
        assert sitting.text == "one\n\ntwo\n\nthree"
        assert [edit.seq for edit in changes.edits] == [edit.seq for edit in sitting.journal.edits[-3:]]
        assert folded(sitting).keyframe() == sitting.document.keyframe()

    def test_that_typing_in_one_breath_is_taken_back_at_once_and_after_a_pause_apart(self) -> None:
        sitting = Sitting()
        for number, key in enumerate("one"):
            sitting.type(number, key, after_ms=200)
        sitting.type(3, "!", after_ms=2_000)
        sitting.session.undo()
        assert sitting.text == "one"
        sitting.session.undo()
        assert sitting.text == ""

    def test_that_undo_goes_on_in_another_sitting(self) -> None:
        first = Sitting("start")
        first.type(0, "a ")
        first.type(2, "b\n\n", after_ms=5_000)
        edits: Sequence[Edit] = first.journal.edits
        recorder = Recorder(edits[-1].seq + 1, ListJournal)
        session = DraftSession(folded(first), recorder, first.clock, lambda: SPLITTER, History(edits))
        session.undo()
        session.undo()
        assert session.document.text() == "start"
        assert [item.mark for item in session.document.paragraphs] == [
            item.mark for item in Document.from_keyframe(first.start).paragraphs
        ]

    def test_that_what_another_program_changed_is_unknown_and_can_be_undone_v12(self) -> None:
        sitting = Sitting(typed("My words. ") + Fragment.of("Its words.", MODEL))
        act = Act(EditKind.EXTERNAL, by_hand=False)
        sitting.session.change(3, 5, Fragment.of("text", UNKNOWN), act)
        assert [(run.length, run.origin.kind.value) for run in sitting.document.runs()] == [
            (3, "typed"),
            (4, "unknown"),
            (2, "typed"),
            (10, "model"),
        ]
        sitting.session.undo()
        assert sitting.text == "My words. Its words."


class TestMinutes:
    def test_that_the_ledger_starts_with_the_rule_it_was_kept_by(self) -> None:
        sitting = Sitting()
        sitting.type(0, "a")
        sitting.session.time.focus(False)
        assert ledger_rows(sitting.journal)[0] == Rule()

    def test_that_coming_and_leaving_and_a_model_that_writes_are_in_the_ledger_and_count_nothing(self) -> None:
        sitting = Sitting("words")
        sitting.type(0, "a")
        begun_ms = sitting.clock.now().wall_ms
        sitting.session.time.model_writes(1)
        sitting.clock.advance(2_000)
        sitting.session.time.model_stopped(1)
        sitting.session.time.focus(False)
        sitting.clock.advance(1_000)
        sitting.session.time.focus(True)
        sitting.session.time.flush()
        told = [row for row in ledger_rows(sitting.journal) if isinstance(row, Focus | Stream)]
        assert told == [
            Focus(begun_ms, gained=True),
            Stream(begun_ms, 1, begun=True),
            Stream(begun_ms + 2_000, 1, begun=False),
            Focus(begun_ms + 2_000, gained=False),
            Focus(begun_ms + 3_000, gained=True),
        ]
        assert [from_row(row.as_row()) for row in told] == told
        assert sitting.session.time.ledger.sums() == Ledger().sums()

    def test_that_typing_earns_the_pauses_between_the_keys(self) -> None:
        sitting = Sitting("words")
        for _ in range(11):
            sitting.type(0, "x", after_ms=1_000)
        assert sitting.session.times(1).edit_ms == 11_000

    def test_that_a_key_held_down_earns_nothing(self) -> None:
        sitting = Sitting("words")
        for _ in range(5):
            sitting.clock.advance(1_000)
            sitting.session.change(0, 0, typed("x"), Act(by_hand=False))
        assert sitting.session.times(1).counted_ms == 0

    def test_that_minutes_are_gathered_for_a_second_and_written_when_the_window_is_left(self) -> None:
        sitting = Sitting("words")
        for _ in range(3):
            sitting.type(0, "x", after_ms=300)
            sitting.session.time.settle()
        assert sitting.journal.of("credit") == []
        sitting.type(0, "x", after_ms=300)
        assert sitting.journal.of("credit") == [], "nothing but the text is written on the way of a key"
        sitting.session.time.settle()
        assert len(sitting.journal.of("credit")) == 1
        sitting.type(0, "x", after_ms=300)
        sitting.session.time.focus(False)
        assert len(sitting.journal.of("credit")) == 2
        assert sum(row.ms for row in ledger_rows(sitting.journal) if isinstance(row, Credit)) == 1_500

    def test_that_nothing_counts_while_the_window_is_not_in_front(self) -> None:
        sitting = Sitting("words")
        assert sitting.session.time.counting() is Counting.COUNTING
        sitting.session.time.focus(False)
        assert sitting.session.time.counting() is Counting.NOT_IN_FRONT
        sitting.type(0, "x", after_ms=1_000)
        assert sitting.session.times(1).counted_ms == 0

    def test_that_a_machine_that_slept_earns_nothing_and_writes_what_was_earned_before(self) -> None:
        sitting = Sitting("words")
        sitting.type(0, "x", after_ms=400)
        sitting.session.time.suspended()
        assert sum(row.ms for row in ledger_rows(sitting.journal) if isinstance(row, Credit)) == 400
        assert sitting.session.time.counting() is Counting.NO_ACTIVITY
        sitting.clock.advance(20_000)
        sitting.session.time.resumed()
        assert sitting.session.time.counting() is Counting.COUNTING
        sitting.type(0, "x", after_ms=600)
        assert sitting.session.times(1).edit_ms == 1_000

    def test_that_reading_earns_what_was_in_view(self) -> None:
        sitting = Sitting("words " * 50)
        sitting.session.time.in_view = lambda: ((1, 50),)
        sitting.clock.advance(60_000)
        sitting.session.read()
        assert sitting.session.times(1).read_ms == 12_500

    def test_that_a_long_pause_before_a_key_is_reading_of_what_was_in_view(self) -> None:
        sitting = Sitting("words " * 50)
        sitting.session.time.in_view = lambda: ((1, 50),)
        sitting.type(0, "x")
        sitting.type(0, "x", after_ms=45_000)
        assert sitting.session.times(1).read_ms == 12_500

    def test_that_a_key_right_after_another_does_not_ask_what_is_in_view(self) -> None:
        sitting = Sitting("words")
        asked: list[int] = []

        def in_view() -> tuple[tuple[int, int], ...]:
            asked.append(1)
            return ()

        sitting.session.time.in_view = in_view
        sitting.type(0, "x")
        for _ in range(5):
            sitting.type(0, "x", after_ms=100)
        assert asked == [], "a key waits for nobody to look"
        sitting.session.time.settle()
        assert len(asked) == 1

    def test_that_it_makes_no_difference_when_the_time_is_reckoned(self) -> None:
        sums = []
        for settled_at in ((), (1,), (1, 2, 3), (2, 4)):
            sitting = Sitting("one two three four")
            sitting.type(18, "!", after_ms=8_000)
            for number, pause_ms in enumerate((900, 3_000, 70_000, 2_000)):
                if number in settled_at:
                    sitting.session.time.settle()
                sitting.type(3, "\n\n" if number == 1 else "x", after_ms=pause_ms)
            sitting.clock.advance(30_000)
            sums.append([sitting.session.times(one).edit_ms for one in sitting.ids])
        assert sums[0] == sums[1] == sums[2] == sums[3]
        assert sum(sums[0]) == 8_000 + 900 + 3_000 + 2_000

    def test_that_writing_in_the_pad_is_a_lane_of_its_own(self) -> None:
        sitting = Sitting("words")
        sitting.session.wrote_in_pad(1, 1)
        sitting.clock.advance(2_000)
        sitting.session.wrote_in_pad(1, 1)
        times = sitting.session.times(1)
        assert (times.pad_ms, times.counted_ms) == (2_000, 0)

    def test_that_time_divides_when_a_paragraph_is_split_and_adds_up_when_it_is_merged(self) -> None:
        sitting = Sitting("one two three four")
        sitting.type(18, "!", after_ms=8_000)
        sitting.session.change(3, 1, typed("\n\n"), Act(by_hand=False))
        assert [sitting.session.times(one).edit_ms for one in sitting.ids] == [2_000, 6_000]
        sitting.session.change(3, 2, typed(" "), Act(by_hand=False))
        assert sitting.session.times(1).edit_ms == 8_000
        sitting.session.change(3, 1, typed("\n\n"), Act(by_hand=False))
        assert [sitting.session.times(one).edit_ms for one in sitting.ids] == [2_000, 6_000]

    def test_that_the_time_of_a_removed_paragraph_is_not_counted_until_undo_brings_it_back(self) -> None:
        sitting = Sitting("one\n\ntwo\n\nthree")
        sitting.type(5, "x", after_ms=4_000)
        sitting.session.change(5, 6, Fragment(), Act(by_hand=False))
        assert sitting.session.time.ledger.total().edit_ms == 0
        assert sitting.session.time.ledger.removed().edit_ms == 4_000
        sitting.session.undo()
        assert sitting.session.times(2).edit_ms == 4_000
        assert sitting.session.time.ledger.total().edit_ms == 4_000

    def test_that_the_time_of_a_moved_paragraph_moves_with_it(self) -> None:
        sitting = Sitting("one\n\ntwo\n\nthree\n\n")
        sitting.type(5, "x", after_ms=4_000)
        piece = sitting.document.fragment(5, 11)
        sitting.session.change(5, 6, Fragment(), Act(EditKind.CUT, by_hand=False))
        sitting.session.change(len(sitting.text), 0, piece, Act(EditKind.PASTE, by_hand=False))
        assert sitting.ids == [1, 3, 2]
        assert sitting.session.times(2).edit_ms == 4_000

    def test_that_a_pasted_paragraph_earns_no_human_seconds(self) -> None:
        sitting = Sitting("one\n\n")
        sitting.type(3, "x", after_ms=2_000)
        sitting.session.change(6, 0, typed("pasted words\n\n"), Act(EditKind.PASTE))
        assert [sitting.session.times(one).counted_ms for one in sitting.ids] == [2_000, 0]

    def test_that_former_sittings_are_put_under_what_this_one_earned(self) -> None:
        sitting = Sitting("words")
        sitting.type(0, "x", after_ms=3_000)
        assert not sitting.session.time.knows_past
        sitting.session.time.adopt([Rule(), Credit(1, 1, Lane.EDIT, 60_000)])
        assert sitting.session.time.knows_past
        assert sitting.session.times(1).edit_ms == 63_000
        sitting.type(0, "x", after_ms=3_000)
        assert sitting.session.times(1).edit_ms == 66_000

    def test_that_a_ledger_adopted_while_the_window_is_not_in_front_counts_nothing(self) -> None:
        sitting = Sitting("words")
        sitting.session.time.focus(False)
        sitting.session.time.adopt([])
        assert sitting.session.time.counting() is Counting.NOT_IN_FRONT


class TestMeasures:
    def test_that_words_and_shares_follow_every_edit(self) -> None:
        sitting = Sitting(typed("one two\n\n") + Fragment.of("three four", MODEL))
        measures = sitting.session.measures
        while measures.count_some(1):
            pass
        assert (measures.words, measures.own_share) == (4, 0.5)
        sitting.type(0, "five six ")
        assert (measures.words, measures.own_share) == (6, 4 / 6)
        sitting.session.change(0, 18, Fragment())
        assert (measures.words, measures.own_share) == (2, 0)
        sitting.session.undo()
        assert (measures.words, measures.own_share) == (6, 4 / 6)
        assert measures.complete

    def test_that_a_draft_without_words_is_wholly_the_writers(self) -> None:
        assert Sitting().session.measures.own_share == 1

    def test_that_a_paragraph_knows_what_is_the_writers_and_what_a_models(self) -> None:
        sitting = Sitting(typed("one two three ") + Fragment.of("four", MODEL))
        measure = sitting.session.measures.of(sitting.document.paragraphs[0])
        assert (measure.words, measure.own, measure.model) == (4, 3, 1)

    def test_that_the_words_of_a_large_paste_are_counted_in_slices(self) -> None:
        sitting = Sitting("start")
        measures = sitting.session.measures
        assert measures.words == 0
        assert measures.count_some()
        assert not measures.count_some()
        assert measures.words == 1
        sitting.session.change(2, 0, typed("\n\nword" * 100 + "\n\n"))
        assert measures.words == 1
        assert not measures.complete
        slices = 0
        while measures.count_some(30):
            slices += 1
        assert slices == 4
        assert measures.words == 102

    def test_that_counting_a_draft_nobody_edited_goes_through_all_of_it(self) -> None:
        sitting = Sitting("word\n\n" * 100)
        measures = sitting.session.measures
        while measures.count_some(7):
            pass
        assert measures.complete
        assert measures.words == 100

    @settings(deadline=None, max_examples=30)
    @given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(["x ", "\n\n", "", "# "]), st.booleans()), max_size=15))
    def test_that_the_sums_are_those_of_counting_everything_anew(self, edits: list[tuple[float, str, bool]]) -> None:
        sitting = Sitting("one two\n\nthree\n\n- four\n- five")
        measures = sitting.session.measures
        for place, text, counts in edits:
            at = int(place * len(sitting.text))
            sitting.session.change(at, 0 if text else min(3, len(sitting.text) - at), typed(text))
            if counts:
                measures.count_some(2)
        while measures.count_some(2):
            pass
        fresh = Sitting(Fragment(sitting.text, sitting.document.runs())).session.measures
        while fresh.count_some():
            pass
        assert (measures.words, measures.own_share) == (fresh.words, fresh.own_share)
