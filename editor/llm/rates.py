"""Keeping to what may be sent in a minute, so that a provider need not refuse.

A bucket for each thing a provider counts, by address and model. It knows nothing until an answer says what the limits
are, and believes every later answer more than its own sums: other programs send with the same key. A refusal closes the
buckets for as long as it asks. Nothing sleeps here: whoever asks is told for how long, and tells the writer first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from editor.core.clock import Clock
from editor.llm.connections import ANTHROPIC
from editor.llm.limits import Allowance, Meter, RateLimits
from editor.llm.provider import Request, fresh_tokens, likely_tokens

CACHE_READS_ARE_FREE = frozenset({ANTHROPIC})
"""Providers that do not count what they read out of their cache towards the minute (their documentation)."""

_MINUTE_S = 60.0
_FIRST_WEIGHT, _HEAVIEST = 1.1, 2.0
"""Tokens by the provider's count for one by ours, until it has told, and at most."""
_SLACK, _FRAME = 1.02, 50
"""For what differs between two texts of one writer, and for what the provider adds around a request."""
_TELLING = 400
"""Tokens from which on a count says something about the next one."""
_KEPT_MS = 270_000
"""A cache forgets after five minutes; half a minute less, for the way."""


@dataclass(slots=True)
class _Bucket:
    limit: float
    level: float
    at_ms: int
    """When the level was right; monotonic."""
    a_second: float
    """By how much it fills."""

    def level_at(self, now_ms: int) -> float:
        return min(self.limit, self.level + (now_ms - self.at_ms) / 1000 * self.a_second)

    def wait_s(self, amount: float, now_ms: int) -> float:
        """What is more than a whole minute's allowance waits for a full bucket and is sent all the same."""
        missing = min(amount, self.limit) - self.level_at(now_ms)
        return max(0.0, missing / self.a_second)

    def take(self, amount: float, now_ms: int) -> None:
        self.level, self.at_ms = max(0.0, self.level_at(now_ms) - amount), now_ms


def _bucket(said: Allowance, now_ms: int) -> _Bucket:
    used = said.limit - said.remaining
    # A provider that says when all is given back says with it how fast.
    a_second = used / said.full_in_s if used and said.full_in_s else said.limit / _MINUTE_S
    return _Bucket(said.limit, said.remaining, now_ms, a_second)


class Rate:
    """Of one model at one address."""

    def __init__(self, clock: Clock, *, cache_is_free: bool = False) -> None:
        self._clock = clock
        self._cache_is_free = cache_is_free
        self._kept_until_ms: dict[bytes, int] = {}
        """By digest, beginnings of requests that the provider has in its cache."""
        self._buckets: dict[Meter, _Bucket] = {}
        self._closed_until_ms = 0
        self._answer_counts = False
        self._weight = _FIRST_WEIGHT

    def heard(self, limits: RateLimits) -> None:
        now = self._clock.now().mono_ms
        self._buckets.update({meter: _bucket(said, now) for meter, said in limits.of.items()})

    def counted(self, request: Request, read: int) -> None:
        """How many tokens the provider says it has read, cache included: other models count otherwise than we guess."""
        guessed = sum(map(likely_tokens, request.texts))
        if guessed >= _TELLING:
            self._weight = min(_HEAVIEST, read / guessed)
        if self._cache_is_free:
            now = self._clock.now().mono_ms
            self._kept_until_ms = {one: until for one, until in self._kept_until_ms.items() if until > now}
            self._kept_until_ms.update((digest, now + _KEPT_MS) for _, _, digest in _beginnings(request))

    def refused(self, retry_after_s: float | None) -> None:
        if retry_after_s is not None:
            until = self._clock.now().mono_ms + int(retry_after_s * 1000)
            self._closed_until_ms = max(self._closed_until_ms, until)

    def outgrown(self, request: Request) -> None:
        """It was refused as more than a whole minute holds. Where what is read would fit, the answer is counted too."""
        allowance = self.input_allowance
        if allowance is not None and fresh_tokens(request) <= allowance:
            self._answer_counts = True

    def wait_s(self, request: Request) -> float:
        """Seconds until the request may be sent."""
        now = self._clock.now().mono_ms
        waits = [self._buckets[meter].wait_s(amount, now) for meter, amount in self._needs(request).items()]
        return max([(self._closed_until_ms - now) / 1000, 0.0, *waits])

    def take(self, request: Request) -> None:
        """It is being sent; others that ask see what is left."""
        now = self._clock.now().mono_ms
        for meter, amount in self._needs(request).items():
            self._buckets[meter].take(amount, now)

    @property
    def input_allowance(self) -> int | None:
        """Tokens of input a minute, as far as they are known."""
        known = [self._buckets[meter].limit for meter in (Meter.INPUT, Meter.TOKENS) if meter in self._buckets]
        return int(min(known)) if known else None

    def allowance_for(self, request: Request) -> int | None:
        """Tokens of input that a minute holds for this request, as far as that is known."""
        known = self.input_allowance
        return known - request.max_tokens if known is not None and self._answer_counts else known

    def _needs(self, request: Request) -> Mapping[Meter, float]:
        fresh = fresh_tokens(self._with_what_is_kept(request)) * self._weight * _SLACK + _FRAME
        amounts = {
            Meter.REQUESTS: 1,
            Meter.INPUT: fresh,
            Meter.OUTPUT: request.max_tokens,
            Meter.TOKENS: fresh + request.max_tokens,
        }
        return {meter: amounts[meter] for meter in self._buckets}

    def _with_what_is_kept(self, request: Request) -> Request:
        """The longest beginning that another question has left in the cache counts as read."""
        now = self._clock.now().mono_ms
        for index, end, digest in reversed(_beginnings(request)):
            if self._kept_until_ms.get(digest, 0) > now:
                message = request.messages[index]
                known = replace(message, known=max(message.known, end))
                return replace(request, messages=(*request.messages[:index], known, *request.messages[index + 1 :]))
        return request


def _beginnings(request: Request) -> list[tuple[int, int, bytes]]:
    """The number of a message, an end in its text, and a digest of all that comes before that end, shortest first."""
    digest = hashlib.sha256(repr((request.system, request.schema)).encode("utf-8", "surrogatepass"))
    found = []
    for index, message in enumerate(request.messages):
        digest.update(f"\0{message.role}\0".encode())
        end = 0
        for part in message.parted:
            digest.update(part.encode("utf-8", "surrogatepass"))
            end += len(part)
            if end in message.ends:
                found.append((index, end, digest.digest()))
    return found


class Rates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str], Rate] = {}

    def of(self, base_url: str, model: str, provider: str) -> Rate:
        free = provider in CACHE_READS_ARE_FREE
        return self._known.setdefault((base_url, model), Rate(self._clock, cache_is_free=free))
