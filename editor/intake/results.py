"""What reading brings: a page as Markdown, a Word file as a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from editor.intake.word_losses import Losses

Picture = Callable[[str, str], str]
"""What to write as the address of a picture, from its address and its words; empty leaves the picture out."""


@dataclass(frozen=True, slots=True)
class Read:
    markdown: str
    formulas: int = 0
    notes: int = 0
    pictures_left_out: int = 0


@dataclass(frozen=True, slots=True)
class WordText:
    html: str
    losses: Losses
