"""All campaigns, in the order of the table: found by their names, so that a new one only has to be put beside them."""

from __future__ import annotations

import importlib
from pathlib import Path

from outcome import Campaign

CAMPAIGNS: tuple[Campaign, ...] = tuple(
    importlib.import_module(path.stem).CAMPAIGN for path in sorted(Path(__file__).parent.glob("campaign_*.py"))
)
