"""Letters read in the wrong encoding are put right, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.intake.mojibake import repaired


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("â€œaims to overcomeâ€\x9d", "“aims to overcome”"),
        ("psychotherapistsâ€”a translation", "psychotherapists—a translation"),
        ("the authorsâ€™ equation", "the authors’ equation"),
        ("cafÃ©", "café"),
        ("P(acceptâˆ£h", "P(accept∣h"),
        ("â€œgood ideasâ€ when", "“good ideas” when"),
        ("â€œpolicyâ€\n", "“policy”\n"),
        ("â€œsoâ€, heâ€™d say, â€œnoâ€â€”and", "“so”, he’d say, “no”—and"),
        ("a noteâ€\xa0 here", "a note† here"),
    ],
)
def test_that_broken_letters_are_put_right(broken: str, whole: str) -> None:
    assert repaired(broken) == (whole, 1)


def test_that_a_broken_line_does_not_touch_its_neighbours() -> None:
    assert repaired("naïve “quotes”\ncafÃ©\n漢字\n") == ("naïve “quotes”\ncafé\n漢字\n", 1)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "“quotes” ‘single’ – — … naïve façade Ångström",
        "ﬁne ligature, ＦＵＬＬ width, e\u0301 combining",
        "&amp; &eacute; stay",
        "שלום עולם \u200e مرحبا",
        "Привет, мир",
        "日本語とＡＢＣ",
        "a\u200bb\u00adc\ufeffd",
        "\x1b[31mred\x1b[0m\r\nx\u2028y",
        "👨‍👩‍👧 🇩🇪",
        "the letters Ã, â and ñ; Ærø, Århus",
    ],
)
def test_that_text_which_is_not_broken_is_left_to_the_letter(text: str) -> None:
    assert repaired(text) == (text, 0)


@given(st.text(st.characters(max_codepoint=127)))
def test_that_plain_letters_never_change(text: str) -> None:
    assert repaired(text) == (text, 0)


@given(st.text("абвгдежзиклмнопрст ,.-\n"))
def test_that_another_script_never_changes(text: str) -> None:
    assert repaired(text) == (text, 0)
