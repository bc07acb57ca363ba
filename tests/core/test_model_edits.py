"""A model's edits of the writer's text, weighed, and the lineage that stays: V5 to V8 and their neighbours."""

from __future__ import annotations

import pytest
from document_makers import MODEL, Draft, fragment
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from editor.core.edit_distance import edit_distance
from editor.core.edits import EditKind
from editor.core.marks import Replaced
from editor.core.model_edits import ModelEdit, Weight, human_state, model_edit
from editor.core.origins import PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.rewriting import rewritten, taken_as_model_text, why_not_rewritten
from editor.core.runs import Fragment
from editor.core.weaving import woven

OTHER = Origin(OriginKind.MODEL, actor="model-2", prompt="call-9")


def weighed(paragraph: Paragraph) -> ModelEdit:
    return model_edit(paragraph.text, paragraph.runs, paragraph.mark.replaced)


def only(draft: Draft) -> Paragraph:
    [paragraph] = draft.document.paragraphs
    return paragraph


def revised(draft: Draft, new: str, origin: Origin = MODEL) -> None:
    """A model's wording takes the place of the whole draft, as a paste over everything does."""
    for change in woven(draft.text, Fragment.of(new, origin)):
        draft.change(change.start, change.removed, change.inserted, EditKind.PASTE)


REVISIONS = [
    pytest.param(
        "The cat sat on teh mat.",
        "The cat sat on the mat.",
        [("typed", "The cat sat on "), ("model", "the"), ("typed", " mat.")],
        (ModelEdit(2, 23, 1), 9, Weight.LIGHT),
        id="V5",
    ),
    pytest.param(
        "The cat sat on the mat.",
        "A feline rested upon the mat.",
        [("model", "A feline rested upon"), ("typed", " the mat.")],
        (ModelEdit(14, 29, 4), 49, Weight.SUBSTANTIAL),
        id="V6",
    ),
]


@pytest.mark.parametrize(("before", "after", "runs", "found"), REVISIONS)
def test_that_a_models_revision_leaves_what_it_left_alone_and_is_weighed(
    before: str, after: str, runs: list[tuple[str, str]], found: tuple[ModelEdit, int, Weight]
) -> None:
    draft = Draft(before)
    revised(draft, after)
    assert draft.words == runs
    changes = woven(before, Fragment.of(after, MODEL))
    taken = tuple(Replaced(one.start, before[one.start : one.start + one.removed]) for one in changes)
    edit = model_edit(after, only(draft).runs, taken)
    assert (edit, edit.percent, edit.weight) == found
    assert only(draft).mark.lineage == (() if edit.weight is Weight.LIGHT else (MODEL,))
    assert only(draft).mark.replaced == (taken if edit.weight is Weight.LIGHT else ())


@pytest.mark.parametrize("way", [pytest.param("whole line", id="V7"), pytest.param("letter by letter", id="V7-letters")])
def test_that_a_model_paragraph_emptied_and_written_anew_keeps_its_lineage(way: str) -> None:
    draft = Draft(fragment("before\n\n", ("Its own words.", MODEL)))
    if way == "whole line":
        draft.delete(8, 22)
    else:
        for end in range(22, 8, -1):
            draft.delete(end - 1, end)
    draft.type(8, "All of this is mine.")
    assert draft.words == [("typed", "before\n\nAll of this is mine.")]
    mine = draft.document.paragraphs[1]
    assert (mine.id, mine.mark.lineage) == (2, (MODEL,))


@pytest.mark.parametrize("models_first", [pytest.param(False, id="V8"), pytest.param(True, id="V8-model-first")])
def test_that_a_part_of_a_model_paragraph_merged_with_the_writers_brings_runs_and_lineage(models_first: bool) -> None:
    its = ("Its words. More of them.", MODEL)
    draft = Draft(fragment(its, "\n\nMine.") if models_first else fragment("Mine.\n\n", its))
    inside = draft.at(" More")
    draft.change(inside, 1, fragment("\n\n"))
    assert [bool(item.mark.lineage) for item in draft.document.paragraphs].count(True) == 2
    gap = draft.at("\n\nMine") if models_first else draft.at("\n\nIts")
    draft.change(gap, 2, fragment(" "))
    assert [item.mark.lineage for item in draft.document.paragraphs] == [(MODEL,), (MODEL,)]
    merged = draft.document.paragraphs[1 if models_first else 0]
    kinds = [run.origin.kind.value for run in merged.runs if run.length > 2]
    assert kinds == (["model", "typed"] if models_first else ["typed", "model"])


# Adding up.

