"""What becomes of the time of paragraphs when their row changes.

The document reports a change as marks before and after; the ledger thinks in splits, merges, removals and returns. Undo
is no case of its own: the same comparison reads it, because a returning id is known to the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

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
    homes = {part.mark.id: one.id for one in reversed(reshape.inserted) for part in one.absorbed}
    at = 0
    for mark, text in zip(reshape.removed, before, strict=True):
        if mark.id in stays:
            continue
        # With all that could be seen of it a paragraph was removed; if some of its text is left, it was merged.
        found = removed.find(text.strip(), at)
        if found >= 0 or not stays:
            at = max(at, found + len(text.strip()))
            rows += ledger.delete(mark.id)
        else:
            parent = mark.parent if mark.parent in stays else reshape.inserted[0].id
            rows += ledger.merge(homes.get(mark.id, parent), mark.id)
    fresh = [mark for mark in reshape.inserted if mark.id not in was]
    texts = {mark.id: text for mark, text in zip(reshape.inserted, after, strict=True)}
    words = cache(lambda ident: prose_words(texts[ident]))  # undo brings many paragraphs back and needs none counted
    # From the last to the first, so that of several parts each takes its share of what is left.
    while fresh:
        rows += _come(ledger, fresh.pop(), fresh, texts.keys(), words)
    return tuple(rows)


def _come(
    ledger: Ledger, mark: Mark, others: Sequence[Mark], here: Collection[int], words: Callable[[int], int]
) -> tuple[LedgerRow, ...]:
    """Back from removal, back from a merge, or split off; otherwise it is new and has no past."""
    if restored := ledger.restore(mark.id):
        return restored
    keeper = ledger.resolve(mark.id)
    if keeper != mark.id:
        return ledger.split(keeper, mark.id, 0, 0)
    if mark.parent is None or mark.parent not in here:
        return ()
    left = words(mark.parent) + sum(words(one.id) for one in others if one.parent == mark.parent)
    return ledger.split(mark.parent, mark.id, left, words(mark.id))
