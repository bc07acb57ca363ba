"""A relay in words: how far it is, what was said, what was proposed, and the points of the outline it can be about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import ROUND_UP, Decimal

from editor.core.money import cents
from editor.core.paragraph_row import ParagraphRow
from editor.protocol.relay_messages import (
    ProposalRow,
    RelayBegun,
    RelayPlanRow,
    RelayPrepared,
    RelayRow,
    RelaySigns,
    RelayTurnRow,
    SectionRow,
)
from editor.session.draft_session import DraftSession
from editor.session.plan_book import Placed
from editor.ui.desk.relay_approval import ApprovalView
from editor.ui.desk.relay_setup import Entry
from editor.ui.facts import title_of
from editor.ui.flows.moments import when_words

MOST_LISTED = 120
"""Paragraphs of the draft, those around the caret; a list of thousands would keep the window waiting."""
PARTS = {"writer": "Writes", "partner": "Thinks along", "critic": "Criticises"}
_STAGES = {"associate": "thinks aloud", "draft": "drafts", "criticise": "criticises", "revise": "revises"}
_STANDS = 60
"""Characters of a heading within the transcript."""


def progress(signs: RelaySigns) -> str:
    """How far it is: "3 of 14 turns · 2.1 ct of 50.0 ct · 4 of 30 min"."""
    spent, limit = cents(Decimal(signs.spent_usd), ROUND_UP), cents(Decimal(signs.usd))
    minutes = signs.used_ms // 60_000
    return f"{signs.done} of {signs.steps} turns · {spent} of {limit} · {minutes} of {signs.minutes} min"


def doing(begun: RelayBegun) -> str:
    return f"{begun.model} {_STAGES[begun.stage]}."


def turn_heading(relay: RelayRow | None, section: int, stage: str, model: str) -> str:
    """The line above a turn."""
    title = "" if relay is None else _title(relay.proposal[section])
    short = title if len(title) <= _STANDS else f"{title[:_STANDS].rsplit(' ', 1)[0]} …"
    return f"— {short} · {model} {_STAGES[stage]} —\n"


def said(relay: RelayRow) -> str:
    """Everything that was said so far, in order."""
    return "".join(_turn(relay, turn) for turn in relay.turns)


def _turn(relay: RelayRow, turn: RelayTurnRow) -> str:
    return f"{turn_heading(relay, turn.section, turn.stage, turn.model)}{turn.text}{turn_ending(turn)}"


def turn_ending(turn: RelayTurnRow) -> str:
    """What is to be known of a turn, behind it."""
    broke_off = "" if turn.whole else " … (broken off)"
    warning = f"\n\n[{turn.warning}]" if turn.warning else ""
    return f"{broke_off}{warning}\n\n"


def _title(row: ProposalRow) -> str:
    return row.title or row.point


def point_of(row: ProposalRow) -> str:
    """The line of the outline, with what it is to say where that is another line."""
    return " · ".join(dict.fromkeys(part for part in (row.title, row.point) if part))


def label_of(row: ProposalRow) -> str:
    return f"{row.model}, {when_words(row.when_ms)}" if row.text else ""


def approval(answer: RelayPrepared, plan: RelayPlanRow) -> ApprovalView:
    recipients = tuple((PARTS[row.part], f"{row.model}, {row.recipient}") for row in answer.recipients)
    limit = cents(Decimal(plan.usd))
    price = (
        f"At most {limit} and {plan.minutes} minutes, whichever comes first: no model is asked where that could pass the "
        f"limit.{_counting(answer.counted_by)} Up to {answer.requests} requests; the first costs {answer.first_words}."
    )
    return ApprovalView(recipients, price, answer.text)


def _counting(names: Sequence[str]) -> str:
    """Who gets a text although it is not asked."""
    who = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    return f" Close to it, {who} may get a text only to count it, which costs nothing." if who else ""


def entries(session: DraftSession, caret: int | None, chosen: Collection[int] = ()) -> tuple[tuple[Entry, ...], str]:
    """The paragraphs that a relay can be about, and a sentence where not all are listed. `caret` is an index.

    Those of the ids in `chosen` are listed wherever they are.
    """
    row = session.document.paragraphs
    first = max(0, min(len(row) - MOST_LISTED, (caret or 0) - MOST_LISTED // 2))
    around = range(first, min(len(row), first + MOST_LISTED))
    listed = sorted({*around, *(row.index_of(ident) for ident in chosen if row.has(ident))})
    note = "" if len(listed) == len(row) else f"Only {len(listed)} paragraphs are listed, those around the caret."
    planned = session.plans.planned(session.document)
    return tuple(_entries(session, listed, () if planned else (caret,), planned)), note


def _entries(
    session: DraftSession,
    listed: Sequence[int],
    ticked: Collection[int | None],
    planned: Sequence[Placed],
) -> Iterator[Entry]:
    """Written and planned ones in the order of the outline; what is planned is what a relay is for."""
    row, points, waiting = session.document.paragraphs, session.plans.points(), list(planned)
    for index in listed:
        paragraph = row[index]
        while waiting and waiting[0].place <= index:
            yield _planned(waiting.pop(0), row)
        if title := title_of(paragraph):
            point = points[paragraph.id].words if paragraph.id in points else ""
            section = SectionRow(title, point, paragraph.id, paragraph.id)
            yield Entry(f"¶{index + 1} {title}", section, ticked=index in ticked)
    for one in waiting:
        yield _planned(one, row)


def _planned(one: Placed, row: ParagraphRow) -> Entry:
    point = one.plan.point.words
    behind = row[min(one.place, len(row)) - 1].id if one.place and len(row) else None
    return Entry(f"Planned: {point}", SectionRow(point, "", None, behind), ticked=True)
