"""The Markdown for LessWrong, byte for byte, and the warnings that go with it."""

from __future__ import annotations

import pytest
from export_makers import CLAUDE, GEMINI, Page, draft, model, paragraph, same_as_golden
from site_renderer import SiteRenderer

from editor.core.marks import BlockKind
from editor.core.paragraph_row import Paragraph
from editor.export.exported import WarningKind
from editor.export.lesswrong_check import check_lesswrong
from editor.export.lesswrong_html import export_lesswrong_html
from editor.export.lesswrong_markdown import LessWrongOptions, export_lesswrong

DRAFTS: dict[str, list[Paragraph]] = {
    "essay": draft(
        "---\ntags: a\n---\n\n# On *slow* reading\n\nI read slowly.[^1] See \\(x_1\\).\n\n",
        ("Slow reading helps.\n\n\n- It is calm.\n- It is $cheap$.\n\n", CLAUDE),
        "[^1]: Since I was\nten years old.\n\n",
        ("It also hurts.\n\n", model(purpose="association", when_ms=1_795_262_400_000)),
        "## A heading of mine\n\n```python\nprint('mine')\n```\n\n",
        ("### A heading of a model\n\n> A quotation.\n\n", GEMINI),
        ("```\nby_a_model()\n```\n\n", GEMINI),
        ("A mix", CLAUDE),
        (" of two.\n\n", GEMINI),
        "The end.\n",
    ),
    "hostile": draft(
        "Mine. `+++`\n\n",
        (
            "One.\n+++\n\n```\n+++++\n%%% /llm-output\n```\n\n%%% /llm-output\n\n"
            "- %%% llm-output model=\"x\"\n\nA note^[aside].\nAnd\n[^9]: swallowed\n\n",
            model('Say "hi"\n+++ \u202e%%%', 'a "purpose"\u2028b'),
        ),
        "%%% llm-output\n\n<details>mine</details>\n\n::: spoiler\n\n![](figure.png)\n\n",
        "+++ Not closed\n\n",
        ("~~~\nnever closed\n", GEMINI),
    ),
    "written-sections": draft(
        "Before.\n\n+++ Details\n\n```\n+++ b/file\n```\n\n+++\n\n%%% llm-output model=\"mine\"\n\nLabelled by hand.\n\n"
        "%%% /llm-output\n\n:::spoiler\n\nhidden\n\n:::\n\n>! also hidden\n\n",
        ("++++ Of a model\n\ninside\n\n++++\n\n", CLAUDE),
        "After.\n",
    ),
    "notes": draft(
        "A[^1], b[^two], c[^3].\n\n[^1]: Mine.\n",
        ("[^two]: A model's `+++` note.\n\n", CLAUDE),
        "[^3]: Several\n\n    paragraphs.\n\nMore text.\n",
    ),
}  # fmt: skip


def kinds(row: list[Paragraph]) -> list[WarningKind]:
    return [warning.kind for warning in export_lesswrong(row).warnings]


@pytest.mark.parametrize("name", DRAFTS)
def test_that_an_export_is_the_golden_file_byte_for_byte(name: str) -> None:
    text = export_lesswrong(DRAFTS[name]).text
    assert same_as_golden(f"lesswrong/{name}.md", text)
    assert check_lesswrong(text) == []
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", DRAFTS)
def test_that_the_clipboard_is_the_golden_file_byte_for_byte(name: str) -> None:
    assert same_as_golden(f"lesswrong/{name}.html", export_lesswrong_html(DRAFTS[name]).text)


@pytest.mark.parametrize("name", DRAFTS)
def test_that_the_clipboard_and_the_site_show_the_same_labels(site: SiteRenderer, name: str) -> None:
    theirs = Page(site.render(export_lesswrong(DRAFTS[name]).text))
    ours = Page(export_lesswrong_html(DRAFTS[name]).text)
    assert ours.titles == theirs.titles
    assert ours.models == theirs.models
    by_site, by_us = (" ".join(page.labelled) for page in (theirs, ours))
    assert [word for word in by_us.split() if word.isalpha()] == [word for word in by_site.split() if word.isalpha()]


def test_that_neighbours_of_one_model_are_one_section_with_both_purposes_and_days() -> None:
    exported = export_lesswrong(DRAFTS["essay"])
    assert [whose.label for whose in exported.contributions] == [
        "AI contribution (claude-opus-5-5, 2026-11-20 to 2026-11-21, critique and association)",
        "AI contribution (gemini-3-pro, 2026-11-20, association)",
        "AI contribution (claude-opus-5-5 + gemini-3-pro, 2026-11-20, critique and association)",
    ]
    assert [whose.words for whose in exported.contributions] == [12, 8, 4]


