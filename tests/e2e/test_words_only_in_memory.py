"""A disk that does not take the words: they are told of, tried again, saved elsewhere, and never let go unasked."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from window_driver import LONGEST_S, Desktop, Program, a_program, missing, until

ESSAY = "# On keeping\n\nNothing that stood on the screen may ever be gone.\n"
WORDS = "These words matter."
FULL = "The disk is full: the newest words are only in memory. Free some space, or save the text elsewhere."
ASKED = "What you wrote last in essay is nowhere else: if you leave it now, it is lost."
LONG = "\n\n".join(f"Paragraph {number} with some words in it that nobody reads." for number in range(24_000))
REMOVED = "The journal is gone: the newest words are only in memory."
WELL = "The newest words are in the journal again. Nothing was lost."

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


@contextmanager
def small_disk(place: Path, size: str = "4m", options: str = "") -> Iterator[Path]:
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}{options}", "none", str(place)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a disk of our own needs the right to mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Not one byte more can be written afterwards."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while file.write(b"x" * size) == size:
                    pass
    return filler


@contextmanager
def full(data: Path) -> Iterator[Callable[[], None]]:
    """Gives what makes room again."""
    with small_disk(data) as disk:
        yield fill(disk).unlink


@contextmanager
def read_only(data: Path) -> Iterator[Callable[[], None]]:
    with small_disk(data, options=",ro"):
        yield lambda: subprocess.run(["mount", "-o", "remount,rw", str(data)], check=True) and None


@contextmanager
def a_file_there(data: Path) -> Iterator[Callable[[], None]]:
    data.write_text("no folder")
    yield data.unlink


@contextmanager
def pasted(program: Program, path: Path) -> Iterator[None]:
    """More than the room that the journal has reserved, from another program."""
    path.write_text(LONG)
    command = (sys.executable, str(Path(__file__).with_name("clipboard_holder.py")), str(path))
    holder = subprocess.Popen(command, env=program.desktop.environment, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "ready\n"
        program.key("ctrl+v")
        yield
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


Sick = Callable[[Path], "contextmanager[Callable[[], None]]"]
SICK = pytest.mark.parametrize(
    ("sick", "said"),
    [
        (full, FULL),
        (read_only, "The disk cannot be written to: the newest words are only in memory."),
        (a_file_there, "A file lies in the place of the data folder: the newest words are only in memory."),
    ],
)


def write_words(program: Program, said: str) -> None:
    program.key("ctrl+End")
    program.type(WORDS)
    program.until_text(f"{ESSAY}{WORDS}")
    program.until_shown(said)
    assert "[Errno" not in program.words()


def gone(program: Program, words: str) -> None:
    until(lambda: words not in program.words(), f"{words!r} to go")


@SICK
def test_that_a_writer_who_quits_is_asked_and_stays_or_saves_or_leaves(
    desktop: Desktop, essay: Path, tmp_path: Path, sick: Sick, said: str
) -> None:
    with sick(tmp_path / "data"), a_program(desktop, tmp_path, str(essay)) as program:
        write_words(program, said)
        program.key("ctrl+q")
        program.until_shown(ASKED)
        program.key("Return")  # it is "Stay" that is chosen
        gone(program, ASKED)
        program.until_text(f"{ESSAY}{WORDS}")
        program.key("ctrl+q")
        program.press("Save the Text…")
        program.answer_file_dialog(tmp_path / "kept.md", "Save")
        assert program.process.wait(LONGEST_S) == 0
    assert (tmp_path / "kept.md").read_text() == f"{ESSAY}{WORDS}"
    assert essay.read_text() == ESSAY
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def test_that_a_writer_who_does_not_want_the_words_leaves_without_them(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with full(tmp_path / "data"), a_program(desktop, tmp_path, str(essay)) as program:
        write_words(program, FULL)
        program.key("ctrl+q")
        program.press("Leave Without It")
        assert program.process.wait(LONGEST_S) == 0
    assert essay.read_text() == ESSAY


@SICK
def test_that_the_words_are_kept_by_themselves_when_that_is_possible_again(
    desktop: Desktop, essay: Path, tmp_path: Path, sick: Sick, said: str
) -> None:
    with sick(tmp_path / "data") as heal:
        with a_program(desktop, tmp_path, str(essay)) as program:
            write_words(program, said)
            heal()
            program.until_shown(WELL)
            program.until_shown("Safe from a power cut")
            program.kill_all()
        with a_program(desktop, tmp_path, str(essay)) as again:
            again.until_text(f"{ESSAY}{WORDS}")
            again.key("ctrl+z")
            again.until_text(ESSAY)
            again.close()


@SICK
def test_that_saving_writes_the_text_where_there_is_room_and_then_nobody_is_asked(
    desktop: Desktop, essay: Path, tmp_path: Path, sick: Sick, said: str
) -> None:
    with sick(tmp_path / "data"), a_program(desktop, tmp_path, str(essay)) as program:
        write_words(program, said)
        program.key("ctrl+s")
        program.until_shown("Saved essay.md. Undo, minutes and whose words they are wait in memory")
        assert essay.read_text() == f"{ESSAY}{WORDS}"
        program.key("ctrl+q")
        assert program.process.wait(LONGEST_S) == 0


def test_that_a_disk_that_fills_in_mid_session_lets_no_new_draft_take_the_place_of_the_words(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with small_disk(tmp_path / "data", "6m") as disk:
        with a_program(desktop, tmp_path, str(essay)) as program:
            program.key("ctrl+End")
            program.type("One. ")
            program.until_shown("Safe from a power cut")
            until(lambda: essay.with_suffix(".palimpsest").exists(), "the draft's own file")
            fill(disk)
            with pasted(program, tmp_path / "long.txt"):
                program.until_shown(FULL)
            program.key("ctrl+Home")
            program.type("TOP ")
            program.key("ctrl+n")
            program.until_shown(ASKED)
            program.press("Stay")
            gone(program, ASKED)
            until(lambda: program.shown().startswith("TOP # On keeping"), "the words to stay")
            (disk / "filler").unlink()
            program.until_shown(WELL)
            program.kill_all()
        with a_program(desktop, tmp_path, str(essay)) as again:
            until(lambda: again.shown().startswith("TOP # On keeping"), "the words to come back")
            assert LONG in again.shown()
            again.close()
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def test_that_a_program_that_the_system_ends_leaves_the_text_in_a_file_and_tells_of_it(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with full(tmp_path / "data") as heal:
        with a_program(desktop, tmp_path, str(essay)) as program:
            write_words(program, FULL)
            program.process.terminate()
            assert program.process.wait(LONGEST_S) == -signal.SIGTERM
        assert (tmp_path / "essay rescued.md").read_text() == f"{ESSAY}{WORDS}"
        assert essay.read_text() == ESSAY
        heal()
        with a_program(desktop, tmp_path, str(essay)) as again:
            again.until_shown("Palimpsest was ended from outside while the newest words could not be kept.")
            again.until_shown(str(tmp_path / "essay rescued.md"))
            again.press("OK")
            gone(again, "Palimpsest was ended from outside")
            assert again.close() == 0
        with a_program(desktop, tmp_path, str(essay)) as later:
            later.until_shown("Nothing changed yet")
            assert "Palimpsest was ended" not in later.words()


def test_that_a_program_without_trouble_ends_at_once_and_leaves_no_such_file(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.key("ctrl+End")
        program.type(WORDS)
        program.until_shown("Safe from a power cut")
        program.process.terminate()
        assert program.process.wait(LONGEST_S) == -signal.SIGTERM
    assert not (tmp_path / "essay rescued.md").exists()


def test_that_words_whose_journal_is_removed_are_told_of_and_put_into_another(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.key("ctrl+End")
        program.type("One. ")
        program.until_shown("Safe from a power cut")
        until(lambda: essay.with_suffix(".palimpsest").exists(), "the draft's own file")
        shutil.rmtree(tmp_path / "data")
        program.type("Two. ")
        program.until_shown(REMOVED)
        program.until_shown(WELL)
        program.until_shown("Safe from a power cut")
        program.kill_all()
    with a_program(desktop, tmp_path, str(essay)) as again:
        again.until_text(f"{ESSAY}One. Two. ")
        assert "missing" not in again.words()
        again.close()
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def test_that_a_writer_is_asked_where_no_other_journal_can_be_begun(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with a_program(desktop, tmp_path, str(essay)) as program:
        program.key("ctrl+End")
        program.type("One. ")
        program.until_shown("Safe from a power cut")
        data.rename(tmp_path / "moved")
        data.write_text("no folder")
        program.type("Two. ")
        program.key("ctrl+q")
        program.until_shown(ASKED)
        program.press("Stay")
        gone(program, ASKED)
        data.unlink()
        program.until_shown(WELL)
        assert program.close() == 0
    with a_program(desktop, tmp_path, str(essay)) as again:
        again.until_text(f"{ESSAY}One. Two. ")
        again.close()
