"""What the window and the worker say to each other.

The window asks, the worker answers: for every `Request` there come any number of events with the same `id`, and at last
exactly one `Result` or `Failed`. `Cancel` ends a request early; it is answered by `Failed` with the fault "cancelled".
Values are plain (strings, numbers, tuples, other messages' parts), so that a line of JSON carries them. Offsets are code
points, times milliseconds since 1970 UTC, money US dollars as decimal text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from editor.protocol.parts import BorrowedRow as BorrowedRow
from editor.protocol.parts import CheckRow as CheckRow
from editor.protocol.parts import CriticRow as CriticRow
from editor.protocol.parts import DiffRow as DiffRow
from editor.protocol.parts import FindingRow as FindingRow
from editor.protocol.parts import LookedThrough as LookedThrough
from editor.protocol.parts import RemarkRow as RemarkRow
from editor.protocol.parts import VersionRow as VersionRow

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


@dataclass(frozen=True, slots=True)
class ListCritics:
    id: int
    paragraph_text: str = ""
    """For the price; may be empty."""


@dataclass(frozen=True, slots=True)
class PrepareCritique:
    """What would be sent for this paragraph, by which critic, to whom, at what price. Sends nothing."""

    id: int
    paragraph: int
    critic: str
    neighbours: bool
    """Whether the paragraphs before and after, and the headings, go with it."""
    upto: int
    model: str = ""
    """Another model than the one that is asked as a rule."""


@dataclass(frozen=True, slots=True)
class Critique:
    id: int
    paragraph: int
    critics: tuple[str, ...]
    approved: str = ""
    """The digest of the `Prepared` the writer said yes to; a model critic without it is answered by NeedsApproval."""
    neighbours: bool = True
    upto: int = 0
    model: str = ""


@dataclass(frozen=True, slots=True)
class JudgeRemark:
    id: int
    remark: int
    state: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KeepVersion:
    id: int
    name: str
    paragraph: int | None
    upto: int


@dataclass(frozen=True, slots=True)
class ListVersions:
    id: int
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class CompareVersion:
    """The word differences between a version and the present text of what it is a version of."""

    id: int
    version: int
    upto: int


@dataclass(frozen=True, slots=True)
class PrepareExport:
    """The post for a venue, with its checks; writes nothing."""

    id: int
    dialect: str
    """lesswrong, substack or markdown."""
    upto: int
    profile: str = "lesswrong-2026"


@dataclass(frozen=True, slots=True)
class WriteExport:
    id: int
    dialect: str
    path: str
    upto: int


@dataclass(frozen=True, slots=True)
class KeyStatus:
    id: int
    provider: str = "anthropic"


@dataclass(frozen=True, slots=True)
class KeepKey:
    """Puts a key into the system's keyring. It is used once and kept nowhere else."""

    id: int
    key: str = field(repr=False)
    provider: str = "anthropic"


@dataclass(frozen=True, slots=True)
class ForgetKey:
    id: int
    provider: str = "anthropic"


@dataclass(frozen=True, slots=True)
class ListCalls:
    """Everything that was sent for this draft."""

    id: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Ends the request `target`."""

    id: int
    target: int


@dataclass(frozen=True, slots=True)
class Quit:
    id: int


@dataclass(frozen=True, slots=True)
class FindBorrowed:
    """Looks for phrases that a model said before in this draft; changes nothing."""

    id: int
    paragraphs: tuple[LookedThrough, ...]
    upto: int = 0
    """A record that has to be known before; 0 where what is in the draft's file is enough."""


@dataclass(frozen=True, slots=True)
class JudgePost:
    """The verdict of a venue on the whole draft."""

    id: int
    profile: str
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


@dataclass(frozen=True, slots=True)
class MendedDraft:
    """The draft's file was damaged, and a sound one is in its place. Sent by itself, with id 0."""

    id: int
    said: str
    """What was restored from what, and what is missing."""
    before: str
    """The text that could be read from the damaged file."""
    after: str


@dataclass(frozen=True, slots=True)
class SecondPlace:
    """How it stands with the writer's own folder for safety copies, told when it changes; always with id 0."""

    id: int
    trouble: str = ""
    """Why nothing can be put there, in two sentences; empty when it can again."""


@dataclass(frozen=True, slots=True)
class CriticState:
    id: int
    critic: str
    state: str
    """waiting, reading, done or failed."""
    words: str
    """"3 remarks", or the sentence that says what went wrong, what is safe and what to do."""
    remarks: int = 0
    heard: int = 0
    """Characters received so far."""


@dataclass(frozen=True, slots=True)
class RemarksMade:
    id: int
    paragraph: int
    remarks: tuple[RemarkRow, ...]
    note: str = ""
    """Text of a reply that could not be read as remarks; shown, never lost."""


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


@dataclass(frozen=True, slots=True)
class Critics:
    id: int
    critics: tuple[CriticRow, ...]
    key: str
    """Where the key comes from, in words; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Prepared:
    id: int
    text: str
    """Everything that would go over the wire as content, to the letter."""
    recipient: str
    model: str
    likely_usd: str | None
    most_usd: str | None
    """None where no price is known; that is said, never counted as free."""
    digest: str
    price_words: str = ""


@dataclass(frozen=True, slots=True)
class NeedsApproval:
    id: int
    critic: str


@dataclass(frozen=True, slots=True)
class Done:
    id: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    id: int
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    id: int
    version: int
    pieces: tuple[DiffRow, ...]


@dataclass(frozen=True, slots=True)
class ExportPrepared:
    id: int
    dialect: str
    title: str
    text: str
    """Markdown for the venue's Markdown editor."""
    html: str
    """For the clipboard; empty where the dialect has none."""
    checks: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class BorrowedFound:
    id: int
    phrases: tuple[BorrowedRow, ...]
    outputs: int
    """How many things models said that were looked in; where it grew, every paragraph is to be looked at again."""


@dataclass(frozen=True, slots=True)
class PostJudged:
    id: int
    profile: str
    verdict: str
    """fine, look or not_allowed."""
    findings: tuple[FindingRow, ...]
    """Of the post as a whole, then of every paragraph that is not fine, in the order of the draft."""
    words: int
    """Of all prose, as this program counts it."""
    site_words: int
    """As LessWrong shows it."""


@dataclass(frozen=True, slots=True)
class KeyState:
    id: int
    found: bool
    words: str


@dataclass(frozen=True, slots=True)
class Calls:
    id: int
    calls: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Failed:
    id: int
    title: str
    detail: str
    fault: str = ""


Message = Any
"""Any of the classes above; the codec knows them all."""
