"""The claims of an open draft: marked, settled, and following their words through the edits.

What the writer does is journalled at once. Where an edit moved a claim to other words or another paragraph, that is
journalled when the hands rest, so that it is found again after a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.core.annotations import Anchor, relocate
from editor.core.claims import BY_FINDER, BY_HAND, CLAIM, Claim, ClaimKind, ClaimNow, ClaimState, Proof, claims_in
from editor.core.clock import Clock
from editor.core.document import Document
from editor.core.folding import occurrences
from editor.session.attachments import Attachments
from editor.session.passage_book import PassageBook


@dataclass(frozen=True, slots=True)
class Found:
    """How a claim came to be marked."""

    kind: ClaimKind = ClaimKind.OTHER
    point: str = ""
    by: str = BY_HAND


_BY_HAND = Found()


class ClaimBook(PassageBook[Claim]):
    def __init__(self, attachments: Attachments, clock: Clock) -> None:
        super().__init__()
        self._attachments = attachments
        self._clock = clock

    # What is known.

    def adopt(self, document: Document) -> None:
        """Takes up the claims of former sittings and finds their words in the text as it is.

        What a newer version of the program wrote, and this one cannot read, is left as it is.
        """
        for claim in claims_in(self._attachments.of(CLAIM)):
            if self.get(claim.id) is None:
                text = _text(document, claim.paragraph)
                self.add([claim if text is None else claim.found_again(text)])

    def now(self, claim: Claim, document: Document) -> ClaimNow:
        text = _text(document, claim.paragraph)
        return ClaimNow.GONE if text is None else claim.now(text)

    def asking(self, paragraph: int, text: str) -> tuple[Claim, ...]:
        """Those of a paragraph, which says `text`, that the writer still has to look at, in the order of the text."""
        asking = (claim for claim in self.of(paragraph) if claim.now(text).asks)
        return tuple(sorted(asking, key=lambda claim: claim.anchor.start))

    # What the writer does.

    def mark(self, document: Document, paragraph: int, anchor: Anchor, found: Found = _BY_HAND) -> Claim | None:
        """Marks these words; None where they are not in the paragraph, or a claim that is there covers them."""
        text = _text(document, paragraph)
        place = relocate(anchor, text) if text is not None else None
        if text is None or place is None or self._is_covered(paragraph, place, text, found.by):
            return None
        claim = Claim(0, paragraph, place, found.kind, found.point, found.by, words=place.quote)
        attachment = self._attachments.put(CLAIM, claim.as_row(), paragraph=paragraph)
        claim = replace(claim, id=int(attachment.id))
        self.add([claim])
        return claim

    def _is_covered(self, paragraph: int, place: Anchor, text: str, by: str) -> bool:
        for claim in self.of(paragraph):
            here = claim.anchor
            if claim.now(text) is ClaimNow.GONE:
                continue
            if claim.state is ClaimState.DISMISSED:
                if by == BY_FINDER and claim.passage(text) == here.quote and _overlap(here, place):
                    return True
            elif (here.start, here.end) == (place.start, place.end) or (by == BY_FINDER and _overlap(here, place)):
                return True
        return False

    def verify(self, ident: int, document: Document, proof: Proof) -> Claim | None:
        """The writer looked it up. None where there is no such claim, or its words are gone."""
        return self._settle(ident, document, lambda claim, text, ms: claim.verified(proof, ms, text))

    def call_opinion(self, ident: int, document: Document) -> Claim | None:
        return self._settle(ident, document, lambda claim, text, ms: claim.opinion(ms, text))

    def dismiss(self, ident: int, document: Document) -> Claim | None:
        return self._settle(ident, document, lambda claim, text, ms: claim.dismissed(ms, text))

    def reopen(self, ident: int, document: Document) -> Claim | None:
        return self._settle(ident, document, lambda claim, text, ms: claim.reopened(ms, text))

    def _settle(self, ident: int, document: Document, settled: Callable[[Claim, str, int], Claim]) -> Claim | None:
        claim = self.get(ident)
        text = _text(document, claim.paragraph) if claim is not None else None
        if claim is None or text is None or claim.now(text) is ClaimNow.GONE:
            return None
        return self._keep(settled(claim, text, self._clock.now().wall_ms), text)

    def remove(self, ident: int) -> None:
        """One whose words are gone; nothing happens where there is none."""
        claim = self.get(ident)
        if claim is not None:
            self.drop(claim)
            self._attachments.take_away(CLAIM, str(ident))

    # What is journalled when the hands rest.

    def keep_moved(self, document: Document) -> None:
        """Journals those that an edit moved to other words, to another paragraph, or beside the same words again."""
        for claim in self.all():
            text = _text(document, claim.paragraph)
            if text is not None and self._is_stale(claim, text):
                self._keep(claim, text)

    def _is_stale(self, claim: Claim, text: str) -> bool:
        kept = self._attachments.get(CLAIM, str(claim.id))
        if kept is None or kept.row is None:
            return False
        moved = (kept.paragraph, kept.row["words"]) != (claim.paragraph, claim.passage(text))
        return moved or (kept.row["start"] != claim.anchor.start and len(occurrences(claim.words, text)) > 1)

    def _keep(self, claim: Claim, text: str) -> Claim:
        kept = replace(claim, words=claim.passage(text))
        self.put(kept)
        self._attachments.put(CLAIM, kept.as_row(), paragraph=kept.paragraph, ident=str(kept.id))
        return kept


def _overlap(one: Anchor, other: Anchor) -> bool:
    return one.start < other.end and other.start < one.end


def _text(document: Document, paragraph: int) -> str | None:
    row = document.paragraphs
    return row.by_id(paragraph).text if row.has(paragraph) else None
