"""Pictures of a Word file that are elsewhere, or nowhere, or in a drawing of several, and the words beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_makers import PICTURE, PIXEL, paragraph, part, run, word_file

from editor.intake.html_markdown import markdown_of
from editor.intake.pictures import PictureFolder
from editor.intake.results import Read
from editor.intake.word_file import html_of_word_file

LINKED = PICTURE.replace('r:embed="rId2"', 'r:link="rId9"')


def leading(name: str, kind: str, target: str) -> bytes:
    return (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='{name}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' "
        f"Target='{target}'/></Relationships>"
    ).encode()


def read(path: Path) -> Read:
    pictures = PictureFolder(path.with_suffix(".md"))
    return markdown_of(html_of_word_file(path, pictures).html, pictures.address_of)


def kept(path: Path) -> list[bytes]:
    folder = path.with_name(f"{path.stem} images")
    return [one.read_bytes() for one in folder.iterdir()] if folder.exists() else []


@pytest.mark.parametrize("address", ["https://example.org/a.png", "pictures/a.png"])
def test_that_a_linked_picture_keeps_its_address(tmp_path: Path, address: str) -> None:
    made = read(word_file(tmp_path / "a.docx", paragraph("x"), LINKED, links=(("rId9", "image", address),)))
    assert (made.markdown, made.pictures_left_out) == (f"x\n\n![a curve]({address})", 0)


@pytest.mark.parametrize(
    "address", ["file:///C:/a.png", "C:\\a.png", "\\\\host\\share\\a.png", "/etc/hostname", "javascript:alert(1)"]
)
def test_that_of_a_picture_on_some_disk_the_words_stay_and_it_is_counted(tmp_path: Path, address: str) -> None:
    made = read(word_file(tmp_path / "a.docx", paragraph("x"), LINKED, links=(("rId9", "image", address),)))
    assert (made.markdown, made.pictures_left_out) == ("x\n\na curve", 1)


def test_that_a_picture_beside_the_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PIXEL)
    path = word_file(tmp_path / "a.docx", LINKED, links=(("rId9", "image", "secret.png"),))
    assert "secret.png" in read(path).markdown
    assert kept(path) == []


OLDER = '<w:p><w:r><w:pict><v:shape alt="an older curve"><v:imagedata {}/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (PICTURE, "a curve"),
        (PICTURE.replace("rId2", "gone"), "a curve"),
        (PICTURE.replace('r:embed="rId2"', ""), "a curve"),
        (LINKED, "a curve"),
        (OLDER.format("r:id='rId2'"), "an older curve"),
        (OLDER.format("r:id='gone'"), "an older curve"),
        (OLDER.format(""), "an older curve"),
    ],
)
def test_that_a_picture_that_is_nowhere_leaves_its_words_and_is_counted(tmp_path: Path, body: str, words: str) -> None:
    path = word_file(tmp_path / "a.docx", paragraph("x"), body, paragraph("y"), without=("word/media/image1.png",))
    made = read(path)
    assert (made.markdown, made.pictures_left_out) == (f"x\n\n{words}\n\ny", 1)


def test_that_a_damaged_picture_leaves_its_words_and_is_counted(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", paragraph("x"), PICTURE)
    data = bytearray(path.read_bytes())
    place = data.index(b"word/media/image1.png") + len("word/media/image1.png")
    data[place : place + 20] = bytes(20)
    path.write_bytes(data)
    made = read(path)
    assert (made.markdown, made.pictures_left_out) == ("x\n\na curve", 1)


@pytest.mark.parametrize(
    ("target", "name"), [("../media/one.png", "media/one.png"), ("media/one%20two.png", "word/media/one two.png")]
)
def test_that_a_picture_may_lie_anywhere_in_the_file(tmp_path: Path, target: str, name: str) -> None:
    extra = {name: PIXEL, "word/_rels/document.xml.rels": leading("rId2", "image", target)}
    path = word_file(tmp_path / "a.docx", PICTURE, extra=extra)
    assert read(path).pictures_left_out == 0
    assert kept(path) == [PIXEL]


SOLE = '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p" descr="{}"/></pic:nvPicPr><pic:blipFill>' \
       '<a:blip r:embed="rId2"/></pic:blipFill></pic:pic>'  # fmt: skip
BOX = "<wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>"


def drawn(content: str, kind: str = "wordprocessingGroup", alt: str = "the whole") -> str:
    return (
        f"<w:p>{run('x')}<w:r><w:drawing><wp:inline><wp:docPr id='1' name='g' descr='{alt}'/><a:graphic><a:graphicData "
        f"uri='http://schemas.microsoft.com/office/word/2010/{kind}'>{content}</a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p>"
    )


def test_that_the_pictures_and_boxes_of_a_group_come_along_in_their_order(tmp_path: Path) -> None:
    boxed = BOX.format(paragraph("in a box"))
    group = f"<wpg:wgp>{SOLE.format('left')}<wpg:grpSp>{SOLE.format('')}</wpg:grpSp>{boxed}</wpg:wgp>"
    path = word_file(tmp_path / "a.docx", drawn(group))
    made = read(path)
    assert [line.partition("](")[0] for line in made.markdown.replace(")![", ")\n![").split("\n")] == [
        "x![left", "![the whole", "", "in a box",
    ]  # fmt: skip
    assert kept(path) == [PIXEL]


def test_that_a_box_in_a_box_and_words_that_are_drawn_come_along(tmp_path: Path) -> None:
    inner = drawn(BOX.format(paragraph("inner")), "wordprocessingShape")
    art = "<w:p><w:r><w:pict><v:shape><v:textpath string='In an arch'/></v:shape></w:pict></w:r></w:p>"
    canvas = drawn("<a:p><a:r><a:t>on a </a:t></a:r><a:r><a:t>canvas</a:t></a:r></a:p>")
    made = read(word_file(tmp_path / "a.docx", drawn(BOX.format(paragraph("outer") + inner)), art, canvas)).markdown
    for words in ("outer", "inner", "In an arch", "on a canvas"):
        assert made.count(words) == 1


def test_that_the_words_of_a_diagram_come_along_from_their_part(tmp_path: Path) -> None:
    data = part(
        "data",
        "<dgm:pt><a:p><a:r><a:t>First</a:t></a:r><a:br/><a:r><a:t>step</a:t></a:r></a:p></dgm:pt><dgm:pt><a:p/></dgm:pt>",
    )
    extra = {
        "word/diagrams/data1.xml": data,
        "word/_rels/document.xml.rels": leading("rId8", "diagramData", "diagrams/data1.xml"),
    }
    made = read(word_file(tmp_path / "a.docx", drawn("<dgm:relIds r:dm='rId8'/>", "diagram"), extra=extra))
    assert (made.markdown, made.pictures_left_out) == ("x\n\nFirst step", 0)


def test_that_a_chart_leaves_its_words_and_is_counted_and_a_mere_line_is_not(tmp_path: Path) -> None:
    made = read(word_file(tmp_path / "a.docx", drawn("<chart/>", "chart", "words by year")))
    assert (made.markdown, made.pictures_left_out) == ("xwords by year", 1)
    made = read(word_file(tmp_path / "b.docx", drawn("<wps:wsp/>", "wordprocessingShape", "")))
    assert (made.markdown, made.pictures_left_out) == ("x", 0)


def test_that_a_picture_of_unknown_type_is_counted(tmp_path: Path) -> None:
    extra = {"word/media/one.bin": b"?", "word/_rels/document.xml.rels": leading("rId2", "image", "media/one.bin")}
    made = read(word_file(tmp_path / "a.docx", paragraph("x"), PICTURE, extra=extra))
    assert (made.markdown, made.pictures_left_out) == ("x\n\na curve", 1)
