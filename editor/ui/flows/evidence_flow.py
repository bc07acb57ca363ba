"""What models said beside the draft, fetched from the worker, so that their words are known when they are pasted."""

from __future__ import annotations

from PySide6.QtCore import QObject

from editor.core.origins import Origin, OriginKind
from editor.protocol.record_messages import ListSaid, SaidSince
from editor.ui.workbench import Workbench


class EvidenceFlow(QObject):
    def __init__(self, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench

    def refresh(self) -> None:
        """Asks for what was said since; not on the way out, where nobody answers. The next call asks again."""
        if self._bench.draft is not None and self._bench.draft.exists:
            self._bench.ask(ListSaid, self._came, failed=lambda _failure: None)

    def _came(self, answer: SaidSince) -> None:
        for row in answer.sayings:
            origin = Origin(OriginKind.MODEL, row.model, row.provider, row.purpose, row.call, row.when_ms)
            self._bench.clipboard.model_showed(row.text, origin, row.quoted)
