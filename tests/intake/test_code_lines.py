"""Code of pages and of editors' clipboards: every line, and the blanks it begins with."""

from __future__ import annotations

import pytest

from editor.intake.html_markdown import markdown_of

CODE = "```\ndef f():\n    return 1\n```"
VS_CODE = '<div style="color: #ccc;font-family: Consolas, monospace;font-size: 14px;white-space: pre;">{}</div>'
PRISM = (
    '<pre class="prism-code language-py"><code class="lines"><div class="token-line"><span>def</span><span> f():</span>'
    '<br></div><div class="token-line"><span>    </span><span>return</span><span> 1</span><br></div></code></pre>'
)
GITHUB = (
    '<div class="highlight-source-python"><table class="highlight js-file-line-container"><tbody>\n  <tr>\n    '
    '<td id="L1" class="blob-num" data-line-number="1"></td>\n    <td class="blob-code"><span>def</span> f():</td>\n'
    '</tr>\n  <tr>\n <td class="blob-num">2</td>\n<td class="blob-code">\n</td></tr><tr><td class="blob-num">3</td>'
    '<td class="blob-code">    return 1</td></tr></tbody></table></div>'
)
COLOURED = "<div><span>def</span><span> f():</span></div><div><span>    </span><span>return</span><span> 1</span></div>"
GITHUB_COLOURED = (
    "<table><tbody><tr><td class=blob-num data-line-number=1></td><td class='blob-code blob-code-inner'>"
    "<span class=pl-k>def</span> <span class=pl-en>f</span>():</td></tr>\n<tr><td class=blob-num></td>"
    "<td class='blob-code blob-code-inner'>    <span class=pl-k>return</span> <span>1</span></td></tr></tbody></table>"
)
GITHUB_DIFF = (
    "<table><tr>\n  <td class=blob-num></td>\n  <td class=blob-code>\n      <span class=blob-code-inner>def f():</span>\n"
    "  </td>\n</tr><tr><td class=blob-code>\n   <i class=blob-code-inner>    <b>return</b> 1</i>\n  </td></tr></table>"
)
EMPTY_LINE = "<div class=token-line><span class='token plain' style='display:inline-block'></span></div>"
PYGMENTS = (
    '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td>'
    '<td class="code"><div><pre>def f():\n    return 1\n</pre></div></td></tr></table>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(VS_CODE.format("<div><span>def</span> f():</div><div>    return 1</div>"), CODE, id="vs-code"),
        pytest.param(VS_CODE.format("<div>a</div><br><br><div>\tb</div>"), "```\na\n\n\n\tb\n```", id="vs-code-empty"),
        pytest.param(PRISM, CODE.replace("```\nd", "```py\nd"), id="prism"),
        pytest.param("<pre><div>def f():</div><div>    return 1</div></pre>", CODE, id="line-elements"),
        pytest.param(GITHUB, "```python\ndef f():\n\n    return 1\n```", id="github"),
        pytest.param(PYGMENTS, CODE, id="pygments"),
        pytest.param(VS_CODE.format(COLOURED), CODE, id="vs-code-coloured"),
        pytest.param(f"<div style='white-space:pre'>{COLOURED}</div>", CODE, id="kept-blanks"),
        pytest.param(f"<div style='font-family:Menlo;white-space:pre-wrap'>{COLOURED}</div>", CODE, id="monospaced"),
        pytest.param(VS_CODE.format("<div>if a:</div><div><span>\t\t</span><span>b</span></div>"),
                     "```\nif a:\n\t\tb\n```", id="tabs"),
        pytest.param(GITHUB_COLOURED, CODE, id="github-coloured"),
        pytest.param(GITHUB_DIFF, CODE, id="github-changes"),
        pytest.param("<code class=language-py><b>def</b> f():\n<i>    </i><b>return</b> 1\n</code>",
                     CODE.replace("```\nd", "```py\nd"), id="code-coloured"),
        pytest.param("<code style='white-space:pre'>def f():<i>\n    </i>return 1</code>", CODE, id="code-kept"),
        pytest.param(f"<pre><div class=token-line>a</div>{EMPTY_LINE}<div class=token-line>b</div></pre>",
                     "```\na\n\nb\n```", id="prism-empty-line"),
        pytest.param("<pre><div class=cm-line>a</div><div class=cm-line></div><div class=cm-line>b</div></pre>",
                     "```\na\n\nb\n```", id="empty-line"),
        pytest.param("<pre><div class=header></div><div>a</div></pre>", "```\na\n```", id="empty-bar"),
        pytest.param("<pre><span class=lineno>1 </span>def f():\n<span class=lineno>2 </span>    return 1</pre>", CODE,
                     id="numbers"),
        pytest.param("<code class=language-py><span>a:\n  b\n</span></code>", "```py\na:\n  b\n```", id="code"),
        pytest.param("<pre>def f():\r\n    return 1</pre>", CODE, id="line-ends"),
        pytest.param("<pre>a\n\n\n\nb</pre>", "```\na\n\n\n\nb\n```", id="empty-lines"),
        pytest.param("<ul><li>x<pre>a\n \n\nb</pre></ul>", "- x\n\n  ```\n  a\n\n\n  b\n  ```", id="in-a-list"),
    ],
)  # fmt: skip
def test_that_code_keeps_its_lines_and_their_blanks(html: str, expected: str) -> None:
    assert markdown_of(html).markdown == expected


@pytest.mark.parametrize(
    "text",
    ["one_line * of `code`", "# Heading\n\n" + "word " * 20 + "and *more*.\n- one\n    - two"],
    ids=["a line", "prose"],
)
def test_that_words_from_an_editor_of_code_that_are_no_block_of_code_stay_as_they_are(text: str) -> None:
    lines = "".join(f"<div><span>{line}</span></div>" if line else "<br>" for line in text.split("\n"))
    assert markdown_of(VS_CODE.format(lines)).markdown == text


def test_that_prose_whose_blanks_a_program_keeps_is_no_code() -> None:
    assert markdown_of('<p style="white-space: pre-wrap">one</p><p style="white-space:pre-wrap">two</p>').markdown == (
        "one\n\ntwo"
    )


def test_that_blanks_between_the_marks_of_prose_are_single_ones() -> None:
    page = "<div>\n\n   <p> <b>one</b>    <i>two</i>\n   three</p>   \n<p>   </p><ul>\n  <li> a</li>   </ul></div>"
    assert markdown_of(page).markdown == "**one** *two* three\n\n- a"
