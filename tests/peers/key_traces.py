"""Whether a key can be read in what a run left behind, in any of the forms in which programs write such a thing."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


def forms_of(key: str) -> dict[str, bytes]:
    raw = key.encode()
    forms = {
        "raw": raw,
        "UTF-16, low byte first": key.encode("utf-16-le"),
        "UTF-16, high byte first": key.encode("utf-16-be"),
        "percent-encoded": quote(key, safe="").encode(),
        "percent-encoded but for the slash": quote(key).encode(),
        "with its slashes escaped": key.replace("/", "\\/").encode(),
        "hexadecimal": raw.hex().encode(),
        "HEXADECIMAL": raw.hex().upper().encode(),
        "turned round": raw[::-1],
    }
    for before in range(3):  # wherever in a longer text it begins
        whole = b"\0" * before + raw
        start, stop = (before * 8 + 5) // 6, len(whole) * 8 // 6
        forms[f"base64, {before} bytes in"] = base64.b64encode(whole)[start:stop]
        forms[f"base64 for addresses, {before} bytes in"] = base64.urlsafe_b64encode(whole)[start:stop]
    return forms


def files_below(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (path for name in names if (path := Path(root, name)).is_file() and not path.is_symlink())


def traces(key: str, folder: Path) -> list[str]:
    """The files below the folder in which, or in the names of which, the key can be read, and in which form."""
    forms = forms_of(key)
    found = []
    for path in files_below(folder):
        data = os.fsencode(path) + b"\n" + path.read_bytes()
        found += [f"{path}: {form}" for form, written in forms.items() if written in data]
    return found
