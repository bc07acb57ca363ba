"""What an error of Google's means, in our words.

The status word is asked first, then the number; the details know more than both: a wrong key is an ordinary invalid
argument but for its reason, the wait is in no header, and the quota that is used up has a name. Pure, and without the
vendor's library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from editor.core.errors import ModelFault
from editor.llm.limits import Allowance, Meter, RateLimits, whole
from editor.llm.provider import Stop
from editor.llm.troubles import Trouble, duration_s

_BY_STATUS = {
    "UNAUTHENTICATED": ModelFault.BAD_KEY,
    "PERMISSION_DENIED": ModelFault.FORBIDDEN,
    "FAILED_PRECONDITION": ModelFault.FORBIDDEN,  # a country, or a project that has to be paid for first
    "NOT_FOUND": ModelFault.NO_SUCH_MODEL,
    "RESOURCE_EXHAUSTED": ModelFault.RATE_LIMITED,
    "UNAVAILABLE": ModelFault.OVERLOADED,
    "DEADLINE_EXCEEDED": ModelFault.TIMEOUT,
    "INTERNAL": ModelFault.SERVER,
}

_BY_NUMBER = {
    401: ModelFault.BAD_KEY,
    403: ModelFault.FORBIDDEN,
    # Without Google's word it is not the model that is missing, but the service at this address.
    404: ModelFault.MALFORMED,
    408: ModelFault.TIMEOUT,
    413: ModelFault.TOO_LONG,
    429: ModelFault.RATE_LIMITED,
    503: ModelFault.OVERLOADED,
    504: ModelFault.TIMEOUT,
}

_BAD_KEY_REASONS = ("API_KEY_INVALID", "API_KEY_EXPIRED")
_NO_CREDIT_WORDS = ("credits are depleted", "spending cap", "spend limit")

_METERS = {"InputTokens": Meter.INPUT, "Requests": Meter.REQUESTS}
"""By a word in the name of a quota."""

_GOOD_STOPS = {"STOP": Stop.END}
_BY_REASON = {
    "MAX_TOKENS": ModelFault.OUT_OF_TOKENS,
    "SAFETY": ModelFault.REFUSED,
    "RECITATION": ModelFault.REFUSED,
    "LANGUAGE": ModelFault.REFUSED,
    "BLOCKLIST": ModelFault.REFUSED,
    "PROHIBITED_CONTENT": ModelFault.REFUSED,
    "SPII": ModelFault.REFUSED,
    "BLOCKED": ModelFault.REFUSED,  # our own word for a question that was not let through
}


def status_trouble(number: int, body: object) -> Trouble:
    """The trouble of an error answer, from its HTTP status and what the library made of its body."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):  # a gateway's page, of which the library makes a body of its own
        return Trouble(_numbered(number))
    said, status = error.get("message"), error.get("status")
    details = list(_mappings(error.get("details")))
    words = said if isinstance(said, str) else ""
    return Trouble(
        _fault(number, status if isinstance(status, str) else "", words.casefold(), details),
        words,
        next((wait for wait in (duration_s(one.get("retryDelay")) for one in details) if wait is not None), None),
        _limits(details),
    )


def good_stop(reason: str | None) -> Stop | None:
    return _GOOD_STOPS.get(reason or "")


def stop_trouble(reason: str | None, said: str) -> Trouble:
    """The trouble of an answer that ended for another reason than being finished; an unknown one broke off."""
    return Trouble(_BY_REASON.get(reason or "", ModelFault.CUT_SHORT), said)


def _fault(number: int, status: str, said: str, details: list[Mapping[str, Any]]) -> ModelFault:
    if any(one.get("reason") in _BAD_KEY_REASONS for one in details):
        return ModelFault.BAD_KEY
    if any(words in said for words in _NO_CREDIT_WORDS):
        return ModelFault.NO_CREDIT
    if status == "RESOURCE_EXHAUSTED" and any("PerDay" in name for name, _ in _violations(details)):
        return ModelFault.NO_CREDIT  # no wait of minutes helps
    if status in ("INVALID_ARGUMENT", "OUT_OF_RANGE"):
        too_long = "token count" in said and "exceed" in said
        return ModelFault.TOO_LONG if too_long else ModelFault.BAD_REQUEST
    return _BY_STATUS.get(status) or _numbered(number)


def _numbered(number: int) -> ModelFault:
    if number in _BY_NUMBER:
        return _BY_NUMBER[number]
    if number >= 500:
        return ModelFault.SERVER
    # A redirect or another success is somebody else's answer: a sign-in page, a wrong address.
    return ModelFault.BAD_REQUEST if number >= 400 else ModelFault.MALFORMED


def _limits(details: list[Mapping[str, Any]]) -> RateLimits | None:
    """Google names only the quotas that are used up."""
    found: dict[Meter, Allowance] = {}
    for name, limit in _violations(details):
        meter = next((meter for word, meter in _METERS.items() if word in name), None)
        if meter is not None and limit and "PerMinute" in name:
            found[meter] = Allowance(limit, 0)
    return RateLimits(found) if found else None


def _violations(details: list[Mapping[str, Any]]) -> Iterator[tuple[str, int | None]]:
    """The quotas that are used up, and what each would allow."""
    for detail in details:
        for one in _mappings(detail.get("violations")):
            name = one.get("quotaId")
            if isinstance(name, str):
                yield name, whole(one.get("quotaValue"))


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))
