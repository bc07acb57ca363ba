"""One critique without a window: remarks as plain values, for the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.core.annotations import Remark
from editor.core.clock import Clock
from editor.core.errors import ModelError
from editor.services.asking import Listener, Models, Question, Record
from editor.services.critics import LocalDesk
from editor.services.critique_round import remarks_of
from editor.services.material import Material, request_for
from editor.services.remarking import from_finding


@dataclass(frozen=True, slots=True)
class Asked:
    remarks: tuple[Remark, ...]
    """In the order of the text; those without a place last."""
    leftover: str = ""
    """What a model wrote that could not be read as remarks."""
    trouble: ModelError | None = None

    def rows(self, blank: int) -> list[dict[str, object]]:
        """The remarks that have a place; `blank` code points before the paragraph's first line are not counted."""
        return [
            {
                "critic": remark.critic,
                "quote": remark.anchor.quote,
                "start": remark.anchor.start - blank,
                "end": remark.anchor.end - blank,
                "issue": remark.issue,
                "why": remark.why,
                "suggestion": remark.suggestion,
            }
            for remark in self.remarks
            if remark.anchor is not None
        ]


def ask_local(desk: LocalDesk, critics: Iterable[str], material: Material, clock: Clock) -> Asked:
    """Raises CheckerError for a critic that this machine lacks."""
    now = clock.now().wall_ms
    made = [
        from_finding(finding, material.paragraph, critic, now)
        for critic, findings in desk.check(critics, material.text)
        for finding in findings
    ]
    return Asked(_ordered(made))


async def prepared(models: Models, critic: str, material: Material, model: str) -> Question:
    """What would be sent. Raises FileUnreadable for an unknown critic, CredentialError for a wrong address."""
    connection = models.connection(model)
    return await models.question(request_for(critic, material, connection.model), connection)


async def ask_model(models: Models, critic: str, question: Question, material: Material, record: Record) -> Asked:
    """Sends it. Raises ModelError where nothing could be sent."""
    try:
        answer = await models.ask(question, record, Listener(lambda _: None, lambda _: None))
    finally:
        await models.close()
    remarks, leftover = remarks_of(answer, material, critic, answer.call.wall_ms)
    return Asked(_ordered(remarks), leftover, answer.trouble)


def _ordered(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    def place(remark: Remark) -> tuple[bool, int, int]:
        anchor = remark.anchor
        return (anchor is None, anchor.start if anchor else 0, anchor.end if anchor else 0)

    return tuple(sorted(remarks, key=place))
