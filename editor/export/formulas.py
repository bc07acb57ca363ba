r"""TeX as LessWrong's Markdown reads it.

The site knows $x$ and $$x$$ within a line of text. It does not know \(x\) and \[x\], and since mathematics is no block
there, a formula over several lines is torn at a blank line or at a line that begins with a plus or a minus.
"""

from __future__ import annotations

import re

from editor.core.marks import BlockKind

CODE = frozenset({BlockKind.FENCE, BlockKind.CODE})

_SKIPPED = (
    r"(?P<ticks>(?<!`)`+(?!`)).*?(?<!`)(?P=ticks)(?!`)"  # code within a line
    r"|\\\\.|\\\$"  # an escaped backslash, or one of the site's own brackets; an escaped dollar
    r"|\$\$.*?\$\$|\$[^\s$](?:[^$]*[^\s$])?\$"  # already TeX
    r"|\]\((?:\\.|[^\\()\s])*"  # where a link leads
    r"|<[^<>\s]*>"
)
_INLINE = r"\\\((?P<inline>(?:(?!\\\(|\n[ \t]*\n).)+?)\\\)"
_DISPLAY = r"^[ \t]*\\\[(?P<display>(?:(?!\\\[|\n[ \t]*\n).)+?)\\\](?=[ \t]*$)"
_PARTS = re.compile(f"{_SKIPPED}|{_DISPLAY}|{_INLINE}", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")


def in_dialect(piece: str, kind: BlockKind) -> str:
    """The text of a paragraph with its formulas as the site reads them; code stays as it is."""
    if kind is BlockKind.MATH:
        return on_one_line(piece) + piece[len(piece.rstrip("\n")) :]
    return piece if kind in CODE else in_dollars(piece)


def in_dollars(text: str) -> str:
    r"""`text`, a paragraph without code blocks, with \(x\) as $x$, and \[x\] on lines of its own as $$x$$."""
    return _PARTS.sub(_replaced, text) if "\\(" in text or "\\[" in text else text


def on_one_line(block: str) -> str:
    """A block of display mathematics as one line; comments of TeX, which end with their line, are left out."""
    lines = (_COMMENT.sub(r"\1", line).strip() for line in block.split("\n"))
    return " ".join(line for line in lines if line)


def _replaced(found: re.Match[str]) -> str:
    if found["display"] is not None:
        return _display(found["display"])
    if found["inline"] is not None:
        after = found.string[found.end() : found.end() + 1]
        return _inline(found["inline"], after)
    return found[0]


def _display(formula: str) -> str:
    formula = on_one_line(formula)
    if not formula or "$" in formula:
        return rf"\\[{formula}\\]"
    return f"$${formula}$$"


def _inline(formula: str, after: str) -> str:
    """Where dollars would not be read as TeX, the site's own doubled backslashes are."""
    formula = on_one_line(formula)
    if not formula or "$" in formula or formula.endswith("\\") or after.isdigit() or after == "$":
        return rf"\\({formula}\\)"
    return f"${formula}$"
