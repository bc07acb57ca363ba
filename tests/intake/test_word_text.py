"""Words of a Word file lie in more kinds of elements than mammoth reads; all of them come along."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_makers import FORMULA, paragraph, part, run, word_file

from editor.intake.pictures import PictureFolder
from editor.intake.reference_file import text_of as read
from editor.intake.word_file import html_of_word_file


def text_of(path: Path) -> str:
    return read(path)[0]


def text(tmp_path: Path, *body: str, extra: dict[str, bytes] | None = None) -> str:
    return text_of(word_file(tmp_path / "a.docx", *body, extra=extra))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"<w:fldSimple w:instr=' SEQ Figure '>{run('7')}</w:fldSimple>", "7"),
        (f"<w:fldSimple w:instr=' HYPERLINK \"https://example.org/\"'>{run('there')}</w:fldSimple>",
         "[there](https://example.org/)"),
        (f"<w:bdo w:val='rtl'>{run('bdo')}<w:dir w:val='rtl'>{run('dir')}</w:dir></w:bdo>", "bdodir"),
        (f"<w:r><w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>", "漢(kan)"),
        ("<w:r><w:t>one</w:t><w:cr/><w:t>two</w:t></w:r>", "one  \ntwo"),
        ("<w:r><w:t>one</w:t></w:r><w:r><w:br w:type='textWrapping' w:clear='all'/><w:t>two</w:t></w:r>", "one  \ntwo"),
        ("<w:r><w:t>one</w:t></w:r><w:r><w:br w:type='page'/><w:t>two</w:t></w:r>", "one\n\ntwo"),
        ("<w:r><w:t>one</w:t><w:br w:type='column'/></w:r><w:r><w:t>two</w:t></w:r>", "one\n\ntwo"),
        ("<w:r><w:t>one</w:t><w:br w:type='later'/><w:t>two</w:t></w:r>", "one\n\ntwo"),
        ("<w:r><w:t>left</w:t><w:ptab/><w:t>right</w:t></w:r>", "left right"),
        ("<w:r><w:t>no</w:t><w:noBreakHyphen/><w:t>break</w:t></w:r>", "no\u2011break"),
        ("<w:r><w:t>soft</w:t><w:softHyphen/><w:t>hyphen</w:t></w:r>", "soft\u00adhyphen"),
        ("<w:r><w:sym w:font='Symbol' w:char='f061'/></w:r>", "α"),
        ("<w:r><w:sym w:font='Calibri' w:char='2014'/></w:r>", "—"),
        ("<w:r><w:sym w:font='House Icons' w:char='F041'/></w:r>", "\ufffd"),
        ("<w:r><w:sym w:font='Symbol' w:char='alpha'/></w:r>", "\ufffd"),
        (f"<w:hyperlink r:id='gone'>{run('a link to nothing')}</w:hyperlink>", "a link to nothing"),
        (f"<w14:conflictIns>{run('conflict')}</w14:conflictIns>", "conflict"),
        (f"<x:later xmlns:x='urn:a-later-word'><x:deep>{run('later')}</x:deep></x:later>", "later"),
        ("<m:oMath xml:space='preserve'><m:r><m:t>x+y</m:t></m:r></m:oMath>", "x+y"),
        (f"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr><w:sdtContent>{run('☒')}"
         "</w:sdtContent></w:sdt>", "☒"),
        ("<w:r><w:footnoteReference w:id='99'/></w:r>", ""),
    ],
)  # fmt: skip
def test_that_what_stands_in_an_element_comes_along(tmp_path: Path, written: str, shown: str) -> None:
    made = text(tmp_path, f"<w:p>{run('before ')}{written}{run(' after')}</w:p>")
    assert " ".join(made.split(" ")) == f"before {shown} after".replace("before  after", "before after")


PAGE = "<w:r><w:br w:type='page'/></w:r>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (f"<w:p>{PAGE}</w:p>", ""),
        (f"<w:p>{PAGE}{run('b')}</w:p>", "b"),
        (f"<w:p>{run('b')}{PAGE}</w:p>", "b"),
        (f"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr>{PAGE}{run('b')}{PAGE}{run('c')}</w:p>", "# b c"),
        ("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t><w:br w:type='page'/><w:t>c</w:t></w:r></w:p>", "**b**\n\n**c**"),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('b')}{PAGE}{run('c')}</w:p></w:tc><w:tc>{paragraph('d')}</w:tc></w:tr></w:tbl>",
         "| b c | d |\n| --- | --- |"),
        (f"<w:p>{run('b')}{PAGE}{run('- c')}</w:p>", "b\n\n\\- c"),
    ],
)  # fmt: skip
def test_that_the_end_of_a_page_parts_words_and_leaves_nothing_where_there_are_none(
    tmp_path: Path, body: str, shown: str
) -> None:
    assert text(tmp_path, paragraph("a"), body) == f"a\n\n{shown}".rstrip()


def test_that_in_a_list_a_box_to_tick_is_one(tmp_path: Path) -> None:
    box = (
        "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr>"
        f"<w:sdtContent>{run('☒')}</w:sdtContent></w:sdt>"
    )
    place = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    numbering = part(
        "numbering",
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    )
    made = text(tmp_path, f"<w:p>{place}{box}{run(' done')}</w:p>", extra={"word/numbering.xml": numbering})
    assert made == "- [x] done"


def test_that_what_was_taken_out_while_changes_were_recorded_stays_out(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('moved')}</w:moveFrom>"
    assert text(tmp_path, f"<w:p>{run('kept ')}{gone}{moved}<w:moveTo>{run('here')}</w:moveTo></w:p>") == "kept here"


def test_that_tabulators_of_a_paragraph_are_none_of_its_words(tmp_path: Path) -> None:
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    assert text(tmp_path, paragraph("a"), f"<w:p>{stops}{run('b')}</w:p>") == "a\n\nb"


CELL = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
ENDLESS = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('words at the end')}</w:p>"


@pytest.mark.parametrize("last", [ENDLESS, CELL.format(ENDLESS), ENDLESS + CELL.format("<w:p/>")])
def test_that_a_paragraph_whose_end_was_taken_out_keeps_its_words_where_nothing_follows(
    tmp_path: Path, last: str
) -> None:
    assert "words at the end" in text(tmp_path, paragraph("before"), last)


def test_that_such_a_paragraph_goes_on_in_the_next_one(tmp_path: Path) -> None:
    assert text(tmp_path, ENDLESS, paragraph(" go on")) == "words at the end go on"


def box(words: str) -> str:
    return f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"


def test_that_of_alternatives_the_one_with_the_words_is_read_once(tmp_path: Path) -> None:
    choice = f"<mc:Choice Requires='wps'><w:drawing><wp:inline>{box('newer')}</wp:inline></w:drawing></mc:Choice>"
    older = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box('older')}</v:textbox></v:shape></w:pict></mc:Fallback>"
    empty = "<mc:Fallback><w:pict><v:line/></w:pict></mc:Fallback>"

    def drawn(*ways: str) -> str:
        return f"<w:p><w:r><mc:AlternateContent>{''.join(ways)}</mc:AlternateContent></w:r></w:p>"

    assert text(tmp_path, drawn(choice, older), drawn(choice), drawn(choice, empty)) == "older\n\nnewer\n\nnewer"


def test_that_a_file_in_the_strict_form_is_read_like_the_usual_one(tmp_path: Path) -> None:
    field = f"<w:p><w:fldSimple w:instr='SEQ x'>{run('7')}</w:fldSimple></w:p>"
    made = part("document", f"<w:body>{FORMULA}{field}</w:body>")
    for name in ("wordprocessingml", "officeDocument"):
        made = made.replace(f"schemas.openxmlformats.org/{name}/2006".encode(), f"purl.oclc.org/ooxml/{name}".encode())
    assert text(tmp_path, extra={"word/document.xml": made}) == "So E=mc2.\n\n7"


def test_that_the_text_may_lie_in_a_part_of_another_name(tmp_path: Path) -> None:
    field = f"<w:p><w:fldSimple w:instr='SEQ x'>{run('7')}</w:fldSimple></w:p>"
    relation = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r' Target="
        "'/word/document2.xml' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'/>"
        "</Relationships>"
    )
    extra = {"word/document2.xml": part("document", f"<w:body>{field}</w:body>"), "_rels/.rels": relation.encode()}
    assert text(tmp_path, extra=extra) == "7"


INNER = "<w:tbl>{}</w:tbl>".format(
    "".join(f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for a, b in (("a", "b"), ("c", "d")))
)


def test_that_a_table_within_a_table_becomes_lines_and_its_row_keeps_its_columns(tmp_path: Path) -> None:
    row = f"<w:tr><w:tc>{INNER}<w:p/></w:tc><w:tc>{paragraph('beside')}</w:tc></w:tr>"
    head = f"<w:tr><w:tc>{paragraph('one')}</w:tc><w:tc>{paragraph('two')}</w:tc></w:tr>"
    assert text(tmp_path, f"<w:tbl>{head}{row}</w:tbl>").split("\n") == [
        "| one | two |",
        "| --- | --- |",
        "| a · b c · d | beside |",
    ]


def test_that_a_mark_between_rows_does_not_keep_a_cell_from_reaching_over_them(tmp_path: Path) -> None:
    def row(first: str, merged: str, second: str) -> str:
        cell = f"<w:tc><w:tcPr><w:vMerge w:val='{merged}'/></w:tcPr>{paragraph(first)}</w:tc>"
        return f"<w:tr>{cell}<w:tc>{paragraph(second)}</w:tc></w:tr>"

    mark = "<w:bookmarkStart w:id='1' w:name='here'/><w:bookmarkEnd w:id='1'/>"
    made = html_of_word_file(
        word_file(tmp_path / "a.docx", f"<w:tbl>{row('tall', 'restart', 'b')}{mark}{row('', 'continue', 'd')}</w:tbl>"),
        PictureFolder(None),
    )
    assert 'rowspan="2"' in made.html


def test_that_a_line_above_notes_is_no_note(tmp_path: Path) -> None:
    notes = part("footnotes", f"<w:footnote w:id='0' w:type='separator'>{paragraph('line')}</w:footnote>")
    marked = f"<w:p>{run('x')}<w:r><w:footnoteReference w:id='0'/></w:r></w:p>"
    assert text(tmp_path, marked, extra={"word/footnotes.xml": notes}) == "x"


def test_that_words_of_a_table_within_a_table_come_along_wherever_they_stand_in_it(tmp_path: Path) -> None:
    wrapped = f"<w:sdt><w:sdtContent><w:tr><w:tc>{paragraph('wrapped')}</w:tc></w:tr></w:sdtContent></w:sdt>"
    loose = f"<w:tr>{paragraph('loose')}<w:tc>{paragraph('cell')}</w:tc></w:tr>"
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
    inner = f"<w:tbl><w:tblPr/>{wrapped}{loose}{gone}{paragraph('between')}</w:tbl>"
    made = text(tmp_path, f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    assert made.split("\n")[0] == "| wrapped loose · cell between |"
