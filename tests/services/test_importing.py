from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from word_makers import FORMULA, PICTURE, item, numbering_part, paragraph, part, run, word_file

from editor.services.importing import imported


def long(number: int) -> str:
    return FORMULA.replace("E=m", f"x{number} + " + "a lot more of it " * 3)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            (FORMULA, FORMULA),
            "2 formulas were flattened: of fractions, roots and powers only the letters came along, as “E=mc2”, “E=mc2”. "
            "Set them anew between dollar signs; old.docx still has them.",
        ),
        (
            tuple(long(number) for number in range(5)),
            "5 formulas were flattened: of fractions, roots and powers only the letters came along, as "
            "“x0 + a lot more of it a lot m…”, “x1 + a lot more of it a lot m…”, “x2 + a lot more of it a lot m…” and 2 "
            "more. Set them anew between dollar signs; old.docx still has them.",
        ),
    ],
)
def test_that_flattened_formulas_are_counted_and_shown_with_what_to_do(
    tmp_path: Path, body: tuple[str, ...], sentence: str
) -> None:
    made = imported(word_file(tmp_path / "old.docx", *body))
    assert made.left_out == (sentence,)
    for shown in ("E=mc2",) if body[0] == FORMULA else ("x0 + a lot more of it",):
        assert shown in made.path.read_text()


def test_that_nothing_is_said_of_formulas_where_there_are_none(tmp_path: Path) -> None:
    made = imported(word_file(tmp_path / "old.docx", paragraph("x")))
    assert (made.said, made.left_out) == (("old.docx was imported as old.md; it was left as it is.",), ())


def test_that_hidden_words_are_said_to_be_left_out(tmp_path: Path) -> None:
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>never shown</w:t></w:r></w:p>"
    made = imported(word_file(tmp_path / "old.docx", paragraph("Shown."), hidden))
    assert made.left_out == ("1 passage that is hidden in Word was left out. old.docx still has it.",)


def commented(*comments: tuple[str, str]) -> dict[str, bytes]:
    written = (f"<w:comment w:author='{who}'>{words}</w:comment>" for who, words in comments)
    return {"word/comments.xml": part("comments", "".join(written))}


def in_margins(**parts: str) -> dict[str, bytes]:
    """Heads and feet of pages, and what leads to them from the text."""
    rows = "".join(
        f"<Relationship Id='{name}' Target='{name}.xml' "
        f"Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name[:6]}'/>"
        for name in parts
    )
    start = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    relations = {"word/_rels/document.xml.rels": f"{start}{rows}</Relationships>".encode()}
    return relations | {f"word/{name}.xml": part("hdr", content) for name, content in parts.items()}


def said_of(tmp_path: Path, *body: str, **more: Any) -> list[str]:
    made = imported(word_file(tmp_path / "old.docx", paragraph("x"), *body, **more))
    assert made.said == ("old.docx was imported as old.md; it was left as it is.",)
    return list(made.left_out)


def test_that_comments_are_said_to_be_left_out_with_who_wrote_them(tmp_path: Path) -> None:
    comments = commented(
        ("Ann", paragraph("Is that so?") + paragraph("I doubt it.")), ("", paragraph("No name")), ("Ben", "<w:p/>"),
        ("Cy", paragraph("long " * 30)), ("Di", paragraph("last")),
    )  # fmt: skip
    mark = "<w:p><w:commentRangeStart w:id='0'/><w:r><w:commentReference w:id='0'/></w:r></w:p>"
    assert said_of(tmp_path, mark, extra=comments) == [
        "4 comments were left out: “Ann: Is that so? I doubt it.”, “No name”, “Cy: long long long long long long long "
        "long long long long…” and 1 more. old.docx still has them."
    ]


def test_that_the_heads_and_feet_of_pages_are_said_to_be_left_out_unless_they_are_page_numbers(tmp_path: Path) -> None:
    number = f"<w:p>{run('Page ')}<w:r><w:instrText> PAGE </w:instrText></w:r>{run('3')}</w:p>"
    margins = in_margins(header1=paragraph("Old essay"), header2=paragraph("Old essay"), footer1=number)
    assert said_of(tmp_path, extra=margins) == [
        "What stands at the head or the foot of each page was left out: “Old essay”."
    ]


def test_that_numbers_that_headings_and_items_lose_are_said(tmp_path: Path) -> None:
    heading = (
        "<w:p><w:pPr><w:outlineLvl w:val='0'/><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr>{}</w:p>"
    )
    numbering = numbering_part(("decimal", "%1", 2), ("decimal", "%1.%2", 1), ("lowerLetter", "%3)", 1))
    body = (heading.format(0, run("one")), heading.format(1, run("two")), item("three", 2))
    assert said_of(tmp_path, *body, extra={"word/numbering.xml": numbering}) == [
        "2 headings lost the number that the Word file counts before them: “2”, “2.1”.",
        "1 item of a list has a plain number now, not a letter or a Roman number.",
    ]


def test_that_tables_in_tables_are_said(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc></w:tr></w:tbl>"
    assert said_of(tmp_path, f"<w:tbl><w:tr><w:tc>{inner}{inner}</w:tc></w:tr></w:tbl>") == [
        "2 tables within tables were written as lines, with dots between their cells."
    ]


def test_that_a_mark_without_its_note_and_unknown_signs_are_said(tmp_path: Path) -> None:
    own = "<w:sym w:font='House Icons' w:char='F041'/>" + "<w:sym w:font='Wingdings' w:char='FFFF'/>" * 2
    assert said_of(tmp_path, f"<w:p><w:r><w:footnoteReference w:id='99'/>{own}</w:r></w:p>") == [
        "1 mark of a note was left out: old.docx does not hold the note.",
        "3 signs of a font of signs could not be read. Look for them in old.docx.",
    ]


def test_that_what_is_not_read_though_it_holds_words_is_said(tmp_path: Path) -> None:
    chunks = "<w:altChunk r:id='rId7'/><w:altChunk r:id='rId8'/>"
    unread = "<x:tale xmlns:x='urn:x'>words</x:tale><x:seal xmlns:x='urn:x'/>"
    assert said_of(tmp_path, chunks, unread) == [
        "Not read, though words may stand in it: 2 inserted files, 1 “tale”. Look for it in old.docx."
    ]


def test_that_what_other_programs_keep_beside_the_picture_of_their_work_is_not_said(tmp_path: Path) -> None:
    kept = "<o:OLEObject Type='Embed'><o:FieldCodes>\\s</o:FieldCodes></o:OLEObject>"
    assert said_of(tmp_path, f"<w:p><w:r><w:object>{kept}</w:object></w:r></w:p>") == []


def test_that_a_picture_that_is_missing_is_said(tmp_path: Path) -> None:
    said = said_of(tmp_path, PICTURE, without=("word/media/image1.png",))
    assert said == ["1 picture could not be taken along."]
