"""An answer of Claude as far as it has come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from editor.llm.anthropic_faults import good_stop, stop_trouble
from editor.llm.provider import Delta, Started, Stop, Usage
from editor.llm.reading import Reading
from editor.llm.troubles import Trouble

if TYPE_CHECKING:  # the library itself is loaded by `anthropic_provider` alone
    from anthropic.types import MessageDeltaUsage, RawMessageStreamEvent
    from anthropic.types import Usage as StartUsage


class AnthropicReading(Reading):
    def trouble(self) -> Trouble:
        return stop_trouble(self._reason, self._explanation)

    def _good_stop(self) -> Stop | None:
        return good_stop(self._reason)

    def _taken(self, event: RawMessageStreamEvent) -> Iterator[Started | Delta]:
        if event.type == "message_start":
            yield self._begun(str(event.message.model), _at_start(event.message.usage))
        elif event.type == "content_block_delta":
            yield from self._part(event.delta)
        elif event.type == "message_delta":
            self._reason = event.delta.stop_reason
            details = event.delta.stop_details
            self._explanation = "" + (details.explanation or "") if details is not None else ""
            self.usage = _in_the_end(self.usage, event.usage)
        elif event.type == "message_stop":
            self.ended = True

    def _part(self, delta: Any) -> Iterator[Delta]:
        if delta.type == "text_delta":
            yield from self._said("" + delta.text)  # raises for anything but text
        elif delta.type == "citations_delta" and delta.citation.type == "web_search_result_location":
            self._linked(delta.citation.url, delta.citation.title, delta.citation.cited_text)


def _at_start(used: StartUsage) -> Usage:
    """Their input leaves out what went through the cache; ours does not."""
    read, written = used.cache_read_input_tokens or 0, used.cache_creation_input_tokens or 0
    return Usage(used.input_tokens + read + written, read, written, used.output_tokens)


def _in_the_end(usage: Usage, used: MessageDeltaUsage) -> Usage:
    """Their last figures are totals, and only those of the output are certain to be there."""
    details, tools = used.output_tokens_details, used.server_tool_use
    read = _or_else(used.cache_read_input_tokens, usage.cache_read)
    written = _or_else(used.cache_creation_input_tokens, usage.cache_write)
    fresh = _or_else(used.input_tokens, usage.input - usage.cache_read - usage.cache_write)
    thinking = details.thinking_tokens if details is not None else 0
    searches = tools.web_search_requests if tools is not None else 0
    return Usage(fresh + read + written, read, written, used.output_tokens, thinking, searches)


def _or_else(total: int | None, before: int) -> int:
    return before if total is None else max(total, before)
