"""An answer of Claude as far as it has come.

The vendor's library builds its events without checking them, so a field may be missing or of another kind than its
type says; that ends the reading, not the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.core.errors import ModelFault
from editor.llm.anthropic_faults import Trouble, good_stop, stop_trouble
from editor.llm.provider import Delta, Started, Stop, Usage

if TYPE_CHECKING:  # the library itself is loaded by `anthropic_provider` alone
    from anthropic.types import MessageDeltaUsage, RawMessageStreamEvent
    from anthropic.types import Usage as StartUsage


class Reading:
    def __init__(self) -> None:
        self.started: Started | None = None
        self.usage = Usage()
        self.ended = False
        """The terminal event has come. Without it the answer was cut short, whatever else it says."""
        self._texts: list[str] = []
        self._reason: str | None = None
        self._explanation: str | None = None

    @property
    def text(self) -> str:
        return "".join(self._texts)

    @property
    def model(self) -> str:
        return self.started.model if self.started is not None else ""

    @property
    def stop(self) -> Stop | None:
        """How it ended, if that was well."""
        return good_stop(self._reason) if self.started is not None else None

    def trouble(self) -> Trouble:
        """Why it did not end well."""
        return stop_trouble(self._reason, self._explanation)

    def take(self, event: RawMessageStreamEvent) -> Started | Delta | Trouble | None:
        """Takes one event; events that are unknown and thoughts pass by."""
        try:
            return self._taken(event)
        except (AttributeError, TypeError, ValueError):
            return Trouble(ModelFault.MALFORMED)

    def _taken(self, event: RawMessageStreamEvent) -> Started | Delta | None:
        if event.type == "message_start":
            self.usage = _at_start(event.message.usage)
            self.started = Started(str(event.message.model), self.usage)
            return self.started
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            text = "" + event.delta.text  # raises for anything but text
            self._texts.append(text)
            return Delta(text)
        if event.type == "message_delta":
            self._reason = event.delta.stop_reason
            details = event.delta.stop_details
            self._explanation = "" + (details.explanation or "") if details is not None else None
            self.usage = _in_the_end(self.usage, event.usage)
        elif event.type == "message_stop":
            self.ended = True
        return None


def _at_start(used: StartUsage) -> Usage:
    """Their input leaves out what went through the cache; ours does not."""
    read, written = used.cache_read_input_tokens or 0, used.cache_creation_input_tokens or 0
    return Usage(used.input_tokens + read + written, read, written, used.output_tokens)


def _in_the_end(usage: Usage, used: MessageDeltaUsage) -> Usage:
    """Their last figures are totals, and only those of the output are certain to be there."""
    details = used.output_tokens_details
    read = _or_else(used.cache_read_input_tokens, usage.cache_read)
    written = _or_else(used.cache_creation_input_tokens, usage.cache_write)
    fresh = _or_else(used.input_tokens, usage.input - usage.cache_read - usage.cache_write)
    thinking = details.thinking_tokens if details is not None else 0
    return Usage(fresh + read + written, read, written, used.output_tokens, thinking)


def _or_else(total: int | None, before: int) -> int:
    return before if total is None else max(total, before)
