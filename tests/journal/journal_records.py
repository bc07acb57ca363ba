"""Records as the window writes them, for the tests of the journal."""

from __future__ import annotations

from typing import Any

HEADER: dict[str, Any] = {"draft": "d1", "path": "/nowhere/essay.palimpsest", "format": {"newline": "\n"}}


def note(n: int, text: str = "x") -> dict[str, Any]:
    return {"kind": "edit", "n": n, "t": 0, "z": 0, "k": "type", "p": n - 1, "i": [text, "typed"]}
