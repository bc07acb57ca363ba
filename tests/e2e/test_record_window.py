"""The record in a real window: the replay that is dragged and played, the report and the page that are written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from window_driver import Desktop, Program, a_program, missing, until

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@pytest.fixture
def program(desktop: Desktop, tmp_path: Path) -> Iterator[Program]:
    """The sample, which has days of work in it."""
    for name in ("essay.palimpsest", "essay.md"):
        shutil.copy(ROOT / "resources" / "sample" / name, tmp_path / name)
    with a_program(desktop, tmp_path, str(tmp_path / "essay.md")) as running:
        yield running


def caption(program: Program) -> str:
    return next((seen.name for seen in program.eyes.all() if " · change " in seen.name), "")


def moment(program: Program) -> str:
    page = program.eyes.one("text", "The draft at this moment")
    return program.eyes.text(page) if page else ""


def test_that_the_replay_shows_the_present_and_any_moment_before_it(program: Program, tmp_path: Path) -> None:
    program.choose("alt+t", "Replay…")
    until(lambda: " · change 1,027 of 1,027 · " in caption(program), lambda: caption(program) or "the film")
    present = (tmp_path / "essay.md").read_text()
    until(lambda: moment(program).rstrip("\n") == present.rstrip("\n"), "the present text")
    program.key("Home")
    until(lambda: " · change 0 of 1,027 · the text as the record began" in caption(program), "the beginning")
    assert moment(program).strip() == ""
    program.press("Play")
    until(lambda: len(moment(program)) > 20, "the film to play")
    program.press("Pause")
    program.key("Escape")
    until(lambda: program.eyes.one("text", "The draft at this moment") is None, "the replay to go")
    program.must_be_well()


def test_that_a_report_and_a_replay_are_written_from_the_window(program: Program, tmp_path: Path) -> None:
    report, film = tmp_path / "report.json", tmp_path / "film.html"
    program.choose("alt+f", "Process Report…")
    program.press("Sessions: when you worked", "check box")
    program.press("Choose a File…")
    program.answer_file_dialog(report, "Save")
    until(report.exists, "the report")
    content = json.loads(until(report.read_text, "the report to be whole"))
    assert "sessions" not in content["parts"]
    assert "call-texts" not in content["parts"]
    assert content["words"] == sum(content["by_origin"].values()) > 1_000
    program.choose("alt+t", "Replay…")
    until(lambda: caption(program), "the film")
    program.press("Export as a Page…")
    program.answer_file_dialog(film, "Save")
    until(film.exists, "the page")
    assert "default-src 'none'" in film.read_text()


def test_that_annotated_text_goes_out_and_comes_in_through_the_menu(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    program.choose("alt+f", "Export Annotated Markdown…")
    program.fill_in("Your name", "Jane")
    program.press("Choose a File…")
    program.answer_file_dialog(out, "Save")
    until(out.exists, "the annotated text")
    assert "\n@Jane: 0," in out.read_text()
    assert "\n&claude-opus-5-5 <anthropic>: " in out.read_text()
    out.write_text(out.read_text().replace("nine weeks", "ten weeks"))
    program.choose("alt+f", "Import Annotated Markdown…")
    program.answer_file_dialog(out, "Open")
    until(lambda: any(seen.name.startswith("But: The block was made for") for seen in program.eyes.all()), "the warning")
    program.press("Keep Annotations")
    until(lambda: "ten weeks" in program.shown(), "the text that came in")
    assert "SHA-256" not in program.shown()
    program.must_be_well()


def test_that_the_card_and_the_list_say_in_words_what_the_margin_paints(program: Program) -> None:
    def lines() -> list[str]:
        return [seen.name for seen in program.eyes.all() if seen.role == "list item"]

    until(lambda: any(line.startswith("Balanced editor, open") for line in lines()), "the remarks of this paragraph")
    program.key("ctrl+Home", "alt+Down", "ctrl+shift+i")
    until(lambda: any(line.startswith("Sent 2026-11-08 09:47 · claude-opus-5-5 · critique") for line in lines()), lines)
    assert "Paragraph 2." in lines()
    assert any(line.startswith("69 words: 69 typed here (100 %)") for line in lines())
    program.key("Escape")
    until(lambda: "Paragraph 2." not in lines(), "the card to go")
    until(program.focused, "the draft to have the keys again")
    x, y, width, height = program.eyes.box(
        until(lambda: program.eyes.one("check box", "Paragraphs"), "the list's switch")
    )
    program.desktop.click(x + width // 2, y + height // 2)
    until(
        lambda: any(
            line.startswith("Paragraph 8, 37 words, ") and "pasted or imported 100 %" in line for line in lines()
        ),
        lines,
    )
