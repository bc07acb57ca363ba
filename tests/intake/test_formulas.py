"""Formulas copied from pages, as the LaTeX they were set from."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from editor.intake.html_markdown import markdown_of
from editor.intake.mathml import latex_of

KATEX = (
    '<span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>P</mi></mrow><annotation '
    'encoding="application/x-tex">{}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">'
    '<span class="mord">P</span>(accept∣h<sub>i</sub>)</span></span>'
)


MATHJAX_2 = '<span class="MathJax_Preview">x</span><span class="MathJax">x2</span><script type="math/tex">x^2</script>'
MATHJAX_2_BLOCK = '<div class="MathJax_Display">x2</div><script type="math/tex; mode=display">x^2</script>'
SQUARE = "<math{}><msup><mi>x</mi><mn>2</mn></msup></math>"
HELD = SQUARE.replace("<", "&lt;")
SHOWN = '<span class="{}" data-mathml="{}"><nobr aria-hidden="true"><span class="math">x2</span></nobr>{}</span>'
ASSISTED = f'<span class="MJX_Assistive_MathML" role="presentation">{SQUARE}</span>'
STACK_EXCHANGE = (
    '<span class="math-container"><span class="MathJax_Preview">x^2</span>'
    f"{SHOWN.format('MathJax', HELD.format(''), ASSISTED.format(''))}</span>"
)
SHOWN_BLOCK = f'<div class="MathJax_Display">{SHOWN.format("MathJax", HELD.format(""), ASSISTED.format(""))}</div>'
MATHJAX_3 = (
    '<mjx-container jax="CHTML" display="true"><mjx-math aria-hidden="true">x</mjx-math><mjx-assistive-mml>'
    "<math><msup><mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container>"
)
WIKIPEDIA = (
    '<span class="mwe-math-element"><span style="display: none;"><math alttext="{\\displaystyle x^{2}}"><semantics>'
    '<annotation encoding="application/x-tex">{\\displaystyle x^{2}}</annotation></semantics></math></span>'
    '<img src="https://w.org/x.svg" class="mwe-math-fallback-image-inline" alt="{\\displaystyle x^{2}}"></span>'
)
DRAWN = '<span class="mjpage"><span class="mjx-chtml"><span class="mjx-math" aria-label="a_b">ab</span></span></span>'


@pytest.mark.parametrize(
    ("html", "source"),
    [
        pytest.param(KATEX.format(r"P(\text{accept} \mid h_i)"), r"P(\text{accept} \mid h_i)", id="katex"),
        pytest.param(MATHJAX_2, "x^2", id="mathjax-2"),
        pytest.param(STACK_EXCHANGE, "x^2", id="mathjax-2-without-script"),
        pytest.param(SHOWN.format("MathJax_CHTML", HELD.format(""), ""), "x^2", id="mathjax-2-held"),
        pytest.param(WIKIPEDIA, "x^{2}", id="wikipedia"),
        pytest.param('<span class="math-inline" data-math="x_1"><b>x1</b></span>', "x_1", id="attribute"),
        pytest.param(DRAWN, "a_b", id="label"),
    ],
)
def test_that_a_formula_in_a_sentence_is_its_latex(html: str, source: str) -> None:
    read = markdown_of(f"<p>so {html} end</p>")
    assert (read.markdown, read.formulas) == (f"so ${source}$ end", 1)


@pytest.mark.parametrize(
    ("html", "source"),
    [
        pytest.param(f'<span class="katex-display">{KATEX.format("x^2")}</span>', "x^2", id="katex"),
        pytest.param(MATHJAX_2_BLOCK, "x^2", id="mathjax-2"),
        pytest.param(SHOWN_BLOCK, "x^2", id="mathjax-2-without-script"),
        pytest.param(SHOWN.format("MathJax_SVG", HELD.format(" display='block'"), ""), "x^2", id="mathjax-2-held"),
        pytest.param(MATHJAX_3, "x^2", id="mathjax-3"),
        pytest.param('<div class="math-block" data-math="x_1">x1</div>', "x_1", id="attribute"),
    ],
)
def test_that_a_formula_on_lines_of_its_own_is_a_block(html: str, source: str) -> None:
    read = markdown_of(f"<p>so</p>{html}<p>end</p>")
    assert (read.markdown, read.formulas) == (f"so\n\n$$\n{source}\n$$\n\nend", 1)


def test_that_underscores_and_stars_of_a_formula_are_not_escaped_and_its_blank_lines_go() -> None:
    html = f'<span class="katex-display">{KATEX.format("a_1 * b_2 " + chr(10) + chr(10) + " + c")}</span>'
    assert markdown_of(html).markdown == "$$\na_1 * b_2 \n + c\n$$".replace(" \n", "\n")


def test_that_a_formula_in_a_cell_stays_on_its_line() -> None:
    html = f'<table><tr><th>f</th></tr><tr><td><span class="katex-display">{KATEX.format("x^2")}</span></td></tr></table>'
    assert markdown_of(html).markdown == "| f |\n| --- |\n| $x^2$ |"


@pytest.mark.parametrize(
    ("mathml", "latex"),
    [
        ("<mi>P</mi><mo>(</mo><mtext>accept</mtext><mo>∣</mo><msub><mi>h</mi><mi>i</mi></msub><mo>)</mo>",
         r"P(\text{accept} \mid h_i)"),
        ("<mi>θ</mi><mo>=</mo><mi>θ</mi><mo>+</mo><mi>α</mi><mi>∇</mi><mi>L</mi>", r"\theta = \theta+\alpha\nabla L"),
        ("<mfrac><mn>1</mn><msqrt><mn>2</mn></msqrt></mfrac>", r"\frac{1}{\sqrt{2}}"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover>", r"\sum_{i = 0}^n"),
        ("<msubsup><mi>x</mi><mi>i</mi><mo>′</mo></msubsup>", "x_i'"),
        ("<mover><mi>x</mi><mo>^</mo></mover><mroot><mi>x</mi><mn>3</mn></mroot>", r"\hat{x}\sqrt[3]{x}"),
        ("<mi>sin</mi><mi>x</mi><mi>softmax</mi>", r"\sin x\mathrm{softmax}"),
        ("<mi>A</mi><mo>∈</mo><mo>{</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>}</mo>", r"A \in \{0,1\}"),
        ("<mi mathvariant='double-struck'>R</mi><mi>𝑥</mi>", r"\mathbb{R}x"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr>"
         "</mtable>", r"\begin{matrix}1 & 2 \\ 3 & 4\end{matrix}"),
        ("<munder><mi>max</mi><mi>x</mi></munder>", r"\max_x"),
        ("<mfrac><mn>1</mn></mfrac>", r"\frac{1}{}"),
        ("<unknown><mi>x</mi></unknown>", "x"),
    ],
)  # fmt: skip
def test_that_mathml_without_its_source_is_put_into_latex(mathml: str, latex: str) -> None:
    math = BeautifulSoup(f"<math>{mathml}</math>", "html.parser").math
    assert math is not None
    assert latex_of(math) == latex
