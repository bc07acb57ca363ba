"""One critique without a window: remarks as plain values, for the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from editor.core.annotations import Remark
from editor.core.clock import Clock
from editor.core.errors import ModelError
from editor.services.critics import LocalDesk
from editor.services.material import Material
from editor.services.remarking import from_finding


@dataclass(frozen=True, slots=True)
class Asked:
    remarks: tuple[Remark, ...]
    """In the order of the text; those without a place last."""
    leftover: str = ""
    """What a model wrote that could not be read as remarks."""
    trouble: ModelError | None = None
    warning: str = ""
    """That an answer which came whole may not be what it seems."""

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
    return Asked(in_order(made))


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """As they stand in the text; those without a place last."""

    def place(remark: Remark) -> tuple[bool, int, int]:
        anchor = remark.anchor
        return (anchor is None, anchor.start if anchor else 0, anchor.end if anchor else 0)

    return tuple(sorted(remarks, key=place))
