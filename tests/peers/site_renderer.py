"""One node process that renders Markdown as the publishing site does."""

from __future__ import annotations

import json
import subprocess


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
