"""Which paragraph is which, after an edit.

Qt cannot tell (its block data is lost on join-and-undo and left on the empty block when Enter is pressed at a paragraph's
start), so ids follow the text: a paragraph is where the first visible character it kept is.

* Split: the left part keeps the id, the right part is its child.
* Merge: the left id survives; the other is absorbed, and comes back if a boundary is set at its place again.
* A paragraph emptied by its writer is dormant in the one before it, and comes back when its line is filled.
* A paragraph taken out and put back elsewhere word for word keeps its id (`Graveyard`).
* Undo needs none of these rules: it restores the recorded marks.

Lineage goes along: a part of a marked paragraph is marked, and so is what a marked paragraph was merged into. Model text
that an edit brings in marks its paragraph where it is more than a light edit of the writer's own (`model_edits`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from editor.core.marks import Absorbed, BlockKind, Mark, Replaced
from editor.core.model_edits import Weight, human_text, model_edit
from editor.core.origins import Origin
from editor.core.runs import Fragment, Runs, model_origins, parted, sliced

GRAVEYARD_SIZE = 500
"""Removed paragraphs remembered for being put back; older ones return only through undo."""


class Graveyard:
    """Removed paragraphs by their words."""

    def __init__(self) -> None:
        self._marks: OrderedDict[str, Mark] = OrderedDict()

    def bury(self, text: str, mark: Mark) -> None:
        if words := text.strip():
            self._marks[words] = mark
            self._marks.move_to_end(words)
            while len(self._marks) > GRAVEYARD_SIZE:
                self._marks.popitem(last=False)

    def dig(self, text: str) -> Mark | None:
        return self._marks.get(text.strip())


@dataclass(frozen=True, slots=True)
class Splice:
    """text[at:at + removed] was replaced by `inserted` code points; offsets from the start of the region."""

    at: int
    removed: int
    inserted: int

    def moved(self, offset: int) -> tuple[int, ...]:
        """Where a boundary at `offset` may stand afterwards: none if it was inside what was removed, two at the seam."""
        if offset < self.at:
            return (offset,)
        if offset > self.at + self.removed:
            return (offset + self.inserted - self.removed,)
        if offset == self.at == self.at + self.removed:
            return (offset + self.inserted, offset)
        if offset == self.at:
            return (offset,)
        if offset == self.at + self.removed:
            return (offset + self.inserted - self.removed,)
        return ()


@dataclass(slots=True)
class _Piece:
    """A new block while its identity is being settled."""

    start: int
    stop: int
    kind: BlockKind
    sources: list[int] = field(default_factory=list)
    """Indices of old marks of which a visible character survives here, in order."""
    mark: Mark | None = None
    parent: int | None = None
    absorbed: list[Absorbed] = field(default_factory=list)
    lineage: list[Origin] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    dug: bool = False
    """It was put back word for word, with everything that was known of it."""


@dataclass(frozen=True, slots=True)
class Region:
    """The stretch of the draft whose blocks were split anew."""

    old: Sequence[Mark]
    splice: Splice
    removed: Fragment
    """What the edit takes out."""
    text: str
    """After the edit."""
    runs: Runs
    starts: Sequence[int]
    """Where the new blocks begin, in code points of `text`; the first is 0."""
    kinds: Sequence[BlockKind]


def settle(
    region: Region, next_id: int, lives_elsewhere: Callable[[int], bool], dig: Callable[[str], Mark | None]
) -> tuple[Mark, ...]:
    """The marks of the new blocks. New ids are taken from `next_id` upwards.

    `lives_elsewhere` says whether a paragraph outside the region has an id, `dig` what a removed paragraph of these
    words was.
    """
    pieces = [
        _Piece(start, stop, kind)
        for start, stop, kind in zip(region.starts, [*region.starts[1:], len(region.text)], region.kinds, strict=True)
    ]
    origins = _old_starts(region.old)
    survivals = _trace(region, origins, pieces)
    taken = _give_to_survivors(region.old, pieces)
    pool = _sleeping(region, origins, survivals, taken)
    living = _Living({piece.mark.id for piece in pieces if piece.mark}, lives_elsewhere)
    for piece in pieces:
        if piece.mark is None:
            next_id = _wake_or_make(piece, region.text, pool, living, dig, next_id)
    _rest([entry for entry in pool if entry[1].id not in living], pieces, len(region.text))
    _lead_back(region, origins, pieces)
    runs = parted(region.runs, (piece.stop - piece.start for piece in pieces))
    return tuple(_finish(piece, piece.mark, region, own) for piece, own in zip(pieces, runs, strict=True) if piece.mark)


class _Living:
    """The ids in use, here and elsewhere."""

    def __init__(self, here: set[int], elsewhere: Callable[[int], bool]) -> None:
        self.here = here
        self._elsewhere = elsewhere

    def __contains__(self, ident: int) -> bool:
        return ident in self.here or self._elsewhere(ident)


def _old_starts(old: Sequence[Mark]) -> list[int]:
    starts, position = [], 0
    for mark in old:
        starts.append(position)
        position += mark.length
    return starts


def _trace(region: Region, starts: Sequence[int], pieces: list[_Piece]) -> list[int | None]:
    """Fills the pieces' sources; returns for each old mark where its first surviving character stands now."""
    splice, survivals = region.splice, list[int | None]()
    low = 0
    for index, (mark, start) in enumerate(zip(region.old, starts, strict=True)):
        first: int | None = None
        for begin, end in _kept(start, start + mark.length, splice):
            if first is None:
                first = begin
            while low < len(pieces) - 1 and pieces[low].stop <= begin:
                low += 1
            number = low
            while number < len(pieces) and pieces[number].start < end:
                piece = pieces[number]
                visible = region.text[max(begin, piece.start) : min(end, piece.stop)].strip()
                if visible and (not piece.sources or piece.sources[-1] != index):
                    piece.sources.append(index)
                number += 1
        survivals.append(first)
    return survivals


