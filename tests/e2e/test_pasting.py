"""A real clipboard, held by another program, and real keys: what is pasted, asked and answered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from window_driver import Desktop, a_program, missing, until
from word_makers import NOTED, paragraph, word_file

from editor.core.origins import OriginKind
from editor.journal.places import Places
from editor.services.reading import read_state
from editor.store.keyframe import read_opening

HOLDER = Path(__file__).with_name("clipboard_holder.py")
FORMULA = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding='
    '"application/x-tex">P(h_i)</annotation></semantics></math></span><span class="katex-html">P(h<sub>i</sub>)</span>'
    "</span>"
)
HTML = f"<h2>Shared</h2><p>We find that {FORMULA} <b>matters</b> to everybody here.</p>"
PLAIN = "Shared\nWe find that P(h\ni\n) matters to everybody here."
MARKDOWN = "## Shared\n\nWe find that $P(h_i)$ **matters** to everybody here."

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@contextmanager
def held(desktop: Desktop, folder: Path, text: str, html: str = "", address: str = "") -> Iterator[None]:
    paths = []
    for name, content in (("clip.txt", text), ("clip.html", html)):
        (folder / name).write_text(content, "utf-8")
        paths.append(str(folder / name) if content else "")
    command = [sys.executable, str(HOLDER), *paths, address]
    with subprocess.Popen(command, env=desktop.environment, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "ready\n"
            yield
        finally:
            holder.kill()


def kinds_of(essay: Path, data: Path) -> list[tuple[str, OriginKind]]:
    """The runs of the draft as they lie on the disk, without blanks at their ends."""
    database = essay.with_suffix(".palimpsest")
    state = read_state(database, Places(data).draft(read_opening(database).draft_id).folder)
    found, position, text = [], 0, state.document.text()
    for run in state.document.runs():
        found.append((text[position : position + run.length].strip(), run.origin.kind))
        position += run.length
    return [one for one in found if one[0]]


def test_that_a_page_is_pasted_asked_about_answered_and_undone_and_all_of_it_is_in_the_log(
    desktop: Desktop, tmp_path: Path
) -> None:
    essay = tmp_path / "essay.md"
    essay.write_text("")
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.type("Mine. ")
        program.until_text("Mine. ")
        with held(desktop, tmp_path, PLAIN, HTML, "https://claude.ai/chat/1?secret"):
            program.key("ctrl+v")
            program.until_text(f"Mine. \n\n{MARKDOWN}")
            program.key("ctrl+shift+w")  # the question of its own accord goes after three seconds
            program.until_shown("taken for a model's. Whose?")
            program.key("alt+q")
            program.until_shown("Noted: a quotation.")
        program.key("ctrl+z", "ctrl+z")
        program.until_text("Mine. ")
        program.key("ctrl+shift+z")
        program.until_text(f"Mine. \n\n{MARKDOWN}")
        program.key("ctrl+s")
        until(lambda: essay.read_text() == f"Mine. \n\n{MARKDOWN}", "the saved text")
        assert program.close() == 0
    assert kinds_of(essay, tmp_path / "data") == [("Mine.", OriginKind.TYPED), (MARKDOWN, OriginKind.MODEL)]


def test_that_a_word_file_on_the_command_line_is_imported(desktop: Desktop, tmp_path: Path) -> None:
    path = word_file(tmp_path / "old.docx", paragraph("Old", "Heading1"), NOTED)
    with a_program(desktop, tmp_path, str(path)) as program:
        program.until_text("# Old\n\nNoted[^1] here.\n\n[^1]: The note.\n")
        assert program.title() == "old – Palimpsest"
        program.until_shown("old.docx was imported as old.md")
