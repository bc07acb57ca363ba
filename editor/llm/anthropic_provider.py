"""Claude, through Anthropic's own library. What all vendors share is in `vendor_adapter`.

This is the only module that loads the library, which takes a second or two; `vendors` loads it when needed.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import anthropic
from anthropic import AsyncAnthropic, AsyncStream, Omit, omit
from anthropic.types import (
    MessageParam,
    MessageTokensCount,
    OutputConfigParam,
    RawMessageStreamEvent,
    TextBlockParam,
    ToolUnionParam,
)
from anthropic.types import ModelInfo as ListedModel

from editor.core.errors import ModelFault
from editor.llm.anthropic_faults import status_trouble
from editor.llm.anthropic_reading import AnthropicReading
from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.limits import RateLimits, limits_in
from editor.llm.provider import Message, ModelInfo, Request, Role
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Timeouts, VendorAdapter, text_or_none

# While a model thinks, Anthropic sends pings, so a silence of two minutes is a dead line.
TIMEOUTS = Timeouts(connect=10, read=120)

_MARKS = 2
"""Of the four cache marks that a request may have."""


class AnthropicProvider(VendorAdapter):
    loggers: ClassVar = ("anthropic",)
    connection_errors: ClassVar = (anthropic.APIConnectionError,)

    def __init__(
        self,
        connection: Connection,
        secret: Secret,
        refused: RefusedParameters | None = None,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        super().__init__(connection, secret, timeouts, refused or RefusedParameters())
        self._client = AsyncAnthropic(
            api_key=secret.reveal(),
            base_url=connection.base_url,
            max_retries=0,
            open_telemetry={"traces": False},
            http_client=self._http_client(),
        )

    def _optional(self, request: Request) -> frozenset[Parameter]:
        found = super()._optional(request)
        return found | {Parameter.CACHE} if any(message.ends for message in request.messages) else found

    async def _open(self, request: Request, sent: frozenset[Parameter]) -> AsyncStream[RawMessageStreamEvent] | Trouble:
        stream = await self._client.messages.create(
            model=request.model,
            system=request.system or omit,
            messages=_messages(request, sent),
            max_tokens=request.max_tokens,
            output_config=_output(request, sent),
            tools=_tools(request),
            stream=True,
        )
        if "event-stream" in stream.response.headers.get("content-type", ""):
            return stream
        await stream.close()
        return Trouble(ModelFault.MALFORMED)

    def _limits(self, opened: Any) -> RateLimits | None:
        return limits_in(opened.response.headers)

    def _reading(self, request: Request) -> AnthropicReading:
        return AnthropicReading(request)

    async def _listed(self) -> tuple[ModelInfo, ...]:
        page = await self._client.models.list(limit=1000)
        return tuple(_model_info(model) for model in page.data if _lifecycle(model) != "retired")

    async def _counted(self, request: Request) -> int:
        sent = frozenset({Parameter.SCHEMA})
        counted = await self._client.messages.count_tokens(
            model=request.model,
            system=request.system or omit,
            messages=_messages(request, sent),
            output_config=_output(request, sent),
        )
        if not isinstance(counted, MessageTokensCount) or not isinstance(counted.input_tokens, int):
            raise TypeError("not a count")
        return counted.input_tokens

    async def _close(self) -> None:
        await self._client.close()

    def _status_trouble(self, error: Exception) -> Trouble | None:
        if not isinstance(error, anthropic.APIStatusError):
            return None
        kind, code, said = map(text_or_none, (error.type, error.error_code, error.api_message))
        return status_trouble(error.status_code, kind, code, said, error.response.headers)


def _messages(request: Request, sent: frozenset[Parameter]) -> list[MessageParam]:
    return [_message(message, has_marks=Parameter.CACHE in sent) for message in request.messages]


def _message(message: Message, *, has_marks: bool) -> MessageParam:
    content = _content(message, has_marks=has_marks)
    if message.role is Role.USER:
        return {"role": "user", "content": content}
    return {"role": "assistant", "content": content}


def _content(message: Message, *, has_marks: bool) -> str | list[TextBlockParam]:
    """The text, in blocks where it is parted."""
    parts = message.parted
    if not has_marks or (len(parts) < 2 and not message.cuts):
        return message.text
    blocks: list[TextBlockParam] = [{"type": "text", "text": part} for part in parts]
    # A message that ends at its last cut is kept to its end. The mark before it is where the cache has been written.
    kept = len(parts) if message.cuts and message.cuts[-1] >= len(message.text) else len(parts) - 1
    for block in blocks[max(0, kept - _MARKS) : kept]:
        block["cache_control"] = {"type": "ephemeral"}
    return blocks


def _output(request: Request, sent: frozenset[Parameter]) -> OutputConfigParam | Omit:
    if request.schema is None or Parameter.SCHEMA not in sent:
        return omit
    return {"format": {"type": "json_schema", "schema": json.loads(request.schema)}}


def _tools(request: Request) -> list[ToolUnionParam] | Omit:
    """The provider's own search and never any other tool."""
    if not request.search:
        return omit
    return [{"type": "web_search_20250305", "name": "web_search", "max_uses": request.search}]


def _lifecycle(model: ListedModel) -> str:
    """Gateways that speak for Anthropic leave it out."""
    return str(getattr(model, "lifecycle", None) or "active")


def _model_info(model: ListedModel) -> ModelInfo:
    return ModelInfo(
        id=str(model.id),
        name=str(getattr(model, "display_name", None) or model.id),
        active=_lifecycle(model) == "active",
        retires_at=model.retires_at,
        max_input=model.max_input_tokens,
        max_output=model.max_tokens,
    )
