"""What the flows of the window share: the open draft, the view of it, the worker, and the look.

A flow is one thing a writer does that goes between panels, session and worker: asking critics, keeping versions,
exporting. Each gets the workbench and its own panel, and none knows another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from editor.core.clock import Clock
from editor.core.paragraph_row import Paragraph
from editor.core.profiles import Profile
from editor.protocol.messages import Failed
from editor.session.draft_session import DraftSession
from editor.session.open_draft import OpenDraft
from editor.ui.change_bus import ChangeBus
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView
from editor.ui.facts import Facts
from editor.ui.preferences import Preferences
from editor.ui.theme import Theme
from editor.ui.worker_client import WorkerClient


@dataclass(slots=True)
class Workbench:
    view: DraftView
    client: WorkerClient
    clipboard: Clipboard
    bus: ChangeBus
    clock: Clock
    preferences: Preferences
    profiles: dict[str, Profile]
    theme: Theme
    draft: OpenDraft | None = None
    facts: Facts | None = None
    say: Callable[[str], None] = field(default=lambda words: None)
    """Shows one sentence for a while at the foot of the window, and speaks it to a screen reader."""
    spent_usd: str = "0"
    sent: str = ""
    """What was sent last, in words; empty where nothing ever was."""

    @property
    def session(self) -> DraftSession | None:
        return self.draft.session if self.draft else None

    @property
    def upto(self) -> int:
        """The number of the newest record; a request that needs the present text asks for it to be folded first."""
        session = self.session
        if session is None:
            return 0
        session.recorder.flush()
        return session.recorder.next_n - 1

    def paragraph(self, ident: int) -> Paragraph | None:
        session = self.session
        if session is None or not session.document.paragraphs.has(ident):
            return None
        return session.document.paragraphs[session.document.paragraphs.index_of(ident)]

    def ask(
        self,
        make: Callable[[int], object],
        answer: Callable[[Any], None],
        event: Callable[[Any], None] | None = None,
        failed: Callable[[Failed], None] | None = None,
    ) -> int:
        """Asks the worker; a failure is said in a sentence unless `failed` deals with it."""

        def answered(message: Any) -> None:
            if not isinstance(message, Failed):
                answer(message)
            elif failed is not None:
                failed(message)
            else:
                self.say(f"{message.title}. {message.detail}".strip())

        return self.client.ask(make, answered, event)
