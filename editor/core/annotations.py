"""Remarks of critics, each pinned to the words it is about.

A remark is worth something only while it stands beside its passage. So its anchor is an exact quote with its
place; it follows every edit of the paragraph, and when the quoted words are gone the remark says so instead
of settling on other words. What the writer decided is kept apart from that: a remark can be agreed with and
lost at once.

All offsets are code points of the paragraph's text. Where a quote comes from a critic it is placed by
`placing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from editor.core.folding import folded, occurrences

WHOLE_DRAFT = 0
"""In the place of a paragraph's id, which is never 0: a remark about the draft as a whole."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words a remark is about and where they, or what became of them, stand: paragraph[start:end].

    An empty stretch is the point at which the words were removed.
    """

    quote: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.quote or not 0 <= self.start <= self.end:
            raise ValueError("an anchor needs words and a place")


class RemarkState(StrEnum):
    OPEN = "open"
    AGREED = "agreed"
    DONE = "done"
    DISMISSED = "dismissed"


class DismissReason(StrEnum):
    WRONG = "wrong"
    TASTE = "taste"
    LATER = "later"
    KNOWN = "known"


class Standing(StrEnum):
    """How a remark stands to the present text; derived, never stored."""

    INTACT = "intact"
    TOUCHED = "touched"
    """The passage was edited, and at least half of the quoted words are still in it."""
    LOST = "lost"
    UNPLACED = "unplaced"
    """The critic's quote was never found in the paragraph."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One point of one critic. `issue` is what, `why` is why it matters, `suggestion` is what to do."""

    id: int
    paragraph: int
    critic: str
    anchor: Anchor | None
    issue: str
    why: str
    suggestion: str
    confidence: float | None
    """Between 0 and 1, as the critic gave it; None where it gave none."""
    state: RemarkState
    reason: DismissReason | None
    created_ms: int
    """Milliseconds since 1970 UTC."""
    origin_call: str
    """Id of the model's call; empty for a local critic."""

    def __post_init__(self) -> None:
        if (self.reason is not None) != (self.state is RemarkState.DISMISSED):
            raise ValueError("a reason belongs to a dismissal, and a dismissal has one")

    def agreed(self) -> Remark:
        return replace(self, state=RemarkState.AGREED, reason=None)

    def dismissed(self, reason: DismissReason) -> Remark:
        return replace(self, state=RemarkState.DISMISSED, reason=reason)

    def done(self) -> Remark:
        return replace(self, state=RemarkState.DONE, reason=None)

    def reopened(self) -> Remark:
        return replace(self, state=RemarkState.OPEN, reason=None)

    def followed(self, at: int, removed: int, inserted: int, paragraph: str) -> Remark:
        """The remark after one splice of its paragraph; `paragraph` is the text after it.

        Removed words leave the anchor as a point, so that the words are found again when the removal is
        undone.
        """
        if self.anchor is None:
            return self
        return replace(self, anchor=spliced(self.anchor, at, removed, inserted, paragraph))

    def shifted(self, paragraph: int, by: int) -> Remark:
        """The remark in the paragraph its own was merged into, `by` code points further on."""
        if self.anchor is None:
            return replace(self, paragraph=paragraph)
        anchor = Anchor(self.anchor.quote, self.anchor.start + by, self.anchor.end + by)
        return replace(self, paragraph=paragraph, anchor=anchor)

    def placed(self, paragraph: int, anchor: Anchor | None) -> Remark:
        return replace(self, paragraph=paragraph, anchor=anchor)

    def standing(self, paragraph: str) -> Standing:
        return Standing.UNPLACED if self.anchor is None else standing(self.anchor, paragraph)


def spliced(anchor: Anchor, at: int, removed: int, inserted: int, paragraph: str) -> Anchor:
    """The anchor after one splice of its paragraph, which says `paragraph` then; a point where all of it went."""
    moved = follow(anchor, at, removed, inserted) or Anchor(anchor.quote, at, at)
    return _returned(moved, paragraph, at, inserted) if inserted else moved


