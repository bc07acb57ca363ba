"""Name a version; the name may stay empty."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from editor.ui.dialogs.one_line import Asked, OneLine
from editor.ui.theme import Theme


class VersionName(OneLine):
    def __init__(self, about: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`about` says what is kept: "This keeps paragraph 2 as it is now."."""
        field, hint = "Name of the version", "Name, if you like"
        super().__init__(
            Asked("Keep this version", about, field, "Keep", 200, hint=hint, may_be_empty=True), theme, parent
        )
