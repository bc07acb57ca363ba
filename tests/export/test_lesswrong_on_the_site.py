"""What the site's own renderer makes of an export: every word of a model in a label, none of the writer's."""

from __future__ import annotations

import re

from export_makers import CLAUDE, GEMINI, Page, draft, model, paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_renderer import SiteRenderer

from editor.core.marks import BlockKind
from editor.core.origins import Origin
from editor.core.paragraph_row import Paragraph
from editor.export.lesswrong_check import check_lesswrong
from editor.export.lesswrong_markdown import LessWrongOptions, export_lesswrong
from editor.export.tree import tree_of

# fmt: off
MARKERS = [
    "+++", "+++ Title", "++++", "++++ Title ++++", "++> Open", "  +++", "- +++ Title", "> +++ Title", "+++\t",
    "%%% llm-output", '%%% llm-output model="x"', "%%% /llm-output", "    %%% /llm-output", "\t%%%\t/llm-output\t",
    "%%%", "\u2028%%% /llm-output", "\ufeff%%% llm-output", "- %%% llm-output", "> %%% /llm-output", "+++\u0085",
    "```", "````", "~~~", "  ```", "- ```", "> ~~~", "``` +++", "`code", "``", "- item", "  indented", "    deep",
    "> quote", "1. one", "+ plus", "word", '"quoted"', "a\u2028b", "a\u0085b", "\x0b", "\x0c", "a\rb", "\r+++ T\r", "",
    "", "***", "| a | b |", "|---|---|", "# head", "===", "---", "<details>", "</details>", "&lt;", "a  ",
]  # fmt: skip
# fmt: on
NOTES = ["[^1]", "[^1]: note", "^[in a line]", ":::spoiler", ":::", "::::: spoiler x", ">! hidden", ">! %%% llm-output"]
SETTINGS = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def passages(lines: list[str]) -> st.SearchStrategy[list[tuple[Origin | None, str]]]:
    body = st.lists(st.sampled_from(lines), max_size=9).map("\n".join)
    return st.lists(st.tuples(st.sampled_from([None, CLAUDE, GEMINI]), body), min_size=1, max_size=5)


def as_paragraphs(parts: list[tuple[Origin | None, str]], *, sentinels: bool) -> list[Paragraph]:
    row = []
    for number, (origin, body) in enumerate(parts):
        who = "human" if origin is None else "model"
        text = f"{who}{number}start\n{body}\n\n{who}{number}end\n\n" if sentinels else f"{body}\n\n"
        row.append(paragraph(number, text, *([] if origin is None else [origin])))
    return row


def bare(text: str) -> str:
    """Only what is neither blank nor a backslash: one can be seen where code within a line goes over several lines."""
    return re.sub(r"[\s\\\ufeff]", "", text)


@SETTINGS
@given(parts=passages(MARKERS + NOTES))
def test_that_no_line_moves_a_word_into_or_out_of_a_label(
    site: SiteRenderer, parts: list[tuple[Origin | None, str]]
) -> None:
    exported = export_lesswrong(as_paragraphs(parts, sentinels=True))
    page = Page(site.render(exported.text))
    labelled = " ".join(page.labelled)
    for number, (origin, _) in enumerate(parts):
        if origin is None:
            assert f"human{number}start" in page.outside
            assert f"human{number}" not in labelled
        else:
            assert f"model{number}start" in labelled
            assert f"model{number}end" in labelled
            assert f"model{number}" not in page.outside
    assert check_lesswrong(exported.text) == []
    assert export_lesswrong(as_paragraphs(parts, sentinels=True)) == exported


@SETTINGS
@given(parts=passages(MARKERS))
def test_that_each_label_shows_exactly_the_text_of_its_passage(
    site: SiteRenderer, parts: list[tuple[Origin | None, str]]
) -> None:
    row = as_paragraphs(parts, sentinels=False)
    page = Page(site.render(export_lesswrong(row).text))
    sections = tree_of(row).sections
    shown = [(section.contribution, "".join(Page(site.render(section.text, fences=False)).free)) for section in sections]
    assert [bare(text) for text in page.labelled] == [bare(text) for whose, text in shown if whose is not None]
    assert bare(page.outside) == bare("".join(text for whose, text in shown if whose is None))
    assert page.models == [section.contribution.model for section in sections if section.contribution]


