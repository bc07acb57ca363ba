"""The parts of a Word file rewritten so that their reader passes over no words.

mammoth reads the elements it knows and leaves out the others, with all that is in them: fields, letters with a reading
above them, directions of writing, drawings made of several. Each becomes here what mammoth knows; of any other element
that holds words, its content takes the place. What cannot come along at all is noted in `Losses`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element

from editor.intake.word_losses import Losses
from editor.intake.word_package import Relation
from editor.intake.word_pictures import Part, drawing, older_drawing
from editor.intake.word_tables import as_lines, inner_tables
from editor.intake.word_xml import MC, W14, A, M, R, V, W, element, parents_and_children, run

KNOWN = frozenset(
    W + name
    for name in (
        "document", "body", "footnotes", "footnote", "endnotes", "endnote", "p", "r", "t", "tab", "br", "noBreakHyphen",
        "softHyphen", "sym", "fldChar", "instrText", "hyperlink", "bookmarkStart", "tbl", "tr", "tc", "sdt", "sdtContent",
        "customXml", "smartTag", "ins", "moveTo", "object", "drawing", "pict", "txbxContent", "footnoteReference",
        "endnoteReference", "commentReference", "ruby", "rubyBase", "rt", "fldSimple",
    )
) | {V + name for name in ("group", "rect", "roundrect", "shape", "textbox", "imagedata")}  # fmt: skip
"""What mammoth reads (its `body_xml`), what is around it, and what is rewritten as a whole."""
_TAKEN_OUT = frozenset((W + "del", W + "moveFrom", W14 + "conflictDel"))
"""What the writer took out while changes were recorded."""
_WORDS = frozenset(
    [*(W + name for name in ("t", "sym", "drawing", "pict", "footnoteReference", "endnoteReference")), V + "imagedata"]
)
_DRAWN = re.compile(r"\{http://schemas\.openxmlformats\.org/drawingml/")
_SYMBOL_FONTS = ("Symbol", "Webdings", "Wingdings", "Wingdings 2", "Wingdings 3")
"""Whose signs mammoth has a table of."""
_UNKNOWN_SIGN = "\ufffd"
_CODE = re.compile(r"[0-9A-Fa-f]{1,6}")


class Rewriting:
    """Of one part."""

    def __init__(
        self, relations: Mapping[str, Relation], part: Part, notes: set[tuple[str, str]], losses: Losses
    ) -> None:
        """`notes` are those of the file: the name of the element that refers to one, and its number."""
        self._relations, self._part, self._notes, self._losses = relations, part, notes, losses
        self._makers: dict[str, Callable[[Element], list[Element]]] = {
            W + "fldSimple": _field,
            W + "ruby": _with_reading,
            W + "br": _break,
            W + "cr": lambda _: [element("br")],
            W + "ptab": lambda _: [element("tab")],
            W + "sym": self._sign,
            W + "hyperlink": lambda node: list(node) if node.get(R + "id", "") not in ("", *relations) else [node],
            W + "drawing": lambda node: drawing(node, relations, part),
            W + "pict": self._older_drawing,
            W + "object": self._older_drawing,
            W + "footnoteReference": self._reference,
            W + "endnoteReference": self._reference,
        }

    def rewrite(self, root: Element) -> None:
        self._write_formulas(root)
        inner = inner_tables(root)
        holding: dict[Element, bool] = {}
        """Whether there are words or pictures in what was in the part; what was made instead always has some."""
        for parent, children in parents_and_children(root):
            made: list[Element] = []
            for child in children:
                if child in inner:
                    self._losses.inner_tables += 1
                    made.extend(as_lines(child))
                elif not (child.tag in _MARKS and parent.tag in _ROWS):
                    made.extend(self._instead(child, holding[child]))
            _keep_last_words(made)
            if made != children:
                parent[:] = made
            held = parent.tag in _WORDS or any(holding.get(child, True) for child in made)
            holding[parent] = held and parent.tag not in _TAKEN_OUT

    def _write_formulas(self, root: Element) -> None:
        for formula in root.iter(M + "oMath"):
            text = "".join(one.text or "" for one in formula.iter() if one.tag in (M + "t", W + "t"))
            self._losses.formulas.append(text)
            formula[:] = [run(text)]

    def _instead(self, node: Element, holds_words: bool) -> list[Element]:
        maker = self._makers.get(node.tag)
        if maker is not None:
            return maker(node)
        unknown = node.tag not in KNOWN and node.tag not in _TAKEN_OUT and not _DRAWN.match(node.tag)
        return list(node) if unknown and holds_words else [node]

    def _older_drawing(self, node: Element) -> list[Element]:
        older_drawing(node, self._relations)
        return [node]

    def _reference(self, node: Element) -> list[Element]:
        if (node.tag, node.get(W + "id", "")) in self._notes:
            return [node]
        self._losses.lost_notes += 1
        return []

    def _sign(self, node: Element) -> list[Element]:
        code = node.get(W + "char", "")
        number = int(code, 16) if _CODE.fullmatch(code) else 0
        if number and node.get(W + "font") in _SYMBOL_FONTS:
            node.set(W + "char", code.upper())
            return [node]
        made = element("t")
        made.text = chr(number) if _is_letter(number) else _UNKNOWN_SIGN
        self._losses.signs += made.text == _UNKNOWN_SIGN
        return [made]


_MARKS = (W + "bookmarkStart", W + "bookmarkEnd")
_ROWS = (W + "tbl", W + "tr")
"""Where a mark keeps mammoth from seeing which cells reach over several rows."""


def choose_alternatives(root: Element) -> None:
    """Of what is written for newer and for older programs, what says most; the latter if they say the same."""
    for parent, children in parents_and_children(root):
        if any(child.tag == MC + "AlternateContent" for child in children):
            parent[:] = [one for child in children for one in _chosen(child)]


def _chosen(node: Element) -> list[Element]:
    if node.tag != MC + "AlternateContent":
        return [node]
    options = [*node.findall(MC + "Fallback"), *node.findall(MC + "Choice")]
    return list(max(options, key=_said)) if options else []


def _said(option: Iterable[Element]) -> tuple[int, int]:
    inside = [one for child in option for one in child.iter()]
    letters = sum(len(one.text or "") for one in inside if one.tag in (W + "t", A + "t"))
    return letters, sum(1 for one in inside if one.tag in (A + "blip", V + "imagedata"))


def _field(node: Element) -> list[Element]:
    """In one piece; as mammoth knows it, where it is a link."""
    order = node.get(W + "instr", "")
    content = [child for child in node if child.tag != W + "fldData"]
    if not order.strip().startswith("HYPERLINK"):
        return content
    said = element("instrText")
    said.text = order
    begin, apart, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    return [element("r", begin), element("r", said), element("r", apart), *content, element("r", end)]


def _break(node: Element) -> list[Element]:
    """Where a page or a column ends, so does what is read in one go; mammoth would join the words around it."""
    kind = node.get(W + "type", "textWrapping")
    return [element("br")] if kind == "textWrapping" else [element("br"), element("br")]


def _with_reading(node: Element) -> list[Element]:
    base, reading = (list(found) if (found := node.find(W + name)) is not None else [] for name in ("rubyBase", "rt"))
    return [*base, run("("), *reading, run(")")] if reading else base


def _is_letter(number: int) -> bool:
    """Neither of those a font has for itself, nor one that XML cannot hold."""
    return 0x20 <= number <= 0xD7FF or 0xF900 <= number <= 0xFFFD or 0x10000 <= number <= 0xEFFFF


def _keep_last_words(children: list[Element]) -> None:
    """A paragraph whose end was taken out goes on in the next; where none follows, mammoth would lose it."""
    following: Element | None = None
    for child in reversed(children):
        if child.tag == W + "p":
            mark = child.find(f"{W}pPr/{W}rPr")
            taken_out = mark.find(W + "del") if mark is not None else None
            if mark is not None and taken_out is not None and (following is None or following.tag != W + "p"):
                mark.remove(taken_out)
        if child.tag in (W + "p", W + "tbl", W + "sdt"):
            following = child
