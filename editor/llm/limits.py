"""What a provider says of how much may be sent in a minute, in the same words for every vendor.

An adapter that sees such headers hands them to `hear`, with an answer as well as with a refusal; one whose vendor sends
none says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum


class Meter(StrEnum):
    """What is counted."""

    REQUESTS = "requests"
    INPUT = "input-tokens"
    OUTPUT = "output-tokens"
    TOKENS = "tokens"
    """Input and output in one sum."""


@dataclass(frozen=True, slots=True)
class Allowance:
    limit: int
    """In a minute."""
    remaining: int
    full_in_s: float | None = None
    """Seconds until nothing of it counts as used any more; None where the provider does not say."""


@dataclass(frozen=True, slots=True)
class RateLimits:
    of: Mapping[Meter, Allowance]


_PREFIXES = ("anthropic-ratelimit-", "x-ratelimit-")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhd])")


def limits_in(headers: Mapping[str, str]) -> RateLimits | None:
    """From an answer's headers, which are looked up in lower case; None where there are none that can be read."""
    found = {meter: one for meter in Meter if (one := _allowance(headers, meter)) is not None}
    return RateLimits(found) if found else None


def _allowance(headers: Mapping[str, str], meter: Meter) -> Allowance | None:
    for prefix in _PREFIXES:
        # Anthropic puts the meter before the word, OpenAI behind it.
        orders = (f"{meter}-{{}}", f"{{}}-{meter}")
        for order in orders:
            limit = whole(headers.get(prefix + order.format("limit")))
            remaining = whole(headers.get(prefix + order.format("remaining")))
            if limit:
                reset = headers.get(prefix + order.format("reset"))
                left = limit if remaining is None else min(remaining, limit)
                return Allowance(limit, left, _seconds(reset, headers.get("date")))
    return None


def whole(text: object) -> int | None:
    """A number of tokens or requests as servers write it, or None for anything else."""
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    return None


def _seconds(text: str | None, now: str | None) -> float | None:
    """From "6m0s", "20ms" or "1.5", or from a moment, against the answer's own date."""
    if not text:
        return None
    spans = _SPAN.findall(text)
    if spans and "".join(number + unit for number, unit in spans) == text:
        return sum(float(number) * _UNITS[unit] for number, unit in spans)
    try:
        seconds = float(text)
    except ValueError:
        return _until(text, now)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _until(text: str, now: str | None) -> float | None:
    try:
        return max(0.0, (datetime.fromisoformat(text) - parsedate_to_datetime(now or "")).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
