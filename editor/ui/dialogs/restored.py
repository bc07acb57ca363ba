"""What was restored, in one sentence, and what the file had said differently."""

from __future__ import annotations

import difflib

from PySide6.QtWidgets import QMessageBox, QWidget

from editor.ui.plain_words import PlainBox

_CONTEXT = 1


def show_restored(said: str, before: str, after: str, window: QWidget) -> None:
    """`before` is the text as the file had it before, as far as it could be read; empty where nothing could."""
    box = PlainBox(QMessageBox.Icon.Information, "Palimpsest", said, window, QMessageBox.StandardButton.Ok)
    if difference := difference_between(before, after):
        box.setDetailedText(difference)
    box.open()


def difference_between(before: str, after: str) -> str:
    """Lines that are only in the file as it was (-) or only in what was restored (+); empty where there are none."""
    if not before or before == after:
        return ""
    old, new = before.split("\n"), after.split("\n")
    return "\n".join(difflib.unified_diff(old, new, "in the file before", "now", n=_CONTEXT, lineterm=""))
