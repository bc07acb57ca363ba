"""PDFs: their words come; one that is locked, scanned, broken or made to do harm gives a sentence and does none."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_makers import pdf_file, stream, words, written

from editor.core.errors import IntakeError
from editor.intake.pdf_file import text_of_pdf as in_this_process
from editor.services.pdf_reading import text_of_pdf

FIRST = words("Swans are white, as far", "as anybody had seen.")
BOMB = zlib.compress(b"0 " * 400_000_000, 1)


def read(path: Path, longest_s: float = 60.0) -> tuple[str, tuple[str, ...]]:
    """By a process of its own, as the worker does it."""
    return asyncio.run(text_of_pdf(path, longest_s))


def test_that_the_words_of_all_pages_come_with_a_blank_line_between_pages(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", FIRST, words("Then came Australia."))
    assert read(path) == ("Swans are white, as far\nas anybody had seen.\n\nThen came Australia.", ())


def test_that_pages_without_text_are_counted_and_said(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", FIRST, b"0 0 10 10 re f", words("7"))
    text, said = read(path)
    assert text.startswith("Swans")
    assert said == ("2 pages of 3 hold no text.",)


def test_that_a_scan_is_told_from_a_text(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"scan.pdf holds no text, only pictures of pages. .*OCR"):
        read(pdf_file(tmp_path / "scan.pdf", b"0 0 595 842 re f", b"0 0 595 842 re f"))


def test_that_an_endless_book_is_read_up_to_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.intake.pdf_file.MOST_PAGES", 2)
    made = in_this_process(pdf_file(tmp_path / "a.pdf", FIRST, FIRST, FIRST))
    assert (made.pages, made.left_out, made.text.count("Swans")) == (3, 1, 2)


def test_that_more_letters_than_are_kept_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.intake.pdf_file.LONGEST", 60)
    made = in_this_process(pdf_file(tmp_path / "a.pdf", FIRST, FIRST))
    assert (made.left_out, made.text.count("Swans")) == (1, 1)


def no_pdf(path: Path) -> None:
    path.write_bytes(b"GIF89a" * 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    pdf_file(path, FIRST)
    path.write_bytes(path.read_bytes()[:200])


def pages_in_a_ring(path: Path) -> None:
    written(path, [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"])


def form_in_itself(path: Path) -> None:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /XObject << /X 4 0 R >> >> /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    written(path, [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, stream(b"/X Do", form)])


def nested(path: Path) -> None:
    written(path, [b"<< /Type /Catalog /Pages " + b"[" * 20_000 + b"]" * 20_000 + b" >>"])


def locked(path: Path) -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") /P -4 >>"
    pdf_file(path, FIRST, extra=lock + b" /ID [(a) (a)]")


def bomb(path: Path) -> None:
    """800 MB of numbers in 4 MB of file."""
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    packed = stream(BOMB, "/Filter /FlateDecode")
    written(path, [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, packed])


HOSTILE = [no_pdf, empty, cut_off, pages_in_a_ring, form_in_itself, nested, locked, bomb]


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_that_a_hostile_file_gives_a_sentence_and_is_left_as_it_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "hostile.pdf"
    make(path)
    before = path.read_bytes()
    with pytest.raises(IntakeError) as failed:
        read(path)
    assert failed.value.title.startswith("hostile.pdf ")
    assert failed.value.detail.endswith(".")
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_that_one_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "slow.pdf", FIRST)
    with pytest.raises(IntakeError, match=r"slow.pdf takes too long to be read. Reading it was stopped after 0 seconds"):
        read(path, 0.0)


def test_that_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"gone.pdf cannot be read"):
        read(tmp_path / "gone.pdf")
