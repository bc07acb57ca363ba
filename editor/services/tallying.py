"""What came of the critics' remarks in the draft that is open."""

from __future__ import annotations

from editor.core.annotations import DismissReason
from editor.core.tallies import Tally, tally, together
from editor.protocol.critique_messages import ListTallies, QuotingRow, ReadersRow, Tallies, TallyRow
from editor.services.critics import titles_of_critics
from editor.services.opening import Opening
from editor.services.readings import KIND, quotings, readers, readings


class Tallying:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def list(self, request: ListTallies) -> Tallies:
        """Raises a FileError."""
        draft = self._opening.draft
        if not draft.begin():
            return Tallies(request.id, (), (), ())
        titles = titles_of_critics()
        tallies = tally(draft.store.remarks.all())
        read = tuple(readings(draft.store.attachments.of(KIND)))
        return Tallies(
            request.id,
            tuple(_row(critic, titles.get(critic, critic), one) for critic, one in tallies.items()),
            tuple(
                QuotingRow(model, one.remarks, one.not_found, one.words)
                for model, one in together(quotings(read)).items()
            ),
            tuple(ReadersRow(paragraph, critics) for paragraph, critics in readers(read).items()),
        )


def _row(critic: str, title: str, one: Tally) -> TallyRow:
    return TallyRow(
        critic=critic,
        title=title,
        remarks=one.remarks,
        agreed=one.agreed,
        wrong=one.dismissed[DismissReason.WRONG],
        taste=one.dismissed[DismissReason.TASTE],
        later=one.dismissed[DismissReason.LATER],
        known=one.dismissed[DismissReason.KNOWN],
        open=one.open,
        words=one.words,
    )
