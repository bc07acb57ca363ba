"""One claim: its words, how it stands, and where the writer says what was found out about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from editor.core.claims import ClaimNow, Proof
from editor.ui.desk.source_list import SearchView, SourceList
from editor.ui.plain_words import PlainLabel
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress, text_font

_LOOK, _STOP = "Look for Sources…", "Stop the Search"
_NO_SOURCE = "Say where you looked: a link, a book, a measurement of your own."


@dataclass(frozen=True, slots=True)
class ClaimView:
    claim: int
    quote: str
    now: ClaimNow
    note: str
    """How it stands, in a sentence."""
    proof: Proof | None
    """What was entered last; None where nothing was."""
    today: str = ""
    """What the date begins with where none was entered."""
    searches: tuple[SearchView, ...] = ()
    """What searches of the web brought for it, the newest first."""
    searching: str = ""
    """How it stands with a search that is under way, or why the last one brought nothing; else empty."""
    is_searching: bool = False


@dataclass(frozen=True, slots=True)
class ProofEntered:
    claim: int
    source: str
    quote: str
    date: str


class ClaimForm(QWidget):
    """Signals:
    verified: carries a ProofEntered with a source.
    opinion, dismissed, reopened, removed: carry a claim's id.
    sources_wanted: the web is to be searched, or the search that is under way to be stopped; carries a claim's id.
    """

    verified = Signal(object)
    opinion = Signal(int)
    dismissed = Signal(int)
    reopened = Signal(int)
    removed = Signal(int)
    sources_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ClaimView | None = None
        self.setAccessibleName("The chosen claim")
        quoted = text_font(self.font().pointSizeF() * 1.12)
        quoted.setItalic(True)
        self._quote = Prose("", quoted, theme.quote, theme.attention)
        self._note = Prose("", self.font(), theme.muted)
        self._fields = QWidget(self)
        self._source = self._line("Source", "A link, a book, your own measurement")
        self._words = self._line("What the source says", "Its words, if you like")
        self._date = self._line("Date", "Of the source, or of today")
        self._problem = Prose("", self.font(), theme.blocked)
        self._verify = self._button("Verified", "I looked it up; this is where", self._verify_pressed)
        self._verify.setProperty("weight", "first")
        self._opinion = self._button("My Opinion", "An opinion, which needs no source", self._shown(self.opinion))
        self._no_claim = self._button(
            "No Claim", "This claims nothing; it is not found again", self._shown(self.dismissed)
        )
        self._reopen = self._button("Open Again", "Ask about it again", self._shown(self.reopened))
        self._remove = self._button("Remove", "Take it off the list; its words are gone", self._shown(self.removed))
        about = "A model's provider searches the web; shows first what would be sent"
        self._look = self._button(_LOOK, about, self._shown(self.sources_wanted))
        self._searching = Prose("", self.font(), theme.window_ink)
        self.sources = SourceList(theme)
        self.sources.used.connect(self._use)
        self._lay_out()
        self.set_theme(theme)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit(self._fields)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setMaxLength(2_000)
        line.returnPressed.connect(self._verify_pressed)
        return line

    def _shown(self, signal: SignalInstance) -> Callable[[], None]:
        return lambda: signal.emit(self.claim)

    def _button(self, words: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(f"{words}: {name}")
        button.setToolTip(name)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        rows = QFormLayout(self._fields)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(10)
        rows.setVerticalSpacing(6)
        for name, field in (("Source", self._source), ("It says", self._words), ("Date", self._date)):
            label = PlainLabel(name, self._fields)
            label.setProperty("voice", "muted")
            rows.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self._verify, self._opinion, self._no_claim, self._reopen, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._quote)
        column.addWidget(self._note)
        column.addWidget(self._fields)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        column.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._searching)
        column.addWidget(self.sources)

    def set_theme(self, theme: Theme) -> None:
        self._quote.set_colour(theme.quote)
        self._note.set_colour(theme.muted)
        self._problem.set_colour(theme.blocked)
        self._searching.set_colour(theme.window_ink)
        self.sources.set_theme(theme)
        dress(self, theme)

    @property
    def claim(self) -> int:
        """The id of the claim that is shown; 0 where none is."""
        return self._view.claim if self._view else 0

    def show_view(self, view: ClaimView | None) -> None:
        """What was typed and not entered yet stays while it is about the same claim in the same state."""
        before, self._view = self._view, view
        self.setVisible(view is not None)
        if view is None or view == before:
            return
        self._quote.set_text(view.quote)
        self._note.set_text(view.note)
        self._note.setVisible(bool(view.note))
        self._show_sources(view)
        if before is None or (before.claim, before.now, before.proof) != (view.claim, view.now, view.proof):
            self._fill(view)

    def _show_sources(self, view: ClaimView) -> None:
        asks = view.now.asks
        self._look.setVisible(asks or view.is_searching)
        self._look.setText(_STOP if view.is_searching else _LOOK)
        self._searching.set_text(view.searching)
        self._searching.setVisible(bool(view.searching))
        self.sources.show_searches(view.searches, can_use=asks)

    def _use(self, url: str) -> None:
        """Puts it where the writer says where they looked. Whether they did is theirs to say."""
        self._source.setText(url)
        self._source.setCursorPosition(0)
        self._show_problem("")
        self._source.setFocus()

    def _fill(self, view: ClaimView) -> None:
        proof = view.proof
        self._source.setText(proof.source if proof else "")
        self._words.setText(proof.quote if proof else "")
        self._date.setText(proof.date if proof else view.today)
        for line in (self._source, self._words, self._date):
            line.setCursorPosition(0)  # a long address is known by how it begins
        self._show_problem("")
        asks, gone = view.now.asks, view.now is ClaimNow.GONE
        self._fields.setVisible(asks)
        for button in (self._verify, self._opinion, self._no_claim):
            button.setVisible(asks)
        self._reopen.setVisible(not asks and not gone)
        self._remove.setVisible(gone)

    def _verify_pressed(self) -> None:
        source = self._source.text().strip()
        if self._view is None or not source:
            self._show_problem(_NO_SOURCE)
            self._source.setFocus()
            return
        self.verified.emit(ProofEntered(self._view.claim, source, self._words.text().strip(), self._date.text().strip()))

    def _show_problem(self, words: str) -> None:
        self._problem.set_text(words)
        self._problem.setVisible(bool(words))
