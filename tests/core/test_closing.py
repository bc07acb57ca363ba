"""Words that break off within a block take in nothing of what stands behind them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.core.closing import closed
from editor.core.origins import TOOL, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment

SPLITTER = MarkdownSplitter()
MODEL = Origin(OriginKind.MODEL, "m", "anthropic", "relay", "c1")
CLOSING = ("```", "~~~~", "$$", "+++", "++++", "%%% /llm-output", "-->", "</pre>", "]]>", "a")
LINES = (
    "```", "````", "~~~", "$$", "$$ a $$", "+++ T", "+++", "++++ T", "++++", "%%% llm-output m", "%%% /llm-output",
    "<!-- a", "-->", "<pre>", "</pre>", "<? a", "<![CDATA[ a", "<div>", "a", "", "- ", "- $$", "1. ```", "> $$",
    "[^1]: $$", "  a", "    a", "# a", "\r$$",
)  # fmt: skip


def words(text: str) -> Fragment:
    return Fragment.of(text, MODEL)


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("Before\n\n```\ncode that never closes", "\n```"),
        ("Before\n\n~~~~ python\n```\ncode", "\n~~~~"),
        ("Before\n\n<!-- never", "\n-->"),
        ("<pre>\nnever", "\n</pre>"),
        ("So it is:\n\n$$\na = b", "\n$$"),
        ("1. $$\n   a = b", "\n$$"),
        ("+++ More\nof this", "\n+++"),
        ("++++ More\n\n+++ inside\nthis\n+++", "\n++++"),
        ("%%% llm-output m\nsaid", "\n%%% /llm-output"),
        ("Before\n\n```\ncode\n```\n\nand $$ behind <!-- it", ""),
        ("- one\n  ```\n  code", ""),
    ],
)
def test_that_a_block_that_words_leave_open_is_closed_and_others_are_left_as_they_are(text: str, closing: str) -> None:
    assert closed(words(text), SPLITTER) == words(text) + Fragment.of(closing, TOOL)


def test_that_what_is_too_much_to_try_is_made_plain() -> None:
    lines = [f"{'+' * number} a" for number in range(20, 2, -1)]
    made = closed(words("\n".join(lines)), SPLITTER)
    assert made.text == "\n".join(f"\\{line}" for line in lines)
    assert [run.length for run in made.runs if run.origin == TOOL] == [1] * len(lines)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=8), st.sampled_from(CLOSING))
@example(["1. ", "$$"], "$$")
@example(["++++"], "+++")
def test_that_a_paragraph_behind_is_one_of_its_own_whatever_may_close_something_further_down(
    lines: list[str], closing: str
) -> None:
    text = closed(words("\n".join(("a", *lines, "a"))), SPLITTER).text
    whole = f"{text}\n\nMine.\n\n{closing}\n"
    assert any(block.start == len(text) + 2 for block in SPLITTER.split(whole, at_top=False).blocks)
