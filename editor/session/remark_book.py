"""The remarks of an open draft, each following its passage through the edits.

The worker keeps a remark as it was made. Where an edit moved it to other words or another paragraph, its place is
journalled when the hands rest, so that it is found again after a restart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from editor.core.annotations import WHOLE_DRAFT, Anchor, Remark, RemarkState, relocate
from editor.core.document import Document
from editor.core.folding import occurrences
from editor.core.heirs import heirs
from editor.session.attachments import Attachments
from editor.session.passage_book import PassageBook

PLACE = "remarkplace"
"""The kind of attachment that the place of a remark is kept as, under the remark's id."""


class _Place(NamedTuple):
    """Where a remark is looked for after a restart."""

    paragraph: int
    start: int
    end: int
    words: str
    """What its passage said."""


class RemarkBook(PassageBook[Remark]):
    def __init__(self, attachments: Attachments) -> None:
        super().__init__()
        self._attachments = attachments
        self._kept: dict[int, _Place] = {}
        """By remark, as far as it has a place."""

    def open_count(self, paragraph: int) -> int:
        return sum(remark.state is RemarkState.OPEN for remark in self.of(paragraph))

    def take_in(self, remarks: Iterable[Remark], document: Document) -> tuple[Remark, ...]:
        """Those of former sittings, and those that came while the writer wrote on: each where its words stand now.

        Those that are there already are passed over: a draft's past may be told after the first critic has answered.
        """
        known = {remark.id for remark in self.all()}
        fresh = [remark for remark in remarks if remark.id not in known]
        taken = tuple(_settled(self._where_it_was_last(remark), document) for remark in fresh)
        self.add(taken)
        for remark in taken:
            place = _place_of(remark, document)
            if place is not None:
                self._kept[remark.id] = place  # found once it is found again, so that looking at a draft leaves no trace
        return taken

    def keep_moved(self, document: Document) -> None:
        """Journals the places of those that an edit moved to other words, to another paragraph, or beside the same words
        again."""
        for remark in self.all():
            anchor, now, kept = remark.anchor, _place_of(remark, document), self._kept.get(remark.id)
            if anchor is None or now is None:
                continue
            moved = kept is None or (now.paragraph, now.words) != (kept.paragraph, kept.words)
            text = document.paragraphs.by_id(now.paragraph).text
            if moved or (kept is not None and now.start != kept.start and len(occurrences(anchor.quote, text)) > 1):
                self._kept[remark.id] = now
                place = {"start": now.start, "end": now.end, "words": now.words}
                self._attachments.put(PLACE, place, paragraph=now.paragraph, ident=str(remark.id))

    def _where_it_was_last(self, remark: Remark) -> Remark:
        anchor = remark.anchor
        if anchor is None:
            return remark
        place = self._journalled(remark.id)
        return remark if place is None else remark.placed(place.paragraph, Anchor(anchor.quote, place.start, place.end))

    def _journalled(self, ident: int) -> _Place | None:
        """None also for one that a later version wrote in another shape."""
        kept = self._attachments.get(PLACE, str(ident))
        row = (kept.row if kept else None) or {}
        start, end = row.get("start"), row.get("end")
        if kept is None or kept.paragraph is None or not isinstance(start, int) or not isinstance(end, int):
            return None
        return _Place(kept.paragraph, start, end, str(row.get("words", ""))) if 0 <= start <= end else None


def _place_of(remark: Remark, document: Document) -> _Place | None:
    """None where it has none in the text."""
    anchor, row = remark.anchor, document.paragraphs
    if anchor is None or not row.has(remark.paragraph):
        return None
    words = row.by_id(remark.paragraph).text[anchor.start : anchor.end]
    return _Place(remark.paragraph, anchor.start, anchor.end, words)


def _settled(remark: Remark, document: Document) -> Remark:
    """In a text whose edits since were not followed: in its paragraph, or in one that holds text of it by now.

    Where its words stand there once; two places are as bad as none. One whose words are gone stays with its paragraph,
    or goes with what is left of that.
    """
    row, anchor, home = document.paragraphs, remark.anchor, remark.paragraph
    if home == WHOLE_DRAFT:
        return remark
    if anchor is not None and row.has(home) and (found := relocate(anchor, row.by_id(home).text)):
        return remark.placed(home, found)
    holding = heirs(row, {home})
    holders = [item for item in row if item.id in holding]
    if anchor is not None:
        places = [(item.id, start) for item in holders for start in occurrences(anchor.quote, item.text)]
        if len(places) == 1:
            ident, start = places[0]
            return remark.placed(ident, Anchor(anchor.quote, start, start + len(anchor.quote)))
    if row.has(home) or not holders:
        return remark
    return remark.placed(holders[0].id, Anchor(anchor.quote, 0, 0) if anchor else None)
