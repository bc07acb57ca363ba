"""A draft and its readable twin find each other by name."""

from __future__ import annotations

import pytest

from editor.core.twins import draft_name, text_name


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Essay.md", "Essay.palimpsest"),
        ("notes.txt", "notes.txt.palimpsest"),
        ("notes.markdown", "notes.markdown.palimpsest"),
        ("v1.2.md", "v1.2.palimpsest"),
        ("plain", "plain.palimpsest"),
    ],
)
def test_that_a_text_file_has_a_draft_of_its_own(text: str, draft: str) -> None:
    assert draft_name(text) == draft


@pytest.mark.parametrize("text", ["Essay.md", "notes.txt", "notes.markdown", "v1.2.md"])
def test_that_a_draft_finds_its_text_file_again(text: str) -> None:
    assert text_name(draft_name(text)) == text


def test_that_a_draft_without_another_ending_has_a_markdown_twin() -> None:
    assert text_name("plain.palimpsest") == "plain.md"


def test_that_the_draft_of_a_draft_is_itself() -> None:
    assert draft_name("Essay.palimpsest") == "Essay.palimpsest"
