"""How much of what a model can read at once a conversation has filled."""

from __future__ import annotations

from dataclasses import dataclass

LOW_BELOW_PERCENT = 35
"""From here on the program may offer a hand-off note: enough is left to write one and to answer a question or two."""


@dataclass(frozen=True, slots=True)
class ContextMeter:
    used: int
    """Tokens that the next question begins with: all that was read and written in the last turn."""
    of: int | None
    """Tokens that the model can read at once; None where its provider does not say."""

    @property
    def left_percent(self) -> int | None:
        """Rounded down, never below nothing; None where it is not known."""
        if not self.of:
            return None
        return max(0, 100 - -(-self.used * 100 // self.of))

    @property
    def is_low(self) -> bool:
        return self.left_percent is not None and self.left_percent < LOW_BELOW_PERCENT

    @property
    def words(self) -> str:
        """ "34 % of the conversation's room is left", or how many tokens were used where its size is not known."""
        if self.left_percent is None:
            return f"{self.used:,} tokens so far"
        return f"{self.left_percent} % of the conversation's room is left"


def context_after(read: int, written: int, thinking: int, max_input: int | None) -> ContextMeter:
    """After a turn of which this many tokens were read and written; thoughts are written and not read again."""
    return ContextMeter(read + max(0, written - thinking), max_input)
