"""What an error of OpenAI's, or of a server that speaks its format, means in our words.

A code says most, then the type, then the status. Compatible servers fill in what they like: Ollama has types of
Anthropic's, llama.cpp numbers for codes, Mistral a list of what it did not take. Pure, and without the vendor's library.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from editor.core.errors import ModelFault
from editor.llm.limits import Allowance, Meter, RateLimits, limits_in
from editor.llm.troubles import Trouble, retry_after_s


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The fields of an error, None where they are missing or no text."""

    kind: str | None = None
    code: str | None = None
    said: str | None = None
    parameter: str | None = None


_BY_CODE = {
    "invalid_api_key": ModelFault.BAD_KEY,
    "insufficient_quota": ModelFault.NO_CREDIT,
    "billing_hard_limit_reached": ModelFault.NO_CREDIT,
    "billing_not_active": ModelFault.NO_CREDIT,
    "model_not_found": ModelFault.NO_SUCH_MODEL,
    "invalid_model": ModelFault.NO_SUCH_MODEL,
    "context_length_exceeded": ModelFault.TOO_LONG,
    "string_above_max_length": ModelFault.TOO_LONG,
    "rate_limit_exceeded": ModelFault.RATE_LIMITED,
    "server_error": ModelFault.SERVER,
    "server_is_overloaded": ModelFault.OVERLOADED,
    "slow_down": ModelFault.OVERLOADED,
    "bio_policy": ModelFault.REFUSED,
    "misalignment_policy_violation": ModelFault.REFUSED,
    "content_filter": ModelFault.REFUSED,
    "content_policy_violation": ModelFault.REFUSED,
    "unsupported_value": ModelFault.BAD_REQUEST,
    "unsupported_parameter": ModelFault.BAD_REQUEST,
}

_BY_TYPE = {
    "insufficient_quota": ModelFault.NO_CREDIT,
    "authentication_error": ModelFault.BAD_KEY,
    "exceed_context_size_error": ModelFault.TOO_LONG,
    "unavailable_error": ModelFault.OVERLOADED,
    "overloaded_error": ModelFault.OVERLOADED,
    "rate_limit_error": ModelFault.RATE_LIMITED,
    "tokens": ModelFault.RATE_LIMITED,
    "requests": ModelFault.RATE_LIMITED,
}

_BY_STATUS = {
    401: ModelFault.BAD_KEY,
    402: ModelFault.NO_CREDIT,
    403: ModelFault.FORBIDDEN,
    # Without a word of a model it is not the model that is missing, but the service at this address.
    404: ModelFault.MALFORMED,
    408: ModelFault.TIMEOUT,
    413: ModelFault.TOO_LONG,
    429: ModelFault.RATE_LIMITED,
    503: ModelFault.OVERLOADED,
    504: ModelFault.TIMEOUT,
    529: ModelFault.OVERLOADED,
}

_TOO_LONG_WORDS = (
    "context length",
    "context window",
    "maximum context",
    "available context size",
    "prompt is too long",
    "too large for model with",
)
_LIMIT_REQUESTED = re.compile(r"limit:?\s+([\d,]{1,15})\b.{0,80}?requested:?\s+([\d,]{1,15})\b", re.DOTALL)
_PER_MINUTE = "tokens per min"


def status_trouble(status: int, body: ErrorBody, headers: Mapping[str, str]) -> Trouble:
    """The trouble of an error answer; an error within a stream has the status 200."""
    said = body.said or ""
    return Trouble(
        _fault(status, body, said.casefold()),
        said,
        retry_after_s(headers),
        _limits(headers, said.casefold()),
        body.parameter or "",
    )


def _fault(status: int, body: ErrorBody, said: str) -> ModelFault:
    fault = _named_fault(status, body, said)
    if fault is ModelFault.RATE_LIMITED and _asks_too_much_at_once(said):
        return ModelFault.TOO_LONG_FOR_RATE
    return fault


def _named_fault(status: int, body: ErrorBody, said: str) -> ModelFault:
    if body.code in _BY_CODE:
        return _BY_CODE[body.code]
    if body.kind in _BY_TYPE:
        return _BY_TYPE[body.kind]
    if status in (400, 422):
        too_long = any(words in said for words in _TOO_LONG_WORDS)
        return ModelFault.TOO_LONG if too_long else ModelFault.BAD_REQUEST
    if status == 404 and "model" in said:
        return ModelFault.NO_SUCH_MODEL
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    # A redirect or a success without a known error is somebody else's answer, unless it is an error within a stream.
    if status >= 500 or status == 200:
        return ModelFault.SERVER
    return ModelFault.BAD_REQUEST if status >= 400 else ModelFault.MALFORMED


def _asks_too_much_at_once(said: str) -> bool:
    """Whether this one request is more than a whole minute's allowance: "Limit 30000, Requested 61000"."""
    limit, requested = _limit_and_requested(said)
    return requested > limit


def _limits(headers: Mapping[str, str], said: str) -> RateLimits | None:
    """Where no header names the tokens of a minute, the words may; they say nothing of what is left."""
    told = limits_in(headers)
    found = dict(told.of) if told is not None else {}
    limit, _ = _limit_and_requested(said)
    if limit and _PER_MINUTE in said:
        found.setdefault(Meter.TOKENS, Allowance(limit, 0))
    return RateLimits(found) if found else None


def _limit_and_requested(said: str) -> tuple[int, int]:
    """Zeros where they are not named; `said` is in small letters."""
    found = _LIMIT_REQUESTED.search(said)
    limit, requested = (figures.replace(",", "") for figures in found.groups()) if found else ("", "")
    return int(limit or 0), int(requested or 0)
