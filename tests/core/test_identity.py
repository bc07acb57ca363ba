"""Which paragraph is which after an edit, and which characters are whose: ids, parents, lineage and runs."""

from __future__ import annotations

import json

import pytest
from document_makers import MODEL, Draft, fragment, shape
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.identity import GRAVEYARD_SIZE
from editor.core.origins import DICTATED, PASTED, TOOL, UNKNOWN, Origin, OriginKind
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment

THREE = "one one\n\ntwo two\n\nthree three"


def refolded(draft: Draft) -> list[int]:
    """The ids that folding the log anew gives, as another machine would."""
    document = Document.from_keyframe(json.loads(json.dumps(draft.start)))
    for edit in draft.log:
        document.apply(edit_from(json.loads(json.dumps(edit_row(edit)))))
    return [item.id for item in document.paragraphs]


class TestSplitting:
    def test_that_the_left_part_keeps_the_id_and_the_right_part_is_its_child(self) -> None:
        draft = Draft(THREE)
        draft.type(draft.at(" two"), "\n\n")
        assert draft.ids == [1, 2, 4, 3]
        assert draft.document.paragraphs[2].mark.parent == 2

    def test_that_enter_at_a_paragraphs_start_leaves_its_id_with_its_words(self) -> None:
        draft = Draft(THREE)
        draft.type(draft.at("two"), "\n")
        draft.type(draft.at("two"), "\n")
        assert draft.named == {"one one": 1, "two two": 2, "three three": 3}

    def test_that_what_is_then_written_above_gets_an_id_of_its_own(self) -> None:
        draft = Draft(THREE)
        at = draft.at("two")
        draft.type(at, "\n\n")
        draft.type(at, "new")
        assert draft.named == {"one one": 1, "new": 4, "two two": 2, "three three": 3}

    def test_that_enter_at_the_end_of_the_draft_changes_no_id_until_something_is_written(self) -> None:
        draft = Draft(THREE)
        draft.type(len(draft.text), "\n")
        draft.type(len(draft.text), "\n")
        assert draft.ids == [1, 2, 3]
        draft.type(len(draft.text), "x")
        assert draft.ids == [1, 2, 3, 4]

    def test_that_a_paragraph_split_in_three_by_one_paste_has_one_parent(self) -> None:
        draft = Draft("first second third")
        draft.change(5, 1, fragment("\n\ninserted\n\n"), EditKind.PASTE)
        assert draft.named == {"first": 1, "inserted": 2, "second third": 3}
        assert [item.mark.parent for item in draft.document.paragraphs] == [None, None, 1]

    def test_that_a_line_made_a_heading_parts_from_the_lines_below_and_keeps_the_id(self) -> None:
        draft = Draft("Title\nand text")
        draft.type(0, "# ")
        assert draft.ids == [1, 2]
        assert draft.document.paragraphs[1].mark.parent == 1


class TestMerging:
    def test_that_the_left_id_survives_and_the_other_is_absorbed_where_its_words_began(self) -> None:
        draft = Draft(THREE)
        draft.delete(7, 9)
        assert draft.ids == [1, 3]
        (absorbed,) = draft.document.paragraphs[0].mark.absorbed
        assert (absorbed.mark.id, absorbed.offset) == (2, 7)

    def test_that_parting_them_at_the_same_place_brings_the_id_back(self) -> None:
        draft = Draft(THREE)
        draft.delete(7, 9)
        draft.type(7, "\n\n")
        assert draft.named == {"one one": 1, "two two": 2, "three three": 3}

    def test_that_it_comes_back_also_when_the_words_before_it_were_edited_meanwhile(self) -> None:
        draft = Draft(THREE)
        draft.delete(7, 9)
        draft.type(3, " more")
        draft.delete(0, 1)
        draft.type(draft.at("two"), "\n\n")
        assert draft.named["two two"] == 2

    def test_that_parting_them_elsewhere_makes_a_child_and_leaves_the_other_asleep(self) -> None:
        draft = Draft(THREE)
        draft.delete(7, 9)
        draft.type(3, "\n\n")
        assert draft.ids == [1, 4, 3]
        assert [one.mark.id for one in draft.document.paragraphs[1].mark.absorbed] == [2]
        draft.type(draft.at("two"), "\n\n")
        assert draft.named["two two"] == 2

    def test_that_a_fence_opened_above_and_closed_again_brings_every_id_back(self) -> None:
        draft = Draft("above\n\n" + THREE)
        draft.type(7, "```\n")
        assert draft.ids == [1, 2]
        draft.type(11, "code\n```\n\n")
        assert draft.named["one one"] == 2 or draft.named["```\ncode\n```"] == 2
        assert {draft.named["two two"], draft.named["three three"]} == {3, 4}

    def test_that_a_fence_opened_and_taken_back_by_hand_brings_every_id_back(self) -> None:
        draft = Draft(THREE)
        for number, key in enumerate("```\n"):
            draft.type(number, key)
        assert len(draft.ids) == 1
        for number in (3, 2, 1, 0):
            draft.delete(number, number + 1)
        assert draft.named == {"one one": 1, "two two": 2, "three three": 3}


