"""Whose words are on the clipboard.

A copy made here carries a flavour of our own: the runs and a hash of the text. It is believed only while the hash fits
the plain text beside it. Failing that, what was copied here lately keeps its runs, if they say whose it is; text that a
model showed in this program is the model's, word for word, even after a detour through another program; all else was
pasted, or is taken for a model's where it comes from a page on which one is asked, or is a phrase that one used here,
too short to prove anything. White space may have changed on the way.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QMimeData

from editor.core.digest import text_digest
from editor.core.origins import OWN_KINDS, PASTED, Origin, OriginKind
from editor.core.respaced import respaced, squeezed
from editor.core.rows import runs_from, runs_row
from editor.core.runs import Fragment, Runs

FLAVOUR = "application/x-palimpsest-runs"
_RECENT = 20
_SHOWN_LENGTH = 8_000_000
"""Characters of models' words that are remembered; the oldest go first."""
_SOURCES = {"chromium/x-source-url": "utf-8", "text/x-moz-url-priv": "utf-16-le"}
"""Where browsers put the address of the page, and how they write it."""
_WINDOWS_HTML = 'application/x-qt-windows-mime;value="HTML Format"'
_SOURCE_OF_PAGE = re.compile(rb"SourceURL:(\S+)")
_HEADER_LENGTH = 2_000
_LONGEST_SOURCE = 300
_LEAST_WORDS = 4
"""Fewer words than this may be anybody's."""
_PROVING_WORDS, _PROVING_LENGTH = 8, 40
"""So many words, or characters, nobody else puts in the same row by chance; fewer may be a turn of speech."""
_EDGES = re.compile(r"^\W+|\W+$")

_SETTLED = OWN_KINDS | {OriginKind.MODEL}
"""Kinds of words of which it is known whose they are."""
_WHOSE = dict.fromkeys(OWN_KINDS, "yours") | {
    OriginKind.MODEL: "a model's",
    OriginKind.PASTED: "from elsewhere",
    OriginKind.IMPORTED: "from another file",
    OriginKind.UNKNOWN: "of unknown origin",
}


@dataclass(frozen=True, slots=True)
class Received:
    fragment: Fragment
    is_proved: bool
    """Whether the origins are known, and the text is as it was copied here; else it came from another program."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste put into the draft, for those who have more to do about it."""

    start: int
    """Code points from the start of the draft."""
    seq: int
    """The number of the edit that put the words in."""
    fragment: Fragment
    html: str
    """What the clipboard had besides the plain text; empty where there was none, or it says nothing new."""
    to_be_read: bool
    """The text is another program's, and was not asked for as it is."""


@dataclass(frozen=True, slots=True)
class _Shown:
    origin: Origin
    quoted: tuple[str, ...]

    def has(self, words: str, shown: str) -> bool:
        """Whether the model said these words in what it `shown`: it did not if it only repeated what it had been sent."""
        at = shown.find(words)
        while at >= 0 and len(words) < _PROVING_LENGTH and _cuts_a_word(shown, at, at + len(words)):
            at = shown.find(words, at + 1)
        bare = _EDGES.sub("", words)
        return at >= 0 and not any(bare in one for one in self.quoted)


