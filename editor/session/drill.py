"""The recovery drill's evidence: what the draft was when the program killed itself, and whether the restored one is it.

The note lies in the draft's data folder and is read once. Only a digest of the text is in it, never the text.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from editor.core.digest import text_digest
from editor.core.words import prose_words
from editor.journal.atomic import write_atomically
from editor.journal.places import DraftPlaces
from editor.journal.reader import content_from
from editor.session.draft_session import DraftSession


@dataclass(frozen=True, slots=True)
class DrillNote:
    killed_at: str
    """Local time, "14:05:07"."""
    digest: str
    """SHA-256 of the text."""
    characters: int
    changes: int
    """The number of the last record in the journal."""


def note_of(session: DraftSession, killed_at: str) -> DrillNote:
    text = session.document.text()
    return DrillNote(killed_at, text_digest(text), len(text), session.recorder.next_n - 1)


def put_note(note: DrillNote, places: DraftPlaces, owner: str = "") -> None:
    """It has to survive the program, not the machine. `owner` is as in `temporary_beside`. Raises OSError."""
    write_atomically(_place(places), json.dumps(asdict(note)).encode("ascii"), durable=False, owner=owner)


def take_note(places: DraftPlaces) -> DrillNote | None:
    """The note of a drill that was not told of yet, which is then gone; None where there is none."""
    place = _place(places)
    try:
        data = content_from(place)
        place.unlink()
        row = json.loads(data)
        return DrillNote(str(row["killed_at"]), str(row["digest"]), int(row["characters"]), int(row["changes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def outcome(note: DrillNote, session: DraftSession) -> str:
    """What came of the drill, in sentences; what was typed since the restart is not counted."""
    text = session.document.text()
    later = session.history.edits_after(note.changes)
    for edit in reversed(later):
        end = edit.position + len(edit.inserted.text)
        text = text[: edit.position] + edit.removed.text + text[end:]
    changes = min(note.changes, session.recorder.next_n - 1)
    killed = f"Recovery drill: the program was killed at {note.killed_at}"
    if (text_digest(text), changes) == (note.digest, note.changes):
        return f"{killed} and everything is here: {prose_words(text):,} words, {changes:,} changes. Nothing was lost."
    return (
        f"{killed}, and what came back differs: it was {note.characters:,} characters after {note.changes:,} changes, "
        f"it is {len(text):,} characters after {changes:,} changes. Please report this; the journal was left as it is."
    )


def _place(places: DraftPlaces) -> Path:
    return places.folder / "drill.json"