SENTENCE = "It was a bright cold day in April, and the clocks were striking thirteen as Winston came slowly home."


def swap(draft: Draft, old: str, new: str, origin: Origin = MODEL) -> None:
    draft.change(draft.at(old), len(old), fragment((new, origin)), EditKind.PASTE)


def test_that_light_edits_add_up_against_the_last_state_without_a_model() -> None:
    draft = Draft(SENTENCE)
    weights, lineages = [], []
    for old, new in (("cold", "icy"), ("slowly", "idly"), ("striking", "chiming"), ("bright", "lucid"), ("day", "dawn")):
        swap(draft, old, new)
        weights.append(weighed(only(draft)).weight.value)
        lineages.append(bool(only(draft).mark.lineage))
    assert human_state(only(draft).text, only(draft).runs, only(draft).mark.replaced) == SENTENCE
    assert weights == ["light", "light", "between", "between", "between"]
    assert lineages == [False] * 5
    for old, new in (("April", "autumn"), ("clocks", "towers"), ("thirteen", "midnight"), ("home", "back")):
        swap(draft, old, new)
    assert only(draft).mark.lineage == (MODEL,)
    assert only(draft).mark.replaced == ()


def test_that_the_writers_own_changes_in_between_are_nobodys_edit() -> None:
    draft = Draft(SENTENCE)
    swap(draft, "cold", "icy")
    before = weighed(only(draft)).characters
    draft.type(len(draft.text), " And then I wrote a good deal more of it myself.")
    draft.type(0, "So. ")
    draft.delete(draft.at("bright "), draft.at("bright ") + 7)
    assert weighed(only(draft)).characters == before
    assert only(draft).mark.lineage == ()


def test_that_a_draft_without_the_models_words_again_starts_from_there() -> None:
    draft = Draft(SENTENCE)
    swap(draft, "cold", "icy")
    draft.change(draft.at("icy"), 3, fragment("grey"))
    assert only(draft).mark.replaced == ()
    assert weighed(only(draft)) == ModelEdit()


def test_that_a_sentence_put_in_by_a_model_makes_it_model_text_however_long_the_rest_is() -> None:
    draft = Draft(" ".join([SENTENCE] * 9))
    draft.change(len(SENTENCE) + 1, 0, fragment(("Nobody stirred there. ", MODEL)))
    assert only(draft).mark.lineage == (MODEL,)


@pytest.mark.parametrize(
    ("words", "weight"),
    [
        ("so very much too", Weight.LIGHT),
        ("so very much too slowly", Weight.BETWEEN),
        ("e.g.", Weight.LIGHT),
    ],
)
def test_that_five_words_in_a_row_are_never_light_and_an_abbreviation_is_no_sentence(words: str, weight: Weight) -> None:
    draft = Draft(" ".join([SENTENCE] * 9))
    draft.change(draft.at("bright"), 0, fragment((f"{words} ", MODEL)))
    assert weighed(only(draft)).weight is weight
    assert only(draft).mark.lineage == ()


def test_that_a_line_end_set_beside_a_mended_word_makes_no_model_text_of_it() -> None:
    draft = Draft("The cat sat on teh mat, and nothing else of note took place.")
    swap(draft, "teh", "the")
    at = draft.at("the mat")
    draft.change(at + 3, 1, fragment("\n\n"))
    draft.change(at - 1, 1, fragment("\n\n"))
    assert [item.mark.lineage for item in draft.document.paragraphs] == [(), (), ()]
    assert weighed(draft.document.paragraphs[1]).weight is Weight.SUBSTANTIAL
    draft.change(at + 4, 2, fragment(" "))
    draft.change(at - 1, 2, fragment(" "))
    assert (only(draft).mark.lineage, weighed(only(draft)).weight) == ((), Weight.LIGHT)


def test_that_a_paragraph_with_a_light_edit_keeps_its_weight_where_it_is_moved() -> None:
    draft = Draft("The cat sat on teh mat, and no more.\n\nSecond.\n\nThird.")
    swap(draft, "teh", "the")
    light = weighed(draft.document.paragraphs[0])
    draft.move(0, draft.at("Second"), len("Second.\n\n"))
    moved = draft.document.paragraphs[1]
    assert (moved.id, moved.mark.lineage, weighed(moved)) == (1, (), light)
    # In one edit, as the command that moves a paragraph does it.
    draft.change(0, draft.at("Third"), draft.document.fragment(9, draft.at("Third")) + fragment("Second.\n\n"))
    first = draft.document.paragraphs[0]
    assert (first.id, first.mark.lineage, weighed(first)) == (1, (), light)


