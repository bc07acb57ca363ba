from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from editor.ui.block_setter import BlockSetter
from editor.ui.line_changes import BlockSetting, TextChange, changed_band
from editor.ui.text_style import FontSet, StyleSheet, TextColors

WORDS = "Words *that* are **long enough** to fill a [line](or/two) of a column, `and` some more. " * 3

Letters = list[tuple[str, tuple[int, ...]]]


def lines_as_seen(text: str, setting: BlockSetting) -> dict[tuple[int, int], Letters]:
    """For each line, by top and bottom: its letters with the looks over each."""
    starts = [start for start, _ in setting.lines] + [len(text)]
    tops = [top for _, top in setting.lines] + [setting.height]
    seen = {}
    for index in range(len(setting.lines)):
        letters = []
        for at in range(starts[index], starts[index + 1]):
            looks = tuple(what for start, length, what in setting.looks if start <= at < start + length)
            letters.append((text[at], looks))
        seen[tops[index], tops[index + 1]] = letters
    return seen


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(WORDS)),
    st.integers(0, 6),
    st.sampled_from(("", "a", " ", "*", "`", "**", "word", "[", "incomprehensibilities")),
)
def test_that_every_line_outside_the_band_looks_as_before(qapp: object, at: int, removed: int, added: str) -> None:
    document = QTextDocument(WORDS)
    setter = BlockSetter(document, StyleSheet(TextColors(), FontSet()))
    before = setter.set(document.begin(), 0, 400)
    was_seen = lines_as_seen(WORDS, before)
    cursor = QTextCursor(document)
    cursor.setPosition(at)
    cursor.setPosition(min(at + removed, len(WORDS)), QTextCursor.MoveMode.KeepAnchor)
    change = TextChange(at, cursor.position() - at, len(added))
    cursor.insertText(added)
    after = setter.set(document.begin(), 0, 400)
    top, bottom = changed_band(before, after, change)
    for (upper, lower), letters in lines_as_seen(document.toPlainText(), after).items():
        if lower <= top or upper >= bottom:
            assert was_seen[upper, lower] == letters


def test_that_a_letter_typed_into_a_long_paragraph_changes_a_line_or_two() -> None:
    lines = [(60 * n, 30 * n) for n in range(10)]
    before = BlockSetting(3, lines, [], 300)
    after = BlockSetting(3, [(start + (start > 200), top) for start, top in lines], [], 300)
    assert changed_band(before, after, TextChange(200, 0, 1)) == (90, 120)


def test_that_another_block_or_height_changes_everything() -> None:
    lines = [(0, 0), (60, 30)]
    before = BlockSetting(3, lines, [], 60)
    assert changed_band(before, before._replace(number=4), TextChange(0, 0, 1)) == (0, 60)
    assert changed_band(before, before._replace(height=90), TextChange(0, 0, 1)) == (0, 90)


def test_that_a_first_letter_read_from_the_right_changes_every_line(qapp: object) -> None:
    document = QTextDocument(WORDS)
    setter = BlockSetter(document, StyleSheet(TextColors(), FontSet()))
    before = setter.set(document.begin(), 0, 400)
    QTextCursor(document).insertText("א")
    after = setter.set(document.begin(), 0, 400)
    assert changed_band(before, after, TextChange(0, 0, 1)) == (0, after.height)
