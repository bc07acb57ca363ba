"""Word files: footnotes, tables and pictures come along; a file that is none gives a sentence and does no harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from word_makers import FORMULA, NOTED, PICTURE, PIXEL, TABLE, paragraph, word_file

from editor.core.errors import IntakeError
from editor.intake.html_markdown import markdown_of
from editor.intake.pictures import PictureFolder
from editor.intake.word_file import html_of_word_file


def test_that_headings_emphasis_notes_tables_and_pictures_come_along(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "essay.docx",
        paragraph("On time", "Heading1"),
        paragraph("bold", bold=True),
        NOTED,
        TABLE,
        PICTURE,
        paragraph("said", "Quote"),
    )
    pictures = PictureFolder(tmp_path / "essay.md")
    text = markdown_of(html_of_word_file(path, pictures).html, pictures.address_of).markdown
    (picture,) = (tmp_path / "essay images").iterdir()
    assert picture.read_bytes() == PIXEL
    assert text == (
        "# On time\n\n**bold**\n\nNoted[^1] here.\n\n| year | words |\n| --- | --- |\n| 2025 | 1,200 |\n\n"
        f"![a curve](essay%20images/{picture.name.replace(' ', '%20')})\n\n> said\n\n[^1]: The note."
    )


def test_that_the_letters_of_a_formula_stay_and_it_is_counted(tmp_path: Path) -> None:
    made = html_of_word_file(word_file(tmp_path / "a.docx", FORMULA), PictureFolder(None))
    assert markdown_of(made.html).markdown == "So E=mc2."
    assert made.losses.formulas == ["E=mc2"]


def test_that_the_letters_of_a_formula_in_a_note_stay_too(tmp_path: Path) -> None:
    noted = "x</w:t></w:r><m:oMath><m:r><m:t>a&lt;b</m:t></m:r></m:oMath><w:r><w:t>."
    made = html_of_word_file(word_file(tmp_path / "a.docx", FORMULA, NOTED, note=noted), PictureFolder(None))
    assert "[^1]: xa<b." in markdown_of(made.html).markdown.replace("\\", "")
    assert made.losses.formulas == ["E=mc2", "a<b"]


def test_that_without_a_place_for_pictures_they_are_left_out_and_counted(tmp_path: Path) -> None:
    pictures = PictureFolder(None)
    made = html_of_word_file(word_file(tmp_path / "a.docx", PICTURE), pictures)
    read = markdown_of(made.html, pictures.address_of)
    assert (read.markdown, read.pictures_left_out) == ("a curve", 1)


def not_a_zip(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old .doc file" * 50)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    data = word_file(path, paragraph("words " * 500)).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def another_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/epub+zip")


def bomb(path: Path) -> None:
    word_file(path, paragraph("x"), extra={"word/comments.xml": b" " * 100_000_000})


def bomb_of_pictures(path: Path) -> None:
    word_file(path, paragraph("x"), extra={f"word/media/{n}.png": bytes(70_000_000) for n in range(9)})


def broken_xml(path: Path) -> None:
    word_file(path, "<w:p><w:r>")


def many_laughs(path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    word_file(path, extra={"word/document.xml": f"<!DOCTYPE d [{entities}]><d>&a11;</d>".encode()})


def deep(path: Path) -> None:
    word_file(path, "<w:p>" + "<w:ins>" * 20_000 + "</w:ins>" * 20_000 + "</w:p>")


def damaged_part(path: Path) -> None:
    data = bytearray(word_file(path, paragraph("words of an essay " * 200)).read_bytes())
    place = data.index(b"word/document.xml") + 60
    data[place : place + 20] = bytes(20)
    path.write_bytes(data)


def without_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/styles.xml", "<x/>")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (not_a_zip, "is not a Word file"),
        (empty, "is not a Word file"),
        (cut_off, "is not a Word file"),
        (another_archive, "an archive of something else"),
        (bomb, "unpack to far more"),
        (bomb_of_pictures, "unpack to far more"),
        (broken_xml, "damaged"),
        (many_laughs, "damaged"),
        (deep, "damaged"),
        (damaged_part, "damaged"),
        (without_document, "damaged"),
    ],
)
def test_that_a_zip_bomb_and_what_is_no_zip_or_damaged_gives_a_sentence_and_stays_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "essay.docx"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(IntakeError, match=words) as refused:
        html_of_word_file(path, PictureFolder(tmp_path / "essay.md"))
    assert refused.value.title.startswith("essay.docx")
    assert refused.value.detail
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_file_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    path = word_file(tmp_path / "essay.docx", paragraph("x"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    data = packed.getvalue().replace((30_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(IntakeError, match="damaged"):
        html_of_word_file(path, PictureFolder(None))
