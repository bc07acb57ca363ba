"""Every campaign, small and with the same chance each time, so that a change is what makes a difference.

`python tests/faults/run.py` begins anew with every run, and `--full` is as large as the promises were made for.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from campaigns import CAMPAIGNS
from outcome import Campaign
from seeds import VARIABLE


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=[one.name.replace(" ", "-") for one in CAMPAIGNS])
def test_that_no_trial_breaks_a_promise(campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1")
    if why := campaign.needs():
        pytest.skip(why)
    outcome = campaign.run(campaign.small, tmp_path)
    assert not outcome.failures, "\n".join(outcome.failures[:10])
