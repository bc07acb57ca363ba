"""Remarks on their way between critics, the store and the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from editor.checkers.finding import Finding
from editor.core.annotations import Anchor, Remark, RemarkState
from editor.core.similarity import place
from editor.llm.replies import Confidence, RawRemark, parse_critique
from editor.protocol.parts import RemarkRow
from editor.services.material import Material
from editor.store.calls import Call

_CONFIDENCE = {Confidence.LOW: 0.3, Confidence.MEDIUM: 0.6, Confidence.HIGH: 0.9}


def from_finding(finding: Finding, paragraph: int, critic: str, created_ms: int) -> Remark:
    anchor = Anchor(finding.quote, finding.start, finding.end)
    return _open(paragraph, critic, anchor, (finding.issue, finding.why, finding.suggestion), created_ms)


def from_model(raw: RawRemark, paragraph: int, text: str, critic: str, created_ms: int, call: str = "") -> Remark:
    """The remark at its place in `text`; one whose quote is not there has none, and says what it quoted."""
    found = place(raw.quote, text)
    anchor = Anchor(found.quote, found.start, found.end) if found else None
    why = raw.why if found else f"{raw.why} (It quotes words that are not in the paragraph: “{raw.quote}”)".strip()
    return Remark(
        id=0,
        paragraph=paragraph,
        critic=critic,
        anchor=anchor,
        issue=raw.issue,
        why=why,
        suggestion=raw.suggestion,
        confidence=_CONFIDENCE[raw.confidence],
        state=RemarkState.OPEN,
        reason=None,
        created_ms=created_ms,
        origin_call=call,
    )


def all_from_model(answer: str, material: Material, critic: str, created_ms: int, call: str) -> tuple[list[Remark], str]:
    """The remarks of a model's answer at their places, and what of it could not be read as remarks."""
    parsed = parse_critique(answer)
    remarks = [from_model(raw, material.paragraph, material.text, critic, created_ms, call) for raw in parsed.remarks]
    return remarks, parsed.leftover


def not_said_before(remarks: Iterable[Remark], known: Iterable[Remark]) -> list[Remark]:
    """Local critics say the same each time they are asked: what still stands, or was decided on, is not said twice.

    A remark that was marked as done is said again when its words are back.
    """
    said = Counter(_gist(one) for one in known if one.state is not RemarkState.DONE)
    fresh = []
    for remark in remarks:
        gist = _gist(remark)
        if said[gist]:
            said[gist] -= 1
        else:
            fresh.append(remark)
    return fresh


def row_of(remark: Remark, call: Call | None) -> RemarkRow:
    """`call` is the one that the remark came with, if a model made it and the call is still known."""
    anchor = remark.anchor
    return RemarkRow(
        id=remark.id,
        paragraph=remark.paragraph,
        critic=remark.critic,
        quote=anchor.quote if anchor else None,
        start=anchor.start if anchor else 0,
        end=anchor.end if anchor else 0,
        issue=remark.issue,
        why=remark.why,
        suggestion=remark.suggestion,
        confidence=remark.confidence,
        state=remark.state.value,
        reason=remark.reason.value if remark.reason else None,
        created_ms=remark.created_ms,
        call=remark.origin_call,
        provider=call.provider if call else "",
        model=call.model if call else "",
    )


def in_words(remarks: Sequence[Remark]) -> str:
    """ "3 remarks, 1 without a place"."""
    if not remarks:
        return "no remarks"
    words = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
    without = sum(remark.anchor is None for remark in remarks)
    return f"{words}, {without} without a place" if without else words


def _open(paragraph: int, critic: str, anchor: Anchor, words: tuple[str, str, str], created_ms: int) -> Remark:
    issue, why, suggestion = words
    return Remark(
        id=0,
        paragraph=paragraph,
        critic=critic,
        anchor=anchor,
        issue=issue,
        why=why,
        suggestion=suggestion,
        confidence=None,
        state=RemarkState.OPEN,
        reason=None,
        created_ms=created_ms,
        origin_call="",
    )


def _gist(remark: Remark) -> tuple[str, str, str]:
    return remark.critic, remark.anchor.quote if remark.anchor else "", remark.issue
