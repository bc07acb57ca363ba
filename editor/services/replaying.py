"""The replay of the open draft: its past is read once, and any moment of it is given as a difference from the last one.

The window asks for moments as fast as its slider is dragged, so an answer holds only the paragraphs that differ.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, DraftDamaged, EditRefused
from editor.core.film import Film
from editor.core.paragraph_row import Paragraph
from editor.core.rows import kinds_row
from editor.core.words import prose_words
from editor.export.replay_page import replay_page
from editor.protocol.messages import Done
from editor.protocol.record_messages import (
    CloseReplay,
    Frame,
    OpenReplay,
    ReplayOpened,
    ReplayRead,
    ShowFrame,
    WriteReplay,
)
from editor.resources import resource
from editor.services.opening import Emit, Opening
from editor.services.past import whole_past
from editor.services.posts import write_files
from editor.services.timing import beginning
from editor.store.past import Record

_UNFIT = (EditRefused, *NOT_A_RECORD)
_PIECES_AT_ONCE = 40


class Replaying:
    def __init__(self, opening: Opening, emit: Emit) -> None:
        self._opening = opening
        self._emit = emit
        self._reel: Reel | None = None

    async def open(self, request: OpenReplay) -> ReplayOpened:
        """Raises a FileError where the past cannot be read, DraftDamaged where a change in it does not fit."""
        log = await self._log(request.upto)
        self._reel = reel = Reel(log)
        pieces = reel.film.develop()
        while True:
            done = await asyncio.to_thread(_developed, pieces)
            if done is None:
                return reel.opened(request.id)
            self._emit(ReplayRead(request.id, done, len(log)))

    async def show(self, request: ShowFrame) -> Frame:
        """Raises EditRefused where no replay is open, or there is no such step."""
        reel = self._reel
        if reel is None:
            raise EditRefused("No replay is open", "Open it again.")
        return await asyncio.to_thread(reel.frame, request)

    def close(self, request: CloseReplay) -> Done:
        self._reel = None
        return Done(request.id)

    async def write(self, request: WriteReplay) -> Done:
        """Raises a FileError where it cannot be read or written."""
        log = await self._log(request.upto)
        name = (self._opening.draft.address.text_path or self._opening.draft.address.path).stem

        def written() -> str:
            return write_files({Path(request.path): replay_text(log, name)})

        return Done(request.id, await asyncio.to_thread(written))

    async def _log(self, upto: int) -> tuple[Record, ...]:
        draft = self._opening.draft
        draft.fold(upto)
        database, folder = draft.store.path, draft.address.places.folder
        return await asyncio.to_thread(lambda: whole_past(database, folder).past.log)


def replay_text(log: Sequence[Record], name: str) -> str:
    """The replay as a page. Raises DraftDamaged where a change does not fit."""
    film = Film(log)
    try:
        for _ in film.develop():
            pass
        chapters = _chapters(film)
    except _UNFIT as error:
        raise _damaged(error) from error
    parts = {one: resource("record", f"replay.{one}").read_text(encoding="utf-8") for one in ("html", "css", "js")}
    return replay_page(log, film.scenes, chapters, name, parts)


def _developed(pieces: Iterator[int]) -> int | None:
    """A few pieces on; None at the end."""
    try:
        done = tuple(islice(pieces, _PIECES_AT_ONCE))
    except _UNFIT as error:
        raise _damaged(error) from error
    return done[-1] if done else None


def _damaged(error: Exception) -> DraftDamaged:
    return DraftDamaged("The past of this draft cannot be replayed", f"A change in it does not fit ({error}). Verify it.")


def _chapters(film: Film) -> tuple[tuple[int, str, int], ...]:
    if not len(film):
        return ()
    return tuple(
        (number, beginning(item.body), film.births.get(item.id, 0))
        for number, item in enumerate(film.at(len(film) - 1).paragraphs, 1)
        if item.body.strip()
    )


class Reel:
    """A film, and the frame that the window shows of it."""

    def __init__(self, log: Sequence[Record]) -> None:
        self.film = Film(log)
        self._shown: tuple[Paragraph, ...] = ()
        self._words: dict[int, tuple[str, int]] = {}

    def opened(self, ident: int) -> ReplayOpened:
        steps = len(self.film)
        return ReplayOpened(ident, steps, self.film.at_ms(steps - 1) if steps else 0, _chapters(self.film))

    def frame(self, request: ShowFrame) -> Frame:
        film = self.film
        step = request.step if request.step >= 0 else film.step_at(request.film_ms)
        document = film.at(step)
        now = tuple(document.paragraphs)
        before = () if request.whole else self._shown
        hunks = tuple((low, high, _pieces(new)) for low, high, new in hunks_of(before, now))
        self._shown = now
        scene = film.scenes[step]
        return Frame(
            id=request.id,
            step=step,
            film_ms=film.at_ms(step),
            wall_ms=scene.wall_ms,
            offset_min=scene.offset_min,
            kind=scene.kind,
            hunks=hunks,
            caret=min(scene.position, len(document)),
            words=self._count(document),
        )

    def _count(self, document: Document) -> int:
        """Words, counted only in paragraphs that were not seen so before."""
        total, seen = 0, {}
        for item in document.paragraphs:
            known = self._words.get(item.id)
            if known is None or known[0] != item.text:
                known = (item.text, prose_words(item.text))
            seen[item.id] = known
            total += known[1]
        self._words = seen
        return total


def _pieces(paragraphs: Sequence[Paragraph]) -> tuple[tuple[str, list[int]], ...]:
    return tuple((item.text, kinds_row(item.runs)) for item in paragraphs)


def hunks_of(before: Sequence[Paragraph], now: Sequence[Paragraph]) -> list[tuple[int, int, list[Paragraph]]]:
    """Which paragraphs of the frame before give way to which; those of one id are compared with each other."""
    places = {item.id: place for place, item in enumerate(before)}
    found: list[tuple[int, int, list[Paragraph]]] = []

    def put(low: int, high: int, new: list[Paragraph]) -> None:
        if found and found[-1][1] == low:
            low, _, earlier = found.pop()
            new = [*earlier, *new]
        if low < high or new:
            found.append((low, high, new))

    reached, fresh = 0, list[Paragraph]()
    for item in now:
        place = places.get(item.id, -1)
        if place < reached:
            fresh.append(item)
            continue
        put(reached, place, fresh)
        fresh, reached = [], place + 1
        if not _same(before[place], item):
            put(place, place + 1, [item])
    put(reached, len(before), fresh)
    return found


def _same(one: Paragraph, other: Paragraph) -> bool:
    return one is other or (one.text == other.text and one.runs == other.runs)
