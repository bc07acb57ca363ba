"""What messages are made of: rows of a list that one of them carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.core.origins import OriginKind
from editor.core.paragraph_row import Paragraph


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """`critic` is an id and `title` a name: where names are hidden until a remark is judged, the title is what is hidden,
    and remarks are still grouped and counted by the id."""

    id: int
    paragraph: int
    """0 where it is about the draft as a whole."""
    critic: str
    quote: str | None
    """None where the critic's quote was not found in the paragraph."""
    start: int
    end: int
    issue: str
    why: str
    suggestion: str
    confidence: float | None
    state: str
    reason: str | None
    created_ms: int
    call: str
    """Id of the model's call, empty for a local critic."""
    provider: str = ""
    model: str = ""
    """Who answered that call, as the model named itself; both empty where that is not known."""
    title: str = ""
    """The critic's name; its id where there is no such critic any more."""


@dataclass(frozen=True, slots=True)
class RemarkPlace:
    """Where the window shows a remark, which may have moved with its text since it was kept."""

    remark: int
    paragraph: int
    """0 where it is about the draft as a whole."""
    start: int = 0
    """Of its words, in code points from the start of the paragraph; 0 where it has none."""
    lost: bool = False
    """Its words are gone."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    name: str
    paragraph: int | None
    """None: the whole draft."""
    wall_ms: int
    words: int
    text: str
    runs: tuple[Any, ...]
    """Whose each stretch of the text is, in the shape of `core.rows`."""


@dataclass(frozen=True, slots=True)
class DiffRow:
    kind: str
    """same, added or removed, seen from the version to the present text."""
    text: str


@dataclass(frozen=True, slots=True)
class CriticRow:
    name: str
    """What `Critique.critics` takes."""
    title: str
    line: str
    """One line on what this critic looks for, or why it is not available."""
    model: str | None
    """None for a local critic."""
    available: bool
    likely_usd: str | None = None
    connection: str = ""
    """Whom this critic asks, in words, such as "Claude"; empty for a local critic."""
    own: bool = False
    """Whether it is the writer's own."""


@dataclass(frozen=True, slots=True)
class CriticChoice:
    """Whom the writer wants a critic to ask, where that is not what its file says or the usual one."""

    critic: str
    connection: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True)
class AskableRow:
    """A connection that may be asked."""

    name: str
    """What `CriticChoice.connection` takes."""
    title: str
    """What the writer calls it."""
    models: tuple[str, ...]
    """Those that may be asked over it, the usual one first."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The writer's yes to one request."""

    critic: str
    digest: str
    """Of the `Prepared` that was shown."""
    connection: str = ""
    model: str = ""
    """As they were named when it was prepared."""


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A text of the writer's that goes along to be known, and not to be remarked on."""

    title: str
    text: str
    cut: bool = False
    """Whether `text` is only its beginning."""
    kept: str = ""
    """The id of one that is kept with the draft: `text` is empty then, and is taken from there."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line of the pre-flight table of an export."""

    name: str
    state: str
    """fine, look or stop."""
    words: str
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """A paragraph to be looked through for borrowed language, as it is on the screen."""

    paragraph: int
    text: str
    of_models: tuple[tuple[int, int], ...] = ()
    """From and to of what a model put there, in code points."""

    @classmethod
    def of(cls, paragraph: Paragraph) -> LookedThrough:
        spans, position = [], 0
        for run in paragraph.runs:
            if run.origin.kind is OriginKind.MODEL:
                spans.append((position, position + run.length))
            position += run.length
        return cls(paragraph.id, paragraph.text, tuple(spans))


@dataclass(frozen=True, slots=True)
class BorrowedRow:
    """A phrase of five words or more that a model said before."""

    paragraph: int
    start: int
    end: int
    """Code points of the paragraph's text."""
    source: str
    """Which model, when, and what for."""
    said: str
    """The phrase as the model said it, with some words around it."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One piece of evidence of a verdict."""

    verdict: str
    """fine, look or not_allowed (`core.profiles.Verdict`)."""
    sentence: str
    paragraph: int | None = None
    """None where it is about the post as a whole."""
    start: int = 0
    end: int = 0
    """The words it is about, in code points of the paragraph; equal where it is about all of them."""