def test_that_a_title_is_given_apart_and_not_repeated() -> None:
    exported = export_lesswrong(DRAFTS["essay"])
    assert exported.title == "On slow reading"
    assert "slow* reading" not in exported.text
    assert "# On *slow* reading" in export_lesswrong(DRAFTS["essay"], LessWrongOptions(title_in_body=True)).text


def test_that_a_heading_further_down_gives_the_title_but_stays() -> None:
    exported = export_lesswrong(draft("Text.\n\nAppendix\n===\n\nMore.\n"))
    assert exported.title == "Appendix"
    assert exported.text == "Text.\n\nAppendix\n===\n\nMore.\n"


def test_that_a_title_in_front_matter_is_taken_where_no_heading_is_one() -> None:
    assert export_lesswrong(draft('---\ntitle: "Slow"\n---\n\nText.\n')).title == "Slow"


def test_that_a_block_of_annotations_is_left_out() -> None:
    row = draft("Text.\n\n---\nAnnotations: 0,5 SHA-256 113253\n@Me: 0,5\n...\n")
    assert export_lesswrong(row).text == "Text.\n"


def test_that_a_paragraph_by_a_model_stays_labelled_when_a_person_rewrote_it() -> None:
    exported = export_lesswrong([paragraph(1, "Every word is new.\n", CLAUDE)])
    assert 'model="claude-opus-5-5"' in exported.text


def test_that_letters_joined_by_invisible_signs_are_exported_as_they_are() -> None:
    text = "می\u200cخواهم 👩\u200d💻\n"
    assert export_lesswrong(draft(text)).text == text


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (draft("Text.\n"), WarningKind.NO_TITLE),
        (draft(("# T\n\n", CLAUDE), "Text.\n"), WarningKind.TITLE_BY_MODEL),
        (draft("# T\n"), WarningKind.NOTHING_LEFT),
        (draft("# T\n\na <b>c</b>\n"), WarningKind.RAW_HTML),
        (draft("# T\n\n![x](x.png)\n"), WarningKind.LOCAL_IMAGE),
        (draft("# T\n\na[^1]\n\n", ("[^1]: b\n", CLAUDE)), WarningKind.NOTE_BY_MODEL),
        (draft("# T\n\na[^1]\n\n[^1]: b\n\n    c\n"), WarningKind.LONG_NOTE),
        (draft("# T\n\n", ("a\n\n%%% /llm-output\n", CLAUDE)), WarningKind.MARKER_IN_PASSAGE),
        (draft("# T\n\n+++ a\n\nb\n"), WarningKind.MARKER_ESCAPED),
        (draft("# T\n\n", ("a\U000e0041\n", CLAUDE)), WarningKind.HIDDEN_CHARACTERS),
    ],
)
def test_that_what_the_site_cannot_take_is_said(row: list[Paragraph], kind: WarningKind) -> None:
    assert kinds(row) == [kind]


def test_that_a_warning_names_the_paragraph_it_stands_in() -> None:
    row = draft("# T\n\nfine\n\n+++ open\n\nalso fine\n")
    assert [warning.paragraph for warning in export_lesswrong(row).warnings] == [row[2].id]


def test_that_a_sound_draft_gives_no_warning() -> None:
    assert kinds(draft("# T\n\nText with $x$, `<b>` and ![p](https://example.org/p.png).\n", ("By.\n", CLAUDE))) == []


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "+++ Title\n\nopen\n",
        '%%% llm-output model="A"\n\nopen\n',
        '%%% llm-output model="A"\n\n%%% /llm-output\n',
        "%%% llm-output\n\nx\n\n%%% /llm-output\n",
        '%%% llm-output model="A "b""\n\nx\n',
        "a\n\n%%% /llm-output\n",
        "a\n\n+++\n",
        "+++ Title\n\n+++\n",
        "```\nopen\n",
        ":::spoiler\nopen\n",
        '%%% llm-output model="A"\n\n- %%% llm-output model="B"\n\n  x\n\n%%% /llm-output\n',
    ],
)
def test_that_a_broken_post_is_found_by_the_check(broken: str) -> None:
    assert check_lesswrong(broken)


def test_that_a_label_opened_in_a_section_of_the_writer_swallows_no_later_paragraph() -> None:
    row = draft("+++ Title\n%%% llm-output\n+++\n\nMine.\n\n%%% /llm-output\n")
    assert "%%% " not in export_lesswrong(row).text


def test_that_kinds_that_do_not_fit_their_text_break_no_label() -> None:
    row = [
        paragraph(1, "```\nopen", kind=BlockKind.FENCE),
        paragraph(2, "%%% /llm-output\n\nx", CLAUDE, kind=BlockKind.CODE),
        paragraph(3, "+++ a\n\nb\n++++", kind=BlockKind.SECTION),
        paragraph(4, "# t", kind=BlockKind.FOOTNOTE),
    ]
    assert check_lesswrong(export_lesswrong(row).text) == []
