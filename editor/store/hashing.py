"""What is stored can be checked: each row carries a hash over its contents.

SQLite notices a flipped bit in a page in one case of fourteen, because it keeps no sums of its own. The hash
names its algorithm, so that another can follow without a guess.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, default=repr).encode


def row_hash(table: str, *values: Any) -> str:
    """ "sha256:" and 64 hexadecimal digits over the table's name and the row's values, in the order of its columns."""
    return "sha256:" + hashlib.sha256(_encode([table, *values]).encode("ascii")).hexdigest()


def as_json(value: Any) -> str:
    """Compact and escaped to ASCII, so that any code point can be stored."""
    return json.dumps(value, separators=(",", ":"))


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: a lone surrogate, which is half a character, becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
