"""What the window and the worker say to each other.

The window asks, the worker answers: for every `Request` there come any number of events with the same `id`, and at last
exactly one `Result` or `Failed`. `Cancel` ends a request early; it is answered by `Failed` with the fault "cancelled".
Values are plain (strings, numbers, tuples, other messages' parts), so that a line of JSON carries them. Offsets are code
points, times milliseconds since 1970 UTC, money US dollars as decimal text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from editor.protocol.draft_messages import Attach as Attach
from editor.protocol.draft_messages import Attached as Attached
from editor.protocol.draft_messages import Detach as Detach
from editor.protocol.draft_messages import Fold as Fold
from editor.protocol.draft_messages import Folded as Folded
from editor.protocol.draft_messages import KeepCopiesIn as KeepCopiesIn
from editor.protocol.draft_messages import MendedDraft as MendedDraft
from editor.protocol.draft_messages import SaveAs as SaveAs
from editor.protocol.draft_messages import Saved as Saved
from editor.protocol.draft_messages import SaveText as SaveText
from editor.protocol.draft_messages import SecondPlace as SecondPlace
from editor.protocol.draft_messages import TakeCopy as TakeCopy
from editor.protocol.draft_messages import WriteFile as WriteFile
from editor.protocol.parts import Approval as Approval
from editor.protocol.parts import AskableRow as AskableRow
from editor.protocol.parts import BorrowedRow as BorrowedRow
from editor.protocol.parts import CheckRow as CheckRow
from editor.protocol.parts import CriticChoice as CriticChoice
from editor.protocol.parts import CriticRow as CriticRow
from editor.protocol.parts import DiffRow as DiffRow
from editor.protocol.parts import FindingRow as FindingRow
from editor.protocol.parts import LookedThrough as LookedThrough
from editor.protocol.parts import ReferenceRow as ReferenceRow
from editor.protocol.parts import RemarkPlace as RemarkPlace
from editor.protocol.parts import RemarkRow as RemarkRow
from editor.protocol.parts import VersionRow as VersionRow

# Requests.


@dataclass(frozen=True, slots=True)
class ListCritics:
    id: int
    paragraph_text: str = ""
    """For the price; may be empty."""
    choices: tuple[CriticChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PrepareCritique:
    """What would be sent, by which critic, to whom, at what price. Sends nothing."""

    id: int
    paragraph: int | None
    """None: the whole draft."""
    critic: str
    neighbours: bool
    """Whether the paragraphs before and after, and the headings, go with it."""
    upto: int
    model: str = ""
    """Another model than the critic's own or the usual one."""
    connection: str = ""
    """Another connection than the critic's own or the usual one."""
    references: tuple[ReferenceRow, ...] = ()
    audience: str = ""
    """Whom the writer wants to reach, in one line; may be empty."""
    several: bool = False
    """Others are to be asked at the same time, so that the sum of their prices is held against what is left. Else one
    that passes a limit is refused."""


@dataclass(frozen=True, slots=True)
class Critique:
    id: int
    paragraph: int | None
    """None: the whole draft, which only critics that a model plays can read."""
    critics: tuple[str, ...]
    approved: tuple[Approval, ...] = ()
    """What the writer said yes to, for each critic that a model plays; where one is missing, or is about another text,
    nothing is sent and the answer is NeedsApproval."""
    neighbours: bool = True
    upto: int = 0
    references: tuple[ReferenceRow, ...] = ()
    audience: str = ""
    places: tuple[RemarkPlace, ...] = ()
    """Of the remarks there are: what stands in a paragraph is not said there again. One that is not named here stands
    where it was made."""


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
    """The word differences between a version and the present text of what it is a version of, or another version."""

    id: int
    version: int
    upto: int
    against: int | None = None
    """The other version; None: the present text."""


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
class CriticState:
    id: int
    critic: str
    state: str
    """waiting, reading, done, stopped or failed."""
    words: str
    """"3 remarks", or the sentence that says what went wrong, what is safe and what to do."""
    remarks: int = 0
    heard: int = 0
    """Characters received so far."""
    seconds: float = 0.0
    """While it waits to be let in again: how long, from this message on; else 0."""
    warning: str = ""
    """That an answer which came whole may not be what it seems, in sentences."""
    again: int = 0
    """How many remarks it made that it had made before; they are not among `remarks`."""
    unread: str = ""
    """What of the answer could not be read as remarks, in the model's words; shown, never lost."""


@dataclass(frozen=True, slots=True)
class RemarksMade:
    id: int
    paragraph: int
    """0 where they are about the draft as a whole."""
    remarks: tuple[RemarkRow, ...]


# Results.


@dataclass(frozen=True, slots=True)
class Critics:
    id: int
    critics: tuple[CriticRow, ...]
    key: str
    """Where the key comes from, in words; empty where there is none."""
    trouble: str = ""
    """Why critics of the writer's own cannot be used, in sentences that name file and line."""
    connections: tuple[AskableRow, ...] = ()
    """Those a critic can be given, the usual one first."""
    folder: str = ""
    """Where the writer's own critics lie; there may be no such folder yet."""


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
    cut: tuple[str, ...] = ()
    """Ids of the references that are kept with the draft of which only the beginning goes along."""
    connection: str = ""
    """Over which it would go, where others can be chosen."""
    askable: tuple[AskableRow, ...] = ()
    """Whom the same could be asked."""
    notice: str = ""
    """What the recipient will do besides reading it, in sentences."""
    needs_usd: str | None = None
    """What has to be left for it; less than the most it can cost where the recipient can count the text beforehand."""
    left_usd: str | None = None
    """In the limits; None where there are none."""
    left_words: str = ""
    counted_by: str = ""
    """Who counts the text first where a careful sum would pass the limits; empty where the recipient cannot."""


@dataclass(frozen=True, slots=True)
class NeedsApproval:
    """Nothing was sent to anybody: the writer has not seen what would go to these critics."""

    id: int
    critics: tuple[str, ...]


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
