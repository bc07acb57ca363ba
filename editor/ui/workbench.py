"""What the flows of the window share: the open draft, the view of it, the worker, and the look.

A flow is one thing a writer does that goes between panels, session and worker: asking critics, keeping versions,
exporting. Each gets the workbench and its own panel, and none knows another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from editor.core.clock import Clock
from editor.core.paragraph_row import Paragraph
from editor.session.draft_session import DraftSession
from editor.session.open_draft import OpenDraft
from editor.ui.change_bus import ChangeBus
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView
from editor.ui.preferences import Preferences
from editor.ui.theme import Theme

if TYPE_CHECKING:  # beside us, not above: what the first picture does not need is not loaded for its sake
    from PySide6.QtWidgets import QWidget

    from editor.core.profiles import Profile
    from editor.protocol.parts import ReferenceRow
    from editor.ui.desk.reference_rows import ReferenceEntry
    from editor.ui.facts import Facts

Answer = Callable[[Any], None]


class SheetRoom(Protocol):
    """A dialog that can show a sheet in place of what it holds."""

    def lay(self, sheet: QWidget, /) -> None:
        """It owns the sheet from now on."""
        ...

    def lift(self) -> None: ...


class AtTheLimit(Protocol):
    """Lays out what can be done where a limit kept something from being sent; False where it was no limit."""

    def __call__(
        self,
        failure: Any,
        again: Callable[[], object],
        local: Callable[[], object] | None = None,
        left: Callable[[], object] = ...,
        over: SheetRoom | None = None,
    ) -> bool:
        """`again` asks once more, once a limit was raised; `local` asks local critics, None where they are no help.

        `left` is called where it stays unasked. It is laid over the desk, or `over` a dialog that would cover it.
        """
        ...


def no_limit(
    failure: Any,
    again: Callable[[], object],
    local: Callable[[], object] | None = None,
    left: Callable[[], object] = lambda: None,
    over: SheetRoom | None = None,
) -> bool:
    """Before there is somebody who lays it out."""
    return False


class Worker(Protocol):
    """`ui.worker_client.WorkerClient`, once the window has been painted."""

    @property
    def pid(self) -> int: ...

    def ask(
        self, make: Callable[[int], object], answer: Answer, event: Answer | None = None, failed: Answer | None = None
    ) -> int: ...

    def cancel(self, target: int) -> None: ...

    def quit(self) -> None: ...


class Along(Protocol):
    """What goes along with a question by the writer's choice: `ui.flows.reference_flow.ReferenceFlow`."""

    def rows(self) -> tuple[ReferenceRow, ...]: ...

    def entries(self) -> tuple[ReferenceEntry, ...]: ...

    def tick(self, ident: str, ticked: bool) -> None: ...

    def told_cut(self, idents: Iterable[str]) -> None: ...


class NothingAlong:
    """Before the panel of references is built."""

    def rows(self) -> tuple[ReferenceRow, ...]:
        return ()

    def entries(self) -> tuple[ReferenceEntry, ...]:
        return ()

    def tick(self, ident: str, ticked: bool) -> None:
        pass

    def told_cut(self, idents: Iterable[str]) -> None:
        pass


class NoWorker:
    """Before the first paint there is nobody to ask, and nobody asks."""

    pid = 0

    def ask(
        self, make: Callable[[int], object], answer: Answer, event: Answer | None = None, failed: Answer | None = None
    ) -> int:
        return 0

    def cancel(self, target: int) -> None:
        pass

    def quit(self) -> None:
        pass


@dataclass(slots=True)
class Workbench:
    view: DraftView
    clipboard: Clipboard
    bus: ChangeBus
    clock: Clock
    preferences: Preferences
    profiles: dict[str, Profile]
    theme: Theme
    client: Worker = field(default_factory=NoWorker)
    along: Along = field(default_factory=NothingAlong)
    draft: OpenDraft | None = None
    facts: Facts | None = None
    say: Callable[[str], None] = field(default=lambda words: None)
    """Shows one sentence for a while at the foot of the window, and speaks it to a screen reader."""
    hold: Callable[[str], None] = field(default=lambda words: None)
    """As `say`, of how a draft came back: what is said while it is shown comes behind it, and not in its place."""
    copy_first: Callable[[Callable[[], None]], None] = field(default=lambda act: act())
    """Has a safety copy made of the draft as it is, then does something big to it."""
    at_the_limit: AtTheLimit = field(default=no_limit)
    local_critics: Callable[[int], object] = field(default=lambda paragraph: None)
    """Has the critics that need no model read a paragraph, and shows what they say."""
    spent_usd: str = "0"
    limit_usd: str = ""
    """What models may cost this draft; empty where nothing limits it, or where that is not known yet."""
    waiting: str = ""
    """How long is waited until a provider lets something in; empty where nothing waits."""
    kept_here: frozenset[int] = frozenset()
    """Ids of the paragraphs that are never to be sent."""
    sent: str = ""
    """What was sent last, in words; empty where nothing ever was."""

    @property
    def session(self) -> DraftSession | None:
        return self.draft.session if self.draft else None

    @property
    def is_past_told(self) -> bool:
        """Until it is, nobody may say that there is nothing: no turn, no remark, no minute, nothing sent."""
        return self.draft is None or self.draft.is_past_told

    @property
    def upto(self) -> int:
        """The number of the newest record; a request that needs the present text asks for it to be folded first."""
        session = self.session
        if session is None:
            return 0
        session.time.flush()
        return session.recorder.next_n - 1

    @property
    def folder(self) -> Path:
        """Where a file dialog begins: beside the open text, or at home where it has no place yet."""
        return self.draft.text_path.parent if self.draft and self.draft.text_path else Path.home()

    def recorded_draft(self) -> OpenDraft | None:
        """The open draft where something is recorded of it; None where nothing is, and that is said."""
        draft = self.draft
        if draft is not None and not draft.exists:
            self.say("Nothing is recorded of this draft yet; it begins with your first change.")
            return None
        return draft

    def may_write(self, path: Path) -> bool:
        """Whether something made of the draft may go to `path`: not over the draft, which is said."""
        draft = self.draft
        if draft is not None and path.absolute() in (draft.text_path, draft.database):
            self.say(f"{path.name} is the draft itself, and was left as it is. Choose another name.")
            return False
        return draft is not None

    def paragraph(self, ident: int) -> Paragraph | None:
        session = self.session
        if session is None or not session.document.paragraphs.has(ident):
            return None
        return session.document.paragraphs.by_id(ident)

    def number(self, ident: int) -> int:
        """Which paragraph of the draft it is, from 1; 0 where it is no longer there."""
        row = self.session.document.paragraphs if self.session else None
        return row.index_of(ident) + 1 if row and row.has(ident) else 0

    def ask(
        self, make: Callable[[int], object], answer: Answer, event: Answer | None = None, failed: Answer | None = None
    ) -> int:
        """Asks the worker; a failure is said in a sentence unless `failed` deals with it."""
        return self.client.ask(make, answer, event, failed or self._say_failure)

    def _say_failure(self, failure: Any) -> None:
        self.say(f"{failure.title}. {failure.detail}".strip())
