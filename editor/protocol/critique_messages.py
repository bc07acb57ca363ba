"""What the window and the worker say to each other about a remark that is there, and about a draft beside another text.

As in `messages`: each request is answered by exactly one result or `messages.Failed`; on the way to a model's answer come
`messages.CriticState` events. What a model would be sent is answered with `messages.Prepared`, and sent only with the
digest of that; otherwise the answer is `messages.NeedsApproval`.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.protocol.parts import Approval, ReferenceRow

# Requests.


@dataclass(frozen=True, slots=True)
class StopCritic:
    """Stop one critic of a `messages.Critique` that is under way; the others go on, and what it has said is kept.

    Answered by `messages.Done`, also where that critic has ended by itself.
    """

    id: int
    target: int
    """The id of that request."""
    critic: str


@dataclass(frozen=True, slots=True)
class CopyCritic:
    """Copy the file of a critic into the folder of the writer's own, under a name that is free, as a start for another.

    With no critic the folder is only made.
    """

    id: int
    critic: str = ""


@dataclass(frozen=True, slots=True)
class PrepareArgument:
    """What would be sent if the writer said this line against a remark of a model's. Sends nothing."""

    id: int
    remark: int
    paragraph: int
    """Where the remark stands now; 0 where it is about the draft as a whole."""
    line: str
    upto: int
    connection: str = ""
    model: str = ""
    """Others than the critic's own or the usual ones."""


@dataclass(frozen=True, slots=True)
class Argue:
    """Say a line against a remark; the critic answers once, with hold or concede and why."""

    id: int
    remark: int
    paragraph: int
    line: str
    upto: int
    approved: Approval


@dataclass(frozen=True, slots=True)
class PrepareWording:
    """What would be sent for a possible wording of the words a remark is about. Sends nothing."""

    id: int
    remark: int
    paragraph: int
    upto: int
    connection: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class AskWording:
    id: int
    remark: int
    paragraph: int
    upto: int
    approved: Approval


@dataclass(frozen=True, slots=True)
class ListTallies:
    """What came of the remarks of each critic, over the draft that is open."""

    id: int


@dataclass(frozen=True, slots=True)
class FindShared:
    """Phrases of five words or more that the draft has in common with another text; on this machine, for nothing."""

    id: int
    reference: ReferenceRow
    upto: int


@dataclass(frozen=True, slots=True)
class PrepareOverlap:
    """What would be sent to ask whether the draft says what the other text has said. Sends nothing."""

    id: int
    reference: ReferenceRow
    upto: int
    connection: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class AskOverlap:
    id: int
    reference: ReferenceRow
    upto: int
    approved: Approval
    """Its `critic` is `OVERLAP`, as in the `CriticState` events."""


OVERLAP = "overlap"


# Rows.


@dataclass(frozen=True, slots=True)
class ArgumentRow:
    """One turn: a line of the writer's and what the critic answered."""

    remark: int
    turn: int
    """From 1."""
    line: str
    stand: str
    """hold, concede or unread: then `reason` is the whole answer, to be shown as it is."""
    reason: str
    echo: str
    """Why a concession has no new reason: empty, line (it repeats the writer's) or earlier (the critic's own words); else
    empty text. By a heuristic of ours (`core.arguing`)."""
    provider: str
    model: str
    call: str
    when_ms: int


@dataclass(frozen=True, slots=True)
class WordingRow:
    """A model's wording of the words a remark is about. Whoever copies it copies a model's words."""

    remark: int
    number: int
    """From 1."""
    quote: str
    """The words it is for."""
    text: str
    """Empty where the model says that words cannot help."""
    provider: str
    model: str
    call: str
    when_ms: int


@dataclass(frozen=True, slots=True)
class TallyRow:
    critic: str
    title: str
    remarks: int
    agreed: int
    """Those that were dealt with since, too."""
    wrong: int
    taste: int
    later: int
    known: int
    open: int
    words: str
    """ "12 remarks: 5 agreed, 4 taste, 3 open"."""


@dataclass(frozen=True, slots=True)
class QuotingRow:
    """How well a model quotes."""

    model: str
    quotes: int
    not_found: int
    words: str


@dataclass(frozen=True, slots=True)
class ReadersRow:
    """The critics that read a paragraph, for "2 of 3 critics"."""

    paragraph: int
    """0 for the draft as a whole."""
    critics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedRow:
    paragraph: int
    start: int
    end: int
    """Code points of the paragraph's text."""
    said: str
    """The phrase as the other text has it, with some words around it."""


@dataclass(frozen=True, slots=True)
class LikenessRow:
    """A thought of the draft, said or not said by the other text."""

    kind: str
    """same or new."""
    point: str
    """In the model's words."""
    quote: str
    """Of the draft; the draft's own wording where it was found, else what the model quoted."""
    paragraph: int | None
    """None where the quote was not found."""
    start: int
    end: int
    """Code points of the paragraph's text."""
    reference_quote: str
    reference_start: int
    reference_end: int
    """Code points of the other text; equal where the quote was not found in it."""


# Events on the way.


@dataclass(frozen=True, slots=True)
class StoppedTalkKept:
    """What had come of an answer about a remark as it was stopped, and is kept below the remark."""

    id: int
    turn: ArgumentRow | None = None
    wording: WordingRow | None = None


# Results.


@dataclass(frozen=True, slots=True)
class CriticCopied:
    id: int
    path: str
    """Of the file that was made, or of the folder."""


@dataclass(frozen=True, slots=True)
class ArgumentMade:
    id: int
    turn: ArgumentRow
    trouble: str = ""
    """Why the answer did not come whole, in one sentence."""


@dataclass(frozen=True, slots=True)
class WordingMade:
    id: int
    wording: WordingRow | None
    """None where the answer could not be read."""
    note: str = ""
    """Then its text; it is a model's words, too."""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Tallies:
    id: int
    critics: tuple[TallyRow, ...]
    models: tuple[QuotingRow, ...]
    readers: tuple[ReadersRow, ...]


@dataclass(frozen=True, slots=True)
class SharedFound:
    id: int
    phrases: tuple[SharedRow, ...]
    words: int
    """Words of the draft within them."""
    of_words: int
    """All words of the draft."""


@dataclass(frozen=True, slots=True)
class OverlapFound:
    id: int
    title: str
    verdict: str
    """In the model's words."""
    likenesses: tuple[LikenessRow, ...]
    provider: str
    model: str
    call: str
    when_ms: int
    note: str = ""
    """The answer as it came, where it could not all be read."""
    trouble: str = ""
