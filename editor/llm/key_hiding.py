"""A key that a server repeats in what it answers is blotted out before anybody hears it, so that it gets into no draft.

An answer comes in pieces and the key may be cut by them: what may be its beginning is held back until more has come. A
short key is left alone, for it is none: servers of one's own take any word for one, which may be in any answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from editor.llm.credentials import Secret
from editor.llm.provider import Delta, Link, Started

_SHORTEST = 16
"""Characters; the vendors' keys have twice as many and more."""


class KeyHiding:
    """For the pieces of one answer, in their order."""

    def __init__(self, secret: Secret | None) -> None:
        self._key = secret if secret is not None and len(secret.reveal()) >= _SHORTEST else None
        self._held = ""

    def take(self, part: Started | Delta) -> Iterator[Started | Delta]:
        if self._key is None:
            yield part
        elif isinstance(part, Started):
            yield replace(part, model=self.hidden(part.model))
        else:
            text = self.hidden(self._held + part.text)
            at = len(text) - self._key.begun_in(text)
            text, self._held = text[:at], text[at:]
            yield from _delta(text)

    def rest(self) -> Iterator[Delta]:
        """What was held back and turned out to be no key."""
        held, self._held = self._held, ""
        yield from _delta(held)

    def hidden(self, text: str) -> str:
        return self._key.hidden_in(text) if self._key is not None else text

    def links(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(Link(self.hidden(one.url), self.hidden(one.title), self.hidden(one.quote)) for one in links)


def _delta(text: str) -> Iterator[Delta]:
    if text:
        yield Delta(text)
