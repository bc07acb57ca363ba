"""Drawings of a Word file: the pictures and the words in them, wherever they lie.

The reader of Word files knows a picture that stands by itself, and a box of text in the older kind of drawing (VML). A
drawing of several pictures, shapes or boxes becomes such pictures, followed by such boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from editor.intake.word_package import MISSING, Relation
from editor.intake.word_xml import DGM, OFFICE, PIC, WP, A, R, V, W, element, paragraph

_BOX = W + "txbxContent"
_BLANKS = {A + "br": " "}
_SHAPES = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas")
"""Drawings of lines and boxes, which may be there for their looks only."""

Part = Callable[[str], Element | None]
"""A part of the file by its name, where there is one."""


def drawing(node: Element, relations: Mapping[str, Relation], part: Part) -> list[Element]:
    """What stands for it. Its boxes must have been rewritten before."""
    if _stands_alone(node):
        for blip in node.iter(A + "blip"):
            _lead_somewhere(blip, relations)
        return [node]
    around = next(node.iter(WP + "docPr"), None)
    alt = _words_of(around) if around is not None else ""
    pictures: list[Element] = []
    texts: list[Element] = []
    for one in _outside_boxes(node):
        if one.tag == _BOX:
            texts.extend(one)
        elif one.tag == A + "blip":
            _lead_somewhere(one, relations)
            pictures.append(_picture(one, alt))
        elif one.tag == A + "p":
            texts.extend(_line(one))
        elif one.tag == DGM + "relIds":
            texts.extend(_of_diagram(relations.get(one.get(R + "dm", "")), part))
    if not pictures and not texts and (alt or not _is_made_of_shapes(node)):
        pictures = [_picture(Element(A + "blip", {R + "embed": MISSING}), alt)]
    return pictures + ([element("pict", element("txbxContent", *texts))] if texts else [])


def older_drawing(node: Element, relations: Mapping[str, Relation]) -> None:
    """Its pictures become those of a newer one, since the reader passes over their words."""
    for shape in list(node.iter()):
        for place, child in enumerate(list(shape)):
            if child.tag == V + "imagedata":
                named = (child.get(name, "") for name in (R + "id", OFFICE + "relid", R + "pict", R + "href"))
                blip = Element(A + "blip", {R + "embed": next((name for name in named if name in relations), MISSING)})
                shape[place] = _picture(blip, shape.get("alt") or child.get(OFFICE + "title") or "")
            elif child.tag == V + "textpath" and child.get("string"):
                shape[place] = element("txbxContent", paragraph(child.get("string", "")))


def _stands_alone(node: Element) -> bool:
    blips = sum(1 for _ in node.iter(A + "blip"))
    plain = sum(
        len(inline.findall(f"{A}graphic/{A}graphicData/{PIC}pic/{PIC}blipFill/{A}blip"))
        for inline in node
        if inline.tag in (WP + "inline", WP + "anchor")
    )
    return 0 < blips == plain and not any(one.tag in (_BOX, A + "p") for one in node.iter())


def _outside_boxes(node: Element) -> Iterator[Element]:
    """In their order. The boxes themselves are given too, but not what is in them."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if one.tag == PIC + "pic":
            blip = next(one.iter(A + "blip"), None)
            properties = next(one.iter(PIC + "cNvPr"), None)
            if blip is not None and properties is not None:
                blip.set("descr", _words_of(properties))
        if one.tag != _BOX:
            waiting.extend(reversed(one))


def _words_of(properties: Element) -> str:
    return (properties.get("descr") or "").strip() or (properties.get("title") or "").strip()


def _lead_somewhere(blip: Element, relations: Mapping[str, Relation]) -> None:
    """A linked picture is read like one that is there: see `word_package`."""
    named = (blip.attrib.pop(R + name, "") for name in ("embed", "link"))
    blip.set(R + "embed", next((name for name in list(named) if name in relations), MISSING))


def _picture(blip: Element, alt: str) -> Element:
    """A picture as it is written when it stands by itself."""
    fill, picture, data, graphic, inline = (
        Element(name) for name in (PIC + "blipFill", PIC + "pic", A + "graphicData", A + "graphic", WP + "inline")
    )
    inline.append(Element(WP + "docPr", {"descr": blip.attrib.pop("descr", "") or alt}))
    for outer, inner in ((fill, blip), (picture, fill), (data, picture), (graphic, data), (inline, graphic)):
        outer.append(inner)
    return element("drawing", inline)


def _of_diagram(relation: Relation | None, part: Part) -> Iterator[Element]:
    """The words of a diagram lie in a part of their own."""
    data = part(relation.target) if relation is not None and not relation.external else None
    for one in data.iter(A + "p") if data is not None else ():
        yield from _line(one)


def _line(one: Element) -> Iterator[Element]:
    pieces = ((piece.text or "") if piece.tag == A + "t" else _BLANKS.get(piece.tag, "") for piece in one.iter())
    text = " ".join("".join(pieces).split())
    if text:
        yield paragraph(text)


def _is_made_of_shapes(node: Element) -> bool:
    kinds = [one.get("uri", "").rpartition("/")[2] for one in node.iter(A + "graphicData")]
    return bool(kinds) and all(kind in _SHAPES for kind in kinds)
