from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.ui.markdown_formats import LineKind, Role, hanging_prefix, is_long, line_kind, line_spans


def cut(text: str, start: int, length: int) -> str:
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * (start + length)].decode("utf-16-le", "surrogatepass")


def found(text: str, role: Role, kind: LineKind | None = None) -> list[str]:
    spans = line_spans(text, line_kind(text) if kind is None else kind)
    return [cut(text, start, length) for start, length, what in spans if what == role]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("plain", LineKind.TEXT),
        ("# One", LineKind.HEADING1),
        ("###### Six", LineKind.HEADING6),
        ("####### Seven", LineKind.TEXT),
        ("#hash", LineKind.TEXT),
        ("> quoted", LineKind.QUOTE),
        ("- item", LineKind.LIST),
        ("12. item", LineKind.LIST),
        ("- - -", LineKind.TEXT),
        ("[^note]: text", LineKind.FOOTNOTE),
        ("", LineKind.TEXT),
    ],
)
def test_that_a_line_tells_its_kind_when_nothing_else_is_known(text: str, kind: LineKind) -> None:
    assert line_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "role", "pieces"),
    [
        ("a *b c* d", Role.EMPHASIS, ["b c"]),
        ("a **b c** d", Role.STRONG, ["b c"]),
        ("**a *b* c**", Role.EMPHASIS, ["b"]),
        ("**a *b* c**", Role.STRONG, ["a *b* c"]),
        ("***both***", Role.EMPHASIS, ["**both**"]),
        ("snake_case_name", Role.EMPHASIS, []),
        ("2 * 3 * 4", Role.EMPHASIS, []),
        (r"\*not\*", Role.EMPHASIS, []),
        ("~~gone~~", Role.STRIKE, ["gone"]),
        ("`a *b* c`", Role.EMPHASIS, []),
        ("`a *b* c`", Role.CODE, ["`a *b* c`"]),
        ("``a ` b`` `c`", Role.CODE, ["``a ` b``", "`c`"]),
        ("x $a_1 + b_2$ y", Role.MATH, ["$a_1 + b_2$"]),
        ("costs $5 and $6", Role.MATH, []),
        ("[the *link*](http://a.b/c_d_e)", Role.LINK, ["the *link*"]),
        ("[the *link*](http://a.b/c_d_e)", Role.ADDRESS, ["](http://a.b/c_d_e)"]),
        ("[the *link*](http://a.b/c_d_e)", Role.EMPHASIS, ["link"]),
        ("[not a link]", Role.LINK, []),
        ("see https://a.b/c_d_.", Role.LINK, ["https://a.b/c_d"]),
        ("word[^1] next", Role.FOOTNOTE, ["[^1]"]),
        ("## *H*", Role.HEADING2, ["## *H*"]),
        ("* * *", Role.MARK, ["* * *"]),
        ("- *a*", Role.MARK, ["-", "*", "*"]),
    ],
)
def test_that_spans_cover_what_the_signs_mark(text: str, role: Role, pieces: list[str]) -> None:
    assert found(text, role) == pieces


def test_that_offsets_count_utf16_units_after_an_emoji() -> None:
    text = "😀 *a😀b* 😀 **c**"
    assert found(text, Role.EMPHASIS) == ["a😀b"]
    assert found(text, Role.STRONG) == ["c"]


@pytest.mark.parametrize("kind", [LineKind.CODE, LineKind.MATH, LineKind.HTML, LineKind.FRONT_MATTER])
def test_that_nothing_is_marked_up_inside_lines_of_code(kind: LineKind) -> None:
    spans = line_spans("a *b* `c` [d](e)", kind)
    assert [(start, length) for start, length, _ in spans] == [(0, 16)]


def test_that_a_paragraph_above_two_thousand_words_has_no_inline_look() -> None:
    text = "some *emphasis* here " * 1000
    assert is_long(text)
    assert line_spans(text, LineKind.TEXT) == []


def test_that_further_lines_of_a_list_item_hang_under_its_text() -> None:
    assert hanging_prefix("  - [ ] item") == "  - [ ] "
    assert hanging_prefix("> > twice") == "> > "
    assert hanging_prefix("---") == ""
    assert hanging_prefix("plain - text") == ""


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab *_`[]()$\\<>!~#-|:/\t😀é\u2028א", max_size=60), st.sampled_from(list(LineKind)))
def test_that_every_span_lies_inside_its_line(text: str, kind: LineKind) -> None:
    units = len(text.encode("utf-16-le")) // 2
    for start, length, role in line_spans(text, kind):
        assert start >= 0
        assert length >= 0
        assert start + length <= units
        assert isinstance(role, Role)


@pytest.mark.parametrize("piece", ["`a", "$a", "<a", "<!--", "[^", "](", "](a", "**a", "[", "*a_b", "\\", "a](b(", "://"])
def test_that_no_line_of_signs_takes_quadratic_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text, takes = piece * count, []
        for _ in range(4):
            begin = time.process_time()
            line_spans(text, LineKind.TEXT)
            takes.append(time.process_time() - begin)
        return min(takes)

    assert seconds(6_400) < 32 * seconds(400), "16 times as long: 16 if it is linear, 256 if it is quadratic"
