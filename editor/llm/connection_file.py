"""The form of the file with the writer's connections: JSON, read strictly, because it decides where text and keys go.

    {"version": 1, "connections": [{"id", "title", "provider", "base_url", "model", "allowed": [...]}, ...]}

Where the writer chose whom to ask usually, `"usual": id` stands beside them and the version is 2. Nothing else
may stand in it, and a key has no place in it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from editor.llm.connections import PROVIDER_NAMES, Connection

VERSION = 2
_WITHOUT_USUAL = 1
"""Of a file that says nothing of a usual connection: older programs can read it."""

_FIELDS = ("id", "title", "provider", "base_url", "model", "allowed")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LONGEST = 300
"""Characters of a name or an address."""
_MOST = 100
"""Connections."""


class BrokenBook(Exception):
    """Its text is the reason, a clause without a full stop."""


class NewerBook(Exception):
    """Made by a newer version of this program."""


@dataclass(frozen=True, slots=True)
class Book:
    connections: tuple[Connection, ...]
    usual: str = ""
    """The id of the connection that is asked where nobody names one; empty where the writer chose none."""


def book_bytes(book: Book) -> bytes:
    rows = [{name: getattr(one, name) for name in _FIELDS} for one in book.connections]
    version, usual = (VERSION, {"usual": book.usual}) if book.usual else (_WITHOUT_USUAL, {})
    return json.dumps({"version": version, **usual, "connections": rows}, ensure_ascii=False, indent=1).encode()


def read_book(data: bytes) -> Book:
    """Raises BrokenBook, NewerBook, and CredentialError for an address a key must not travel to."""
    try:
        book = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        reason = "It is not UTF-8 text"
    except json.JSONDecodeError as error:
        reason = f"Line {error.lineno} is not as it should be"
    except RecursionError:
        reason = "It is nested too deeply"
    else:
        return _read(book)
    raise BrokenBook(reason)


def _read(book: Any) -> Book:
    if not isinstance(book, dict) or type(book.get("version")) is not int:
        raise BrokenBook("It does not begin as such a file does")
    if book["version"] > VERSION:
        raise NewerBook
    rows = book.get("connections")
    fields = {"version", "connections", *(("usual",) if book["version"] > _WITHOUT_USUAL else ())}
    if set(book) != fields or not isinstance(rows, list) or len(rows) > _MOST:
        raise BrokenBook("It holds something else than connections")
    found = [_connection(number, row) for number, row in enumerate(rows, 1)]
    if len({one.id for one in found}) < len(found):
        raise BrokenBook("Two connections have the same id")
    usual = book.get("usual", "")
    if not isinstance(usual, str) or (usual and not _ID.fullmatch(usual)):
        raise BrokenBook("The usual connection has an id that cannot be one")
    return Book(tuple(found), usual)


def _connection(number: int, row: Any) -> Connection:
    if not isinstance(row, dict) or set(row) != set(_FIELDS):
        raise BrokenBook(f"Connection {number} does not have the fields it should have")
    allowed = row["allowed"]
    texts = [row[name] for name in _FIELDS if name != "allowed"]
    if not isinstance(allowed, list) or not all(map(_is_name, (*texts, *allowed))):
        raise BrokenBook(f"Connection {number} has something in a field that does not belong there")
    if row["provider"] not in PROVIDER_NAMES or not _ID.fullmatch(row["id"]):
        raise BrokenBook(f"Connection {number} has a provider or an id that cannot be one")
    return Connection(row["provider"], row["base_url"], row["model"], tuple(allowed), row["id"], row["title"])


def _is_name(value: object) -> bool:
    """A line of printable text. An empty one is a title or a model nobody has chosen yet."""
    return isinstance(value, str) and len(value) <= _LONGEST and (value.isprintable() or not value)
