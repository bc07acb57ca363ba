"""For which paragraphs of an open draft the writer vouches, journalled at every change."""

from __future__ import annotations

from editor.core.paragraph_row import Paragraph
from editor.core.vouching import VOUCH, Answer, Vouch, vouches_in, wording
from editor.session.attachments import Attachments


class Vouches:
    def __init__(self, attachments: Attachments) -> None:
        self._attachments = attachments

    def of(self, paragraph: int) -> Vouch | None:
        """None where nothing was said, or a newer version of the program said something this one cannot read."""
        kept = self._attachments.get(VOUCH, str(paragraph))
        return next(vouches_in([kept] if kept is not None else ()), None)

    def give(self, paragraph: Paragraph, answer: Answer, whom: str = "") -> Vouch:
        """For the wording that the paragraph has now. Raises ValueError for relying on nobody."""
        vouch = Vouch(paragraph.id, answer, wording(paragraph.body), whom.strip())
        self._attachments.put(VOUCH, vouch.as_row(), paragraph=paragraph.id, ident=str(paragraph.id))
        return vouch
