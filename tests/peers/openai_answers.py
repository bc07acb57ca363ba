"""What `openai_server` answers: its list of models, its counts, and its faults by the name of the model.

A fault takes the server's handler, which speaks whichever of the two formats it was asked in.
"""

from __future__ import annotations

import json
from typing import Any

from model_server import (
    PLAIN_ANSWER,
    REFUSAL,
    Fault,
    Json,
    critique,
    empty,
    finish,
    hold,
    page,
    raw,
    redirect,
    reset,
)

MESSAGE: Json = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
PLACE: Json = {"item_id": "msg_1", "output_index": 0, "content_index": 0}

CHAT_USAGE: Json = {
    "prompt_tokens": 100,
    "completion_tokens": 60,
    "total_tokens": 160,
    "prompt_tokens_details": {"cached_tokens": 64, "cache_write_tokens": 0, "audio_tokens": 0},
    "completion_tokens_details": {
        "reasoning_tokens": 40,
        "accepted_prediction_tokens": 0,
        "rejected_prediction_tokens": 0,
        "audio_tokens": 0,
    },
}
USAGE: Json = {
    "input_tokens": 100,
    "input_tokens_details": {"cached_tokens": 64, "cache_write_tokens": 0},
    "output_tokens": 60,
    "output_tokens_details": {"reasoning_tokens": 40},
    "total_tokens": 160,
}

MODEL_LIST: list[Json] = [
    {"id": name, "object": "model", "created": 1790000000, "owned_by": "openai", "shutdown_date": end, **more}
    for name, end, more in (
        ("gpt-6.1-sol", None, {}),
        ("o3", "2026-12-11", {}),
        ("gpt-6-audio", None, {}),
        ("text-embedding-3-large", None, {}),
        ("whisper-1", None, {}),
        ("magistral-medium", None, {"capabilities": {"completion_chat": True}, "max_context_length": 131072}),
        ("mistral-ocr", None, {"capabilities": {"completion_chat": False}}),
        ("qwen3:8b", None, {"meta": {"n_ctx_train": 40960}}),
        ("qwen3-on-vllm", None, {"max_model_len": 32768}),
        ("vendor/model", None, {"name": "Vendor: Model", "context_length": 200000}),
    )
]


def error_body(message: str, kind: str, code: str | int | None = None, param: str | None = None) -> Json:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def answer_text(body: Json) -> str:
    """A critique when a schema is asked for, else a plain sentence."""
    if "response_format" not in body and "text" not in body:
        return PLAIN_ANSWER
    return critique(str((body.get("messages") or body["input"])[-1]["content"]))


def texts_of(body: Json) -> list[str]:
    """All that is read of a request in either format."""
    turns = body.get("messages") or body["input"]
    return [str(body.get("instructions", "")), *(str(turn["content"]) for turn in turns)]


# The faults


def _status(status: int, message: str, kind: str = "invalid_request_error", code: Any = None, **more: str) -> Fault:
    return lambda to: to.send_fault(status, message, kind, code, **more)


def _said(*then: Fault) -> Fault:
    """Begins an answer, says two words, then does what is given."""

    def fault(to: Any) -> None:
        to.start_message()
        to.say("Two ")
        to.say("words")
        for one in then:
            one(to)

    return fault


def _stop(reason: str) -> Fault:
    return lambda to: to.stop_message(reason)


SHAPE = b'data: {"type": "response.output_text.delta", "choices": [3], "model": "m"}\n\n'


def _wrong_and_on(to: Any) -> None:
    """An event of another shape, after which the server goes on."""
    to.start_message()
    to.write(SHAPE)
    to.say_until_left(lambda: to.say("and so on "))


def _flow(to: Any) -> None:
    to.start_message()
    to.say_until_left(lambda: to.say("and so on "))


def _slow(to: Any) -> None:
    to.start_message()
    to.say_slowly(to.say)


