"""Where chance begins: anew in every run, and told with every failure, so that it can be had again."""

from __future__ import annotations

import os
import secrets

VARIABLE = "PALIMPSEST_SEED"


def a_seed() -> int:
    """The one in PALIMPSEST_SEED, else a new one."""
    return int(os.environ.get(VARIABLE) or secrets.randbelow(1 << 32))


def again(seed: int) -> str:
    """How to do it again, to be put before a failure."""
    return f"{VARIABLE}={seed}:"
