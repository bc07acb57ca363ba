"""A server on this machine that speaks Google's wire format for Gemini, with its faults; see `model_server`.

A critique is answered with remarks whose quotes are taken from the paragraph in the request.
"""

from __future__ import annotations

import json
import re
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
from token_minute import tokens_of


class GoogleServer(ModelServer):
    def __init__(self, port: int = 0) -> None:
        super().__init__(_Handler, port)

    def __enter__(self) -> GoogleServer:
        super().__enter__()
        return self


class _Handler(PeerHandler):
    def faults(self) -> dict[str, Fault]:
        return FAULTS

    def model(self) -> str:
        found = re.search(r"/v1/models/([^:?]+):", self.path)
        return found[1] if found else ""

    def bad_key(self) -> bool:
        key = self.received.headers.get("x-goog-api-key", "")
        if key and not key.startswith("bad"):
            return False
        BAD_KEY(self)
        return True

    def answer_get(self) -> None:
        if self.path.partition("?")[0].endswith("/v1/models"):
            self.send_json(200, {"models": MODEL_LIST})
        else:
            self.send_page(404)

    def answer_post(self) -> None:
        if self.path.endswith(":countTokens"):
            self.send_json(200, {"totalTokens": len(json.dumps(self.received.body)) // 4})
        elif self.path.endswith(":streamGenerateContent?alt=sse"):
            self._answer_in_turn()
        else:
            self.send_page(404)

    def _answer_in_turn(self) -> None:
        body, minute = self.received.body, self.server.peer.minute
        if body.get("tools"):
            _searched(self)
            return
        if minute is None:
            self.answer(self.spoken(answer_text(body)))
            return
        turns = [body.get("systemInstruction", {"parts": []}), *body["contents"]]
        read = sum(tokens_of(part["text"]) for turn in turns for part in turn["parts"])
        if minute.admits(read):
            self.answer(self.spoken(answer_text(body)), {"promptTokenCount": read, "candidatesTokenCount": 9})
            return
        quota = _quota("GenerateContentInputTokensPerModelPerMinute", str(minute.tokens))
        wait = {**_WAIT, "retryDelay": f"{minute.wait_s(read)}s"}
        self.send_json(429, error_body(*_EXHAUSTED, quota, wait))

    def data(self, body: Json) -> None:
        self.write(f"data: {json.dumps(body, ensure_ascii=False)}\r\n\r\n".encode())

    def chunk(self, parts: list[Json], reason: str | None = None, usage: Json | None = None, **more: Any) -> None:
        candidate: Json = {"content": {"parts": parts, "role": "model"}, "index": 0, **more}
        if reason is not None:
            candidate["finishReason"] = reason
        used = START_USAGE if usage is None else usage
        self.data({"candidates": [candidate], "usageMetadata": used, **self._names()})

    def _names(self) -> Json:
        return {"modelVersion": f"{self.model()}-001", "responseId": "r1"}

    def say(self, text: str) -> None:
        self.chunk([{"text": text}])

    def stop_message(self, reason: str, usage: Json | None = None, **more: Any) -> None:
        self.chunk([], reason, END_USAGE if usage is None else usage, **more)
        self.end_stream()

    def block(self) -> None:
        self.begin_stream()
        self.data(
            {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": BLOCKED_USAGE, **self._names()}
        )
        self.end_stream()

    def answer(self, text: str, usage: Json | None = None) -> None:
        self.begin_stream()
        for piece in pieces(text):
            self.chunk([{"text": piece}], usage=usage)
        self.stop_message("STOP", usage)


START_USAGE: Json = {
    "promptTokenCount": 100,
    "totalTokenCount": 100,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 100}],
}
END_USAGE: Json = {
    "promptTokenCount": 100,
    "candidatesTokenCount": 20,
    "thoughtsTokenCount": 40,
    "cachedContentTokenCount": 64,
    "toolUsePromptTokenCount": 7,
    "totalTokenCount": 167,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 100}],
}
BLOCKED_USAGE: Json = {"promptTokenCount": 100, "totalTokenCount": 100}

