"""What searches brought for the claims of an open draft, journalled at every change."""

from __future__ import annotations

from dataclasses import replace

from editor.core.sources import SOURCES, Search, searches_in
from editor.session.attachments import Attachments


class SourceBook:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    def of(self, claim: int) -> tuple[Search, ...]:
        """The newest first."""
        found = (one for one in searches_in(self._attachments.of(SOURCES)) if one.claim == claim)
        return tuple(sorted(found, key=lambda one: one.id, reverse=True))

    def add(self, search: Search, paragraph: int) -> Search:
        """Keeps it under an id of its own; `paragraph` is where the claim stands."""
        kept = self._attachments.put(SOURCES, search.as_row(), paragraph=paragraph)
        return replace(search, id=int(kept.id))

    def drop_source(self, ident: int, number: int) -> None:
        """Takes one of its sources out, counted from 0; nothing happens where it is gone."""
        kept = self._attachments.get(SOURCES, str(ident))
        found = next(searches_in([kept] if kept is not None else []), None)
        if kept is not None and found is not None and 0 <= number < len(found.sources):
            row = found.without(number).as_row()
            self._attachments.put(SOURCES, row, paragraph=kept.paragraph, ident=kept.id)

    def drop(self, ident: int) -> None:
        """Takes a search off, with all it brought."""
        self._attachments.take_away(SOURCES, str(ident))

    def drop_claim(self, claim: int) -> None:
        for one in self.of(claim):
            self.drop(one.id)
