"""Claude, through Anthropic's own library. What all vendors share is in `vendor_adapter`.

This is the only module that loads the library, which takes a second or two; `vendors` loads it when needed.
"""

from __future__ import annotations

import json
from typing import ClassVar

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
from editor.llm.provider import Message, ModelInfo, Request, Role
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Timeouts, VendorAdapter, text_or_none

# While a model thinks, Anthropic sends pings, so a silence of two minutes is a dead line.
TIMEOUTS = Timeouts(connect=10, read=120)


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
        return found if request.cache_upto is None else found | {Parameter.CACHE}

    async def _open(self, request: Request, sent: frozenset[Parameter]) -> AsyncStream[RawMessageStreamEvent] | Trouble:
        stream = await self._client.messages.create(
            model=request.model,
            system=_system(request, sent),
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

    def _reading(self, request: Request) -> AnthropicReading:
        return AnthropicReading(request)

    async def _listed(self) -> tuple[ModelInfo, ...]:
        page = await self._client.models.list(limit=1000)
        return tuple(_model_info(model) for model in page.data if _lifecycle(model) != "retired")

    async def _counted(self, request: Request) -> int:
        sent = frozenset({Parameter.SCHEMA})
        counted = await self._client.messages.count_tokens(
            model=request.model,
            system=_system(request, sent),
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


def _marked(text: str) -> TextBlockParam:
    """A text after which the provider may keep what came before, for five minutes; an hour would cost twice as much."""
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}


def _system(request: Request, sent: frozenset[Parameter]) -> str | list[TextBlockParam] | Omit:
    if not request.system:
        return omit
    return [_marked(request.system)] if Parameter.CACHE in sent and not request.cache_upto else request.system


def _messages(request: Request, sent: frozenset[Parameter]) -> list[MessageParam]:
    last = request.cache_upto if Parameter.CACHE in sent else None
    return [_message(message, number == last) for number, message in enumerate(request.messages, 1)]


def _message(message: Message, is_marked: bool) -> MessageParam:
    content = [_marked(message.text)] if is_marked else message.text
    if message.role is Role.USER:
        return {"role": "user", "content": content}
    return {"role": "assistant", "content": content}


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
