"""What the window and the worker say to each other about a draft and its files; the rest is in `messages`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.protocol.parts import RemarkRow

# Requests.


@dataclass(frozen=True, slots=True)
class Attach:
    """Take charge of a draft's database: make it or open it, and fold the journal into it from now on."""

    id: int
    path: str
    """Of the .palimpsest file."""
    draft: str
    """Its id."""
    data_root: str
    text_path: str | None = None
    """Of the readable twin."""
    copy_of: str = ""
    """The id found in the file, where it is a copy of another draft and `draft` is to be its own."""
    second: str = ""
    """The writer's own folder, where safety copies go too; empty where none was chosen."""
    first_n: int | None = None
    """The number of the first record of this sitting, whose minutes the window knows itself; None asks for all."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Fold the journal up to record `upto` now. The worker folds every two seconds by itself, too."""

    id: int
    upto: int


@dataclass(frozen=True, slots=True)
class SaveText:
    """Write the draft's text, as of record `upto`, to a file: whole or not at all."""

    id: int
    path: str
    upto: int
    text_format: dict[str, Any]
    replacing: str | None = None
    """SHA-256 of the file as the window knows it, empty for none. Another one found there is kept beside it first; where
    this is None, whatever lies there is replaced."""
    text: str | None = None
    """The whole text, where the journal cannot be written, so that `upto` is nowhere but in the window."""


@dataclass(frozen=True, slots=True)
class WriteFile:
    """Write a text to a file of the writer's choice, whole or not at all; the window waits for no disk."""

    id: int
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Put the draft under a new name: its database and its text."""

    id: int
    path: str
    """Of the new .palimpsest file."""
    text_path: str
    upto: int
    text_format: dict[str, Any]
    replacing: str = ""
    """SHA-256 of the text file as the window knows it, empty for none; as in `SaveText`, where the name is the draft's
    own. Under another name the writer was asked whether to replace what lies there."""


@dataclass(frozen=True, slots=True)
class Detach:
    """Fold what is left, make a keyframe and a snapshot, close the database."""

    id: int
    upto: int


@dataclass(frozen=True, slots=True)
class TakeCopy:
    """Make a safety copy of the draft as of record `upto`: something big is about to happen to it."""

    id: int
    upto: int


@dataclass(frozen=True, slots=True)
class KeepCopiesIn:
    """From now on put safety copies into this folder, too, and one now; an empty name ends that."""

    id: int
    folder: str
    upto: int


# Events on the way.


@dataclass(frozen=True, slots=True)
class Folded:
    """The database holds every record up to `upto`. Also sent by itself, with id 0."""

    id: int
    upto: int
    trouble: str = ""
    """Why folding is behind, in one sentence."""
    kept: int = 0
    """Every record up to this one is in the database and in two verified copies."""
    draft: str = ""
    """The id of the draft these numbers belong to; empty where the trouble is no draft's."""
    stuck: bool = False
    """Nothing more can be folded, however often it is tried, until a new journal begins with the whole text."""


@dataclass(frozen=True, slots=True)
class MendedDraft:
    """The draft's file was damaged, and a sound one is in its place. Sent by itself, with id 0."""

    id: int
    said: str
    """What was restored from what, and what is missing."""
    before: str
    """The text that could be read from the file as it was."""
    after: str
    draft: str = ""
    """The id of the draft."""
    missing: bool = False
    """Something is missing, so that what the journal says from now on may fit nothing."""


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """How it stands with the writer's own folder for safety copies, told when it changes; always with id 0."""

    id: int
    trouble: str = ""
    """Why nothing can be put there, in two sentences; empty when it can again."""
    draft: str = ""
    """The id of the draft whose copies they are; empty where none is open."""


# Results.


@dataclass(frozen=True, slots=True)
class Attached:
    id: int
    upto: int
    ledger: tuple[tuple[Any, ...], ...]
    """Rows of the ledger of before this sitting (`core.credits.from_row`)."""
    remarks: tuple[RemarkRow, ...]
    pads: tuple[dict[str, Any], ...]
    """Rows of `session.pads.Association`."""
    attachments: tuple[dict[str, Any], ...]
    """Rows of `core.attachments.Attachment`, those taken away too."""
    versions: tuple[tuple[int, int], ...]
    """(paragraph id, or 0 for the draft; number of versions)."""
    spent_usd: str
    last_sent: str
    """For the status line: empty where nothing was ever sent for this draft."""
    twin_digest: str = ""
    """SHA-256 of the bytes last written to the readable twin, empty where none was written."""


@dataclass(frozen=True, slots=True)
class Saved:
    id: int
    path: str
    upto: int
    digest: str
    """SHA-256 of the bytes written."""
    aside: str = ""
    """The name under which another program's file was kept; empty where there was none."""
