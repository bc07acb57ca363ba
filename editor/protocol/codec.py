"""Messages as lines of JSON, one a line, and back.

A line is {"is": class name, ...fields}. Unknown classes, unknown or missing fields and values of the wrong shape are
refused with ValueError, because the other side is then not the one this was built for.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from functools import cache
from typing import Any

from editor.protocol import (
    claim_messages,
    critique_messages,
    handoff_messages,
    intake_messages,
    messages,
    model_messages,
    outline_messages,
    pad_messages,
    record_messages,
    reference_messages,
    relay_messages,
    title_messages,
)

MAX_LINE = 256 * 1024 * 1024
"""Bytes; a draft of many million words is far below."""


def encode(message: object) -> bytes:
    """One line, ending in a newline."""
    content = {"is": type(message).__name__, **_plain(message)}
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return line.encode("utf-8", "surrogatepass") + b"\n"


def decode(line: bytes) -> Any:
    """The message of one line. Raises ValueError where the line is none."""
    try:
        row = json.loads(line.decode("utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("a message is not nested so deeply") from error
    if not isinstance(row, dict):
        raise ValueError("a message is an object")
    known = _classes().get(str(row.pop("is", "")))
    if known is None:
        raise ValueError("an unknown message")
    return _made(known, row)


def _plain(value: object) -> dict[str, Any]:
    """Also what the encoder asks for where a message lies within a message; tuples it knows by itself."""
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"a {type(value).__name__} cannot be said in a message")
    return {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}


@cache
def _classes() -> dict[str, type]:
    modules = (
        messages,
        critique_messages,
        record_messages,
        intake_messages,
        model_messages,
        outline_messages,
        pad_messages,
        claim_messages,
        handoff_messages,
        reference_messages,
        relay_messages,
        title_messages,
    )
    known = {name: one for module in modules for name, one in vars(module).items()}
    return {name: one for name, one in known.items() if isinstance(one, type) and dataclasses.is_dataclass(one)}


@cache
def _hints(known: type) -> dict[str, Any]:
    return typing.get_type_hints(known)


def _made(known: type, row: dict[str, Any]) -> Any:
    hints = _hints(known)
    if unknown := row.keys() - hints.keys():
        raise ValueError(f"{known.__name__} has no {sorted(unknown)[0]}")
    try:
        return known(**{name: _value(hints[name], value) for name, value in row.items()})
    except TypeError as error:
        raise ValueError(str(error)) from error


def _value(hint: Any, value: Any) -> Any:
    origin = typing.get_origin(hint)
    if hint is Any:
        return value
    if origin in (typing.Union, types.UnionType):
        return _union(typing.get_args(hint), value)
    if origin is tuple:
        return _tuple(typing.get_args(hint), value)
    if origin is dict:
        return _checked(dict, value)
    if dataclasses.is_dataclass(hint):
        return _made(typing.cast(type, hint), _checked(dict, value))
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return _checked(hint, value)


def _union(choices: tuple[Any, ...], value: Any) -> Any:
    if value is None and type(None) in choices:
        return None
    (choice,) = (one for one in choices if one is not type(None))
    return _value(choice, value)


def _tuple(parts: tuple[Any, ...], value: Any) -> Any:
    items = _checked(list, value)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_value(parts[0], item) for item in items)
    if len(items) != len(parts):
        raise ValueError(f"{len(parts)} values were expected, {len(items)} came")
    return tuple(_value(part, item) for part, item in zip(parts, items, strict=True))


def _checked(kind: type, value: Any) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"a {kind.__name__} was expected, a {type(value).__name__} came")
    return value
