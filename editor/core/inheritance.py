"""What becomes of the time of paragraphs when their row changes.

The document reports a change as marks before and after; the ledger thinks in splits, merges, removals and returns. Undo
is no case of its own: the same comparison reads it, because a returning id is known to the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor.core.credits import LedgerRow
from editor.core.ledger import Ledger
from editor.core.marks import Mark, Reshape
from editor.core.words import prose_words


def pass_time_on(
    ledger: Ledger, reshape: Reshape, before: Sequence[str], after: Sequence[str], removed: str
) -> tuple[LedgerRow, ...]:
    """Tells the ledger what an applied edit did to paragraphs; returns the rows, to be stored.

    `before` and `after` are the texts of the reshape's removed and inserted paragraphs, `removed` the text that the edit
    took out.
    """
    rows: list[LedgerRow] = []
    stays = {mark.id for mark in reshape.inserted}
    was = {mark.id for mark in reshape.removed}
    for mark, text in zip(reshape.removed, before, strict=True):
        if mark.id not in stays:
            rows += _gone(ledger, mark, text, reshape.inserted, removed)
    fresh = [mark for mark in reshape.inserted if mark.id not in was]
    words = {mark.id: prose_words(text) for mark, text in zip(reshape.inserted, after, strict=True)} if fresh else {}
    # From the last to the first, so that of several parts each takes its share of what is left.
    while fresh:
        rows += _come(ledger, fresh.pop(), fresh, words)
    return tuple(rows)


def _gone(ledger: Ledger, mark: Mark, text: str, stays: Sequence[Mark], removed: str) -> tuple[LedgerRow, ...]:
    """With all that could be seen of it a paragraph was removed; if some of its text is left, it was merged."""
    if text.strip() in removed or not stays:
        return ledger.delete(mark.id)
    home = next((one for one in stays if any(part.mark.id == mark.id for part in one.absorbed)), None)
    parent = next((one for one in stays if one.id == mark.parent), stays[0])
    return ledger.merge((home or parent).id, mark.id)


def _come(ledger: Ledger, mark: Mark, others: Sequence[Mark], words: Mapping[int, int]) -> tuple[LedgerRow, ...]:
    """Back from removal, back from a merge, or split off; otherwise it is new and has no past."""
    if restored := ledger.restore(mark.id):
        return restored
    keeper = ledger.resolve(mark.id)
    if keeper != mark.id:
        return ledger.split(keeper, mark.id, 0, 0)
    if mark.parent is None or mark.parent not in words:
        return ()
    left = words[mark.parent] + sum(words[one.id] for one in others if one.parent == mark.parent)
    return ledger.split(mark.parent, mark.id, left, words[mark.id])
