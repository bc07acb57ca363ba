"""The program without its journal and without its worker: what keeping every key costs is measured against this.

python benchmarks/without_store.py FILE
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from editor.plain_imports import load_qt

gc.disable()
load_qt()

from editor.app import run  # noqa: E402
from editor.session.open_draft import OpenDraft  # noqa: E402
from editor.ui.worker_client import WorkerClient  # noqa: E402


class Nothing:
    """A journal that forgets."""

    def __init__(self, first_n: int) -> None:
        self.next_n = first_n

    def append(self, _record: dict[str, Any]) -> None:
        self.next_n += 1


def _begin(_draft: OpenDraft, first_n: int) -> Any:
    return Nothing(first_n)


OpenDraft.begin = _begin  # type: ignore[method-assign]
WorkerClient.start = lambda _client: None  # type: ignore[method-assign]
sys.exit(run(sys.argv[1:]))
