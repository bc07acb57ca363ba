"""A claim in a real window: marked by hand, verified, reopened by an edit, and kept over a kill."""

from __future__ import annotations

from pathlib import Path

import pytest
from window_driver import Program, a_desktop, a_program, missing, until

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]
TEXT = "# On writers\n\nForty percent of writers quit by May.\n"
VERIFIED = "Verified: a survey of our own"
AGAIN = "open again: changed since · marked"


def line(program: Program, words: str) -> str:
    """The row of the list of claims that begins with these words, as a screen reader hears it; empty for none."""
    rows = (seen.name for seen in program.eyes.all() if seen.role == "list item" and seen.name.startswith(words))
    return next(rows, "")


def press(program: Program, words: str) -> None:
    def button() -> object:
        return next((one for one in program.eyes.all() if one.role == "push button" and one.name.startswith(words)), None)

    program.eyes.press(until(button, f"the button {words!r}"))


def test_that_a_verified_claim_is_reopened_by_an_edit_and_both_outlive_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "essay.md").write_text(TEXT)
    with a_desktop(tmp_path) as desktop:
        with a_program(desktop, folder, str(folder / "essay.md")) as program:
            program.key("ctrl+Home", "Down", "Down", "Home", "shift+End")
            until(lambda: program.selected() == "Forty percent of writers quit by May.", "the selection")
            program.key("ctrl+shift+l")
            until(lambda: line(program, "Forty").endswith("open · marked"), "the claim on the desk")
            press(program, "Verified")
            program.until_shown("Say where you looked")
            program.type("a survey of our own")
            program.key("Return")
            program.until_shown(VERIFIED)
            until(lambda: b'"state":"verified"' in program.journals(), "the journal to hold it")
            program.kill_all()
        with a_program(desktop, folder, str(folder / "essay.md")) as program:
            program.key("ctrl+Home", "Down", "Down", "Home", "ctrl+5")
            until(lambda: line(program, "Forty").endswith("verified · marked"), "the claim to be verified still")
            program.key("Escape", "Home", "ctrl+Right")
            program.type("five ")
            until(
                lambda: line(program, "Forty five").endswith(AGAIN),
                "the claim to ask again",
            )
            until(lambda: b'"words":"Forty five percent' in program.journals(), "the journal to hold its words")
            program.kill_all()
        with a_program(desktop, folder, str(folder / "essay.md")) as program:
            program.key("ctrl+Home", "Down", "Down", "ctrl+5")
            until(
                lambda: line(program, "Forty five").endswith(AGAIN),
                "the claim to be known",
            )
            program.key("Escape", "ctrl+Home", "F7")
            until(lambda: program.selected().startswith("Forty five percent of writers"), "the claim to be gone to")
            program.until_shown("The sentence was changed since you verified it.")
            program.must_be_well()
