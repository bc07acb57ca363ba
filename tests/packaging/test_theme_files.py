"""The colours are data, so what is promised of them is measured: contrast as WCAG 2 defines it."""

from __future__ import annotations

import re
import tomllib

import pytest

from editor.resources import resource

THEMES = ("light", "dark", "high-contrast")

READ_AS_TEXT = (
    ("ink", "paper"),
    ("heading", "paper"),
    ("quote", "paper"),
    ("link", "paper"),
    ("code", "code_paper"),
    ("muted", "paper"),
    ("muted", "panel"),
    ("ink", "current_paragraph"),
    ("selection_ink", "selection"),
    ("ink", "find"),
    ("find_current_ink", "find_current"),
    ("ink", "added"),
    ("ink", "removed"),
    ("window_ink", "window"),
    ("window_ink", "panel"),
    ("window_ink", "card"),
    ("window_ink", "field"),
    ("window_ink", "button"),
    ("window_ink", "hover"),
    ("accent_ink", "accent"),
    ("tooltip_ink", "tooltip"),
)
SIGNS = ("yours", "model", "pasted", "enough", "attention", "blocked", "remark", "spelling", "focus")


def theme(name: str) -> dict[str, object]:
    return tomllib.loads(resource("themes", f"{name}.toml").read_text("utf-8"))


def colours(name: str) -> dict[str, str]:
    table = theme(name)["colors"]
    assert isinstance(table, dict)
    return table


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_that_every_theme_names_the_same_colours_as_six_digits(name: str) -> None:
    assert colours(name).keys() == colours("light").keys()
    assert [value for value in colours(name).values() if not re.fullmatch("#[0-9a-f]{6}", value)] == []


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("front", "back"), READ_AS_TEXT)
def test_that_what_is_read_has_a_contrast_of_at_least_4_5(name: str, front: str, back: str) -> None:
    table = colours(name)
    assert contrast(table[front], table[back]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("back", ["paper", "current_paragraph", "panel", "card"])
def test_that_a_sign_stands_out_from_whatever_it_lies_on(name: str, sign: str, back: str) -> None:
    table = colours(name)
    assert contrast(table[sign], table[back]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_that_the_markdown_signs_step_back_and_stay_visible(name: str) -> None:
    table = colours(name)
    assert 3.0 <= contrast(table["marks"], table["paper"]) < contrast(table["ink"], table["paper"])


def test_that_the_dark_themes_say_that_they_are_dark() -> None:
    said = {name: theme(name)["dark"] for name in THEMES}
    seen = {name: luminance(colours(name)["paper"]) < 0.5 for name in THEMES}
    assert said == seen


def test_that_high_contrast_draws_wider_hatching_and_thicker_outlines() -> None:
    assert theme("light")["strokes"] == theme("dark")["strokes"] == {"hatch_px": 4, "outline_px": 1}
    assert theme("high-contrast")["strokes"] == {"hatch_px": 8, "outline_px": 2}
