"""Lists of pages, of Google Docs and of Word."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

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


def word(text: str) -> str:
    """A line each: "list level marker words", or words alone for a paragraph."""
    made = []
    for line in text.strip().split("\n"):
        name, *rest = line.split(maxsplit=3)
        if len(rest) < 3:
            made.append(f"<p class=MsoNormal>{line}</p>")
            continue
        style = f"mso-list:{name} level{rest[0]} lfo{name[1:]}"
        marker = f"<span style='mso-list:Ignore'>{rest[1]}<span>&nbsp; </span></span>"
        made.append(f"<p class=MsoListParagraph style='{style}'><![if !supportLists]>{marker}<![endif]>{rest[2]}</p>")
    return "\n".join(made)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("l1 1 3. c\nl1 1 4. d", "3. c\n4. d"),
        ("l1 1 1. a\nl1 1 2. b\nbetween\nl1 1 3. c", "1. a\n2. b\n\nbetween\n\n3. c"),
        ("l0 1 · a\nl1 1 1. b\nl1 1 2. c\nl0 1 · d", "- a\n\n1. b\n2. c\n\n- d"),
        ("l0 1 · a\nl0 2 1) b\nl0 2 2) c\nl0 2 o d\nl0 1 · e", "- a\n  1. b\n  2. c\n  - d\n- e"),
        ("l0 1 1. a\nl0 2 1.1. b\nl0 2 1.2. c\nl0 1 2. d", "1. a\n   1. b\n   2. c\n2. d"),
        ("l1 1 1. a\nl1 1 2. b\nl2 1 1. c\nl2 1 2. d", "1. a\n2. b\n\n1) c\n2) d"),
        ("l1 1 1. a\nl2 1 2. b", "1. a\n2. b"),
        ("l1 1 a. x\nl1 1 b. y\nl2 1 a. z", "1. x\n2. y\n\n1) z"),
        ("l1 1 (5) x\nl1 1 (6) y", "5. x\n6. y"),
        ("l0 1 § a\nl1 1 · b", "- a\n- b"),
        ("l0 1 i. a\nl0 1 ii. b\nbetween\nl0 1 iii. c\nl0 1 iv. d", "1. a\n2. b\n\nbetween\n\n3. c\n4. d"),
        ("l0 1 I) a\nl0 1 II) b", "1. a\n2. b"),
        ("l0 1 a. a\nbetween\nl0 1 b. b\nbetween\nl0 1 c. c", "1. a\n\nbetween\n\n2. b\n\nbetween\n\n3. c"),
        ("l0 1 (d) a\nl0 1 (e) b", "4. a\n5. b"),
        ("l0 1 iv. a\nl2 1 v. b\nl0 1 vi. c", "4. a\n5. b\n6. c"),
        ("l0 1 h. a\nl0 1 i. b\nl0 1 j. c", "8. a\n9. b\n10. c"),
        ("l0 1 i. a\nl0 1 j. b", "9. a\n10. b"),
        ("l0 1 c. a\nl0 1 ci. b", "100. a\n101. b"),
        ("l0 1 v. a", "5. a"),
        ("l0 1 z. a\nl0 1 aa. b\nl0 1 bb. c", "26. a\n27. b\n28. c"),
        ("l0 1 xcix. a\nl0 1 c. b", "99. a\n100. b"),
        ("l0 1 1. a\nl0 2 i. b\nl0 2 ii. c\nl0 1 2. d\nl0 2 i. e", "1. a\n   1. b\n   2. c\n2. d\n   1. e"),
        ("l0 1 1. a\nl0 2 1.a. b\nl0 2 1.b. c", "1. a\n   1. b\n   2. c"),
        ("l0 1 o a\nl0 1 v b", "- a\n- b"),
    ],
)
def test_that_lists_of_word_keep_their_kind_and_their_numbers(items: str, expected: str) -> None:
    assert markdown_of(word(items)).markdown == expected


def test_that_of_two_lists_one_below_the_other_each_counts_for_itself() -> None:
    html = "<ol><li>a</li></ol><ol><li>b</li></ol><ol start=2><li>c</li></ol><ol><li>d</li></ol>"
    written = markdown_of(html).markdown
    assert written == "1. a\n\n1) b\n\n2) c\n\n1. d"
    starts = [token.attrGet("start") or 1 for token in MarkdownIt().parse(written) if token.type == "ordered_list_open"]
    assert starts == [1, 1, 1]