def _echo_of_key(to: Any) -> None:
    to.send_fault(400, f"I got {to.received.headers['authorization']} from you", "invalid_request_error")


def _odd_error(to: Any) -> None:
    key = to.received.headers["authorization"]
    to.send_json(400, {"error": {"type": [key], "message": {"key": key}, "code": 3, "param": {}}})


def _nested_error(to: Any) -> None:
    body = error_body("The server had an error", "server_error", "server_error")
    to.write(f"event: error\ndata: {json.dumps(body)}\n\n".encode())
    to.end_stream()


def _flat_error(to: Any) -> None:
    to.event("error", code="rate_limit_exceeded", message="Slow down", param=None)
    to.end_stream()


def _failed(code: str) -> Fault:
    def fault(to: Any) -> None:
        error = {"code": code, "message": "It could not be done"}
        to.event("response.failed", response=to.response("failed", error=error, usage=USAGE))
        to.end_stream()

    return fault


def _refusal(to: Any) -> None:
    to.start_message()
    if to.is_chat:
        to.delta({"refusal": REFUSAL})
    else:
        to.event("response.refusal.delta", delta=REFUSAL, **PLACE)
    to.stop_message("stop")


def _refuses(*fields: str, status: int = 400, message: str = "", kind: str = "unsupported_parameter") -> Fault:
    """Refuses a request that has one of the fields, naming it as the message does."""

    def fault(to: Any) -> None:
        there = next((name for name in fields if name in to.received.body), "")
        if there:
            words = message or f"Unsupported parameter: '{there}' is not supported with this model."
            to.send_fault(status, words.format(there), "invalid_request_error", kind, there)
        else:
            to.answer(PLAIN_ANSWER)

    return fault


def _mistral(to: Any) -> None:
    if "stream_options" not in to.received.body:
        to.answer(PLAIN_ANSWER)
        return
    detail = [{"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}]
    to.send_json(422, {"object": "error", "message": {"detail": detail}, "type": "invalid_request_error", "code": None})


def _thoughtful(to: Any) -> None:
    """What servers put into a stream besides the answer."""
    to.start_message()
    if to.is_chat:
        to.write(b": PROCESSING\n\n")
        to.delta({"reasoning_content": "Secret thought."})
        to.delta({"reasoning": "Secret thought.", "content": None})
        to.chunk(None, surprise=[1, 2])
        to.delta({"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": "Do"}]})
        to.say("ne.")
    else:
        to.event(
            "response.reasoning_summary_text.delta", item_id="rs_1", output_index=0, summary_index=0, delta="Secret."
        )
        to.event("response.something_new", surprise=[1, 2])
        to.say("Done.")
    to.stop_message("stop")


def searched(to: Any) -> None:
    to.start_message()
    for kind in ("search", "search", "open_page"):
        action = {"type": kind, "query": "swans"}
        item = {"id": "ws_1", "type": "web_search_call", "status": "completed", "action": action}
        to.event("response.output_item.done", output_index=0, item=item)
    to.say(to.spoken("Some are black."))
    link = {"type": "url_citation", "url": "https://swans.example", "title": to.spoken("Swans")}
    link |= {"start_index": 0, "end_index": 4}
    for _ in range(2):
        to.event("response.output_text.annotation.added", annotation_index=0, annotation=link, **PLACE)
    to.stop_message("stop")


def _counting(read: int) -> Fault:
    def fault(to: Any) -> None:
        names = ("prompt_tokens", "completion_tokens") if to.is_chat else ("input_tokens", "output_tokens")
        to.start_message()
        to.say("Two words")
        to.stop_message("stop", dict(zip(names, (read, 0), strict=True)))

    return fault


def _no_usage(to: Any) -> None:
    to.start_message()
    to.say("Two words")
    if to.is_chat:
        to.delta({}, "stop")
        to.done()
    else:
        to.event("response.completed", response=to.response("completed"))
        to.end_stream()