class TestRemoving:
    def test_that_a_paragraph_emptied_and_filled_again_is_the_same_one(self) -> None:
        draft = Draft(THREE)
        at = draft.at("two")
        draft.delete(at, at + 7)
        assert draft.ids == [1, 3]
        draft.type(at, "n")
        draft.type(at + 1, "ew")
        assert draft.named == {"one one": 1, "new": 2, "three three": 3}

    def test_that_a_draft_emptied_and_written_anew_keeps_its_paragraph(self) -> None:
        draft = Draft("only one")
        draft.delete(0, 8)
        assert draft.text == ""
        draft.type(0, "fresh")
        assert draft.ids == [1]

    def test_that_a_paragraph_removed_with_its_lines_is_gone_and_its_id_is_not_given_again(self) -> None:
        draft = Draft(THREE)
        draft.delete(9, 18)
        assert draft.ids == [1, 3]
        draft.type(9, "another\n\n")
        assert draft.ids == [1, 4, 3]

    def test_that_everything_deleted_and_undone_brings_five_hundred_ids_back(self) -> None:
        draft = Draft("\n\n".join(f"paragraph {number}" for number in range(500)))
        ids = draft.ids
        draft.delete(0, len(draft.text))
        assert len(draft.ids) == 1
        draft.undo()
        assert draft.ids == ids == list(range(1, 501))


class TestMoving:
    @pytest.mark.parametrize("to", ["end", "start"])
    def test_that_a_paragraph_cut_and_pasted_elsewhere_keeps_its_id(self, to: str) -> None:
        draft = Draft(THREE + "\n\n")
        draft.move(9, 18, 22 if to == "end" else 0)
        assert draft.text.count("two two") == 1
        assert draft.named == {"one one": 1, "two two": 2, "three three": 3}

    def test_that_a_cut_alone_does_not_give_the_neighbour_the_id(self) -> None:
        draft = Draft(THREE)
        draft.delete(0, 9)
        assert draft.named == {"two two": 2, "three three": 3}

    def test_that_a_second_paste_of_the_same_words_is_a_paragraph_of_its_own(self) -> None:
        draft = Draft(THREE + "\n\n")
        draft.move(9, 18, 0)
        draft.change(0, 0, fragment("two two\n\n"), EditKind.PASTE)
        assert sorted(draft.ids) == [1, 2, 3, 4]
        assert draft.document.paragraphs[1].id == 2

    def test_that_a_paragraph_that_stays_in_place_does_not_lose_its_id_to_a_copy(self) -> None:
        draft = Draft(THREE)
        draft.change(0, 0, fragment("two two\n\n"), EditKind.PASTE)
        assert draft.ids == [4, 1, 2, 3]

    def test_that_one_edit_which_swaps_two_paragraphs_swaps_their_ids(self) -> None:
        draft = Draft(THREE)
        draft.change(0, 18, fragment("two two\n\none one\n\n"), EditKind.TOOL)
        assert draft.named == {"two two": 2, "one one": 1, "three three": 3}

    def test_that_only_so_many_removed_paragraphs_are_remembered(self) -> None:
        many = GRAVEYARD_SIZE + 1
        draft = Draft("".join(f"paragraph {number}\n\n" for number in range(many)) + "end")
        draft.delete(0, draft.at("end"))
        for number in (0, many - 1):
            draft.change(0, 0, fragment(f"paragraph {number}\n\n"), EditKind.PASTE)
        assert draft.named[f"paragraph {many - 1}"] == many
        assert draft.named["paragraph 0"] > many + 1


