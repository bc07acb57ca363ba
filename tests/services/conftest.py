from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from service_bench import KEY, Bench
from written_draft import WrittenDraft

ESSAY = "# A title\n\nThe first paragraph is very unique. It goes on.\n\nA second one, 𝛑 and all.\n"


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[WrittenDraft]:
    written = WrittenDraft(tmp_path, ESSAY)
    yield written
    written.close()


@pytest.fixture
def bench(draft: WrittenDraft) -> Iterator[Bench]:
    made = Bench(draft)
    yield made
    made.opening.close()


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def asking(draft: WrittenDraft, server: AnthropicServer) -> Iterator[Bench]:
    """A bench with a key, whose model is the server on this machine."""
    made = Bench(draft, {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url})
    draft.begin()
    made.attach()
    yield made
    made.opening.close()
