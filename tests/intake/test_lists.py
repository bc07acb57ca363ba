"""Lists of pages, of Google Docs and of Word."""

from __future__ import annotations

import pytest

from editor.intake.html_markdown import markdown_of

ITEM = '<li dir="ltr" aria-level="{}"><p dir="ltr" role="presentation"><span>{}</span></p></li>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<ul>{ITEM.format(1, 'one')}<ul>{ITEM.format(2, 'nested')}<ol>{ITEM.format(3, 'deep')}</ol></ul>"
         f"{ITEM.format(1, 'two')}</ul>", "- one\n  - nested\n    1. deep\n- two"),
        ("<ol><li>one</li><ol><li>nested</li></ol><li>two</li></ol>", "1. one\n   1. nested\n2. two"),
        ("<ul><li>one</li>\n<ul><li>a</li></ul>\n<ol><li>b</li></ol>\n<li>two</li></ul>",
         "- one\n  - a\n  1. b\n- two"),
        ("<ul><ul><li>first</li></ul><li>two</li></ul>", "- first\n\n- two"),
        ("<ul><li><p>one</p><ul><li><p>two</p></li></ul></li></ul>", "- one\n  - two"),
        ("<ul><li><p>a</p><p>b</p></li><li><p>- c</p></li></ul>", "- a\n\n  b\n- \\- c"),
    ],
)  # fmt: skip
def test_that_a_list_is_nested_in_the_item_it_belongs_to(html: str, expected: str) -> None:
    assert markdown_of(f'<b style="font-weight:normal" id="docs-internal-guid-1">{html}</b>').markdown == expected
