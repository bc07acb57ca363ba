"""The services around one draft, in this process: real files, a clock that stands still."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from model_server import Received
from written_draft import WrittenDraft

from editor.protocol.messages import CriticState, RemarksMade
from editor.services.arguing import Arguing
from editor.services.asking import Models
from editor.services.associating import Associating
from editor.services.borrowing import Borrowing
from editor.services.critics import LocalDesk
from editor.services.critique_round import Tools
from editor.services.critiquing import Critiquing
from editor.services.exporting import Exporting
from editor.services.handing_off import HandingOff
from editor.services.judging import Judging
from editor.services.opening import Opening
from editor.services.outlining import Outlining
from editor.services.overlap import Overlap
from editor.services.referencing import Referencing
from editor.services.relaying import Relaying
from editor.services.saving import Saving
from editor.services.sourcing import Sourcing
from editor.services.tallying import Tallying
from editor.services.terms import terms_of
from editor.services.titling import Titling
from editor.services.versioning import Versioning
from editor.services.wording import Wording

KEY = "sk-ant-test-0123456789-abcdefgh4f2a"
T = TypeVar("T")


class Bench:
    def __init__(self, draft: WrittenDraft, environment: Mapping[str, str] | None = None) -> None:
        self.draft = draft
        self.told: list[Any] = []
        self._ids = itertools.count(1)
        self.opening = Opening(draft.clock, self.told.append)
        self.saving = Saving(self.opening)
        self.versioning = Versioning(self.opening, draft.clock)
        self.judging = Judging(self.opening)
        self.borrowing = Borrowing(self.opening)
        self.exporting = Exporting(self.opening, self.borrowing)
        root = draft.places.root
        self.models = Models(environment or {}, draft.clock, lambda: terms_of(self.opening), root=lambda: root)
        tools = Tools(self.opening, LocalDesk(), self.models, draft.clock)
        self.associating = Associating(self.opening, self.models, self.told.append)
        self.critiquing = Critiquing(tools, self.told.append)
        self.arguing = Arguing(tools, self.told.append)
        self.wording = Wording(tools, self.told.append)
        self.overlap = Overlap(tools, self.told.append)
        self.outlining = Outlining(tools, self.told.append)
        self.titling = Titling(tools, self.told.append)
        self.sourcing = Sourcing(tools, self.told.append)
        self.handing_off = HandingOff(tools, self.told.append)
        self.relaying = Relaying(self.opening, self.models, draft.clock, self.told.append)
        self.tallying = Tallying(self.opening)
        self.referencing = Referencing(self.opening, draft.clock)

    def attach(self) -> Any:
        return asyncio.run(self.opening.attach(self.draft.attaching(next(self._ids))))

    def next_id(self) -> int:
        return next(self._ids)

    def states(self, critic: str) -> list[CriticState]:
        return [one for one in self.told if isinstance(one, CriticState) and one.critic == critic]

    def remarks(self) -> list[Any]:
        return [row for one in self.told if isinstance(one, RemarksMade) for row in one.remarks]


def question_of(received: Received) -> str:
    """What a model was asked, in however many pieces it came."""
    content = received.body["messages"][-1]["content"]
    return content if isinstance(content, str) else "".join(block["text"] for block in content)


def run(bench: Bench, work: Callable[[], Awaitable[Any]]) -> Any:
    """What comes of the work, with the connections to models closed after it."""

    async def closed() -> Any:
        try:
            return await work()
        finally:
            await bench.models.close()

    return asyncio.run(closed())
