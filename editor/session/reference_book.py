"""The references of a draft as the window knows them: without their texts, with what the writer says of each."""

from __future__ import annotations

from dataclasses import replace

from editor.core.references import CHOICE_KIND, KIND, LONGEST_TITLE, Choice, Reference
from editor.session.attachments import Attachments


class ReferenceBook:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    def all(self) -> tuple[tuple[Reference, Choice], ...]:
        """In the order in which they were added. One that a later version wrote in another shape is passed over."""
        found = []
        for one in self._attachments.of(KIND):
            try:
                reference = Reference.from_row(one.id, one.row or {})
            except (KeyError, TypeError, ValueError):
                continue
            found.append((reference, self._choice(reference)))
        return tuple(sorted(found, key=lambda pair: (pair[0].added_ms, pair[0].id)))

    def ticked(self) -> tuple[tuple[Reference, Choice], ...]:
        return tuple(pair for pair in self.all() if pair[1].ticked)

    def tick(self, ident: str, ticked: bool) -> None:
        self._say(ident, ticked=ticked)

    def rename(self, ident: str, title: str) -> None:
        """An empty title is the one that came with it."""
        self._say(ident, title=" ".join(title.split())[:LONGEST_TITLE])

    def _say(self, ident: str, title: str | None = None, ticked: bool | None = None) -> None:
        """Nothing where there is none, or nothing new."""
        now = next((choice for reference, choice in self.all() if reference.id == ident), None)
        if now is None:
            return
        new = Choice(now.title if title is None else title, now.ticked if ticked is None else ticked)
        if new != now:
            self._attachments.put(CHOICE_KIND, new.as_row(), ident=ident)

    def _choice(self, reference: Reference) -> Choice:
        said = self._attachments.get(CHOICE_KIND, reference.id)
        try:
            choice = Choice.from_row((said.row if said else None) or {})
        except KeyError:
            return Choice(reference.title)
        return choice if choice.title else replace(choice, title=reference.title)
