"""Makes a stretch of Markdown end where it ends.

On the site a fence that is not closed runs on, and the first closing line ends a block wherever it stands, so a stretch
could reach into its neighbour: the writer's text into a model's label, or a model's text out of it. After `enclosed`
nothing does, whatever follows:

- a code fence that is open at the end is closed;
- a section, label or spoiler that is not closed loses its meaning, and is printed as it was written;
- so does a marker that marks nothing, such as a lone +++;
- sections that somebody wrote on purpose, fence to fence, stay.

A backslash before the marker prints it as it is, but not in code, and a line that looks like the end of a label ends it
there too. So in the marks of labels the blank is replaced by a no-break space, which looks the same everywhere and is not
what the site looks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from editor.export.site_parser import block_parser, outside_spoilers, stray_markers

NO_BREAK_SPACE = "\u00a0"
_LABEL_MARK = re.compile(r"%%%[ \t](?=[ \t]*/?llm-output)")
_CLOSING_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Enclosed:
    text: str
    escaped_lines: tuple[int, ...] = ()
    """Lines, from 0, whose marker was made plain text; in rising order."""


def without_label_marks(text: str) -> str:
    """`text` so that no line of it opens or closes a label, looking the same."""
    return _LABEL_MARK.sub(f"%%%{NO_BREAK_SPACE}", text)


def enclosed(text: str, wanted: Sequence[range] = (), *, notes: bool = True, site: bool = True) -> Enclosed:
    """`text` so that nothing in it reaches beyond its end.

    `wanted` are the lines of sections written on purpose: only a `+++ Title` or a label that begins and ends within one
    of them stays one. With `notes` false, footnote definitions become plain text too, since they would be printed
    outside of where they stand. With `site` false it is for a venue that knows neither sections nor labels.
    """
    parser = block_parser(site=site)
    escaped: set[int] = set()
    while True:
        tokens = outside_spoilers(parser.parse(text))
        reaching = [token for token in tokens if _must_go(token, wanted, notes)]
        if not reaching:
            break
        for token in reversed(reaching):
            text = _as_plain_text(text, token)
            escaped.add(token.map[0] if token.map else 0)
    if site:
        text = _without_strays(text, tokens)
    return Enclosed(_with_closed_fence(text, tokens), tuple(sorted(escaped)))


def _must_go(token: Token, wanted: Sequence[range], notes: bool) -> bool:
    if token.type == "footnote_reference_open":
        return not notes
    if token.type not in ("section_open", "label_open", "spoiler_box_open"):
        return False
    if not token.meta["closed"]:
        return True
    start, end = token.map or (0, 0)
    on_purpose = any(start in lines and end - 1 in lines for lines in wanted)
    return token.type != "spoiler_box_open" and not on_purpose


def _as_plain_text(text: str, token: Token) -> str:
    at = token.meta["at"]
    if token.type == "label_open":
        return text[:at] + _LABEL_MARK.sub(f"%%%{NO_BREAK_SPACE}", text[at:], count=1)
    return text[:at] + "\\" + text[at:]


def _without_strays(text: str, tokens: list[Token]) -> str:
    """Markers that mark nothing, a lone +++ among them, written so that nobody takes them for what they are not."""
    lines = text.split("\n")
    number = -1
    for first, words in stray_markers(tokens):
        bare = words.strip()
        number = max(first, number + 1)
        while not lines[number].rstrip().endswith(bare):
            number += 1  # the parser drops lines of odd blanks at the start of a paragraph
        line = lines[number]
        at = len(line.rstrip()) - len(bare)
        changed = "\\" + line[at:] if line.startswith("+", at) else without_label_marks(line[at:])
        lines[number] = line[:at] + changed
    return "\n".join(lines)


def _with_closed_fence(text: str, tokens: Sequence[Token]) -> str:
    fences = [token for token in tokens if token.type == "fence" and token.level == 0]
    if not fences or fences[-1].map is None:
        return text
    lines = text.split("\n")
    start, end = fences[-1].map
    if any(line.strip(" \t") for line in lines[end:]) or _closes(lines[end - 1], fences[-1], end - 1 > start):
        return text
    return text.rstrip("\n") + "\n" + fences[-1].markup


def _closes(line: str, fence: Token, is_another_line: bool) -> bool:
    found = _CLOSING_FENCE.match(line)
    return is_another_line and found is not None and found[1].startswith(fence.markup)
