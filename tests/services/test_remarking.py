from __future__ import annotations

from editor.core.annotations import Remark
from editor.llm.replies import Confidence, RawRemark
from editor.services.remarking import from_model, in_words, not_said_before, rows_of

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
