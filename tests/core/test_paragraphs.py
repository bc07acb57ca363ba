"""What is one paragraph: Markdown's blocks, never torn, and the text set together again byte for byte."""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.marks import BlockKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.text_format import decoded, encoded

SPLITTER = MarkdownSplitter()
PEERS = Path(__file__).parent.parent / "peers" / "site"
# The specification writes a tab as an arrow.
EXAMPLE = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$", re.MULTILINE)


def pieces(text: str) -> list[tuple[str, BlockKind]]:
    blocks = SPLITTER.split(text).blocks
    stops = [*(block.start for block in blocks[1:]), len(text)]
    return [(text[block.start : stop], block.kind) for block, stop in zip(blocks, stops, strict=True)]


def kinds(text: str) -> list[str]:
    return [kind.value for _, kind in pieces(text)]


@pytest.fixture(scope="module")
def examples() -> list[str]:
    """The Markdown of every example of the CommonMark specification, from its own package."""
    specification = PEERS / "node_modules" / "commonmark-spec" / "spec.txt"
    with (PEERS / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not specification.exists():
            if shutil.which("npm") is None:
                pytest.skip("npm is not installed, so the specification cannot be fetched")
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=PEERS, check=True, capture_output=True)
    found = EXAMPLE.findall(specification.read_text("utf-8"))
    return [example.replace("→", "\t") for example in found]


class TestJoining:
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_that_every_commonmark_example_is_whole_again_when_its_paragraphs_are_joined(
        self, examples: list[str], newline: str
    ) -> None:
        assert len(examples) > 600
        for example in examples:
            for text in (example, example.rstrip("\n"), f"before\n\n{example}\nafter"):
                written = text.replace("\n", newline)
                parts = pieces(written)
                assert "".join(part for part, _ in parts) == written
                assert all(part for part, _ in parts) or not written

    def test_that_every_commonmark_example_is_divided_alike_whatever_its_line_ends(self, examples: list[str]) -> None:
        for example in examples:
            plain = [(part, kind) for part, kind in pieces(example)]
            dressed = pieces(example.replace("\n", "\r\n"))
            assert [(part.replace("\r\n", "\n"), kind) for part, kind in dressed] == plain

    def test_that_every_commonmark_example_keeps_its_bytes_through_a_file(self, examples: list[str]) -> None:
        for example in examples:
            for newline in ("\n", "\r\n", "\r"):
                for bom in (b"", b"\xef\xbb\xbf"):
                    data = bom + example.replace("\n", newline).encode()
                    assert encoded(*decoded(data)) == data

    @given(st.text(st.sampled_from(list("a#->`~$+%:[]^|=*_<! \t\n\r\u2028\u0085\x0c\u00a0é😀ש")), max_size=80))
    @settings(deadline=None, max_examples=150)
    def test_that_any_text_is_whole_again_and_no_paragraph_is_empty(self, text: str) -> None:
        parts = pieces(text)
        assert "".join(part for part, _ in parts) == text
        assert all(part for part, _ in parts) or not text

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n",
            "\n\n\n",
            "no final newline",
            "\ttab\n\n\ttab",
            "e\u0301 👩‍👩‍👧 🇩🇪",
            "\ufeffbom",
            "\0 nul",
            "\ud800 lone",
        ],
    )
    def test_that_odd_texts_are_whole_again(self, text: str) -> None:
        assert "".join(part for part, _ in pieces(text)) == text

    def test_that_right_to_left_text_is_divided_at_its_blank_lines(self) -> None:
        assert [part for part, _ in pieces("שלום עולם\n\nمرحبا\n")] == ["שלום עולם\n\n", "مرحبا\n"]

    def test_that_a_single_line_of_fifty_thousand_words_is_one_paragraph(self) -> None:
        line = "word " * 50_000
        assert pieces(line) == [(line, BlockKind.PARAGRAPH)]


