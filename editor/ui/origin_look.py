"""How whose words these are is shown in the text: by the line under them, and by a tint of the paper.

Never by colour alone, and never by the colour of the letters. The writer's own words are left as they are.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat

from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.ui.theme import Theme

_TINT = 46
"""Of 255: enough to see, little enough to read."""
_Line = QTextCharFormat.UnderlineStyle
_LINES = {
    OriginKind.MODEL: _Line.SingleUnderline,
    OriginKind.PASTED: _Line.DashUnderline,
    OriginKind.IMPORTED: _Line.DashDotLine,
    OriginKind.UNKNOWN: _Line.DotLine,
}
KEY = (
    (OriginKind.TYPED, "yours"),
    (OriginKind.MODEL, "from a model"),
    (OriginKind.PASTED, "pasted"),
    (OriginKind.IMPORTED, "imported"),
    (OriginKind.UNKNOWN, "unknown"),
)
"""What a key beside the text has to explain, in words."""


def origin_format(theme: Theme, kind: OriginKind) -> QTextCharFormat | None:
    """None for the writer's own words."""
    if kind in OWN_KINDS:
        return None
    colour = {OriginKind.MODEL: theme.model, OriginKind.UNKNOWN: theme.unknown}.get(kind, theme.pasted)
    form = QTextCharFormat()
    form.setBackground(QColor(colour.red(), colour.green(), colour.blue(), _TINT))
    form.setUnderlineStyle(_LINES[kind])
    form.setUnderlineColor(colour)
    return form


def origin_words(origin: Origin) -> str:
    """ "from claude-opus-5-5", "pasted": for a card or a line of help."""
    if origin.kind is OriginKind.MODEL:
        return f"from {origin.actor or 'a model'}"
    if origin.kind is OriginKind.IMPORTED and origin.actor:
        return f"imported, of {origin.actor}"
    words = {
        OriginKind.TYPED: "typed here",
        OriginKind.DICTATED: "dictated here",
        OriginKind.TOOL: "set by a tool at your word",
        OriginKind.PASTED: "pasted",
        OriginKind.IMPORTED: "imported",
        OriginKind.UNKNOWN: "changed by another program",
    }[origin.kind]
    return f"{words} ({origin.source})" if origin.source and origin.kind is OriginKind.PASTED else words
