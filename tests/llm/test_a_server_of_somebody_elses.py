"""The adapter for compatible servers against llama.cpp's own server, with a tiny model made here."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import COMPATIBLE, Connection
from editor.llm.provider import Delta, Message, Provider, Request, Role, Stop, UnfinishedReply
from editor.llm.vendors import open_provider

# Looked for and not imported: what they load themselves has no place in the process of the tests.
if not all(find_spec(name) for name in ("xllamacpp", "gguf")):
    pytest.skip("llama.cpp's server is not installed: pip install xllamacpp gguf", allow_module_level=True)

SCRIPT = Path(__file__).parents[1] / "peers" / "tiny_llama.py"
T = TypeVar("T")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("model")
    with subprocess.Popen(
        [sys.executable, str(SCRIPT), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = next(line for line in process.stdout if line.startswith("http://127.0.0.1:"))
            yield f"{address.strip()}/v1"
        finally:
            process.kill()


def run(url: str, work: Callable[[Provider], Awaitable[T]]) -> T:
    async def opened() -> T:
        provider = open_provider(Connection(COMPATIBLE, url, "tiny", ("tiny",), "llama-cpp", "llama.cpp"), None)
        try:
            return await work(provider)
        finally:
            await provider.close()

    return asyncio.run(opened())


def asking(text: str, max_tokens: int = 8, **more: object) -> Request:
    return Request("tiny", "Be brief.", (Message(Role.USER, text),), max_tokens, **more)  # type: ignore[arg-type]


def fail(url: str, request: Request) -> ModelError:
    with pytest.raises(ModelError) as caught:
        run(url, lambda provider: provider.stream(request, lambda _: None))
    return caught.value


def test_that_its_model_is_listed_with_how_much_it_reads(url: str) -> None:
    (only,) = run(url, lambda provider: provider.models())
    assert only.id.endswith("tiny.gguf")
    assert only.max_input == 512


def test_that_an_answer_that_follows_a_schema_comes_whole_and_counted(url: str) -> None:
    schema = {
        "type": "object",
        "properties": {"verdict": {"type": "string", "enum": ["hold"]}},
        "required": ["verdict"],
        "additionalProperties": False,
    }
    heard: list[object] = []
    request = asking("Well?", 200, schema=json.dumps(schema), temperature=0.0)
    reply = run(url, lambda provider: provider.stream(request, heard.append))
    assert json.loads(reply.text) == {"verdict": "hold"}
    assert "".join(part.text for part in heard if isinstance(part, Delta)) == reply.text
    assert reply.stop is Stop.END
    assert not reply.usage.estimated
    assert reply.usage.input > 10
    assert 0 < reply.usage.output < 200
    assert reply.warning == ""


def test_that_an_answer_is_no_longer_than_it_may_be(url: str) -> None:
    error = fail(url, asking("Well?"))
    assert error.fault is ModelFault.OUT_OF_TOKENS
    assert isinstance(error, UnfinishedReply)
    assert (error.usage.output, error.usage.estimated) == (8, False)


def test_that_a_text_it_cannot_read_whole_is_said_to_be_too_long(url: str) -> None:
    assert fail(url, asking("x" * 2000)).fault is ModelFault.TOO_LONG


def test_that_a_stopped_answer_leaves_it_free_for_the_next(url: str) -> None:
    async def work(provider: Provider) -> None:
        spoken = asyncio.Event()
        task = asyncio.ensure_future(provider.stream(asking("Well?", 400), lambda _: spoken.set()))
        await spoken.wait()
        task.cancel()
        await asyncio.wait((task,))
        assert task.cancelled()
        assert len(await provider.models()) == 1

    run(url, work)
    assert fail(url, asking("Again?")).fault is ModelFault.OUT_OF_TOKENS
