"""How much more can be said in a conversation with a model before it cannot be told all of it any more.

What goes along with every question whatever was said before, the instructions and the text that it is about, is no part
of the conversation: a note in the place of what was said does not make it shorter.
"""

from __future__ import annotations

from dataclasses import dataclass

LOW = 0.35
"""The share left below which a hand-off note is offered. To have one written, all that was said goes along once more and
the note comes on top, so it must be asked for while there is room; the writer this is for wrote theirs at 34 %."""
ANSWER_SHARE = 4
"""The longest answer is kept free, but no more than one part in so many of the window: small models are asked for far
longer answers than they give."""


@dataclass(frozen=True, slots=True)
class ContextRoom:
    """Of one conversation; tokens."""

    window: int | None
    """What the model takes in and gives out together; None where that is not known."""
    fixed: int
    """What goes along with every question."""
    said: int
    """What was said so far, with the note that stands for what was said before."""
    answer: int
    """The longest answer that is asked for."""
    most_said: int | None = None
    """How much of a conversation is sent along at most, however large the window; None where there is no such rule."""

    @property
    def room(self) -> int | None:
        """For what is said; None where nothing limits it that is known."""
        within = None
        if self.window is not None:
            within = self.window - self.fixed - min(self.answer, self.window // ANSWER_SHARE)
        known = [one for one in (within, self.most_said) if one is not None]
        return max(0, min(known)) if known else None

    @property
    def left(self) -> float | None:
        """The share that is left, from 0 to 1; None where it is not known."""
        room = self.room
        if room is None:
            return None
        return max(0.0, 1 - self.said / room) if room else 0.0

    @property
    def percent_left(self) -> int | None:
        """Rounded down, so that what is left is never less than what is shown."""
        return None if self.left is None else int(self.left * 100)

    @property
    def is_low(self) -> bool:
        return self.left is not None and self.left < LOW
