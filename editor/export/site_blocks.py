"""The block constructs that only LessWrong's Markdown has, as rules for markdown-it-py.

- `+++ Title` opens a collapsible section. A later line of exactly as many plus signs closes it wherever it stands, inside
  a code fence too; without a title, or without a visible line that does not begin with a plus, it is plain text.
- `%%% llm-output model="Name"` opens a block labelled as a model's; the first `%%% /llm-output` after it closes it.
- `:::spoiler` and lines that begin with `>!` hide text until it is clicked.

Each of the first three runs to the end of what it stands in where it is not closed. That is how a label can swallow the
writer's text or lose a model's, so the tokens say whether they were closed (`meta["closed"]`) and where their marker
stands (`meta["at"]`, code points of the source).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

_SPACES = "".join(map(chr, (9, 10, 11, 12, 13, 32, 0xA0, 0x1680, *range(0x2000, 0x200B))))
SCRIPT_SPACES = _SPACES + "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What the site's language strips from a line; Python strips other signs, U+0085 among them."""

_MARKER = re.compile(r"\+{2,}[+>]")
_LABEL_OPEN = re.compile(r'%%%[ \t]+llm-output(?:[ \t]+model="([^"]*)")?[ \t]*\Z')
_LABEL_CLOSE = re.compile(r"%%%[ \t]+/llm-output[ \t]*\Z")
_SPOILER = re.compile(r":{3,}")


@dataclass(frozen=True, slots=True)
class _Opening:
    name: str
    closes: Callable[[str, int], bool]
    """Whether a line closes it, given its text and its indent in columns."""
    title: str = ""
    model: str = ""


def add_site_blocks(parser: MarkdownIt) -> None:
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    for name, opening in (("label", _label), ("section", _section), ("spoiler_box", _spoiler_box)):
        parser.block.ruler.before("fence", name, _rule(opening), interrupting)
    parser.block.ruler.before("blockquote", "spoiler", _spoiler_lines, interrupting)


def _section(line: str, _indent: int) -> _Opening | None:
    found = _MARKER.match(line)
    if found is None:
        return None
    marker = found[0]
    title = line[len(marker) :].strip(SCRIPT_SPACES)
    if not title or title.endswith(marker):
        return None

    def closes(text: str, indent: int) -> bool:
        return indent < 4 and text.rstrip(" \t") == marker

    return _Opening("section", closes, title=title)


def _label(line: str, indent: int) -> _Opening | None:
    found = _LABEL_OPEN.match(line.strip(SCRIPT_SPACES)) if indent < 4 else None
    if found is None:
        return None

    def closes(text: str, _indent: int) -> bool:
        return _LABEL_CLOSE.match(text.strip(SCRIPT_SPACES)) is not None

    return _Opening("label", closes, model=found[1] or "")


def _spoiler_box(line: str, _indent: int) -> _Opening | None:
    found = _SPOILER.match(line)
    if found is None or line[found.end() :].strip(SCRIPT_SPACES).split(" ")[0] != "spoiler":
        return None
    shortest = len(found[0])

    def closes(text: str, indent: int) -> bool:
        bare = text.rstrip(" \t")
        return indent < 4 and len(bare) >= shortest and not bare.strip(":")

    return _Opening("spoiler_box", closes)


def _rule(find: Callable[[str, int], _Opening | None]) -> Callable[[StateBlock, int, int, bool], bool]:
    def rule(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        indent = state.sCount[start_line] - state.blkIndent
        opening = find(_line(state, start_line), indent)
        if opening is None:
            return False
        if silent:
            return True
        end, closed = _end(state, start_line + 1, end_line, opening)
        if opening.name == "section" and not _has_body(state, start_line + 1, end):
            return False
        _draw(state, opening, start_line, (end, closed))
        return True

    return rule


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _end(state: StateBlock, line: int, end_line: int, opening: _Opening) -> tuple[int, bool]:
    """The line that closes it, or the one where what it stands in ends; and whether it was closed."""
    while line < end_line:
        text = _line(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return line, False
        if opening.closes(text, state.sCount[line] - state.blkIndent):
            return line, True
        line += 1
    return end_line, False


def _has_body(state: StateBlock, start: int, end: int) -> bool:
    lines = (_line(state, line) for line in range(start, end))
    return any(text.strip(SCRIPT_SPACES) and not text.startswith("+") for text in lines)


_PARTS = {
    "section": (("section_open", "details", "detailsBlock"), ("section_body", "div", "detailsBlockContent")),
    "label": (("label_open", "div", "llm-content-block"), ("label_body", "div", "llm-content-block-content")),
    "spoiler_box": (("spoiler_box_open", "div", "spoilers"),),
}


def _draw(state: StateBlock, opening: _Opening, start_line: int, end: tuple[int, bool]) -> None:
    last, closed = end
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "reference", last
    parts = _PARTS[opening.name]
    for index, (kind, tag, html_class) in enumerate(parts):
        token = state.push(kind, tag, 1)
        token.block = True
        token.attrSet("class", html_class)
        token.map = [start_line, last + closed]
        if index == 0:
            token.meta = {"closed": closed, "at": state.bMarks[start_line] + state.tShift[start_line]}
            token.info = opening.model
            if opening.name == "label":
                token.attrSet("data-model-name", opening.model)
            if opening.title:
                _draw_title(state, opening.title, start_line)
    state.md.block.tokenize(state, start_line + 1, last)
    for kind, tag, _ in reversed(parts):
        state.push(kind.removesuffix("_open") + "_close", tag, -1).block = True
    state.parentType, state.lineMax = parent, line_max
    state.line = last + closed


def _draw_title(state: StateBlock, title: str, line: int) -> None:
    state.push("section_title_open", "summary", 1).attrSet("class", "detailsBlockTitle")
    words = state.push("inline", "", 0)
    words.content, words.map, words.children = title, [line, line + 1], []
    state.push("section_title_close", "summary", -1)


def _spoiler_lines(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A run of lines that begin with `>!`: Markdown of its own, whose tokens count lines from its own start."""

    def belongs(line: int) -> bool:
        return state.sCount[line] - state.blkIndent < 4 and _line(state, line).startswith(">!")

    if not belongs(start_line):
        return False
    if silent:
        return True
    line, inner = start_line, []
    while line < end_line and belongs(line):
        inner.append(_line(state, line)[2:].removeprefix(" "))
        line += 1
    token = state.push("spoiler_open", "div", 1)
    token.attrSet("class", "spoilers")
    token.map = [start_line, line]
    state.md.block.parse("\n".join(inner), state.md, state.env, state.tokens)
    state.push("spoiler_close", "div", -1)
    state.line = line
    return True
