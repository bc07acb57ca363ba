"""What a model has refused to be told, so that it is not told again.

Nothing optional is sent unasked, and what was asked for is dropped when a model answers that it does not take it: the
newest models know no temperature, some servers no schema. The memory is handed in from outside, so that it can outlive
a connection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from editor.core.errors import ModelFault
from editor.llm.connections import ANTHROPIC, Connection
from editor.llm.troubles import Trouble


class Parameter(StrEnum):
    """What can be left out without making the answer to another question."""

    TEMPERATURE = "temperature"
    SCHEMA = "schema"
    CACHE = "cache"
    USAGE = "usage"
    """Asking for the count of tokens at the end of a stream."""
    OLD_LIMIT = "old_limit"
    """The limit of the answer under its old name, `max_tokens`; left out, it goes by its new one."""


_NAMES: Mapping[Parameter, tuple[str, ...]] = {
    Parameter.TEMPERATURE: ("temperature",),
    Parameter.SCHEMA: (
        "schema",
        "response_format",
        "text.format",
        "output_config",
        "responsejsonschema",
        "response_mime_type",
        "responsemimetype",
    ),
    Parameter.CACHE: ("cache_control",),
    Parameter.USAGE: ("stream_options", "include_usage"),
    Parameter.OLD_LIMIT: ("max_completion_tokens",),
}
"""By what a refusal calls them. The old limit is refused by naming the new one: `max_tokens` alone is named where the
figure is too large."""

_NEVER_TAKEN: Mapping[str, frozenset[Parameter]] = {ANTHROPIC: frozenset({Parameter.TEMPERATURE})}
"""By provider. Anthropic's models have had no temperature since the interface of October 2026."""


class RefusedParameters:
    """By connection and model. `known` is what an earlier session remembered."""

    def __init__(self, known: Mapping[tuple[str, str], Iterable[Parameter]] | None = None) -> None:
        self._known = {pair: frozenset(parameters) for pair, parameters in (known or {}).items()}

    @property
    def known(self) -> Mapping[tuple[str, str], frozenset[Parameter]]:
        """By the connection's id and the model."""
        return dict(self._known)

    def of(self, connection: Connection, model: str) -> frozenset[Parameter]:
        """What is not sent; also the way to know beforehand whether a temperature will be."""
        never = _NEVER_TAKEN.get(connection.provider, frozenset())
        return never | self._known.get((connection.id, model), frozenset())

    def add(self, connection: Connection, model: str, refused: frozenset[Parameter]) -> None:
        pair = (connection.id, model)
        self._known[pair] = self._known.get(pair, frozenset()) | refused


def refused_in(trouble: Trouble, sent: Iterable[Parameter]) -> frozenset[Parameter]:
    """Which of what was sent the answer names as not taken; empty for any other trouble."""
    if trouble.fault is not ModelFault.BAD_REQUEST:
        return frozenset()
    words = f"{trouble.parameter} {trouble.said}".casefold()
    return frozenset(one for one in sent if any(_names(words, name) for name in _NAMES[one]))


def _names(words: str, name: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", words) is not None
