"""The text of a PDF, read by pypdf in a process of its own (`main`).

A PDF is a program for a page, from anywhere. A few bytes of it can ask for hours and for all memory, within one page
too, where nobody can look at a clock. So whoever wants the text starts a process, ends it when its time is up, and the
process gives itself a limit of memory. It reads text only: no picture is unpacked, no script, link or form is looked at.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from editor.core.errors import IntakeError, PalimpsestError
from editor.core.references import LONGEST

MOST_PAGES = 3_000
_LARGEST_FILE = 200_000_000
_MOST_MEMORY = 2_000_000_000
"""Bytes of address space of the process."""
_LEAST_LETTERS = 8
"""Letters of a page, below which it counts as a picture: a number at its foot is no text."""
_BROKEN = (
    PyPdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError,
    RecursionError, NotImplementedError, StopIteration,
)  # fmt: skip
"""What pypdf meets in a file that is damaged or made up."""


@dataclass(frozen=True, slots=True)
class PdfText:
    text: str
    """Pages, with a blank line between two."""
    pages: int
    empty: int
    """Pages without text, such as pictures of pages."""
    left_out: int
    """Pages at the end that were not read, because there are too many or too much stands on those before."""


def text_of_pdf(path: Path) -> PdfText:
    """Raises IntakeError, with a sentence for the writer, where there is no text to be had; MemoryError."""
    if path.stat().st_size > _LARGEST_FILE:
        raise IntakeError(f"{path.name} is too large to be read", "It was left as it is.")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(path)
        count = len(reader.pages)
        pages = list(_texts(reader, min(count, MOST_PAGES)))
    except DependencyError as error:  # a way of locking that pypdf knows only with another library
        raise _locked(path) from error
    except LimitReachedError as error:
        raise IntakeError(
            f"{path.name} would unpack to far more than a text holds",
            "Such files are made to fill a machine's memory, so it was not unpacked. It was left as it is.",
        ) from error
    except _BROKEN as error:
        raise IntakeError(
            f"{path.name} is damaged and cannot be read",
            "It was left as it is. Open it in another program, and print or save it as PDF again.",
        ) from error
    texts = [page for page in pages if _letters(page) >= _LEAST_LETTERS]
    if not texts:
        raise IntakeError(
            f"{path.name} holds no text, only pictures of pages",
            "It was left as it is. A program for text recognition (OCR) can make a PDF with text of it.",
        )
    return PdfText("\n\n".join(texts), count, len(pages) - len(texts), count - len(pages))


def _texts(reader: PdfReader, count: int) -> Iterator[str]:
    """Page after page, until there is more than is ever kept."""
    length = 0
    for number in range(count):
        text = _plain(reader.pages[number].extract_text())
        length += len(text)
        if length > LONGEST and number:
            return
        yield text[:LONGEST]


def _plain(text: str) -> str:
    """Without what is no text: signs that control a printer, and halves of letters."""
    kept = "".join(char for char in text if char >= " " or char in "\n\t")
    return kept.encode("utf-8", "replace").decode("utf-8").strip()


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _locked(path: Path) -> IntakeError:
    return IntakeError(f"{path.name} is locked", "Save it without a password where you can read it, and try again.")


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def main(arguments: list[str]) -> int:
    """`arguments`: the file. Says one line of JSON: what `PdfText` holds, or the sentence that says why not."""
    send = os.dup(1)
    os.dup2(2, 1)  # whatever the library prints is no answer
    logging.disable()
    _limit_memory()
    path = Path(arguments[0])
    try:
        read = text_of_pdf(path)
        answer: dict[str, Any] = {
            "text": read.text, "pages": read.pages, "empty": read.empty, "left_out": read.left_out
        }  # fmt: skip
    except PalimpsestError as error:
        answer = {"title": error.title, "detail": error.detail}
    except MemoryError:
        answer = {
            "title": f"{path.name} wants more memory than a text needs",
            "detail": "Reading it was stopped. It was left as it is.",
        }
    except OSError as error:
        answer = {"title": f"{path.name} cannot be read", "detail": f"{error.strerror or error}."}
    with os.fdopen(send, "wb") as pipe:
        pipe.write(json.dumps(answer).encode("ascii"))
    return 0
