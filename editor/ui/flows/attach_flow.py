"""The worker takes charge of the draft, and tells what the database knows beyond the first screen.

Another program may hold the file for longer than the worker waits, or the disk may be full. The writer writes on into
the journal, so nothing is lost; but minutes, remarks and versions of before are not known, and so it is asked again until
they are, less and less often.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from editor.core.attachments import Attachment
from editor.core.credits import from_row
from editor.core.errors import DraftForeign, DraftNewer
from editor.protocol import messages as wire
from editor.session.open_draft import OpenDraft
from editor.session.pads import Association
from editor.ui.flows.copies_flow import CopiesFlow
from editor.ui.workbench import Workbench

_AGAIN_MS, _SELDOM_MS = 5_000, 60_000
_FOR_GOOD = frozenset({DraftForeign.__name__, DraftNewer.__name__})
"""Faults that asking again does not change."""


class AttachFlow(QObject):
    attached = Signal(object)
    """The past of the draft on screen is known; carries `protocol.messages.Attached`. Once a draft."""

    def __init__(self, bench: Workbench, copies: CopiesFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._copies = copies
        self._told: tuple[OpenDraft, str] | None = None
        self._pause_ms = _AGAIN_MS
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._ask)

    def attach(self) -> None:
        """Asks for the draft that is on the screen now, or of a worker that has just begun."""
        self._pause_ms = _AGAIN_MS
        self._ask()

    def _ask(self) -> None:
        draft = self._bench.draft
        self._again.stop()
        if draft is None:
            return
        text = str(draft.text_path) if draft.text_path else None
        self._bench.ask(
            lambda ident: wire.Attach(
                id=ident,
                path=str(draft.database),
                draft=draft.draft_id,
                data_root=str(draft.places.root),
                text_path=text,
                copy_of=draft.copy_of,
                second=self._copies.second,
                first_n=draft.session.recorder.first_n,
            ),
            partial(self._came, draft),
            failed=partial(self._failed, draft),
        )

    def _came(self, draft: OpenDraft, answer: wire.Attached) -> None:
        if draft is not self._bench.draft or draft.session.time.knows_past:
            return
        session = draft.session
        session.time.adopt([from_row(row) for row in answer.ledger])
        session.pads.adopt(Association.from_row(row) for row in answer.pads)
        session.attachments.adopt(Attachment.from_row(row) for row in answer.attachments)
        draft.minutes = {}
        draft.versions = {ident: count for ident, count in answer.versions}
        self._bench.spent_usd = answer.spent_usd
        self._bench.sent = f"Sent: {answer.last_sent}" if answer.last_sent else ""
        self.attached.emit(answer)

    def _failed(self, draft: OpenDraft, failure: wire.Failed) -> None:
        if draft is not self._bench.draft:
            return
        if self._told != (draft, failure.detail):  # a lock of an hour is told once
            self._told = (draft, failure.detail)
            self._bench.say(f"{failure.title}. {failure.detail}".strip())
        if failure.fault not in _FOR_GOOD:
            self._again.start(self._pause_ms)
            self._pause_ms = min(self._pause_ms * 2, _SELDOM_MS)
