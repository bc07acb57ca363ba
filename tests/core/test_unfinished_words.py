from __future__ import annotations

import pytest

from editor.core.unfinished_words import whole_words


@pytest.mark.parametrize(
    ("came", "whole"),
    [
        ("", ""),
        ("hal", ""),
        ("half a tho", "half a"),
        ("half a thought ", "half a thought"),
        ("\nhalf a\u00a0thought\n", "half a\u00a0thought"),
        ("從這裡開始寫" * 6, "從這裡開始寫" * 6),
    ],
)
def test_that_a_word_of_which_more_may_come_is_held_back(came: str, whole: str) -> None:
    assert whole_words(came) == whole
