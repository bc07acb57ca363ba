"""What in a stretch of Markdown a venue may not take: raw HTML, pictures, tables, formulas, notes, deep lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from editor.export.site_parser import SiteMarkdown

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)|<!--")
_REMOTE = re.compile(r"https?://", re.IGNORECASE)


class _AnyLink(SiteMarkdown):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is the parser's
        return True


@dataclass(frozen=True, slots=True)
class Sighting:
    """`tags` are names of HTML elements, "comment" for a comment; `images` are addresses; `formulas` are TeX."""

    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    tables: int = 0
    notes: int = 0
    list_depth: int = 0

    @property
    def local_images(self) -> tuple[str, ...]:
        return tuple(address for address in self.images if not _REMOTE.match(address))


def sighted(markdown: str) -> Sighting:
    tokens = list(_all(_AnyLink(html=True).parse(markdown)))
    return Sighting(
        tags=tuple(dict.fromkeys(_tags(tokens))),
        images=tuple(str(token.attrGet("src") or "") for token in tokens if token.type == "image"),
        formulas=tuple(token.content for token in tokens if token.type == "formula"),
        tables=sum(token.type == "table_open" for token in tokens),
        notes=sum(token.type in ("footnote_ref", "footnote_reference_open") for token in tokens),
        list_depth=_list_depth(tokens),
    )


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _tags(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            for found in _TAG.finditer(token.content):
                yield (found[1] or "comment").lower()


def _list_depth(tokens: list[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            deepest = max(deepest, depth)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
    return deepest
