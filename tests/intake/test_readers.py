"""What reads pages, Word files and broken letters loads slowly: later than a start, and before the first paste."""

from __future__ import annotations

import subprocess
import sys

LIBRARIES = {"bs4", "markdownify", "mammoth", "ftfy"}
LOADED = f"print(*sorted({LIBRARIES!r} & set(sys.modules)))"
START = "import sys; from editor.services.workbench import Workbench"


def loaded_by(program: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_that_a_worker_starts_without_what_reads_pages() -> None:
    assert loaded_by(f"{START}; {LOADED}") == set()


def test_that_the_rest_is_loaded_before_it_is_needed() -> None:
    assert loaded_by(f"{START}; Workbench.load_the_rest(None); {LOADED}") == LIBRARIES
