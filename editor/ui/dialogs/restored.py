"""What was restored, in one sentence, and what the file had said differently."""

from __future__ import annotations

import difflib

from PySide6.QtWidgets import QMessageBox, QWidget

from editor.ui.plain_words import PlainBox

_CONTEXT = 1


_BEFORE = "the file before"


def show_restored(said: str, before: str, after: str, window: QWidget, where: str = _BEFORE) -> None:
    """`before` is the text as the file had it before, as far as it could be read, or as it is in `where`; empty where
    nothing could be read."""
    box = PlainBox(QMessageBox.Icon.Information, "Palimpsest", said, window, QMessageBox.StandardButton.Ok)
    if difference := difference_between(before, after, where):
        box.setDetailedText(difference)
    box.open()


def difference_between(before: str, after: str, where: str = _BEFORE) -> str:
    """Lines that are only in the file as it was (-) or only in what was restored (+); empty where there are none."""
    if not before or before == after:
        return ""
    old, new = before.split("\n"), after.split("\n")
    return "\n".join(difflib.unified_diff(old, new, f"in {where}", "now", n=_CONTEXT, lineterm=""))
