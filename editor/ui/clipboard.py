"""Whose words are on the clipboard.

A copy made here carries a flavour of our own: the runs and a hash of the text. It is believed only while the hash fits
the plain text beside it. Failing that, text that a model's remark showed in this program is the model's, word for word,
even after a detour through another program; what was copied here lately keeps its runs; everything else was pasted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from dataclasses import replace

from PySide6.QtCore import QMimeData

from editor.core.origins import OWN_KINDS, PASTED, Origin, OriginKind
from editor.core.rows import runs_from, runs_row
from editor.core.runs import Fragment, Runs

FLAVOUR = "application/x-palimpsest-runs"
_RECENT = 20
_SHOWN = 400
_SOURCES = {"chromium/x-source-url": "utf-8", "text/x-moz-url-priv": "utf-16-le"}
"""Where browsers put the address of the page, and how they write it."""
_LONGEST_SOURCE = 300
_LEAST_WORDS = 4
"""Fewer words than this may be anybody's."""

_WHOSE = dict.fromkeys(OWN_KINDS, "yours") | {
    OriginKind.MODEL: "a model's",
    OriginKind.PASTED: "from elsewhere",
    OriginKind.IMPORTED: "from another file",
    OriginKind.UNKNOWN: "of unknown origin",
}


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
        own = _flavoured(data)
        if own is not None:
            return own
        text = _with_our_line_ends(data.text())
        origin = self._model_of(text)
        if origin is not None:
            return Fragment.of(text, origin)
        for fragment in reversed(self._recent):
            if fragment.text == text:
                return fragment
        return Fragment.of(text, replace(PASTED, source=_source(data)))

    def _model_of(self, text: str) -> Origin | None:
        words = _folded(text)
        if len(words.split()) < _LEAST_WORDS:
            return next((origin for shown, origin in self._shown if shown == words), None)
        return next((origin for shown, origin in self._shown if words in shown), None)


def _flavoured(data: QMimeData) -> Fragment | None:
    """Text and runs of our own flavour, where it belongs to the plain text beside it; line ends may have changed."""
    if not data.hasFormat(FLAVOUR):
        return None
    try:
        content = json.loads(bytes(data.data(FLAVOUR).data()))
        for text in (data.text(), _with_our_line_ends(data.text())):
            if content["sha256"] == _hash(text):
                return Fragment(text, runs_from(content["runs"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return None


def _source(data: QMimeData) -> str:
    """The address of the page the text was copied from, where a browser says so; without what may be private in it."""
    for name, encoding in _SOURCES.items():
        if data.hasFormat(name):
            address = bytes(data.data(name).data()).decode(encoding, "replace").strip("\0 \r\n")
            return re.split(r"[?#]", address)[0][:_LONGEST_SOURCE]
    return ""


def whose_words(runs: Runs) -> str:
    """Whose a piece of text is, for a sentence: "a model's, yours"."""
    return ", ".join(sorted({_WHOSE[run.origin.kind] for run in runs}))


def _with_our_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _folded(text: str) -> str:
    return " ".join(text.split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
