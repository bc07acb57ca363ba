"""A server on this machine that speaks OpenAI's wire formats, Chat Completions and Responses; see `model_server`.

Both are answered under `/v1`; the faults have the same names in both. A critique is answered with remarks whose quotes
are taken from the paragraph in the request.
"""

from __future__ import annotations

import json
import time
from typing import Any

from model_server import (
    Fault,
    Json,
    ModelServer,
    PeerHandler,
    pieces,
    serve,
)
from openai_answers import (
    CHAT_USAGE,
    FAULTS,
    MESSAGE,
    MODEL_LIST,
    PLACE,
    USAGE,
    answer_text,
    error_body,
    searched,
    texts_of,
)
from token_minute import tokens_of


class OpenAIServer(ModelServer):
    """With `keyless`, like a server of the writer's own, which asks for none."""

    def __init__(self, port: int = 0, *, keyless: bool = False) -> None:
        super().__init__(_Keyless if keyless else _Handler, port)

    @property
    def url(self) -> str:
        return f"{super().url}/v1"

    def __enter__(self) -> OpenAIServer:
        super().__enter__()
        return self


class _Handler(PeerHandler):
    number = 0

    def faults(self) -> dict[str, Fault]:
        return FAULTS

    @property
    def is_chat(self) -> bool:
        return self.path.endswith("/chat/completions")

    def bad_key(self) -> bool:
        key = self.bearer()
        if key and not key.startswith("bad"):
            return False
        self.send_fault(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key")
        return True

    def answer_get(self) -> None:
        if self.path.endswith("/v1/models"):
            self.send_json(200, {"object": "list", "data": MODEL_LIST})
        else:
            self.send_page(404)

    def answer_post(self) -> None:
        if self.path.endswith("/v1/responses/input_tokens"):
            tokens = len(json.dumps(self.received.body)) // 4
            self.send_json(200, {"object": "response.input_tokens", "input_tokens": tokens})
        elif self.path.endswith(("/v1/chat/completions", "/v1/responses")):
            self._answer_in_turn()
        else:
            self.send_page(404)

    def _answer_in_turn(self) -> None:
        """The longest answer that is allowed counts towards the minute, too."""
        body, minute = self.received.body, self.server.peer.minute
        if body.get("tools"):
            searched(self)
            return
        if minute is None:
            self.answer(self.spoken(answer_text(body)))
            return
        read = sum(map(tokens_of, texts_of(body)))
        limits = ("max_output_tokens", "max_completion_tokens", "max_tokens")
        asked = read + next(body[name] for name in limits if name in body)
        passes = minute.admits(asked)
        self.more_headers = {
            "x-ratelimit-limit-tokens": str(minute.tokens),
            "x-ratelimit-remaining-tokens": str(minute.remaining),
            "x-ratelimit-reset-tokens": f"{int(minute.full_in_s // 60)}m{minute.full_in_s % 60:.3f}s",
        }
        if passes:
            self.answer(self.spoken(answer_text(body)), read)
            return
        what = "Request too large" if asked > minute.tokens else "Rate limit reached"
        said = f"{what} on tokens per min (TPM): Limit {minute.tokens}, Requested {asked}."
        wait = {"retry-after": str(minute.wait_s(asked))}
        self.send_fault(429, said, "tokens", "rate_limit_exceeded", **self.more_headers, **wait)

    def send_fault(
        self,
        status: int,
        message: str,
        kind: str,
        code: str | int | None = None,
        param: str | None = None,
        **headers: str,
    ) -> None:
        named = {"x-request-id": "req_1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.send_json(status, error_body(message, kind, code, param), named)

    # Chat Completions

    def data(self, body: Json) -> None:
        self.write(f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode())

    def chunk(self, choices: list[Json] | None, usage: Json | None = None, **more: Any) -> None:
        self.data(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion.chunk",
                "created": int(time.time()),
                "model": f"{self.model()}-2026-11-01",
                "service_tier": "default",
                "system_fingerprint": None,
                "choices": choices,
                "usage": usage,
                "obfuscation": "ab",
                **more,
            }
        )

    def delta(self, delta: Json, reason: str | None = None) -> None:
        self.chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}])

    def done(self) -> None:
        self.write(b"data: [DONE]\n\n")
        self.end_stream()

    # Responses

    def event(self, kind: str, **fields: Any) -> None:
        body = {"type": kind, "sequence_number": self.number, **fields}
        self.number += 1
        self.write(f"event: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n".encode())

    def response(self, status: str, **fields: Any) -> Json:
        return {
            "id": "resp_1",
            "object": "response",
            "created_at": int(time.time()),
            "model": f"{self.model()}-2026-11-01",
            "status": status,
            "error": None,
            "incomplete_details": None,
            "output": [],
            "usage": None,
            "store": False,
            **fields,
        }

    # Both

    def start_message(self) -> None:
        self.begin_stream(x_request_id="req_1")
        self.number = 0
        if self.is_chat:
            self.delta({"role": "assistant", "content": "", "refusal": None})
            return
        self.event("response.created", response=self.response("in_progress"))
        self.event("response.in_progress", response=self.response("in_progress"))
        self.event("response.output_item.added", output_index=0, item=MESSAGE)
        part = {"type": "output_text", "text": "", "annotations": []}
        self.event("response.content_part.added", item_id="msg_1", output_index=0, content_index=0, part=part)

    def say(self, text: str) -> None:
        if self.is_chat:
            self.delta({"content": text})
        else:
            self.event("response.output_text.delta", delta=text, logprobs=[], obfuscation="ab", **PLACE)

    def stop_message(self, reason: str, usage: Json | None = None) -> None:
        """`reason` as Chat Completions calls it."""
        if self.is_chat:
            self.delta({}, reason)
            if "stream_options" in self.received.body:
                self.chunk([], CHAT_USAGE if usage is None else usage)
            self.done()
            return
        used = USAGE if usage is None else usage
        if reason == "stop":
            self.event("response.output_text.done", text="", logprobs=[], **PLACE)
            self.event("response.output_item.done", output_index=0, item=MESSAGE)
            self.event("response.completed", response=self.response("completed", usage=used))
        else:
            details = {"reason": {"length": "max_output_tokens"}.get(reason, reason)}
            body = self.response("incomplete", incomplete_details=details, usage=used)
            self.event("response.incomplete", response=body)
        self.end_stream()

    def answer(self, text: str, read: int | None = None) -> None:
        """`read` is how many tokens the prompt had."""
        self.start_message()
        for piece in pieces(text):
            self.say(piece)
        usage = None
        if read is not None:
            usage = {"prompt_tokens": read, "completion_tokens": 9} if self.is_chat else None
            usage = usage or {**USAGE, "input_tokens": read, "input_tokens_details": {"cached_tokens": 0}}
        self.stop_message("stop", usage)


class _Keyless(_Handler):
    def bad_key(self) -> bool:
        return False


if __name__ == "__main__":
    serve(OpenAIServer, "OpenAI")
