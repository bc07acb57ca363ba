"""An answer in OpenAI's Chat Completions, as far as it has come.

There is no terminal event the library lets through, so the reason for the end stands for it; the count of tokens comes
after that reason, or never. What a model thinks aloud comes in fields of other names and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from editor.core.errors import ModelFault
from editor.llm.provider import Delta, Started, Stop, Usage, guessed_input
from editor.llm.reading import Reading
from editor.llm.troubles import Trouble

if TYPE_CHECKING:  # the library itself is loaded by the adapters alone
    from openai.types import CompletionUsage
    from openai.types.chat import ChatCompletionChunk

_BY_REASON = {
    "length": ModelFault.OUT_OF_TOKENS,
    "model_length": ModelFault.TOO_LONG,
    "content_filter": ModelFault.REFUSED,
    "error": ModelFault.SERVER,
}


class ChatReading(Reading):
    def trouble(self) -> Trouble:
        return Trouble(_BY_REASON.get(self._last_reason, ModelFault.CUT_SHORT), self._explanation)

    def out_of_events(self) -> None:
        self.ended = self._reason is not None

    @property
    def _last_reason(self) -> str:
        return "content_filter" if self._explanation else self._reason or ""

    def _good_stop(self) -> Stop | None:
        return Stop.END if self._last_reason == "stop" else None

    def _taken(self, event: ChatCompletionChunk) -> Iterator[Started | Delta]:
        choices = event.choices or ()  # None for an event nobody knows
        if self.started is None and (choices or event.usage):
            yield self._begun(event.model, guessed_input(self.request))
        for choice in choices:
            delta = choice.delta
            if delta is not None:
                self._explanation += "" + (getattr(delta, "refusal", None) or "")
                yield from self._said(_content(getattr(delta, "content", None)))
            self._reason = choice.finish_reason or self._reason
        if event.usage is not None:
            self.usage = usage_of(event.usage)


def usage_of(used: CompletionUsage) -> Usage:
    """Their input is the whole of it, and compatible servers leave out the details."""
    read, written = used.prompt_tokens_details, used.completion_tokens_details
    return Usage(
        input=0 + used.prompt_tokens,
        cache_read=getattr(read, "cached_tokens", None) or 0,
        cache_write=getattr(read, "cache_write_tokens", None) or 0,
        output=0 + used.completion_tokens,
        thinking=getattr(written, "reasoning_tokens", None) or 0,
    )


def _content(content: Any) -> Any:
    """Mistral's thinking models answer in parts, of which only the texts are the answer."""
    if not isinstance(content, list):
        return content
    return "".join(part["text"] for part in content if part["type"] == "text")
