"""A post for Substack as HTML: the Markdown export, rendered in the shapes its editor takes on pasting.

The page is complete in itself: its one style is in it, a policy forbids scripts and everything from elsewhere except the
writer's pictures, and raw HTML in the draft is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from markdown_it.token import Token

from editor.core.paragraph_row import Paragraph
from editor.export.exported import Exported
from editor.export.site_parser import PostMarkdown
from editor.export.substack_markdown import SubstackOptions, export_substack_markdown
from editor.export.text_tables import tables_as_code

_Rule = Callable[[Any, Sequence[Token], int, Any, Any], str]

_STYLE = (
    "body{max-width:38em;margin:3em auto;padding:0 1em;font:1.1em/1.6 Georgia,serif}"
    "blockquote{margin-left:0;padding-left:1em;border-left:3px solid #888}"
    "pre{overflow:auto}img{max-width:100%}.footnote{display:flex;gap:.6em}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; img-src http: https:; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"
)


def export_substack_html(paragraphs: Iterable[Paragraph], options: SubstackOptions | None = None) -> Exported:
    """A whole page, to look at and to copy from."""
    exported = export_substack_fragment(paragraphs, options)
    page = (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(exported.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return replace(exported, text=f"{page}{exported.text}</body>\n</html>\n")


def export_substack_fragment(paragraphs: Iterable[Paragraph], options: SubstackOptions | None = None) -> Exported:
    """The body alone, for the clipboard."""
    options = options or SubstackOptions()
    exported = export_substack_markdown(paragraphs, options)
    return replace(exported, text=rendered_for_substack(exported.text, native_notes=options.native_notes))


def rendered_for_substack(markdown: str, *, native_notes: bool = True) -> str:
    parser = PostMarkdown()
    for name, rule in {**_COMMON, **(_NATIVE if native_notes else _AT_THE_END)}.items():
        parser.add_render_rule(name, rule)
    env: dict[str, Any] = {}
    tokens = tables_as_code(parser.parse(markdown, env))
    html: str = parser.renderer.render(tokens, parser.options, env)
    return html


def _formula(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return escape(f"{tokens[index].markup}{tokens[index].content}{tokens[index].markup}")


def _native_reference(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    number = _number(tokens[index])
    anchor = f' id="footnote-anchor-{number}"' if tokens[index].meta.get("subId", 0) == 0 else ""
    return f'<a class="footnote-anchor"{anchor} href="#footnote-{number}">{number}</a>'


def _native_note(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    number = _number(tokens[index])
    return (
        f'<div class="footnote"><a id="footnote-{number}" href="#footnote-anchor-{number}" '
        f'class="footnote-number">{number}</a><div class="footnote-content">'
    )


def _plain_reference(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return f"<sup>{_number(tokens[index])}</sup>"


def _number(token: Token) -> int:
    return int(token.meta["id"]) + 1


def _fixed(html: str) -> _Rule:
    return lambda *_arguments: html


_COMMON: dict[str, _Rule] = {"formula": _formula, "footnote_anchor": _fixed("")}
_NATIVE: dict[str, _Rule] = {
    "footnote_ref": _native_reference,
    "footnote_block_open": _fixed(""),
    "footnote_block_close": _fixed(""),
    "footnote_open": _native_note,
    "footnote_close": _fixed("</div></div>\n"),
}
_AT_THE_END: dict[str, _Rule] = {
    "footnote_ref": _plain_reference,
    "footnote_block_open": _fixed("<h2>Notes</h2>\n<ol>\n"),
    "footnote_block_close": _fixed("</ol>\n"),
    "footnote_open": _fixed("<li>"),
    "footnote_close": _fixed("</li>\n"),
}
