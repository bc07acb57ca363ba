"""A server on this machine that speaks Anthropic's wire format, with its faults.

The name of the model chooses what happens: any ordinary name is answered properly, `x-…` names are the faults in
`FAULTS`. A critique is answered with remarks whose quotes are taken from the paragraph in the request. Standard library
only, so that it also runs as a process of its own:

    python tests/peers/anthropic_server.py --port 0        (prints the port, then serves until it is ended)

What was received is in `AnthropicServer.received`, and for other processes at `GET /seen`, without the key.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from token_minute import Minute

PLAIN_ANSWER = "A plain answer. Grüße — 𝛑."
SLOW_ANSWER = "the kitchen again and the letter on the stair that nobody took up because the name was blue and "
LONGEST_WAIT_S = 20.0
REFUSAL = "This request cannot be helped with."

Json = dict[str, Any]


@dataclass
class Received:
    """One request as it came, with header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: Json
    raw: bytes = b""
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set as soon as the request was read."""
    left: threading.Event = field(default_factory=threading.Event)
    """Set when the client closed the connection before the answer was over."""


class AnthropicServer:
    """Serves from `with` to its end, on a free port unless one is named."""

    def __init__(self, port: int = 0) -> None:
        self.received: list[Received] = []
        self.says: Json | None = None
        """What every question with a schema is answered with, in place of remarks on the paragraph's first words."""
        self.minute: Minute | None = None
        """Enforced on ordinary names of models, where there is one."""
        self._any = threading.Condition()
        self.stopping = threading.Event()
        self._http = _Listener(("127.0.0.1", port), _Handler)
        self._http.anthropic = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> AnthropicServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def serve_here(self) -> None:
        self._http.serve_forever()

    def note(self, received: Received) -> None:
        with self._any:
            self.received.append(received)
            self._any.notify_all()

    def wait_for(self, count: int, seconds: float = 30.0) -> Received:
        """The latest request, once so many have come."""
        with self._any:
            if not self._any.wait_for(lambda: len(self.received) >= count, seconds):
                raise TimeoutError(f"{len(self.received)} of {count} requests came")
            return self.received[-1]

    def asked_before(self, model: str) -> int:
        """How often this model was asked, the present request included."""
        return sum(one.body.get("model") == model for one in self.received)


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    anthropic: AnthropicServer

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener
    received: Received
    answered_at: float | None = None

    def log_message(self, *_: object) -> None:
        """Quiet: what came is kept in `received`."""

    def do_GET(self) -> None:
        if self.path == "/seen":
            self.send_json(200, {"requests": [_without_key(one) for one in self.server.anthropic.received]})
            return
        self._note()
        if self._bad_key():
            return
        if self.path.startswith("/html/"):
            self.send_page(200)
        elif self.path.startswith("/gateway/"):
            self.send_json(200, {"data": [{"id": "claude-sonnet-5-5"}]})
        elif self.path.partition("?")[0].endswith("/v1/models"):
            self.send_json(200, MODEL_LIST)
        else:
            self.send_page(404)

    def do_POST(self) -> None:
        self._note()
        if self._bad_key():
            return
        model = str(self.received.body.get("model", ""))
        fault = next((FAULTS[name] for name in FAULTS if re.fullmatch(name, model)), None)
        if fault is not None:
            fault(self)
        elif self.path.endswith("/v1/messages/count_tokens"):
            self.send_json(200, {"input_tokens": len(json.dumps(self.received.body)) // 4})
        elif self.path.endswith("/v1/messages"):
            self._answer_in_turn()
        else:
            self.send_page(404)

    def _note(self) -> None:
        self.answered_at = time.time()
        self.more_headers: dict[str, str] = {}
        raw = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.received = Received(self.command, self.path, headers, json.loads(raw) if raw else {}, raw)
        self.server.anthropic.note(self.received)
        self.received.arrived.set()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The same throughout an answer: other headers name moments that are counted from it."""
        return super().date_time_string(timestamp if timestamp is not None else self.answered_at)

    def _answer_in_turn(self) -> None:
        body, minute = self.received.body, self.server.anthropic.minute
        usage = None
        if minute is not None:
            passes, counted, headers, full_in_s = minute.take(body)
            usage = {**START_USAGE, **counted}
            reset = datetime.fromtimestamp(int(self.answered_at), UTC) + timedelta(seconds=full_in_s)
            self.more_headers = {**headers, "anthropic-ratelimit-input-tokens-reset": reset.isoformat()}
            if not passes:
                said = "This request would exceed your organization's rate limit of input tokens per minute"
                self.send_fault(429, "rate_limit_error", said, self.more_headers)
                return
        if body["max_tokens"] == 1:
            self.start_message(usage)
            self.say("I")
            self.stop_message("max_tokens", usage={"output_tokens": 1})
        else:
            says = self.server.anthropic.says
            self.answer(answer_text(body) if says is None else json.dumps(says), usage=usage)

    def _bad_key(self) -> bool:
        scheme, _, key = self.received.headers.get("authorization", "").partition(" ")
        if scheme == "Bearer" and key and not key.startswith("bad"):
            return False
        self.send_fault(401, "authentication_error", "invalid x-api-key")
        return True

    # Whole answers

    def send_json(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), headers or {})

    def send_page(self, status: int, headers: dict[str, str] | None = None) -> None:
        self._send(status, "text/html", b"<html><body>Welcome. Please sign in.</body></html>", headers or {})

    def send_fault(
        self, status: int, kind: str, message: str, headers: dict[str, str] | None = None, code: str = ""
    ) -> None:
        self.send_json(status, error_body(kind, message, code), {"request-id": "req_1", **(headers or {})})

    def _send(self, status: int, kind: str, data: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        always = {"date": self.date_time_string(), "content-type": kind, "content-length": str(len(data))}
        for name, value in {**always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    # Streams

    def begin_stream(self) -> None:
        self.send_response(200)
        for name, value in (
            ("content-type", "text/event-stream; charset=utf-8"),
            ("transfer-encoding", "chunked"),
            ("request-id", "req_1"),
            *self.more_headers.items(),
        ):
            self.send_header(name, value)
        self.end_headers()

    def write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def event(self, kind: str, **fields: Any) -> None:
        data = json.dumps({"type": kind, **fields}, ensure_ascii=False)
        self.write(f"event: {kind}\ndata: {data}\n\n".encode())

    def end_stream(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def start_message(self, usage: Json | None = None) -> None:
        self.begin_stream()
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
        for at in range(0, len(text), 17):
            self.say(text[at : at + 17])
        self.stop_message(reason)

    # Ends of a connection

    def hold_until_left(self) -> None:
        """Says nothing until the client goes away."""
        for _ in range(int(LONGEST_WAIT_S / 0.05)):
            if self.left_within(0.05):
                return
            if self.server.anthropic.stopping.is_set():
                break
        self.close_connection = True

    def left_within(self, seconds: float) -> bool:
        readable, _, _ = select.select([self.connection], [], [], seconds)
        try:
            gone = bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except ConnectionError:
            gone = True
        if gone:
            self.received.left.set()
            self.close_connection = True
        return gone

    def reset(self) -> None:
        """Drops the connection without a goodbye."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


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
    remarks = [
        {
            "quote": quote,
            "issue": "The claim is wider than what supports it.",
            "why": "A reader who knows a counterexample stops here.",
            "suggestion": "Name one case in which it does not hold.",
            "confidence": "medium",
        }
        for quote in _quotes(_question(body))
    ]
    return json.dumps({"remarks": remarks}, ensure_ascii=False)


def _question(body: Json) -> str:
    content = body["messages"][-1]["content"]
    return content if isinstance(content, str) else "".join(block["text"] for block in content)


def _quotes(question: str) -> Iterator[str]:
    """The first words of the paragraph's first two sentences, as they stand."""
    found = re.search(r"<(paragraph(?:-\d+)?)>\n(.*)\n</\1>", question, re.DOTALL)
    for sentence in re.findall(r"[^\s.!?][^.!?]*", found[2] if found else "")[:2]:
        words = re.match(r"(?:\S+\s+){0,6}\S+", sentence)
        if words:
            yield words[0]


def _without_key(one: Received) -> Json:
    headers = {name: value for name, value in one.headers.items() if name != "authorization"}
    return {"method": one.method, "path": one.path, "headers": headers, "body": one.body}


# The faults

Fault = Callable[[_Handler], None]


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


def _raw(data: bytes) -> Fault:
    def fault(to: _Handler) -> None:
        to.write(data)
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


def _flow(to: _Handler) -> None:
    to.start_message()
    try:
        while not to.left_within(0.005) and not to.server.anthropic.stopping.is_set():
            to.say("and so on ")
    except ConnectionError:
        to.received.left.set()


def _slow(to: _Handler) -> None:
    """Says words without end, a few letters at a time and as fast as they can be read, until the client goes."""
    to.start_message()
    letters = itertools.cycle(SLOW_ANSWER[at : at + 4] for at in range(0, len(SLOW_ANSWER), 4))
    try:
        while not to.left_within(0.05) and not to.server.anthropic.stopping.is_set():
            to.say(next(letters))
    except ConnectionError:
        to.received.left.set()


def _fails_first(to: _Handler) -> None:
    """`x-flaky-2` is overloaded twice, then answers."""
    model = str(to.received.body["model"])
    if to.server.anthropic.asked_before(model) > int(model.rpartition("-")[2]):
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


def _reset_at_once(to: _Handler) -> None:
    to.reset()


def _hold(to: _Handler) -> None:
    to.hold_until_left()


def _end(to: _Handler) -> None:
    to.end_stream()


def _empty(to: _Handler) -> None:
    to.begin_stream()
    to.end_stream()


def _no_usage(to: _Handler) -> None:
    to.start_message({})
    to.stop_message("end_turn")


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
    "x-404-page": lambda to: to.send_page(404),
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
    "x-429-small": _status(
        429, "rate_limit_error", "Too many tokens", retry_after="7", anthropic_ratelimit_input_tokens_limit="10"
    ),
    "x-500": _status(500, "api_error", "Internal server error"),
    "x-502-page": lambda to: to.send_page(502),
    "x-503": _status(503, "api_error", "Unavailable"),
    "x-504": _status(504, "timeout_error", "Took too long"),
    "x-529": _status(529, "overloaded_error", "Overloaded"),
    "x-page": lambda to: to.send_page(200),
    "x-redirect": lambda to: to.send_page(307, {"location": "/elsewhere"}),
    "x-reset": _reset_at_once,
    "x-wait": _hold,
    "x-stall": _said(_hold),
    "x-flow": _flow,
    "x-slow": _slow,
    "x-cut": _said(_reset_at_once),
    "x-early": _said(_end),
    "x-almost": _said(lambda to: to.event("message_delta", delta={"stop_reason": "end_turn"}, usage=END_USAGE), _end),
    "x-empty": _empty,
    "x-event-overloaded": _said(_error_event("overloaded_error")),
    "x-event-api": _said(_error_event("api_error")),
    "x-json": _said(_raw(b'event: content_block_delta\ndata: {"type": "content_bl\n\n')),
    "x-shape": _said(_raw(b'event: content_block_delta\ndata: {"type": "content_block_delta"}\n\n')),
    "x-bytes": _said(_raw(b'event: content_block_delta\ndata: {"type": "\xff\xfe"}\n\n')),
    "x-no-usage": _no_usage,
    "x-refusal": _said(_stop("refusal", {"type": "refusal", "category": "bio", "explanation": REFUSAL})),
    "x-refusal-echo": _said(_refuses_with_key),
    "x-max-tokens": _said(_stop("max_tokens")),
    "x-window": _said(_stop("model_context_window_exceeded")),
    "x-new-stop": _said(_stop("moon_phase")),
    "x-null-stop": _said(_stop(None)),
    "x-thoughtful": _thoughtful,
    r"x-flaky-\d": _fails_first,
}
"""By a pattern the whole name of the model has to match."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A server that speaks Anthropic's wire format on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    server = AnthropicServer(parser.parse_args().port)
    print(server.port, flush=True)
    server.serve_here()


if __name__ == "__main__":
    main()
