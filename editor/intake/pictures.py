"""Pictures that come inside a page or a Word file: written beside the text, named by what they hold.

The name begins with a number and ends with a piece of the content's hash, so that no picture is ever written over another
one, and the same picture is written once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from editor.journal.atomic import write_atomically

_ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
    "image/x-emf": ".emf",
    "image/x-wmf": ".wmf",
}
_LARGEST = 50_000_000
"""Bytes of one picture."""
_DATA = re.compile(r"data:(image/[\w.+-]+)((?:;[\w=.-]+)*),", re.IGNORECASE)


class PictureFolder:
    """Where the pictures of one text go: "Essay images" beside "Essay.md". Made when the first one comes."""

    def __init__(self, text_path: Path | None) -> None:
        """None where the text has no place of its own yet: pictures are then left out, and counted."""
        self._folder = text_path.with_name(f"{text_path.stem} images") if text_path is not None else None
        self._known: dict[str, str] = {}
        self.written: list[Path] = []

    @property
    def name(self) -> str:
        return self._folder.name if self._folder else ""

    def address_of(self, address: str, _words: str) -> str:
        """What to write in the text: the address itself, the name of a file that was written, or nothing.

        Raises OSError where the picture cannot be written.
        """
        found = _DATA.match(address)
        if found is None:
            return "" if re.match(r"(?:data|file|cid|blob|about):", address, re.IGNORECASE) else address
        kind, encoded = found[1].lower(), address[found.end() :]
        if self._folder is None or len(encoded) > _LARGEST * 4 // 3:
            return ""
        try:
            data = base64.b64decode(encoded) if ";base64" in found[2].lower() else unquote_to_bytes(encoded)
        except (binascii.Error, ValueError):
            return ""
        return self.write(data, kind)

    def write(self, data: bytes, kind: str) -> str:
        """The relative address of the picture; empty for something that is none. Raises OSError."""
        ending = _ENDINGS.get(kind.split(";", maxsplit=1)[0].strip().lower())
        if self._folder is None or ending is None or not data or len(data) > _LARGEST:
            return ""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self._known:
            name = f"{len(self._known) + 1} {digest[:8]}{ending}"
            path = self._folder / name
            if not path.exists():
                os.makedirs(self._folder, exist_ok=True)
                write_atomically(path, data)
                self.written.append(path)
            self._known[digest] = quote(f"{self._folder.name}/{name}")
        return self._known[digest]
