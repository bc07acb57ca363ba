"""Servers that speak OpenAI's Chat Completions: Mistral, OpenRouter, and Ollama, llama.cpp, LM Studio on this machine.

They differ in what they take (`dialects`), and none can search. Ollama drops the beginning of a text that is longer
than it was set to read and answers as if nothing were wrong, which only its count of tokens betrays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from openai import Omit, omit
from openai.types import Model
from openai.types.chat import ChatCompletionMessageParam
from openai.types.chat.completion_create_params import ResponseFormat

from editor.core.errors import ModelFault
from editor.llm.chat_reading import ChatReading
from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.dialects import dialect_of, warning_of
from editor.llm.openai_adapter import OpenAIAdapter, stream_or_page
from editor.llm.provider import Message, ModelInfo, Request, Role, bound_input
from editor.llm.reading import Reading
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Events, Timeouts

# A long text can take minutes on a processor before the first word comes.
LOCAL_TIMEOUTS = Timeouts(connect=10, read=900)
TIMEOUTS = Timeouts(connect=10, read=300)


class CompatibleProvider(OpenAIAdapter):
    def __init__(
        self,
        connection: Connection,
        secret: Secret | None,
        refused: RefusedParameters | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        usual = LOCAL_TIMEOUTS if connection.is_local else TIMEOUTS
        super().__init__(connection, secret, timeouts or usual, refused or RefusedParameters())
        self._dialect = dialect_of(connection)

    def _optional(self, request: Request) -> frozenset[Parameter]:
        found = set(super()._optional(request))
        if self._dialect.usage:
            found.add(Parameter.USAGE)
        if self._dialect.limit_field == "max_tokens":
            found.add(Parameter.OLD_LIMIT)
        return frozenset(found)

    async def _open(self, request: Request, sent: frozenset[Parameter]) -> Events | Trouble:
        if request.search:
            return Trouble(ModelFault.BAD_REQUEST, "This server cannot search the web.")
        old_limit = Parameter.OLD_LIMIT in sent
        stream = await self._client.chat.completions.create(
            model=request.model,
            messages=_messages(request),
            max_tokens=request.max_tokens if old_limit else omit,
            max_completion_tokens=omit if old_limit else request.max_tokens,
            temperature=request.temperature if Parameter.TEMPERATURE in sent else omit,
            response_format=_format(request, sent),
            stream=True,
            stream_options={"include_usage": True} if Parameter.USAGE in sent else omit,
        )
        return await stream_or_page(stream)

    def _reading(self, request: Request) -> ChatReading:
        return ChatReading(request)

    def _warning(self, request: Request, reading: Reading) -> str:
        return warning_of(request, reading.spent)

    def _chosen(self, models: Iterable[Model]) -> tuple[ModelInfo, ...]:
        return tuple(_model_info(model) for model in models if _writes(model))

    async def _counted(self, request: Request) -> int:
        """No such server counts beforehand, so nothing is sent and the figure is a bound."""
        return bound_input(request)


def _messages(request: Request) -> list[ChatCompletionMessageParam]:
    system: list[ChatCompletionMessageParam] = []
    if request.system:
        system.append({"role": "system", "content": request.system})
    return [*system, *map(_message, request.messages)]


def _message(message: Message) -> ChatCompletionMessageParam:
    if message.role is Role.USER:
        return {"role": "user", "content": message.text}
    return {"role": "assistant", "content": message.text}


def _format(request: Request, sent: frozenset[Parameter]) -> ResponseFormat | Omit:
    if request.schema is None or Parameter.SCHEMA not in sent:
        return omit
    schema = json.loads(request.schema)
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def _writes(model: Model) -> bool:
    """Mistral says what a model can do; elsewhere there is only the name."""
    can = getattr(model, "capabilities", None)
    if isinstance(can, dict) and can.get("completion_chat") is False:
        return False
    return "embed" not in str(model.id).casefold()


def _model_info(model: Model) -> ModelInfo:
    name = getattr(model, "name", None)
    return ModelInfo(
        id=str(model.id),
        name=name if isinstance(name, str) and name else str(model.id),
        max_input=_context(model),
    )


def _context(model: Model) -> int | None:
    """Tokens, from the fields of OpenRouter, Mistral, vLLM and llama.cpp; None where a server does not say.

    llama.cpp's `n_ctx_train` is not among them: it may be more than the server was set to read.
    """
    fields = ("context_length", "max_context_length", "max_model_len")
    said = [getattr(model, name, None) for name in fields]
    if isinstance(meta := getattr(model, "meta", None), dict):
        said.append(meta.get("n_ctx"))
    return next((length for length in said if isinstance(length, int)), None)
