from __future__ import annotations

from pathlib import Path

import pytest
from written_draft import WrittenDraft

from editor.core.declaring import Whose
from editor.core.origins import PASTED, Origin, OriginKind
from editor.core.rewriting import rewritten, taken_as_model_text
from editor.export.process_record import USUAL, Declaration
from editor.services.declarations import MINE, MODEL, MODEL_TEXT, QUOTATION, WRITTEN_ANEW, declarations
from editor.services.past import whole_past
from editor.services.process_report import Wanted, process_record
from editor.services.showing import report_text

ITS = Origin(OriginKind.MODEL, "gpt-9", prompt="call-1")


@pytest.fixture
def draft(tmp_path: Path) -> WrittenDraft:
    return WrittenDraft(tmp_path, "").begin()


def found(draft: WrittenDraft) -> tuple[Declaration, ...]:
    draft.session.time.flush()
    log = whole_past(None, draft.folder).past.log
    return declarations(one for one in log if "keyframe" not in one)


@pytest.mark.parametrize(("whose", "said"), [(Whose.MINE, MINE), (Whose.MODEL, MODEL), (Whose.QUOTATION, QUOTATION)])
def test_that_an_answer_is_told_with_its_time_its_words_and_what_they_counted_as(
    draft: WrittenDraft, whose: Whose, said: str
) -> None:
    draft.append("Typed here. ").append("Three pasted words.", PASTED)
    draft.clock.set_offset(120)
    draft.session.say_whose(6, len(draft.text), whose)
    (one,) = found(draft)
    typed = whose is Whose.MODEL  # own words may be given to a model, and "here." was among them
    assert (one.words, one.said, one.before) == (4 if typed else 3, said, ("typed", "pasted") if typed else ("pasted",))
    assert one.when.words == "2025-11-21 14:00"
    assert not one.taken_back


def test_that_an_answer_taken_back_is_told_as_taken_back_and_one_given_again_is_not(draft: WrittenDraft) -> None:
    draft.append("Three pasted words.", PASTED)
    draft.session.say_whose(0, 5, Whose.MINE)
    draft.session.undo()
    assert [one.taken_back for one in found(draft)] == [True]
    draft.session.redo()
    assert [one.taken_back for one in found(draft)] == [False]
    draft.session.undo()
    draft.session.undo()  # the paste itself: no declaration
    assert [(one.words, one.taken_back) for one in found(draft)] == [(1, True)]


def test_that_what_was_said_of_a_paragraph_is_told_and_no_other_use_of_a_tool(draft: WrittenDraft) -> None:
    draft.append("A model wrote all of this here.", ITS)
    end = len(draft.text)
    draft.write(end - 5, "", 5)
    row = draft.session.document.paragraphs
    draft.session.set_mark(rewritten(row[0].mark))
    draft.session.set_mark(taken_as_model_text(draft.session.document.paragraphs[0]))
    assert [(one.words, one.said) for one in found(draft)] == [(None, WRITTEN_ANEW), (None, MODEL_TEXT)]


def test_that_a_mark_that_the_program_mended_with_a_paste_is_no_declaration(draft: WrittenDraft) -> None:
    draft.append("A model wrote all of this here.", ITS)
    mark = rewritten(draft.session.document.paragraphs[0].mark)
    draft.session.set_mark(mark, by_hand=False, group=draft.n)
    assert found(draft) == ()
    draft.session.undo()
    assert draft.text == ""


def test_that_the_page_names_each_and_says_that_it_rests_on_the_authors_word(draft: WrittenDraft) -> None:
    def page() -> str:
        whole = whole_past(None, draft.folder)
        now = draft.clock.now()
        return report_text(process_record(draft.session.document, whole, Wanted(USUAL), now, "x"), as_json=False)

    draft.append("Three pasted words.", PASTED)
    assert "Nothing: all origins are as the program saw them." in page()
    draft.session.say_whose(0, 19, Whose.MINE)
    assert "These rest on the author’s word" in page()
    assert "<td >the author’s own</td><td >pasted</td>" in page()
