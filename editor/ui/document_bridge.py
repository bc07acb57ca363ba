"""Between Qt's document and ours: the one translator of places and changes.

Qt counts UTF-16 units, shows a paragraph separator for a line end, over-reports what changed, reports formatting as
a change, and takes some characters for its own. What the writer types arrives here from Qt and is told to the session;
what the program does (undo, paste, replace, restore) is done in the session first and then shown in Qt. After either,
both hold the same text, and the bridge checks that they do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from editor.core.changes import Changes
from editor.core.edits import Edit
from editor.core.paragraph_row import Measure, Paragraph, utf16_length
from editor.core.runs import Fragment
from editor.session.draft_session import TYPING, Act, DraftSession

log = logging.getLogger(__name__)

_SHOWN = str.maketrans({"\r": "␍", "\u2029": "␤", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\ufffc": "\ufffd", "\0": "␀"})
"""Characters Qt would take for structure of its own, and the sign shown in their place: one for one."""


def shown(text: str) -> str:
    """The text as Qt may hold it: as many UTF-16 units, nothing that Qt would interpret but line ends."""
    return text.translate(_SHOWN)


@dataclass(frozen=True, slots=True)
class Inserted:
    """Text that came in through Qt; the owner says whose it is."""

    text: str
    position: int
    """Code points from the start of the draft."""


class DocumentBridge:
    def __init__(self, document: QTextDocument, is_formatting: Callable[[], bool]) -> None:
        """`is_formatting` tells that Qt reports a change of formats only."""
        self._qt = document
        self._is_formatting = is_formatting
        self._session: DraftSession | None = None
        self._muted = False
        self.origin_of: Callable[[Inserted], tuple[Fragment, Act]] = lambda new: (Fragment(), TYPING)
        self.changed: Callable[[Changes], None] = lambda changes: None
        document.contentsChange.connect(self._contents_change)

    def attach(self, session: DraftSession | None) -> None:
        """From now on changes go to `session`; the Qt document must already show its text."""
        self._session = session

    # Places.

    def to_core(self, units: int) -> int:
        """A place in UTF-16 units as code points."""
        row = self._open.document.paragraphs
        index, start = row.find(units, Measure.UTF16)
        return row.start(index) + _code_points(row[index].text, units - start)

    def to_qt(self, position: int) -> int:
        """A place in code points as UTF-16 units."""
        row = self._open.document.paragraphs
        index, start = row.find(position)
        return row.start(index, Measure.UTF16) + utf16_length(row[index].text[: position - start])

    def paragraph_at(self, units: int) -> tuple[int, Paragraph]:
        """The number (from 0) and the paragraph at a place in UTF-16 units."""
        row = self._open.document.paragraphs
        index, _ = row.find(units, Measure.UTF16)
        return index, row[index]

    def blocks_of(self, index: int) -> tuple[QTextBlock, QTextBlock]:
        """The first and last Qt block of a paragraph, without the blank lines around its text."""
        row = self._open.document.paragraphs
        text = row[index].text
        lead = len(text) - len(text.lstrip("\n"))
        first = self._qt.findBlock(row.start(index, Measure.UTF16) + lead)
        last = first
        for _ in range(text.strip("\n").count("\n")):
            last = last.next()
        return first, last

    # From Qt.

    def _contents_change(self, position: int, removed: int, added: int) -> None:
        if self._muted or self._session is None or self._is_formatting():
            return
        try:
            self._take(position, removed, added)
        except Exception:
            log.exception("a change could not be taken over as reported")
            self._resynchronise()

    def _take(self, position: int, removed: int, added: int) -> None:
        session = self._open
        total = session.document.paragraphs.total(Measure.UTF16)
        now = self._qt.characterCount() - 1
        # The reported lengths may take in the last separator, which is no character of the text.
        over = max(0, position + removed - total, position + added - now)
        removed, added = removed - over, added - over
        start, stop = self.to_core(position), self.to_core(min(position + removed, total))
        old = session.document.fragment(start, stop).text
        new = self._slice(position, position + added)
        low, high = _differing(shown(old), new)
        gone, came = len(old) - low - high, new[low : len(new) - high]
        if gone or came:
            fragment, act = self.origin_of(Inserted(came, start + low))
            if fragment.text != came:
                raise ValueError("the origins do not cover what came in")
            self.changed(session.change(start + low, gone, fragment, act))
        if session.document.paragraphs.total(Measure.UTF16) != now:
            raise ValueError("the two texts differ in length")

    def _slice(self, start: int, stop: int) -> str:
        cursor = QTextCursor(self._qt)
        cursor.setPosition(start)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def _resynchronise(self) -> None:
        """What stands on the screen is what the writer sees; the log is brought in line with it."""
        session = self._open
        old, new = session.document.text(), self._qt.toRawText().replace("\u2029", "\n")
        low, high = _differing(shown(old), new)
        came = new[low : len(new) - high]
        fragment, act = self.origin_of(Inserted(came, low))
        self.changed(session.change(low, len(old) - low - high, fragment, act))

    # To Qt.

    def perform(self, position: int, removed: int, inserted: Fragment, act: Act) -> int:
        """Changes the draft and shows it; returns where the change ends, in UTF-16 units."""
        return self.show(self._open.change(position, removed, inserted, act))

    def show(self, changes: Changes) -> int:
        """Brings Qt up to changes the session has made already; returns where the last one ends, in UTF-16 units."""
        end = 0
        cursor = QTextCursor(self._qt)
        self._muted = True
        cursor.beginEditBlock()
        try:
            for edit, start in zip(changes.edits, self._starts(changes.edits), strict=True):
                cursor.setPosition(start)
                stop = start + utf16_length(edit.removed.text)
                cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(shown(edit.inserted.text))
                end = start + utf16_length(edit.inserted.text)
        finally:
            cursor.endEditBlock()
            self._muted = False
        if changes.edits:
            self.changed(changes)
        return end

    def _starts(self, edits: tuple[Edit, ...]) -> list[int]:
        """Where in Qt each edit begins, in UTF-16 units of the text at its turn; the session is already past all."""
        if len(edits) == 1:
            return [self.to_qt(edits[0].position)]
        starts: list[int] = []
        text = self._qt.toRawText()
        if utf16_length(text) == len(text):
            return [edit.position for edit in edits]
        for edit in edits:
            starts.append(utf16_length(text[: edit.position]))
            end = edit.position + len(edit.removed.text)
            text = text[: edit.position] + shown(edit.inserted.text) + text[end:]
        return starts

    @property
    def _open(self) -> DraftSession:
        if self._session is None:
            raise RuntimeError("no draft is open")
        return self._session


def _code_points(text: str, units: int) -> int:
    if text.isascii():
        return units
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))


def _differing(old: str, new: str) -> tuple[int, int]:
    """How many code points the two have in common at the start, and of the rest at the end."""
    limit = min(len(old), len(new))
    low = 0
    if old[:limit] == new[:limit]:
        low = limit
    else:
        while old[low] == new[low]:
            low += 1
    high = 0
    limit -= low
    while high < limit and old[-1 - high] == new[-1 - high]:
        high += 1
    return low, high