MODEL_LIST: list[Json] = [
    {
        "name": f"models/{name}",
        "displayName": name.replace("-", " ").capitalize(),
        "inputTokenLimit": 1048576,
        "outputTokenLimit": 65536,
        "supportedGenerationMethods": methods,
        "thinking": True,
    }
    for name, methods in (
        ("gemini-3.8-flash", ["generateContent", "countTokens"]),
        ("gemini-3.8-flash-image", ["generateContent"]),
        ("gemini-embedding-002", ["embedContent"]),
        ("veo-4", ["predictLongRunning"]),
    )
]


def error_body(number: int, status: str, message: str, *details: Json) -> Json:
    return {"error": {"code": number, "message": message, "status": status, "details": list(details)}}


def answer_text(body: Json) -> str:
    """A critique when a schema is asked for, else a plain sentence."""
    if "responseJsonSchema" not in body.get("generationConfig", {}):
        return PLAIN_ANSWER
    return critique(str(body["contents"][-1]["parts"][0]["text"]))


# The faults


def _status(number: int, status: str, message: str, *details: Json) -> Fault:
    return lambda to: to.send_json(number, error_body(number, status, message, *details))


def _said(*then: Fault) -> Fault:
    """Begins an answer, says two words, then does what is given."""

    def fault(to: _Handler) -> None:
        to.begin_stream()
        to.say("Two ")
        to.say("words")
        for one in then:
            one(to)

    return fault


def _stop(reason: str, **more: Any) -> Fault:
    return lambda to: to.stop_message(reason, **more)


SHAPE = b'data: {"candidates": 3}\r\n\r\n'


def _wrong_and_on(to: _Handler) -> None:
    """An event of another shape, after which the server goes on."""
    to.begin_stream()
    to.write(SHAPE)
    to.say_until_left(lambda: to.say("and so on "))


def _flow(to: _Handler) -> None:
    to.begin_stream()
    to.say_until_left(lambda: to.say("and so on "))


def _slow(to: _Handler) -> None:
    to.begin_stream()
    to.say_slowly(to.say)


def _echo_of_key(to: _Handler) -> None:
    key = to.received.headers["x-goog-api-key"]
    to.send_json(400, error_body(400, "INVALID_ARGUMENT", f"I got {key} from you"))


def _odd_error(to: _Handler) -> None:
    key = to.received.headers["x-goog-api-key"]
    to.send_json(400, {"error": {"code": 400, "status": [key], "message": {"key": key}, "details": 3}})


def _data_error(to: _Handler) -> None:
    to.data(error_body(503, "UNAVAILABLE", "The model is overloaded."))
    to.end_stream()


def _bare_error(to: _Handler) -> None:
    """As Google sends it when it fails within a stream: pretty lines that are no events."""
    to.write(json.dumps(error_body(500, "INTERNAL", "An internal error."), indent=2).encode() + b"\r\n")
    to.end_stream()


def _refuses(field: str, message: str) -> Fault:
    def fault(to: _Handler) -> None:
        if field in to.received.body.get("generationConfig", {}):
            to.send_json(400, error_body(400, "INVALID_ARGUMENT", message))
        else:
            to.answer(PLAIN_ANSWER)

    return fault


def _thoughtful(to: _Handler) -> None:
    to.begin_stream()
    to.chunk([{"text": "Secret thought.", "thought": True}])
    to.chunk([{"text": "Secret.", "thought": True}, {"text": "Do"}])
    to.chunk([{"text": "ne."}], surprise=[1, 2])
    to.stop_message("STOP")


