"""Find and replace. What is replaced is the program's doing on the writer's order: origin "tool", one undo for all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QApplication

from editor.core.edits import EditKind
from editor.core.origins import OWN_KINDS, TOOL
from editor.core.respaced import respaced
from editor.core.runs import Fragment
from editor.session.draft_session import Act
from editor.ui.find_bar import FindBar, FindQuery
from editor.ui.format_ranges import format_range
from editor.ui.workbench import Workbench

_MOST_MARKED = 20_000
_MANY = 20
"""Places from which on a safety copy is made before they are replaced."""


class FindFlow(QObject):
    def __init__(self, bench: Workbench, bar: FindBar) -> None:
        super().__init__(bar)
        self._bench = bench
        self._bar = bar
        self._matches: list[tuple[int, int]] = []
        """Sorted stretches of the draft, in code points."""
        self._query = FindQuery("")
        bar.query_changed.connect(self._changed)
        bar.next_pressed.connect(lambda query: self._step(query, forward=True))
        bar.previous_pressed.connect(lambda query: self._step(query, forward=False))
        bar.replace_pressed.connect(self._replace)
        bar.replace_all_pressed.connect(self._replace_all)
        bar.closed.connect(self._closed)
        bench.view.overlays.append(self._overlay)

    def open(self, replace: bool) -> None:
        start, stop = self._bench.view.selection()
        session = self._bench.session
        chosen = session.document.fragment(start, stop).text if session and 0 < stop - start < 200 else ""
        self._bar.open_bar(chosen if "\n" not in chosen else "", replace)

    def _changed(self, query: FindQuery) -> None:
        self._search(query)
        self._show_count()

    def _search(self, query: FindQuery) -> None:
        self._query = query
        session = self._bench.session
        pattern = self._pattern(query)
        self._matches = []
        if session is not None and pattern is not None:
            found = (match.span() for match in pattern.finditer(session.document.text()))
            self._matches = [span for span in found if span[0] < span[1]][:_MOST_MARKED]
        self._mark()

    def _pattern(self, query: FindQuery) -> re.Pattern[str] | None:
        if not query.text:
            return None
        source = query.text if query.expression else re.escape(query.text)
        if query.whole_words:
            source = rf"\b(?:{source})\b"
        try:
            return re.compile(source, re.MULTILINE | (0 if query.case else re.IGNORECASE))
        except re.error as error:
            self._bar.show_problem(f"This expression cannot be read: {error.msg}.")
            return None

    def _step(self, query: FindQuery, *, forward: bool) -> None:
        self._search(query)
        if not self._matches:
            self._show_count()
            return
        start, stop = self._bench.view.selection()
        if forward:
            found = next((span for span in self._matches if span[0] >= stop), self._matches[0])
        else:
            found = next((span for span in reversed(self._matches) if span[1] <= start), self._matches[-1])
        self._bench.view.select(*found)
        if self._bench.session:
            self._bench.session.read()
        self._show_count()

    def _show_count(self) -> None:
        if self._query.text and self._pattern(self._query) is None:
            return
        start, stop = self._bench.view.selection()
        current = self._matches.index((start, stop)) + 1 if (start, stop) in self._matches else 0
        self._bar.show_matches(current, len(self._matches))

    def _replace(self, query: FindQuery) -> None:
        self._search(query)
        session = self._bench.session
        here = self._bench.view.selection()
        if here in self._matches and session is not None:
            text = self._replacement(query, session.document.text(), here)
            if text is None:
                return
            self._put(here, text, None)
        self._step(query, forward=True)

    def _replace_all(self, query: FindQuery) -> None:
        self._search(query)
        if len(self._matches) < _MANY:
            self._replace_found(query)
        else:
            self._bench.copy_first(lambda: self._replace_found(query))

    def _replace_found(self, query: FindQuery) -> None:
        self._search(query)
        session = self._bench.session
        if session is None or not self._matches:
            self._show_count()
            return
        whole, group = session.document.text(), session.recorder.next_n
        texts = [self._replacement(query, whole, span) for span in self._matches]
        changed = 0
        for span, text in zip(reversed(self._matches), reversed(texts), strict=True):
            if text is None:
                return
            changed += self._put(span, text, group)
        self._search(query)
        self._show_count()
        if not changed:
            self._bench.say("Nothing was replaced: the words are the same.")
            return
        self._bench.say(f"Replaced {changed:,}. One undo takes all of it back.")

    def _replacement(self, query: FindQuery, whole: str, span: tuple[int, int]) -> str | None:
        """What takes the place of a match; None, with a sentence, where the replacement cannot be read.

        The match is made again in the whole text: an expression may look at what stands around it.
        """
        pattern = self._pattern(query)
        match = pattern.match(whole, span[0]) if pattern and query.expression else None
        if match is None:
            return query.replacement
        try:
            return match.expand(query.replacement)
        except (re.error, IndexError):
            self._bar.show_problem("The replacement names a group that the expression does not have.")
            return None

    def _put(self, span: tuple[int, int], text: str, group: int | None) -> bool:
        """Whether anything was changed. What stays as it was stays whose it was."""
        session = self._bench.session
        if session is None or session.document.fragment(*span).text == text:
            return False
        known = self._known(text)
        new, kind = (known, EditKind.PASTE) if known else (Fragment.of(text, TOOL), EditKind.TOOL)
        self._bench.view.perform(span[0], span[1] - span[0], new, Act(kind, group=group))
        return True

    def _known(self, text: str) -> Fragment | None:
        """A replacement that is not the writer's: words a model showed here, or what is on the clipboard now."""
        if not text:
            return None
        found = self._bench.clipboard.known(text)
        if found is None:
            board = QApplication.clipboard()
            if not board.text():  # then there may be nothing at all to look at
                return None
            found = respaced(self._bench.clipboard.received(board.mimeData()).fragment, text)
        return found if found and any(run.origin.kind not in OWN_KINDS for run in found.runs) else None

    def _closed(self) -> None:
        self._matches = []
        self._query = FindQuery("")
        self._mark()
        self._bench.view.setFocus()

    def _mark(self) -> None:
        view = self._bench.view
        view.text_layout.refresh(0, view.document().blockCount() - 1)

    def _overlay(self, block: QTextBlock) -> Sequence[QTextLayout.FormatRange]:
        if not self._matches or self._bench.session is None:
            return ()
        bridge = self._bench.view.bridge
        low = bridge.to_core(block.position())
        text = block.text()
        result = []
        for start, stop in self._matches:
            if stop > low and start < low + len(text):
                result.append(self._range(text, max(0, start - low), min(len(text), stop - low)))
        return result

    def _range(self, text: str, start: int, stop: int) -> QTextLayout.FormatRange:
        form = QTextCharFormat()
        form.setBackground(self._bench.theme.find)
        return format_range(text, start, stop, form)
