"""Undo and redo: a reading of the log, so that they outlive the program and give back exactly what was."""

from __future__ import annotations

import json

import pytest
from document_makers import MODEL, Draft, fragment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.core.clock import Instant
from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.history import BREATH_LENGTH, BREATH_MS, History
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment


def edit(seq: int, text: str = "x", *, at: int = 0, gone: str = "", ms: int = 0, kind: EditKind = EditKind.TYPE) -> Edit:
    return Edit(seq, ms, 0, kind, at, fragment(gone) if gone else Fragment(), fragment(text) if text else Fragment(), seq)


def restarted(draft: Draft, kept: int, batch: int = 3) -> None:
    """As after a restart: the document from its log, the history from the last `kept` edits, the rest in the log."""
    log = [edit_from(json.loads(json.dumps(edit_row(one)))) for one in draft.log]
    draft.document = Document.from_keyframe(json.loads(json.dumps(draft.start)))
    for one in log:
        draft.document.apply(one)
    draft.history = History(
        log[len(log) - kept :] if kept else (), lambda seq: [one for one in log if one.seq < seq][-batch:]
    )


class TestUndo:
    def test_that_a_new_draft_has_nothing_to_undo_or_redo(self) -> None:
        draft = Draft("text")
        assert draft.undo() == draft.redo() == 0
        assert draft.text == "text"

    def test_that_undo_gives_back_text_origins_and_ids(self) -> None:
        draft = Draft(fragment("Mine.\n\n", ("Its words.", MODEL), "\n\nMore."))
        before, words = list(draft.document.paragraphs), draft.words
        draft.delete(3, 14)
        draft.undo()
        assert list(draft.document.paragraphs) == before
        assert draft.words == words

    def test_that_what_undo_puts_back_is_never_called_typed(self) -> None:
        draft = Draft(fragment(("its words", MODEL)))
        draft.delete(0, 9)
        draft.undo()
        assert draft.words == [("model", "its words")]

    def test_that_undo_is_an_edit_of_its_own_which_names_what_it_takes_back(self) -> None:
        draft = Draft("text")
        typed = draft.type(0, "x")
        draft.undo()
        undone = draft.log[-1]
        assert (undone.kind, undone.reverses, undone.seq) == (EditKind.UNDO, typed.seq, typed.seq + 1)

    def test_that_redo_does_it_again_and_undo_takes_that_back(self) -> None:
        draft = Draft("text")
        draft.type(4, "s")
        draft.undo()
        draft.redo()
        assert draft.text == "texts"
        draft.undo()
        assert draft.text == "text"
        draft.redo()
        assert draft.text == "texts"

    def test_that_it_tells_how_new_is_what_each_step_would_take_back(self) -> None:
        history = History()
        assert (history.undoes_n, history.redoes_n) == (-1, -1)
        history.record(edit(3))
        history.record(edit(8, ms=BREATH_MS + 1))
        assert (history.undoes_n, history.redoes_n) == (8, -1)
        for one in history.undo(9, Instant(0, 0, 0)):
            history.record(one)
        assert (history.undoes_n, history.redoes_n) == (3, 9)

    def test_that_a_new_edit_ends_what_could_be_redone(self) -> None:
        draft = Draft("text")
        draft.type(4, "s")
        draft.undo()
        draft.type(0, "a ")
        assert draft.redo() == 0
        draft.undo()
        assert draft.text == "text"
        assert draft.undo() == 0

    def test_that_what_another_program_changed_can_be_undone_and_ends_redo(self) -> None:
        draft = Draft("text")
        draft.type(4, "s")
        draft.undo()
        draft.change(0, 1, fragment("n"), EditKind.EXTERNAL)
        assert draft.redo() == 0
        draft.undo()
        assert draft.text == "text"