class TestUndoAndReplay:
    @pytest.mark.parametrize(
        "act",
        [
            lambda draft: draft.type(draft.at(" two"), "\n\n"),
            lambda draft: draft.delete(7, 9),
            lambda draft: draft.delete(0, len(draft.text)),
            lambda draft: draft.change(2, 12, fragment("a\n\nb\n\nc"), EditKind.PASTE),
            lambda draft: draft.type(0, "```\n"),
            lambda draft: draft.change(0, 18, fragment("two two\n\none one\n\n"), EditKind.TOOL),
        ],
    )
    def test_that_undo_and_redo_bring_ids_parents_and_sleepers_back(self, act: object) -> None:
        draft = Draft(THREE)
        draft.delete(7, 9)
        draft.undo()
        before = list(draft.document.paragraphs)
        act(draft)  # type: ignore[operator]
        after = list(draft.document.paragraphs)
        draft.undo()
        assert list(draft.document.paragraphs) == before
        draft.redo()
        assert list(draft.document.paragraphs) == after
        assert refolded(draft) == draft.ids

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.tuples(
                st.floats(0, 1), st.sampled_from([0, 0, 0, 2, 9]), st.sampled_from(["\n\n", "x", "", "\n", "```\n", "# "])
            ),
            min_size=1,
            max_size=20,
        )
    )
    def test_that_whatever_was_done_undoing_all_of_it_gives_every_mark_back(
        self, edits: list[tuple[float, int, str]]
    ) -> None:
        draft = Draft(THREE + "\n\n- four\n- five\n\nsix")
        before = draft.document.keyframe()["paragraphs"]
        seen = set(draft.ids)
        for place, removed, text in edits:
            at = int(place * len(draft.text))
            draft.change(at, min(removed, len(draft.text) - at), fragment(text))
            assert len(set(draft.ids)) == len(draft.ids)
            seen.update(draft.ids)
        while draft.undo():
            assert len(set(draft.ids)) == len(draft.ids)
        assert draft.document.keyframe()["paragraphs"] == before
        assert draft.document.next_id > max(seen)
        assert refolded(draft) == draft.ids
        assert shape(draft.document) == shape(Document.from_keyframe(draft.document.keyframe()))


def g3() -> Draft:
    return Draft(fragment("I think ", ("cats are obligate carnivores.", MODEL)))


class TestRunVectors:
    """The vectors of origin, each named by its number.

    V5 to V8 stand in `test_model_edits`, V9, V10 and V12 with the clipboard and the session.
    """

    MODEL_REST: tuple[str, str] = ("model", "are obligate carnivores.")
    V1 = [("typed", "I think "), ("model", "cats "), ("typed", "usually "), MODEL_REST]  # noqa: RUF012
    G3 = [("typed", "I think "), ("model", "cats are obligate carnivores.")]  # noqa: RUF012

    def test_that_words_typed_into_model_text_are_the_writers_v1(self) -> None:
        draft = g3()
        draft.type(13, "usually ")
        assert draft.words == self.V1

    def test_that_undo_and_redo_give_the_runs_back_v2(self) -> None:
        draft = g3()
        draft.type(13, "usually ")
        draft.undo()
        assert draft.words == self.G3
        draft.redo()
        assert draft.words == self.V1

    def test_that_a_deletion_over_two_origins_comes_back_as_it_was_v3(self) -> None:
        draft = g3()
        draft.type(13, "usually ")
        draft.delete(8, 16)
        assert draft.words == [("typed", "I think ally "), self.MODEL_REST]
        draft.undo()
        assert draft.words == self.V1

    def test_that_cut_and_paste_carries_the_runs_along_v4(self) -> None:
        draft = g3()
        draft.type(13, "usually ")
        draft.move(8, 21, len(draft.text) - 13)
        assert draft.words == [
            ("typed", "I think "),
            ("model", "are obligate carnivores.cats "),
            ("typed", "usually "),
        ]

    def test_that_dictated_words_are_dictated_and_the_writers_own_v11(self) -> None:
        draft = Draft("Typed. ")
        draft.change(7, 0, fragment(("Said aloud.", DICTATED)))
        assert draft.words == [("typed", "Typed. "), ("dictated", "Said aloud.")]
        assert draft.document.paragraphs[0].mark.lineage == ()

    def test_that_only_what_another_program_changed_is_unknown_v12(self) -> None:
        draft = Draft(fragment("My words. ", ("Its words.", MODEL)))
        draft.change(3, 5, fragment(("text", UNKNOWN)), EditKind.EXTERNAL)
        assert draft.words == [("typed", "My "), ("unknown", "text"), ("typed", ". "), ("model", "Its words.")]

    @pytest.mark.parametrize("origin", [PASTED, TOOL, Origin(OriginKind.MODEL, actor="model-2", prompt="call-8")])
    def test_that_neighbours_of_another_origin_are_never_joined(self, origin: Origin) -> None:
        draft = g3()
        draft.change(13, 0, fragment(("x", origin)))
        assert [run.length for run in draft.document.runs()] == [8, 5, 1, 24]

    def test_that_an_insertion_of_nothing_in_the_place_of_something_leaves_no_run(self) -> None:
        draft = g3()
        draft.change(0, len(draft.text), Fragment())
        assert draft.words == []
