"""Links as Markdown can say them: each within one paragraph, ended by no bracket but its own."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from editor.intake.html_markdown import markdown_of

LINK = '<a href="https://x.org/p">{}</a>'
TO = "](https://x.org/p)"
FORMULA = '<mjx-container display="true"><math><mi>x</mi></math></mjx-container>'


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("<h3>The title</h3><p>The excerpt of it.</p>", "### [The title^\n\n[The excerpt of it.^"),
        ("<div>The title</div> <div>12 May</div>", "[The title^\n\n[12 May^"),
        ("<p>one</p>", "[one^"),
        ("one <div>two</div> three", "[one^\n\n[two^\n\n[three^"),
        ("<figure><img src='https://x.org/a.png' alt=a><figcaption>Caption</figcaption></figure>",
         "[![a](https://x.org/a.png)^\n\n[Caption^"),
        ("<div><span class=icon></span></div><div><div>deep <b>one</b></div></div><hr>", "[deep **one**^\n\n---"),
        ("<b><h3>one</h3></b><i>two</i>", "### **[one^**\n\n[*two*^"),
        ("one<br><br>two<br>three", "[one^\n\n[two  \nthree^"),
        ("<ul><li>one</li><li>two</li></ul>", "- [one^\n- [two^"),
        ("<blockquote><p>one</p><p>two</p></blockquote>", "> [one^\n>\n> [two^"),
        ("<table><tr><td>one</td><td>two</td></tr></table>", "| [one^ | [two^ |\n| --- | --- |"),
        (f"one {FORMULA} two", "[one^\n\n$$\nx\n$$\n\n[two^"),
        ("<pre>a\n  b</pre>two", "```\na\n  b\n```\n\n[two^"),
        ("<div>one <a href='https://y.org'>two</a> three</div>", "[one^ [two](https://y.org) [three^"),
        ("<details><summary>one</summary><p>two</p></details>", "**[one^**\n\n[two^"),
        ("<div></div>", ""),
    ],
)  # fmt: skip
def test_that_of_a_link_around_blocks_each_stretch_of_words_is_one(within: str, expected: str) -> None:
    made = markdown_of(LINK.format(within)).markdown
    assert made == expected.replace("^", TO)
    # A reader of Markdown sees no marks of a link that is none.
    inline = [token for token in MarkdownIt().enable("table").parse(made) if token.type == "inline"]
    assert not any("](" in child.content for token in inline for child in token.children or () if child.type == "text")


@pytest.mark.parametrize(
    ("around", "within", "expected"),
    [
        ("<ul><li>{}</li><li>b</li></ul>", "<div>one</div><div>two</div>", "- [one^\n\n  [two^\n- b"),
        ("<ul><li>{}</li><li>b</li></ul>", "<p>one</p>", "- [one^\n- b"),
        ("<ul>{}</ul>", "<li>one</li>", "- [one^"),
        ("<h2>{}</h2>", "<div>one</div><div>two</div>", "## [one two^"),
        ("<table><tr><td>{}</td><td>b</td></tr></table>", "<p>one</p><p>two</p>",
         "| [one two^ | b |\n| --- | --- |"),
        ("<p>so {} it is</p>", "<span>one<br><br>two</span>", "so [one^\n\n[two^ it is"),
        ("<i>{}</i>", "<p>one</p>two", "*[one^*\n\n*[two^*"),
        ('<div style="white-space: pre-wrap">{}</div>', "one\n\ntwo\nthree", "[one^\n\n[two  \nthree^"),
        ("<a>{}</a>", "<p>one</p>", "[one^"),
    ],
)  # fmt: skip
def test_that_a_link_is_parted_as_its_place_wants_it(around: str, within: str, expected: str) -> None:
    assert markdown_of(around.format(LINK.format(within))).markdown == expected.replace("^", TO)


def test_that_the_words_of_a_link_that_leads_nowhere_stay_blocks() -> None:
    assert markdown_of('<a href="javascript:x()"><h3>one</h3><p>two</p></a>').markdown == "### one\n\ntwo"


@pytest.mark.parametrize(
    "words",
    ["x] y", "[x", "a [b] c", "] [", "[[x]", r"a\] b", "<code>a]</code> b]", "<code>[</code>",
     "<img src='https://x.org/i.png' alt='a]b'>"],
)  # fmt: skip
def test_that_a_bracket_in_the_words_of_a_link_does_not_end_it(words: str) -> None:
    tokens = MarkdownIt().parse(markdown_of(f"<p>so {LINK.format(words)} it is</p>").markdown)
    inline = next(token for token in tokens if token.type == "inline")
    before, opens, *_, closes, after = inline.children or ()
    assert (before.content, opens.type, closes.type, after.content) == ("so ", "link_open", "link_close", " it is")


@pytest.mark.parametrize(
    "html",
    [
        "<a href=x><p>word</a>" * 3_000,
        "<a href=x>word" * 5_000,
        "<a href=x><div>" * 5_000 + "word",
        "<a href=x>" + "<p>word</p>" * 5_000,
        "<a href=x>" + "<a href=y>word</a>" * 5_000,
        "<a href=x>" + "[]" * 50_000 + "[" * 100_000 + "word",
    ],
)
def test_that_links_without_end_do_no_harm(html: str) -> None:
    assert markdown_of(html).markdown.count("word") == html.count("word")
