"""Emphasis of pages and word processors, as Markdown that is read again as emphasis."""

from __future__ import annotations

import re
from itertools import product

import pytest
from markdown_it import MarkdownIt

from editor.intake.html_markdown import markdown_of

WORDS = ("a", "“c”")
MARKS = ("{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b><i>Origin</i></b><i>al</i> idea", "***Origin**al* idea"),
        ("<b>very <i>big</i></b><i>ger</i>", "**very** ***big**ger*"),
        ("<b>very <i>big</i></b> <i>ger</i>", "**very *big*** *ger*"),
        ("<b>a<i>b</i></b><i>c</i>", "**ab**c"),
        ("<b>one</b><b>two</b> <i>a</i><i>b</i>", "**onetwo** *ab*"),
        ("<b>Note:</b>so", "**Note**:so"),
        ("foo<b>(bar)</b>baz, 100<b>%</b>", "foo(**bar**)baz, 100%"),
        ("<b>Note:</b> so", "**Note:** so"),
        ("<b>one </b>two<i> three</i>", "**one** two *three*"),
        ("<b>one<br>two<br></b>three", "**one  \ntwo**  \nthree"),
        ('<b>see <a href="https://x.org">a <i>b</i></a> now</b>', "**see [a *b*](https://x.org) now**"),
        ("<i>one</i>—so—<b>two</b>", "*one*—so—**two**"),
        ("<b>हि</b>न्दी", "**हि**न्दी"),
        ("<i>x<code>*</code></i> <s>a</s><b>b</b> x<sup><b>2</b></sup>", "*x`*`* ~~a~~b x^**2**^"),
    ],
)
def test_that_cut_up_emphasis_is_one_that_markdown_can_say(html: str, expected: str) -> None:
    assert markdown_of(f"<p>{html}</p>").markdown == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b><p>one</p><p>two</p></b>", "**one**\n\n**two**"),
        ("before<b><p>one</p>two</b>after", "before\n\n**one**\n\n**two**after"),
        ("<i><ul><li>one<ul><li>two</ul></ul></i>", "- *one*\n  - *two*"),
        ("<em><h2>one</h2><pre>  two</pre></em>", "## *one*\n\n```\n  two\n```"),
    ],
)
def test_that_emphasis_around_blocks_is_emphasis_of_the_words_of_each(html: str, expected: str) -> None:
    assert markdown_of(html).markdown == expected


def test_that_no_cut_of_a_word_leaves_a_mark_in_it() -> None:
    parser = MarkdownIt()
    for cut in product(product(WORDS, MARKS), repeat=3):
        html = f"<p>x{''.join(mark.format(word) for word, mark in cut)}y</p>"
        read = re.sub("<[^>]+>", "", parser.render(markdown_of(html).markdown)).strip()
        assert read == f"x{''.join(word for word, _ in cut)}y", html
