"""The verdict of the venue in a real window: retyped words of a model are found, shown and led to."""

from __future__ import annotations

from pathlib import Path

import pytest
from window_driver import a_desktop, a_program, missing, until

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]
RETYPED = "let a coin decide which paragraphs you plan for"
"""What a model said in a critique of the sample essay."""


def test_that_retyped_words_of_a_model_are_found_and_led_to_and_a_broken_rule_is_named(tmp_path: Path) -> None:
    own = tmp_path / "one" / "data" / "profiles"
    own.mkdir(parents=True)
    (own / "club.toml").write_text('id = "club"\n', encoding="utf-8")
    with a_desktop(tmp_path) as desktop, a_program(desktop, tmp_path / "one", "--sample") as program:
        program.key("ctrl+End")
        program.type(f" So I {RETYPED}, and counted again.")
        program.key("ctrl+shift+o", "ctrl+shift+r")
        program.until_shown(f"“{RETYPED}” was said by claude-opus-5-5, 4 November 2026, critique.")
        program.until_shown("as LessWrong shows them")
        program.until_shown("Model text without a word of yours.")
        shown = (one for one in program.eyes.all() if one.role == "push button" and RETYPED in one.name)
        program.eyes.press(until(lambda: next(shown, None), "the way to the words"))
        until(lambda: program.selected() == RETYPED, "the words to be marked")
        program.choose("alt+p", "I Wrote It Anew")
        program.until_shown("This paragraph has no mark of a model's text that could be taken away.")
        program.choose("alt+t", "Venue")
        program.until_shown("The profile “club” cannot be used. Line 1: minutes is missing here.")
        program.must_be_well()
