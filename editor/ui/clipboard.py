"""Whose words are on the clipboard.

A copy made here carries a flavour of our own: the runs and a hash of the text. It is believed only while the hash fits
the plain text beside it. Failing that, text that a model's remark showed in this program is the model's, word for word,
even after a detour through another program; what was copied here lately keeps its runs; everything else was pasted.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque

from PySide6.QtCore import QMimeData

from editor.core.origins import PASTED, Origin
from editor.core.rows import runs_from, runs_row
from editor.core.runs import Fragment

FLAVOUR = "application/x-palimpsest-runs"
_RECENT = 20
_SHOWN = 400
_LEAST_WORDS = 4
"""Fewer words than this may be anybody's."""


class Clipboard:
    def __init__(self) -> None:
        self._recent: deque[Fragment] = deque(maxlen=_RECENT)
        self._shown: deque[tuple[str, Origin]] = deque(maxlen=_SHOWN)

    def model_showed(self, text: str, origin: Origin) -> None:
        """Remembers words of a model that stand on the screen outside the draft."""
        if text.strip():
            self._shown.append((_folded(text), origin))

    def copied(self, fragment: Fragment) -> QMimeData:
        """What goes on the clipboard for a piece of the draft, or for marked words of a model."""
        self._recent.append(fragment)
        data = QMimeData()
        data.setText(fragment.text)
        content = {"sha256": _hash(fragment.text), "runs": runs_row(fragment.runs)}
        data.setData(FLAVOUR, json.dumps(content).encode())
        return data

    def received(self, data: QMimeData) -> Fragment:
        """The text of the clipboard with the best that is known of its origin; line ends as we keep them."""
        text = data.text().replace("\r\n", "\n").replace("\r", "\n")
        own = self._flavoured(data, text)
        if own is not None:
            return own
        origin = self._model_of(text)
        if origin is not None:
            return Fragment.of(text, origin)
        for fragment in reversed(self._recent):
            if fragment.text == text:
                return fragment
        return Fragment.of(text, PASTED)

    def _flavoured(self, data: QMimeData, text: str) -> Fragment | None:
        if not data.hasFormat(FLAVOUR):
            return None
        try:
            content = json.loads(bytes(data.data(FLAVOUR).data()))
            if content["sha256"] != _hash(text):
                return None
            return Fragment(text, runs_from(content["runs"]))
        except (ValueError, KeyError, TypeError):
            return None

    def _model_of(self, text: str) -> Origin | None:
        words = _folded(text)
        if len(words.split()) < _LEAST_WORDS:
            return next((origin for shown, origin in self._shown if shown == words), None)
        return next((origin for shown, origin in self._shown if words in shown), None)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
