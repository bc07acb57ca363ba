"""An answer of Gemini's as far as it has come.

There is no terminal event: the reason for the end stands for it. Every chunk counts the tokens so far, and the last one
is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from editor.llm.google_faults import good_stop, stop_trouble
from editor.llm.provider import Delta, Request, Started, Stop, Usage, guessed_input
from editor.llm.reading import Reading
from editor.llm.troubles import Trouble

if TYPE_CHECKING:  # the library itself is loaded by `google_provider` alone
    from google.genai.types import (
        Candidate,
        GenerateContentResponse,
        GenerateContentResponsePromptFeedback,
        GenerateContentResponseUsageMetadata,
        GroundingMetadata,
    )


_CHARGED_ONCE = re.compile(r"gemini-[12](\.|-|$)")
"""For searching, however many queries an answer took; newer ones are charged for each (Google's price list, 2026)."""


class GoogleReading(Reading):
    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._queries: set[str] = set()
        """Distinct, and none of them empty: so they are charged. A later chunk may repeat them."""

    def trouble(self) -> Trouble:
        return stop_trouble(self._reason, self._explanation)

    def out_of_events(self) -> None:
        self.ended = self._reason is not None

    def _good_stop(self) -> Stop | None:
        return good_stop(self._reason)

    def _taken(self, event: GenerateContentResponse) -> Iterator[Started | Delta]:
        used, searches = event.usage_metadata, self.usage.searches
        usage = _usage_of(used, searches) if used is not None and used.prompt_token_count is not None else None
        if self.started is None:
            yield self._begun(event.model_version, usage or guessed_input(self.request))
        elif usage is not None:
            self.usage = usage
        if event.prompt_feedback is not None and event.prompt_feedback.block_reason is not None:
            self._blocked(event.prompt_feedback)
        for candidate in event.candidates or ():
            yield from self._candidate(candidate)

    def _blocked(self, feedback: GenerateContentResponsePromptFeedback) -> None:
        self._reason = "BLOCKED"
        self._explanation = feedback.block_reason_message or _word(feedback.block_reason)

    def _candidate(self, candidate: Candidate) -> Iterator[Delta]:
        content = candidate.content
        for part in (content.parts or ()) if content is not None else ():
            if not part.thought:
                yield from self._said(part.text)
        if candidate.grounding_metadata is not None:
            self._found(candidate.grounding_metadata)
        reason = _word(candidate.finish_reason)
        if reason and reason != "FINISH_REASON_UNSPECIFIED":
            self._reason = reason
            self._explanation = candidate.finish_message or ""

    def _found(self, grounding: GroundingMetadata) -> None:
        self._queries.update(filter(None, grounding.web_search_queries or ()))
        charged = 1 if self._queries and _CHARGED_ONCE.match(self.request.model) else len(self._queries)
        self.usage = replace(self.usage, searches=charged)
        for chunk in grounding.grounding_chunks or ():
            if chunk.web is not None:
                self._linked(chunk.web.uri, chunk.web.title)


def _word(value: object) -> str:
    """A value of the library's enumerations, which grow by themselves when a new word comes."""
    return str(getattr(value, "value", value or ""))


def _usage_of(used: GenerateContentResponseUsageMetadata, searches: int) -> Usage:
    """Their output leaves out the thoughts, which are charged as output; what was found is read beside the prompt."""
    thinking = used.thoughts_token_count or 0
    return Usage(
        input=(used.prompt_token_count or 0) + (used.tool_use_prompt_token_count or 0),
        cache_read=used.cached_content_token_count or 0,
        output=(used.candidates_token_count or 0) + thinking,
        thinking=thinking,
        searches=searches,
    )