class TestGroups:
    def test_that_edits_of_one_group_go_and_come_together(self) -> None:
        draft = Draft("a cat and a cat")
        for place in (12, 2):
            draft.change(place, 3, fragment("dog"), EditKind.TOOL)
        history = History()
        for one in draft.log:
            history.record(Edit(**{name: getattr(one, name) for name in one.__slots__ if name != "group"}, group=1))
        draft.history = history
        assert draft.undo() == 2
        assert draft.text == "a cat and a cat"
        assert draft.redo() == 2
        assert draft.text == "a dog and a dog"
        assert draft.undo() == 2

    def test_that_typing_in_one_breath_is_one_group(self) -> None:
        history = History()
        for number, key in enumerate("word"):
            typed = edit(number + 1, key, at=number, ms=number * 100)
            assert history.group_for(typed) == 1
            history.record(Edit(**{name: getattr(typed, name) for name in typed.__slots__ if name != "group"}, group=1))
        assert len(history.undo(5, Instant(0, 0))) == 4

    @pytest.mark.parametrize(
        "second",
        [
            edit(2, "y", at=1, ms=BREATH_MS + 1),
            edit(2, "y", at=1, ms=-1),
            edit(2, "y", at=5),
            edit(2, "y", at=0),
            edit(2, "\n", at=1),
            edit(2, "y", at=1, kind=EditKind.PASTE),
            edit(2, "", gone="x"),
            edit(2, "y", at=0, gone="x"),
        ],
    )
    def test_that_a_pause_another_place_a_line_end_or_another_act_begins_a_new_group(self, second: Edit) -> None:
        history = History([edit(1)])
        assert history.group_for(second) == 2

    def test_that_the_key_after_a_line_end_begins_a_new_group(self) -> None:
        assert History([edit(1, "\n")]).group_for(edit(2, "y", at=1)) == 2

    @pytest.mark.parametrize("place", [3, 2])
    def test_that_deleting_on_in_either_direction_is_one_group(self, place: int) -> None:
        assert History([edit(1, "", at=3, gone="a")]).group_for(edit(2, "", at=place, gone="b")) == 1

    def test_that_deleting_elsewhere_is_another_group(self) -> None:
        assert History([edit(1, "", at=3, gone="a")]).group_for(edit(2, "", at=1, gone="b")) == 2

    def test_that_a_replacement_is_a_group_of_its_own(self) -> None:
        assert History([edit(1, "a", gone="b")]).group_for(edit(2, "c", at=1)) == 2

    def test_that_a_long_breath_is_parted_at_the_next_word(self) -> None:
        history = History()
        for number in range(BREATH_LENGTH):
            one = edit(number + 1, " " if number == BREATH_LENGTH - 1 else "x", at=number)
            history.record(Edit(**{name: getattr(one, name) for name in one.__slots__ if name != "group"}, group=1))
        assert history.group_for(edit(99, "y", at=BREATH_LENGTH)) == 99
        assert history.group_for(edit(99, " ", at=BREATH_LENGTH)) == 1

    def test_that_typing_after_an_undo_is_a_group_of_its_own(self) -> None:
        draft = Draft("")
        draft.type(0, "a")
        draft.type(1, "b")
        draft.undo()
        assert draft.history.group_for(edit(9, "c", at=1, ms=draft.now_ms)) == 9


class TestAfterARestart:
    @pytest.mark.parametrize("kept", [0, 1, 2, 5])
    def test_that_undo_goes_on_where_it_was(self, kept: int) -> None:
        draft = Draft("start")
        for number, word in enumerate(["a ", "b ", "c ", "d\n\n"]):
            draft.type(number * 2, word)
        draft.undo()
        restarted(draft, kept)
        assert draft.text == "a b c start"
        draft.redo()
        assert draft.text == "a b c d\n\nstart"
        for expected in ("a b c start", "a b start", "a start", "start"):
            assert draft.undo() == 1
            assert draft.text == expected
        assert draft.undo() == 0

    def test_that_a_group_larger_than_what_is_fetched_at_once_is_undone_whole(self) -> None:
        draft = Draft("x" * 20)
        for number in range(20):
            one = draft.document.plan(number, 1, fragment("y"), draft.splitter)
            draft.take((Edit(number + 1, 0, 0, EditKind.TOOL, number, one.removed, fragment("y"), 1),))
        restarted(draft, 2, batch=3)
        assert draft.undo() == 20
        assert draft.text == "x" * 20
        restarted(draft, 2, batch=3)
        assert draft.redo() == 20
        assert draft.text == "y" * 20

    def test_that_undo_taken_back_before_the_restart_is_not_redone_after_it(self) -> None:
        draft = Draft("start")
        draft.type(0, "a ")
        draft.undo()
        draft.type(0, "b ")
        for kept in (0, 1, 2, 3):
            restarted(draft, kept)
            assert draft.redo() == 0

    def test_that_a_log_without_edits_is_asked_once(self) -> None:
        asked: list[int] = []

        def older(seq: int) -> tuple[Edit, ...]:
            asked.append(seq)
            return ()

        history = History((), older)
        for _ in range(3):
            assert history.undo(1, Instant(0, 0)) == ()
        assert len(asked) == 1

    def test_that_edits_up_to_a_hole_are_not_fetched(self) -> None:
        log = [edit(seq, "\n") for seq in range(1, 6)]
        history = History((), lambda seq: [one for one in log if one.seq < seq], hole_n=3)
        assert [one.reverses for one in history.undo(6, Instant(0, 0))] == [5]
        assert len(history.edits_after(0)) == 2

    def test_that_a_hole_made_later_bounds_what_is_fetched_too(self) -> None:
        log = [edit(seq, "\n") for seq in range(1, 6)]
        history = History((), lambda seq: [one for one in log if one.seq < seq])
        history.reach_no_further(3)
        assert [one.reverses for one in history.undo(6, Instant(0, 0))] == [5]
        assert len(history.edits_after(0)) == 2

    @settings(deadline=None, max_examples=50)
    @given(st.data())
    def test_that_undoing_all_gives_the_start_and_redoing_all_the_end_over_any_restarts(
        self, data: st.DataObject
    ) -> None:
        draft = Draft(fragment("# One\n\n", ("its words\n\n", MODEL), "- a\n- b"))
        first = list(draft.document.paragraphs)
        for _ in range(data.draw(st.integers(1, 12))):
            act = data.draw(st.sampled_from(["type", "type", "delete", "undo", "redo", "restart"]))
            at = data.draw(st.integers(0, len(draft.text)))
            if act == "type":
                draft.type(at, data.draw(st.sampled_from(["x", "\n\n", "```\n", "😀", "- "])))
            elif act == "delete" and at < len(draft.text):
                draft.delete(at, min(at + 7, len(draft.text)))
            elif act == "undo":
                draft.undo()
            elif act == "redo":
                draft.redo()
            elif act == "restart":
                restarted(draft, data.draw(st.integers(0, len(draft.log))))
        while draft.redo():
            pass
        last = list(draft.document.paragraphs)
        restarted(draft, data.draw(st.integers(0, len(draft.log))))
        while draft.undo():
            pass
        assert list(draft.document.paragraphs) == first
        restarted(draft, data.draw(st.integers(0, len(draft.log))))
        while draft.redo():
            pass
        assert list(draft.document.paragraphs) == last


