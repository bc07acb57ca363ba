"""A page as Markdown: what a reader sees of it stays, and nothing else of it does anything."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from editor.core.errors import IntakeError
from editor.intake.html_markdown import LONGEST_HTML, markdown_of


def made(html: str) -> str:
    return markdown_of(html).markdown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>One</h1><h3>Three</h3><p>text</p>", "# One\n\n### Three\n\ntext"),
        ("<p>a <b>bold</b> and <i>slanted</i> <s>gone</s> word</p>", "a **bold** and *slanted* ~~gone~~ word"),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "- one\n  - two\n- three"),
        ('<ol start="3"><li>c</li><li>d</li></ol>', "3. c\n4. d"),
        ("<ul><li><input type=checkbox checked>done<li><input type=checkbox>open</ul>", "- [x] done\n- [ ] open"),
        ("<p>one<p>two<ul><li>a<ul><li>b</ul><li>c</ul>", "one\n\ntwo\n\n- a\n  - b\n- c"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", "| 1 | 2 |\n| --- | --- |\n| 3 | 4 |"),
        ("<blockquote><p>one</p><p>two</p></blockquote>", "> one\n>\n> two"),
        ("<p>see <code>a`b</code></p>", "see `` a`b ``"),
        ('<pre><code class="language-python">x = 1\n  y</code></pre>', "```python\nx = 1\n  y\n```"),
        ("<pre>a<br>b</pre>", "```\na\nb\n```"),
        ('<p><a href="https://x.org/a_(b)">link</a></p>', "[link](https://x.org/a_%28b%29)"),
        ('<p><img src="https://x.org/i.png" alt="a curve"></p>', "![a curve](https://x.org/i.png)"),
        ("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>",
         "| a | b\\|c |\n| --- | --- |\n| 1 | 2 3 |"),
        ("<p>H<sub>2</sub>O</p><hr><p>x</p>", "H~2~O\n\n---\n\nx"),
        ("<details><summary>More</summary><p>inside</p></details>", "**More**\n\ninside"),
    ],
)  # fmt: skip
def test_that_what_a_page_shows_is_written_as_markdown(html: str, expected: str) -> None:
    assert made(html) == expected


CHAT = "<pre><div><div>{}</div><div><button>Copy code</button></div><div><code{}>x = 1\n</code></div></div></pre>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (CHAT.format("python", ""), "```python\nx = 1\n```"),
        (CHAT.format("Python", ' class="language-py"'), "```py\nx = 1\n```"),
        (CHAT.format("C++", ""), "```c++\nx = 1\n```"),
        (CHAT.format("<span>js</span><span>Copy</span>", ""), "```js\nx = 1\n```"),
        (CHAT.format("two words", ""), "```\ntwo words\nx = 1\n```"),
        ("<pre>run <div><code>x</code></div> now</pre>", "```\nrun\nx\n now\n```"),
        ("<pre><code>x</code>\n<code>y</code></pre>", "```\nx\ny\n```"),
    ],
)
def test_that_the_bar_above_code_names_its_language_and_is_no_code(html: str, expected: str) -> None:
    assert made(html) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a<td>b<tr><td rowspan=2>c<td>d<tr><td>e", "| a | b |\n| --- | --- |\n| c | d |\n| | e |"),
        ("<tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f<td>g<tr><td>h<td>i<td>j",
         "| a | b | c |\n| --- | --- | --- |\n| d | | e |\n| f | | g |\n| h | i | j |"),
        ("<tr><th rowspan=2 colspan=2>a<th>b<tr><th>c<tr><td>d<td>e<td>f",
         "| a | | b |\n| --- | --- | --- |\n| | | c |\n| d | e | f |"),
        ("<tr><td rowspan=x>a<td>b<tr><td>c<td>d", "| a | b |\n| --- | --- |\n| c | d |"),
    ],
)  # fmt: skip
def test_that_below_a_cell_of_several_rows_every_cell_stays_in_its_column(rows: str, expected: str) -> None:
    assert made(f"<table>{rows}</table>") == expected


def test_that_no_blank_is_left_beside_a_formula_on_its_own_line() -> None:
    formula = '<mjx-container display="true"><math><mi>x</mi></math></mjx-container>'
    assert made(f"<p>s {formula} t</p>") == "s\n\n$$\nx\n$$\n\nt"
    assert made(f"<h1>s {formula} t</h1>") == "# s $x$ t"


def test_that_a_fence_is_longer_than_the_fences_within_it() -> None:
    assert made("<pre>a\n```\nb</pre>") == "````\na\n```\nb\n````"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p>- no list</p>", "\\- no list"),
        ("<p>a * b * c and snake_case and _under_</p>", "a \\* b \\* c and snake_case and \\_under\\_"),
        ("<p>from $5 to $6</p>", "from \\$5 to \\$6"),
        ("<p>it costs $5</p>", "it costs $5"),
        ("<p>a &lt;b&gt; and 1 &lt; 2</p>", "a \\<b> and 1 < 2"),
        ("<p>+++ no section</p>", "\\+++ no section"),
        ("<p>---</p>", "\\---"),
        ("<p>b<br>---</p>", "b  \n\\---"),
        ("<p>b<br>=</p>", "b  \n\\="),
        ("<p>b<br>- c<br>1. d<br># e<br>f</p>", "b  \n\\- c  \n1\\. d  \n\\# e  \nf"),
        ("<p>|a|b|<br>|---|:-:|</p>", "|a|b|  \n\\|---|:-:|"),
        ("<ul><li>- x<ul><li>1. y</li></ul></li></ul>", "- \\- x\n  - 1\\. y"),
        ("<ul><li>- x<br><ul><li>y</li></ul></li></ul>", "- \\- x  \n  - y"),
        ("<blockquote># h</blockquote>", "> \\# h"),
    ],
)
def test_that_letters_which_only_look_like_markdown_stay_letters(html: str, expected: str) -> None:
    assert made(html) == expected


def test_that_a_word_processor_s_styles_become_emphasis_and_its_false_bold_does_not() -> None:
    html = (
        '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">one</span>'
        '<span style="font-weight:700">two</span> <span style="font-style:italic">three</span> '
        '<span style="font-weight:400">four</span></p></b>'
    )
    assert made(html) == "**onetwo** *three* four"


def test_that_lists_of_word_are_lists() -> None:
    item = "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><span style='mso-list:Ignore'>{}</span>{}</p>"
    html = item.format(1, "·", "one") + item.format(2, "o", "two") + item.format(1, "·", "three")
    assert made(html) == "- one\n  - two\n- three"


BODY = "A <b>note</b>."
HOUSES = [
    ('<sup><a href="#fn1" id="fnref1">1</a></sup>', f'<ol><li id="fn1"><p>{BODY} <a href="#fnref1">↩</a></p></li></ol>'),
    ('<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>', f'<p><a href="#ftnt_ref1" id="ftnt1">[1]</a> {BODY}</p>'),
    ('<a href="#_ftn1" name="_ftnref1">[1]</a>', f'<div><p><a href="#_ftnref1" name="_ftn1">[1]</a> {BODY}</p></div>'),
    ('<sup><a href="#note-2" id="ref-2">[1]</a></sup>', f'<ol><li id="note-2">{BODY} <a href="#ref-2">↑</a></li></ol>'),
    ('<sup id="cite_ref-1"><a href="#cite-1">[1]</a></sup>', f'<li id="cite-1"><a href="#cite_ref-1">^</a> {BODY}</li>'),
]


@pytest.mark.parametrize(("mark", "note"), HOUSES, ids=["pandoc", "google", "word", "mammoth", "wikipedia"])
def test_that_footnotes_of_every_house_are_footnotes(mark: str, note: str) -> None:
    read = markdown_of(f"<p>Said{mark} so.</p><hr>{note}")
    assert read.markdown == "Said[^1] so.\n\n[^1]: A **note**."
    assert read.notes == 1


def test_that_a_note_of_two_paragraphs_stays_one_note_and_is_numbered_once() -> None:
    html = (
        '<p>a<a href="#fn1" id="r1">1</a> b<a href="#fn1" id="r2">1</a> c<a href="#fn9" id="r9">2</a></p>'
        '<ol><li id="fn1"><p>one</p><p>more <a href="#r1">↩</a></p></li><li id="fn9">nine <a href="#r9">↩</a></li></ol>'
    )
    assert made(html) == "a[^1] b[^1] c[^2]\n\n[^1]: one\n\n    more\n\n[^2]: nine"


def test_that_several_marks_in_one_raised_place_are_marks_side_by_side() -> None:
    notes = '<ol><li id="n1">A <a href="#r1">↩</a></li><li id="n2">B <a href="#r2">↩</a></li></ol>'
    marks = '<sup>[<a href="#n1" id="r1">1</a>, <a href="#n2" id="r2">2</a>]</sup>'
    assert made(f"<p>Fact.{marks}</p>{notes}") == "Fact.[^1][^2]\n\n[^1]: A\n\n[^2]: B"
    assert made(f"<p>Fact.{marks.replace(']', ', p. 5]')}</p>{notes}").startswith("Fact.[[^1], [^2], p. 5]\n")


def test_that_a_note_which_stands_at_its_mark_is_a_footnote() -> None:
    html = (
        '<p>Let<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer">'
        '<span class="ltx_note_content"><sup class="ltx_note_mark">1</sup><span class="ltx_tag ltx_tag_note">1</span>'
        "The <b>note</b>.</span></span></span> be.</p>"
    )
    read = markdown_of(html)
    assert (read.markdown, read.notes) == ("Let[^1] be.\n\n[^1]: The **note**.", 1)


def test_that_nothing_is_left_of_several_links_back_nor_of_a_heading_that_nobody_sees() -> None:
    html = (
        '<p>a<sup><a href="#n" id="r-0">[1]</a></sup> b<sup><a href="#n" id="r-1">[1]</a></sup></p>'
        '<section class="footnotes"><h2 class="sr-only">Footnotes</h2><ol><li id="n">'
        '<span class="backlinks">^ <a href="#r-0"><sup>a</sup></a> <a href="#r-1"><sup><b>b</b></sup></a></span>'
        " <span>Jones.</span></li></ol></section>"
    )
    assert made(html) == "a[^1] b[^1]\n\n[^1]: Jones."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('10<span style="font-size:0.6em;vertical-align:super">6</span>', "10^6^"),
        ('H<span style="vertical-align: sub; font-weight: 700">2</span>O', "H~**2**~O"),
        ('<sup>a<span style="vertical-align:super">b</span></sup>', "^ab^"),
        ('<span style="vertical-align:baseline">a</span>', "a"),
        ('<img data-src="https://x.org/a.png" src="data:image/gif;base64,AA" alt=a>', "![a](https://x.org/a.png)"),
        ('<img srcset="https://x.org/a.png 1x, https://x.org/b.png 2x" alt=a>', "![a](https://x.org/a.png)"),
        ('<img data-src="data:image/gif;base64,AA" src="https://x.org/a.png" alt=a>', "![a](https://x.org/a.png)"),
        ("<center>One</center><center>Two</center><p>x", "One\n\nTwo\n\nx"),
        ("<address>Street 1</address><address>Street 2</address><footer>Foot</footer><aside>As</aside>",
         "Street 1\n\nStreet 2\n\nFoot\n\nAs"),
    ],
)  # fmt: skip
def test_that_what_only_looks_different_in_a_page_s_source_is_written_the_same(html: str, expected: str) -> None:
    assert made(html) == expected


def test_that_a_link_within_a_page_that_is_no_note_keeps_its_words_only() -> None:
    assert made('<p><a href="#two">see below</a></p><h2 id="two">Two</h2>') == "see below\n\n## Two"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("5<sup>th and more</sup>", r"5^th\ and\ more^"),
        ("<p>2<sup>n + 1</sup> and x<sub>a&nbsp;b</sub></p>", r"2^n\ +\ 1^ and x~a\ b~"),
        ("<p>a<sup> b<br>c </sup>d</p>", r"a ^b\ c^ d"),
        ("a<sup>b^c</sup>d<sub>e~f</sub>", r"a^b\^c^d~e\~f~"),
        ("<p>so<sup><a href='https://x.org'>[a b]</a></sup></p>", "so[[a b]](https://x.org)"),
        ("<p><sup>all of this note is set small</sup></p>", "all of this note is set small"),
        ("x<sup> </sup>y", "x y"),
    ],
)
def test_that_raised_words_are_written_as_they_are_read(html: str, expected: str) -> None:
    made_of_it = made(html)
    assert made_of_it == expected
    read = MarkdownIt().use(superscript_plugin).use(sub_plugin).renderInline(made_of_it)
    assert not re.search(r"[\^~\\]", re.sub(r"<su[bp]>.*?</su[bp]>", "", read))


@pytest.mark.parametrize(
    "html",
    [
        "<h1></h1>",
        "<h2> <br></h2>",
        "<h3><a href='https://x.org'><span></span></a></h3>",
        "<q></q>",
        "<table><caption></caption><tr><td> </td><td></td></tr></table>",
        "<ul><li></li></ul>",
        "<blockquote><p></p></blockquote>",
        "<sup><b></b></sup>",
        "<details><summary></summary></details>",
        "<pre><code></code></pre>",
    ],
)
def test_that_nothing_is_left_of_an_element_without_words(html: str) -> None:
    assert made(f"<p>a</p>{html}<p>b</p>") == "a\n\nb"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<label><input type=radio>Option A</label><label><input type=radio>Option B</label>", "Option A Option B"),
        ("<label>Option A</label><label>Option B</label>", "Option A Option B"),
        ("<label>A <input></label><label>B<input></label><label> C</label>", "A B C"),
        ("<input type=radio>A<input type=radio>B", "A B"),
        ("<b>a</b><input><i>b</i>", "**a** *b*"),
        ("<p>a<select><option>none</select>b<progress>70%</progress>c</p>", "a b c"),
        ("<p>o<input type=hidden value=x>ne<datalist><option>none</datalist></p>", "one"),
    ],
)
def test_that_choices_of_a_form_do_not_run_together(html: str, expected: str) -> None:
    assert made(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>words",
        "<style>p{}</style>words",
        '<p onclick="x()">words</p>',
        '<a href="javascript:alert(1)">words</a>',
        '<a href=" JaVaScript:alert(1)">words</a>',
        '<a href="file:///etc/passwd">words</a>',
        '<iframe src="https://x.org"></iframe>words',
        '<p>words<img src="https://x.org/pixel.gif" width="1" height="1"></p>',
        "<!-- hidden --><p>words<!-- too --></p>",
        '<p>words<span style="display: none">hidden</span></p>',
        "<svg><script>x</script></svg><object data=x></object>words",
        "<![if !supportLists]>words<![endif]>",
        "<template><p>hidden</p></template>words",
    ],
)
def test_that_nothing_a_reader_does_not_see_comes_along(html: str) -> None:
    assert made(html) == "words"


def test_that_pictures_within_the_page_are_counted_where_there_is_no_place_for_them() -> None:
    read = markdown_of('<p>a <img src="data:image/png;base64,AAAA" alt="curve"> b</p>')
    assert (read.markdown, read.pictures_left_out) == ("a curve b", 1)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + "word" + "</div>" * 20_000,
        "<ul><li><b><blockquote>" * 5_000 + "word",
        "<math>" + "<msup><mi>x</mi>" * 5_000 + "</math>word",
        "<a " * 100_000 + ">word",
        "<a x='" * 50_000 + "'>word",
        "<!--" * 100_000 + "-->word",
        "word<!--" + "<!--" * 100_000,
        "<pre>word" + " " * 200_000 + "x" + "\n" * 200_000 + "</pre>",
        "<p>word" + " \n" * 300_000 + "</p>",
        "<p style='" + "text-decoration" * 20_000 + "'>word</p>",
        "word" + "<script>alert(1)</script>" * 20_000,
        "<![CDATA[" * 20_000 + "word]]>",
        "<p style='mso-list:l0 level9 lfo1'>word</p>" * 500,
        "<table><tr>" + "<td colspan=1000>word</td>" * 100 + "</tr></table>",
        "<table>" + "<tr>" + "<td rowspan=1000 colspan=1000>word</td>" * 30 + "<tr><td>word" * 2_000 + "</table>",
        "<pre>" * 50 + "<code>word</code>" * 20_000,
        "<p>" + "<b><i>word</b> a</i>" * 5_000,
        "<b><p>word</p>x" * 5_000,
        "<ul>" + "<ul><li>word</ul>" * 5_000,
        "<ol><li>word" + "</ol><ol><li>word" * 5_000,
        "<table><tr><td>word<tfoot><tr><td>" * 5_000,
        "<table>" + "<tfoot><tr><td>word" * 5_000,
        "<div style='white-space:pre'>word<br>" * 5_000,
        "<pre>" + "<div>word</div><br>" * 5_000,
        "<sup>word<button>" * 5_000,
        "".join(
            f"<p style='mso-list:l{one} level2 lfo1'><span style='mso-list:ignore'>i.</span>word" for one in range(5_000)
        ),
        "<label><input>word</label>" * 5_000,
        "word" + "<input>" * 20_000,
        "<!DOCTYPE html [" + '<!ENTITY a "b">' * 10_000 + "]>word",
    ],
    ids=lambda html: f"{html[:12]}…{len(html)}",
)
def test_that_a_hostile_page_does_no_harm_and_loses_no_word(html: str) -> None:
    assert "word" in made(html)


def test_that_a_page_beyond_all_measure_is_refused_with_a_reason() -> None:
    with pytest.raises(IntakeError, match="too large"):
        markdown_of("x" * (LONGEST_HTML + 1))
    with pytest.raises(IntakeError, match="too large"):
        markdown_of("<b>" * 700_000)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Top.</p><form action=x><input type=hidden value=v><h1>Essay</h1><p>All of it.</p></form>",
         "Top.\n\n# Essay\n\nAll of it."),
        ("<p>one<form>two</form><fieldset><legend>three</legend><p>four</p></fieldset>",
         "one\n\ntwo\n\nthree\n\nfour"),
        ("<h3><button aria-expanded=true>What is X?</button></h3><div>An answer.</div>", "### What is X?\n\nAn answer."),
        ("<h3><button>What<svg></svg></button></h3><p>y</p>", "### What\n\ny"),
        ("<p><button>One</button><button>two</button> three</p>", "One two three"),
        ("<div><button><div>One</div></button></div><p>two</p>", "One\n\ntwo"),
        ("<p>before</p><textarea>a draft</textarea><p>after</p>", "before\n\na draft\n\nafter"),
        ("<p>one</p><div><button> Copy code </button></div><pre><button>Run</button>x</pre>", "one\n\n```\nx\n```"),
    ],
)  # fmt: skip
def test_that_the_words_of_forms_and_buttons_stay(html: str, expected: str) -> None:
    assert made(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><th><code>a|b</code><th>c<tr><td><code>str | None</code><td>x",
         "| `a\\|b` | c |\n| --- | --- |\n| `str \\| None` | x |"),
        ("<tr><td><a href='https://x.org/a|b'>a</a><td>b<tr><td><img src=i.png alt='c|d'><td>\\|",
         "| [a](https://x.org/a\\|b) | b |\n| --- | --- |\n| ![c\\|d](i.png) | \\\\\\| |"),
        ("<thead><tr><th>a<tbody><tr><td>1<tfoot><tr><td>sum", "| a |\n| --- |\n| 1 |\n| sum |"),
        ("<tfoot><tr><td>sum</td></tr></tfoot><tbody><tr><td>a</td></tr></tbody>", "| a |\n| --- |\n| sum |"),
        ("<tbody><tr><td>a</td></tr></tbody><tbody><tr><th>b</th></tr></tbody>", "| a |\n| --- |\n| b |"),
        ("<tr></tr><tr><td>a<tr><td>1<td>2", "| a | |\n| --- | --- |\n| 1 | 2 |"),
        ("<tr><td>L</td><td><table><tr><td>1</td><td>2</td></tr></table></td></tr><tr><td>a</td><td>b</td></tr>",
         "| L | 1 2 |\n| --- | --- |\n| a | b |"),
        ("<tr><td><h1>T</h1><p>one</p></td></tr><tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr>",
         "# T\n\none\n\n| 1 | 2 |\n| --- | --- |"),
        ("<tr><td><pre>x = 1\n  y</pre></td><td>z</td></tr>", "| `x = 1 y` | z |\n| --- | --- |"),
    ],
)  # fmt: skip
def test_that_a_table_is_one_in_markdown_too_whatever_lies_in_its_cells(html: str, expected: str) -> None:
    assert made(f"<table>{html}</table>") == expected


def test_that_formulas_and_code_in_cells_are_read_as_they_were() -> None:
    formula = '<math><annotation encoding="application/x-tex">|x| \\| y</annotation></math>'
    written = made(f"<table><tr><td><code>a || b</code></td><td>{formula}</td></tr></table>")
    cells = [token.content for token in MarkdownIt("js-default").parse(written) if token.type == "inline"]
    assert cells == ["`a || b`", "$|x| \\| y$"]
