"""Words that Word hides do not come in as ordinary ones, and the writer is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_makers import PICTURE, paragraph, part, run, word_file

from editor.intake.html_markdown import markdown_of
from editor.intake.pictures import PictureFolder
from editor.intake.word_file import html_of_word_file
from editor.intake.word_losses import HIDDEN

VANISH = "<w:rPr><w:vanish/></w:rPr>"


def hidden(text: str, properties: str = "<w:vanish/>") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def style(name: str, kind: str, said: str, based: str = "") -> str:
    return (
        f"<w:style w:type='{kind}' w:styleId='{name}'><w:name w:val='{name}'/><w:basedOn w:val='{based}'/>"
        f"<w:rPr>{said}</w:rPr></w:style>"
    )


STYLES = part(
    "styles",
    style("Secret", "character", "<w:vanish/>")
    + style("Deeper", "character", "<w:b/>", "Secret")
    + style("Open", "character", "<w:vanish w:val='0'/>", "Secret")
    + style("Note", "paragraph", "<w:vanish/>"),
)


def read(tmp_path: Path, *body: str) -> tuple[str, int]:
    file = word_file(tmp_path / "a.docx", *body, extra={"word/styles.xml": STYLES})
    pictures = PictureFolder(None)
    made = html_of_word_file(file, pictures)
    return markdown_of(made.html, pictures.address_of).markdown, made.losses.elements[HIDDEN]


@pytest.mark.parametrize(
    ("written", "shown", "count"),
    [
        (hidden("gone"), "before after", 1),
        (hidden("go") + hidden(" ") + hidden("ne"), "before after", 1),
        (hidden("one") + run("kept ") + hidden("two"), "before kept after", 2),
        (hidden("kept ", "<w:vanish w:val='0'/>"), "before kept after", 0),
        (hidden("kept ", "<w:webHidden/>"), "before kept after", 0),
        (hidden("gone", "<w:rStyle w:val='Secret'/>"), "before after", 1),
        (hidden("gone", "<w:rStyle w:val='Deeper'/>"), "before after", 1),
        (hidden("kept ", "<w:rStyle w:val='Open'/>"), "before kept after", 0),
        (hidden("kept ", "<w:rStyle w:val='Secret'/><w:vanish w:val='false'/>"), "before kept after", 0),
        (f"<w:r>{VANISH}<w:br/><w:tab/></w:r>", "before after", 0),
        (f"<w:hyperlink w:anchor='x'>{hidden('gone')}</w:hyperlink>", "before after", 1),
        (f"<w:r>{VANISH}<w:fldChar w:fldCharType='begin'/></w:r><w:r>{VANISH}<w:instrText> XE \"x\" </w:instrText></w:r>"
         f"<w:r>{VANISH}<w:fldChar w:fldCharType='end'/></w:r>", "before after", 0),
        (f"<w:r>{VANISH}<w:footnoteReference w:id='2'/></w:r>", "before after", 1),
    ],
)  # fmt: skip
def test_that_hidden_words_stay_out_and_are_counted(tmp_path: Path, written: str, shown: str, count: int) -> None:
    assert read(tmp_path, f"<w:p>{run('before ')}{written}{run('after')}</w:p>") == (shown, count)


def test_that_two_styles_that_hide_show_again(tmp_path: Path) -> None:
    both = hidden("kept", "<w:rStyle w:val='Secret'/>")
    hiding = "<w:pPr><w:pStyle w:val='Note'/></w:pPr>"
    assert read(tmp_path, paragraph("x"), f"<w:p>{hiding}{run('gone ')}{both}</w:p>") == ("x\n\nkept", 1)


def test_that_of_a_hidden_paragraph_nothing_is_left_and_its_hidden_end_hides_nothing(tmp_path: Path) -> None:
    end = f"<w:pPr>{VANISH}</w:pPr>"
    made = read(tmp_path, paragraph("x"), f"<w:p>{end}{hidden('gone')}</w:p>", f"<w:p>{end}{run('kept')}</w:p>")
    assert made == ("x\n\nkept", 1)


def test_that_a_box_in_a_hiding_paragraph_holds_paragraphs_of_its_own(tmp_path: Path) -> None:
    box = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{paragraph('boxed')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    shown = f"<w:r><w:rPr><w:vanish w:val='0'/></w:rPr>{box}</w:r>"
    made = read(tmp_path, f"<w:p><w:pPr><w:pStyle w:val='Note'/></w:pPr>{shown}{run('gone')}</w:p>")
    assert made == ("boxed", 1)


def test_that_a_hidden_picture_is_counted(tmp_path: Path) -> None:
    assert read(tmp_path, paragraph("x"), PICTURE.replace("<w:r>", f"<w:r>{VANISH}")) == ("x", 1)
