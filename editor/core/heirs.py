"""Where the text of a paragraph is, once it was merged into another or others were split from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from editor.core.marks import Mark
from editor.core.paragraph_row import Paragraph


def heirs(row: Iterable[Paragraph], named: Set[int]) -> frozenset[int]:
    """The ids of the paragraphs that hold text of a named one: itself, what it was merged into, what was split from it.

    One that was emptied and only sleeps in another has no text there.
    """
    if not named:
        return frozenset()
    items = tuple(row)
    parents = {one.id: one.parent for item in items for one in _with_absorbed(item.mark)}
    return frozenset(item.id for item in items if any(_is_of(one.id, named, parents) for one in _held(item)))


def _is_of(ident: int | None, named: Set[int], parents: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    while ident is not None and ident not in seen:
        if ident in named:
            return True
        seen.add(ident)
        ident = parents.get(ident)
    return False


def _with_absorbed(mark: Mark) -> Iterator[Mark]:
    yield mark
    for one in mark.absorbed:
        yield from _with_absorbed(one.mark)


def _held(item: Paragraph) -> Iterator[Mark]:
    """The paragraph, and those merged into it of which words can still be there: behind the boundary that was."""
    yield item.mark
    for one in item.mark.absorbed:
        if item.text[one.offset :].strip():
            yield from _with_absorbed(one.mark)
