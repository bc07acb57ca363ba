"""LessWrong's Markdown for markdown-it-py: its blocks, its notes, its mathematics, and no raw HTML.

Links and images go only where a post may point: http, https, mailto and places in the post itself. The site makes links
of bare addresses; here that is left out, since the finder of addresses is the slowest part of the parser on hostile text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from editor.export.site_blocks import add_site_blocks

_ALLOWED = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_BEGIN = re.compile(r"\\begin\{[^}]*\}")
_BLANK = " \t\n"
_STRAY = re.compile(r" {0,3}(?:\+{2,}[+>]|%%%[ \t]+/?llm-output)")


class PostMarkdown(MarkdownIt):
    """Markdown of any post: tables, notes, raised and lowered text, formulas."""

    def __init__(self, *, html: bool = False) -> None:
        super().__init__("js-default", {"html": html, "linkify": False, "typographer": False})
        footnote_plugin(self)
        self.use(sub_plugin)
        self.use(superscript_plugin)
        self.inline.ruler.before("escape", "tex", _tex)
        self.inline.ruler.push("dollar_tex", _dollar_tex)
        _note_the_place_of_definitions(self)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the parser's
        return _ALLOWED.match(url) is not None


class SiteMarkdown(PostMarkdown):
    """With the blocks that only LessWrong has."""

    def __init__(self, *, html: bool = False) -> None:
        super().__init__(html=html)
        add_site_blocks(self)


def block_parser(*, site: bool = True) -> PostMarkdown:
    """Sees blocks only and leaves the text within them alone: enough to know what stands inside of what, and quick."""
    parser = SiteMarkdown() if site else PostMarkdown()
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def outside_spoilers(tokens: list[Token]) -> list[Token]:
    """Without the tokens inside runs of `>!`, which count their lines from another start."""
    kept, depth = [], 0
    for token in tokens:
        depth -= token.type == "spoiler_close"
        if depth == 0:
            kept.append(token)
        depth += token.type == "spoiler_open"
    return kept


def stray_markers(tokens: list[Token]) -> list[tuple[int, str]]:
    """Lines of running text that begin with a marker of a section or a label and are none: line from 0, and its text.

    Text with code in its lines is passed over: there a backslash would be seen.
    """
    found = []
    for before, token in pairwise(tokens):
        if token.type != "inline" or before.type != "paragraph_open" or "`" in token.content or not token.map:
            continue
        lines = token.content.split("\n")
        found += [(token.map[0] + index, line) for index, line in enumerate(lines) if _STRAY.match(line)]
    return found


def _tex(state: StateInline, silent: bool) -> bool:
    r"""\\(x\\), \\[x\\] and \begin{a}...\end{a}."""
    source, start = state.src, state.pos
    if source[start] != "\\":
        return False
    begin = _BEGIN.match(source, start)
    if begin:
        opening, closing = "", begin[0].replace("begin", "end", 1)
    elif source.startswith(("\\\\(", "\\\\["), start):
        opening = source[start : start + 3]
        closing = "\\\\)" if opening.endswith("(") else "\\\\]"
    else:
        return False
    end = source.find(closing, start + len(opening))
    if end < 0:
        return False
    if not silent:
        inline = opening.endswith("(")
        formula = source[start + len(opening) : end] if opening else source[start : end + len(closing)]
        _push_formula(state, formula, inline=inline)
    state.pos = end + len(closing)
    return True


def _dollar_tex(state: StateInline, silent: bool) -> bool:
    """$x$ and $$x$$, as Pandoc reads them: no blank at the inner sides, no digit after."""
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    marker = "$$" if source.startswith("$$", start) else "$"
    inner = start + len(marker)
    end = source.find(marker, inner)
    if end < 0 or source[end - 1] == "\\" or not _dollars_fit(source, marker, inner, end):
        return False
    if not silent:
        _push_formula(state, source[inner:end], inline=marker == "$")
    state.pos = end + len(marker)
    return True


def _dollars_fit(source: str, marker: str, inner: int, end: int) -> bool:
    if marker == "$$":
        return source[inner] != "$"
    after = source[end + 1 : end + 2]
    return source[inner] not in _BLANK and source[end - 1] not in _BLANK and not ("0" <= after <= "9")


def _push_formula(state: StateInline, formula: str, *, inline: bool) -> None:
    token = state.push("formula", "", 0)
    token.content = formula
    token.markup = "$" if inline else "$$"


def _note_the_place_of_definitions(parser: MarkdownIt) -> None:
    """Footnote definitions keep where they start, in code points of the source, as `meta["at"]`."""
    ruler = parser.block.ruler
    found = next(rule for rule in ruler.__rules__ if rule.name == "footnote_def")
    define: Callable[[StateBlock, int, int, bool], bool] = found.fn

    def placed(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        at = state.bMarks[start_line] + state.tShift[start_line]
        before = len(state.tokens)
        if not define(state, start_line, end_line, silent):
            return False
        if not silent:
            token = state.tokens[before]
            token.meta = {**token.meta, "at": at}
            token.map = [start_line, state.line]
        return True

    ruler.at(found.name, placed, {"alt": list(found.alt)})