def follow(anchor: Anchor, at: int, removed: int, inserted: int) -> Anchor | None:
    """The anchor after paragraph[at:at+removed] gave way to `inserted` code points; None when all of it went.

    Text put inside the passage belongs to it, text put at either end does not. What is left of a passage that
    was cut at one end is still followed; `standing` tells whether it is enough.
    """
    cut, shift = at + removed, inserted - removed
    if cut <= anchor.start:
        return Anchor(anchor.quote, anchor.start + shift, anchor.end + shift)
    if at >= anchor.end:
        return anchor
    if at <= anchor.start and cut >= anchor.end:
        return None
    if at <= anchor.start:
        return Anchor(anchor.quote, at + inserted, anchor.end + shift)
    if cut >= anchor.end:
        return Anchor(anchor.quote, anchor.start, at)
    return Anchor(anchor.quote, anchor.start, anchor.end + shift)


def standing(anchor: Anchor, paragraph: str) -> Standing:
    """Intact, touched or lost; half of the quoted words, in whatever order, keep a passage from being
    lost."""
    passage = paragraph[anchor.start : anchor.end]
    if passage == anchor.quote:
        return Standing.INTACT
    asked = Counter(folded(anchor.quote).text.split())
    kept = asked & Counter(folded(passage).text.split())
    if kept and 2 * kept.total() >= asked.total():
        return Standing.TOUCHED
    return Standing.LOST


def relocate(anchor: Anchor, paragraph: str) -> Anchor | None:
    """Finds the quote again in a text whose edits were not seen; None when it cannot be told where it is.

    At its old place, or else where it stands exactly once. Two places are as bad as none: the remark would be
    about words nobody meant. While the edits are known, `Remark.followed` is the better guide.
    """
    healed = _healed(anchor, paragraph)
    if paragraph[healed.start : healed.end] == anchor.quote:
        return healed
    found = occurrences(anchor.quote, paragraph)
    return Anchor(anchor.quote, found[0], found[0] + len(anchor.quote)) if len(found) == 1 else None


def grouped(remarks: Iterable[Remark]) -> tuple[tuple[Remark, ...], ...]:
    """Remarks whose passages overlap, together: several critics about the same words. In the order of the
    text.

    Remarks without a passage stand alone, at the end of their paragraph.
    """
    groups: list[list[Remark]] = []
    reach = -1
    for remark in sorted(remarks, key=_place):
        anchor = remark.anchor
        if anchor is None or anchor.start == anchor.end:
            groups.append([remark])
            continue
        if groups and groups[-1][0].paragraph == remark.paragraph and anchor.start < reach:
            groups[-1].append(remark)
            reach = max(reach, anchor.end)
        else:
            groups.append([remark])
            reach = anchor.end
    return tuple(tuple(group) for group in groups)


def _place(remark: Remark) -> tuple[int, bool, int, int, int]:
    anchor = remark.anchor
    if anchor is None or anchor.start == anchor.end:
        return (remark.paragraph, True, 0, 0, remark.id)
    return (remark.paragraph, False, anchor.start, -anchor.end, remark.id)


def _returned(anchor: Anchor, paragraph: str, at: int, inserted: int) -> Anchor:
    """The anchor, if what was just put in brought its words back, as an undo does.

    The words that came in as a whole go before words that were there and happen to touch the place.
    """
    if anchor.start == anchor.end and at <= anchor.start <= at + inserted:
        whole = occurrences(anchor.quote, paragraph[at : at + inserted])
        if len(whole) == 1:
            start = at + whole[0]
            return Anchor(anchor.quote, start, start + len(anchor.quote))
    return _healed(anchor, paragraph)


def _healed(anchor: Anchor, paragraph: str) -> Anchor:
    """The whole quote, if it stands around what is left of it."""
    length = len(anchor.quote)
    place = paragraph.find(anchor.quote, max(0, anchor.end - length), anchor.start + length)
    return anchor if place < 0 else Anchor(anchor.quote, place, place + length)
