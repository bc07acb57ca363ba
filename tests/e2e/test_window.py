"""The program as a writer has it: a real window on a screen of its own, real keys, and what can be seen there.

Every test starts the program in a folder of its own and ends it; the screen is shared, the data never are.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from window_driver import (
    LONGEST_S,
    Desktop,
    Program,
    a_program,
    bound_by_permissions,
    missing,
    until,
)

from editor.store.keyframe import ledger_rows
from editor.store.verifying import verify_file

ESSAY = """# On timing

Most advice treats the first draft as a container.

I spent two months timing myself, and it is is very unique to see.

The last paragraph stands here.
"""
TYPED = "the quick brown fox jumps over the lazy dog and then it sits down to think about what it has done so far, "
WORKER_ONLY = ("pydantic_core", "sqlalchemy", "harper", "cryptography", "jiter", "re2", "regex", "rapidfuzz")
"""Names in the paths of compiled modules that only the worker may map."""

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]


Start = Callable[..., Program]


@pytest.fixture
def start(desktop: Desktop, tmp_path: Path) -> Iterator[Start]:
    """Starts the program, as often as wanted; what still runs at the end is killed."""
    running = []

    def begin(*arguments: object, before: tuple[str, ...] = ()) -> Program:
        manager = a_program(desktop, tmp_path, *map(str, arguments), before=before)
        running.append(manager)
        return manager.__enter__()

    yield begin
    for manager in reversed(running):
        manager.__exit__(None, None, None)
    assert "Traceback" not in (tmp_path / "errors.txt").read_text()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def credited_ms(database: Path) -> int:
    return sum(row[4] for row in ledger_rows(database) if row[0] == "credit")


def ask_critics(program: Program) -> None:
    program.key("ctrl+Return")
    program.until_shown("Critique finished")


def paper_colour(desktop: Desktop, program: Program) -> str:
    """The colour at the right end of the page, where nothing is written."""
    page = program.eyes.one("text", "Draft")
    assert page is not None
    x, y, width, height = program.eyes.box(page)
    return desktop.colour(x + width - 30, y + height - 30)


# Typing, and the end of the process in the middle of it.


def test_that_the_caret_is_in_the_draft_when_the_window_opens(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Hello. ")
    program.until_text(f"Hello. {ESSAY}")
    assert program.title() == "essay – Palimpsest"


def test_that_keys_typed_while_the_window_comes_up_leave_no_gap(start: Start, essay: Path, desktop: Desktop) -> None:
    words = " ".join(f"{number:03}" for number in range(250))
    hand = desktop.typing(words, delay_ms=6)
    program = start(essay)
    assert hand.wait(LONGEST_S) == 0
    until(lambda: "249# On" in program.shown(), lambda: f"the last word in {program.shown()!r}")
    typed = program.shown().removesuffix(ESSAY)
    assert words.endswith(typed), "the hand began before the window had the keys, and from then on every key counts"
    assert len(typed) > 50, "the window came up too late to learn anything"


def test_that_nothing_on_screen_is_lost_by_a_kill_in_mid_sentence(start: Start, essay: Path, desktop: Desktop) -> None:
    program = start(essay)
    program.key("ctrl+End")
    hand = desktop.typing(2 * TYPED, delay_ms=15)
    until(lambda: len(program.shown()) > len(ESSAY) + 40, "forty characters")
    seen = program.shown()
    program.kill()
    hand.wait(LONGEST_S)
    assert seen.startswith(ESSAY)
    assert len(seen) < len(ESSAY) + 2 * len(TYPED), "the kill came too late to be in mid-sentence"

    again = start(essay)
    restored = again.shown()
    assert restored.startswith(seen)
    assert (ESSAY + 2 * TYPED).startswith(restored)
    assert again.caret() == len(restored)
    again.until_shown("Restored after an interruption. Nothing was lost.")
    assert essay.read_bytes() == ESSAY.encode()


def test_that_the_caret_comes_back_after_a_kill_when_the_database_had_all(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down")
    program.type("Well, ")
    caret = until(program.caret, "a caret")
    program.key("ctrl+s")
    program.until_shown("Saved essay.md.")
    program.kill()
    again = start(essay)
    assert again.caret() == caret
    again.until_shown("Restored after an interruption. Nothing was lost.")


def test_that_a_first_window_fits_on_the_screen(start: Start, essay: Path) -> None:
    program = start(essay)
    line = until(lambda: program.eyes.one("filler", "Status"), "the status line")
    _, top, _, height = program.eyes.box(line)
    assert top + height <= 768


def test_that_undo_goes_back_past_the_restart(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("ctrl+End")
    program.type("One more sentence.")
    program.until_text(f"{ESSAY}One more sentence.")
    program.kill()
    again = start(essay)
    again.until_text(f"{ESSAY}One more sentence.")
    again.type(" And another.")
    again.until_text(f"{ESSAY}One more sentence. And another.")
    for _ in range(8):
        again.key("ctrl+z")
    again.until_text(ESSAY)
    for _ in range(8):
        again.key("ctrl+y")
    again.until_text(f"{ESSAY}One more sentence. And another.")


def test_that_a_draft_without_a_name_is_back_after_a_kill(start: Start) -> None:
    program = start()
    program.type("It has no name yet")
    program.until_text("It has no name yet")
    program.kill()
    again = start()
    again.until_text("It has no name yet")
    again.until_shown("Restored after an interruption. Nothing was lost.")
    again.type(", but it is safe.")
    again.until_text("It has no name yet, but it is safe.")


def test_that_the_start_card_goes_with_the_first_character(start: Start) -> None:
    program = start()
    program.until_shown("Sample essay")
    program.type("x")
    until(lambda: "Sample essay" not in program.words(), "the start card to go")


def test_that_a_killed_worker_is_replaced_while_the_writer_types_on(start: Start, essay: Path, desktop: Desktop) -> None:
    program = start(essay)
    program.key("ctrl+End")
    first = program.worker()
    hand = desktop.typing(TYPED, delay_ms=15)
    until(lambda: len(program.shown()) > len(ESSAY) + 10, "ten characters")
    os.kill(first, signal.SIGKILL)
    until(lambda: program.worker() not in (0, first), "another worker")
    assert hand.wait(LONGEST_S) == 0
    program.until_text(ESSAY + TYPED)
    program.key("ctrl+s")
    program.until_shown("Saved essay.md.")
    assert essay.read_text() == ESSAY + TYPED


# Keys that would delete text in Qt's own widget.


def test_that_ctrl_k_makes_a_link_and_deletes_nothing(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "shift+ctrl+Right", "ctrl+k")
    program.until_text(ESSAY.replace("Most ", "[Most ]()"))
    program.type("https://example.org")
    program.until_text(ESSAY.replace("Most ", "[Most ](https://example.org)"))


def test_that_ctrl_d_keeps_a_version_and_deletes_nothing(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "ctrl+d")
    program.until_shown("This keeps paragraph 2 as it is now.")
    program.type("before the storm")
    program.key("Return")
    program.until_shown("Version kept.")
    program.until_text(ESSAY)
    program.key("ctrl+3")
    program.until_shown("before the storm")


def test_that_emacs_keys_of_the_toolkit_delete_nothing(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "ctrl+e", "ctrl+u")
    program.type("!")
    until(lambda: "!" in program.shown(), "the mark")
    assert program.shown().replace("!", "") == ESSAY


# Files.


def test_that_saving_keeps_line_ends_and_byte_order_mark(start: Start, essay: Path) -> None:
    essay.write_bytes(b"\xef\xbb\xbf" + ESSAY.replace("\n", "\r\n").encode())
    program = start(essay)
    program.until_text(ESSAY)
    program.key("ctrl+End")
    program.type("New.")
    program.key("Return", "ctrl+s")
    program.until_shown("Saved essay.md.")
    assert essay.read_bytes() == b"\xef\xbb\xbf" + f"{ESSAY}New.\n".replace("\n", "\r\n").encode()


def test_that_looking_at_a_file_leaves_no_trace_beside_it(start: Start, essay: Path, tmp_path: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "Down")
    assert program.close() == 0
    assert not (tmp_path / "essay.palimpsest").exists()
    assert essay.read_bytes() == ESSAY.encode()


def test_that_an_unnamed_draft_gets_a_name_by_saving(start: Start, tmp_path: Path) -> None:
    program = start()
    program.type("A first line.")
    program.key("ctrl+s")
    program.answer_file_dialog(tmp_path / "named.md", "Save")
    program.until_shown("Saved named.md.")
    assert (tmp_path / "named.md").read_text() == "A first line."
    assert program.close() == 0
    again = start(tmp_path / "named.palimpsest")
    again.until_text("A first line.")


def test_that_parts_of_the_status_line_answer_when_they_are_pressed(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Well, ")
    program.until_shown("Safe from a power cut")
    program.press("Safety of the text")
    program.until_shown("it survives a power cut; up to")
    program.press("Length")
    program.until_shown("words of prose in 4 paragraphs")
    program.press("Time")
    until(lambda: program.eyes.one("table", "Minutes of every paragraph"), "the table of minutes")


def test_that_quitting_and_starting_again_goes_on_at_the_same_caret(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "End")
    program.type(" Yes.")
    program.key("Left", "Left")
    caret = until(program.caret, "a caret")
    text = program.shown()
    assert program.close() == 0
    again = start(essay)
    again.until_text(text)
    assert again.caret() == caret
    assert "Restored" not in again.words()


def test_that_opening_the_open_file_again_changes_nothing(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Now. ")
    program.key("ctrl+o")
    program.answer_file_dialog(essay, "Open")
    until(program.focused, "the window to have the keys")
    program.type("Then. ")
    program.until_text(f"Now. Then. {ESSAY}")
    assert "another window" not in program.words()


def test_that_a_second_window_on_one_file_says_who_holds_it(start: Start, essay: Path) -> None:
    first = start(essay)
    first.type("Mine. ")
    first.until_text(f"Mine. {ESSAY}")
    second = start(essay)
    second.until_shown(f"It is held by process {first.pid} on")
    assert second.shown() == ""
    second.kill()
    first.until_text(f"Mine. {ESSAY}")


# Drafts that cannot be opened.


def closed_draft(start: Start, essay: Path) -> Path:
    """A draft with a sentence of its own, folded and closed."""
    program = start(essay)
    program.type("Kept words. ")
    program.key("ctrl+s")
    program.until_shown("Saved essay.md.")
    assert program.close() == 0
    return essay.with_suffix(".palimpsest")


def refused(start: Start, path: Path, sentence: str, rights: tuple[str, ...] = ()) -> Program:
    """Opens it and sees the sentence; the file is what it was, and the window can be written in."""
    before = digest(path)
    program = start(path, before=rights)
    program.until_shown(sentence)
    program.key("Return")
    until(lambda: sentence not in program.words(), "the message to go")
    program.type("Still here")
    program.until_text("Still here")
    assert program.close() == 0
    assert digest(path) == before
    return program


def test_that_a_damaged_draft_is_told_and_its_text_saved_beside_it(start: Start, essay: Path, tmp_path: Path) -> None:
    path = closed_draft(start, essay)
    data = bytearray(path.read_bytes())
    data[16:100] = bytes(84)
    path.write_bytes(data)
    shutil.rmtree(tmp_path / "data")
    refused(start, path, "the damaged file is as it was")
    rescued = [one for one in tmp_path.iterdir() if "rescued" in one.name]
    assert len(rescued) == 1
    assert "Kept words." in rescued[0].read_text()


def test_that_the_text_of_a_damaged_draft_is_saved_elsewhere_where_nothing_can_be_written_beside_it(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    essay = folder / "essay.md"
    essay.write_text(ESSAY)
    path = closed_draft(start, essay)
    data = bytearray(path.read_bytes())
    data[16:100] = bytes(84)
    path.write_bytes(data)
    shutil.rmtree(tmp_path / "data")
    folder.chmod(0o555)
    saved = tmp_path / "data" / "rescued" / "essay rescued.md"
    refused(start, path, f"saved as {saved}; the damaged file is as it was", bound_by_permissions())
    assert "Kept words." in saved.read_text()


@pytest.mark.parametrize("damage", ["a flipped bit", "no header", "gone"])
def test_that_a_damaged_draft_is_restored_to_the_letter_and_told(start: Start, essay: Path, damage: str) -> None:
    path = closed_draft(start, essay)
    data = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        if damage == "no header":
            data[16:100] = bytes(84)
        else:
            data[data.rindex(b"Kept words. #")] ^= 1
        path.write_bytes(data)
    program = start(essay)
    program.until_shown("Nothing is missing.")
    program.key("Return")
    until(lambda: "Nothing is missing." not in program.words(), "the message to go")
    program.until_text(f"Kept words. {ESSAY}")
    program.type("And on. ")
    program.until_text(f"Kept words. And on. {ESSAY}")
    assert program.close() == 0
    aside = path.with_name(f"{path.name}.damaged-1")
    assert aside.exists() is (damage != "gone")
    if aside.exists():
        assert aside.read_bytes() == data


def test_that_damage_where_nobody_looks_at_first_is_found_and_mended_while_the_writer_writes(
    start: Start, essay: Path
) -> None:
    path = closed_draft(start, essay)
    data = bytearray(path.read_bytes())
    data[data.index(b'"Kept'[1:]) + 1] ^= 1  # in the log, which the first screen does not read
    path.write_bytes(data)
    program = start(essay)
    program.until_shown("Nothing is missing.")
    program.key("Return")
    program.type("Still here. ")
    program.until_text(f"Kept words. Still here. {ESSAY}")
    assert program.close() == 0
    assert verify_file(path) == []


def test_that_a_draft_of_a_newer_version_is_told_and_left_alone(start: Start, essay: Path) -> None:
    path = closed_draft(start, essay)
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript("CREATE TABLE omen (n INTEGER); PRAGMA user_version = 4000")
    refused(start, path, "was made by a newer Palimpsest")


def test_that_a_file_of_another_program_is_told_and_left_alone(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "shopping.palimpsest"
    path.write_bytes(b"milk, bread\n" * 400)
    refused(start, path, "shopping.palimpsest")
    assert not [one for one in tmp_path.iterdir() if "rescued" in one.name]


def test_that_a_read_only_folder_is_told_for_as_long_as_it_is_one_and_takes_no_word_away(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir()
    essay = folder / "essay.md"
    essay.write_text(ESSAY)
    essay.chmod(0o444)
    folder.chmod(0o555)
    program = start(essay, before=bound_by_permissions())
    program.type("Hello. ")
    program.key("ctrl+s")
    program.until_shown("essay.md cannot be written. Permission denied. The file is as it was, and the draft is safe.")
    program.until_shown("The draft cannot be made. essay.palimpsest: Permission denied.")
    program.kill()
    assert essay.read_text() == ESSAY
    assert [one.name for one in folder.iterdir()] == ["essay.md"]
    again = start(essay, before=bound_by_permissions())
    again.until_text(f"Hello. {ESSAY}")
    folder.chmod(0o755)
    again.type("Again. ")
    until((folder / "essay.palimpsest").exists, "the draft, now that it can be made")


# Critics without a key.


def test_that_the_local_critics_object_to_quotes_of_the_paragraph_without_a_key(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "Down", "Down")
    ask_critics(program)
    cards = [seen.name for seen in program.eyes.all() if seen.role == "list item" and "open." in seen.name]
    assert any("“is is”" in card for card in cards)
    assert any("“very unique”" in card for card in cards)
    assert "Nothing sent" in program.words()
    assert program.shown() == ESSAY


def test_that_critics_asked_before_they_are_ready_answer_all_the_same(start: Start, essay: Path) -> None:
    program = start(essay)
    os.kill(program.worker(), signal.SIGKILL)
    program.key("Down", "Down", "Down", "Down")
    ask_critics(program)


def test_that_f8_goes_from_remark_to_remark(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "Down", "Down")
    ask_critics(program)
    program.key("F8")
    first = until(program.selected, "a quote to be marked")
    program.key("F8")
    second = until(lambda: (now := program.selected()) != first and now, "another quote to be marked")
    assert {first, second} == {"is is", "very unique"}
    program.key("shift+F8")
    until(lambda: program.selected() == first, "the first quote to be marked again")
    assert program.shown() == ESSAY


def test_that_a_remark_outlives_a_kill_and_follows_its_quote(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "Down", "Down")
    program.type("Well, ")
    ask_critics(program)
    program.kill()
    again = start(essay)
    again.until_shown("“is is”")
    again.key("Home")
    again.type("Yes, ")
    again.key("F8")
    until(lambda: again.selected() in ("is is", "very unique"), "a quote to be marked")


def test_that_the_window_maps_nothing_that_belongs_to_the_worker(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Hello. ")
    ask_critics(program)
    maps = Path(f"/proc/{program.pid}/maps").read_text()
    assert "QtWidgets" in maps
    assert [name for name in WORKER_ONLY if f"site-packages/{name}" in maps] == []
    assert any(name in Path(f"/proc/{program.worker()}/maps").read_text() for name in WORKER_ONLY)


# Minutes.


def test_that_minutes_grow_only_while_keys_come(start: Start, essay: Path, desktop: Desktop) -> None:
    program = start(essay)
    program.key("ctrl+End")
    desktop.type(TYPED[:60], delay_ms=30)
    program.until_shown("Counting")
    desktop.run("xdotool", "getactivewindow", "windowminimize")
    database = essay.with_suffix(".palimpsest")
    # Minutes are gathered for a second and folded every two: the sum is whole when it has stood for longer than that.
    sums: list[tuple[float, int]] = []

    def standing() -> int:
        sums.append((time.monotonic(), credited_ms(database) if database.exists() else 0))
        since = next(when for when, ms in sums if ms == sums[-1][1])
        return sums[-1][1] if sums[-1][0] - since > 4 else 0

    folded = until(standing, "the minutes to stand still")
    assert 500 < folded < 10_000
    desktop.type("this goes nowhere", delay_ms=30)
    window = desktop.run("xdotool", "search", "--pid", str(program.pid), "--name", "Palimpsest").split("\n")[-1]
    desktop.run("xdotool", "windowactivate", "--sync", window)
    until(program.focused, "the window to have the keys")
    program.key("ctrl+s")
    program.until_shown("Saved essay.md.")
    assert credited_ms(database) == folded
    program.type("but this counts")
    program.key("ctrl+s")
    until(lambda: credited_ms(database) > folded, "more minutes")
    assert "this goes nowhere" not in program.shown()


def test_that_the_time_panel_tells_the_minutes_of_each_paragraph(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Hello. ")
    program.key("ctrl+shift+t")
    program.until_shown("Recorded by this program; not proof.")
    program.until_shown("Paragraph 4")


# Find, look, zoom.


def test_that_replace_all_changes_every_match_and_one_undo_takes_it_back(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("ctrl+h")
    program.until_shown("Find and replace")
    program.type("the")
    program.until_shown(" found")
    program.press("Whole words only", "check box")
    program.fill_in("Replace with", "THE")
    program.press("Replace all", "push button")
    program.until_text(ESSAY.replace("the ", "THE ").replace("The ", "THE "))
    program.key("Escape", "ctrl+z")
    program.until_text(ESSAY)


def test_that_find_marks_the_match_and_goes_round(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("ctrl+f")
    program.until_shown("Find and replace")
    program.type("paragraph")
    program.key("Return")
    until(lambda: program.selected() == "paragraph", "the match to be marked")
    program.key("Escape")
    program.type("passage")
    program.until_text(ESSAY.replace("paragraph", "passage"))


def test_that_zoom_makes_letters_larger_and_is_kept(start: Start, essay: Path) -> None:
    program = start(essay)
    normal = program.letter_height()
    for _ in range(5):
        program.key("ctrl+plus")
    larger = until(lambda: (now := program.letter_height()) > normal * 1.3 and now, "larger letters")
    assert program.close() == 0
    again = start(essay)
    assert again.letter_height() == larger
    again.key("ctrl+0")
    until(lambda: again.letter_height() == normal, "the normal size")


def test_that_the_dark_colours_are_chosen_in_the_menu_and_kept(start: Start, essay: Path, desktop: Desktop) -> None:
    program = start(essay)
    until(lambda: paper_colour(desktop, program) == "#fdfcfa", "light paper")
    program.choose("alt+v", "Colours", "Dark")
    until(lambda: paper_colour(desktop, program) == "#1c1d1f", "dark paper")
    assert program.close() == 0
    again = start(essay)
    until(lambda: paper_colour(desktop, again) == "#1c1d1f", "dark paper after a restart")


# The desk.


def test_that_a_turn_in_the_pad_is_kept_beside_its_paragraph(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "ctrl+j")
    program.until_shown("5 minutes")
    program.key("ctrl+Return")
    program.type("free words that come as they come")
    program.until_shown("End turn")
    program.key("Escape")
    program.until_shown("Turn kept.")
    program.key("Escape")
    program.type("Draft: ")
    program.until_text(ESSAY.replace("Most", "Draft: Most"))
    program.kill()
    again = start(essay)
    again.key("ctrl+1")
    again.until_shown("free words that come as they come")
    again.until_shown("7 words")


def test_that_a_turn_that_a_kill_cut_off_is_kept_as_far_as_it_was_on_screen(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("ctrl+j", "ctrl+Return")
    program.type("half a thought")
    program.until_shown("half a thought")
    program.kill()
    again = start(essay)
    again.key("ctrl+1")
    again.until_shown("half a thought")


def test_that_a_kept_version_is_compared_and_restored_and_undo_goes_back(start: Start, essay: Path) -> None:
    program = start(essay)
    program.key("Down", "Down", "ctrl+d")
    program.until_shown("This keeps paragraph 2")
    program.type("first")
    program.key("Return")
    program.until_shown("Version kept.")
    program.type("Nearly all ")
    changed = ESSAY.replace("Most", "Nearly all Most")
    program.until_text(changed)
    program.key("ctrl+3")
    program.until_shown("first")
    program.choose_in_list("first")
    program.until_shown("Nearly all Most advice")
    program.press("Restore this version", "push button")
    program.until_text(ESSAY)
    program.until_shown("Version restored.")
    program.key("Escape", "ctrl+z")
    program.until_text(changed)


def test_that_the_export_is_checked_and_written(start: Start, essay: Path, tmp_path: Path) -> None:
    program = start(essay)
    program.key("ctrl+shift+e")
    program.until_shown("Model text: fine.")
    program.press("Save as…", "push button")
    program.answer_file_dialog(tmp_path / "post.md", "Save")
    program.until_shown("Written to post.md.")
    post = (tmp_path / "post.md").read_text()
    assert "Most advice treats the first draft as a container." in post
    assert "llm-output" not in post


def test_that_escape_in_the_draft_stops_nothing_and_loses_nothing(start: Start, essay: Path) -> None:
    program = start(essay)
    program.type("Hello. ")
    program.key("Escape", "Escape")
    program.type("Again. ")
    program.until_text(f"Hello. Again. {ESSAY}")


def test_that_every_part_of_the_window_has_a_name_a_screen_reader_can_say(start: Start, essay: Path) -> None:
    program = start(essay)
    program.until_shown("Headings")
    for keys in ("ctrl+1", "ctrl+2", "ctrl+3", "ctrl+4"):
        program.key(keys)
        nameless = [
            seen for seen in program.eyes.all() if seen.role in ("push button", "text", "check box") and not seen.name
        ]
        assert nameless == [], keys
