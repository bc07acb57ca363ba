"""Gemini, through Google's own library. What all vendors share is in `vendor_adapter`.

What this library would do unasked besides: speak to Google's cloud product when a variable says so, record what it sends
or answer from a record when another says so, use another HTTP library when it finds one, go on reading a stream that was
let go, ask a second time to continue an answer that was cut at its limit, and call functions. It has no time limits of
its own.

This is the only module that loads the library; `vendors` loads it when needed.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import AsyncIterator, Awaitable
from contextvars import ContextVar
from typing import Any, ClassVar

import httpx2
from google import genai
from google.genai import errors, types
from google.genai.client import DebugConfig

from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.event_pump import EventPump
from editor.llm.google_faults import status_trouble
from editor.llm.google_reading import GoogleReading
from editor.llm.provider import ModelInfo, Request, Role, bound_tokens
from editor.llm.refused_parameters import Parameter, RefusedParameters
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Timeouts, VendorAdapter

# It is silent while it thinks.
TIMEOUTS = Timeouts(connect=10, read=300)

_OTHER_USES = re.compile(r"embedding|image|tts|audio|live|robotics|computer-use")
"""Models that take a text and answer with something else; their list says only that they answer."""

_ANSWERS: ContextVar[list[httpx2.Response]] = ContextVar("_ANSWERS")
"""Where a task that opens a stream finds the connection under it, which the library does not show."""

_BACKEND_VARIABLE = "GOOGLE_GENAI_HTTP_CLIENT"
"""It makes the library load another HTTP library than ours, or fail."""


_NO_REPLAYS = DebugConfig(client_mode=None, replays_directory=None, replay_id=None)
"""Left out, the library takes these from variables and writes down what it sends, or answers from what was written."""


class GoogleProvider(VendorAdapter):
    loggers: ClassVar = ("google_genai",)
    connection_errors: ClassVar = ()  # those of the network come through as they are

    def __init__(
        self,
        connection: Connection,
        secret: Secret,
        refused: RefusedParameters | None = None,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        super().__init__(connection, secret, timeouts, refused or RefusedParameters())
        self._http = self._http_client()
        self._http.event_hooks["response"].append(_note_answer)
        os.environ.pop(_BACKEND_VARIABLE, None)
        self._client = genai.Client(
            vertexai=False,
            api_key=secret.reveal(),
            debug_config=_NO_REPLAYS,
            http_options=types.HttpOptions(
                base_url=connection.base_url,
                api_version="v1",
                timeout=round(timeouts.read * 1000),  # milliseconds
                httpx_async_client=self._http,
            ),
        )

    def _key_header(self, key: str) -> tuple[str, str]:
        return "x-goog-api-key", key

    async def _open(self, request: Request, sent: frozenset[Parameter]) -> EventPump | Trouble:
        answers: list[httpx2.Response] = []

        def opening() -> Awaitable[AsyncIterator[types.GenerateContentResponse]]:
            _ANSWERS.set(answers)  # in the pump's own task
            return self._client.aio.models.generate_content_stream(
                model=request.model, contents=_contents(request), config=_config(request, sent)
            )

        async def leave() -> None:
            for answer in answers:
                await answer.aclose()

        pump = EventPump(opening, leave)
        try:
            await pump.begin()
        except BaseException:
            await pump.close()
            raise
        return pump

    def _reading(self, request: Request) -> GoogleReading:
        return GoogleReading(request)

    async def _listed(self) -> tuple[ModelInfo, ...]:
        pager = await self._client.aio.models.list(config={"page_size": 1000})
        return tuple(_model_info(model) for model in pager.page if _writes(model))

    async def _counted(self, request: Request) -> int:
        # The developers' interface counts no system text, so it is counted as a question, and no schema at all.
        system = [_content(Role.USER, request.system)] if request.system else []
        counted = await self._client.aio.models.count_tokens(model=request.model, contents=[*system, *_contents(request)])
        if counted.total_tokens is None:
            raise TypeError("not a count")
        return counted.total_tokens + bound_tokens(request.schema or "")

    async def _close(self) -> None:
        await self._client.aio.aclose()
        await self._http.aclose()

    def _status_trouble(self, error: Exception) -> Trouble | None:
        if not isinstance(error, errors.APIError) or not isinstance(error.code, int):
            return None
        return status_trouble(error.code, error.details)


async def _note_answer(answer: httpx2.Response) -> None:
    _ANSWERS.get([]).append(answer)


def _contents(request: Request) -> list[Any]:
    return [_content(message.role, message.text) for message in request.messages]


def _content(role: Role, text: str) -> types.Content:
    text.encode()  # the library would send half a sign as an escape; this raises UnicodeEncodeError, as the others do
    return types.Content(role="user" if role is Role.USER else "model", parts=[types.Part(text=text)])


def _config(request: Request, sent: frozenset[Parameter]) -> types.GenerateContentConfig:
    has_schema = request.schema is not None and Parameter.SCHEMA in sent
    return types.GenerateContentConfig(
        system_instruction=request.system or None,
        max_output_tokens=request.max_tokens,
        temperature=request.temperature if Parameter.TEMPERATURE in sent else None,
        response_mime_type="application/json" if has_schema else None,
        response_json_schema=json.loads(request.schema or "") if has_schema else None,
        tools=[types.Tool(google_search=types.GoogleSearch())] if request.search else None,
        automatic_continuation=False,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
    )


def _writes(model: types.Model) -> bool:
    answers = "generateContent" in (model.supported_actions or ())
    return bool(model.name) and answers and not _OTHER_USES.search(model.name or "")


def _model_info(model: types.Model) -> ModelInfo:
    name = (model.name or "").removeprefix("models/")
    return ModelInfo(
        id=name,
        name=model.display_name or name,
        max_input=model.input_token_limit,
        max_output=model.output_token_limit,
    )
