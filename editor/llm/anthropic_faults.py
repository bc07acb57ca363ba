"""What an answer that is not an answer means, in our words.

Anthropic names its errors thrice: by status, by a broad type and, for some, by a code. In a stream the status is 200
whatever happens, and a gateway on the way sends a status without a type. So the code is asked first, then the type,
then the status. Pure, and without the vendor's library.
"""

from __future__ import annotations

from collections.abc import Mapping

from editor.core.errors import ModelFault
from editor.llm.limits import limits_in
from editor.llm.provider import Stop
from editor.llm.troubles import Trouble, retry_after_s

# The type api_error says no more than "a fault of ours"; there the status knows better.
_BY_TYPE = {
    "authentication_error": ModelFault.BAD_KEY,
    "billing_error": ModelFault.NO_CREDIT,
    "permission_error": ModelFault.FORBIDDEN,
    "not_found_error": ModelFault.NO_SUCH_MODEL,
    "request_too_large": ModelFault.TOO_LONG,
    "rate_limit_error": ModelFault.RATE_LIMITED,
    "timeout_error": ModelFault.TIMEOUT,
    "overloaded_error": ModelFault.OVERLOADED,
}

_BY_STATUS = {
    401: ModelFault.BAD_KEY,
    402: ModelFault.NO_CREDIT,
    403: ModelFault.FORBIDDEN,
    # Without the vendor's type it is not the model that is missing, but the service at this address.
    404: ModelFault.MALFORMED,
    408: ModelFault.TIMEOUT,
    413: ModelFault.TOO_LONG,
    429: ModelFault.RATE_LIMITED,
    503: ModelFault.OVERLOADED,
    504: ModelFault.TIMEOUT,
    529: ModelFault.OVERLOADED,
}

_NO_CREDIT_CODES = ("enforced_spend_limit_reached", "contract_spend_limit_reached")
_NO_CREDIT_WORDS = ("credit balance is too low",)
_TOO_LONG_WORDS = ("prompt is too long", "exceed context limit", "context window")

_BY_STOP = {
    "refusal": ModelFault.REFUSED,
    "max_tokens": ModelFault.OUT_OF_TOKENS,
    "model_context_window_exceeded": ModelFault.TOO_LONG,
    # To go on it would be sent its search results back: sealed, so that no sheet can show them, and charged again.
    "pause_turn": ModelFault.PAUSED,
}
_GOOD_STOPS = {"end_turn": Stop.END, "stop_sequence": Stop.STOP_SEQUENCE}


def status_trouble(
    status: int, kind: str | None, code: str | None, said: str | None, headers: Mapping[str, str]
) -> Trouble:
    """The trouble of an error answer. `kind` and `code` are the body's error type and code, None if it has none."""
    fault = _fault(status, kind, code, (said or "").casefold())
    return Trouble(fault, said or "", retry_after_s(headers), limits_in(headers))


def _fault(status: int, kind: str | None, code: str | None, said: str) -> ModelFault:
    if code in _NO_CREDIT_CODES or any(words in said for words in _NO_CREDIT_WORDS):
        return ModelFault.NO_CREDIT
    if kind == "invalid_request_error" or (kind is None and status == 400):
        too_long = any(words in said for words in _TOO_LONG_WORDS)
        return ModelFault.TOO_LONG if too_long else ModelFault.BAD_REQUEST
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500 or (kind is not None and status == 200):
        return ModelFault.SERVER
    # A redirect or another success is somebody else's answer: a sign-in page, a wrong address.
    return ModelFault.BAD_REQUEST if status >= 400 else ModelFault.MALFORMED


def good_stop(reason: str | None) -> Stop | None:
    return _GOOD_STOPS.get(reason or "")


def stop_trouble(reason: str | None, said: str | None) -> Trouble:
    """The trouble of an answer that ended for another reason than being finished; an unknown one broke off."""
    return Trouble(_BY_STOP.get(reason or "", ModelFault.CUT_SHORT), said or "")
