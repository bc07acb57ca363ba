"""A relay as rows of plain values, for the attachments of a draft: the relay by itself, and each turn by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any

from editor.core.relay import End, Player, Relay, RelayPlan, Section, Turn

RELAY, TURN, TAKEN = "relay", "relayturn", "relaytaken"
"""Kinds of attachments. The worker writes the first two; the third is the writer's: what they took into the draft."""


def relay_row(relay: Relay) -> dict[str, Any]:
    """Without its turns."""
    plan = relay.plan
    return {
        "plan": {
            **asdict(plan),
            "limit_usd": str(plan.limit_usd),
            "outline": list(plan.outline),
            "headings": list(plan.headings),
        },
        "begun_ms": relay.begun_ms,
        "spent": str(relay.spent),
        "held": str(relay.held),
        "used_ms": relay.used_ms,
        "end": relay.end.value if relay.end else None,
        "why": relay.why,
    }


def turn_row(turn: Turn) -> dict[str, Any]:
    row = asdict(turn)
    if not turn.warning:  # a row without one is as older versions know it
        del row["warning"]
    return row


def relay_from(ident: str, row: Mapping[str, Any], turns: Iterable[Mapping[str, Any]]) -> Relay:
    """Raises KeyError, ValueError or TypeError for rows that the two above did not give.

    A turn that does not follow the ones before it is left out, with all after it.
    """
    try:
        said = row["plan"]
        plan = RelayPlan(
            sections=tuple(Section(**one) for one in said["sections"]),
            writer=Player(**said["writer"]),
            partner=Player(**said["partner"]),
            critic=Player(**said["critic"]),
            limit_usd=Decimal(said["limit_usd"]),
            limit_ms=int(said["limit_ms"]),
            turns=int(said["turns"]),
            outline=tuple(map(str, said["outline"])),
            headings=tuple(map(int, said["headings"])),
        )
        relay = Relay(ident, plan, int(row["begun_ms"]))
        for turn in sorted((Turn(**one) for one in turns), key=lambda one: one.step):
            relay = relay.heard(turn)
        end = End(row["end"]) if row["end"] else None
        return Relay(
            id=ident,
            plan=plan,
            begun_ms=relay.begun_ms,
            turns=relay.turns,
            spent=Decimal(row["spent"]),
            held=Decimal(row["held"]),
            used_ms=int(row["used_ms"]),
            end=relay.end or end,
            why=str(row["why"]) or relay.why,
        )
    except InvalidOperation as error:
        raise ValueError("an amount of money is none") from error
