"""A Word file rewritten for mammoth, and what of it does not come along."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from editor.intake.word_hidden import take_out_hidden
from editor.intake.word_lists import number_items
from editor.intake.word_losses import Losses
from editor.intake.word_numbers import Numbering
from editor.intake.word_package import Package
from editor.intake.word_styles import Styles
from editor.intake.word_text import KNOWN, Rewriting, choose_alternatives
from editor.intake.word_xml import W, words

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_SEPARATORS = ("separator", "continuationSeparator")
_FIELDS = ("instrText", "fldSimple")
_FIELDS_OF_PAGES = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_LONGEST_PAGE_NUMBER = 4
"""Words, such as "Page 3 of 9"."""
_IGNORED = re.compile(r"An unrecognised element was ignored: (?:\{.*\}|\w+:)?([\w.-]+)")
_UNKNOWN_SIGN = re.compile(r"A w:sym element with an unsupported character was ignored: char (\S+) in font (.+)")
_ELSEWHERE = ("altChunk", "subDoc", "contentPart")
"""Elements whose words lie in another part."""
_NOT_SHOWN = ("OLEObject", "fldData", "binData")
"""Elements whose words are for programs only."""


InDoubt = Counter[tuple[str, str]]
"""How many there are of each element that mammoth may pass over with words in it, by its name and nothing; or of each
sign of a font of signs, by its number and the font."""


def rewritten(package: Package, losses: Losses) -> tuple[bytes, InDoubt]:
    """The file as it is to be read, and what of it may be passed over all the same."""
    main = package.main
    styles = Styles(_first(package, "styles"))
    numbering = Numbering(_first(package, "numbering"), styles)
    parts = {
        name: package.part(name) for name in [main, *(one for kind in _NOTES for one in package.related(main, kind))]
    }
    notes = {
        (f"{W}{kind}Reference", note.get(f"{W}id", "")) for root in parts.values() for kind in _NOTES.values()
        for note in root.iterfind(W + kind) if note.get(W + "type") not in _SEPARATORS
    }  # fmt: skip
    for name, root in parts.items():
        choose_alternatives(root)
        take_out_hidden(root, styles, losses)
        number_items(root, numbering, losses)
        Rewriting(package.relations(name), package.part_or_none, notes, losses).rewrite(root)
    comments = package.related(main, "comments")
    for comment in (one for name in comments for one in package.part(name).iterfind(W + "comment")):
        said = words(comment)
        if said:
            losses.comments.append(f"{comment.get(W + 'author', '').strip()}: {said}".removeprefix(": "))
    losses.page_margins.extend(_page_margins(package))
    return package.written(parts, without=comments), _in_doubt(parts.values())


def _first(package: Package, kind: str) -> Element | None:
    return next((package.part(name) for name in package.related(package.main, kind)), None)


def _page_margins(package: Package) -> Iterator[str]:
    """What is more than the number of the page, each once."""
    names = [name for kind in ("header", "footer") for name in package.related(package.main, kind)]
    said: dict[str, None] = {}
    for root in (package.part(name) for name in names):
        choose_alternatives(root)
        orders = [one.text or one.get(W + "instr") or "" for name in _FIELDS for one in root.iter(W + name)]
        numbered = any(order.split()[:1] == [field] for order in orders for field in _FIELDS_OF_PAGES)
        text = words(root)
        if any(sign.isalpha() for sign in text) and not (numbered and len(text.split()) <= _LONGEST_PAGE_NUMBER):
            said[text] = None
    return iter(said)


def _in_doubt(texts: Iterable[Element]) -> InDoubt:
    found: InDoubt = Counter()
    for node in (node for root in texts for node in root.iter()):
        name = node.tag.rpartition("}")[2]
        if node.tag == W + "sym":
            found[node.get(W + "char", ""), node.get(W + "font", "")] += 1
        elif name in _ELSEWHERE or (node.tag not in KNOWN and any(text.strip() for text in node.itertext())):
            found[name, ""] += 1
    return found


def note_ignored(messages: Iterable[str], in_doubt: InDoubt, losses: Losses) -> None:
    """From mammoth's messages, each of which it gives once for all that it passed over of a kind."""
    for message in dict.fromkeys(messages):
        if found := _IGNORED.match(message):
            name = found[1]
            if name not in _NOT_SHOWN and in_doubt[name, ""]:
                losses.elements[name] += in_doubt[name, ""]
        elif found := _UNKNOWN_SIGN.match(message):
            losses.signs += in_doubt[found[1], found[2]]
