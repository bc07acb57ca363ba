"""Whether a draft is what was written, wherever it lies, and making it so again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from editor.core.clock import Clock
from editor.core.errors import NOT_A_RECORD, FileError, FileUnreadable
from editor.core.twins import DRAFT, draft_name
from editor.journal.belonging import copy_begun_at, draft_last_at
from editor.journal.lines import HIGHEST_N
from editor.journal.lock import DraftLock
from editor.journal.places import DraftPlaces, Places, is_draft_id, new_draft_id
from editor.journal.reader import reached_in, read_tail
from editor.services.folding_lock import take_folding_lock
from editor.services.mending import Mended, copy_going_on, mend
from editor.services.reading import looking_at, own_id_of, read_state
from editor.services.twin_notes import digest_of, our_digests, saved_digests
from editor.store.comparing import differences
from editor.store.kept_copies import copied_upto, snapshots_in
from editor.store.keyframe import REQUIRED_NOTES, draft_id_in, reach_in, read_opening
from editor.store.named_calls import NamedCalls, named_calls
from editor.store.sound_rows import sound_rows
from editor.store.tables import DraftRow
from editor.store.verifying import altered_texts, damage_in, verify_file


def problems_of(path: Path, places: Places) -> list[str]:
    """One sentence for everything that is not what was written: in the file, its journal and its safety copies.

    A draft that is open in a window may be looked at too. Raises FileUnreadable where there is no draft.
    """
    database, draft = _draft_at(path, places)
    behind = _behind(database, draft)
    problems = behind or problems_without_copies(database, draft.folder)
    if not problems and database.exists():
        problems += altered_texts(database)
    shared_n = _shared_n(database, draft)
    try:
        copies = snapshots_in(draft.snapshots)
    except OSError as error:
        return [*problems, f"The safety copies could not be looked at: {error.strerror}."]
    for _, copy in copies:
        damage = verify_file(copy)[:1]
        problems += [f"In the safety copy {copy.name}: {one}" for one in damage]
        if not damage and draft_id_in(copy) != draft.folder.name:
            problems.append(f"The safety copy {copy.name} is another draft's; it is not used.")
        elif not damage and not behind and database.exists():
            problems += [one for one in differences(database, copy, shared_n) if one not in problems]
    return problems


def _behind(database: Path, draft: DraftPlaces) -> list[str]:
    """Said of a sound file that is an older state of the draft: nothing is missing that a safety copy holds."""
    try:
        copy = copy_going_on(database, draft.folder.name, draft)
        if copy is None or damage_in(database):
            return []
        return [
            f"{database.name} is an older state of the draft, up to change {reach_in(database)[1]}; the safety copy "
            f"{copy.name} goes on to change {reach_in(copy)[1]}. Opening the draft brings it up to date, and so does "
            "palimpsest recover."
        ]
    except FileError:
        return []  # the checks that follow tell of it


def _shared_n(database: Path, draft: DraftPlaces) -> int:
    """The last record that the file shares with its copies: what they hold of later ones may lie in the journal still."""
    try:
        folded_n = reach_in(database)[1]
        in_journal = reached_in(read_tail(draft.folder, folded_n), folded_n)
        return folded_n if copied_upto(draft.snapshots, draft.folder.name) <= in_journal else HIGHEST_N
    except FileError:
        return HIGHEST_N


def problems_without_copies(database: Path, folder: Path) -> list[str]:
    """The same of the file, which need not be there yet, and of the journal in `folder`, whose changes must fit it."""
    problems = verify_file(database) if database.exists() else []
    problems += _named_calls(database).missing
    if not problems:
        problems += read_state(database, folder).notes
    return problems


def unsure_calls(path: Path, places: Places) -> tuple[str, ...]:
    """One sentence for each call to a model that the text names and the file does not have, where it may have been made
    for another draft. That is no damage. Raises as `problems_of`."""
    database, _ = _draft_at(path, places)
    return _named_calls(database).unsure


def _named_calls(database: Path) -> NamedCalls:
    """Nothing of a file that is not there or cannot be read, of which others tell."""
    with suppress(FileError):
        if database.is_file():
            return named_calls(database)
    return NamedCalls((), ())


def twin_note(path: Path, places: Places) -> str:
    """One sentence where the text file beside the draft is not what this program wrote last, nor the draft's text as it
    is; else an empty one.

    That is no damage: the words come in, of unknown origin, when the draft is opened. Raises as `problems_of`.
    """
    database, draft = _draft_at(path, places)
    if not database.is_file():
        return ""
    try:
        opening = read_opening(database)
        meta = opening.meta
        ours, name = our_digests(meta), str(meta.get("text_file") or "")
        twin = database.with_name(name) if name else None
        if not ours or twin is None or not twin.is_file():
            return ""
        found = hashlib.sha256(twin.read_bytes()).hexdigest()
        if found in ours | saved_digests(read_tail(draft.folder, opening.folded_n).records):
            return ""
        if found == digest_of(read_state(database, draft.folder).document, meta.get("format") or {}):
            return ""
    except (FileError, OSError):
        return ""
    return f"{name} was changed by another program since it was last saved; opening the draft takes that in as unknown."


def recover(
    path: Path, places: Places, clock: Clock, *, from_text: bool = True, take_over: bool = False
) -> Mended | None:
    """Mends the draft at `path`, as `mend` does; None where its file is sound and as far as any safety copy of it.

    `take_over` is as in `DraftLock.take`.

    Raises a FileError: also where a window has it open, where its file is in use or made by a later program, and where
    nothing is left to mend it with.
    """
    database, draft = _draft_at(path, places)
    with _held(draft, database, clock, take_over=take_over) as owner:
        ident, newer = draft.folder.name, None
        if database.exists() and not damage_in(database):
            newer = copy_going_on(database, ident, draft)
            if newer is None:
                return None
        return mend(database, ident, draft, from_text=from_text, owner=owner, newer=newer)


def _draft_at(path: Path, places: Places) -> tuple[Path, DraftPlaces]:
    path = path.absolute()
    database = path.with_name(draft_name(path.name)) if path.name else path
    with looking_at(path):
        if database.exists() and not database.is_file():
            raise FileUnreadable("The draft cannot be opened", f"{database.name} is not a file.")
    ident = _id_in(database, places) or places.draft_at(database)
    ident = ident or draft_last_at(places, database, draft_id_in)
    if ident is None and not database.is_file():
        what = "draft" if path.suffix == DRAFT else "draft of this text"
        raise FileUnreadable(f"There is no {what}", f"{database} does not exist, and no journal belongs to it.")
    return database, places.draft(ident or new_draft_id())


def _id_in(database: Path, places: Places) -> str | None:
    """Whose file it says it is, as far as that can be believed. What lay here before says less, as at opening."""
    if not database.is_file():
        return None
    try:
        return own_id_of(database, places)
    except FileError:
        notes = {row["key"]: row["value"] for row in sound_rows(database, (DraftRow,))[DraftRow]}
        ident, folded_n = (_noted(notes.get(key, "null")) for key in REQUIRED_NOTES)
        if not isinstance(ident, str) or not is_draft_id(ident):
            return None
        return (isinstance(folded_n, int) and copy_begun_at(places, database, ident, folded_n)) or ident


def _noted(value: str) -> object:
    try:
        found: object = json.loads(value)
    except NOT_A_RECORD:
        return None
    return found


@contextmanager
def _held(draft: DraftPlaces, database: Path, clock: Clock, *, take_over: bool) -> Iterator[str]:
    """Both locks: no window and no worker is at the draft. Gives whose name files get that are made beside it.

    Raises a FileError.
    """
    with ExitStack() as held:
        try:
            draft.prepare()
            held.callback(DraftLock.take(draft.lock, clock, take_over=take_over).release)
            folding = take_folding_lock(draft, clock, (database,), take_over=take_over)
            held.callback(folding.release)
        except OSError as error:
            raise FileUnreadable("The folder of the draft cannot be used", f"{error.strerror}.") from error
        yield folding.owner
