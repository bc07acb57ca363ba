"""The writer's word on whose words these are."""

from __future__ import annotations

import json

import pytest
from session_makers import MODEL, Sitting, remark

from editor.core.declaring import SAID, Whose, first_open, open_stretch, said
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.errors import EditRefused
from editor.core.origins import DICTATED, IMPORTED, PASTED, TOOL, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment
from editor.session.draft_session import Act

PAGE = Origin(OriginKind.PASTED, source="https://example.org/page")


@pytest.mark.parametrize("origin", [PASTED, PAGE, IMPORTED, UNKNOWN])
def test_that_words_without_proof_become_what_the_writer_says(origin: Origin) -> None:
    mine, model, quoted = (said(origin, whose) for whose in Whose)
    assert (mine.kind, mine.purpose, mine.source) == (OriginKind.TYPED, SAID, origin.source)
    assert (model.kind, model.purpose, model.source) == (OriginKind.MODEL, SAID, origin.source)
    assert (quoted.kind, quoted.purpose, quoted.source) == (OriginKind.PASTED, "quotation", origin.source)


@pytest.mark.parametrize("first", list(Whose))
@pytest.mark.parametrize("second", list(Whose))
def test_that_an_answer_may_be_changed(first: Whose, second: Whose) -> None:
    assert said(said(PAGE, first), second) == said(PAGE, second)


@pytest.mark.parametrize("whose", list(Whose))
def test_that_what_a_model_was_seen_to_write_stays_the_models(whose: Whose) -> None:
    assert said(MODEL, whose) == MODEL


@pytest.mark.parametrize("origin", [TYPED, DICTATED, TOOL])
def test_that_own_words_are_never_a_quotation_but_may_be_given_to_a_model(origin: Origin) -> None:
    assert said(origin, Whose.MINE) == said(origin, Whose.QUOTATION) == origin
    assert said(origin, Whose.MODEL).kind is OriginKind.MODEL


def pasted(words: str = "one two\n\nthree four\n\n") -> Sitting:
    sitting = Sitting(Fragment.of("Mine. ", TYPED) + Fragment.of("Theirs.\n\nEnd.", TYPED))
    sitting.session.change(6, 0, Fragment.of(words, PAGE), Act(EditKind.PASTE))
    return sitting


def test_that_an_answer_is_one_edit_of_the_log_that_leaves_text_ids_and_remarks_alone() -> None:
    sitting = pasted()
    quote = remark(1, sitting.ids[1], sitting.document.paragraphs[1].text, "three")
    sitting.session.remarks.add([quote])
    text, ids = sitting.text, sitting.ids
    changes = sitting.session.say_whose(6, 26, Whose.MODEL)
    (edit,) = changes.edits
    assert (edit.kind, edit.removed.text) == (EditKind.WHOSE, edit.inserted.text)
    assert (sitting.text, sitting.ids) == (text, ids)
    assert sitting.session.remarks.get(1) == quote
    assert {run.origin.kind for run in sitting.document.fragment(6, 26).runs} == {OriginKind.MODEL}
    assert [bool(item.mark.lineage) for item in sitting.document.paragraphs] == [True, True, False, False][: len(ids)]


def test_that_undo_takes_an_answer_back_and_redo_gives_it_again_also_from_the_journal_alone() -> None:
    sitting = pasted()
    states = [sitting.document.keyframe()]
    sitting.session.say_whose(6, 26, Whose.MODEL)
    states.append(sitting.document.keyframe())
    sitting.session.undo()
    assert sitting.document.keyframe() == states[0]
    sitting.session.redo()
    assert sitting.document.keyframe() == states[1]
    again = Document.from_keyframe(json.loads(json.dumps(sitting.start)))
    for edit in sitting.journal.edits:
        again.apply(edit)
    assert again.keyframe() == states[1]


def test_that_a_lineage_that_rests_on_the_writers_word_goes_with_it_and_one_that_was_seen_stays() -> None:
    sitting = pasted()
    sitting.session.say_whose(6, 26, Whose.MODEL)
    sitting.session.say_whose(6, 26, Whose.MINE)
    assert not any(item.mark.lineage for item in sitting.document.paragraphs)
    sitting.session.change(0, 0, Fragment.of("Seen. ", MODEL), Act(EditKind.PASTE))
    sitting.session.say_whose(0, 20, Whose.MINE)
    assert sitting.document.paragraphs[0].mark.lineage == (MODEL,)
    assert sitting.document.fragment(0, 6).runs[0].origin == MODEL


def test_that_an_answer_earns_no_minutes() -> None:
    sitting = pasted()
    sitting.clock.advance(5_000)
    before = sitting.session.times(sitting.ids[0])
    sitting.session.say_whose(6, 26, Whose.MINE)
    sitting.session.time.settle()
    assert sitting.session.times(sitting.ids[0]) == before


def test_that_an_answer_that_changes_nothing_leaves_no_trace() -> None:
    sitting = Sitting(Fragment.of("mine", TYPED))
    assert sitting.session.say_whose(0, 4, Whose.MINE).edits == ()
    assert sitting.journal.records == []
    with pytest.raises(EditRefused):
        sitting.session.say_whose(2, 9, Whose.MINE)


@pytest.mark.parametrize(
    ("position", "stretch"), [(6, (6, 15)), (10, (6, 15)), (15, (15, 27)), (2, (2, 2)), (34, (34, 34))]
)
def test_that_the_open_words_around_the_caret_are_found(position: int, stretch: tuple[int, int]) -> None:
    assert open_stretch(pasted().document, position) == stretch


def test_that_the_first_open_words_of_a_paragraph_are_found_and_blanks_are_none() -> None:
    assert [*map(first_open, pasted().document.paragraphs)] == [(6, 15), (0, 12), None, None]
    blank = Sitting(Fragment.of("Mine.", TYPED) + Fragment.of("  ", PAGE) + Fragment.of("Its.", MODEL))
    assert first_open(blank.document.paragraphs[0]) is None


def test_that_an_empty_draft_has_no_open_words() -> None:
    assert open_stretch(Sitting().document, 0) == (0, 0)
