"""What the servers of all wire formats on this machine have in common: what came in, and how connections end.

The name of the model chooses what happens: any ordinary name is answered properly, `x-…` names are faults. Standard
library only, so that each of them also runs as a process of its own:

    python tests/peers/anthropic_server.py --port 0        (prints the port, then serves until it is ended)

What was received is in `ModelServer.received`, and for other processes at `GET /seen`, without the key.
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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

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


class ModelServer:
    """Serves from `with` to its end, on a free port unless one is named."""

    def __init__(self, handler: type[PeerHandler], port: int = 0) -> None:
        self.received: list[Received] = []
        self.says: Json | str | Callable[[], str] | None = None
        """What every question is answered with, in place of remarks on the paragraph's first words: an object, the very
        words, or what gives them."""
        self.minute: Minute | None = None
        """Enforced on ordinary names of models, where there is one."""
        self.tokens_of_a_byte: float | None = 0.25
        """What a count beforehand makes of a request; None where the server counts none."""
        self._any = threading.Condition()
        self.stopping = threading.Event()
        self._http = _Listener(("127.0.0.1", port), handler)
        self._http.peer = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> ModelServer:
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


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    peer: ModelServer

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what this server is for."""


class PeerHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener
    received: Received
    answered_at: float | None = None
    more_headers: dict[str, str]
    """Of a stream, besides the usual ones."""

    KEY_HEADERS: ClassVar[tuple[str, ...]] = ("authorization", "x-goog-api-key")

    def log_message(self, *_: object) -> None:
        """Quiet: what came is kept in `received`."""

    def do_GET(self) -> None:
        if self.path == "/seen":
            self.send_json(200, {"requests": [self._without_key(one) for one in self.server.peer.received]})
            return
        self._note()
        if self.bad_key():
            return
        if self.path.startswith("/html/"):
            self.send_page(200)
        else:
            self.answer_get()

    def do_POST(self) -> None:
        self._note()
        if self.bad_key():
            return
        fault = next((fault for name, fault in self.faults().items() if re.fullmatch(name, self.model())), None)
        try:
            if fault is not None:
                fault(self)
            else:
                self.answer_post()
        except ConnectionError:  # in the middle of a sentence, or of the first words
            self.received.left.set()
            self.close_connection = True

    # What each wire format has of its own

    def faults(self) -> dict[str, Fault]:
        """By a pattern the whole name of the model has to match."""
        raise NotImplementedError

    def bad_key(self) -> bool:
        """Whether the key was not good, which then is answered."""
        raise NotImplementedError

    def answer_get(self) -> None:
        raise NotImplementedError

    def answer_post(self) -> None:
        raise NotImplementedError

    def model(self) -> str:
        return str(self.received.body.get("model", ""))

    def spoken(self, usual: str) -> str:
        says = self.server.peer.says
        if says is None or isinstance(says, str):
            return usual if says is None else says
        return says() if callable(says) else json.dumps(says)

    def bearer(self) -> str:
        scheme, _, key = self.received.headers.get("authorization", "").partition(" ")
        return key if scheme == "Bearer" else ""

    # What came

    def _note(self) -> None:
        self.answered_at = time.time()
        self.more_headers = {}
        raw = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.received = Received(self.command, self.path, headers, json.loads(raw) if raw else {}, raw)
        self.server.peer.note(self.received)
        self.received.arrived.set()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The same throughout an answer: other headers name moments that are counted from it."""
        return super().date_time_string(timestamp if timestamp is not None else self.answered_at)

    def asked_before(self) -> int:
        """How often this model was asked, the present request included."""
        mine = (self.received.path, self.received.body.get("model"))
        return sum((one.path, one.body.get("model")) == mine for one in self.server.peer.received)

    def _without_key(self, one: Received) -> Json:
        headers = {name: value for name, value in one.headers.items() if name not in self.KEY_HEADERS}
        return {"method": one.method, "path": one.path, "headers": headers, "body": one.body}

    # Whole answers

    def send_json(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), headers or {})

    def send_page(self, status: int, headers: dict[str, str] | None = None) -> None:
        self._send(status, "text/html", b"<html><body>Welcome. Please sign in.</body></html>", headers or {})

    def _send(self, status: int, kind: str, data: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        always = {"date": self.date_time_string(), "content-type": kind, "content-length": str(len(data))}
        for name, value in {**always, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    # Streams

    def begin_stream(self, **headers: str) -> None:
        self.send_response(200)
        always = {"content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {**always, **named, **self.more_headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def end_stream(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    # Ends of a connection

    def hold_until_left(self) -> None:
        """Says nothing until the client goes away."""
        for _ in range(int(LONGEST_WAIT_S / 0.05)):
            if self.left_within(0.05):
                return
            if self.server.peer.stopping.is_set():
                break
        self.close_connection = True

    def say_until_left(self, say: Callable[[], None], every_s: float = 0.005) -> None:
        while not self.left_within(every_s) and not self.server.peer.stopping.is_set():
            say()

    def say_slowly(self, say: Callable[[str], None]) -> None:
        """Says words without end, a few letters at a time and as fast as they can be read, until the client goes."""
        letters = itertools.cycle(SLOW_ANSWER[at : at + 4] for at in range(0, len(SLOW_ANSWER), 4))
        self.say_until_left(lambda: say(next(letters)), 0.05)

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
        """Drops the connection without a goodbye, once what was said is read: a reset takes along what still waits."""
        self.wfile.flush()
        end = time.monotonic() + LONGEST_WAIT_S
        while _waits_at_the_peer(self.connection) and time.monotonic() < end:
            time.sleep(0.01)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


def _waits_at_the_peer(line: socket.socket) -> int:
    """Bytes that lie at the other end on this machine and were not read by anybody (proc_net_tcp(5)); 0 where the system
    does not say."""
    ends = [f"{line.getpeername()[1]:04X}", f"{line.getsockname()[1]:04X}"]
    try:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    except OSError:
        return 0
    return sum(int(row[4].partition(":")[2], 16) for row in rows if [one[-4:] for one in row[1:3]] == ends)


Fault = Callable[[Any], None]
"""Takes the handler."""


def page(status: int, **headers: str) -> Fault:
    return lambda to: to.send_page(status, headers)


def reset(to: PeerHandler) -> None:
    to.reset()


def hold(to: PeerHandler) -> None:
    to.hold_until_left()


def finish(to: PeerHandler) -> None:
    to.end_stream()


def empty(to: PeerHandler) -> None:
    to.begin_stream()
    to.end_stream()


def raw(data: bytes) -> Fault:
    def fault(to: PeerHandler) -> None:
        to.write(data)
        to.end_stream()

    return fault


def redirect(to: PeerHandler) -> None:
    """To another host's name for this very server, where a request that follows would be seen."""
    to.send_page(307, {"location": f"http://localhost:{to.server.peer.port}/elsewhere"})


