"""The sample shows every block of Markdown that the program knows, and its sums add up."""

from __future__ import annotations

import re

from editor.core.marks import BlockKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.words import prose_count
from editor.resources import resource

ESSAY = resource("sample", "essay.md").read_text("utf-8")


def paragraphs(kind: BlockKind) -> list[str]:
    blocks = MarkdownSplitter().split(ESSAY).blocks
    ends = [block.start for block in blocks[1:]] + [len(ESSAY)]
    return [ESSAY[block.start : end] for block, end in zip(blocks, ends, strict=True) if block.kind is kind]


def test_that_the_sample_has_every_block_that_an_essay_may_have() -> None:
    kinds = {block.kind for block in MarkdownSplitter().split(ESSAY).blocks}
    assert kinds == {
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.LIST,
        BlockKind.QUOTE,
        BlockKind.FENCE,
        BlockKind.TABLE,
        BlockKind.MATH,
        BlockKind.FOOTNOTE,
    }


def test_that_the_sample_has_inline_math_and_a_fence_with_a_blank_line_inside() -> None:
    assert any(re.search(r"\$[^$\n]+\$", text) for text in paragraphs(BlockKind.PARAGRAPH))
    assert "\n\n    END" in paragraphs(BlockKind.FENCE)[0]


def test_that_the_sample_is_about_fifteen_hundred_words_long() -> None:
    assert 1400 <= prose_count(ESSAY).prose <= 1650


def test_that_every_note_of_the_sample_is_called_and_written_once() -> None:
    written = re.findall(r"^\[\^(\w+)\]:", ESSAY, re.MULTILINE)
    called = re.findall(r"\[\^(\w+)\](?!:)", ESSAY)
    assert written == called
    assert len(set(written)) == len(written) == 3


def test_that_the_sample_links_to_example_pages_and_to_an_image_beside_it() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", ESSAY)
    images = [target for target in targets if "://" not in target]
    assert [target for target in targets if "://" in target and not target.startswith("https://example.org/")] == []
    assert images == ["minutes.svg"]
    assert resource("sample", images[0]).is_file()


def test_that_the_table_of_the_sample_adds_up_to_what_the_text_says() -> None:
    rows = [line.strip("| ").split(" | ") for line in paragraphs(BlockKind.TABLE)[0].strip().split("\n")[2:]]
    numbers = [[float(cell.replace(",", "")) for cell in row[1:]] for row in rows]
    assert "87 paragraphs and 1,745 minutes" in ESSAY
    assert (sum(row[0] for row in numbers), sum(row[2] for row in numbers)) == (87, 1745)
    assert [round(minutes / words, 2) for _, words, minutes, _, _ in numbers] == [row[3] for row in numbers]
    price = [round(minutes / words * count / kept, 2) for count, words, minutes, _, kept in numbers[:2]]
    assert "0.51 minutes with a plan and 0.18 without" in ESSAY
    assert price == [0.51, 0.18]


def test_that_the_bars_of_the_image_are_the_paragraphs_and_minutes_of_the_text() -> None:
    drawing = resource("sample", "minutes.svg").read_text("utf-8")
    bars = [int(height) / 2 for height in re.findall(r"v-(\d+)h4", drawing)]
    assert (len(bars), sum(bars)) == (87, 1745)
    assert sum(sorted(bars)[-6:]) == 412
    assert sorted(bars)[43] <= 12
