"""The publishing site's own Markdown renderer, run by node, to judge exports by."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_renderer import SiteRenderer

SITE = Path(__file__).parent.parent / "peers" / "site"


@pytest.fixture(scope="session")
def site() -> Iterator[SiteRenderer]:
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed, so the site's renderer cannot be run")
    with (SITE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (SITE / "node_modules" / ".package-lock.json").exists():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=SITE, check=True, capture_output=True)
    process = subprocess.Popen(["node", "render.js", "--serve"], cwd=SITE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        yield SiteRenderer(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