def critique(question: str) -> str:
    """A critique as the schema wants it, with quotes from the paragraph in the question."""
    remarks = [
        {
            "quote": quote,
            "issue": "The claim is wider than what supports it.",
            "why": "A reader who knows a counterexample stops here.",
            "suggestion": "Name one case in which it does not hold.",
            "confidence": "medium",
        }
        for quote in _quotes(question)
    ]
    return json.dumps({"remarks": remarks}, ensure_ascii=False)


def _quotes(question: str) -> Iterator[str]:
    """The first words of the paragraph's first two sentences, as they stand."""
    found = re.search(r"<(paragraph(?:-\d+)?)>\n(.*)\n</\1>", question, re.DOTALL)
    for sentence in re.findall(r"[^\s.!?][^.!?]*", found[2] if found else "")[:2]:
        words = re.match(r"(?:\S+\s+){0,6}\S+", sentence)
        if words:
            yield words[0]


def pieces(text: str) -> Iterator[str]:
    """The text in parts, as models write it; larger ones where it is very long."""
    size = max(17, len(text) // 300)
    return (text[at : at + size] for at in range(0, len(text), size))


def serve(server: Callable[[int], ModelServer], what: str) -> None:
    """Runs one as a process."""
    parser = argparse.ArgumentParser(description=f"A server that speaks {what}'s wire format on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    running = server(parser.parse_args().port)
    print(running.port, flush=True)
    running.serve_here()
