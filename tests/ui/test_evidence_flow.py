"""What a model said in a former sitting is known as its own when it is pasted, with a real worker behind the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSettings
from pytestqt.qtbot import QtBot
from written_draft import NOON, WrittenDraft

from editor.core.origins import OriginKind
from editor.parts import open_draft
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.store.calls import Call
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
SAID = "Whoever keeps a log of hours will find the hours he was afraid of."


def test_that_words_of_a_request_long_ago_are_the_models_after_a_detour(qtbot: QtBot, tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "# Title\n\nI typed all of this.\n\n").begin()
    draft.append("And this.\n")
    draft.close()
    attached = AttachedDraft(DraftAddress(draft.path, draft.ident, draft.places.draft(draft.ident)), draft.clock)
    attached.fold()
    attached.store.calls.put(Call("c1", NOON, "anthropic", "claude-opus-5-5", "critique", "", SAID, status="done"))
    attached.close()
    draft.text_path.write_text(draft.text)
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    open_draft(window, draft.text_path)
    furnishing = Furnishing(window)
    furnishing.finish()
    data = QMimeData()
    data.setText(SAID[:-10])

    def known() -> None:
        (run,) = window.bench.clipboard.received(data).fragment.runs
        assert (run.origin.kind, run.origin.actor, run.origin.prompt) == (OriginKind.MODEL, "claude-opus-5-5", "c1")

    try:
        qtbot.waitUntil(known, timeout=LONGEST_MS)
    finally:
        assert window.close()
        furnishing.client.quit()
