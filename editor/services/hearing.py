"""An answer as it comes, told in gathered pieces.

The window is told what was heard some times a second, however fast the pieces come: with a message for each it would do
nothing but read them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Hearing:
    def __init__(self, say: Callable[[str], object], every_s: float) -> None:
        """`say` takes what was heard since it was called last."""
        self._say = say
        self._every_s = every_s
        self._pieces: list[str] = []
        self._due: asyncio.TimerHandle | None = None

    def hear(self, piece: str) -> None:
        self._pieces.append(piece)
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(self._every_s, self.tell)

    def tell(self) -> None:
        """Tells what was not told yet."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        text, self._pieces = "".join(self._pieces), []
        if text:
            self._say(text)
