"""What an operation changed, for everyone who shows it.

A service or the session returns this; it is passed on with the name of who began it, who ignores its own echo.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.edits import Edit


@dataclass(frozen=True, slots=True)
class Changes:
    edits: tuple[Edit, ...] = ()
    """Applied in this order."""
    touched: tuple[int, ...] = ()
    """Ids of the paragraphs whose text, mark or minutes changed."""
    reshaped: bool = False
    """Paragraphs came, went, or changed their kind."""
    remarks: bool = False
    """A remark or a claim moved, was added or judged."""

    def __add__(self, later: Changes) -> Changes:
        touched = dict.fromkeys((*self.touched, *later.touched))
        return Changes(
            (*self.edits, *later.edits),
            tuple(touched),
            self.reshaped or later.reshaped,
            self.remarks or later.remarks,
        )
