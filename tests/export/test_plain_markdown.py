"""The draft itself is one of its exports."""

from __future__ import annotations

from export_makers import CLAUDE, draft

from editor.export.plain_markdown import export_plain


def test_that_plain_markdown_is_the_draft_byte_for_byte() -> None:
    text = "---\r\na: b\r\n---\r\n\r\n# T\r\n\r\na\u2028b\t \r\n\r\n+++ x"
    exported = export_plain(draft(text))
    assert exported.text == text
    assert exported.title == "T"


def test_that_plain_markdown_says_what_a_model_wrote() -> None:
    exported = export_plain(draft("Mine.\n\n", ("Its words.\n", CLAUDE)))
    assert [(whose.model, whose.words) for whose in exported.contributions] == [("claude-opus-5-5", 2)]