def _kept(start: int, stop: int, splice: Splice) -> Iterable[tuple[int, int]]:
    """What is left of old text[start:stop], in offsets of the new text: one stretch, two or none."""
    shift = splice.inserted - splice.removed
    if start < splice.at:
        yield start, min(stop, splice.at)
    if stop > splice.at + splice.removed:
        yield max(start, splice.at + splice.removed) + shift, stop + shift


def _give_to_survivors(old: Sequence[Mark], pieces: list[_Piece]) -> set[int]:
    taken: set[int] = set()
    for piece in pieces:
        for index in piece.sources:
            piece.lineage += old[index].lineage
        owner = next((index for index in piece.sources if index not in taken), None)
        if owner is not None:
            piece.mark = old[owner]
            taken.add(owner)
        elif piece.sources:
            piece.parent = old[piece.sources[0]].id
    return taken


def _sleeping(
    region: Region, starts: Sequence[int], survivals: Sequence[int | None], taken: set[int]
) -> list[tuple[tuple[int, ...], Mark]]:
    """Marks without a block of their own, each with the places at which a boundary would wake it."""
    pool: list[tuple[tuple[int, ...], Mark]] = []
    for index, (mark, start) in enumerate(zip(region.old, starts, strict=True)):
        pool += [(places, one.mark) for one in mark.absorbed if (places := region.splice.moved(start + one.offset))]
        first = survivals[index]
        if index in taken:
            continue
        if first is not None:
            places = tuple(dict.fromkeys((first, *region.splice.moved(start))))
            pool.append((places, replace(mark, absorbed=(), replaced=())))
        elif mark.kind is BlockKind.BLANK or _is_emptied_end(region, start, mark):
            pool.append(((start,), replace(mark, absorbed=(), replaced=())))
    return pool


def _is_emptied_end(region: Region, start: int, mark: Mark) -> bool:
    """Whether the last paragraph of the draft lost its text, which had no line end after it; its own line is left."""
    splice, end = region.splice, start + mark.length
    return start == splice.at and end == splice.at + splice.removed and end == sum(one.length for one in region.old)


