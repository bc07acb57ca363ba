"""Lists of a Word file keep the numbers that Word shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_makers import item, numbering_part, paragraph, part, run, word_file

from editor.intake.pictures import PictureFolder
from editor.intake.reference_file import text_of as read
from editor.intake.word_file import html_of_word_file
from editor.intake.word_lists import with_starts


def text_of(path: Path) -> str:
    return read(path)[0]


DECIMAL = ("decimal", "%1.", 4)
SECOND = ("decimal", "%1.%2.", 1)
BULLET = ("bullet", "o", 1)


def listed(tmp_path: Path, numbering: bytes, *body: str, **more: bytes) -> str:
    return text_of(word_file(tmp_path / "a.docx", *body, extra={"word/numbering.xml": numbering, **more}))


def test_that_a_list_starts_where_it_says_and_goes_on_after_a_paragraph(tmp_path: Path) -> None:
    made = listed(
        tmp_path, numbering_part(DECIMAL, BULLET),
        item("four"), item("five"), item("inner", 1), paragraph("between"), item("six"), item("seven"),
    )  # fmt: skip
    assert made == "4. four\n5. five\n   - inner\n\nbetween\n\n6. six\n7. seven"


def test_that_an_inner_list_begins_anew_under_each_item(tmp_path: Path) -> None:
    made = listed(
        tmp_path, numbering_part(DECIMAL, SECOND),
        item("four"), item("a", 1), item("b", 1), item("five"), item("c", 1), paragraph("x"), item("d", 1),
    )  # fmt: skip
    assert made.split("\n\nx\n\n")[0] == "4. four\n   1. a\n   2. b\n5. five\n   1. c"
    assert "2. d" in made.split("\n\nx\n\n")[1]


INSTANCES = (
    "<w:num w:numId='1'>{}</w:num><w:num w:numId='2'>{}</w:num><w:num w:numId='3'>{}<w:lvlOverride w:ilvl='0'>"
    "<w:startOverride w:val='{start}'/></w:lvlOverride></w:num>"
)


@pytest.mark.parametrize("start", [1, 20])
def test_that_a_list_of_the_same_kind_goes_on_unless_it_has_a_start_of_its_own(tmp_path: Path, start: int) -> None:
    numbering = numbering_part(DECIMAL, instances=INSTANCES.replace("{start}", str(start)))
    made = listed(
        tmp_path, numbering,
        item("four"), item("five", 0, "2"), paragraph("x"), item("own", 0, "3"), item("next", 0, "3"), item("on", 0, "1"),
    )  # fmt: skip
    assert made == f"4. four\n5. five\n\nx\n\n{start}. own\n{start + 1}. next\n{start + 2}. on"


def test_that_a_list_beside_another_begins_with_its_own_number(tmp_path: Path) -> None:
    numbering = numbering_part(DECIMAL, instances=INSTANCES.replace("{start}", "1"))
    made = listed(tmp_path, numbering, item("four"), item("one", 0, "3"), item("two", 0, "3"))
    assert [line for line in made.split("\n") if line] == ["4. four", "1) one", "2) two"]


def style(name: str, *, based: str = "", numbering: str = "") -> str:
    based = f"<w:basedOn w:val='{based}'/>" if based else ""
    numbering = f"<w:pPr><w:numPr><w:numId w:val='{numbering}'/></w:numPr></w:pPr>" if numbering else ""
    return f"<w:style w:type='paragraph' w:styleId='{name}'><w:name w:val='{name}'/>{based}{numbering}</w:style>"


STYLED = {
    "word/styles.xml": part(
        "styles", style("Base", numbering="1") + style("Derived", based="Base") + style("Heading1", based="Base")
    )
}


def test_that_a_list_that_comes_with_a_style_is_one_and_a_heading_is_none(tmp_path: Path) -> None:
    made = listed(
        tmp_path, numbering_part(DECIMAL),
        paragraph("head", "Heading1"), paragraph("five", "Base"), paragraph("six", "Derived"), **STYLED,
    )  # fmt: skip
    assert made == "# head\n\n5. five\n6. six"


def test_that_a_paragraph_can_be_taken_out_of_the_list_of_its_style(tmp_path: Path) -> None:
    out = f"<w:p><w:pPr><w:pStyle w:val='Base'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>{run('out')}</w:p>"
    made = listed(tmp_path, numbering_part(DECIMAL), paragraph("four", "Base"), out, **STYLED)
    assert made == "4. four\n\nout"


def test_that_words_that_word_counts_with_are_written_out(tmp_path: Path) -> None:
    made = listed(
        tmp_path, numbering_part(("upperRoman", "Part %1:", 9), ("lowerLetter", "Theorem %1.%2", 27), ("none", "", 1)),
        item("first"), item("second"), item("shown", 1), item("silent", 2),
    )  # fmt: skip
    assert made == "Part IX: first\n\nPart X: second\n\nTheorem X.aa shown\n\nsilent"


def test_that_letters_before_items_become_numbers_and_are_counted(tmp_path: Path) -> None:
    numbering = numbering_part(("lowerLetter", "%1)", 3))
    path = word_file(tmp_path / "a.docx", item("c"), item("d"), extra={"word/numbering.xml": numbering})
    assert text_of(path) == "3. c\n4. d"
    assert html_of_word_file(path, PictureFolder(None)).losses.lettered_items == 2


def test_that_items_lie_as_deep_as_in_the_file(tmp_path: Path) -> None:
    levels = [BULLET] * 9
    made = listed(tmp_path, numbering_part(*levels), *(item(f"at {level}", level) for level in range(9)))
    assert made.split("\n") == [f"{'  ' * level}- at {level}" for level in range(9)]


@pytest.mark.parametrize(
    "numbering",
    [
        b"<numbering/>",
        part("numbering", "<w:num w:numId='1'><w:abstractNumId w:val='none'/></w:num>"),
        part("numbering", "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='gone'/></w:abstractNum>"
             "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"),
        numbering_part(("decimal", "%1.", 10**30)),
    ],
)  # fmt: skip
def test_that_a_list_that_is_defined_nowhere_keeps_its_words(tmp_path: Path, numbering: bytes) -> None:
    assert "words" in listed(tmp_path, numbering, item("words"))


def test_that_a_page_without_marks_stays_as_it_is() -> None:
    page = "<ol><li>a</li></ol><ul><li>b<ol><li>c</li></ol></li></ul>"
    assert with_starts(page) == page
