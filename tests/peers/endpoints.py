"""The four ways to reach a model, each with its server on this machine, for the tests that hold for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest
from anthropic_server import AnthropicServer
from google_server import GoogleServer
from model_server import ModelServer
from openai_server import OpenAIServer

from editor.core.errors import ModelError
from editor.llm.anthropic_provider import AnthropicProvider
from editor.llm.compatible_provider import CompatibleProvider
from editor.llm.connections import ANTHROPIC, COMPATIBLE, GOOGLE, OPENAI, Connection
from editor.llm.credentials import Secret
from editor.llm.google_provider import GoogleProvider
from editor.llm.openai_provider import OpenAIProvider
from editor.llm.provider import Heard, Message, Reply, Request, Role
from editor.llm.refused_parameters import RefusedParameters
from editor.llm.vendor_adapter import Timeouts, VendorAdapter

KEY = "sk-test-0123456789-abcdefgh4f2a"
QUESTION = "Is this — 𝛑 — clear?"

T = TypeVar("T")


@dataclass(frozen=True)
class Endpoint:
    provider: str
    server: Callable[[], ModelServer]
    adapter: Callable[..., VendorAdapter]
    model: str
    """One that answers."""
    answers_as: str
    """How the server then calls it."""


ENDPOINTS = {
    "anthropic": Endpoint(
        ANTHROPIC, AnthropicServer, AnthropicProvider, "claude-sonnet-5-5", "claude-sonnet-5-5-20261101"
    ),
    "responses": Endpoint(OPENAI, OpenAIServer, OpenAIProvider, "gpt-6.1-sol", "gpt-6.1-sol-2026-11-01"),
    "chat": Endpoint(COMPATIBLE, OpenAIServer, CompatibleProvider, "qwen3", "qwen3-2026-11-01"),
    "google": Endpoint(GOOGLE, GoogleServer, GoogleProvider, "gemini-3.8-flash", "gemini-3.8-flash-001"),
}


def asking(model: str, **more: object) -> Request:
    return Request(model, "You are a reader.", (Message(Role.USER, QUESTION),), max_tokens=900, **more)  # type: ignore[arg-type]


def run(
    endpoint: Endpoint,
    url: str,
    work: Callable[[VendorAdapter], Awaitable[T]],
    *,
    models: tuple[str, ...] = (),
    key: str | None = KEY,
    read_s: float = 5,
    refused: RefusedParameters | None = None,
) -> T:
    connection = Connection(endpoint.provider, url, endpoint.model, (endpoint.model, *models))

    async def opened() -> T:
        secret = Secret(key) if key else None
        provider = endpoint.adapter(connection, secret, refused, Timeouts(connect=5, read=read_s))
        try:
            return await work(provider)
        finally:
            await provider.close()

    return asyncio.run(opened())


def ask(
    endpoint: Endpoint,
    server: ModelServer,
    request: Request,
    *,
    key: str | None = KEY,
    read_s: float = 5,
    refused: RefusedParameters | None = None,
) -> tuple[Reply, list[Heard]]:
    heard: list[Heard] = []
    models = (request.model,)
    reply = run(
        endpoint,
        server.url,
        lambda provider: provider.stream(request, heard.append),
        models=models,
        key=key,
        read_s=read_s,
        refused=refused,
    )
    return reply, heard


def fail(endpoint: Endpoint, server: ModelServer, model: str, *, read_s: float = 5, **more: object) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(endpoint, server, asking(model, **more), read_s=read_s)
    return caught.value
