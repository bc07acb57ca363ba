"""Who wrote the words of a draft and how long a human worked on them, against the rule of a venue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.core.clock_notes import clock_notes
from editor.core.credits import LedgerRow
from editor.core.disclosing import statements
from editor.core.ledger import Ledger
from editor.core.model_edits import NO_EDIT, model_edit
from editor.core.paragraph_row import Paragraph
from editor.core.policy import Measured, ParagraphVerdict, PostVerdict, assess
from editor.core.profiles import Profile
from editor.core.runs import first_spans
from editor.core.site_words import site_words
from editor.core.unseen import seen
from editor.core.words import place_of, prose_words, words_by_kind

_LONGEST_BEGINNING = 48


@dataclass(frozen=True, slots=True)
class ReportRow:
    number: int
    """From 1, as in the window."""
    paragraph: int
    """Its id."""
    kind: str
    beginning: str
    """Its first words."""
    words: int
    """As this program counts prose."""
    words_by_kind: dict[str, int]
    verdict: ParagraphVerdict


@dataclass(frozen=True, slots=True)
class Report:
    profile: Profile
    rows: tuple[ReportRow, ...]
    post: PostVerdict
    words: int
    """Of all prose, as this program counts it."""
    site_words: int
    """As LessWrong shows it."""
    clock: tuple[str, ...] = ()
    """What happened to the computer's clock meanwhile, in sentences."""


def report_on(paragraphs: Sequence[Paragraph], ledger: Iterable[LedgerRow], profile: Profile) -> Report:
    """Every paragraph with something in it, in the order of the draft. Costs the length of the draft."""
    times = Ledger(ledger)
    numbered = [(number, item) for number, item in enumerate(paragraphs, 1) if item.body.strip()]
    measured = [measured_one(item, times) for _, item in numbered]
    post = assess(profile, measured, stated=tuple(statements(paragraphs)))
    rows = tuple(
        ReportRow(
            number=number,
            paragraph=item.id,
            kind=item.kind.value,
            beginning=beginning(item.body),
            words=one.words,
            words_by_kind={kind.value: count for kind, count in one.words_by_kind.items()},
            verdict=verdict,
        )
        for (number, item), one, verdict in zip(numbered, measured, post.paragraphs, strict=True)
    )
    return Report(
        profile,
        rows,
        post,
        sum(one.words for one in measured),
        site_words("".join(item.text for item in paragraphs)),
        clock_notes(times.clock_steps()),
    )


def measured_one(paragraph: Paragraph, times: Ledger) -> Measured:
    spent = times.times(paragraph.id)
    return Measured(
        paragraph=paragraph.id,
        words=prose_words(paragraph.text),
        edit_ms=spent.edit_ms,
        read_ms=spent.read_ms,
        thin_ms=spent.thin_ms,
        words_by_kind=words_by_kind(paragraph.text, paragraph.runs),
        lineage=bool(paragraph.mark.lineage),
        place=place_of(paragraph.text),
        edit=NO_EDIT if paragraph.mark.lineage else model_edit(paragraph.text, paragraph.runs, paragraph.mark.replaced),
        spans=first_spans(paragraph.runs),
    )


def beginning(body: str) -> str:
    """The first words of a paragraph, on one line, for an eye: nothing in them is hidden or turns the line round."""
    line = " ".join(seen(body).split())
    return line if len(line) <= _LONGEST_BEGINNING else f"{line[: _LONGEST_BEGINNING - 1].rstrip()}…"
