"""Transport (row 14): keys and text go to the chosen provider, encrypted, and to nobody it points at.

Plain http is for this computer only: `tests/llm/test_connections.py`. Variables that other programs set change neither
address nor headers, and what is built for another address is stopped at the door: `tests/llm/test_every_provider.py`.
"""

from __future__ import annotations

import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import Any

import pytest
from endpoints import ENDPOINTS, KEY, ask, asking, run
from model_server import PeerHandler
from window_driver import until

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import Connection, standard_connection
from editor.llm.credentials import Secret
from editor.llm.provider import Request
from editor.llm.vendor_adapter import VendorAdapter
from editor.llm.vendors import open_provider

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


# Redirects.


def redirecting(status: int) -> Any:
    """To another host's name for this very server, where a request that follows would be seen."""

    def answer(to: PeerHandler) -> None:
        to._note()
        to.send_page(status, {"location": f"http://localhost:{to.server.peer.port}/elsewhere"})

    return answer


async def listed(provider: VendorAdapter) -> None:
    await provider.models()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_redirect_is_refused_and_neither_key_nor_text_goes_there(
    endpoint: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PeerHandler, "do_GET", redirecting(status))
    monkeypatch.setattr(PeerHandler, "do_POST", redirecting(status))
    chosen = ENDPOINTS[endpoint]
    with chosen.server() as server:
        with pytest.raises(ModelError) as caught:
            ask(chosen, server, asking(chosen.model))
        assert caught.value.fault is ModelFault.MALFORMED
        with pytest.raises(ModelError):
            run(chosen, server.url, listed)
        assert len(server.received) == 2
        assert not any("elsewhere" in one.path for one in server.received)


# Encryption.


class _Heard(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        listener: Any = self.server
        try:
            with listener.line(self.request) as line:
                listener.heard.append(line.recv(65_536))
                line.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        except OSError as error:
            listener.refused.append(error)


@contextmanager
def a_listener(context: ssl.SSLContext | None = None) -> Iterator[Any]:
    """`heard` is what came, decrypted where it was encrypted; `refused` holds connections that were broken off."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Heard) as made:
        server: Any = made
        server.daemon_threads, server.heard, server.refused = True, [], []
        server.line = nullcontext if context is None else partial(context.wrap_socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def own_signature(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """Of a server that vouches for itself."""
    if shutil.which("openssl") is None:
        pytest.skip("it needs openssl")
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key", folder / "certificate"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made = [
        *command,
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_server_that_vouches_for_itself_gets_nothing_whatever_the_environment_says(
    endpoint: str, own_signature: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "PYTHONHTTPSVERIFY": "0",
        "CURL_CA_BUNDLE": "",
        "REQUESTS_CA_BUNDLE": "",
        "SSL_VERIFY": "0",
    }.items():
        monkeypatch.setenv(name, value)
    chosen = ENDPOINTS[endpoint]
    with a_listener(own_signature) as server:
        url = f"https://127.0.0.1:{server.server_address[1]}"
        with pytest.raises(ModelError) as caught:
            run(chosen, url, lambda provider: provider.stream(asking(chosen.model), lambda _: None))
        assert caught.value.fault is ModelFault.NETWORK
        until(lambda: server.refused, "the line that was broken off")
        assert server.heard == []


def test_that_the_listener_would_hear_one_who_does_not_check(own_signature: ssl.SSLContext) -> None:
    with a_listener(own_signature) as server:
        careless = ssl._create_unverified_context()  # noqa: S323 - that is the point
        with socket.create_connection(server.server_address) as plain, careless.wrap_socket(plain) as one:
            one.sendall(b"key")
            one.recv(1)
        assert server.heard == [b"key"]


# Proxies.


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_proxy_of_the_environment_sees_neither_key_nor_text(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = ENDPOINTS[endpoint]
    with a_listener() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.server_address[1]}")
        request: Request = asking(chosen.model)
        with pytest.raises(ModelError):
            run(chosen, "https://models.example/v1", lambda provider: provider.stream(request, lambda _: None))
        (heard,) = proxy.heard
    assert heard.startswith(b"CONNECT models.example:443")
    assert KEY.encode() not in heard
    assert request.messages[-1].text.encode() not in heard


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://somebody:word@127.0.0.1:9"),
        ("HTTPS_PROXY", "http://somebody:word:9"),
        ("SSL_CERT_FILE", "/nowhere/there.pem"),
    ],
)
def test_that_a_way_that_cannot_be_used_is_told_and_no_fault_of_this_program(
    endpoint: str, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    chosen = ENDPOINTS[endpoint]
    connection = Connection(chosen.provider, "https://models.example/v1", chosen.model, (chosen.model,))
    with pytest.raises(ModelError, match="no way to") as caught:
        open_provider(connection, Secret(KEY))
    assert caught.value.fault is ModelFault.NETWORK
    assert "word" not in "".join(traceback.format_exception(caught.value))


def test_that_a_proxy_on_the_way_is_shown_with_the_recipient(monkeypatch: pytest.MonkeyPatch) -> None:
    away = standard_connection("openai", {})
    here = Connection("compatible", "http://127.0.0.1:11434/v1", "m", ("m",), title="Mine")
    assert away.recipient_words == "OpenAI (api.openai.com)"
    monkeypatch.setenv("HTTPS_PROXY", "http://somebody:word@proxy.example:3128")
    assert away.recipient_words == "OpenAI (api.openai.com, by way of the proxy proxy.example:3128)"
    assert here.recipient_words == "Mine (127.0.0.1:11434)"
    monkeypatch.setenv("NO_PROXY", "openai.com")
    assert away.recipient_words == "OpenAI (api.openai.com)"
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("HTTPS_PROXY")
    monkeypatch.setenv("ALL_PROXY", "proxy.example:8080")
    assert "by way of the proxy proxy.example:8080" in away.recipient_words
