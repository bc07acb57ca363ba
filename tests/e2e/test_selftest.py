"""The self-test passes on a real screen, touches nothing of the writer's, and can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from window_driver import a_desktop

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("openbox") is None, reason="needs Xvfb and openbox"),
]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with a_desktop(tmp_path_factory.mktemp("screen")) as desktop:
        yield desktop.environment["DISPLAY"]


@dataclass(frozen=True, slots=True)
class Home:
    """A writer's home folder, and the screen in front of them."""

    path: Path
    screen: str


def selftest(home: Home, *before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PALIMPSEST", "XDG_"))}
    own = {"HOME": str(home.path), "TMPDIR": str(home.path / "tmp"), "DISPLAY": home.screen}
    return subprocess.run(
        [sys.executable, *(before or ("-m", "editor")), "--selftest"],
        env={**kept, **own, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def home(tmp_path: Path, screen: str) -> Home:
    (tmp_path / "tmp").mkdir()
    return Home(tmp_path, screen)


def broken(line: str) -> tuple[str, str]:
    """The program with one thing changed before it starts."""
    return "-c", f"import sys; {line}; from editor.__main__ import main; sys.exit(main(sys.argv[1:]))"


def test_that_the_self_test_passes_within_twenty_seconds_and_leaves_nothing_behind(home: Home) -> None:
    begun = time.monotonic()
    done = selftest(
        home, PALIMPSEST_DATA=str(home.path / "of the writer"), PALIMPSEST_SETTINGS=str(home.path / "settings.ini")
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.strip().split("\n")
    assert len(lines) >= 8
    assert all(line.startswith("ok  ") for line in lines)
    assert time.monotonic() - begun < 20
    left = {path.relative_to(home.path).parts[0] for path in home.path.rglob("*") if path.is_file()}
    assert left <= {".cache"}  # fontconfig's and Qt's


def test_that_a_window_that_loads_what_belongs_to_the_worker_fails_it(home: Home) -> None:
    done = selftest(home, *broken("import keyring"))
    assert done.returncode == 1
    assert done.stderr == "palimpsest: the self-test failed. The window's process has loaded keyring.\n"


def test_that_a_clipboard_that_forgets_whose_words_it_holds_fails_it(home: Home) -> None:
    done = selftest(home, *broken("from editor.ui.clipboard import Clipboard; Clipboard._model_of = lambda *_: None"))
    assert done.returncode == 1
    assert "was not taken for one" in done.stderr


def test_that_a_call_that_steals_references_to_none_fails_it(home: Home) -> None:
    keep = "from editor.ui.draft_view import DraftView; held = []; DraftView.setFocus = lambda self: held.append(None)"
    done = selftest(home, *broken(keep))
    assert done.returncode == 1
    assert "changed the references to None by 1000" in done.stderr
