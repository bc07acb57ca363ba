"""A limit of tokens a minute; with a prompt cache, as Anthropic documents both."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


class Minute:
    """How many tokens may come in a minute."""

    def __init__(self, tokens: int, seconds: float = 60.0, now: Callable[[], float] = time.monotonic) -> None:
        """`seconds` is how long a minute lasts, by the clock `now`."""
        self.tokens = tokens
        self._a_second = tokens / seconds
        self._now = now
        self._level = float(tokens)
        self._at = now()
        self._kept: set[str] = set()
        self.refused = 0

    def take(self, body: Json) -> tuple[bool, Json, dict[str, str], float]:
        """Of a request to Anthropic; what is read from the cache does not count, as with the vendor.

        Whether it may pass, its usage, the headers without the moment of the reset, and seconds until all is free.
        """
        parts, marked = _parts(body)
        read = self._longest_kept(parts, marked)
        fresh = sum(map(tokens_of, parts[read:]))
        passes = self.admits(fresh)
        if passes:
            self._kept.update("\0".join(parts[: at + 1]) for at in marked)
        last = marked[-1] + 1 if marked else 0
        usage = {
            "input_tokens": sum(map(tokens_of, parts[max(read, last) :])),
            "cache_creation_input_tokens": sum(map(tokens_of, parts[read:last])),
            "cache_read_input_tokens": sum(map(tokens_of, parts[:read])),
        }
        headers = {
            "anthropic-ratelimit-input-tokens-limit": str(self.tokens),
            "anthropic-ratelimit-input-tokens-remaining": str(self.remaining),
        }
        if not passes:
            headers["retry-after"] = str(self.wait_s(fresh))
        return passes, usage, headers, self.full_in_s

    def admits(self, tokens: int) -> bool:
        now = self._now()
        self._level = min(self.tokens, self._level + (now - self._at) * self._a_second)
        self._at = now
        passes = tokens <= self._level
        if passes:
            self._level -= tokens
        else:
            self.refused += 1
        return passes

    @property
    def remaining(self) -> int:
        return int(self._level)

    @property
    def full_in_s(self) -> float:
        return (self.tokens - self._level) / self._a_second

    def wait_s(self, tokens: int) -> int:
        """Seconds until so many would be admitted, or until all is free if that is less."""
        return math.ceil((min(tokens, self.tokens) - self._level) / self._a_second)

    def _longest_kept(self, parts: list[str], marked: list[int]) -> int:
        """Twenty blocks before a mark are looked at, as the vendor says."""
        places = {at for mark in marked for at in range(max(0, mark - 20), mark + 1)}
        return max((at + 1 for at in places if "\0".join(parts[: at + 1]) in self._kept), default=0)


def tokens_of(text: str) -> int:
    return -(-len(text.encode()) // 4)


def _parts(body: Json) -> tuple[list[str], list[int]]:
    """The texts of a request in their order, and the places of those with a cache mark."""
    parts = [json.dumps(body.get("output_config", "")), str(body.get("system", ""))]
    marked = []
    for message in body.get("messages", ()):
        content = message["content"]
        for block in [{"text": content}] if isinstance(content, str) else content:
            if "cache_control" in block:
                marked.append(len(parts))
            parts.append(f"{message['role']}: {block['text']}")
    return parts, marked
