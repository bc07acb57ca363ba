"""A server on this machine that speaks Anthropic's wire format, with its faults; see `model_server`.

A critique is answered with remarks whose quotes are taken from the paragraph in the request.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from model_server import (
    PLAIN_ANSWER,
    REFUSAL,
    Fault,
    Json,
    ModelServer,
    PeerHandler,
    critique,
    empty,
    finish,
    hold,
    page,
    pieces,
    raw,
    redirect,
    reset,
    serve,
)


class AnthropicServer(ModelServer):
    def __init__(self, port: int = 0) -> None:
        super().__init__(_Handler, port)

    def __enter__(self) -> AnthropicServer:
        super().__enter__()
        return self


class _Handler(PeerHandler):
    def faults(self) -> dict[str, Fault]:
        return FAULTS

    def bad_key(self) -> bool:
        key = self.bearer()
        if key and not key.startswith("bad"):
            return False
        self.send_fault(401, "authentication_error", "invalid x-api-key")
        return True

    def answer_get(self) -> None:
        if self.path.startswith("/gateway/"):
            self.send_json(200, {"data": [{"id": "claude-sonnet-5-5"}]})
        elif self.path.partition("?")[0].endswith("/v1/models"):
            self.send_json(200, MODEL_LIST)
        else:
            self.send_page(404)

    def answer_post(self) -> None:
        if self.path.endswith("/v1/messages/count_tokens"):
            self._count()
        elif self.path.endswith("/v1/messages"):
            self._answer_in_turn()
        else:
            self.send_page(404)

    def _count(self) -> None:
        density = self.server.peer.tokens_of_a_byte
        if density is None:
            self.send_page(404)
        else:
            self.send_json(200, {"input_tokens": int(len(json.dumps(self.received.body)) * density)})

    def _answer_in_turn(self) -> None:
        body, minute = self.received.body, self.server.peer.minute
        usage = None
        if minute is not None:
            passes, counted, headers, full_in_s = minute.take(body)
            usage = {**START_USAGE, **counted}
            reset = datetime.fromtimestamp(int(self.answered_at or 0), UTC) + timedelta(seconds=full_in_s)
            self.more_headers = {**headers, "anthropic-ratelimit-input-tokens-reset": reset.isoformat()}
            if not passes:
                said = "This request would exceed your organization's rate limit of input tokens per minute"
                self.send_fault(429, "rate_limit_error", said, self.more_headers)
                return
        if body["max_tokens"] == 1:
            self.start_message(usage)
            self.say("I")
            self.stop_message("max_tokens", usage={"output_tokens": 1})
        elif "tools" in body:
            _searched(self)
        else:
            self.answer(self.spoken(answer_text(body)), usage=usage)

    def send_fault(
        self, status: int, kind: str, message: str, headers: dict[str, str] | None = None, code: str = ""
    ) -> None:
        self.send_json(status, error_body(kind, message, code), {"request-id": "req_1", **(headers or {})})

    def event(self, kind: str, **fields: Any) -> None:
        data = json.dumps({"type": kind, **fields}, ensure_ascii=False)
        self.write(f"event: {kind}\ndata: {data}\n\n".encode())

    def start_message(self, usage: Json | None = None) -> None:
        self.begin_stream(request_id="req_1")
        message: Json = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": f"{self.received.body['model']}-20261101",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "stop_details": None,
            "usage": START_USAGE if usage is None else usage,
        }
        self.event("message_start", message=message)
        self.event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        self.event("ping")

    def say(self, text: str) -> None:
        self.event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def stop_message(self, reason: str | None, details: Json | None = None, usage: Json | None = None) -> None:
        self.event("content_block_stop", index=0)
        delta = {"stop_reason": reason, "stop_sequence": None, "stop_details": details}
        self.event("message_delta", delta=delta, usage=END_USAGE if usage is None else usage)
        self.event("message_stop")
        self.end_stream()

    def answer(self, text: str, reason: str = "end_turn", usage: Json | None = None) -> None:
        self.start_message(usage)
        for piece in pieces(text):
            self.say(piece)
        self.stop_message(reason)


START_USAGE: Json = {
    "input_tokens": 25,
    "output_tokens": 1,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
    "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
    "service_tier": "standard",
    "inference_geo": "us",
}
END_USAGE: Json = {
    "output_tokens": 77,
    "output_tokens_details": {"thinking_tokens": 33},
    "server_tool_use": {"web_search_requests": 0, "web_fetch_requests": 0},
}

MODEL_LIST: Json = {
    "data": [
        {
            "type": "model",
            "id": "claude-sonnet-5-5",
            "display_name": "Claude Sonnet 5.5",
            "created_at": "2026-10-01T00:00:00Z",
            "lifecycle": "active",
            "deprecated_at": None,
            "retires_at": None,
            "line": "sonnet",
            "max_input_tokens": 1000000,
            "max_tokens": 128000,
            "capabilities": None,
        },
        {
            "type": "model",
            "id": "claude-sonnet-4-5",
            "display_name": "Claude Sonnet 4.5",
            "created_at": "2025-09-29T00:00:00Z",
            "lifecycle": "deprecated",
            "deprecated_at": "2026-06-01T00:00:00Z",
            "retires_at": "2026-11-30T00:00:00Z",
            "line": "sonnet",
            "max_input_tokens": 200000,
            "max_tokens": 64000,
            "capabilities": None,
        },
        {
            "type": "model",
            "id": "claude-opus-3",
            "display_name": "Claude Opus 3",
            "created_at": "2024-02-29T00:00:00Z",
            "lifecycle": "retired",
            "deprecated_at": None,
            "retires_at": None,
            "line": "opus",
            "max_input_tokens": 200000,
            "max_tokens": 4096,
            "capabilities": None,
        },
    ],
    "has_more": False,
    "first_id": "claude-sonnet-5-5",
    "last_id": "claude-opus-3",
}


def error_body(kind: str, message: str, code: str = "") -> Json:
    details = {"details": {"error_code": code}} if code else {}
    return {"type": "error", "error": {"type": kind, "message": message, **details}, "request_id": "req_1"}


def answer_text(body: Json) -> str:
    """A critique when a schema is asked for, else a plain sentence."""
    if "output_config" not in body:
        return PLAIN_ANSWER
    content = body["messages"][-1]["content"]
    return critique(content if isinstance(content, str) else "".join(block["text"] for block in content))


# The faults


def _status(status: int, kind: str, message: str, code: str = "", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda to: to.send_fault(status, kind, message, named, code)


def _said(*ends: Fault) -> Fault:
    """Begins an answer, says two words, then does what is given."""

    def fault(to: _Handler) -> None:
        to.start_message()
        to.say("Two ")
        to.say("words")
        for end in ends:
            end(to)

    return fault


def _stop(reason: str | None, details: Json | None = None) -> Fault:
    return lambda to: to.stop_message(reason, details)


def _error_event(kind: str) -> Fault:
    def fault(to: _Handler) -> None:
        body = error_body(kind, "Something happened")
        to.write(f"event: error\ndata: {json.dumps(body)}\n\n".encode())
        to.end_stream()

    return fault


def _echo_of_key(to: _Handler) -> None:
    to.send_fault(400, "invalid_request_error", f"I got {to.received.headers['authorization']} from you")


def _odd_error(to: _Handler) -> None:
    key = to.received.headers["authorization"]
    to.send_json(400, {"type": "error", "error": {"type": [key], "message": {"key": key}, "details": 3}})


def _refuses_with_key(to: _Handler) -> None:
    key = to.received.headers["authorization"]
    to.stop_message("refusal", {"type": "refusal", "category": None, "explanation": f"Not for {key}."})


SHAPE = b'event: content_block_delta\ndata: {"type": "content_block_delta"}\n\n'


def _wrong_and_on(to: _Handler) -> None:
    """An event of another shape, after which the server goes on."""
    to.start_message()
    to.write(SHAPE)
    to.say_until_left(lambda: to.say("and so on "))


def _flow(to: _Handler) -> None:
    to.start_message()
    to.say_until_left(lambda: to.say("and so on "))


def _slow(to: _Handler) -> None:
    to.start_message()
    to.say_slowly(to.say)


def _knows_no_marks(to: _Handler) -> None:
    if b"cache_control" in to.received.raw:
        said = "messages.0.content.0.cache_control: Extra inputs are not permitted"
        to.send_fault(400, "invalid_request_error", said)
    else:
        to.answer(PLAIN_ANSWER)


def _fails_first(to: _Handler) -> None:
    """`x-flaky-2` is overloaded twice, then answers."""
    model = str(to.received.body["model"])
    if to.asked_before() > int(model.rpartition("-")[2]):
        to.answer(PLAIN_ANSWER)
    else:
        to.send_fault(529, "overloaded_error", "Overloaded", {"retry-after": "3"})


def _thoughtful(to: _Handler) -> None:
    usage = {**START_USAGE, "cache_creation_input_tokens": 100, "cache_read_input_tokens": 1000}
    to.start_message(usage)
    to.event("content_block_delta", index=0, delta={"type": "thinking_delta", "thinking": "Secret thought."})
    to.event("something_new", surprise=[1, 2])
    to.say("Done.")
    to.stop_message("end_turn")


def _searched(to: _Handler) -> None:
    _search_told(to)
    used = {**END_USAGE, "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0}}
    to.stop_message("end_turn", usage=used)


def _searched_in_vain(to: _Handler) -> None:
    """It breaks off after what it found."""
    _search_told(to)
    finish(to)


def _searched_and_paused(to: _Handler) -> None:
    _search_told(to)
    used = {**END_USAGE, "server_tool_use": {"web_search_requests": 3, "web_fetch_requests": 0}}
    to.stop_message("pause_turn", usage=used)


def _search_told(to: _Handler) -> None:
    to.start_message()
    to.event("content_block_stop", index=0)
    asked = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}
    to.event("content_block_start", index=1, content_block=asked)
    query = {"type": "input_json_delta", "partial_json": '{"query": "black swans"}'}
    to.event("content_block_delta", index=1, delta=query)
    to.event("content_block_stop", index=1)
    title = to.spoken("Swans")
    hit = {"type": "web_search_result", "url": "https://swans.example", "title": title, "encrypted_content": "x"}
    brought = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [{**hit, "page_age": None}]}
    to.event("content_block_start", index=2, content_block=brought)
    to.event("content_block_stop", index=2)
    citation = {
        "type": "web_search_result_location",
        "url": "https://swans.example",
        "title": title,
        "cited_text": to.spoken("Black swans were seen in 1697."),
        "encrypted_index": "x",
    }
    to.event("content_block_delta", index=0, delta={"type": "citations_delta", "citation": citation})
    to.say(to.spoken("Some are black."))


def _no_usage(to: _Handler) -> None:
    to.start_message({})
    to.stop_message("end_turn")


def _counts_nothing(to: _Handler) -> None:
    to.start_message({"input_tokens": 0, "output_tokens": 0})
    to.say("Two words")
    to.stop_message("end_turn", usage={"input_tokens": 0, "output_tokens": 0})


def _counts_no_words(to: _Handler) -> None:
    to.start_message({"input_tokens": 100, "output_tokens": 0})
    to.say("Two words")
    to.stop_message("end_turn", usage={"output_tokens": 0})


FAULTS: dict[str, Fault] = {
    "x-400": _status(400, "invalid_request_error", "output_config: extra inputs are not permitted"),
    "x-400-long": _status(400, "invalid_request_error", "prompt is too long: 300000 tokens > 200000 maximum"),
    "x-400-credit": _status(400, "invalid_request_error", "Your credit balance is too low to continue."),
    "x-400-echo": _echo_of_key,
    "x-400-odd": _odd_error,
    "x-401": _status(401, "authentication_error", "invalid x-api-key"),
    "x-402": _status(402, "billing_error", "Payment is due"),
    "x-403": _status(403, "permission_error", "Your key may not use this"),
    "x-404": _status(404, "not_found_error", "model: x-404"),
    "x-404-page": page(404),
    "x-413": _status(413, "request_too_large", "Request exceeds the maximum size"),
    "x-429": _status(429, "rate_limit_error", "Too many requests", retry_after="7"),
    "x-429-date": _status(
        429,
        "rate_limit_error",
        "Too many requests",
        date="Sat, 21 Nov 2026 10:00:00 GMT",
        retry_after="Sat, 21 Nov 2026 10:00:40 GMT",
    ),
    "x-429-spend": _status(429, "rate_limit_error", "Limit reached", "enforced_spend_limit_reached"),
    "x-429-contract": _status(429, "rate_limit_error", "Limit reached", "contract_spend_limit_reached"),
    "x-429-small": _status(
        429, "rate_limit_error", "Too many tokens", retry_after="7", anthropic_ratelimit_input_tokens_limit="10"
    ),
    "x-500": _status(500, "api_error", "Internal server error"),
    "x-502-page": page(502),
    "x-503": _status(503, "api_error", "Unavailable"),
    "x-504": _status(504, "timeout_error", "Took too long"),
    "x-529": _status(529, "overloaded_error", "Overloaded"),
    "x-page": page(200),
    "x-redirect": redirect,
    "x-reset": reset,
    "x-wait": hold,
    "x-stall": _said(hold),
    "x-flow": _flow,
    "x-slow": _slow,
    "x-cut": _said(reset),
    "x-early": _said(finish),
    "x-almost": _said(lambda to: to.event("message_delta", delta={"stop_reason": "end_turn"}, usage=END_USAGE), finish),
    "x-empty": empty,
    "x-event-overloaded": _said(_error_event("overloaded_error")),
    "x-event-api": _said(_error_event("api_error")),
    "x-json": _said(raw(b'event: content_block_delta\ndata: {"type": "content_bl\n\n')),
    "x-shape": _said(raw(SHAPE)),
    "x-shape-flow": _wrong_and_on,
    "x-bytes": _said(raw(b'event: content_block_delta\ndata: {"type": "\xff\xfe"}\n\n')),
    "x-no-usage": _no_usage,
    "x-counts-nothing": _counts_nothing,
    "x-counts-no-words": _counts_no_words,
    "x-refusal": _said(_stop("refusal", {"type": "refusal", "category": "bio", "explanation": REFUSAL})),
    "x-refusal-echo": _said(_refuses_with_key),
    "x-max-tokens": _said(_stop("max_tokens")),
    "x-window": _said(_stop("model_context_window_exceeded")),
    "x-new-stop": _said(_stop("moon_phase")),
    "x-null-stop": _said(_stop(None)),
    "x-no-marks": _knows_no_marks,
    "x-thoughtful": _thoughtful,
    "x-searched": _searched,
    "x-searched-cut": _searched_in_vain,
    "x-searched-paused": _searched_and_paused,
    r"x-flaky-\d": _fails_first,
}
"""By a pattern the whole name of the model has to match."""


if __name__ == "__main__":
    serve(AnthropicServer, "Anthropic")
