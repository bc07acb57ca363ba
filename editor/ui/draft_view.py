"""The draft on the page: what the writer's hands do becomes acts, what changed becomes pixels.

Every act that alters the text goes through the bridge; every act that only looks (caret, selection, scrolling) is told to
the session as reading. What the program does by itself (highlighting, restoring a scroll position) is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QKeyCombination, QMimeData, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QTextBlock,
    QTextCursor,
    QTextLayout,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from editor.core.changes import Changes
from editor.core.edits import EditKind
from editor.core.origins import DICTATED, TYPED, Origin
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Fragment
from editor.session.draft_session import TYPING, Act, DraftSession
from editor.session.moving import move_words
from editor.ui.clipboard import Clipboard, Pasted, local_files
from editor.ui.document_bridge import DocumentBridge, Inserted
from editor.ui.hidden_marks import hidden_places
from editor.ui.markdown_formats import LineKind, line_kind
from editor.ui.paragraph_lines import kind_of_line
from editor.ui.qt_guard import nothing, survives
from editor.ui.shown_text import shown
from editor.ui.text_editor import TextEditor

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_SOFT_RETURNS = frozenset(
    {
        QKeyCombination(_SHIFT, Qt.Key.Key_Return).toCombined(),
        QKeyCombination(_SHIFT | Qt.KeyboardModifier.KeypadModifier, Qt.Key.Key_Enter).toCombined(),
    }
)
_KEY_MS = 1_000
"""Text an input method commits within this time of a key was typed; later, without a key, it was dictated."""

Overlay = Callable[[QTextBlock], Sequence[QTextLayout.FormatRange]]


class DraftView(TextEditor):
    """Shows one session.

    Signals:
        changed: the draft changed, by whatever means; carries `core.changes.Changes`.
        caret_moved: without a value.
        pasted: text came from the clipboard; carries `clipboard.Pasted`.
        file_dropped: a file was dropped on the page; carries its `Path`.
    """

    changed = Signal(object)
    caret_moved = Signal()
    pasted = Signal(object)
    file_dropped = Signal(object)

    def __init__(self, clipboard: Clipboard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Draft")
        self.clipboard = clipboard
        self.bridge = DocumentBridge(self.document(), lambda: self.busy)
        self.bridge.origin_of = self._origin_of
        self.bridge.changed = self._has_changed
        self.session: DraftSession | None = None
        self.overlays: list[Overlay] = []
        self._act = TYPING
        self._origin: Origin = TYPED
        self._edited = False
        self._drops: list[int] | None = None
        """While something is dropped: where, in code points."""
        self._last_key_ms = -_KEY_MS
        self._stale: tuple[int, int] | None = None
        self._news: list[Changes] = []
        self._painted = QTimer(self, singleShot=True, interval=0)  # fires when nothing is left to paint
        self._painted.timeout.connect(self._tell)
        self._restyle = QTimer(self, singleShot=True, interval=0)
        self._restyle.timeout.connect(self._restyle_stale)
        self.text_layout.line_kind = self._line_kind
        self.text_layout.overlay = self._overlay
        self.text_layout.hidden = partial(hidden_places, self.bridge)
        self.cursorPositionChanged.connect(self._caret_changed)
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._read())
        self.setReadOnly(True)

    # A draft comes and goes.

    def attach(self, session: DraftSession, caret: int = 0) -> None:
        """Shows a session's text, with the caret at `caret` (code points)."""
        self.detach()
        self.load(shown(session.document.text()))
        self.session = session
        self.bridge.attach(session)
        session.time.in_view = self._words_in_view
        self.setReadOnly(False)
        self.place_caret(self.bridge.to_qt(min(caret, len(session.document))))
        if not self.isVisible():
            self.verticalScrollBar().setValue(0)  # without a size yet, the view would have scrolled for nothing
        self.mark_current()

    def detach(self) -> None:
        self._tell()
        self.session = None
        self.bridge.attach(None)
        self.setReadOnly(True)

    # Places.

    @property
    def caret(self) -> int:
        """Code points from the start of the draft."""
        return self.bridge.to_core(self.textCursor().position()) if self.session else 0

    def current(self) -> tuple[int, Paragraph] | None:
        """Number (from 0) and paragraph of the caret."""
        return self.bridge.paragraph_at(self.textCursor().position()) if self.session else None

    def selection(self) -> tuple[int, int]:
        """Start and end of the selection in code points; equal where nothing is selected."""
        cursor = self.textCursor()
        return self.bridge.to_core(cursor.selectionStart()), self.bridge.to_core(cursor.selectionEnd())

    def place_caret(self, units: int) -> None:
        """Puts the caret at a place in UTF-16 units and brings it into view. Not an act of the writer."""
        cursor = self.textCursor()
        cursor.setPosition(min(units, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def go_to_paragraph(self, ident: int, offset: int = 0) -> None:
        """Puts the caret into a paragraph, `offset` code points from its start; unknown ids are ignored."""
        if self.session is None or not self.session.document.paragraphs.has(ident):
            return
        row = self.session.document.paragraphs
        index = row.index_of(ident)
        first, _ = self.bridge.blocks_of(index)
        self.place_caret(self.bridge.to_qt(row.start(index) + offset) if offset else first.position())
        self.center_on(self.textCursor().position())
        self.setFocus()

    def select(self, start: int, stop: int) -> None:
        """Selects a stretch given in code points; one that was out of view comes to the middle of it."""
        cursor = self.textCursor()
        cursor.setPosition(self.bridge.to_qt(start))
        cursor.setPosition(self.bridge.to_qt(stop), QTextCursor.MoveMode.KeepAnchor)
        in_view = self.viewport().rect().contains(self.cursorRect(cursor))
        self.setTextCursor(cursor)
        if in_view:
            self.ensureCursorVisible()
        else:
            self.center_on(cursor.position())

    # Acts that change the text.

    def perform(self, position: int, removed: int, inserted: Fragment, act: Act) -> None:
        """Changes the draft on the writer's behalf; places in code points. The caret goes to the end of the change."""
        self.place_caret(self.bridge.perform(position, removed, inserted, act))

    def undo(self) -> None:
        if self.session:
            self._show_reversal(self.session.undo())

    def redo(self) -> None:
        if self.session:
            self._show_reversal(self.session.redo())

    def _show_reversal(self, changes: Changes) -> None:
        if changes.edits:
            self.place_caret(self.bridge.show(changes))

    @survives(nothing)
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        self._last_key_ms = self._now_ms()
        self._act = Act(by_hand=not event.isAutoRepeat())
        before, self._edited = self.textCursor().position(), False
        try:
            if event.keyCombination().toCombined() in _SOFT_RETURNS:
                self.textCursor().insertBlock()  # Qt's own would put in a U+2028, which is no line end in Markdown
                self.ensureCursorVisible()
            else:
                super().keyPressEvent(event)
        finally:
            self._act = TYPING
        if not self._edited and not event.isAutoRepeat() and self.textCursor().position() != before:
            self._read()

    @survives(nothing)
    def inputMethodEvent(self, event: QInputMethodEvent, /) -> None:
        composed = self._now_ms() - self._last_key_ms < _KEY_MS or bool(event.preeditString())
        self._origin = TYPED if composed else DICTATED
        if event.preeditString():
            self._last_key_ms = self._now_ms()
        try:
            super().inputMethodEvent(event)
        finally:
            self._origin = TYPED

    @survives(QMimeData)
    def createMimeDataFromSelection(self) -> QMimeData:
        start, stop = self.selection()
        if self.session is None or start == stop:
            return QMimeData()
        return self.clipboard.copied(self.session.document.fragment(start, stop))

    @survives(lambda: False)
    def canInsertFromMimeData(self, source: QMimeData, /) -> bool:
        """Text comes in, and a page; a file is opened."""
        return source.hasText() or source.hasHtml() or source.hasUrls()

    @survives(nothing)
    def insertFromMimeData(self, source: QMimeData, /) -> None:
        """Paste or drop; the words keep the origin the clipboard proves."""
        if self.session is None or not (source.hasText() or source.hasHtml()):
            return
        if self._drops is not None:
            self._drops.append(self.caret)
            return
        self._paste(source, as_it_is=False)

    def _paste(self, source: QMimeData, *, as_it_is: bool) -> None:
        """The plain text goes in at once; what more there is in a page is for whoever hears of it to find out."""
        if self.session is None:
            return
        received = self.clipboard.received(source)
        start, stop = self.selection()
        seq, to_be_read = self.session.recorder.next_n, not (received.is_proved or as_it_is)
        self.perform(start, stop - start, received.fragment, Act(EditKind.PASTE))
        self.pasted.emit(Pasted(start, seq, received.fragment, source.html() if to_be_read else "", to_be_read))

    @survives(nothing)
    def dropEvent(self, event: QDropEvent, /) -> None:
        """Qt only finds the place. It would take away and put in within one block of changes, of which the session
        hears when both are over: the words would come from nowhere and count as typed."""
        if files := local_files(event.mimeData()):
            event.acceptProposedAction()
            self.file_dropped.emit(files[0])
            return
        taken = self.selection()
        moves = event.dropAction() is Qt.DropAction.MoveAction and event.source() in (self, self.viewport())
        action = event.dropAction()
        event.setDropAction(Qt.DropAction.CopyAction)
        places: list[int] = []
        self._drops = places
        try:
            super().dropEvent(event)
        finally:
            self._drops = None
            event.setDropAction(action)
        if places and moves:
            self._move(taken, places[0])
        elif places:
            self.place_caret(self.bridge.to_qt(places[0]))
            self.insertFromMimeData(event.mimeData())

    def _move(self, taken: tuple[int, int], at: int) -> None:
        if self.session is not None:
            self.select(*move_words(self.session, self.perform, taken, at))

    def paste_plain(self) -> None:
        """Pastes the clipboard's plain text, and of what came with it only what says whose it is."""
        self._paste(QApplication.clipboard().mimeData(), as_it_is=True)

    def cut(self) -> None:
        start, stop = self.selection()
        if self.session is None or start == stop:
            return
        self.copy()
        self.perform(start, stop - start, Fragment(), Act(EditKind.CUT))

    # Acts that only look.

    @survives(nothing)
    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        super().mouseReleaseEvent(event)
        self._read()

    @survives(nothing)
    def wheelEvent(self, event: QWheelEvent, /) -> None:
        super().wheelEvent(event)
        self._read()

    @survives(nothing)
    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def _read(self) -> None:
        if self.session:
            self.session.read()
            self._painted.start()

    def _caret_changed(self) -> None:
        if self.session is not None and not self._edited:  # else it is told with the change
            self._tell_caret()

    def _tell_caret(self) -> None:
        self.mark_current()
        self.caret_moved.emit()

    def mark_current(self) -> None:
        """Lays the faint band behind the caret's paragraph."""
        here = self.current()
        if here is None or not here[1].body:
            self.set_current_range(-1, -1)
            return
        first, last = self.bridge.blocks_of(here[0])
        self.set_current_range(first.blockNumber(), last.blockNumber())

    def _words_in_view(self) -> tuple[tuple[int, int], ...]:
        session = self.session
        if session is None:
            return ()
        seen = {}
        for block, _ in self.visible_blocks():
            _, paragraph = self.bridge.paragraph_at(block.position())
            seen[paragraph.id] = paragraph
        return tuple((ident, session.measures.last_of(item).words) for ident, item in seen.items())

    def _now_ms(self) -> int:
        return self.session.clock.now().mono_ms if self.session else 0

    # From the bridge, and to the layout.

    def _origin_of(self, new: Inserted) -> tuple[Fragment, Act]:
        return Fragment.of(new.text, self._origin), self._act

    def _has_changed(self, changes: Changes) -> None:
        self._edited = True
        for edit in changes.edits:
            if edit.reshape is not None:
                low, high = edit.reshape.index, edit.reshape.index + len(edit.reshape.inserted)
                old = self._stale or (low, high)
                self._stale = (min(low, old[0]), max(high, old[1]))
        if self._stale or changes.remarks:
            self._restyle.start()
        self._news.append(changes)
        self._painted.start()

    def _tell(self) -> None:
        """What others make of a change, and the minutes, can wait till its letter is on the screen."""
        news, self._news = self._news, []
        self._edited = False
        for changes in news:
            self.changed.emit(changes)
        if self.session is not None:
            if news:
                self._tell_caret()
            self.session.time.settle()

    def _restyle_stale(self) -> None:
        """Sets the lines of reshaped paragraphs anew: what was prose may be code now."""
        if self.session is None:
            return
        row = self.session.document.paragraphs
        here = self.current()
        low, high = self._stale or ((here[0], here[0] + 1) if here else (0, 0))
        self._stale = None
        high = min(high, len(row))
        if low < high:
            first, _ = self.bridge.blocks_of(low)
            _, last = self.bridge.blocks_of(high - 1)
            self.text_layout.refresh(first.blockNumber(), last.blockNumber())
        self.mark_current()
        self.update_margins()

    def restyle_paragraph(self, ident: int) -> None:
        """Sets one paragraph anew because a remark or a match in it came or went."""
        if self.session and self.session.document.paragraphs.has(ident):
            first, last = self.bridge.blocks_of(self.session.document.paragraphs.index_of(ident))
            self.text_layout.refresh(first.blockNumber(), last.blockNumber())

    def _line_kind(self, block: QTextBlock) -> LineKind:
        if self.session is None:
            return line_kind(block.text())
        return kind_of_line(block.text(), self.bridge.paragraph_at(block.position())[1].kind)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        if self.session is None or not self.overlays:
            return ()
        return [one for overlay in self.overlays for one in overlay(block)]

    def paragraph_rect(self, index: int) -> QRectF:
        """The rectangle of a paragraph's text, viewport coordinates."""
        first, last = self.bridge.blocks_of(index)
        box = self.text_layout.range_rect(first.blockNumber(), last.blockNumber())
        column = self.column_rect()
        top = box.top() - self.verticalScrollBar().value()
        return QRectF(column.left(), top, column.width(), box.height())
