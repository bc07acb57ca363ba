"""Sections and labels written by hand in LessWrong's way, for where they do not belong.

A venue without collapsible sections gets the title as a bold line and the body open. A label that the writer set by hand
becomes a quotation with the model's name, and inside a passage that is labelled anyway it goes.
"""

from __future__ import annotations

from markdown_it.token import Token

from editor.export import labels
from editor.export.site_parser import block_parser
from editor.export.tree import without_blank_lines


def without_own_label(piece: str) -> str:
    """A passage without the label that is its first and last line; any other text as it is."""
    text = without_blank_lines(piece)
    tokens = block_parser().parse(text)
    if not tokens or tokens[0].type != "label_open" or not tokens[0].meta["closed"]:
        return piece
    lines = text.split("\n")
    body = without_blank_lines("\n".join(lines[1:-1]))
    return f"{body}\n\n" if body and tokens[0].map == [0, len(lines)] else piece


def unfolded(markdown: str) -> str:
    """Every closed section, label and spoiler that is not part of a list or a quotation, opened."""
    parser = block_parser()
    while True:
        tokens = parser.parse(markdown)
        place = next((index for index, token in enumerate(tokens) if _can_be_opened(token)), None)
        if place is None:
            return markdown
        markdown = _opened(markdown, tokens[place], _title(tokens, place))


def quoted(markdown: str, label: str) -> str:
    """As a quotation whose first line is the label in bold. Every line carries the mark, so that none can leave it."""
    lines = [f"**{labels.escaped(label)}**", "", *markdown.split("\n")]
    return "\n".join(f"> {_with_spaces(line)}" if line.strip(" \t") else ">" for line in lines)


def _with_spaces(line: str) -> str:
    """Tabs at the start as spaces: behind the mark of a quotation a tab would be narrower."""
    rest = line.lstrip(" \t")
    return line[: len(line) - len(rest)].expandtabs(4) + rest


def _can_be_opened(token: Token) -> bool:
    kinds = ("section_open", "label_open", "spoiler_box_open")
    return token.type in kinds and token.level == 0 and bool(token.meta["closed"])


def _title(tokens: list[Token], place: int) -> str:
    return tokens[place + 2].content if tokens[place].type == "section_open" else ""


def _opened(markdown: str, token: Token, title: str) -> str:
    lines = markdown.split("\n")
    start, end = token.map or (0, 0)
    body = without_blank_lines("\n".join(lines[start + 1 : end - 1]))
    if token.type == "label_open":
        name = labels.model_name(token.info)
        body = quoted(body, f"AI contribution – {name}")
    elif title:
        body = f"**{title}**\n\n{body}"
    before = without_blank_lines("\n".join(lines[:start]))
    after = without_blank_lines("\n".join(lines[end:]))
    return "\n\n".join(part for part in (before, body, after) if part)
