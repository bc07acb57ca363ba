"""An answer as far as it has come, for every vendor.

The vendors' libraries build their events without checking them, so a field may be missing or of another kind than its
type says; that ends the reading, not the program.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from editor.core.errors import ModelFault
from editor.llm.provider import (
    Delta,
    Link,
    Request,
    Started,
    Stop,
    Usage,
    can_be_counted,
    guessed_input,
    guessed_usage,
)
from editor.llm.troubles import Trouble


class Reading(ABC):
    def __init__(self, request: Request) -> None:
        self.request = request
        self.started: Started | None = None
        self.usage = Usage()
        self.ended = False
        """The terminal event has come. Without it the answer was cut short, whatever else it says."""
        self._texts: list[str] = []
        self._links: list[Link] = []
        self._reason: str | None = None
        self._explanation = ""

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(dict.fromkeys(self._links))

    @property
    def model(self) -> str:
        return self.started.model if self.started is not None else ""

    @property
    def stop(self) -> Stop | None:
        """How it ended, if that was well."""
        return self._good_stop() if self.started is not None else None

    @property
    def spent(self) -> Usage:
        """What it cost: as counted if the end has come and the count can be one, else guessed from what is known."""
        if self.ended and not self.usage.estimated and can_be_counted(self.usage, self.text):
            return self.usage
        started = self.started and replace(self.started, usage=self.usage)
        return guessed_usage(self.request, started, self.text)

    def take(self, event: Any) -> tuple[Started | Delta, ...] | Trouble:
        """Takes one event of the vendor's; those that are unknown and thoughts pass by."""
        try:
            return tuple(self._taken(event))
        except (AttributeError, TypeError, ValueError, LookupError):
            return Trouble(ModelFault.MALFORMED)

    def out_of_events(self) -> None:
        """The stream is over. Where the vendor has no terminal event, the reason for the end stands for it."""
        return

    @abstractmethod
    def trouble(self) -> Trouble:
        """Why it did not end well."""

    @abstractmethod
    def _good_stop(self) -> Stop | None: ...

    @abstractmethod
    def _taken(self, event: Any) -> Iterator[Started | Delta]: ...

    def _begun(self, model: object, usage: Usage) -> Started:
        self.usage = usage
        told = usage if can_be_counted(usage, "") else guessed_input(self.request)
        self.started = Started(model if isinstance(model, str) and model else self.request.model, told)
        return self.started

    def _said(self, text: object) -> Iterator[Delta]:
        """Nothing for an empty text. Raises TypeError for anything but text."""
        if text is None or text == "":
            return
        if not isinstance(text, str):
            raise TypeError("not a text")
        self._texts.append(text)
        yield Delta(text)

    def _linked(self, url: object, title: object, quote: object = "") -> None:
        if isinstance(url, str) and url:
            self._links.append(
                Link(url, title if isinstance(title, str) else "", quote if isinstance(quote, str) else "")
            )
