from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from openai_server import OpenAIServer

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import ANTHROPIC, COMPATIBLE, GOOGLE, OPENAI, Connection, standard_connection
from editor.llm.credentials import Secret
from editor.llm.provider import Message, Request, Role, Usage
from editor.llm.refused_parameters import RefusedParameters
from editor.llm.vendors import open_credentials, open_prices, open_provider

_LIGHT = """
import sys
import editor.llm.vendors, editor.llm.connection_book, editor.llm.prompts, editor.llm.replies, editor.llm.retries
import editor.llm.prices
heavy = {"anthropic", "openai", "httpx2", "pydantic", "keyring", "genai_prices", "google"} & set(sys.modules)
print(sorted(heavy))
"""


def test_that_nothing_of_a_vendor_is_loaded_until_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", _LIGHT], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_provider_needs_a_key() -> None:
    with pytest.raises(ModelError) as caught:
        open_provider(standard_connection(ANTHROPIC, {}), None)
    assert caught.value.fault is ModelFault.NO_KEY


def test_that_a_provider_we_cannot_speak_with_is_named() -> None:
    with pytest.raises(ModelError) as caught:
        open_provider(Connection("oracle", "https://oracle.example", "m", ("m",)), Secret("k"))
    assert "oracle" in caught.value.title


@pytest.mark.parametrize("provider", [ANTHROPIC, OPENAI, GOOGLE, COMPATIBLE])
def test_that_every_provider_opens_off_the_loops_thread_and_serves_on_it(provider: str) -> None:
    connection = Connection(provider, "http://127.0.0.1:9/v1", "m", ("m",), title="Mine")

    async def work() -> str:
        opened = await asyncio.to_thread(open_provider, connection, Secret("a-key"))
        with pytest.raises(ModelError) as caught:
            await opened.models()
        assert caught.value.fault is ModelFault.NETWORK
        await opened.close()
        return opened.name

    assert asyncio.run(work()) == "Mine"


def test_that_what_was_refused_is_remembered_from_one_opening_to_the_next() -> None:
    refused = RefusedParameters()
    with OpenAIServer() as server:
        connection = Connection(OPENAI, server.url, "x-no-temperature", ("x-no-temperature",))
        request = Request("x-no-temperature", "", (Message(Role.USER, "?"),), 100, temperature=1.0)

        async def work() -> None:
            provider = open_provider(connection, Secret("a-key"), refused)
            await provider.stream(request, lambda _: None)
            await provider.close()

        asyncio.run(work())
        asyncio.run(work())
        assert len(server.received) == 3


def test_that_providers_prices_and_credentials_open_by_name() -> None:
    provider = open_provider(standard_connection(ANTHROPIC, {}), Secret("a-key"))
    assert provider.name == "Claude"
    asyncio.run(provider.close())
    assert open_prices().cost("anthropic", "claude-sonnet-5-5", Usage(input=1)) is not None
    found = open_credentials({"ANTHROPIC_API_KEY": "a-key"}).find("anthropic")
    assert found is not None