def _searched(to: _Handler) -> None:
    grounding = {
        "webSearchQueries": ["", "swans", "black swans", "swans"],
        "groundingChunks": [{"web": {"uri": "https://redirect.example/1", "title": to.spoken("swans.example")}}],
        "groundingSupports": [{"segment": {"startIndex": 0, "endIndex": 4}, "groundingChunkIndices": [0]}],
    }
    to.begin_stream()
    to.say(to.spoken("Some are black."))
    to.stop_message("STOP", groundingMetadata=grounding)


def _no_usage(to: _Handler) -> None:
    to.begin_stream()
    to.chunk([{"text": "Two words"}], "STOP", {})
    to.end_stream()


def _counting(read: int) -> Fault:
    def fault(to: _Handler) -> None:
        to.begin_stream()
        to.chunk([{"text": "Two words"}], "STOP", {"promptTokenCount": read, "candidatesTokenCount": 0})
        to.end_stream()

    return fault


_KEY_REASON = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
BAD_KEY = _status(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", _KEY_REASON)
_WAIT = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "37s"}


def _quota(name: str, value: str) -> Json:
    violation = {"quotaMetric": "m", "quotaId": name, "quotaValue": value}
    return {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]}


_EXHAUSTED = (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please check your plan and billing.")

FAULTS: dict[str, Fault] = {
    "x-400": _status(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
    "x-400-key": BAD_KEY,
    "x-400-echo": _echo_of_key,
    "x-400-odd": _odd_error,
    "x-400-long": _status(
        400, "INVALID_ARGUMENT", "The input token count (2000000) exceeds the maximum number of tokens allowed (1048576)."
    ),
    "x-400-country": _status(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
    "x-401": _status(401, "UNAUTHENTICATED", "Request had invalid credentials."),
    "x-403": _status(403, "PERMISSION_DENIED", "The caller does not have permission"),
    "x-404": _status(404, "NOT_FOUND", "models/x-404 is not found for API version v1"),
    "x-404-page": page(404),
    "x-413": page(413),
    "x-429": _status(*_EXHAUSTED, _quota("GenerateRequestsPerMinute", "5"), _WAIT),
    "x-429-small": _status(*_EXHAUSTED, _quota("GenerateContentInputTokensPerModelPerMinute", "10"), _WAIT),
    "x-429-day": _status(*_EXHAUSTED, _quota("GenerateRequestsPerDayPerProject", "20"), _WAIT),
    "x-429-credit": _status(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
    "x-500": _status(500, "INTERNAL", "An internal error has occurred."),
    "x-502-page": page(502),
    "x-503": _status(503, "UNAVAILABLE", "The model is overloaded."),
    "x-504": _status(504, "DEADLINE_EXCEEDED", "The deadline was exceeded."),
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
    "x-event-data": _said(_data_error),
    "x-event-bare": _said(_bare_error),
    "x-json": _said(raw(b'data: {"candidates": [{"con\r\n\r\n')),
    "x-shape": _said(raw(SHAPE)),
    "x-shape-flow": _wrong_and_on,
    "x-bytes": _said(raw(b'data: {"candidates": "\xff\xfe"}\r\n\r\n')),
    "x-blocked": lambda to: to.block(),
    "x-safety": _said(_stop("SAFETY", finishMessage=REFUSAL)),
    "x-recitation": _said(_stop("RECITATION")),
    "x-length": _said(_stop("MAX_TOKENS")),
    "x-continuation": _said(_stop("CONTINUATION", continuationToken="more")),
    "x-new-stop": _said(_stop("MOON_PHASE")),
    "x-no-usage": _no_usage,
    "x-counts-nothing": _counting(0),
    "x-counts-no-words": _counting(100),
    "x-thoughtful": _thoughtful,
    r"(gemini-2\.5-)?x-searched": _searched,
    "x-no-temperature": _refuses("temperature", "temperature is not supported by this model."),
    "x-no-schema": _refuses("responseJsonSchema", "Unknown name \"responseJsonSchema\" at 'generation_config'"),
}
"""By a pattern the whole name of the model has to match."""


if __name__ == "__main__":
    serve(GoogleServer, "Google")
