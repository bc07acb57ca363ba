"""The provider's own count of a question, for where a token for each byte would pass a limit that it need not pass.

To be counted the text has to be sent. So it is asked for only after the writer's yes, of the recipient who was agreed to,
for nothing but what was shown, and each request that was counted is in the list of what was sent, also where it was
not asked in the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from editor.core.clock import Clock
from editor.llm.prompts import shown_text
from editor.llm.provider import Provider, Request
from editor.services.one_call import Record
from editor.services.planning import Plan
from editor.store.calls import Call

_WITHIN_S = 30.0
"""For one count; it is no reason to wait longer than for an answer."""
COUNTED = "counted"
"""The status of a call that was counted and, as long as it says so, not asked."""


async def counted_steps(
    plan: Plan,
    idents: Sequence[str],
    provider: tuple[str, Provider],
    clock: Clock,
    record: Record,
    check: Callable[[], None],
) -> tuple[Request, ...]:
    """The steps of the plan with what the provider counts. Raises ModelError, TimeoutError.

    `check` is called before anything leaves.
    """
    name, asked = provider
    tokens = []
    for ident, step in zip(idents, plan.shown, strict=True):
        check()
        now = clock.now().wall_ms
        record(Call(ident, now, name, step.model, step.purpose, shown_text(step), cost="0 USD", status=COUNTED))
        async with asyncio.timeout(_WITHIN_S):
            tokens.append(await asked.count(step))
    return plan.counted(tokens)