def _wake_or_make(
    piece: _Piece,
    text: str,
    pool: list[tuple[tuple[int, ...], Mark]],
    living: _Living,
    dig: Callable[[str], Mark | None],
    next_id: int,
) -> int:
    for place, (places, mark) in enumerate(pool):
        wakes = piece.start in places or (mark.kind is BlockKind.BLANK and mark.length == 0)
        if wakes and mark.id not in living:
            del pool[place]
            piece.mark = mark
            break
    else:
        buried = None if piece.sources else dig(text[piece.start : piece.stop])
        if buried is not None and buried.id not in living:
            piece.mark, piece.dug = replace(buried, absorbed=()), True
            piece.replaced = list(buried.replaced)
        else:
            piece.mark = Mark(next_id, 0, piece.kind, piece.parent)
            next_id += 1
    living.here.add(piece.mark.id)
    piece.lineage += piece.mark.lineage
    return next_id


def _rest(pool: list[tuple[tuple[int, ...], Mark]], pieces: list[_Piece], length: int) -> None:
    """Lays the marks that did not wake into the piece that holds their place."""
    for places, mark in sorted(pool, key=lambda entry: entry[0][0]):
        place = min(places[0], length)
        home = next((piece for piece in reversed(pieces) if piece.start <= place), pieces[0])
        home.absorbed.append(Absorbed(place - home.start, mark))


def _lead_back(region: Region, starts: Sequence[int], pieces: list[_Piece]) -> None:
    """Lays what led back to a state without model text where it leads back from now, and adds what this edit took."""
    splice = region.splice
    led = [
        (_place_after(splice, start + one.offset), one.text)
        for mark, start in zip(region.old, starts, strict=True)
        for one in mark.replaced
    ]
    if _brings_model_text(region) and (taken := human_text(region.removed)):
        led.append((splice.at, taken))
    for place, text in sorted(led, key=lambda one: one[0]):
        home = next((piece for piece in reversed(pieces) if piece.start <= place), pieces[0])
        if not home.dug:
            home.replaced.append(Replaced(min(place, home.stop) - home.start, text))


def _place_after(splice: Splice, place: int) -> int:
    """In front of the same words as before; where these were taken out, in front of what came instead."""
    if splice.at <= place < splice.at + splice.removed:
        return splice.at
    return splice.moved(place)[0]


def _brings_model_text(region: Region) -> bool:
    start, stop = region.splice.at, region.splice.at + region.splice.inserted
    return start < stop and bool(model_origins(region.text[start:stop], sliced(region.runs, start, stop)))


def _was_brought_model_text(piece: _Piece, region: Region, runs: Runs) -> bool:
    """Only what an edit brings in is weighed: a line end set beside a mended word makes no model text of it.

    `runs` are the piece's own: those of a whole book are not gone through for every paragraph of it.
    """
    start, stop = max(piece.start, region.splice.at), min(piece.stop, region.splice.at + region.splice.inserted)
    own = sliced(runs, start - piece.start, stop - piece.start)
    return start < stop and bool(model_origins(region.text[start:stop], own))


def _finish(piece: _Piece, mark: Mark, region: Region, runs: Runs) -> Mark:
    text = region.text[piece.start : piece.stop]
    models = model_origins(text, runs)
    lineage = dict.fromkeys((*mark.lineage, *piece.lineage))
    if lineage or (
        models
        and _was_brought_model_text(piece, region, runs)
        and model_edit(text, runs, piece.replaced).weight is Weight.SUBSTANTIAL
    ):
        lineage |= dict.fromkeys(models)
    return Mark(
        id=mark.id,
        length=piece.stop - piece.start,
        kind=piece.kind,
        parent=mark.parent,
        absorbed=tuple(piece.absorbed),
        lineage=tuple(lineage),
        replaced=tuple(piece.replaced) if models and not lineage else (),
    )
