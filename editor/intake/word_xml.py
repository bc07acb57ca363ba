"""The XML of a Word file's parts: read without declarations of any kind, and written again.

Names are those of ECMA-376; a file in its strict form has other addresses for the same names, and is read as if it had
the usual ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_OPEN = "http://schemas.openxmlformats.org"
W = f"{{{_OPEN}/wordprocessingml/2006/main}}"
R = f"{{{_OPEN}/officeDocument/2006/relationships}}"
M = f"{{{_OPEN}/officeDocument/2006/math}}"
A = f"{{{_OPEN}/drawingml/2006/main}}"
PIC = f"{{{_OPEN}/drawingml/2006/picture}}"
WP = f"{{{_OPEN}/drawingml/2006/wordprocessingDrawing}}"
DGM = f"{{{_OPEN}/drawingml/2006/diagram}}"
MC = f"{{{_OPEN}/markup-compatibility/2006}}"
V = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
OFFICE_WORD = "{urn:schemas-microsoft-com:office:word}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = {
    _STRICT + strict.encode(): f"{_OPEN}/{usual}".encode()
    for strict, usual in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/picture", "drawingml/2006/picture"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
        ("drawingml/diagram", "drawingml/2006/diagram"),
    )
}
_BLANKS = {W + "tab": " ", W + "br": " ", W + "cr": " ", W + "ptab": " ", W + "noBreakHyphen": "\u2011", W + "p": " "}


_DEEPEST = 400
"""Elements within elements; a table in a table in a box of text has some forty."""


class _Harmless(ElementTree.TreeBuilder):
    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError("a part of a Word file is nested too deeply to be walked through")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        """Word writes none, and entities are how a small file becomes one that fills the memory."""
        raise ValueError("a part of a Word file has no document type")


def parsed(data: bytes) -> Element:
    """Raises ParseError or ValueError."""
    if _STRICT in data:
        for strict, usual in _USUAL.items():
            data = data.replace(strict, usual)
    parser = ElementTree.XMLParser(target=_Harmless())  # noqa: S314 - it refuses what is dangerous in XML
    parser.feed(data)
    root = parser.close()
    if not isinstance(root, Element):
        raise TypeError("a part of a Word file is no tree")
    return root


def written(root: Element) -> bytes:
    return str(ElementTree.tostring(root, "unicode")).encode()


def element(tag: str, /, *children: Element, **attributes: str) -> Element:
    """An element of the text's own names; so are its attributes."""
    made = Element(W + tag, {W + key: value for key, value in attributes.items()})
    made.extend(children)
    return made


def run(text: str) -> Element:
    words = element("t")
    words.text = text
    return element("r", words)


def paragraph(text: str) -> Element:
    return element("p", run(text))


def value(parent: Element | None, *path: str) -> str | None:
    """The `val` of the element at the end of a path of the text's own names; None where there is none."""
    for name in path:
        parent = parent.find(W + name) if parent is not None else None
    return parent.get(W + "val") if parent is not None else None


def words(root: Element) -> str:
    """What stands in it, in one line."""
    pieces = ((node.text or "") if node.tag == W + "t" else _BLANKS.get(node.tag, "") for node in root.iter())
    return " ".join("".join(pieces).split())


def parents_and_children(root: Element) -> Iterator[tuple[Element, list[Element]]]:
    """Each element with its children, the innermost first, so that whoever changes some meets only what is done."""
    for parent in reversed(list(root.iter())):
        yield parent, list(parent)
