"""Ends of lines and paragraphs that a page shows, however its source has them."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from editor.intake.html_markdown import markdown_of

KEPT = "First  line\n\nSecond para\nand on"
SHOWN = "First line\n\nSecond para  \nand on"


@pytest.mark.parametrize(
    "box",
    [
        '<span style="color: rgb(15, 20, 25); font-size: 15px; white-space: pre-wrap; display: inline">{}</span>',
        '<div style="white-space: break-spaces;">{}</div>',
        '<p style="white-space:pre-line">{}</p>',
        '<article style="white-space-collapse: preserve; text-wrap: wrap">{}</article>',
        '<div style="white-space: normal; white-space: PRE-WRAP">{}</div>',
        '<div class="text-message whitespace-pre-wrap break-words">{}</div>',
        '<div style="white-space: pre-wrap"><div><span style="color: red">{}</span></div></div>',
        "<form><textarea>{}</textarea></form>",
    ],
)
@pytest.mark.parametrize("text", [KEPT, KEPT.replace("\n", "\r\n"), f"\n{KEPT}\n", KEPT.replace("\n", " \n\t")])
def test_that_lines_and_paragraphs_stay_where_a_page_keeps_its_white_space(box: str, text: str) -> None:
    assert markdown_of(box.format(text)).markdown == SHOWN


@pytest.mark.parametrize(
    "box",
    [
        "<div>{}</div>",
        '<div style="white-space: nowrap">{}</div>',
        '<div style="white-space: pre-wrap; white-space: normal">{}</div>',
        '<div style="white-space: pre-wrap"><p style="white-space: normal">{}</p></div>',
        '<div class="whitespace-pre-wrap"><p class="whitespace-normal">{}</p></div>',
    ],
)
def test_that_line_ends_of_other_prose_are_blanks(box: str) -> None:
    assert markdown_of(box.format(KEPT)).markdown == "First line Second para and on"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<span>One\n\ntwo </span><a href='https://x.org/a'>@a</a><span>\nthree</span>",
         "One\n\ntwo [@a](https://x.org/a)  \nthree"),
        ("a <b>bold\n\nnext</b> b", "a **bold**\n\n**next** b"),
        ("<i>a\nb</i>", "*a  \nb*"),
        ("<p>one</p>\n\n<p>two</p>\n", "one\n\ntwo"),
        ("<ul>\n<li>a\nb\n\nc</li>\n<li>d</li>\n</ul>", "- a  \n  b\n\n  c\n- d"),
        ("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b"),
        ("<h2>a\nb\n\nc</h2>", "## a b c"),
        ("<table>\n<tr>\n<td>a\n\nb</td>\n<td>c</td></tr></table>", "| a b | c |\n| --- | --- |"),
        ("<span>one</span>\n<span>two</span>", "one  \ntwo"),
        ("- a\n- b\n\n# c\n\n1. d", "\\- a  \n\\- b\n\n\\# c\n\n1\\. d"),
        ("x <code>a\nb</code> <sup>c\n\nd</sup>", "x `a b` ^c\\ d^"),
        ("<pre>a\n\n  b</pre>c\nd", "```\na\n\n  b\n```\n\nc  \nd"),
        ("<details><summary>a\n\nb</summary>c\n\nd</details>", "**a b**\n\nc\n\nd"),
    ],
)  # fmt: skip
def test_that_kept_lines_become_what_markdown_has_for_them_at_their_place(html: str, expected: str) -> None:
    assert markdown_of(f'<div style="white-space: pre-wrap">{html}</div>').markdown == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<br><br>b</p>", "a\n\nb"),
        ("<p>a<br> <span><br>\n</span><br>b</p>", "a\n\nb"),
        ("<p><b>a<br><br>b</b> c</p>", "**a**\n\n**b** c"),
        ("<p>a<br><br>- b<br>- c</p>", "a\n\n\\- b  \n\\- c"),
        ("<li><b>a</b><br>- b<br><br>1. c</li>", "- **a**  \n  \\- b\n\n  1\\. c"),
        ("<td>a<br><br>b</td>", "a b |"),
        ("<p>a<br><img src='https://x.org/i.png' alt=i><br>b</p>", "a  \n![i](https://x.org/i.png)  \nb"),
        ("<div>a<br></div><br>b<br>", "a\n\nb"),
        ("<div><h5>a</h5></div>", "##### a"),
    ],
)
def test_that_line_ends_with_nothing_between_them_part_paragraphs(html: str, expected: str) -> None:
    assert markdown_of(html).markdown.strip("| ") == expected.strip("| ")


def test_that_kept_lines_are_read_as_lines_again() -> None:
    made = markdown_of('<div style="white-space: pre-wrap"><b>a\nb\n\nc</b></div>').markdown
    assert MarkdownIt().render(made) == "<p><strong>a<br />\nb</strong></p>\n<p><strong>c</strong></p>\n"


@pytest.mark.parametrize(
    "text", ["word" + "\n" * 500_000, "word\n" * 20_000, "word" + " " * 500_000 + "\n", "<b>word\n\n</b>" * 3_000]
)
def test_that_lines_without_end_do_no_harm(text: str) -> None:
    assert markdown_of(f'<div style="white-space: pre-wrap">{text}</div>').markdown.count("word") == text.count("word")
