"""Qt binds Emacs' keys only on X11: what the editor does with keys is tested again on a virtual display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).with_name("test_text_editor.py")


@pytest.mark.display
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs xvfb-run")
def test_that_keys_paints_and_places_are_the_same_on_a_real_display() -> None:
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(TESTS)],
        env={**os.environ, "QT_QPA_PLATFORM": "xcb"},
        cwd=TESTS.parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
