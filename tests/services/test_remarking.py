from __future__ import annotations

import json
from dataclasses import replace

from editor.core.annotations import WHOLE_DRAFT, Anchor, DismissReason, Remark
from editor.llm.replies import Confidence, RawRemark
from editor.protocol.parts import RemarkPlace
from editor.services.material import Material
from editor.services.remarking import all_from_model, from_model, in_words, not_said_before, rows_of, standing_now

TEXT = "The “first” words — and 𝛑 — are here.\n"


def made(quote: str, why: str = "why") -> Remark:
    return from_model(RawRemark(quote, "issue", why, "do", Confidence.HIGH), 3, TEXT, "balanced-editor", 5, "call")


def test_that_a_quote_copied_loosely_is_shown_in_the_words_of_the_paragraph() -> None:
    row = rows_of([made('the "first" words - and 𝛑')], {})[0]
    assert row.quote == TEXT[row.start : row.end] == "The “first” words — and 𝛑"
    assert (row.confidence, row.state, row.call) == (0.9, "open", "call")


def test_that_a_quote_that_is_not_there_has_no_place_and_is_not_lost() -> None:
    row = rows_of([made("nothing of the kind was ever written")], {})[0]
    assert (row.quote, row.start, row.end) == (None, 0, 0)
    assert "nothing of the kind was ever written" in row.why
    assert in_words([made("words"), made("nothing of the kind was ever")]) == "2 remarks, 1 without a place"


def test_that_what_stands_twice_may_be_said_twice() -> None:
    said = made("words")
    assert not_said_before([said, said], [said]) == [said]
    assert not_said_before([said], []) == [said]
    assert not_said_before([said], [said.agreed()]) == []


def test_that_the_same_words_in_another_paragraph_are_another_passage() -> None:
    said = made("words")
    assert not_said_before([said], [replace(said, paragraph=4)]) == [said]
    without = made("nothing of the kind was ever")
    others = [made("another thing that never was"), made("nothing of the kind was ever", "another why")]
    assert not_said_before([without], others) == [without]
    assert not_said_before([without], [without]) == []
    whole = replace(without, paragraph=WHOLE_DRAFT)
    assert not_said_before([whole], [without]) == [whole]
    assert not_said_before([whole], [whole]) == []


def test_that_of_two_places_with_the_same_words_the_one_that_is_new_is_kept() -> None:
    first, second = made("are"), replace(made("are"), anchor=Anchor("are", 38, 41))
    assert not_said_before([first, second], [second]) == [first]
    assert not_said_before([first, second], [first]) == [second]
    shifted = replace(second, anchor=Anchor("are", 44, 47))  # written before it since
    assert not_said_before([first, second], [first, shifted]) == []


def test_that_what_is_lost_or_done_stands_nowhere_and_what_moved_stands_where_it_is_now() -> None:
    said = replace(made("words"), id=7)
    assert standing_now([said], []) == [said]
    assert [(one.paragraph, one.anchor.start) for one in standing_now([said], [RemarkPlace(7, 9, 2)]) if one.anchor] == [
        (9, 2)
    ]
    assert standing_now([said, said.agreed()], [RemarkPlace(7, 3, 2, lost=True)]) == []
    dismissed = said.dismissed(DismissReason.TASTE)
    assert standing_now([dismissed], [RemarkPlace(7, 3, 2, lost=True)]) != []
    assert standing_now([said.done()], [RemarkPlace(7, 3, 2)]) == []


def test_that_a_model_that_says_one_remark_over_and_over_has_said_it_once() -> None:
    said = {"quote": "a cat", "issue": "Which one?", "why": "It matters.", "suggestion": "Say it.", "confidence": "low"}
    other = {**said, "issue": "Whose?"}
    answer = json.dumps({"remarks": [said, *[said] * 40, other]})
    read = all_from_model(answer, Material(1, "There was a cat."), "critic", 5, "c1")
    assert [one.issue for one in read.remarks] == ["Which one?", "Whose?"]
    assert (read.quotes, read.not_found) == (2, 0)
