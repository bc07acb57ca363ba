"""The relays of a draft in their order: which one is gone on with, and which one was before it."""

from __future__ import annotations

from itertools import takewhile

from editor.protocol.relay_messages import ProposalRow, RelayPlanRow, RelayRow, RelaySigns

RelayRows = tuple[RelayRow, ...]
"""The newest last."""


def first_to_see(relays: RelayRows, wanted: str = "") -> RelayRow | None:
    """The one of this id, or else one that is under way, or else the newest."""
    return max(relays, key=lambda one: (one.relay == wanted, not one.signs.end, one.begun_ms), default=None)


def before(relays: RelayRows, shown: RelayRow | None) -> RelayRow | None:
    """The one before the one that is shown, of those in which anything was said."""
    ident = shown.relay if shown else ""
    earlier = tuple(takewhile(lambda one: one.relay != ident, relays))
    return next((one for one in reversed(earlier) if one.turns), None)


def with_newest(relays: RelayRows, relay: RelayRow) -> RelayRows:
    """With one as it is now."""
    return (*(one for one in relays if one.relay != relay.relay), relay)


def not_begun(plan: RelayPlanRow) -> RelayRow:
    """Until the worker says more."""
    sections = plan.sections
    signs = RelaySigns(0, len(sections) * (plan.turns + 3), plan.usd, "0", plan.minutes, 0, "", "", True)
    proposal = tuple(
        ProposalRow(number, one.title, one.point, one.after, "", "", "", "", 0) for number, one in enumerate(sections)
    )
    return RelayRow("", 0, signs, (), proposal)
