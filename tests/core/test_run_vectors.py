"""The vectors of provenance.md E7 that need no window: what was done, and whose every character is afterwards.

V5 and V6 measure a model's edit and stand with the distances; V9 to V11 need a clipboard and an input method.
"""

from __future__ import annotations

import json

import pytest
from session_makers import MODEL, Sitting

from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.origins import IMPORTED, TYPED, UNKNOWN, Origin
from editor.core.runs import Fragment
from editor.session.draft_session import Act
from editor.session.outside import take_in

H, A = TYPED, MODEL
G3 = Fragment.of("I think ", H) + Fragment.of("cats are obligate carnivores.", A)
V1 = [("I think ", H), ("cats ", A), ("usually ", H), ("are obligate carnivores.", A)]
Runs = list[tuple[str, Origin]]


def runs_of(sitting: Sitting) -> Runs:
    """The text cut at its runs; the same from the journal alone, or the test fails."""
    again = Document.from_keyframe(json.loads(json.dumps(sitting.start)))
    for edit in sitting.journal.edits:
        again.apply(edit)
    assert again.keyframe() == sitting.document.keyframe()
    found, position = [], 0
    for run in sitting.document.runs():
        found.append((sitting.text[position : position + run.length], run.origin))
        position += run.length
    return found


def after_v1() -> Sitting:
    sitting = Sitting(G3)
    for number, key in enumerate("usually "):
        sitting.type(13 + number, key)
    return sitting


@pytest.mark.parametrize("vector", ["[V1]"])
def test_that_words_typed_into_a_models_are_the_writers(vector: str) -> None:
    assert runs_of(after_v1()) == V1


@pytest.mark.parametrize("vector", ["[V2]"])
def test_that_undo_and_redo_give_the_runs_back_as_they_were(vector: str) -> None:
    sitting = after_v1()
    sitting.session.undo()
    assert runs_of(sitting) == [("I think ", H), ("cats are obligate carnivores.", A)]
    sitting.session.redo()
    assert runs_of(sitting) == V1


@pytest.mark.parametrize("vector", ["[V3]"])
def test_that_a_deletion_across_runs_takes_from_each_and_undo_returns_it_to_each(vector: str) -> None:
    sitting = after_v1()
    sitting.session.change(8, 8, Fragment())
    assert runs_of(sitting) == [("I think ally ", H), ("are obligate carnivores.", A)]
    sitting.session.undo()
    assert runs_of(sitting) == V1


@pytest.mark.parametrize("vector", ["[V4]"])
def test_that_cut_words_keep_their_runs_where_they_are_pasted(vector: str) -> None:
    sitting = after_v1()
    taken = sitting.document.fragment(8, 21)
    sitting.session.change(8, 13, Fragment(), Act(EditKind.CUT))
    sitting.session.change(len(sitting.text), 0, taken, Act(EditKind.PASTE))
    assert runs_of(sitting) == [("I think ", H), ("are obligate carnivores.cats ", A), ("usually ", H)]


@pytest.mark.parametrize("vector", ["[V7]"])
def test_that_a_new_sentence_in_a_models_paragraph_is_the_writers_and_its_lineage_stays(vector: str) -> None:
    sitting = Sitting(Fragment.of("A model wrote this.", A))
    sitting.session.change(0, len(sitting.text), Fragment())
    sitting.session.change(0, 0, Fragment.of("I wrote this.", H))
    assert runs_of(sitting) == [("I wrote this.", H)]
    assert [item.mark.lineage for item in sitting.document.paragraphs] == [(A,)]


@pytest.mark.parametrize("vector", ["[V8]"])
def test_that_a_split_and_a_merge_set_runs_end_to_end_and_keep_the_lineage(vector: str) -> None:
    sitting = Sitting(Fragment.of("One model. Two model.", A) + Fragment.of("\n\nMine.", H))
    sitting.session.change(11, 0, Fragment.of("\n\n", H))
    assert [bool(item.mark.lineage) for item in sitting.document.paragraphs] == [True, True, False]
    sitting.session.change(23, 2, Fragment())
    assert runs_of(sitting) == [("One model. ", A), ("\n\n", H), ("Two model.", A), ("Mine.", H)]
    assert [bool(item.mark.lineage) for item in sitting.document.paragraphs] == [True, True]


@pytest.mark.parametrize("vector", ["[V12]"])
def test_that_what_another_program_changed_is_unknown_and_the_rest_keeps_its_runs(vector: str) -> None:
    sitting = Sitting(G3 + Fragment.of("\n\nA second paragraph that stands here.\n", IMPORTED))
    for _ in take_in(
        sitting.session, "I think cats are obligate carnivores.\n\nA second long paragraph that stands here.\nNew.\n"
    ):
        pass
    assert runs_of(sitting) == [
        ("I think ", H),
        ("cats are obligate carnivores.", A),
        ("\n\nA second ", IMPORTED),
        ("long ", UNKNOWN),
        ("paragraph that stands here.\n", IMPORTED),
        ("New.\n", UNKNOWN),
    ]
    sitting.session.undo()
    assert sitting.text.endswith("\n\nA second paragraph that stands here.\n")
