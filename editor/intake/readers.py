"""The one door to modules that load a library for pages, Word files or broken letters.

Loading all of them takes a third of a second, which a worker that opens a draft should not pay when it starts. So they
are named here and loaded when one of them is first needed: call these functions off the loop's thread, for they block
that long. What they do, and what they raise, is said where they are.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from editor.intake.pictures import PictureFolder
from editor.intake.results import Picture, Read, WordText

_PAGE, _PAGE_FILE, _WORD_FILE, _LETTERS = "html_markdown", "page_file", "word_file", "mojibake"


def load_all() -> None:
    """So that nobody waits for it later."""
    for module in (_PAGE, _PAGE_FILE, _WORD_FILE, _LETTERS):
        _loaded(module)


def markdown_of(html: str, picture: Picture | None = None) -> Read:
    read: Read = _loaded(_PAGE).markdown_of(html, picture)
    return read


def html_of_page_file(path: Path) -> str:
    html: str = _loaded(_PAGE_FILE).html_of_page_file(path)
    return html


def html_of_word_file(path: Path, pictures: PictureFolder) -> WordText:
    made: WordText = _loaded(_WORD_FILE).html_of_word_file(path, pictures)
    return made


def repaired(text: str) -> tuple[str, int]:
    text_and_lines: tuple[str, int] = _loaded(_LETTERS).repaired(text)
    return text_and_lines


def _loaded(module: str) -> ModuleType:
    return importlib.import_module(f"editor.intake.{module}")
