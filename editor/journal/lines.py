"""One record as one line: compact JSON, a tab, eight hexadecimal digits of CRC-32, a line feed.

JSON is escaped to ASCII, so that no code point, lone surrogates included, can break a line or fail to be encoded.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

Record = dict[str, Any]

NAME = "journal-{:06d}.jsonl"
PATTERN = r"journal-(\d{6,12})\.jsonl"
HIGHEST_N = (1 << 62) - 1
"""Numbers stay within what a database column holds."""

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False, check_circular=False).encode


def line_of(record: Record) -> bytes:
    """Raises ValueError or TypeError for what JSON cannot say."""
    body = _encode(record).encode("ascii")
    return b"%b\t%08x\n" % (body, zlib.crc32(body))


def record_of(line: bytes) -> Record | None:
    """The record in a line without its line feed; None where the checksum or the shape is wrong."""
    body, tab, checksum = line.rpartition(b"\t")
    if not tab or checksum != b"%08x" % zlib.crc32(body):
        return None
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        return None
    number = record.get("n")
    if type(number) is not int or not 0 <= number <= HIGHEST_N:
        return None
    return record
