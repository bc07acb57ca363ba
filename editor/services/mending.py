"""A damaged draft made whole again, from the newest safety copy that verifies, the journal, and the rest of the file;
and one whose file is an older state of it, as a backup brings back, brought up to date from them.

The damaged file is never written to and never deleted: it gets another name. Whoever calls holds the draft's locks. A
kill at any moment leaves either the damaged file in its place, to be mended again, or the mended one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from editor.core.document import Document
from editor.core.errors import DraftDamaged, EditRefused, FileError, FileUnreadable
from editor.core.origins import UNKNOWN
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.atomic import discard
from editor.journal.belonging import going_on_elsewhere
from editor.journal.places import DraftPlaces
from editor.journal.reach import begin_reach_at, journals_gone, read_reach
from editor.journal.reader import reached_in, read_tail
from editor.journal.strangers import put_strangers_aside
from editor.journal.temporaries import temporary_beside
from editor.store.comparing import differences
from editor.store.database import DAMAGED, OLDER, exchange
from editor.store.drafts import DraftStore
from editor.store.kept_copies import copied_upto
from editor.store.keyframe import draft_id_in, reach_in
from editor.store.renumbering import renumbered
from editor.store.rescue import rescue_text
from editor.store.snapshots import restore_snapshot, sound_snapshots
from editor.store.sound_rows import carry_over, sound_rows
from editor.store.tables import DraftRow

_NOTHING = "Nothing is missing."
_COPY, _JOURNAL, _TEXT = "the newest safety copy and the journal", "the journal", "the text in the damaged file"

_Source = tuple[Callable[[], DraftStore], str]
"""What makes the draft anew, and what from, in words."""

_ITSELF = "itself, with the right number of its format"

_DIGITS = 19
"""Of the largest number a column holds."""


@dataclass(frozen=True, slots=True)
class Mended:
    restored_from: str
    """In words, to be put behind "from"."""
    aside: Path | None
    """Where the damaged file lies now; None where it was gone."""
    missing: tuple[str, ...]
    """One sentence for each thing that could not be brought back; empty where all is there."""
    before: str
    """The text that could be read from the file as it was."""
    after: str
    older: bool = False
    """Whether the file was sound, and an older state of the draft."""
    strange: tuple[str, ...] = ()
    """One sentence for each journal that was another draft's."""

    def sentence(self) -> str:
        missing = " ".join((*self.strange, *(self.missing or (_NOTHING,))))
        if self.aside is None:
            return f"The draft's file was gone and has been restored from {self.restored_from}. {missing}"
        if self.older:
            return (
                f"The draft's file was an older state of it and has been brought up to date from {self.restored_from}. "
                f"{missing} The older file is kept as {self.aside.name}."
            )
        return (
            f"The draft's file was damaged and has been restored from {self.restored_from}. {missing} "
            f"The damaged file is kept as {self.aside.name}."
        )


def copy_going_on(path: Path, draft_id: str, places: DraftPlaces, sound: Path | None = None) -> Path | None:
    """The newest sound safety copy that goes further than the file at `path` and its journal, and holds all that the file
    holds: where both went their own ways, neither may take the other's place. Raises a FileError.

    `sound` is the file put right, where it is not sound as it lies.
    """
    sound = sound or path
    _, folded_n = reach_in(sound)
    reached_n = reached_in(read_tail(places.folder, folded_n), folded_n)
    if copied_upto(places.snapshots, draft_id) <= reached_n:
        return None
    if going_on_elsewhere(places.all, draft_id, path, draft_id_in) is not None:
        return None  # it is another program's copy of a draft, and will be one of its own
    copies = (one for one in sound_snapshots(places.snapshots, draft_id) if reach_in(one)[1] > reached_n)
    return next((one for one in copies if not differences(one, sound)), None)


