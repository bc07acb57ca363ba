"""The name under which the writer's own words stand in an annotated file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from editor.ui.dialogs.one_line import Asked, OneLine
from editor.ui.theme import Theme

_ABOUT = (
    "The text is written with a block at its end that says whose words are whose, as Markdown Annotations. "
    "Your own words stand under this name:"
)


class AuthorName(OneLine):
    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        asked = Asked("Export annotated Markdown", _ABOUT, "Your name", "Choose a File…", 100, name)
        super().__init__(asked, theme, parent)
