"""The row of paragraphs against a plain list: places by code points and by UTF-16 units, over many chunks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.marks import BlockKind, Mark
from editor.core.origins import TYPED
from editor.core.paragraph_row import CHUNK, Measure, Paragraph, ParagraphRow, utf16_length
from editor.core.runs import Run


def paragraph(ident: int, text: str = "abc\n\n") -> Paragraph:
    return Paragraph(Mark(ident, len(text), BlockKind.PARAGRAPH), text, (Run(len(text), TYPED),))


def row_of(count: int) -> ParagraphRow:
    return ParagraphRow(paragraph(number) for number in range(count))


TEXTS = st.sampled_from(["a", "abc\n\n", "😀", "ש\n", "x😀y\n\n"])


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 3 * CHUNK), st.data())
def test_that_a_row_is_a_list_with_places(count: int, data: st.DataObject) -> None:
    oracle = [paragraph(number, ["a😀\n", "bc\n\n"][number % 2]) for number in range(count)]
    row, fresh = ParagraphRow(oracle), count
    for _ in range(8):
        low = data.draw(st.integers(0, len(oracle)))
        high = min(len(oracle), low + data.draw(st.sampled_from([0, 1, 1, 2, 200])))
        new = [paragraph(fresh + n, text) for n, text in enumerate(data.draw(st.lists(TEXTS, max_size=3)))]
        fresh += len(new)
        gone = oracle[low:high]
        row.replace(low, high, new)
        oracle[low:high] = new
        assert list(row) == oracle
        assert len(row) == len(oracle)
        assert row[low : low + 3] == tuple(oracle[low : low + 3])
        assert not any(row.has(item.id) for item in gone)
    texts = [item.text for item in oracle]
    for measure, length in ((Measure.CODE_POINTS, len), (Measure.UTF16, utf16_length)):
        assert row.total(measure) == sum(map(length, texts))
        position = 0
        for index, text in enumerate(texts):
            assert row.start(index, measure) == position
            assert row.find(position, measure) == (index, position)
            assert row.find(position + length(text) - 1, measure) == (index, position)
            position += length(text)
        assert row.start(len(oracle), measure) == position
    for index in range(0, len(oracle), 7):
        assert row.index_of(oracle[index].id) == index
        assert row[index] is oracle[index]
        assert row[index - len(oracle)] is oracle[index]


def test_that_the_end_of_the_draft_lies_in_the_last_paragraph() -> None:
    assert row_of(3).find(15) == (2, 10)
    assert row_of(3).find(99) == (2, 10)


def test_that_an_empty_last_paragraph_holds_the_end() -> None:
    assert ParagraphRow([paragraph(1, "a\n"), paragraph(2, "")]).find(2) == (1, 2)


def test_that_an_empty_row_has_no_places() -> None:
    row = ParagraphRow()
    assert (len(row), row.total(), row.find(0), row.start(0), list(row)) == (0, 0, (0, 0), 0, [])


def test_that_a_row_emptied_can_be_filled_again() -> None:
    row = row_of(2)
    row.replace(0, 2, ())
    row.replace(0, 0, (paragraph(7),))
    assert [item.id for item in row] == [7]


def test_that_a_paragraph_added_in_the_middle_again_and_again_leaves_no_crumbs() -> None:
    row = row_of(CHUNK)
    for number in range(20 * CHUNK):
        row.replace(CHUNK // 2, CHUNK // 2, (paragraph(CHUNK + number),))
    assert len(row) == 21 * CHUNK
    assert len(row._chunks) <= 21


@pytest.mark.parametrize("index", [3, -4, 10**9])
def test_that_a_place_outside_the_row_is_an_error(index: int) -> None:
    with pytest.raises(IndexError):
        row_of(3)[index]


def test_that_a_row_is_taken_in_one_stretch_only() -> None:
    with pytest.raises(ValueError, match="stretch"):
        row_of(3)[::2]


def test_that_an_id_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        row_of(3).index_of(9)


def test_that_the_body_leaves_the_blank_lines_out() -> None:
    one = paragraph(1, "\n\n  a\nb\r\n\n")
    assert one.body == "  a\nb"
    assert one.fragment.text == one.text


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("é", 1), ("😀", 2), ("a😀\ud800", 4)])
def test_that_utf_16_counts_astral_characters_twice(text: str, units: int) -> None:
    assert utf16_length(text) == units


def test_that_a_paragraph_is_found_by_its_id_wherever_it_stands() -> None:
    row = row_of(3 * CHUNK)
    row.replace(5, 6, [paragraph(9_000, "new")])
    assert [row.by_id(ident).text for ident in (0, 9_000, 3 * CHUNK - 1)] == ["abc\n\n", "new", "abc\n\n"]
    with pytest.raises(KeyError):
        row.by_id(5)