def _cut_window(to: Any) -> None:
    """Like a server that reads four thousand tokens and drops the others."""
    to.start_message()
    to.say(to.spoken("Fine."))
    to.stop_message("stop", {"prompt_tokens": 4096, "completion_tokens": 5, "total_tokens": 4101})


_CONTEXT = "This model's maximum context length is 400000 tokens."

FAULTS: dict[str, Fault] = {
    "x-400": _status(400, "Invalid value.", code="invalid_value"),
    "x-400-echo": _echo_of_key,
    "x-400-odd": _odd_error,
    "x-400-long": _status(400, _CONTEXT, code="context_length_exceeded"),
    "x-400-long-llama": _status(400, "request exceeds the available context size", "exceed_context_size_error", 400),
    "x-401": _status(401, "Incorrect API key provided.", code="invalid_api_key"),
    "x-402": _status(402, "Insufficient credits.", "payment_required", 402),
    "x-403": _status(403, "You are not allowed to do this."),
    "x-403-model": _status(403, "Project does not have access to model x.", code="model_not_found"),
    "x-404": _status(404, "The model `x-404` does not exist.", code="model_not_found"),
    "x-404-ollama": _status(404, 'model "x" not found, try pulling it first', "api_error"),
    "x-404-page": page(404),
    "x-413": _status(413, "Request too large."),
    "x-429": _status(429, "Rate limit reached.", "tokens", "rate_limit_exceeded", retry_after="7"),
    "x-429-ms": _status(429, "Rate limit.", "requests", "rate_limit_exceeded", retry_after="9", retry_after_ms="1500"),
    "x-429-quota": _status(429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
    "x-429-small": _status(
        429,
        "Request too large for gpt-6 on tokens per min (TPM): Limit 30,000, Requested 61,000.",
        "tokens",
        "rate_limit_exceeded",
    ),
    "x-429-allowance": _status(429, "Rate limit reached.", "tokens", None, x_ratelimit_limit_tokens="10"),
    "x-500": _status(500, "The server had an error.", "server_error"),
    "x-502-page": page(502),
    "x-503": _status(503, "The engine is overloaded.", "server_error", "server_is_overloaded"),
    "x-503-loading": _status(503, "Loading model", "unavailable_error", 503),
    "x-504": page(504),
    "x-page": page(200),
    "x-redirect": redirect,
    "x-reset": reset,
    "x-wait": hold,
    "x-stall": _said(hold),
    "x-flow": _flow,
    "x-slow": _slow,
    "x-cut": _said(reset),
    "x-early": _said(finish),
    "x-empty": empty,
    "x-event-nested": _said(_nested_error),
    "x-event-flat": _said(_flat_error),
    "x-failed": _said(_failed("server_error")),
    "x-failed-policy": _said(_failed("bio_policy")),
    "x-json": _said(raw(b'data: {"choices": [{"ind\n\n')),
    "x-shape": _said(raw(SHAPE)),
    "x-shape-flow": _wrong_and_on,
    "x-bytes": _said(raw(b'data: {"choices": "\xff\xfe"}\n\n')),
    "x-refusal": _refusal,
    "x-filter": _said(_stop("content_filter")),
    "x-length": _said(_stop("length")),
    "x-new-stop": _said(_stop("moon_phase")),
    "x-no-usage": _no_usage,
    "x-counts-nothing": _counting(0),
    "x-counts-no-words": _counting(100),
    "x-thoughtful": _thoughtful,
    "x-searched": searched,
    "x-cut-window": _cut_window,
    "x-no-temperature": _refuses("temperature", kind="unsupported_value"),
    "x-no-schema": _refuses("response_format", "text", message="Invalid parameter: '{}' of type 'json_schema'."),
    "x-no-options": _mistral,
    "x-new-limit": _refuses("max_tokens", message="'{}' is not supported here. Use 'max_completion_tokens' instead."),
    "x-nothing-new": _refuses("temperature", "response_format", "text", "stream_options"),
}
"""By a pattern the whole name of the model has to match."""
