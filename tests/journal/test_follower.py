from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from editor.journal.follower import JournalFollower
from editor.journal.lines import line_of
from editor.journal.reader import content_from


def record(number: int, **more: Any) -> dict[str, Any]:
    return {"kind": "caret", "n": number, "position": 0, **more}


def append(folder: Path, data: bytes, number: int = 1) -> None:
    with open(folder / f"journal-{number:06d}.jsonl", "ab") as file:
        file.write(data)


def numbers(follower: JournalFollower) -> list[int]:
    return [one["n"] for one in follower.pending]


def test_that_only_what_is_new_is_read(tmp_path: Path) -> None:
    follower = JournalFollower(tmp_path, 0)
    assert not follower.look()
    append(tmp_path, line_of(record(1)) + line_of(record(2)))
    assert follower.look()
    assert not follower.look()
    append(tmp_path, line_of(record(3)))
    assert follower.look()
    assert numbers(follower) == [1, 2, 3]


def test_that_a_line_still_being_written_is_left_for_the_next_look(tmp_path: Path) -> None:
    follower = JournalFollower(tmp_path, 0)
    line = line_of(record(1))
    append(tmp_path, line[:20])
    assert not follower.look()
    append(tmp_path, line[20:])
    assert follower.look()
    assert numbers(follower) == [1]


def test_that_a_damaged_line_costs_itself_and_unfilled_room_costs_nothing(tmp_path: Path) -> None:
    append(tmp_path, line_of(record(1)) + b"torn {\n" + b"\0" * 64 + line_of(record(2)))
    follower = JournalFollower(tmp_path, 0)
    follower.look()
    assert numbers(follower) == [1, 2]


def test_that_what_was_folded_is_forgotten_and_not_read_again(tmp_path: Path) -> None:
    append(tmp_path, line_of(record(1)) + line_of(record(2)))
    follower = JournalFollower(tmp_path, 0)
    follower.look()
    follower.folded(1)
    assert numbers(follower) == [2]
    append(tmp_path, line_of(record(1)) + line_of(record(3)))
    follower.look()
    assert numbers(follower) == [2, 3]


def test_that_files_may_come_and_go(tmp_path: Path) -> None:
    append(tmp_path, line_of(record(1)))
    follower = JournalFollower(tmp_path, 0)
    follower.look()
    append(tmp_path, line_of(record(2)), 2)
    (tmp_path / "journal-000001.jsonl").unlink()
    assert follower.look()
    assert numbers(follower) == [1, 2]
    assert not JournalFollower(tmp_path / "nowhere", 0).look()


def test_that_a_file_that_cannot_be_read_costs_itself_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(tmp_path, line_of(record(1)))
    append(tmp_path, line_of(record(2)), 2)
    follower = JournalFollower(tmp_path, 0)

    def refuse(path: Path, offset: int = 0) -> bytes:
        if path.name == "journal-000001.jsonl":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return content_from(path, offset)

    with monkeypatch.context() as ill:
        ill.setattr("editor.journal.follower.content_from", refuse)
        assert follower.look()
        assert numbers(follower) == [2]
        assert follower.unread == "Journal 1 cannot be read (Input/output error)."
    assert follower.look()
    assert sorted(numbers(follower)) == [1, 2]
    assert follower.unread == ""


def test_that_another_file_in_the_place_of_one_is_read_from_its_beginning(tmp_path: Path) -> None:
    follower = JournalFollower(tmp_path, 0)
    append(tmp_path, line_of(record(1)) + line_of(record(2)))
    follower.look()
    (tmp_path / "journal-000001.jsonl").rename(tmp_path / "put away")
    append(tmp_path, line_of(record(3)) + line_of(record(4)) + line_of(record(5)))
    assert follower.look()
    assert numbers(follower) == [1, 2, 3, 4, 5]