class TestWhatBelongsTogether:
    @pytest.mark.parametrize(
        ("block", "kind"),
        [
            ("# Heading", "heading"),
            ("Heading\nover two lines\n===", "heading"),
            ("line\nline\nline", "paragraph"),
            ("- a\n- b\n\n- c\n\n  more of c", "list"),
            ("1. a\n2. b\n   - deep\n\n     deeper", "list"),
            ("> a\n> - b\n>\n> c\nlazy", "quote"),
            ("```python\na\n\n\n# not a heading\n\n- nor a list\n```", "fence"),
            ("~~~\n```\n\n+++ T\n~~~", "fence"),
            ("    a\n\n    b", "code"),
            ("| a | b |\n|---|---|\n| c | d |\n| e | f |", "table"),
            ("$$\na\n\nb\n$$", "math"),
            ("$$a = b$$", "math"),
            ("$$\na\n$$ (one)", "math"),
            ("<div>\n<p>\n</div>", "html"),
            ("<!-- a\n\nb -->", "html"),
            ("<script>\n\nlet a;\n\n</script>", "html"),
            ("[^1]: note\n\n    more of the note", "footnote"),
            ("***", "rule"),
            ("+++ Title\na\n\n- b\n\n```\n+++ x\n```\n\n+++", "section"),
            ("++++ Title\n+++ inner\n+++\n\nc\n++++", "section"),
            ('%%% llm-output model="m"\na\n\nb\n%%% /llm-output', "section"),
            ("[a]: /one\n[b]: /two\n[c]: /three 'title\n  goes on'", "paragraph"),
        ],
    )
    def test_that_a_block_is_one_paragraph(self, block: str, kind: str) -> None:
        # Indented code before a list's end would belong to the list, so prose stands on either side.
        assert pieces(f"before\n\n{block}\n\nafter") == [
            ("before\n\n", BlockKind.PARAGRAPH),
            (f"{block}\n\n", BlockKind(kind)),
            ("after", BlockKind.PARAGRAPH),
        ]

    def test_that_blank_lines_belong_to_the_paragraph_above_them(self) -> None:
        assert [part for part, _ in pieces("a\n\n\n  \nb\n\n")] == ["a\n\n\n  \n", "b\n\n"]

    def test_that_blank_lines_at_the_top_belong_to_the_first_paragraph(self) -> None:
        assert pieces("\n\na\n") == [("\n\na\n", BlockKind.PARAGRAPH)]

    def test_that_a_heading_needs_no_blank_line_to_be_a_paragraph_of_its_own(self) -> None:
        assert kinds("# One\ntext\n## Two\ntext\n") == ["heading", "paragraph", "heading", "paragraph"]

    @pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"])
    def test_that_only_line_feeds_and_carriage_returns_end_a_line(self, separator: str) -> None:
        text = f"a{separator}{separator}# b{separator}{separator}c"
        assert pieces(text) == [(text, BlockKind.PARAGRAPH)]

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_that_lines_may_end_in_three_ways(self, newline: str) -> None:
        text = newline.join(["# a", "b", "", "```", "c", "", "d", "```", "e"])
        assert kinds(text) == ["heading", "paragraph", "fence", "paragraph"]


class TestFrontMatter:
    def test_that_front_matter_is_one_paragraph_at_the_top_of_a_draft(self) -> None:
        assert pieces("---\ntitle: T\n\ntags: a\n---\nbody") == [
            ("---\ntitle: T\n\ntags: a\n---\n", BlockKind.FRONT_MATTER),
            ("body", BlockKind.PARAGRAPH),
        ]

    def test_that_the_same_lines_further_down_are_no_front_matter(self) -> None:
        assert kinds("a\n\n---\ntitle: T\n---\n") == ["paragraph", "rule", "heading"]
        assert SPLITTER.split("---\ntitle: T\n---\n", at_top=False).blocks[0].kind is BlockKind.RULE

    def test_that_a_list_whose_first_words_end_in_dashes_is_no_front_matter(self) -> None:
        assert kinds("- a--\ngoes on\n") == ["list"]

    def test_that_front_matter_without_an_end_says_that_it_may_still_get_one(self) -> None:
        assert SPLITTER.split("---\ntitle: T\n\nbody").open_ended
        assert not SPLITTER.split("---\ntitle: T\n---\nbody").open_ended


