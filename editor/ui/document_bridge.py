"""Between Qt's document and ours: the one translator of places and changes.

Qt counts UTF-16 units, shows a paragraph separator for a line end, over-reports what changed, reports formatting as
a change, and takes some characters for its own. What the writer types arrives here from Qt and is told to the session;
what the program does (undo, paste, replace, restore) is done in the session first and then shown in Qt. After either,
both hold the same text, and the bridge checks that they do.
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from editor.core.changes import Changes
from editor.core.edits import Edit
from editor.core.paragraph_row import Measure, Paragraph, utf16_length
from editor.core.runs import Fragment
from editor.session.draft_session import TYPING, Act, DraftSession
from editor.session.large_changes import nothing_collected
from editor.ui.shown_text import shown

log = logging.getLogger(__name__)

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


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

    def text_of(self, block: QTextBlock) -> str:
        """What a Qt block says in the draft, where Qt may have signs for it."""
        text = block.text()
        if self._session is None:
            return text
        start = self.to_core(block.position())
        return self._session.document.fragment(start, start + len(text)).text

    def paragraph_at(self, units: int) -> tuple[int, Paragraph]:
        """The number (from 0) and the paragraph at a place in UTF-16 units."""
        row = self._open.document.paragraphs
        index, _ = row.find(units, Measure.UTF16)
        return index, row[index]

    def blocks_of(self, index: int) -> tuple[QTextBlock, QTextBlock]:
        """The first and last Qt block of a paragraph, without the blank lines around its text."""
        row = self._open.document.paragraphs
        text = row[index].text
        # Every line on the screen asks, also one of a paragraph of many thousand: nothing here costs its length.
        lead, tail = 0, len(text)
        while lead < tail and text[lead] == "\n":
            lead += 1
        while lead < tail and text[tail - 1] == "\n":
            tail -= 1
        first = self._qt.findBlock(row.start(index, Measure.UTF16) + lead)
        if lead == tail:
            return first, first
        return first, self._qt.findBlock(row.start(index + 1, Measure.UTF16) - (len(text) - tail))

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
        start = stop = self._whole(position)
        if removed:
            stop = self._whole(position + removed)
        old = session.document.fragment(start, stop).text if removed else ""
        new = self._slice(position, position + added)
        low, high = _differing(shown(old), shown(new))
        gone, came = len(old) - low - high, new[low : len(new) - high]
        if gone or came:
            fragment, act = self.origin_of(Inserted(came, start + low))
            if fragment.text != came:
                raise ValueError("the origins do not cover what came in")
            self.changed(session.change(start + low, gone, fragment, act))
        if shown(new) != new:  # came in through Qt, which would hide it
            at = self.to_qt(start)
            self._put([(at, at + utf16_length(new), new)])
        if session.document.paragraphs.total(Measure.UTF16) != now:
            raise ValueError("the two texts differ in length")

    def _whole(self, units: int) -> int:
        """As `to_core`. Raises ValueError for a place within a character."""
        row = self._open.document.paragraphs
        index, start = row.find(units, Measure.UTF16)
        text = row[index].text
        before = _code_points(text, units - start)
        if not text.isascii() and utf16_length(text[:before]) != units - start:
            raise ValueError("the change begins or ends within a character")
        return row.start(index) + before

    def _slice(self, start: int, stop: int) -> str:
        if stop - start == 1:  # a key
            return "\n" if (sign := self._qt.characterAt(start)) == "\u2029" else sign
        cursor = QTextCursor(self._qt)
        cursor.setPosition(start)
        cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def _resynchronise(self) -> None:
        """What stands on the screen is what the writer sees; the log is brought in line with it."""
        session = self._open
        old, new = session.document.text(), self._qt.toRawText().replace("\u2029", "\n")
        low, high = _differing(shown(old), shown(new))
        came = new[low : len(new) - high]
        fragment, act = self.origin_of(Inserted(came, low))
        self.changed(session.change(low, len(old) - low - high, fragment, act))
        units = self._qt.characterCount() - 1
        if session.document.paragraphs.total(Measure.UTF16) != units or shown(new) != new:
            # Half a character stood in Qt, which no text can say, or one that it would hide.
            self._put([(0, units, session.document.text())])

    # To Qt.

    def perform(self, position: int, removed: int, inserted: Fragment, act: Act) -> int:
        """Changes the draft and shows it; returns where the change ends, in UTF-16 units."""
        with nothing_collected(removed + len(inserted.text)):
            self.show(self._open.change(position, removed, inserted, act))
        return self.to_qt(position + len(inserted.text))

    def show(self, changes: Changes) -> int:
        """Brings Qt up to changes the session has made already; returns where the last one ends, in UTF-16 units."""
        starts = self._starts(changes.edits)
        ends = [start + utf16_length(edit.removed.text) for edit, start in zip(changes.edits, starts, strict=True)]
        self._put(
            (start, stop, edit.inserted.text)
            for edit, start, stop in zip(changes.edits, starts, ends, strict=True)
            if edit.inserted.text != edit.removed.text  # else only whose words they are was changed
        )
        if not changes.edits:
            return 0
        self.changed(changes)
        return starts[-1] + utf16_length(changes.edits[-1].inserted.text)

    def _put(self, replacements: Iterable[tuple[int, int, str]]) -> None:
        """Replaces stretches of Qt's text, from and to in UTF-16 units at their turn, without hearing of it."""
        cursor = QTextCursor(self._qt)
        self._muted = True
        cursor.beginEditBlock()
        try:
            for start, stop, text in replacements:
                cursor.setPosition(start)
                cursor.setPosition(stop, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(shown(text))
        finally:
            cursor.endEditBlock()
            self._muted = False

    def _starts(self, edits: tuple[Edit, ...]) -> list[int]:
        """Where in Qt each edit begins, in UTF-16 units of the text at its turn; the session is already past all."""
        if len(edits) <= 1:
            return [self.to_qt(edit.position) for edit in edits]
        astral = [found.start() for found in _ASTRAL.finditer(self._qt.toRawText())]
        starts: list[int] = []
        for edit in edits:
            removed, inserted = len(edit.removed.text), edit.inserted.text
            low, high = bisect_left(astral, edit.position), bisect_left(astral, edit.position + removed)
            starts.append(edit.position + low)
            astral[low:] = [
                *(edit.position + found.start() for found in _ASTRAL.finditer(inserted)),
                *(at + len(inserted) - removed for at in astral[high:]),
            ]
        return starts

    @property
    def _open(self) -> DraftSession:
        if self._session is None:
            raise RuntimeError("no draft is open")
        return self._session


def _code_points(text: str, units: int) -> int:
    """How many whole code points the first `units` UTF-16 units of a text hold."""
    if text.isascii():
        return units
    astral = 0
    for found in _ASTRAL.finditer(text):
        if found.start() + astral >= units:
            break
        astral += 1
    return units - astral


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
