"""The title of a post: the first heading of the first rank, as plain text.

Venues have a field of their own for it. It leaves the body only where it stands before everything else; a heading of the
first rank further down may be an appendix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from editor.core.marks import BlockKind
from editor.export import labels
from editor.export.site_parser import SiteMarkdown
from editor.export.tree import Contribution, Tree

_FIELD = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Titled:
    tree: Tree
    """Without the title where that stood first."""
    title: str
    author: Contribution | None = None
    """The model that wrote the title, or part of it."""


def titled(tree: Tree, *, keep: bool = False) -> Titled:
    """Takes the title out of the tree; with `keep` it stays in the body too."""
    for place, section in enumerate(tree.sections):
        for index, piece in enumerate(section.pieces):
            if section.paragraphs[index].kind is not BlockKind.HEADING:
                continue
            title = _first_rank(piece)
            if title:
                first = place == index == 0 and not keep
                return Titled(_beheaded(tree) if first else tree, title, section.contribution)
    found = _FIELD.search(tree.front_matter)
    return Titled(tree, labels.clean(found[1].strip("'\"")) if found else "")


def _first_rank(markdown: str) -> str:
    tokens = SiteMarkdown().parse(markdown)
    if not tokens or tokens[0].tag != "h1":
        return ""
    return " ".join(_plain(tokens[1].children or []).split())


def _plain(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special", "formula"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(_plain(token.children or []))
    return "".join(parts)


def _beheaded(tree: Tree) -> Tree:
    first, *rest = tree.sections
    if len(first.paragraphs) == 1:
        return replace(tree, sections=tuple(rest))
    shorter = replace(first, paragraphs=first.paragraphs[1:], pieces=first.pieces[1:])
    return replace(tree, sections=(shorter, *rest))
