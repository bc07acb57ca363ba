"""How servers that speak OpenAI's Chat Completions differ from one another.

Sources: the documentation and the reported errors of Mistral (422 extra_forbidden for `stream_options`,
`max_completion_tokens` and `store`), Ollama, llama.cpp and LM Studio. What else a server does not take is learnt when
it says so (`refused_parameters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from editor.llm.connections import Connection
from editor.llm.provider import Request, Usage


@dataclass(frozen=True, slots=True)
class Dialect:
    limit_field: str = "max_tokens"
    """The name of the field with the longest answer."""
    usage: bool = True
    """Whether the count of tokens has to be asked for."""


_BY_HOST: Mapping[str, Dialect] = {
    "api.mistral.ai": Dialect(usage=False),
    "api.openai.com": Dialect(limit_field="max_completion_tokens"),
}


def dialect_of(connection: Connection) -> Dialect:
    return _BY_HOST.get(urlsplit(connection.base_url).hostname or "", Dialect())


def warning_of(request: Request, usage: Usage) -> str:
    """What to tell the writer if the server counted far fewer tokens than there are: Ollama drops what does not fit.

    A token has six characters at the most in prose, on average; the real count is rarely under a fifth.
    """
    fewest = sum(len(text) for text in request.texts) // 6
    if usage.estimated or usage.input >= fewest or fewest < _SHORT:
        return ""
    return (
        f"The model seems to have read only a part of the text: about {usage.input} tokens of at least {fewest}. "
        "With Ollama, OLLAMA_CONTEXT_LENGTH sets how much it reads at once; other servers have a setting for it too."
    )


_SHORT = 500
"""Tokens. Below, the server's own template weighs more than the text."""
