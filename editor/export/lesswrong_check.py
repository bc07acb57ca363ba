"""Reads a post as LessWrong will and says what is wrong with its labels. Knows nothing of how it was written."""

from __future__ import annotations

from itertools import pairwise

from markdown_it.token import Token

from editor.export.site_parser import block_parser, outside_spoilers, stray_markers

_NAMES = {"section_open": "section", "label_open": "label", "spoiler_box_open": "spoiler"}


def check_lesswrong(text: str) -> list[str]:
    """Problems in the Markdown of a post, each with its line counted from 1; none for a sound post.

    Every section, label, spoiler and code fence is closed; sections and labels have something in them, labels a name and
    no label inside; no marker is left over as text.
    """
    tokens = outside_spoilers(block_parser().parse(text))
    problems = [] if text.strip() else ["The post is empty"]
    problems += _open_ended(tokens, text.split("\n"))
    problems += _labels(tokens)
    strays = [line + 1 for line, _ in stray_markers(tokens)]
    problems += [f"Line {number} is a marker that marks nothing" for number in strays]
    return problems


def _open_ended(tokens: list[Token], lines: list[str]) -> list[str]:
    problems = []
    for token in tokens:
        start, end = token.map or (0, 0)
        if token.type in _NAMES and not token.meta["closed"]:
            problems.append(f"The {_NAMES[token.type]} opened in line {start + 1} is not closed")
        elif token.type == "fence" and token.level == 0 and not _is_closed(token, lines[start + 1 : end]):
            problems.append(f"The code fence opened in line {start + 1} is not closed")
    return problems


def _is_closed(fence: Token, rest: list[str]) -> bool:
    last = rest[-1].strip() if rest else ""
    return last.startswith(fence.markup) and not last.strip(fence.markup[0])


def _labels(tokens: list[Token]) -> list[str]:
    problems = []
    inside = 0
    for token, after in pairwise(tokens):
        line = (token.map or [0])[0] + 1
        if token.type == "label_open":
            inside += 1
            if inside > 1:
                problems.append(f"The label in line {line} stands inside another")
            if not token.info.strip():
                problems.append(f"The label in line {line} names no model")
        if token.type == "label_body" and after.type == "label_body_close":
            problems.append(f"The label in line {line} holds nothing")
        inside -= token.type == "label_close"
    return problems
