"""LaTeX for MathML, where a page shows a formula and has not kept its source.

MathJax 3 gives screen readers a copy of each formula as presentation MathML (its "assistive MathML"); that tree says
what stands over, under and beside what, and LaTeX says the same in other words. The elements are those of MathML Core
(https://www.w3.org/TR/mathml-core/); what is not among them keeps its letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bs4.element import NavigableString, Tag

_SIGNS = {
    "−": "-", "×": r"\times", "⋅": r"\cdot", "·": r"\cdot", "÷": r"\div", "±": r"\pm", "∓": r"\mp", "≤": r"\le",
    "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim", "∝": r"\propto", "∞": r"\infty",
    "∂": r"\partial", "∇": r"\nabla", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∮": r"\oint", "∈": r"\in",
    "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset", "⊆": r"\subseteq", "⊃": r"\supset", "∪": r"\cup", "∩": r"\cap",
    "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "→": r"\to",
    "←": r"\leftarrow", "↔": r"\leftrightarrow", "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow",
    "↦": r"\mapsto", "∣": r"\mid", "∥": r"\parallel", "⟨": r"\langle", "⟩": r"\rangle", "…": r"\ldots",
    "⋯": r"\cdots", "′": "'", "″": "''", "∘": r"\circ", "⊕": r"\oplus", "⊗": r"\otimes", "⊥": r"\perp", "√": r"\surd",
    "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}",
    "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_", "\\": r"\backslash",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u00a0": "~",
}  # fmt: skip
_ACCENTS = {"^": r"\hat", "ˆ": r"\hat", "~": r"\tilde", "˜": r"\tilde", "¯": r"\bar", "―": r"\overline", "‾": r"\bar",
            "→": r"\vec", "⃗": r"\vec", "˙": r"\dot", "¨": r"\ddot", "⏞": r"\overbrace", "⏟": r"\underbrace",
            "_": r"\underline"}  # fmt: skip
_VARIANTS = {"bold": r"\mathbf", "double-struck": r"\mathbb", "script": r"\mathcal", "fraktur": r"\mathfrak",
             "normal": r"\mathrm", "sans-serif": r"\mathsf", "monospace": r"\mathtt"}  # fmt: skip
_FUNCTIONS = frozenset(
    ("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "det", "dim", "exp", "gcd", "hom", "inf", "ker", "lim",
     "liminf", "limsup", "ln", "log", "max", "min", "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh")
)  # fmt: skip
_UPPER_AS_LATIN = frozenset(
    ("ALPHA", "BETA", "EPSILON", "ZETA", "ETA", "IOTA", "KAPPA", "MU", "NU", "OMICRON", "RHO", "TAU", "CHI")
)
_COMMAND = re.compile(r"\\[A-Za-z]+$")


def latex_of(math: Tag) -> str:
    """The formula as LaTeX, without delimiters. The tree must not be nested more deeply than Python calls may be."""
    return re.sub(r" {2,}", " ", _row(math)).strip()


def _row(parent: Tag) -> str:
    out = ""
    for child in parent.children:
        piece = _made(child) if isinstance(child, Tag) else ""
        if piece and _COMMAND.search(out) and (piece[0].isalpha()):
            out += " "
        out += piece
    return out


def _made(node: Tag) -> str:
    maker = _MAKERS.get(node.name)
    if maker is not None:
        return maker(node)
    return _row(node) if any(isinstance(child, Tag) for child in node.children) else _signs(node.get_text())


def _parts(node: Tag, count: int) -> list[str]:
    """The first `count` children, each as a group; empty ones where the page left some out."""
    made = [_made(child) for child in node.children if isinstance(child, Tag)]
    return (made + [""] * count)[:count]


def _group(text: str) -> str:
    return text if len(text) == 1 or re.fullmatch(r"\\[A-Za-z]+", text) else f"{{{text}}}"


def _signs(text: str) -> str:
    out = ""
    for char in text.strip():
        sign = _sign(char)
        if sign and sign[0].isalnum() and _COMMAND.search(out):
            out += " "
        out += sign
    return out


def _sign(char: str) -> str:
    if char in _SIGNS:
        return _SIGNS[char]
    plain = unicodedata.normalize("NFKC", char) if ord(char) >= 0x1D400 else char
    name = unicodedata.name(plain, "") if len(plain) == 1 else ""
    found = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)", name)
    if found is None:
        return plain
    letter = "LAMBDA" if found[2] == "LAMDA" else found[2]
    if found[1] == "SMALL":
        return "o" if letter == "OMICRON" else "\\" + letter.lower()
    return unicodedata.normalize("NFKC", letter[0]) if letter in _UPPER_AS_LATIN else "\\" + letter.capitalize()


def _identifier(node: Tag) -> str:
    text = node.get_text().strip()
    if text in _FUNCTIONS:
        return "\\" + text
    made = _signs(text)
    variant = _VARIANTS.get(str(node.get("mathvariant", "")))
    if variant and not made.startswith("\\"):
        return f"{variant}{{{made}}}"
    return rf"\mathrm{{{made}}}" if len(text) > 1 and text.isalpha() else made


def _operator(node: Tag) -> str:
    text = node.get_text().strip()
    if text in _FUNCTIONS:
        return "\\" + text
    made = _signs(text)
    spaced = (made.startswith("\\") and made[1:].isalpha()) or made in ("=", "<", ">")
    return f" {made} " if spaced else made


def _text(node: Tag) -> str:
    text = node.get_text().replace("\u00a0", " ")
    return rf"\text{{{text}}}" if text.strip() else r"\ " if text else ""


def _over(node: Tag) -> str:
    base, above = _parts(node, 2)
    accent = _ACCENTS.get(_last_text(node))
    if accent:
        return f"{accent}{{{base}}}"
    return f"{_base(base)}^{_group(above)}" if _takes_limits(base) else rf"\overset{{{above}}}{{{base}}}"


def _under(node: Tag) -> str:
    base, below = _parts(node, 2)
    accent = _ACCENTS.get(_last_text(node))
    if accent:
        return f"{accent}{{{base}}}"
    return f"{_base(base)}_{_group(below)}" if _takes_limits(base) else rf"\underset{{{below}}}{{{base}}}"


def _last_text(node: Tag) -> str:
    tags = [child for child in node.children if isinstance(child, Tag)]
    return tags[-1].get_text().strip() if len(tags) > 1 else ""


def _takes_limits(base: str) -> bool:
    return (
        base.strip() in (r"\sum", r"\prod", r"\int", r"\oint", r"\bigcup", r"\bigcap") or base.strip()[1:] in _FUNCTIONS
    )


def _base(base: str) -> str:
    base = base.strip()
    return base if re.fullmatch(r"\\[A-Za-z]+|.|\)|\\mathbb\{.\}|\\math\w+\{\w+\}", base) else f"{{{base}}}"


def _scripts(node: Tag, *marks: str) -> str:
    base, *scripts = _parts(node, 1 + len(marks))
    return _base(base) + "".join(
        "'" * len(script) if mark == "^" and script and not script.strip("'") else mark + _group(script.strip())
        for mark, script in zip(marks, scripts, strict=True)
        if script
    )


def _limits(node: Tag) -> str:
    base, below, above = _parts(node, 3)
    return f"{_base(base)}_{_group(below.strip())}^{_group(above.strip())}"


def _fraction(node: Tag) -> str:
    above, below = _parts(node, 2)
    return rf"\frac{{{above.strip()}}}{{{below.strip()}}}"


def _root(node: Tag) -> str:
    base, degree = _parts(node, 2)
    return rf"\sqrt[{degree}]{{{base}}}"


def _table(node: Tag) -> str:
    rows = [row for row in node.children if isinstance(row, Tag) and row.name in ("mtr", "mlabeledtr")]
    lines = [" & ".join(_row(cell).strip() for cell in row.children if isinstance(cell, Tag)) for row in rows]
    return r"\begin{matrix}" + r" \\ ".join(lines) + r"\end{matrix}"


def _fenced(node: Tag) -> str:
    inner = [_made(child) for child in node.children if isinstance(child, Tag)]
    left, right = (_signs(str(node.get(name, default))) for name, default in (("open", "("), ("close", ")")))
    return rf"\left{left or '.'}{', '.join(inner)}\right{right or '.'}"


def _semantics(node: Tag) -> str:
    source = tex_annotation(node)
    if source:
        return source
    first = next((child for child in node.children if isinstance(child, Tag)), None)
    return _made(first) if first is not None else ""


def tex_annotation(node: Tag) -> str:
    """The formula's own LaTeX, where the page carries it along in an annotation; else empty."""
    for found in node.find_all("annotation"):
        if "tex" in str(found.get("encoding", "")).lower():
            return "".join(piece for piece in found.strings if isinstance(piece, NavigableString)).strip()
    return ""


_MAKERS: dict[str, Callable[[Tag], str]] = {
    "mi": _identifier,
    "mo": _operator,
    "mtext": _text,
    "ms": _text,
    "mspace": lambda node: r"\ ",
    "msup": lambda node: _scripts(node, "^"),
    "msub": lambda node: _scripts(node, "_"),
    "msubsup": lambda node: _scripts(node, "_", "^"),
    "mover": _over,
    "munder": _under,
    "munderover": _limits,
    "mfrac": _fraction,
    "msqrt": lambda node: rf"\sqrt{{{_row(node)}}}",
    "mroot": _root,
    "mtable": _table,
    "mfenced": _fenced,
    "mphantom": lambda node: "",
    "annotation": lambda node: "",
    "annotation-xml": lambda node: "",
    "semantics": _semantics,
}
