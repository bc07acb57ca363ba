"""Posts for Substack, byte for byte, and that a label there cannot be left either."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from export_makers import CLAUDE, GEMINI, draft, model, paragraph, same_as_golden
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.origins import Origin
from editor.core.paragraph_row import Paragraph
from editor.export.exported import WarningKind
from editor.export.substack_html import (
    export_substack_fragment,
    export_substack_html,
    rendered_for_substack,
)
from editor.export.substack_markdown import SubstackOptions, export_substack_markdown

LONG = "A long passage says little in many words. " * 20

ESSAY = draft(
    "# On <slow> reading\n\nI read slowly[^1] and \\(x\\) again.[^1]\n\n",
    ("Slow reading helps.\n\n# A heading\n\n```\n\tcode\n```\n\n", CLAUDE),
    "| book | pages |\n|---|---|\n| *Emma* | 474 |\n\n- a\n  - b\n    - c\n\n$$\na\n+ b\n$$\n\n",
    (f"{LONG}\n\n", GEMINI),
    "+++ Details\n\nFolded <b>text</b>.\n\n+++\n\n![p](https://example.org/p.png) [bad](javascript:alert)\n\n",
    (f"{LONG}\n\n## Mine, says the model\n\n", model("<b>")),
    "[^1]: Since I was ten.\n\n",
    ("[^2]: Not referred to.\n", CLAUDE),
)

LINES = [
    "```", "~~~", "- item", "  in", "    deep", "\tdeep", "> quote", "# head", "===", "---", "", "", "[^1]", "[^1]: note",
    "^[aside]", "<blockquote>", "</blockquote>", "+++ T", "+++", '%%% llm-output model="x"', "%%% /llm-output", "`",
    "| a | b |", "|---|---|", "a\rb", "a\u2028b", "1. one", "**", "\\", "$x$", "[a]: b",
]  # fmt: skip


class Quotations(HTMLParser):
    """The texts of outermost quotations, and the text outside of them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.quoted: list[str] = []
        self.free = ""
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._depth += 1
            if self._depth == 1:
                self.quoted.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "blockquote"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.quoted[-1] += data
        else:
            self.free += data

    @property
    def labelled(self) -> str:
        return " ".join(text for text in self.quoted if text.strip().startswith("AI contribution"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("essay.md", export_substack_markdown(ESSAY).text),
        ("essay.html", export_substack_html(ESSAY).text),
        ("end-notes.html", export_substack_fragment(ESSAY, SubstackOptions(native_notes=False)).text),
    ],
)
def test_that_a_substack_export_is_the_golden_file_byte_for_byte(name: str, text: str) -> None:
    assert same_as_golden(f"substack/{name}", text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    parts=st.lists(
        st.tuples(st.sampled_from([None, CLAUDE, GEMINI]), st.lists(st.sampled_from(LINES), max_size=8)), min_size=1
    ),
    longest=st.sampled_from([0, 150]),
)
def test_that_no_line_moves_a_word_into_or_out_of_a_quotation(
    parts: list[tuple[Origin | None, list[str]]], longest: int
) -> None:
    row: list[Paragraph] = []
    for number, (origin, lines) in enumerate(parts):
        text = "\n".join([f"start{number}q", *lines, "", f"end{number}q", "", ""])
        row.append(paragraph(number, text, *([] if origin is None else [origin])))
    page = Quotations(export_substack_fragment(row, SubstackOptions(longest_in_place=longest)).text)
    for number, (origin, _) in enumerate(parts):
        if origin is None:
            assert f"start{number}q" not in page.labelled
            assert f"end{number}q" not in page.labelled
        else:
            assert f"start{number}q" in page.labelled
            assert f"end{number}q" in page.labelled


def test_that_the_first_sentence_says_which_models_wrote_how_much() -> None:
    row = draft(("One two.\n\n", CLAUDE), "Mine.\n\n", ("Three.\n\n", CLAUDE), ("Four.\n", GEMINI))
    first = export_substack_markdown(row).text.split("\n")[0]
    assert "claude-opus-5-5 (2 passages, 3 words); gemini-3-pro (1 passage, 1 word)" in first


def test_that_a_post_without_a_model_has_no_disclosure() -> None:
    assert export_substack_markdown(draft("Mine.\n")).text == "Mine.\n"


def test_that_a_passage_of_more_than_150_words_leaves_a_pointer_and_stands_at_the_end() -> None:
    row = draft(("word " * 151 + "\n\n", CLAUDE), "Mine.\n")
    before, _, after = export_substack_markdown(row).text.partition("## AI contributions")
    assert "151 words, at the end of this post" in before
    assert "word word" not in before
    assert "word word" in after
    assert "word word" in export_substack_markdown(row[:1], SubstackOptions(longest_in_place=151)).text


def test_that_a_label_the_writer_set_by_hand_becomes_a_quotation() -> None:
    row = draft('%%% llm-output model="old"\n\nBy *it*.\n\n%%% /llm-output\n')
    assert export_substack_markdown(row).text == "> **AI contribution – old**\n>\n> By *it*.\n"


def test_that_the_page_refers_to_nothing_but_what_the_writer_linked() -> None:
    page = export_substack_html(ESSAY).text
    assert "default-src 'none'" in page
    assert re.findall(r'(?:src|href)="([^"#][^"]*)"', page) == ["https://example.org/p.png"]
    assert "<script" not in page
    assert "<b>" not in page


def test_that_what_substack_cannot_take_is_said_with_its_paragraph() -> None:
    kinds = [warning.kind for warning in export_substack_markdown(ESSAY).warnings]
    assert kinds == [
        WarningKind.NOTES,
        WarningKind.FORMULA,
        WarningKind.TABLE,
        WarningKind.DEEP_LIST,
        WarningKind.FORMULA,
        WarningKind.RAW_HTML,
        WarningKind.SECTION,
        WarningKind.NOTE_BY_MODEL,
    ]


def test_that_an_address_of_another_scheme_is_no_link() -> None:
    html = rendered_for_substack("[a](javascript:x) [b](file:///etc) [c](https://example.org) [d](#e) <smb://x>\n")
    assert re.findall(r'href="([^"]*)"', html) == ["https://example.org", "#e"]
