"""Our text as Qt may hold it."""

from __future__ import annotations

import re

_ODD = re.compile("[\0\r\u2029\ud800-\udfff\ufdd0\ufdd1\ufeff\ufffc]")
_SIGNS = {"\0": "␀", "\r": "␍", "\u2029": "␤", "\ufeff": "\u2060"}


def shown(text: str) -> str:
    """As many UTF-16 units, and nothing but line ends that Qt would interpret or drop.

    Each character that it would gets a sign in its place, one for one.
    """
    return _ODD.sub(lambda odd: _SIGNS.get(odd[0], "\ufffd"), text)
