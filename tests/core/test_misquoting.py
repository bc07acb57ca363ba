from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.core.misquoting import parted, with_misquote


@given(st.text(), st.text(min_size=1), st.booleans())
def test_that_what_is_kept_is_parted_into_the_critics_words_and_ours(why: str, quote: str, whole: bool) -> None:
    own, ours = parted(with_misquote(why.strip(), quote, whole=whole))
    assert own == why.strip()
    assert ours == f"It quotes words that are not in the {'draft' if whole else 'paragraph'}: “{quote}”"


@pytest.mark.parametrize(
    "why", ["", "It is wide.", "(It quotes words that are not in the draft: “so”) and more", "(It quotes words”)"]
)
def test_that_a_reason_without_that_sentence_is_the_critics_own(why: str) -> None:
    assert parted(why) == (why, "")
