"""The relays of a draft as its file keeps them: the relay, and each turn by itself, so that none is written twice."""

from __future__ import annotations

from collections.abc import Callable

from editor.core.attachments import Attachment
from editor.core.relay import Relay, Turn
from editor.core.relay_rows import RELAY, TURN, relay_from, relay_row, turn_row
from editor.protocol.relay_messages import ProposalRow, RelayRow, RelaySigns, RelayTurnRow
from editor.services.opening import Opening


class RelayShelf:
    """Of the draft that is open. Everything here raises FileError."""

    def __init__(self, opening: Opening, now_ms: Callable[[], int]) -> None:
        """`now_ms` gives UTC, milliseconds since 1970."""
        self._opening = opening
        self._now_ms = now_ms

    def all(self) -> tuple[Relay, ...]:
        """The newest last; one that cannot be read is left out."""
        draft = self._opening.draft
        if not draft.begin():
            return ()
        attachments = draft.store.attachments
        turns: dict[str, list[Attachment]] = {}
        for one in attachments.of(TURN):
            turns.setdefault(one.id.rpartition("-")[0], []).append(one)
        found = []
        for one in attachments.of(RELAY):
            try:
                rows = [turn.row for turn in turns.get(one.id, ()) if turn.row is not None]
                found.append(relay_from(one.id, one.row or {}, rows))
            except (KeyError, ValueError, TypeError):
                continue
        return tuple(sorted(found, key=lambda relay: (relay.begun_ms, relay.id)))

    def named(self, ident: str) -> Relay | None:
        return next((relay for relay in self.all() if relay.id == ident), None)

    def keep(self, relay: Relay) -> None:
        """Without its turns."""
        self._put(Attachment(RELAY, relay.id, None, relay_row(relay), self._now_ms()))

    def keep_turn(self, relay: Relay, turn: Turn) -> None:
        section = relay.plan.sections[relay.plan.steps[turn.step].section]
        kept = Attachment(TURN, f"{relay.id}-{turn.step}", section.paragraph, turn_row(turn), self._now_ms())
        self._put(kept)

    def _put(self, attachment: Attachment) -> None:
        self._opening.draft.store.attachments.put(attachment)


def signs_of(relay: Relay) -> RelaySigns:
    return RelaySigns(
        done=relay.done,
        steps=len(relay.plan.steps),
        usd=str(relay.plan.limit_usd),
        spent_usd=str(relay.spent),
        minutes=relay.plan.limit_ms // 60_000,
        used_ms=relay.used_ms,
        end=relay.end.value if relay.end else "",
        why=relay.why,
        can_go_on=relay.can_go_on,
    )


def turn_message(relay: Relay, turn: Turn) -> RelayTurnRow:
    step = relay.plan.steps[turn.step]
    return RelayTurnRow(
        step=turn.step,
        section=step.section,
        stage=step.stage.value,
        part=step.part.value,
        text=turn.text,
        provider=turn.provider,
        model=turn.model,
        call=turn.call,
        cost=turn.cost,
        when_ms=turn.when_ms,
        whole=turn.whole,
        warning=turn.warning,
    )


def relay_message(relay: Relay) -> RelayRow:
    return RelayRow(
        relay=relay.id,
        begun_ms=relay.begun_ms,
        signs=signs_of(relay),
        turns=tuple(turn_message(relay, turn) for turn in relay.turns),
        proposal=tuple(_proposal(relay, number) for number in range(len(relay.plan.sections))),
    )


def _proposal(relay: Relay, number: int) -> ProposalRow:
    section, turn = relay.plan.sections[number], relay.proposal(number)
    return ProposalRow(
        section=number,
        title=section.title,
        point=section.point,
        after=section.after if section.paragraph is None else section.paragraph,
        text=turn.text if turn else "",
        provider=turn.provider if turn else "",
        model=turn.model if turn else "",
        call=turn.call if turn else "",
        when_ms=turn.when_ms if turn else 0,
    )