@SETTINGS
@given(parts=passages(MARKERS + NOTES))
def test_that_a_draft_cut_by_markdown_itself_is_labelled_paragraph_by_paragraph(
    site: SiteRenderer, parts: list[tuple[Origin | None, str]]
) -> None:
    pieces = [
        (f"{number}zq\n{body}\n\n", origin) if origin else f"{number}zq\n{body}\n\n"
        for number, (origin, body) in enumerate(parts)
    ]
    row = draft(*pieces)
    exported = export_lesswrong(row, LessWrongOptions(title_in_body=True))
    page = Page(site.render(exported.text))
    written_by_hand = [item for item in row if item.kind is BlockKind.SECTION and not item.mark.lineage]
    assert written_by_hand or check_lesswrong(exported.text) == []
    for item in row:
        if item in written_by_hand:
            continue  # a label that the writer set on purpose stays
        for word in re.findall(r"\dzq", item.text):
            if item.mark.lineage:
                assert word not in page.outside
            else:
                assert word not in " ".join(page.labelled)


@SETTINGS
@given(name=st.text(st.sampled_from('"+%`*_[]<>&\n\r\u2028\u0085\u202e\U000e0041\x00 aA$#'), max_size=12))
def test_that_any_name_of_a_model_makes_a_label(site: SiteRenderer, name: str) -> None:
    exported = export_lesswrong([paragraph(1, "Words of a model.\n", model(name, name))])
    page = Page(site.render(exported.text))
    shown = exported.contributions[0].model
    assert page.models == [shown]
    assert [title.split() for title in page.titles] == [exported.contributions[0].label.split()]
    assert page.labelled[0].strip() == "Words of a model."
    assert not set('"\n\r\u2028\u202e\x00\U000e0041') & set(shown)


def test_that_a_note_by_a_model_says_so_in_its_first_words(site: SiteRenderer) -> None:
    row = draft("A claim.[^1]\n\n", ("[^1]: A source that\na model found.\n", CLAUDE))
    html = site.render(export_lesswrong(row).text)
    assert "<p>AI contribution (claude-opus-5-5, 2026-11-20, critique): A source that a model found." in html


def test_that_a_note_within_a_line_of_a_passage_is_labelled_too(site: SiteRenderer) -> None:
    row = draft(("A claim^[by a model] and `^[code]`.\n", CLAUDE))
    page = Page(site.render(export_lesswrong(row).text))
    assert "AI contribution (claude-opus-5-5, 2026-11-20, critique): by a model" in page.outside
    assert "^[code]" in page.labelled[0]


def test_that_formulas_are_read_as_formulas(site: SiteRenderer) -> None:
    row = draft(
        "Let \\(x_1\\) be *one*, \\(y\\)2 two.\n\n\\[\na +\nb\n\\]\n\n$$\nc % hidden\n\n+ d\n$$\n\n`\\(code\\)`\n"
    )
    page = Page(site.render(export_lesswrong(row).text))
    assert page.outside.split("\n") == [
        "Let $x_1$ be one, \\\\(y\\\\)2 two.",
        "$$a + b$$",
        "$$ c + d $$",
        "\\(code\\)",
        "",
    ]


def test_that_a_section_of_the_writer_stays_a_section(site: SiteRenderer) -> None:
    row = draft("Before.\n\n+++ Details\n\nHidden.\n\n+++\n\nAfter.\n\n", ("By a model.\n", CLAUDE))
    page = Page(site.render(export_lesswrong(row).text))
    assert page.titles == ["Details", "AI contribution (claude-opus-5-5, 2026-11-20, critique)"]


def test_that_a_section_of_a_model_stands_inside_the_label(site: SiteRenderer) -> None:
    row = draft(("Start.\n\n++++ Details\n\nHidden.\n\n++++\n\nEnd.\n", CLAUDE))
    html = site.render(export_lesswrong(row).text)
    assert Page(html).labelled[0].split() == ["Start.", "Details", "Hidden.", "End."]
    assert '<summary class="detailsBlockTitle">Details</summary>' in html


def test_that_a_passage_the_writer_labelled_by_hand_has_one_label(site: SiteRenderer) -> None:
    row = draft(('%%% llm-output model="old"\n\nBy a model.\n\n%%% /llm-output\n', CLAUDE))
    page = Page(site.render(export_lesswrong(row).text))
    assert page.models == ["claude-opus-5-5"]
    assert page.labelled[0].split() == ["By", "a", "model."]
