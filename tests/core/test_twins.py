"""A draft and its readable twin find each other by name."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from editor.core.twins import draft_of, text_of


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("/a/Essay.md", "/a/Essay.palimpsest"),
        ("/a/notes.txt", "/a/notes.txt.palimpsest"),
        ("/a/notes.markdown", "/a/notes.markdown.palimpsest"),
        ("/a/v1.2.md", "/a/v1.2.palimpsest"),
        ("/a/plain", "/a/plain.palimpsest"),
    ],
)
def test_that_a_text_file_has_a_draft_of_its_own(text: str, draft: str) -> None:
    assert draft_of(PurePosixPath(text)) == PurePosixPath(draft)


@pytest.mark.parametrize("text", ["/a/Essay.md", "/a/notes.txt", "/a/notes.markdown", "/a/v1.2.md"])
def test_that_a_draft_finds_its_text_file_again(text: str) -> None:
    assert text_of(draft_of(PurePosixPath(text))) == PurePosixPath(text)


def test_that_a_draft_without_another_ending_has_a_markdown_twin() -> None:
    assert text_of(PurePosixPath("/a/plain.palimpsest")) == PurePosixPath("/a/plain.md")


def test_that_the_draft_of_a_draft_is_itself() -> None:
    assert draft_of(PurePosixPath("/a/Essay.palimpsest")) == PurePosixPath("/a/Essay.palimpsest")
