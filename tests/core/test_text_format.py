"""How a text file was written: saving it unchanged gives the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.core.text_format import TextFormat, decoded, encoded


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=40) | st.text(st.sampled_from(list("ab\r\n\ufeffé😀\u2028")), max_size=20).map(str.encode))
@example(b"\xef\xbb\xbf\r\n\r\n")
@example(b"\xef\xbb\xbf\xef\xbb\xbfa")
@example(b"\x81\r\n\xff")
@example(b"a\r\nb\nc\r")
@example(b"\r\r\n")
def test_that_any_bytes_come_back(data: bytes) -> None:
    text, form = decoded(data)
    assert encoded(text, form) == data
    assert TextFormat.from_row(form.row()) == form


@pytest.mark.parametrize(
    ("data", "text", "form"),
    [
        (b"", "", TextFormat()),
        (b"a\nb\n", "a\nb\n", TextFormat()),
        (b"a\r\nb\r\n", "a\nb\n", TextFormat(newline="\r\n")),
        (b"a\rb", "a\nb", TextFormat(newline="\r")),
        (b"\xef\xbb\xbfa", "a", TextFormat(bom=True)),
        (b"a\r\nb\n", "a\r\nb\n", TextFormat()),
        (b"caf\xe9 \x93x\x94", "café “x”", TextFormat(encoding="cp1252")),
        (b"\x81\xe9", "\x81é", TextFormat(encoding="latin-1")),
        ("a\u2028b\u0085c\x0cd".encode(), "a\u2028b\u0085c\x0cd", TextFormat()),
    ],
)
def test_that_a_file_is_read_as_it_was_written(data: bytes, text: str, form: TextFormat) -> None:
    assert decoded(data) == (text, form)


def test_that_lines_added_to_a_windows_file_end_as_its_others_do() -> None:
    text, form = decoded(b"\xef\xbb\xbfa\r\nb")
    assert encoded(text + "\nc", form) == b"\xef\xbb\xbfa\r\nb\r\nc"


def test_that_a_character_the_old_encoding_has_no_place_for_makes_the_file_utf_8() -> None:
    text, form = decoded(b"caf\xe9")
    assert encoded(text + " ש", form) == "café ש".encode()


def test_that_a_lone_surrogate_does_not_keep_a_file_from_being_saved() -> None:
    assert encoded("a\ud800b", TextFormat()) == b"a\xed\xa0\x80b"


def test_that_a_row_of_which_parts_are_missing_is_the_plain_format() -> None:
    assert TextFormat.from_row({}) == TextFormat()
