"""Keeping a version, looking at what changed since, and going back to one: an edit like any other."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QObject, Signal

from editor.core.edits import EditKind
from editor.core.origins import PASTED
from editor.core.rows import runs_from
from editor.core.runs import Fragment, Runs, joined, parted
from editor.protocol import messages as wire
from editor.session.draft_session import Act
from editor.ui.desk.difference import DiffKind, DiffPiece
from editor.ui.desk.version_list import VersionEntry
from editor.ui.desk.versions_panel import KeepVersion, VersionScope, VersionsPanel
from editor.ui.dialogs.version_name import VersionName
from editor.ui.flows.blind_flow import BlindFlow
from editor.ui.flows.moments import when_words
from editor.ui.workbench import Workbench


class VersionsFlow(QObject):
    """Signals:
    counted: another number of versions is kept of a paragraph; carries its id.
    """

    counted = Signal(int)

    def __init__(self, bench: Workbench, panel: VersionsPanel) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self._paragraph = 0
        self._scope = VersionScope.PARAGRAPH
        self._rows: dict[int, wire.VersionRow] = {}
        self._pieces: tuple[DiffPiece, ...] = ()
        self._words: Fragment | None = None
        """The pieces with whose they are, from the first copy on."""
        self._blind = BlindFlow(bench, self._restore, panel)
        panel.copy = self._on_clipboard
        panel.keep_pressed.connect(self._keep_pressed)
        panel.chosen.connect(self._compare)
        panel.restore_pressed.connect(self.restore)
        panel.scope_chosen.connect(self._scope_chosen)
        panel.blind_pressed.connect(self.compare_blind)

    def compare_blind(self) -> None:
        """Versions of the paragraph of the caret, or of the draft where the panel is about that."""
        here = self._bench.view.current()
        if self._scope is VersionScope.DRAFT and self._panel.isVisible():
            self._blind.open(None)
        elif here is not None:
            self._blind.open(here[1].id)

    def show_paragraph(self, ident: int) -> None:
        if ident != self._paragraph:
            self._paragraph = ident
            self.load()

    def load(self) -> None:
        """Fetches the versions of what the panel is about."""
        if self._bench.draft is None or not self._bench.draft.exists:
            self._panel.show_versions(self._scope, ())
            return
        target = self._target
        self._bench.ask(lambda ident: wire.ListVersions(ident, target), self._came, failed=lambda _failure: None)

    @property
    def _target(self) -> int | None:
        return self._paragraph if self._scope is VersionScope.PARAGRAPH else None

    def _came(self, answer: wire.Versions) -> None:
        self._rows = {row.id: row for row in answer.versions}
        entries = tuple(VersionEntry(row.id, row.name, when_words(row.wall_ms), row.words) for row in answer.versions)
        self._panel.show_versions(self._scope, entries)
        if self._target is not None:
            self._count(self._target, len(entries))

    def _count(self, paragraph: int, versions: int) -> None:
        if self._bench.facts is None:
            return
        self._bench.facts.versions = {**self._bench.facts.versions, paragraph: versions}
        self.counted.emit(paragraph)

    def _scope_chosen(self, scope: VersionScope) -> None:
        self._scope = scope
        self.load()

    # Keeping.

    def ask_name(self, whole_draft: bool) -> None:
        """Asks for a name, which may stay empty, and keeps the paragraph of the caret or the draft."""
        here = self._bench.view.current()
        if here is None:
            return
        about = "This keeps the draft" if whole_draft else f"This keeps paragraph {here[0] + 1}"
        dialog = VersionName(f"{about} as it is now.", self._bench.theme, self._bench.view.window())
        paragraph = None if whole_draft else here[1].id
        dialog.named.connect(lambda name: self.keep(name, paragraph))
        dialog.open()

    def _keep_pressed(self, wanted: KeepVersion) -> None:
        self.keep(wanted.name, self._paragraph if wanted.scope is VersionScope.PARAGRAPH else None)

    def keep(self, name: str, paragraph: int | None, *, quietly: bool = False) -> None:
        session = self._bench.session
        if session is None:
            return
        session.recorder.prepare()
        upto = self._bench.upto

        def kept(answer: wire.Versions) -> None:
            if paragraph is not None:
                self._count(paragraph, len(answer.versions))
            self.load()
            if not quietly:
                self._bench.say("Version kept.")

        self._bench.ask(lambda ident: wire.KeepVersion(ident, name, paragraph, upto), kept)

    # Looking back and going back.

    def _compare(self, version: int) -> None:
        upto = self._bench.upto
        self._bench.ask(lambda ident: wire.CompareVersion(ident, version, upto), self._compared)

    def _compared(self, answer: wire.Compared) -> None:
        pieces = tuple(DiffPiece(DiffKind(row.kind), row.text) for row in answer.pieces)
        self._pieces, self._words = pieces, None
        self._panel.show_difference(answer.version, pieces)

    def _of_whom(self, row: wire.VersionRow, pieces: tuple[DiffPiece, ...]) -> Fragment:
        """The pieces with whose they are: of the version, or, where only the present text has them, of that."""
        old = _runs_of(Fragment(row.text, runs_from(list(row.runs))), pieces, DiffKind.ADDED)
        present = _runs_of(self._present(row), pieces, DiffKind.REMOVED)
        runs: list[Runs] = []
        for piece in pieces:
            before = next(old) if piece.kind is not DiffKind.ADDED else ()
            now = next(present) if piece.kind is not DiffKind.REMOVED else ()
            runs.append(now if piece.kind is DiffKind.ADDED else before)
        return Fragment("".join(piece.text for piece in pieces), joined(runs))

    def _present(self, row: wire.VersionRow) -> Fragment:
        session = self._bench.session
        if session is None:
            return Fragment()
        if row.paragraph is None:
            return session.document.fragment(0, len(session.document))
        paragraph = self._bench.paragraph(row.paragraph)
        return paragraph.fragment if paragraph is not None else Fragment()

    def _on_clipboard(self, version: int, start: int, stop: int) -> QMimeData:
        row = self._rows.get(version)
        if self._words is None and row is not None:
            self._words = self._of_whom(row, self._pieces)
        return self._bench.clipboard.copied((self._words or Fragment()).slice(start, stop))

    def restore(self, version: int) -> None:
        """Puts a version's text back. The present text stays in the history, one undo away."""
        row = self._rows.get(version)
        if row is not None:
            self._restore(row)

    def _restore(self, row: wire.VersionRow) -> None:
        if row.paragraph is None:
            self._bench.copy_first(lambda: self._put_back(row))
        else:
            self._put_back(row)

    def _put_back(self, row: wire.VersionRow) -> None:
        session = self._bench.session
        if session is None:
            return
        paragraphs = session.document.paragraphs
        start, old = 0, ""
        if row.paragraph is None:
            old = session.document.text()
        elif paragraphs.has(row.paragraph):
            index = paragraphs.index_of(row.paragraph)
            start, old = paragraphs.start(index), paragraphs[index].text
        else:
            self._bench.say("That paragraph is no longer in the draft. Its versions stay here.")
            return
        low, high = _common_ends(old, row.text)
        kept = Fragment(row.text, runs_from(list(row.runs))).slice(low, len(row.text) - high)
        self._bench.view.perform(start + low, len(old) - low - high, kept, Act(EditKind.TOOL))
        self._bench.say("Version restored. Undo brings the other text back.")
        self._compare(row.id)


def _runs_of(words: Fragment, pieces: tuple[DiffPiece, ...], but: DiffKind) -> Iterator[Runs]:
    """Whose the pieces are that are not of kind `but`; of a text that was changed since, it is not known."""
    shown = [piece.text for piece in pieces if piece.kind is not but]
    whole = "".join(shown)
    return parted(words.runs if whole == words.text else Fragment.of(whole, PASTED).runs, map(len, shown))


def _common_ends(old: str, new: str) -> tuple[int, int]:
    limit = min(len(old), len(new))
    low = next((at for at in range(limit) if old[at] != new[at]), limit)
    high = next((at for at in range(limit - low) if old[-1 - at] != new[-1 - at]), limit - low)
    return low, high
