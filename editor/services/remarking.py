"""Remarks on their way between critics, the store and the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from editor.checkers.finding import Finding
from editor.core.annotations import WHOLE_DRAFT, Anchor, Remark, RemarkState
from editor.core.misquoting import with_misquote
from editor.core.placing import Placed
from editor.core.similarity import place, place_among
from editor.llm.replies import Confidence, RawRemark, parse_critique
from editor.protocol.parts import RemarkPlace, RemarkRow
from editor.services.critics import titles_of_critics
from editor.services.material import Material, Passages
from editor.store.calls import Call

_CONFIDENCE = {Confidence.LOW: 0.3, Confidence.MEDIUM: 0.6, Confidence.HIGH: 0.9}


def from_finding(finding: Finding, paragraph: int, critic: str, created_ms: int) -> Remark:
    anchor = Anchor(finding.quote, finding.start, finding.end)
    return _open(paragraph, critic, anchor, (finding.issue, finding.why, finding.suggestion), created_ms)


def from_model(raw: RawRemark, paragraph: int, text: str, critic: str, created_ms: int, call: str = "") -> Remark:
    """The remark at its place in `text`; one whose quote is not there has none, and says what it quoted."""
    return _of_model(raw, paragraph, place(raw.quote, text), critic, (created_ms, call))


def from_model_on_draft(raw: RawRemark, passages: Passages, critic: str, created_ms: int, call: str = "") -> Remark:
    """The remark in the paragraph its quote stands in; one without a quote, or with a wrong one, is about the whole."""
    found = place_among(raw.quote, [text for _, text in passages])
    if found is None:
        return _of_model(raw, WHOLE_DRAFT, None, critic, (created_ms, call))
    number, placed = found
    return _of_model(raw, passages[number][0], placed, critic, (created_ms, call))


def _of_model(raw: RawRemark, paragraph: int, found: Placed | None, critic: str, made: tuple[int, str]) -> Remark:
    missed = found is None and raw.quote
    why = with_misquote(raw.why, raw.quote, whole=paragraph == WHOLE_DRAFT) if missed else raw.why
    created_ms, call = made
    return Remark(
        id=0,
        paragraph=paragraph,
        critic=critic,
        anchor=Anchor(found.quote, found.start, found.end) if found else None,
        issue=raw.issue,
        why=why,
        suggestion=raw.suggestion,
        confidence=_CONFIDENCE[raw.confidence],
        state=RemarkState.OPEN,
        reason=None,
        created_ms=created_ms,
        origin_call=call,
    )


@dataclass(frozen=True, slots=True)
class ModelRemarks:
    remarks: tuple[Remark, ...]
    leftover: str
    """What could not be read as remarks."""
    understood: bool
    """Whether any of the answer was as asked."""
    quotes: int
    """How many quoted anything."""
    not_found: int
    """How many of these quoted what stands nowhere in the text."""


def all_from_model(answer: str, material: Material, critic: str, created_ms: int, call: str) -> ModelRemarks:
    """The remarks of a model's answer at their places."""
    parsed = parse_critique(answer)
    remarks = tuple(dict.fromkeys(parsed.remarks))  # small models lose their way and say one over and over
    if material.is_whole:
        made = [from_model_on_draft(raw, material.passages, critic, created_ms, call) for raw in remarks]
    else:
        made = [from_model(raw, material.paragraph, material.text, critic, created_ms, call) for raw in remarks]
    placed = [one.anchor is not None for one, raw in zip(made, remarks, strict=True) if raw.quote]
    return ModelRemarks(tuple(made), parsed.leftover, parsed.understood, len(placed), placed.count(False))


def standing_now(known: Iterable[Remark], places: Iterable[RemarkPlace]) -> list[Remark]:
    """Those that a writer has before them or has dismissed, in the paragraphs that they moved to with their text.

    What was done, or lost its words, stands nowhere: it is said again when such words are back.
    """
    told = {one.remark: one for one in places}
    standing = []
    for remark in known:
        place, anchor = told.get(remark.id), remark.anchor
        lost = place is not None and place.lost and remark.state is not RemarkState.DISMISSED
        if lost or remark.state is RemarkState.DONE:
            continue
        if place is not None and anchor is not None:
            anchor = Anchor(anchor.quote, place.start, place.start + len(anchor.quote))
        standing.append(remark if place is None else remark.placed(place.paragraph, anchor))
    return standing


def not_said_before(remarks: Iterable[Remark], standing: Iterable[Remark]) -> list[Remark]:
    """Critics say the same when they are asked again, those that follow rules always and models now and then, word for
    word: what stands in a paragraph, or was dismissed there, is not said about it twice. `standing` is as
    `standing_now` gives it.

    The same words in another paragraph are another passage, and what is said of them is another remark. Within one
    paragraph those at the same place are paired first; places shift while a critic reads, so the rest goes by number.
    """
    fresh, left = list(remarks), list(standing)
    for kind in (_gist_and_place, _gist):
        fresh, left = _less(fresh, left, kind), _less(left, fresh, kind)
    return fresh


def _less(remarks: Iterable[Remark], others: Iterable[Remark], kind: Callable[[Remark], Hashable]) -> list[Remark]:
    """Without as many of each kind as there are among the others."""
    there = Counter(kind(one) for one in others)
    less = []
    for remark in remarks:
        if there[kind(remark)]:
            there[kind(remark)] -= 1
        else:
            less.append(remark)
    return less


def rows_of(remarks: Iterable[Remark], calls: Mapping[str, Call]) -> tuple[RemarkRow, ...]:
    """`calls` are those that remarks came with, by id, as far as they are still known."""
    titles = titles_of_critics()
    return tuple(
        _row(remark, titles.get(remark.critic, remark.critic), calls.get(remark.origin_call)) for remark in remarks
    )


def _row(remark: Remark, title: str, call: Call | None) -> RemarkRow:
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
        title=title,
    )


def in_words(remarks: Sequence[Remark]) -> str:
    """ "3 remarks, 1 without a place". A remark about the whole draft needs none."""
    if not remarks:
        return "no remarks"
    words = "1 remark" if len(remarks) == 1 else f"{len(remarks)} remarks"
    without = sum(remark.anchor is None and remark.paragraph != WHOLE_DRAFT for remark in remarks)
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


def _gist(remark: Remark) -> Hashable:
    """One without a place has its quote, if any, in its reason: without that all of one issue would be the same."""
    return remark.critic, remark.paragraph, remark.anchor.quote if remark.anchor else remark.why, remark.issue


def _gist_and_place(remark: Remark) -> Hashable:
    return _gist(remark), remark.anchor.start if remark.anchor else 0
