"""Tables as text with even columns, for venues that have none: a block of code keeps them readable."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token


def tables_as_code(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a document with a block of code in the place of each table."""
    kept: list[Token] = []
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "table_close":
            code = Token("code_block", "code", 0, content=_even(rows or []), block=True, level=token.level)
            kept.append(code)
            rows = None
        elif rows is None:
            kept.append(token)
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token))
    return kept


def _plain(cell: Token) -> str:
    return "".join(child.content or str(child.attrGet("src") or "") for child in cell.children or [])


def _even(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"
