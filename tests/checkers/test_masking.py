from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.checkers.masking import Kind, as_code, blanked, hidden

MARKDOWN = st.text("ab .\n`$>#-|[](){}<!*_~=1+^\\😀ש\ud800", max_size=80) | st.text(max_size=80)


@pytest.mark.parametrize(
    ("paragraph", "gone", "kind"),
    [
        ("Call `teh()` now", "`teh()`", Kind.CODE),
        ("Call ``a ` b`` now", "``a ` b``", Kind.CODE),
        ("```py\nteh = 1\n```\nafter", "```py\nteh = 1\n```", Kind.CODE),
        ("~~~\nteh", "~~~\nteh", Kind.CODE),
        ("    teh = 1\n    x", "    teh = 1\n    x", Kind.CODE),
        ("so $x^2$ grows", "$x^2$", Kind.MATH),
        ("so $$x\n+ y$$ grows", "$$x\n+ y$$", Kind.MATH),
        ("so R = -a exp H + b, which", "R = -a exp H + b", Kind.MATH),
        ("see [the note](http://a.b/teh_(c)) or", "(http://a.b/teh_(c))", Kind.ADDRESS),
        ("see [the note][teh] or", "[teh]", Kind.ADDRESS),
        ("see https://a.b/teh?x=1. Then", "https://a.b/teh?x=1", Kind.ADDRESS),
        ("a <b class='teh'>word", "<b class='teh'>", Kind.MARKUP),
        ("a word[^teh] here", "[^teh]", Kind.MARKUP),
        ("> teh quoted\nlazily on", "> teh quoted\nlazily on", Kind.QUOTATION),
        ("Mine.\n> theirs", "> theirs", Kind.QUOTATION),
    ],
)
def test_that_what_is_not_prose_is_known_and_nothing_else(paragraph: str, gone: str, kind: Kind) -> None:
    found = [(paragraph[stretch.start : stretch.stop], stretch.kind) for stretch in hidden(paragraph)]

    assert found == [(gone, kind)]
    assert gone not in blanked(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "It cost $5 and then $10, or $5-$10.",
        "I asked: what is 2 < 3 to you, x = ?",
        "A lone ` tick and a \\$ sign$.",
    ],
)
def test_that_prose_with_odd_signs_stays_prose(paragraph: str) -> None:
    assert hidden(paragraph) == ()


def test_that_a_nested_list_is_not_taken_for_code() -> None:
    assert blanked("    - a point\n    - another").split() == ["a", "point", "another"]


def test_that_for_a_reader_of_markdown_a_formula_is_inline_code_of_the_same_length() -> None:
    assert as_code("so $x^2$ and `y` and [a](b)") == "so `xxx` and `y` and [a](b)"


@settings(deadline=None, max_examples=150)
@given(paragraph=MARKDOWN)
@example(paragraph=">1\n")
@example(paragraph="a\n> b\n\n")
def test_that_masks_keep_the_length_the_lines_and_the_prose(paragraph: str) -> None:
    stretches = hidden(paragraph)
    places = {index for stretch in stretches for index in range(stretch.start, stretch.stop)}

    for mask in (blanked(paragraph), as_code(paragraph)):
        assert len(mask) == len(paragraph)
        assert [i for i, c in enumerate(mask) if c == "\n"] == [i for i, c in enumerate(paragraph) if c == "\n"]
        mask.encode("utf-8")
        for index, char in enumerate(paragraph):
            if index not in places and not "\ud800" <= char <= "\udfff":
                assert mask[index] == char
    assert all(blanked(paragraph)[index] in " \n" for index in places)
    for first, second in pairwise(stretches):
        assert first.start < first.stop <= second.start


def test_that_the_mark_of_a_list_is_known_below_a_line_that_is_hidden() -> None:
    assert blanked("a\n\nwww.a.b\n- teh") == "a\n\n       \n  teh"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a \\(x\\) b \\(c \\[y\\] d", "a       b \\(c       d"),
        ("a <!-- b --> c <!-- d <i>e", "a            c <!-- d    e"),
        ("to a.b@c.org, d@e.org and it", "to          ,         and it"),
    ],
)
def test_that_an_opening_that_nothing_closes_stays_and_what_is_closed_goes(text: str, left: str) -> None:
    assert blanked(text).rstrip() == left.rstrip()