class TestUnclosedBlocks:
    @pytest.mark.parametrize("opening", ["$$\na", "+++ Title\na", '%%% llm-output model="m"\na'])
    def test_that_an_unclosed_block_does_not_swallow_what_follows_but_may_be_closed_later(self, opening: str) -> None:
        found = SPLITTER.split(f"{opening}\n\nafter")
        assert len(found.blocks) == 2
        assert found.open_ended

    @pytest.mark.parametrize("opening", ["```\na", "<!-- a", "~~~\na"])
    def test_that_markdowns_own_unclosed_blocks_reach_to_the_end(self, opening: str) -> None:
        assert len(pieces(f"{opening}\n\nafter\n\nafter")) == 1

    def test_that_a_shorter_fence_does_not_end_a_section(self) -> None:
        assert kinds("++++ T\n+++\n\nin\n\n++++\nout") == ["section", "paragraph"]

    @pytest.mark.parametrize(
        "text", ["+++\na\n+++", "a+++ T\n+++", "    +++ T\n    a\n    +++", "%%% other\n%%% /llm-output"]
    )
    def test_that_what_only_looks_like_a_section_is_none(self, text: str) -> None:
        assert "section" not in kinds(text)

    @pytest.mark.parametrize("container", ["- +++ T\n  a\n  +++", "> +++ T\n> a\n> +++"])
    def test_that_a_section_inside_another_block_is_part_of_that_block(self, container: str) -> None:
        assert len(pieces(container)) == 1
        assert "section" not in kinds(container)

    @pytest.mark.parametrize("above", ["text", "- item", "> quote", "[^1]: note"])
    def test_that_a_section_needs_no_blank_line_above_it(self, above: str) -> None:
        assert pieces(f"{above}\n+++ T\na\n\n+++")[1] == ("+++ T\na\n\n+++", BlockKind.SECTION)


class TestStopping:
    def test_that_splitting_stops_at_the_first_wanted_boundary_and_leaves_that_block_out(self) -> None:
        found = SPLITTER.split("a\n\nb\n\nc\n\nd", stop_at={6, 9})
        assert found.stopped_at == 6
        assert [block.start for block in found.blocks] == [0, 3]

    def test_that_it_never_stops_before_the_first_block(self) -> None:
        assert SPLITTER.split("a\n\nb", stop_at={0}).stopped_at is None

    def test_that_an_offset_inside_a_block_is_no_boundary(self) -> None:
        found = SPLITTER.split("```\n\n```\n\nb", stop_at={4, 5})
        assert found.stopped_at is None
        assert len(found.blocks) == 2

    def test_that_a_run_of_link_definitions_is_not_stopped_in_the_middle(self) -> None:
        text = "[a]: /one\n[b]: /two\n\ntext"
        found = SPLITTER.split(text, stop_at={10, 21})
        assert found.stopped_at == 21
        assert len(found.blocks) == 1


PIECES_OF_MARKDOWN = (
    "word", "Être", "two words\n", "中", "5 x", " ", "    x", "\t", "\n", "\n\n", "\n\n", "  \n",
    "\r\n", "\r", "\x0b", "\u2028",
    "\n---\n", "\n===\n", "a | b\n- | -\n", "a\n:-:\n", "- a", "1. z", "> q", "# h", "```\n", "$$\n", "+++ t\n", "+++\n",
    "%%% llm-output\n", "[x]: y\n", "[^1]: n\n", "<div>\n", "---\n", "...\n",
)  # fmt: skip


class TestProse:
    @settings(deadline=None, max_examples=300)
    @given(st.lists(st.sampled_from(PIECES_OF_MARKDOWN), max_size=20).map("".join), st.booleans(), st.data())
    def test_that_what_is_found_without_the_parser_is_what_the_parser_finds(
        self, text: str, at_top: bool, data: st.DataObject
    ) -> None:
        stop_at = data.draw(st.sets(st.integers(0, len(text)), max_size=3))
        found = SPLITTER.split(text, at_top=at_top, stop_at=stop_at)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("editor.core.paragraphs._PROSE", re.compile(r"(?!)"))
            assert SPLITTER.split(text, at_top=at_top, stop_at=stop_at) == found

    def test_that_a_book_of_prose_never_meets_the_parser(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("editor.core.paragraphs.StateBlock", None)
        assert len(SPLITTER.split("Words of a line\nand of another.\n \n\n" * 500).blocks) == 500