class TestForgetting:
    """Of a long day only the newest edits are in memory; undo and redo must not know the difference."""

    @pytest.fixture(autouse=True)
    def few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("editor.core.history.MOST_IN_MEMORY", 6)
        monkeypatch.setattr("editor.core.history.KEPT_IN_MEMORY", 3)

    def test_that_the_oldest_go_and_only_those_that_are_in_the_log(self) -> None:
        log = [edit(seq, "\n") for seq in range(1, 11)]
        history = History(log, lambda _: ())
        history.forget(0)
        assert len(history.edits_after(0)) == 10
        history.forget(4)
        assert history.edits_after(0) == tuple(log[4:])
        history.forget(10)
        assert history.edits_after(0) == tuple(log[4:]), "six are not many"
        history.record(edit(11, "\n"))
        history.forget(11)
        assert [one.seq for one in history.edits_after(0)] == [9, 10, 11]

    def test_that_nothing_goes_where_there_is_no_log(self) -> None:
        history = History([edit(seq, "\n") for seq in range(1, 11)])
        history.forget(10)
        assert len(history.edits_after(0)) == 10

    def test_that_nothing_goes_between_two_steps_back(self) -> None:
        draft = Draft("")
        draft.history = History((), lambda _: ())
        for number in range(10):
            draft.type(0, f"{number}\n")
        draft.undo()
        draft.history.forget(2**62)
        assert len(draft.history.edits_after(0)) == 11

    def test_that_a_log_that_had_nothing_is_asked_again_once_it_has(self) -> None:
        draft = Draft("")
        draft.history = History((), lambda seq: [one for one in draft.log if one.seq < seq])
        assert draft.undo() == 0
        for number in range(10):
            draft.type(0, f"{number}\n")
        draft.history.forget(2**62)
        while draft.undo():
            pass
        assert draft.text == ""

    @settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_that_undo_and_redo_do_the_same_as_with_everything_in_memory(self, data: st.DataObject) -> None:
        forgetting, whole = Draft("# One\n\nTwo"), Draft("# One\n\nTwo")
        forgetting.history = History((), lambda seq: [one for one in forgetting.log if one.seq < seq][-2:])
        for _ in range(data.draw(st.integers(1, 40))):
            act = data.draw(st.sampled_from(["type", "type", "type", "undo", "redo"]))
            at = data.draw(st.integers(0, len(whole.text)))
            for draft in (forgetting, whole):
                draft.type(at, "x") if act == "type" else draft.undo() if act == "undo" else draft.redo()
            forgetting.history.forget(data.draw(st.sampled_from([0, len(whole.log) // 2, 2**62])))
            assert list(forgetting.document.paragraphs) == list(whole.document.paragraphs)
