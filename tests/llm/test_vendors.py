from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import Connection, anthropic_connection
from editor.llm.credentials import Secret
from editor.llm.provider import Usage
from editor.llm.vendors import open_credentials, open_prices, open_provider

_LIGHT = """
import sys
import editor.llm.vendors, editor.llm.prompts, editor.llm.replies, editor.llm.retries, editor.llm.prices
heavy = {"anthropic", "httpx2", "pydantic", "keyring", "genai_prices", "google"} & set(sys.modules)
print(sorted(heavy))
"""


def test_that_nothing_of_a_vendor_is_loaded_until_it_is_needed() -> None:
    done = subprocess.run([sys.executable, "-c", _LIGHT], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_provider_needs_a_key() -> None:
    with pytest.raises(ModelError) as caught:
        open_provider(anthropic_connection({}), None)
    assert caught.value.fault is ModelFault.NO_KEY


def test_that_a_provider_we_cannot_speak_with_is_named() -> None:
    with pytest.raises(ModelError) as caught:
        open_provider(Connection("oracle", "https://oracle.example", "m", ("m",)), Secret("k"))
    assert "oracle" in caught.value.title


def test_that_providers_prices_and_credentials_open_by_name() -> None:
    provider = open_provider(anthropic_connection({}), Secret("a-key"))
    assert provider.name == "Claude"
    asyncio.run(provider.close())
    assert open_prices().cost("anthropic", "claude-sonnet-5-5", Usage(input=1)) is not None
    found = open_credentials({"ANTHROPIC_API_KEY": "a-key"}).find("anthropic")
    assert found is not None
