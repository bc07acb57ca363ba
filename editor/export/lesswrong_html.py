"""What goes onto the clipboard for LessWrong's own editor, which takes no Markdown.

It is the Markdown export, rendered: the same labels by construction. The editor makes its own sections, labelled blocks,
notes and formulas of these classes; a plain `details` element or other notes would be dissolved on pasting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from markdown_it.token import Token

from editor.core.paragraph_row import Paragraph
from editor.export.exported import Exported
from editor.export.lesswrong_markdown import LessWrongOptions, export_lesswrong
from editor.export.site_parser import SiteMarkdown


def export_lesswrong_html(paragraphs: Iterable[Paragraph], options: LessWrongOptions | None = None) -> Exported:
    """The body of a post as HTML. Raises ExportError as `export_lesswrong` does."""
    exported = export_lesswrong(paragraphs, options)
    return replace(exported, text=rendered_for_lesswrong(exported.text))


def rendered_for_lesswrong(markdown: str) -> str:
    """HTML of Markdown in the site's dialect; raw HTML in it is shown as text, links go to allowed places only."""
    parser = SiteMarkdown()
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    html: str = parser.render(markdown)
    return html


def _formula(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    opening, closing = (r"\(", r"\)") if tokens[index].markup == "$" else (r"\[", r"\]")
    return f'<span class="math-tex">{opening}{escape(tokens[index].content)}{closing}</span>'


def _reference(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    number = tokens[index].meta["id"] + 1
    anchor = f' id="ftnt_ref{number}"' if tokens[index].meta.get("subId", 0) == 0 else ""
    return f'<sup><a href="#ftnt{number}"{anchor}>[{number}]</a></sup>'


def _note(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    number = tokens[index].meta["id"] + 1
    mark = f'<div><p><a href="#ftnt_ref{number}" id="ftnt{number}">[{number}]</a> '
    following = tokens[index + 1]
    if following.type != "paragraph_open":
        return mark.rstrip() + "</p>"
    following.hidden = True
    return mark


def _fixed(html: str) -> Any:
    return lambda *_arguments: html


_RULES: dict[str, Any] = {
    "formula": _formula,
    "footnote_ref": _reference,
    "footnote_block_open": _fixed("<hr>\n"),
    "footnote_block_close": _fixed(""),
    "footnote_open": _note,
    "footnote_close": _fixed("</div>\n"),
    "footnote_anchor": _fixed(""),
}
