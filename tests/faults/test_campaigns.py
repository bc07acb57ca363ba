"""Every campaign, small; `python tests/faults/run.py --full` runs them as large as the promises were made for."""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import CAMPAIGNS
from outcome import Campaign


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=[one.name.replace(" ", "-") for one in CAMPAIGNS])
def test_that_no_trial_breaks_a_promise(campaign: Campaign, tmp_path: Path) -> None:
    if why := campaign.needs():
        pytest.skip(why)
    outcome = campaign.run(campaign.small, tmp_path)
    assert not outcome.failures, "\n".join(outcome.failures[:10])
