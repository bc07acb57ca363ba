"""The promise itself, tried as a writer would: a drill that kills the program, a machine that sleeps, a pulled stick."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from login_service import a_login_service
from screen_reader import Eyes
from window_driver import LONGEST_S, Desktop, Program, a_program, missing, until

ESSAY = "# On keeping\n\nNothing that stood on the screen may ever be gone.\n"
DRILL = re.compile(
    r"Recovery drill: the program was killed at \d\d:\d\d:\d\d and everything is here: "
    r"(\d+) words, (\d+) changes\. Nothing was lost\."
)

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@dataclass
class Successor:
    """A process that is no child of ours, with as much of `Popen` as a `Program` needs."""

    pid: int

    def poll(self) -> int | None:
        return None if Path(f"/proc/{self.pid}").exists() else 0

    def wait(self, seconds: float) -> int:
        until(lambda: self.poll() is not None, "the successor to end", seconds)
        return 0


@contextmanager
def come_back(program: Program) -> Iterator[Program]:
    """The program that was started in the place of the one that is gone, once its window has the keys."""

    def holder() -> int:
        """Who holds the draft, as its lock says."""
        with suppress(ValueError, StopIteration, FileNotFoundError):
            return int(json.loads(next(program.data.glob("drafts/*/lock")).read_text())["pid"])
        return program.pid

    until(lambda: holder() != program.pid, "another window to hold the draft")
    process = Successor(holder())
    eyes = Eyes(program.desktop.session_bus, process.pid)
    again = replace(program, process=process, eyes=eyes, _draft=None)
    try:
        until(eyes.found, "the program on the accessibility bus")
        yield again
    finally:
        eyes.close()
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def start_drill(program: Program) -> None:
    program.choose("alt+h", "Recovery Drill…")
    program.until_shown("Palimpsest will kill itself on the spot")
    program.press("Kill It Now")
    assert program.process.wait(LONGEST_S) == -signal.SIGKILL


# The drill.


def test_that_a_drill_in_mid_sentence_kills_the_program_and_shows_that_everything_is_here(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.key("ctrl+End")
        program.type("And this sentence is not yet fin")
        program.until_text(f"{ESSAY}And this sentence is not yet fin")
        start_drill(program)
        with come_back(program) as again:
            again.until_shown("Nothing was lost.")
            told = DRILL.search(again.words())
            assert told, again.words()
            assert int(told[1]) == 19
            again.until_text(f"{ESSAY}And this sentence is not yet fin")
            again.press("OK")
            until(lambda: not DRILL.search(again.words()), "the message to go")
            until(again.focused, "the window to have the keys")
            again.type("ished.")
            again.until_text(f"{ESSAY}And this sentence is not yet finished.")
            assert list(again.data.glob("drafts/*/drill.json")) == [], "it is told once"
            assert again.close() == 0
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def test_that_a_drill_on_a_draft_without_a_name_comes_back_with_it(desktop: Desktop, tmp_path: Path) -> None:
    with a_program(desktop, tmp_path) as program:
        program.type("It has no name")
        program.until_text("It has no name")
        start_drill(program)
        with come_back(program) as again:
            again.until_shown("Nothing was lost.")
            again.until_text("It has no name")


def test_that_an_empty_draft_is_not_drilled_and_a_writer_who_says_no_is_heard(desktop: Desktop, tmp_path: Path) -> None:
    with a_program(desktop, tmp_path) as program:
        program.choose("alt+h", "Recovery Drill…")
        program.until_shown("There is nothing yet that could be lost.")
        program.type("Words")
        program.choose("alt+h", "Recovery Drill…")
        program.press("Cancel")
        until(lambda: "kill itself" not in program.words(), "the question to go")
        program.type(" go on")
        program.until_text("Words go on")
        assert program.close() == 0


# Sleep.


def test_that_the_machine_sleeps_when_everything_is_on_the_disk_and_no_sooner(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_login_service() as service:
        bus = {"DBUS_SYSTEM_BUS_ADDRESS": service.address}
        with a_program(replace(desktop, environment={**desktop.environment, **bus}), tmp_path, str(essay)) as program:
            service.until_held(1)
            assert service.asked[0][:2] == ("sleep", "Palimpsest")
            assert service.asked[0][3] == "delay"
            program.type("So. ")
            program.until_text(f"So. {ESSAY}")
            assert not service.is_let_go(0, seconds=0)
            service.sleep(begins=True)
            assert service.is_let_go(0)
            written = program.journals()
            assert written.count(b'"kind":"edit"') == 4
            assert b'["credit",' in written, "the minutes of before are kept, too"
            service.sleep(begins=False)
            service.until_held(2)
            program.type("On. ")
            program.until_text(f"So. On. {ESSAY}")
            assert program.close() == 0
        assert service.is_let_go(1), "who is gone holds nothing up"


# The second place.


def test_that_copies_go_to_a_chosen_place_and_a_pulled_stick_is_told_and_costs_no_word(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.type("First. ")
        program.choose("alt+f", "Keep Copies Also In…")
        program.answer_file_dialog(stick, "Choose")
        program.until_shown(f"Safety copies go to {stick} too.")
        (copy,) = stick.glob("essay *.md")
        assert copy.read_text(encoding="utf-8") == f"First. {ESSAY}"
        program.type("Second. ")
        program.until_text(f"First. Second. {ESSAY}")
        assert program.close() == 0
    assert copy.read_text(encoding="utf-8") == f"First. Second. {ESSAY}", "closing makes one, too"
    shutil.rmtree(stick)
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.until_shown(f"No copies can be kept in {stick}. The folder is not there.")
        program.type("Third. ")
        program.until_text(f"First. Second. Third. {ESSAY}")
        program.choose("alt+f", "Keep Copies Also In…")
        program.until_shown(f"are also kept in {stick}.")
        program.press("Stop Keeping Them There")
        program.until_shown("Safety copies stay on this computer from now on.")
        assert program.close() == 0
    assert not stick.exists()
    assert list((tmp_path / "data").glob("drafts/*/snapshots/*.palimpsest"))
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.until_text(f"First. Second. Third. {ESSAY}")
        assert "No copies" not in program.words()
