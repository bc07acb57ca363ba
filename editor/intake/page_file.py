"""A page in a file, as text: which encoding it is in stands in the page itself, or not at all."""

from __future__ import annotations

from pathlib import Path

from bs4.dammit import UnicodeDammit

from editor.core.errors import IntakeError
from editor.intake.html_markdown import LONGEST_HTML


def html_of_page_file(path: Path) -> str:
    """Raises IntakeError where it is too large or no text at all; OSError."""
    if path.stat().st_size > 4 * LONGEST_HTML:
        raise IntakeError(f"{path.name} is too large to be read", "It was left as it is.")
    data = path.read_bytes()
    text = UnicodeDammit(data, is_html=True).unicode_markup if data else ""
    if text is None or "\0" in text:
        raise IntakeError(
            f"{path.name} is not a page this program can read", "It holds bytes that are no text. It was left as it is."
        )
    return text
