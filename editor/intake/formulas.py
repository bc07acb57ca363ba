"""Formulas of a page, as the LaTeX they were set from.

What a page shows of a formula is dozens of boxes, and copied as text one symbol a line. The source is there all the same:
KaTeX and Wikipedia keep it as an annotation beside the MathML, MathJax 2 in a script that never runs, others in an
attribute; where there is none, MathJax's MathML is read.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from editor.intake.cleaning import become, hide, parsed
from editor.intake.mathml import latex_of, tex_annotation

FORMULA = "x-formula"
"""The element that stands for a formula until its text is written: its string is the LaTeX with its delimiters."""
_ATTRIBUTES = ("data-tex", "data-latex", "data-math", "alttext")
_PICTURES = ("mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "latex", "tex")
_SHOWN_BY_SCRIPT = frozenset(
    ("MathJax_Preview", "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML", "mjx-chtml")
)
_WITHOUT_SCRIPT = ", ".join(f".{name}" for name in sorted(_SHOWN_BY_SCRIPT - {"MathJax_Preview"}))
"""What MathJax 2 shows, which is all there is where a clipboard left its scripts out."""
_LONGEST = 20_000
"""Characters; what is longer is no formula."""


_SIGNS_OF_THEM = re.compile(
    "katex|mathjax|mjx|<math|math/tex|mwe-math|data-tex|data-latex|data-math|class=.(?:la)?tex", re.IGNORECASE
)


def may_hold_formulas(html: str) -> bool:
    return _SIGNS_OF_THEM.search(html) is not None


def recover_formulas(soup: BeautifulSoup) -> int:
    """Makes an element `FORMULA` of each formula found; returns how many."""
    return (
        _rendered(soup, "span.katex-display, span.katex", "katex-display")
        + _wikipedia(soup)
        + _scripts(soup)
        + _rendered(soup, "mjx-container", "")
        + _rendered(soup, "[data-tex], [data-latex], [data-math]", "block")
        + _labelled(soup)
        + _rendered(soup, _WITHOUT_SCRIPT, "Display")
        + _rendered(soup, "math", "")
    )


def _rendered(soup: BeautifulSoup, selector: str, display_class: str) -> int:
    count = 0
    for node in soup.select(selector):
        if node.name == FORMULA or not any(parent is soup for parent in node.parents):
            continue  # it was within one that is done
        source = _source(node)
        if source:
            _hide_preview(node)
            count += _put(node, source, _is_display(node, display_class))
    return count


def _source(node: Tag) -> str:
    named = next((str(node[name]) for name in _ATTRIBUTES if node.get(name)), "")
    found = named or tex_annotation(node)
    if found:
        return found
    math = _mathml(node)
    return latex_of(math) if isinstance(math, Tag) else ""


def _mathml(node: Tag) -> Tag | None:
    """MathJax 2 has it for screen readers within what it shows, and in an attribute."""
    if node.name == "math":
        return node
    holder = node if node.get("data-mathml") else node.select_one("[data-mathml]")
    return node.find("math") or (parsed(str(holder["data-mathml"])).find("math") if holder is not None else None)


def _hide_preview(node: Tag) -> None:
    before = node.find_previous_sibling()
    if before is not None and "MathJax_Preview" in _classes(before):
        hide(before)


def _is_display(node: Tag, display_class: str) -> bool:
    if node.name in ("math", "mjx-container"):
        return node.get("display") in ("true", "block")
    if display_class and any(display_class in name for name in _classes(node)):
        return True
    math = _mathml(node) if display_class == "Display" else None
    return math is not None and math.get("display") == "block"


def _classes(node: Tag) -> list[str]:
    return list(node.get_attribute_list("class")) if node.get("class") else []


def _wikipedia(soup: BeautifulSoup) -> int:
    """The formula is there twice, as hidden MathML and as a picture whose other text is the source."""
    count = 0
    for node in soup.select(".mwe-math-element"):
        source = tex_annotation(node) or next((str(one.get("alt", "")) for one in node.find_all("img")), "")
        if source:
            count += _put(node, _without_style(source), "mwe-math-element-block" in _classes(node))
    for picture in soup.find_all("img"):
        if picture.get("alt") and any(name in _PICTURES for name in _classes(picture)):
            count += _put(picture, _without_style(str(picture["alt"])), "display" in " ".join(_classes(picture)))
    return count


def _without_style(source: str) -> str:
    source = source.strip().strip("$")
    for style in (r"{\displaystyle ", r"{\textstyle "):
        if source.startswith(style) and source.endswith("}"):
            return source[len(style) : -1].strip()
    return source


def _scripts(soup: BeautifulSoup) -> int:
    """MathJax 2: `<script type="math/tex">`, with what it shows of it in elements before."""
    count = 0
    for node in soup.find_all("script", type=lambda kind: str(kind or "").startswith("math/tex")):
        for shown in list(node.find_previous_siblings(limit=2)):
            if isinstance(shown, Tag) and _SHOWN_BY_SCRIPT.intersection(_classes(shown)):
                hide(shown)
        count += _put(node, str(node.string or ""), "mode=display" in str(node.get("type", "")))
    return count


def _labelled(soup: BeautifulSoup) -> int:
    """LessWrong's older posts: MathJax drawn on the server, with the source in a label for screen readers."""
    count = 0
    for node in soup.select(".mjx-math[aria-label]"):
        outer = node.find_parent(class_="mjpage") or node.find_parent(class_="mjx-chtml") or node
        display = any("block" in name or "DISPLAY" in name for name in [*_classes(outer), *_classes(node)])
        count += _put(outer, str(node["aria-label"]), display)
    return count


def _put(node: Tag, source: str, display: bool) -> int:
    source = source.strip()
    if not source or len(source) > _LONGEST:
        return 0
    if display:
        # A blank line would end the block, and with it the formula.
        source = "\n".join(["$$", *(line for line in source.split("\n") if line.strip()), "$$"])
    else:
        source = f"${' '.join(source.split())}$"
    node.clear()
    become(node, FORMULA, display="block" if display else "")
    node.append(NavigableString(source))
    return 1
