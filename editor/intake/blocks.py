"""Names of the elements that stand on lines of their own in Markdown."""

from __future__ import annotations

PARAGRAPH_END = "x-paragraph-end"
"""The element that stands between two paragraphs within a block, or within an element of a line."""
BLOCKS = frozenset(
    ("p", "div", "article", "section", "main", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody",
     "tfoot", "tr", "td", "th", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "details", "summary",
     "figure", "figcaption", "x-note", "x-source", PARAGRAPH_END),
)  # fmt: skip
