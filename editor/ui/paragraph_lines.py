"""How the lines of a paragraph look: as its kind says, where Markdown decided it as a whole, else as each line says."""

from __future__ import annotations

from editor.core.marks import BlockKind
from editor.ui.markdown_formats import LineKind, line_kind

_KINDS = {
    BlockKind.FENCE: LineKind.CODE,
    BlockKind.CODE: LineKind.CODE,
    BlockKind.MATH: LineKind.MATH,
    BlockKind.HTML: LineKind.HTML,
    BlockKind.TABLE: LineKind.TABLE,
    BlockKind.FRONT_MATTER: LineKind.FRONT_MATTER,
}


def kind_of_line(text: str, paragraph: BlockKind) -> LineKind:
    return _KINDS.get(paragraph) or line_kind(text)