def mend(
    path: Path,
    draft_id: str,
    places: DraftPlaces,
    *,
    from_text: bool = True,
    owner: str = "",
    newer: Path | None = None,
) -> Mended:
    """Puts a sound draft in the place of the damaged one at `path`; `from_text`, also where only its text is left.
    `newer` is the copy to take where the file is no more than an older state, as `copy_going_on` gave it.

    `owner` is as in `temporary_beside`. Raises FileUnreadable where there is nothing to mend it with, and a FileError
    where the disk refuses; the damaged file is then as it was.
    """
    path = path.absolute()  # a link is replaced and never followed: what it leads to may be anybody's
    before = rescue_text(path) or ""
    fresh, is_older = temporary_beside(path, owner), newer is not None
    newer = newer or _copy_beyond(path, fresh, draft_id, places)
    found = {} if newer else sound_rows(path)  # an older state has nothing that was not altered or removed since
    strange = put_strangers_aside(places.folder)
    noted = read_reach(places.folder)
    reached = max(_noted_n(found.get(DraftRow, [])), noted.n)
    try:
        text = before if from_text else ""
        sources = _from_copies([newer], fresh) if newer else _sources(path, fresh, draft_id, places, text)
        store, source, missing = _restored(sources, fresh, places)
        try:
            lost = carry_over(found, store.database)
            if store.folded_n < reached:
                missing.append(f"Changes {store.folded_n + 1} to {reached} are missing.")
            missing += journals_gone(places.folder, noted)
            missing += lost
            problems = store.verify()
            after = store.document.text()
        finally:
            store.close()
        if problems:
            raise DraftDamaged("The draft could not be mended", f"{problems[0]} The file is left as it is.")
        aside = exchange(path, fresh, OLDER if is_older else DAMAGED)
        begin_reach_at(places.folder, store.folded_n)  # what is missing is told once
    except OSError as error:
        raise FileUnreadable("The draft could not be mended", f"{error.strerror}. The file is left as it is.") from error
    finally:
        discard(fresh)
    return Mended(source, aside, tuple(missing), before, after, is_older, tuple(strange))


def _copy_beyond(path: Path, fresh: Path, draft_id: str, places: DraftPlaces) -> Path | None:
    """As `copy_going_on`, for a file of which nothing but the number of its format is wrong; it is put right at `fresh`,
    where nothing lies afterwards."""
    try:
        renumbered(path, fresh).close()
        return copy_going_on(path, draft_id, places, fresh)
    except FileError:
        return None
    finally:
        discard(fresh)


def _restored(sources: Iterator[_Source], fresh: Path, places: DraftPlaces) -> tuple[DraftStore, str, list[str]]:
    for make, source in sources:
        try:
            store = make()
        except (FileError, EditRefused):
            discard(fresh)
            continue
        tail = read_tail(places.folder, store.folded_n)
        missing = [*tail.missing, *(f"Journal {one} is empty; what it may have held is missing." for one in tail.emptied)]
        try:
            store.fold(tail.records)
        except EditRefused as error:
            missing.append(str(error))
        except BaseException:
            store.close()
            raise
        if source == _TEXT:
            missing.insert(0, "Its history, its minutes and whose words they are could not be brought back.")
        elif source == _JOURNAL and (first := _begins_at(places)):
            missing.insert(0, f"Its history and minutes before change {first} could not be brought back.")
        return store, source, missing
    raise FileUnreadable(
        "There is nothing to mend the draft with", "No safety copy and no journal of it can be read. It is left as it is."
    )


def _from_copies(copies: Iterable[Path], fresh: Path) -> Iterator[_Source]:
    for copy in copies:
        yield partial(restore_snapshot, copy, fresh), _COPY


def _sources(path: Path, fresh: Path, draft_id: str, places: DraftPlaces, text: str) -> Iterator[_Source]:
    """What a draft can be made from, the best first; each makes it at `fresh`."""
    yield lambda: renumbered(path, fresh), _ITSELF
    yield from _from_copies(sound_snapshots(places.snapshots, draft_id), fresh)
    yield lambda: DraftStore.from_journal(places.folder, fresh), _JOURNAL
    if text:
        keyframe = Document.of(Fragment.of(text, UNKNOWN), MarkdownSplitter()).keyframe()
        yield lambda: DraftStore.create(fresh, draft_id, keyframe, {}, read_tail(places.folder, -1).last_n + 1), _TEXT


def _begins_at(places: DraftPlaces) -> int:
    """The record before the first one of a journal whose older files were let go."""
    records = read_tail(places.folder, -1).records
    return next((int(one["n"]) for one in records if "keyframe" in one), 0)


def _noted_n(notes: list[dict[str, str]]) -> int:
    """The last record the damaged file says it contained, where what it says is a number that SQLite could hold."""
    said = [row["value"] for row in notes if row["key"] == "folded_n"]
    return max((int(one) for one in said if one.isdecimal() and len(one) < _DIGITS), default=0)
