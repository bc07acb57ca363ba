"""A file as the text of a reference: Markdown and plain text as they are, pages and Word files as Markdown."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from pathlib import Path

from editor.core.errors import IntakeError
from editor.core.references import LONGEST
from editor.core.text_format import assumed_words, decoded
from editor.core.twins import PAGES, WORD_FILE
from editor.intake.pictures import PictureFolder
from editor.intake.readers import html_of_page_file, html_of_word_file, markdown_of, repaired

PDF = ".pdf"
"""Is not read here but in a process of its own (`pdf_file`)."""
_PLAIN = (".md", ".markdown", ".txt", ".text")
ENDINGS = (*_PLAIN, *PAGES, WORD_FILE, PDF)


def text_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The text, and sentences about how it was read. Raises IntakeError, with a sentence, where it cannot be; OSError."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise IntakeError(f"{path.name} cannot be a reference", f"Known are {', '.join(ENDINGS)}.")
    read, said = reader(path)
    text, _ = repaired(read)
    return checked(text, path.name), tuple(filter(None, (said,)))


def checked(text: str, name: str) -> str:
    """Raises IntakeError where there is no text, or more than is kept."""
    if not text.strip():
        raise IntakeError(f"{name} holds no text", "Nothing was added.")
    if len(text) > LONGEST:
        raise IntakeError(
            f"{name} is too long to be a reference",
            f"It holds {len(text):,} characters, and {LONGEST:,} may be kept. Add the part that you need.",
        )
    return text.strip()


def _plain(path: Path) -> tuple[str, str]:
    if path.stat().st_size > 4 * LONGEST:
        raise IntakeError(
            f"{path.name} is too long to be a reference", "It was left as it is. Add the part that you need."
        )
    data = path.read_bytes()
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = _as_utf8(data)
    if b"\0" in data:
        raise IntakeError(f"{path.name} is not a text file", "It holds bytes that are no text. It was left as it is.")
    text, form = decoded(data)
    return text, assumed_words(form)


def _as_utf8(data: bytes) -> bytes:
    """UTF-16, where it is that throughout; else the same bytes."""
    try:
        return data.decode("utf-16").encode()
    except UnicodeDecodeError:
        return data


def _page(path: Path) -> tuple[str, str]:
    return markdown_of(html_of_page_file(path), PictureFolder(None).address_of).markdown, ""


def _word(path: Path) -> tuple[str, str]:
    pictures = PictureFolder(None)
    return markdown_of(html_of_word_file(path, pictures).html, pictures.address_of).markdown, ""


_READERS: dict[str, Callable[[Path], tuple[str, str]]] = {
    **dict.fromkeys(_PLAIN, _plain),
    **dict.fromkeys(PAGES, _page),
    WORD_FILE: _word,
}
