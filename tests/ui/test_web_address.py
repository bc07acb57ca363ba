from __future__ import annotations

import pytest

from editor.ui.web_address import host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://swans.example/black?when=1697#there", "swans.example"),
        ("http://127.0.0.1:8080/x", "127.0.0.1"),
        ("HTTPS://Swans.Example", "swans.example"),
        ("https://swäne.example/", "xn--swne-moa.example"),
        ("https://example.org/wiki/Bär", "example.org"),
        ("https://swans.example@evil.example/", ""),
        ("https://user:word@swans.example/", ""),
        ("https://swans.example/\u202egpj.exe", ""),
        ("https://swans.example/a b", ""),
        ("https://swans.example\\@evil.example/", ""),
        ("https://swans.example/\\evil", ""),
        ("https:///nowhere", ""),
        ("https://swans.example:port/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("data:text/html,x", ""),
        ("ftp://swans.example/", ""),
        ("swans.example", ""),
        ("//swans.example/", ""),
        ("https://[::1", ""),
        ("", ""),
    ],
)
def test_that_only_addresses_of_the_web_that_hide_nothing_lead_anywhere(url: str, host: str) -> None:
    assert host_of(url) == host
