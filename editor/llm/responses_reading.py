"""An answer in OpenAI's Responses, as far as it has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from editor.core.errors import ModelFault
from editor.llm.openai_faults import ErrorBody, status_trouble
from editor.llm.provider import Delta, Started, Stop, Usage, guessed_input
from editor.llm.reading import Reading
from editor.llm.troubles import Trouble

if TYPE_CHECKING:  # the library itself is loaded by the adapters alone
    from openai.types.responses import Response, ResponseUsage

_BY_REASON = {"max_output_tokens": ModelFault.OUT_OF_TOKENS, "content_filter": ModelFault.REFUSED}


class ResponsesReading(Reading):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._failure: Trouble | None = None
        self._searches = 0

    def trouble(self) -> Trouble:
        if self._failure is not None:
            return self._failure
        reason = "content_filter" if self._explanation else self._reason or ""
        return Trouble(_BY_REASON.get(reason, ModelFault.CUT_SHORT), self._explanation)

    def _good_stop(self) -> Stop | None:
        return Stop.END if self._reason == "completed" and not self._explanation else None

    def _taken(self, event: Any) -> Iterator[Started | Delta]:
        match event.type:
            case "response.created":
                yield self._begun(event.response.model, guessed_input(self.request))
            case "response.output_text.delta":
                yield from self._said("" + event.delta)  # raises for anything but text
            case "response.refusal.delta":
                self._explanation += event.delta
            case "response.output_text.annotation.added":
                self._annotated(event.annotation)
            case "response.output_item.done":
                self._searches += _is_search(event.item)
            case "response.completed" | "response.incomplete" | "response.failed":
                self._closed(event.response)
            case "error":  # of this flat shape it is an event; the library raises the other one
                self._failure = _failure(event)
                self.ended = True

    def _annotated(self, annotation: Any) -> None:
        if getattr(annotation, "type", None) == "url_citation":
            self._linked(annotation.url, annotation.title)

    def _closed(self, response: Response) -> None:
        self._reason = response.status
        if response.incomplete_details is not None:
            self._reason = response.incomplete_details.reason
        if response.error is not None:
            self._failure = _failure(response.error)
        if response.usage is not None:
            self.usage = replace(_usage_of(response.usage), searches=self._searches)
        self.ended = True


def _failure(error: Any) -> Trouble:
    return status_trouble(200, ErrorBody(code=error.code, said=error.message), {})


def _is_search(item: Any) -> bool:
    """Opening a page that was found is not charged, searching is."""
    return item.type == "web_search_call" and getattr(getattr(item, "action", None), "type", "search") == "search"


def _usage_of(used: ResponseUsage) -> Usage:
    read, written = used.input_tokens_details, used.output_tokens_details
    return Usage(
        input=0 + used.input_tokens,
        cache_read=getattr(read, "cached_tokens", None) or 0,
        cache_write=getattr(read, "cache_write_tokens", None) or 0,
        output=0 + used.output_tokens,
        thinking=getattr(written, "reasoning_tokens", None) or 0,
    )
