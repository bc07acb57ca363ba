"""The list of what was sent, as a file: for a reader in Markdown, for a program in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from editor.core.money import cost_of_call
from editor.store.calls import Call

REMOVED = "The text was removed by the writer."


def sent_record(calls: Iterable[Call], *, as_json: bool) -> str:
    """Oldest first, with texts to the letter; times are UTC."""
    if as_json:
        rows = [{**asdict(call), "sent_at": _moment(call), "text_removed": not call.sent} for call in calls]
        return json.dumps({"what_was_sent": rows}, ensure_ascii=False, indent=1) + "\n"
    return "\n".join(["# What was sent\n", *(_part(call) for call in calls)])


def _part(call: Call) -> str:
    cost = cost_of_call(call.cost, call.status, guessed=bool(call.tokens.get("estimated")))
    facts = [
        f"- for: {call.purpose}",
        f"- to: {call.model} ({call.provider})",
        f"- ended: {call.status}, after {call.duration_ms / 1000:.1f} s",
        f"- tokens: {tokens_in_words(call.tokens)}",
        f"- cost: {cost.removeprefix('cost ')}",
    ]
    head = f"## {_moment(call)}\n\n" + "\n".join(facts)
    if not call.sent:
        return f"{head}\n\n{REMOVED}\n"
    return f"{head}\n\n### Sent\n\n{_fenced(call.sent)}\n\n### Reply\n\n{_fenced(call.reply)}\n"


def tokens_in_words(tokens: dict[str, int]) -> str:
    """ "1,204 input, 310 output"; by the names of `llm.provider.Usage`."""
    counts = (f"{count:,} {name.replace('_', ' ')}" for name, count in tokens.items() if name != "estimated")
    return (", ".join(counts) or "not known") + (" (a guess)" if tokens.get("estimated") else "")


def _fenced(text: str) -> str:
    """In a fence that the text cannot close."""
    longest = max((len(run) for run in _backticks(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _backticks(text: str) -> Iterable[str]:
    return (run for run in "".join(one if one == "`" else " " for one in text).split())


def _moment(call: Call) -> str:
    return datetime.fromtimestamp(call.wall_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
