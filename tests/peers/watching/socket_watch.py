"""Refuses every connection that leaves this computer, in a test's process and in all its Python children, and notes it.

The hook is Python's own for audits (PEP 578), so that no library goes round it. `sitecustomize` beside this file begins
it in children, which find the folder in PYTHONPATH.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys

FILE = "SOCKETS_SEEN_IN"
"""The variable that names the file with what was refused, a line each."""
_CONNECTS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_RESOLVES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_OWN_NAMES = ("", "localhost", "ip6-localhost", socket.gethostname())


def begin() -> None:
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[object, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _CONNECTS:
        _check_connection(event, arguments)
    elif event in _RESOLVES:
        _check_name(event, arguments[0])


def _check_connection(event: str, arguments: tuple[object, ...]) -> None:
    asked, address = arguments[0], arguments[1]
    if isinstance(asked, socket.socket) and asked.family not in (socket.AF_INET, socket.AF_INET6):
        return  # of this computer: unix sockets, and the kernel's own
    if isinstance(address, tuple) and not _is_here(address[0]):
        _refuse(event, address[0])


def _check_name(event: str, host: object) -> None:
    name = (host.decode(errors="replace") if isinstance(host, bytes | bytearray) else str(host or "")).casefold()
    if name in _OWN_NAMES or _is_number(name):
        return
    if name.endswith(".invalid"):  # RFC 6761: nobody knows it, and nobody is asked
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _refuse(event, name)


def _is_here(host: object) -> bool:
    name = str(host).casefold().partition("%")[0]
    return ipaddress.ip_address(name).is_loopback if _is_number(name) else name in _OWN_NAMES


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _refuse(event: str, where: object) -> None:
    if path := os.environ.get(FILE):
        note = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(note, f"{event} {where} (process {os.getpid()}: {' '.join(sys.argv)[:80]!r})\n".encode())
        os.close(note)
    raise OSError(errno.ENETUNREACH, "no test may leave this computer")
