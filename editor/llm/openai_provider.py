"""OpenAI itself, over its Responses: the newest models want it, and only there can they search.

Responses keeps what it is sent for thirty days unless it is told not to, so it always is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from openai import Omit, omit
from openai.types import Model
from openai.types.responses import EasyInputMessageParam, ResponseInputItemParam, ResponseTextConfigParam

from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.openai_adapter import OpenAIAdapter, stream_or_page
from editor.llm.provider import ModelInfo, Request
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.responses_reading import ResponsesReading
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Events, Timeouts

# It is silent while it thinks.
TIMEOUTS = Timeouts(connect=10, read=300)

_WRITES = re.compile(r"(gpt-|chatgpt-|o\d)")
_OTHER_USES = re.compile(r"audio|realtime|transcribe|tts|image|embedding|moderation|instruct|search|codex|computer")
"""The list says nothing of what a model is for but its name."""


class OpenAIProvider(OpenAIAdapter):
    def __init__(
        self,
        connection: Connection,
        secret: Secret,
        refused: RefusedParameters | None = None,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        super().__init__(connection, secret, timeouts, refused or RefusedParameters())

    async def _open(self, request: Request, sent: frozenset[Parameter]) -> Events | Trouble:
        stream = await self._client.responses.create(
            model=request.model,
            instructions=request.system or omit,
            input=_input(request),
            max_output_tokens=request.max_tokens,
            temperature=request.temperature if Parameter.TEMPERATURE in sent else omit,
            text=_format(request, sent),
            tools=[{"type": "web_search"}] if request.search else omit,
            max_tool_calls=request.search or omit,
            store=False,
            stream=True,
        )
        return await stream_or_page(stream)

    def _reading(self, request: Request) -> ResponsesReading:
        return ResponsesReading(request)

    def _chosen(self, models: Iterable[Model]) -> tuple[ModelInfo, ...]:
        named = ((model, str(model.id)) for model in models)
        return tuple(
            _model_info(model, name) for model, name in named if _WRITES.match(name) and not _OTHER_USES.search(name)
        )

    async def _counted(self, request: Request) -> int:
        counted = await self._client.responses.input_tokens.count(
            model=request.model,
            instructions=request.system or omit,
            input=_input(request),
            text=_format(request, frozenset({Parameter.SCHEMA})),
        )
        tokens: Any = getattr(counted, "input_tokens", None)
        if not isinstance(tokens, int):
            raise TypeError("not a count")
        return tokens


def _input(request: Request) -> list[ResponseInputItemParam]:
    return [EasyInputMessageParam(role=one.role.value, content=one.text) for one in request.messages]


def _format(request: Request, sent: frozenset[Parameter]) -> ResponseTextConfigParam | Omit:
    if request.schema is None or Parameter.SCHEMA not in sent:
        return omit
    schema = json.loads(request.schema)
    return {"format": {"type": "json_schema", "name": "answer", "schema": schema, "strict": True}}


def _model_info(model: Model, name: str) -> ModelInfo:
    ends = _moment(getattr(model, "shutdown_date", None))
    return ModelInfo(id=name, name=name, active=ends is None, retires_at=ends)


def _moment(day: object) -> datetime | None:
    """A date, or a date with a time, in UTC unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(str(day))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
