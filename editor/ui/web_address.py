"""Addresses of pages, which come out of foreign text: which of them may be opened at all, and where they really lead."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PLAIN = re.compile(r"[!-~]+")


def host_of(url: str) -> str:
    """The host that an address leads to, as the network knows it; empty where it is no address of the web.

    Only http and https lead there. What holds a name and a password, or a character that nobody sees, is made to look
    like another address than it is, and so is none here.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            return ""
        plain = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:
        return ""
    rest = url.replace(parts.netloc, "", 1)
    is_visible = _PLAIN.fullmatch(rest.replace("\\", " ")) if rest.isascii() else rest.isprintable() and " " not in rest
    return plain if _PLAIN.fullmatch(plain) and "\\" not in plain and is_visible else ""
