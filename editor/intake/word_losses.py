"""What of a Word file does not come along, gathered while it is read, so that the writer can be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

HIDDEN = "passage hidden in Word"
"""Among the names of what is not read: words that nobody sees who reads the file."""


@dataclass(slots=True)
class Losses:
    formulas: list[str] = field(default_factory=list)
    """Of each only these letters are there, one after the other, in the order of the file's parts."""
    comments: list[str] = field(default_factory=list)
    """With their authors."""
    page_margins: list[str] = field(default_factory=list)
    """What stands at the head and the foot of its pages."""
    heading_numbers: list[str] = field(default_factory=list)
    lettered_items: int = 0
    """Items of lists that count in letters or in Roman numbers."""
    inner_tables: int = 0
    lost_notes: int = 0
    """Marks of notes that are not in the file."""
    signs: int = 0
    """Letters of a font that has its own."""
    elements: Counter[str] = field(default_factory=Counter)
    """Names of what holds words and is not read."""
