"""Planning in a real window: a paragraph is planned, dragged, written, and its point is there after a kill."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from jeepney.wrappers import DBusErrorResponse
from screen_reader import Seen
from window_driver import Desktop, Program, a_program, missing, until

from editor.ui.outline_model import UNSAID

ESSAY = "# On swans\n\nI have only ever seen white ones.\n\n## What follows\n\nNothing at all.\n"

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


def rows(program: Program) -> list[Seen]:
    """Those of the outline, at the left."""
    found = []
    for seen in program.eyes.all():
        with suppress(DBusErrorResponse):  # it may be gone while we look
            if seen.role == "list item" and program.eyes.box(seen)[0] < 250:
                found.append(seen)
    return found


def until_rows(program: Program, *beginnings: str) -> list[Seen]:
    def there() -> list[Seen]:
        now = rows(program)
        fits = len(now) == len(beginnings) and all(
            seen.name.startswith(words) for seen, words in zip(now, beginnings, strict=True)
        )
        return now if fits else []

    return list(until(there, lambda: f"{beginnings}, not {[seen.name for seen in rows(program)]}"))


def drag(program: Program, row: Seen, onto: Seen, below: int) -> None:
    """By hand: a drag begins after some pixels."""
    eyes, run = program.eyes, program.desktop.run
    (x, y, _, height), (_, to, _, _) = eyes.box(row), eyes.box(onto)
    run("xdotool", "mousemove", str(x + 60), str(y + height // 2), "mousedown", "1")
    for step in range(1, 11):
        there = y + height // 2 + (to + below - y - height // 2) * step // 10
        run("xdotool", "mousemove", str(x + 60), str(there), "sleep", "0.03")
    run("xdotool", "sleep", "0.2", "mouseup", "1")


def plan(program: Program, words: str) -> None:
    program.key("ctrl+shift+n")
    until(lambda: any(seen.name == f"Planned: {UNSAID}" for seen in rows(program)), "the line for the point")
    program.type(words)
    program.key("Return")
    until(lambda: any(seen.name == f"Planned: {words}" for seen in rows(program)), f"the plan {words!r}")


def test_that_a_plan_is_dragged_and_written_and_its_point_outlives_a_kill(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_program(desktop, tmp_path, str(essay)) as program:
        until_rows(program, "On swans", "What follows")
        program.key("ctrl+Home", "alt+Down")
        plan(program, "Black swans exist")
        first = until_rows(program, "On swans", "Planned: Black swans exist", "What follows")
        drag(program, first[1], first[2], 40)
        until_rows(program, "On swans", "What follows", "Planned: Black swans exist")
        program.kill()
    with a_program(desktop, tmp_path, str(essay)) as program:
        last = until_rows(program, "On swans", "What follows", "Planned: Black swans exist")[2]
        x, y, _, height = program.eyes.box(last)
        program.desktop.click(x + 60, y + height // 2)
        program.key("Return")
        until(lambda: any("Its point: Black swans exist" in seen.name for seen in program.eyes.all()), "the point")
        program.type("They do.")
        until(lambda: program.shown() == f"{ESSAY}\nThey do.\n", program.shown)
        until_rows(program, "On swans", "What follows")
        program.key("ctrl+j")
        until(lambda: any(seen.name == "Black swans exist" for seen in program.eyes.all()), "the point in the pad")
        program.must_be_well()


def test_that_a_written_section_is_dragged_with_all_that_stands_under_it(
    desktop: Desktop, essay: Path, tmp_path: Path
) -> None:
    with a_program(desktop, tmp_path, str(essay)) as program:
        both = until_rows(program, "On swans", "What follows")
        drag(program, both[1], both[0], 2)
        swapped = "## What follows\n\nNothing at all.\n\n# On swans\n\nI have only ever seen white ones.\n"
        until(lambda: program.shown() == swapped, program.shown)
        program.must_be_well()