class Clipboard:
    def __init__(self, chat_hosts: Iterable[str] = ()) -> None:
        """`chat_hosts`: where models are asked on the web; what is copied there is taken for a model's."""
        self._chat_hosts = frozenset(chat_hosts)
        self.on_copied: Callable[[Fragment], object] = lambda _fragment: None
        """Told of every piece of the draft, or of a model's words, that goes on the clipboard or is dragged."""
        self._recent: deque[Fragment] = deque(maxlen=_RECENT)
        self._shown: dict[str, _Shown] = {}
        self._shown_length = 0

    def model_showed(self, text: str, origin: Origin, quoted: Iterable[str] = ()) -> None:
        """Remembers words of a model that stand on the screen outside the draft.

        `quoted`: what in them it only repeated of what it had been sent, which may be the writer's.
        """
        words = squeezed(text)
        if not words or words in self._shown:
            return
        self._shown[words] = _Shown(origin, tuple(map(squeezed, quoted)))
        self._shown_length += len(words)
        while self._shown_length > _SHOWN_LENGTH:
            oldest = next(iter(self._shown))
            del self._shown[oldest]
            self._shown_length -= len(oldest)

    def copied(self, fragment: Fragment) -> QMimeData:
        """What goes on the clipboard for a piece of the draft, or for marked words of a model."""
        self._recent.append(fragment)
        self.on_copied(fragment)
        data = QMimeData()
        data.setText(fragment.text)
        content = {"sha256": text_digest(fragment.text), "runs": runs_row(fragment.runs)}
        data.setData(FLAVOUR, json.dumps(content).encode())
        return data

    def received(self, data: QMimeData) -> Received:
        """The text of the clipboard with the best that is known of its origin; line ends as we keep them."""
        own = _flavoured(data)
        if own is not None:
            return Received(own, True)
        text = _with_our_line_ends(data.text())
        known = self.known(text)
        if known is not None:
            return Received(known, True)
        likely = self._model_of(text)
        if likely is not None:  # without the request: what rests on a guess is the writer's to decide
            return Received(Fragment.of(text, replace(likely, prompt="", source=_source(data))), False)
        return Received(Fragment.of(text, self._origin_by_source(_source(data))), False)

    def known(self, text: str) -> Fragment | None:
        """The text with its origins, where what was shown and copied here proves them."""
        copies = (found for one in reversed(self._recent) if (found := respaced(one, text)) is not None)
        copy = next(copies, None)
        if copy is not None and all(run.origin.kind in _SETTLED for run in copy.runs):
            return copy
        words = squeezed(text)
        if words in self._shown or len(words) >= _PROVING_LENGTH or len(words.split()) >= _PROVING_WORDS:
            origin = self._model_of(text)
            if origin is not None:
                return Fragment.of(text, origin)
        return copy

    def _model_of(self, text: str) -> Origin | None:
        """White space apart, words of one thing that was shown, to the letter; few words only if they are all of it."""
        words = squeezed(text)
        if words in self._shown:
            return self._shown[words].origin
        if len(words) < _PROVING_LENGTH and len(words.split(maxsplit=_LEAST_WORDS)) < _LEAST_WORDS:
            return None
        return next((one.origin for shown, one in self._shown.items() if one.has(words, shown)), None)

    def _origin_by_source(self, source: str) -> Origin:
        host = (urlsplit(source).hostname or "").removeprefix("www.")
        if host in self._chat_hosts:
            return Origin(OriginKind.MODEL, provider=host, source=source)
        return replace(PASTED, source=source)


def local_files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def _flavoured(data: QMimeData) -> Fragment | None:
    """Text and runs of our own flavour, where it belongs to the plain text beside it; line ends may have changed."""
    if not data.hasFormat(FLAVOUR):
        return None
    try:
        content = json.loads(bytes(data.data(FLAVOUR).data()))
        for text in (data.text(), _with_our_line_ends(data.text())):
            if content["sha256"] == text_digest(text):
                return Fragment(text, runs_from(content["runs"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return None


def _source(data: QMimeData) -> str:
    """The address of the page the text was copied from, where a browser says so; without what may be private in it."""
    for name, encoding in _SOURCES.items():
        if data.hasFormat(name):
            address = bytes(data.data(name).data()).decode(encoding, "replace").strip("\0 \r\n")
            return _public(address)
    if not data.hasFormat(_WINDOWS_HTML):
        return ""
    page = _SOURCE_OF_PAGE.search(bytes(data.data(_WINDOWS_HTML).data())[:_HEADER_LENGTH])
    return _public(page[1].decode("utf-8", "replace")) if page else ""


def _public(address: str) -> str:
    return re.split(r"[?#]", address)[0][:_LONGEST_SOURCE]


def whose_words(runs: Runs) -> str:
    """Whose a piece of text is, for a sentence: "a model's, yours"."""
    return ", ".join(sorted({_WHOSE[run.origin.kind] for run in runs}))


def _cuts_a_word(text: str, start: int, stop: int) -> bool:
    return any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, stop))


def _with_our_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
