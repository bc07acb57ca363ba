"""Every campaign, small and with the same chance each time, so that a change is what makes a difference.

`python tests/faults/run.py` begins anew with every run, and `--full` is as large as the promises were made for. Here the
files lie in memory where the system has such a folder: a disk that others use too is most of what a trial waits for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from campaigns import CAMPAIGNS
from outcome import MEMORY, Campaign
from seeds import VARIABLE


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="palimpsest-") as made:
        yield Path(made)


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=[one.name.replace(" ", "-") for one in CAMPAIGNS])
def test_that_no_trial_breaks_a_promise(campaign: Campaign, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "1")
    if why := campaign.needs():
        pytest.skip(why)
    outcome = campaign.run(campaign.small, folder)
    assert not outcome.failures, "\n".join(outcome.failures[:10])
