"""What OpenAI and the servers that speak its format have in common, through OpenAI's own library.

It and its two heirs are the only modules that load the library; `vendors` loads them when needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import openai
from openai import AsyncOpenAI, AsyncStream
from openai.types import Model

from editor.core.errors import ModelFault
from editor.llm.connections import Connection
from editor.llm.credentials import Secret
from editor.llm.limits import RateLimits, limits_in
from editor.llm.openai_faults import ErrorBody, status_trouble
from editor.llm.provider import ModelInfo
from editor.llm.refused_parameters import RefusedParameters
from editor.llm.troubles import Trouble
from editor.llm.vendor_adapter import Timeouts, VendorAdapter, text_or_none

_NO_KEY = "none"
"""The library wants one; without a key of the writer's it never leaves the machine."""


class OpenAIAdapter(VendorAdapter):
    loggers: ClassVar = ("openai",)
    connection_errors: ClassVar = (openai.APIConnectionError,)

    def __init__(
        self, connection: Connection, secret: Secret | None, timeouts: Timeouts, refused: RefusedParameters
    ) -> None:
        super().__init__(connection, secret, timeouts, refused)
        self._client = AsyncOpenAI(
            api_key=secret.reveal() if secret else _NO_KEY,
            base_url=connection.base_url,
            max_retries=0,
            http_client=self._http_client(),
        )

    def _limits(self, opened: Any) -> RateLimits | None:
        return limits_in(opened.response.headers)

    async def _listed(self) -> tuple[ModelInfo, ...]:
        page = await self._client.models.list()
        return self._chosen(page.data)

    def _chosen(self, _models: Iterable[Model]) -> tuple[ModelInfo, ...]:
        """Those that answer in words."""
        raise NotImplementedError

    async def _close(self) -> None:
        await self._client.close()

    def _status_trouble(self, error: Exception) -> Trouble | None:
        if isinstance(error, openai.APIStatusError):
            return status_trouble(error.status_code, _body(error.body), error.response.headers)
        if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
            return status_trouble(200, _body(error.body), {})
        return None


async def stream_or_page(stream: AsyncStream[Any]) -> AsyncStream[Any] | Trouble:
    """A sign-in page that answers 200 would come out as an answer without a word."""
    if "event-stream" in stream.response.headers.get("content-type", ""):
        return stream
    await stream.close()
    return Trouble(ModelFault.MALFORMED)


def _body(body: object) -> ErrorBody:
    """The library hands on what stands under "error", or the whole where nothing does."""
    if not isinstance(body, dict):
        return ErrorBody()
    refused = body.get("detail", body.get("message"))
    if isinstance(refused, dict | list):  # how Mistral names what it does not take
        return ErrorBody(said=str(refused))
    said = body.get("message", refused)
    kind, code, words, parameter = map(text_or_none, (body.get("type"), body.get("code"), said, body.get("param")))
    return ErrorBody(kind, code, words, parameter)
