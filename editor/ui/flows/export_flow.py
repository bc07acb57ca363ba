"""Export and check: the post for a venue, what is wrong with it, a preview, and the copy. The program never publishes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from editor.protocol import messages as wire
from editor.ui.dialogs.check_rows import CheckRow, CheckState
from editor.ui.dialogs.export_dialog import ExportDialog, ExportView, Venue
from editor.ui.workbench import Workbench

VENUES = (
    Venue("lesswrong", "LessWrong", "Copy for LessWrong"),
    Venue("substack", "Substack", "Copy for Substack"),
    Venue("markdown", "Markdown", "Copy Markdown"),
)
_STATES = {"fine": CheckState.FINE, "look": CheckState.LOOK, "stop": CheckState.STOP}
_ENDINGS = {"lesswrong": "md", "substack": "html", "markdown": "md"}


class ExportFlow(QObject):
    def __init__(self, bench: Workbench, window: QWidget) -> None:
        super().__init__(window)
        self._bench = bench
        self._window = window
        self._dialog: ExportDialog | None = None
        self._prepared: dict[str, wire.ExportPrepared] = {}

    def open(self) -> None:
        if self._bench.session is None:
            return
        self._prepared.clear()
        self._dialog = dialog = ExportDialog(VENUES, self._bench.theme, self._window)
        dialog.venue_chosen.connect(self._prepare)
        dialog.copy_pressed.connect(self._copy)
        dialog.save_pressed.connect(self._save)
        dialog.show_pressed.connect(self._show)
        dialog.open()
        self._prepare(dialog.venue)

    def _prepare(self, venue: str) -> None:
        session, facts = self._bench.session, self._bench.facts
        if session is None or facts is None:
            return
        session.recorder.prepare()
        upto, profile = self._bench.upto, facts.profile.id
        self._bench.ask(
            lambda ident: wire.PrepareExport(ident, venue, upto, profile),
            self._came,
            failed=lambda failure: self._tell(f"{failure.title}. {failure.detail}"),
        )

    def _came(self, answer: wire.ExportPrepared) -> None:
        self._prepared[answer.dialect] = answer
        if self._dialog is None or self._dialog.venue != answer.dialect:
            return
        rows = tuple(
            CheckRow(f"{number}", check.name, check.words, _STATES[check.state], check.paragraph is not None)
            for number, check in enumerate(answer.checks)
        )
        self._dialog.show_view(ExportView(answer.dialect, rows, answer.text, answer.html))

    def _copy(self, venue: str) -> None:
        prepared = self._prepared.get(venue)
        if prepared is None:
            return
        data = QMimeData()
        data.setText(prepared.text)
        if prepared.html:
            data.setHtml(prepared.html)
        QApplication.clipboard().setMimeData(data)
        self._tell("Copied. Paste it into the site's editor, and look at it there before you publish.")

    def _save(self, venue: str) -> None:
        draft = self._bench.draft
        if draft is None:
            return
        proposed = self._bench.folder / f"{draft.name} for {venue}.{_ENDINGS[venue]}"
        name, _ = QFileDialog.getSaveFileName(self._dialog, "Save the post", str(proposed))
        if not name:
            return
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.WriteExport(ident, venue, name, upto),
            lambda _answer: self._tell(f"Written to {Path(name).name}."),
            failed=lambda failure: self._tell(f"{failure.title}. {failure.detail}"),
        )

    def _show(self, check: str) -> None:
        prepared = self._prepared.get(self._dialog.venue) if self._dialog else None
        if prepared is None or self._dialog is None:
            return
        paragraph = prepared.checks[int(check)].paragraph
        if paragraph is not None:
            self._dialog.close()
            self._bench.view.go_to_paragraph(paragraph)

    def _tell(self, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.show_done(sentence)
        self._bench.say(sentence)
