"""What a paragraph is: Markdown's block rules decide.

Headings, lists, quotes, fences with blank lines inside, tables, math, HTML, footnote definitions, front matter and
collapsible sections are each one paragraph and are never torn. markdown-it's own block rules are run one top-level block
at a time, so that re-splitting after an edit can stop at the first boundary that stands where one stood before.

Importing this module loads the Markdown parser (some 40 ms), so the window imports it after its first paint.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from editor.core.marks import BlockKind

_KINDS = {
    "heading_open": BlockKind.HEADING,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "blockquote_open": BlockKind.QUOTE,
    "fence": BlockKind.FENCE,
    "code_block": BlockKind.CODE,
    "table_open": BlockKind.TABLE,
    "math_block": BlockKind.MATH,
    "math_block_label": BlockKind.MATH,
    "html_block": BlockKind.HTML,
    "footnote_reference_open": BlockKind.FOOTNOTE,
    "front_matter": BlockKind.FRONT_MATTER,
    "hr": BlockKind.RULE,
    "section": BlockKind.SECTION,
}

_SECTION_OPEN = re.compile(r"(?P<plus>\+{3,})[ \t]*\S|%%%[ \t]+llm-output\b")
_LABEL_CLOSE = re.compile(r"%%%[ \t]+/llm-output[ \t]*$")
_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK_LINES = re.compile(r"(?>[ \t]*+\n)*+(?:[ \t]*+\Z)?")
_PROSE = re.compile(r"(?>[^\W\d_][^\n]*+(?:\n|\Z))++(?=[ \t]*+(?:\n|\Z))")
"""Lines up to a blank one that all begin with a letter: no rule of Markdown makes anything but a paragraph of them."""


@dataclass(frozen=True, slots=True)
class Block:
    start: int
    """Code points from the start of the text that was split; the block ends where the next one starts."""
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Splitting:
    blocks: tuple[Block, ...]
    stopped_at: int | None
    """The wanted boundary at which splitting stopped, or None where it ran to the end of the text."""
    open_ended: bool
    """A block may go on, or a construct may be closed, beyond the end of the text."""


class MarkdownSplitter:
    """Splits text into top-level blocks. Stateless between calls."""

    def __init__(self) -> None:
        self._inner = _parser()
        self._top = _with_front_matter(_parser())

    def split(self, text: str, *, at_top: bool = True, stop_at: Collection[int] = ()) -> Splitting:
        """Blocks of `text`, in order; the first starts at 0. An empty or blank text is one BLANK block.

        `at_top` says that `text` starts where the draft starts (only there can front matter be). Splitting ends early
        at the first block, after one at least, that starts at an offset in `stop_at`; that block is not in the result.
        """
        source = text.replace("\r\n", "\n").replace("\r", "\n")  # as the parser wants it
        line_starts = [0, *(found.end() for found in _LINE_END.finditer(text))] if "\r" in text else None
        parser = self._top if at_top else self._inner
        env: dict[str, object] = {}
        blocks: list[Block] = []
        stopped: int | None = None
        bare_end = -1
        for start_line, end_line, offset, kind in _top_level(parser, source, env):
            start = line_starts[start_line] if line_starts else offset
            if kind is None and bare_end == start_line:
                bare_end = end_line  # reference definitions on consecutive lines are one paragraph
                continue
            if blocks and start in stop_at:
                stopped = start
                break
            bare_end = end_line if kind is None else -1
            blocks.append(Block(start if blocks else 0, kind or BlockKind.PARAGRAPH))
        if not blocks:
            blocks.append(Block(0, BlockKind.BLANK))
        open_ended = bool(env.get("open_ended")) or (
            at_top and text.startswith("---") and blocks[0].kind is not BlockKind.FRONT_MATTER
        )
        return Splitting(tuple(blocks), stopped, open_ended)


def _top_level(
    parser: MarkdownIt, source: str, env: dict[str, object]
) -> Iterator[tuple[int, int, int, BlockKind | None]]:
    """Yields (first line, line after the last, offset of the first line, kind) of each top-level block; kind None means
    no token came of it.

    Stretches of prose are found without the parser, which takes twenty times as long: a book may be pasted.
    """
    state: StateBlock | None = None
    rules = parser.block.ruler.getRules("")
    line = offset = 0
    while True:
        blank = _BLANK_LINES.match(source, offset)
        if blank:
            line, offset = line + source.count("\n", offset, blank.end()), blank.end()
        if offset >= len(source):
            return
        if prose := _PROSE.match(source, offset):
            end = line + prose[0].rstrip("\n").count("\n") + 1
            yield line, end, offset, BlockKind.PARAGRAPH
            line, offset = end, prose.end()
            continue
        if state is None:
            state = StateBlock(source, parser, env, [])
        before, state.line = len(state.tokens), line
        any(rule(state, line, state.lineMax, False) for rule in rules)
        kind = None
        if len(state.tokens) > before:
            kind = _KINDS.get(state.tokens[before].type, BlockKind.PARAGRAPH)
        yield line, state.line, offset, kind
        line = max(state.line, line + 1)
        offset = state.bMarks[line] if line < state.lineMax else len(source)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    footnote_plugin(parser)
    dollarmath_plugin(parser, allow_blank_lines=True)
    ruler = parser.block.ruler
    math = next(rule for rule in ruler.__rules__ if rule.name.startswith("math_block"))
    plain_math = math.fn

    def math_or_open(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        found = plain_math(state, start_line, end_line, silent)
        begin = state.bMarks[start_line] + state.tShift[start_line]
        if not found and state.src.startswith("$$", begin):
            state.env["open_ended"] = True
        return found

    ruler.at(math.name, math_or_open, {"alt": list(math.alt)})
    ruler.before(
        "fence",
        "section",
        _section,
        {"alt": ["paragraph", "reference", "blockquote", "list", "footnote_def"]},
    )
    return parser


def _with_front_matter(parser: MarkdownIt) -> MarkdownIt:
    front_matter_plugin(parser)
    ruler = parser.block.ruler
    front_matter = next(rule.fn for rule in ruler.__rules__ if rule.name == "front_matter")

    def outermost(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        # Left to itself the rule takes the first line of a list, such as "- a--", for dashes.
        return not state.level and front_matter(state, start_line, end_line, silent)

    ruler.at("front_matter", outermost)
    return parser


def _section(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A `+++ Title` or `%%% llm-output` section of LessWrong's Markdown, if it is closed."""
    ends_container = silent and state.sCount[start_line] < state.blkIndent
    if (state.level and not ends_container) or state.sCount[start_line] > 3:
        return False
    opening = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    match = _SECTION_OPEN.match(opening)
    if not match:
        return False
    plus = match["plus"]
    close = re.compile(rf"\+{{{len(plus)}}}[ \t]*$") if plus else _LABEL_CLOSE  # exactly as many, as the site asks
    for line in range(start_line + 1, end_line):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        if close.match(text):
            if not silent:
                state.push("section", "", 0)
                state.line = line + 1
            return True
    state.env["open_ended"] = True
    return False
