"""Comparing two versions blind: chosen, read three times with the sides changed, unveiled, and kept what was chosen."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from editor.core.blind import ThreeTimes, answers_in_words
from editor.core.rows import runs_from
from editor.core.runs import Fragment
from editor.core.titles import COMPARISON
from editor.core.words import words_by_origin
from editor.protocol import messages as wire
from editor.ui.desk.difference import DiffKind, DiffPiece
from editor.ui.dialogs.blind_dialog import BlindDialog, Rival, Unveiled
from editor.ui.flows.moments import when_words
from editor.ui.origin_look import origin_words
from editor.ui.workbench import Workbench

PRESENT = 0
"""Stands for the present text among the ids of versions."""
_OF = "version"


@dataclass(frozen=True, slots=True)
class _Text:
    name: str
    words: Fragment


class BlindFlow(QObject):
    def __init__(
        self,
        bench: Workbench,
        put_back: Callable[[wire.VersionRow], None],
        parent: QObject,
        lot: Callable[[], bool] = lambda: secrets.choice((False, True)),
    ) -> None:
        """`put_back` puts a version in place of the present text; `lot` says whether the sides are changed at first."""
        super().__init__(parent)
        self._bench = bench
        self._put_back = put_back
        self._lot = lot
        self._paragraph: int | None = None
        self._rows: dict[int, wire.VersionRow] = {}
        self._texts: dict[int, _Text] = {}
        self._asked: ThreeTimes[int] | None = None
        self._dialog: BlindDialog | None = None

    def open(self, paragraph: int | None) -> None:
        """Compares versions of a paragraph; None: of the whole draft."""
        if self._bench.recorded_draft() is None:
            return
        self._paragraph = paragraph
        self._bench.ask(lambda ident: wire.ListVersions(ident, paragraph), self._came)

    def _came(self, answer: wire.Versions) -> None:
        present = self._present()
        if present is None:
            return
        if not answer.versions:
            self._bench.say("There is one version only. Ctrl+D keeps it before you change it.")
            return
        newest_first = sorted(answer.versions, key=lambda row: row.id, reverse=True)
        self._rows = {row.id: row for row in newest_first}
        self._texts = {PRESENT: _Text("the present text", present)}
        for row in newest_first:
            when = when_words(row.wall_ms)
            name = row.name if when in row.name else f"{row.name}, {when}"
            self._texts[row.id] = _Text(name, Fragment(row.text, runs_from(list(row.runs))))
        # Those that say what another one says are no rivals; of equal ones the newest stands for all.
        rivals: dict[str, Rival] = {}
        for ident, text in self._texts.items():
            rivals.setdefault(text.words.text.strip(), Rival(ident, text.name))
        if len(rivals) == 1:
            self._bench.say("Every version that was kept is the same as the present text.")
            return
        self._show(tuple(rivals.values()))

    def _present(self) -> Fragment | None:
        session = self._bench.session
        if session is None:
            return None
        if self._paragraph is None:
            return session.document.fragment(0, len(session.document))
        paragraph = self._bench.paragraph(self._paragraph)
        return paragraph.fragment if paragraph is not None else None

    def _show(self, rivals: tuple[Rival, ...]) -> None:
        self._dialog = dialog = BlindDialog(self._bench.theme, rivals, self._bench.view.window())
        dialog.compare_pressed.connect(self._begin)
        dialog.chosen.connect(self._chosen)
        dialog.use_pressed.connect(self._use)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        dialog, self._dialog, self._asked = self._dialog, None, None
        if dialog is not None:
            dialog.deleteLater()

    # Asking.

    def _begin(self, pair: tuple[int, int]) -> None:
        if self._dialog is None:
            return
        if pair[0] == pair[1]:
            self._dialog.refuse("These are the same version. Choose another one to compare it with.")
            return
        self._asked = ThreeTimes(*pair, turned=self._lot())
        self._ask()

    def _ask(self) -> None:
        if self._dialog is None or self._asked is None:
            return
        if self._asked.is_over:
            self._unveil(self._asked)
        else:
            number = len(self._asked.choices)
            left, right = (self._texts[ident].words.text.strip() for ident in self._asked.pairs[number])
            self._dialog.ask(left, right, number + 1, len(self._asked.pairs))

    def _chosen(self, side: int) -> None:
        if self._asked is not None:
            self._asked.choose(side)
            self._ask()

    # What came out.

    def _unveil(self, asked: ThreeTimes[int]) -> None:
        session = self._bench.session
        if self._dialog is None or session is None:
            return
        one, other = sorted(asked.pairs[0], reverse=True)
        row = {"of": _OF, "versions": [one, other], "pairs": [list(p) for p in asked.pairs], "chosen": asked.choices}
        session.attachments.put(COMPARISON, row, paragraph=self._paragraph)
        lines = [Unveiled(ident, self._texts[ident].name, _whose(self._texts[ident].words)) for ident in (other, one)]
        self._dialog.unveil(self._outcome(asked), lines)
        self._ask_difference(*sorted((one, other), key=lambda ident: ident or max(self._texts) + 1))

    def _outcome(self, asked: ThreeTimes[int]) -> str:
        names = [None if choice is None else self._texts[choice].name for choice in asked.choices]
        if asked.chosen is not None:
            return f"You chose {self._texts[asked.chosen].name}, each of three times, with the sides changed."
        return f"No clear choice: asked three times with the sides changed, you chose {answers_in_words(names)}."

    def _ask_difference(self, older: int, newer: int) -> None:
        upto = self._bench.upto
        against = newer or None

        def came(answer: wire.Compared) -> None:
            if self._dialog is not None:
                pieces = tuple(DiffPiece(DiffKind(piece.kind), piece.text) for piece in answer.pieces)
                self._dialog.show_difference(self._texts[older].name, self._texts[newer].name, pieces)

        self._bench.ask(lambda ident: wire.CompareVersion(ident, older, upto, against), came)

    def _use(self, version: int) -> None:
        row = self._rows.get(version)
        if self._dialog is not None and row is not None:
            self._dialog.accept()
            self._put_back(row)


def _whose(words: Fragment) -> str:
    """ "120 words: 100 typed here, 20 from claude"."""
    counts = words_by_origin(words.text, words.runs)
    total = sum(counts.values())
    said: dict[str, int] = {}
    for origin, count in counts.items():
        said[origin_words(origin)] = said.get(origin_words(origin), 0) + count
    parts = ", ".join(f"{count:,} {whose}" for whose, count in sorted(said.items(), key=lambda one: -one[1]) if count)
    return f"{total:,} word{'' if total == 1 else 's'}{': ' if parts else ''}{parts}"
