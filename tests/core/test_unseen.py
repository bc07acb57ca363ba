"""Characters nobody sees: found where nothing needs them, and taken out without touching the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_makers import MODEL

from editor.core.origins import TYPED
from editor.core.runs import Fragment
from editor.core.unseen import unseen, unseen_within
from editor.core.without_unseen import without_unseen


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("h\u200bi", (1,)),
        ("\ufeffstart \u2060end", (0, 7)),
        ("soft\u00adhyphen", (4,)),
        ("turned \u202eround\u202c", (7, 13)),
        ("\u2066isolated\u2069", (0, 9)),
        ("plain \u200e words", (6,)),
        ("שלום\n\u200f3", (5,)),
        ("\u200f3\nשלום", (0,)),
        ("a\u200db and a\u200cb", (1, 9)),
        ("letter\ufe0f", (6,)),
        ("hidden\U000e0041\U000e0042 tags", (6, 7)),
        ("stamp.\U000e0100\U000e0101", (6, 7)),
        ("blank \u3164 name", (6,)),
        ("a\u034fb", (1,)),
        ("a\u180bb", (1,)),
        ("\u1160", (0,)),
        ("\U0001f3f4" + "".join(chr(0xE0000 + ord(one)) for one in "ignore") + "\U000e0020\U000e007f", (*range(1, 9),)),
    ],
)
def test_that_what_nobody_sees_is_found(text: str, places: tuple[int, ...]) -> None:
    assert unseen(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥",
        "می\u200cخواهم",
        "۱۴۰۳ ه\u200d",
        "۱۴۰۳ ه\u200d\nand on",
        "क\u094d\u200dष",
        "(שלום)\u200f 3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "1\ufe0f\u20e3",
        "ᠠ\u180bᠨ",
        "葛\U000e0100",
        "ᄀ\u1160ᆨ",
        "no\u00a0break, thin\u2009space",
    ],
)
def test_that_what_a_script_or_a_picture_needs_is_left_alone(text: str) -> None:
    assert unseen(text) == ()


def test_that_a_stretch_is_judged_by_what_stands_beside_it() -> None:
    assert unseen_within("(שלום)\u200f 3 and on", 6, 14) == ()
    assert unseen_within("plain \u200f 3 and\u00ad on", 6, 15) == (0, 7)
    assert unseen_within("ab\u00adcd", 0, 2) == ()


@given(st.text("ש👩क\u094da \n\u200d\u200f\u200b\u00ad\ufe0f", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_that_a_stretch_is_judged_as_in_the_whole(text: str, start: int, stop: int) -> None:
    whole = tuple(place - start for place in unseen(text) if start <= place < stop)
    assert unseen_within(text, start, stop) == whole


def test_that_the_other_characters_keep_their_origins() -> None:
    piece = Fragment.of("mi\u200bne \u202e", TYPED) + Fragment.of("\u200bthe\u200birs\u200b", MODEL)
    assert without_unseen(piece) == Fragment.of("mine ", TYPED) + Fragment.of("theirs", MODEL)


@given(st.text("ab\u200b\u202e \n", max_size=30))
def test_that_nothing_else_goes(text: str) -> None:
    made = without_unseen(Fragment.of(text, TYPED))
    assert made.text == text.replace("\u200b", "").replace("\u202e", "")
