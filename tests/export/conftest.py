"""The publishing site's own Markdown renderer, run by node, to judge exports by."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SITE = Path(__file__).parent.parent / "peers" / "site"


class SiteRenderer:
    """One node process for a whole run; `fences=False` renders by a site that knows no section and no label."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def render(self, markdown: str, *, fences: bool = True) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = json.dumps({"markdown": markdown, "fences": fences})
        self._process.stdin.write(request.encode("ascii") + b"\n")
        self._process.stdin.flush()
        html: str = json.loads(self._process.stdout.readline())
        return html


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
