"""What the writer attaches to the draft and its paragraphs, journalled at every change like the text.

The latest state of each is kept in memory, also of one that was taken away: the draft's file may know an older state and
must not bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from editor.core.attachments import Attachment
from editor.core.clock import Clock
from editor.session.recorder import Recorder


class Attachments:
    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self._recorder = recorder
        self._clock = clock
        self._latest: dict[str, Attachment] = {}

    @property
    def newest_n(self) -> int:
        """The number of the newest record, of an edit or of anything else."""
        return self._recorder.next_n - 1

    def adopt(self, known: Iterable[Attachment]) -> None:
        """Those of former sittings, the newest source first: what is known here already is newer."""
        for one in known:
            self._latest.setdefault(one.key, one)

    def told(self, one: Attachment) -> None:
        """What the worker wrote of a kind that is its own: the newest state there is, and kept already."""
        self._latest[one.key] = one

    def of(self, kind: str) -> tuple[Attachment, ...]:
        """Those that are there, in the order in which they were first attached."""
        return tuple(one for one in self._latest.values() if one.kind == kind and one.row is not None)

    def of_paragraph(self, kind: str, paragraph: int | None) -> tuple[Attachment, ...]:
        """The same for one paragraph, or for the draft as a whole with None."""
        return tuple(one for one in self.of(kind) if one.paragraph == paragraph)

    def get(self, kind: str, ident: str) -> Attachment | None:
        found = self._latest.get(f"{kind}/{ident}")
        return found if found is not None and found.row is not None else None

    def put(self, kind: str, row: Mapping[str, Any], *, paragraph: int | None = None, ident: str = "") -> Attachment:
        """Attaches a new one, or changes the one of this id."""
        self._recorder.prepare()
        return self._keep(Attachment(kind, ident or str(self._recorder.next_n), paragraph, row, self._now()))

    def take_away(self, kind: str, ident: str) -> None:
        """Nothing happens where there is none."""
        known = self.get(kind, ident)
        if known is not None:
            self._recorder.prepare()
            self._keep(Attachment(kind, ident, known.paragraph, None, self._now()))

    def _keep(self, attachment: Attachment) -> Attachment:
        self._latest[attachment.key] = attachment
        self._recorder.record("attachment", {"attachment": attachment.as_row()})
        return attachment

    def _now(self) -> int:
        return self._clock.now().wall_ms
