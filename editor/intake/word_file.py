"""Word files as HTML, which `html_markdown` then reads: mammoth knows their styles, notes, tables and pictures.

A `.docx` is a zip of XML from anywhere. Before any of it is unpacked, its table of contents says how large it will be; a
part never unpacks to more than it announced.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import unescape

import mammoth

from editor.core.errors import IntakeError
from editor.intake.pictures import PictureFolder

_LARGEST_FILE = 300_000_000
_LARGEST_TEXT = 60_000_000
"""Bytes of XML, unpacked. A novel of 200,000 words is about 15 million."""
_LARGEST_UNPACKED = 600_000_000
_MOST_PARTS = 20_000
_DOCUMENT = "word/document.xml"
_WITH_FORMULAS = (_DOCUMENT, "word/footnotes.xml", "word/endnotes.xml")
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
"""


_BROKEN = (
    ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, TypeError, AttributeError,
    RecursionError, MemoryError, NotImplementedError,
)  # fmt: skip
"""What mammoth, which trusts its file, meets in one that is damaged or made up."""
_PARAGRAPH_OF_FORMULAS = re.compile(rb"</?m:oMathPara>|<m:oMathParaPr>.*?</m:oMathParaPr>", re.DOTALL)
_FORMULA = re.compile(rb"<m:oMath>.*?</m:oMath>", re.DOTALL)
_FORMULA_TEXT = re.compile(rb"<m:t(?: [^>]*)?>([^<]*)</m:t>")


@dataclass(frozen=True, slots=True)
class WordText:
    html: str
    formulas: tuple[str, ...]
    """Of Word's own editor, in the order of its parts; of each only these letters are there, one after the other."""


def html_of_word_file(path: Path, pictures: PictureFolder) -> WordText:
    """Raises IntakeError, with a sentence for the writer, where the file is none or cannot be read; OSError."""
    data = _checked(path)
    failed: list[OSError] = []

    def keep(image: Any) -> dict[str, str]:
        try:
            with image.open() as stream:
                return {"src": pictures.write(stream.read(), image.content_type) or "about:none"}
        except OSError as error:
            failed.append(error)
            return {"src": ""}

    try:
        data, formulas = _with_plain_formulas(data)
        made = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(keep), ignore_empty_paragraphs=True
        )
    except _BROKEN as error:
        raise _broken(path) from error
    if failed:
        raise failed[0]
    return WordText(made.value, formulas)


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


def _with_plain_formulas(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The file with the letters of each formula in its place, since mammoth passes formulas over; and these letters."""
    found: list[str] = []

    def letters(formula: re.Match[bytes]) -> bytes:
        text = b"".join(_FORMULA_TEXT.findall(formula[0]))
        found.append(unescape(text.decode("utf-8", "replace")))
        return b'<w:r><w:t xml:space="preserve">' + text + b"</w:t></w:r>"

    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in _WITH_FORMULAS if name in packed.namelist()}
        plain = {
            name: _FORMULA.sub(letters, _PARAGRAPH_OF_FORMULAS.sub(b"", part))
            for name, part in parts.items()
            if b"<m:oMath" in part
        }
        if not plain:
            return data, ()
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as copy:
            for part in packed.infolist():
                copy.writestr(part.filename, plain.get(part.filename) or packed.read(part))
    return target.getvalue(), tuple(found)
