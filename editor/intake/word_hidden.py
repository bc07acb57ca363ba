"""Words that Word does not show: their letters are hidden, by themselves or by a style (ECMA-376, part 1, 17.3.2.41).

They are no part of what a reader sees, as in a page; that there are some is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from editor.intake.word_losses import HIDDEN, Losses
from editor.intake.word_styles import Styles
from editor.intake.word_xml import W, value

_KEPT = frozenset(W + name for name in ("rPr", "fldChar", "instrText"))
"""What begins and ends a field has no words; without one of the two the other would take in all that follows."""
_DRAWN = tuple(W + name for name in ("drawing", "pict", "object", "sym", "footnoteReference", "endnoteReference"))
_OFF = ("0", "false", "off")


def take_out_hidden(root: Element, styles: Styles, losses: Losses) -> None:
    """Counts stretches of hidden words within a paragraph, which Word may have cut into any number of runs."""
    for paragraph in root.iter(W + "p"):
        of_paragraph = _by_style(styles, value(paragraph, "pPr", "pStyle"))
        is_counted = False
        for run in _runs(paragraph):
            content = [child for child in run if child.tag not in _KEPT]
            is_said = any(
                child.tag in _DRAWN or (child.tag == W + "t" and (child.text or "").strip()) for child in content
            )
            if _is_hidden(run, styles, of_paragraph=of_paragraph):
                for child in content:
                    run.remove(child)
                losses.elements[HIDDEN] += is_said and not is_counted
                is_counted |= is_said
            elif is_said:
                is_counted = False


def _runs(node: Element) -> Iterator[Element]:
    """Those of the paragraph itself; a box of text within it holds paragraphs of its own."""
    for child in node:
        if child.tag == W + "r":
            yield child
        if child.tag != W + "p":
            yield from _runs(child)


def _is_hidden(run: Element, styles: Styles, *, of_paragraph: bool) -> bool:
    """What the run itself says counts; two styles that both hide show again (17.7.3)."""
    said = _said(run)
    return of_paragraph != _by_style(styles, value(run, "rPr", "rStyle")) if said is None else said


def _by_style(styles: Styles, named: str | None) -> bool:
    return next((said for style in styles.based_upon(named) if (said := _said(style)) is not None), False)


def _said(node: Element) -> bool | None:
    found = node.find(f"{W}rPr/{W}vanish")
    return found.get(W + "val") not in _OFF if found is not None else None
