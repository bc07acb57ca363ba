"""Word files as HTML, which `html_markdown` then reads: mammoth knows their styles, notes, tables and pictures.

What it does not know is rewritten before (`word_rewriting`), so that no words are lost; what cannot come along is
gathered for the writer to be told. A `.docx` is a zip of XML from anywhere. Before any of it is unpacked, its table of
contents says how large it will be; a part never unpacks to more than it announced.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

import mammoth

from editor.core.errors import IntakeError
from editor.intake.pictures import PictureFolder
from editor.intake.results import WordText
from editor.intake.word_lists import with_starts
from editor.intake.word_losses import Losses
from editor.intake.word_package import ADDRESS, Package
from editor.intake.word_rewriting import note_ignored, rewritten

_LARGEST_FILE = 300_000_000
_LARGEST_TEXT = 60_000_000
"""Bytes of XML, unpacked. A novel of 200,000 words is about 15 million."""
_LARGEST_UNPACKED = 600_000_000
_MOST_PARTS = 20_000
_DOCUMENT = "word/document.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p > em:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
strike => del
""" + "\n".join(
    f"p:{kind}-list({level}) => {'ul|ol > li > ' * (level - 1)}{element} > li:fresh"
    for kind, element in (("ordered", "ol"), ("unordered", "ul"))
    for level in range(6, 10)
)
"""mammoth's own lists end at the fifth level."""

_BROKEN = (
    ExpatError, ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError,
    AttributeError, RecursionError, MemoryError, NotImplementedError,
)  # fmt: skip
"""What mammoth, which trusts its file, meets in one that is damaged or made up."""
_NOWHERE = "about:none"
_IN_THE_NET = re.compile(r"https?://", re.IGNORECASE)


def html_of_word_file(path: Path, pictures: PictureFolder) -> WordText:
    """Raises IntakeError, with a sentence for the writer, where the file is none or cannot be read; OSError."""
    data = _checked(path)
    failed: list[OSError] = []
    losses = Losses()

    def keep(image: Any) -> dict[str, str]:
        try:
            with image.open() as stream:
                content = stream.read()
        except KeyError:
            return {"src": _NOWHERE}  # the file has no such part
        if image.content_type == ADDRESS:
            return {"src": _kept_address(content.decode())}
        try:
            return {"src": pictures.write(content, image.content_type or "") or _NOWHERE}
        except OSError as error:
            failed.append(error)
            return {"src": ""}

    try:
        with Package(data) as package:
            data, in_doubt = rewritten(package, losses)
        made = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(keep),
            transform_document=mammoth.transforms.paragraph(_with_boxes_shown),
            ignore_empty_paragraphs=True,
        )
    except _BROKEN as error:
        raise _broken(path) from error
    if failed:
        raise failed[0]
    note_ignored([message.message for message in made.messages], in_doubt, losses)
    return WordText(with_starts(made.value), losses)


def _kept_address(address: str) -> str:
    """Of a linked picture: one in the net, or one beside the text. Nothing else of the machine is named in a text."""
    if _IN_THE_NET.match(address) or (":" not in address and address[:1] not in ("/", "\\")):
        return address
    return _NOWHERE


def _with_boxes_shown(paragraph: Any) -> Any:
    """A box to be ticked is one in a list only; elsewhere it is a sign among the words."""
    if paragraph.numbering is not None:
        return paragraph
    return mammoth.transforms.element_of_type(
        mammoth.documents.Checkbox, lambda box: mammoth.documents.text("☒" if box.checked else "☐")
    )(paragraph)


def _checked(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_FILE:
        raise IntakeError(f"{path.name} is too large to be read", "It was left as it is. Save it in parts and try again.")
    data = path.read_bytes()
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError(
            f"{path.name} is not a Word file",
            "It is not the archive that a .docx file is. It was left as it is; open it in the program it comes from, and "
            "save it as .docx again.",
        ) from error
    names = {part.filename for part in parts}
    text = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    if text > _LARGEST_TEXT or sum(part.file_size for part in parts) > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        raise IntakeError(
            f"{path.name} would unpack to far more than a text holds",
            "Such files are made to fill a machine's memory, so it was not unpacked. It was left as it is.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise IntakeError(f"{path.name} is locked with a password", "Save it without one and try again.")
    if _DOCUMENT not in names and not any(name.startswith("word/") for name in names):
        raise IntakeError(f"{path.name} is not a Word file", "It is an archive of something else. It was left as it is.")
    return data


def _broken(path: Path) -> IntakeError:
    return IntakeError(
        f"{path.name} is damaged and cannot be read",
        "It was left as it is. Open it in the program it comes from, and save it again.",
    )