def test_that_undo_and_redo_bring_weight_and_lineage_back() -> None:
    draft = Draft(SENTENCE)
    swap(draft, "cold", "icy")
    light = only(draft).mark
    draft.change(0, len(draft.text), fragment(("It is all the model's text now.", MODEL)))
    marked = only(draft).mark
    draft.undo()
    assert only(draft).mark == light
    draft.redo()
    assert only(draft).mark == marked
    assert marked.lineage == (MODEL,)


@pytest.mark.parametrize("origin", [PASTED, UNKNOWN])
def test_that_a_paste_found_to_be_a_models_is_no_light_edit_of_itself(origin: Origin) -> None:
    draft = Draft(fragment("Mine. ", ("It came from elsewhere", origin)))
    draft.change(6, 22, fragment(("It came from elsewhere", MODEL)), EditKind.TOOL)
    assert only(draft).mark.lineage == (MODEL,)


def test_that_an_already_marked_paragraph_names_every_model() -> None:
    draft = Draft(fragment(("Its words are these.", MODEL)))
    swap(draft, "words", "x", OTHER)
    assert only(draft).mark.lineage == (MODEL, OTHER)


# The measure.

_texts = st.text(alphabet="ab \n𝛑é", max_size=40)


@settings(deadline=None, max_examples=300)
@given(_texts, _texts)
def test_that_the_distance_is_levenshteins(one: str, other: str) -> None:
    assert edit_distance(one, other) == Levenshtein.distance(one, other)


@settings(deadline=None, max_examples=300)
@given(_texts, _texts)
def test_that_weaving_gives_the_new_text(old: str, new: str) -> None:
    text, runs = old, Fragment.of(old, TYPED)
    for change in woven(old, Fragment.of(new, MODEL)):
        text = text[: change.start] + change.inserted.text + text[change.start + change.removed :]
        runs = runs.slice(0, change.start) + change.inserted + runs.slice(change.start + change.removed, len(runs.text))
    assert text == runs.text == new


def test_that_a_few_words_left_alone_between_two_changes_are_the_models_too() -> None:
    draft = Draft("He went to the old house by the sea at night.")
    revised(draft, "She ran to the new home by the sea at night.")
    assert draft.words == [("model", "She ran to the new home"), ("typed", " by the sea at night.")]


def test_that_two_chapters_are_not_compared_word_by_word() -> None:
    old, new = "a b " * 2_000, "a c " * 2_000
    assert [change.inserted.text for change in woven(old, Fragment.of(new, MODEL))] == [new]


# Written anew.


def marked(*parts: str | tuple[str, Origin]) -> Paragraph:
    whole = fragment(*parts)
    draft = Draft(fragment(("All of the model's words.", MODEL)))
    draft.change(0, len(draft.text), whole)
    return only(draft)


@pytest.mark.parametrize(
    ("paragraph", "borrowed", "why"),
    [
        (marked("Mine, all of it."), "", ""),
        (only(Draft("Mine.")), "", "This paragraph has no mark"),
        (marked(), "", "There is nothing written here yet"),
        (marked(" … "), "", "There is nothing written here yet"),
        (marked("Mine but ", ("for these", MODEL), " words."), "", "“for these” is still the model's."),
        (marked("Mine, all of it."), "mine all of it is", "“mine all of it is” was said by model-1."),
    ],
)
def test_that_only_what_is_written_anew_is_called_so(paragraph: Paragraph, borrowed: str, why: str) -> None:
    assert why_not_rewritten(paragraph, borrowed, "model-1").startswith(why)
    assert bool(why_not_rewritten(paragraph, borrowed, "model-1")) == bool(why)


def test_that_a_long_phrase_is_shortened_in_the_sentence() -> None:
    sentence = why_not_rewritten(marked("Mine."), "word " * 40, "model-1")
    assert "word…” was said by model-1. Say it in words of your own. The mark stays" in sentence


def test_that_the_mark_goes_also_from_what_lies_asleep_in_the_paragraph() -> None:
    draft = Draft(fragment("Mine.\n\n", ("Its words are these.", MODEL)))
    draft.change(5, 2, fragment(" "))
    mark = rewritten(only(draft).mark)
    assert (mark.lineage, [one.mark.lineage for one in mark.absorbed]) == ((), [()])


def test_that_a_writer_may_take_a_light_edit_as_model_text() -> None:
    draft = Draft(SENTENCE)
    swap(draft, "cold", "icy")
    mark = taken_as_model_text(only(draft))
    assert (mark.lineage, mark.replaced, mark.id) == ((MODEL,), (), only(draft).id)
