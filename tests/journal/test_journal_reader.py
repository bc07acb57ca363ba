from __future__ import annotations

import errno
import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_records import note

from editor.journal import reader
from editor.journal.files import journal_files
from editor.journal.lines import line_of, record_of
from editor.journal.reader import Tail, read_header, read_tail
from editor.journal.writer import JournalWriter


def file_of(folder: Path, data: bytes, number: int = 1) -> Path:
    path = folder / f"journal-{number:06d}.jsonl"
    path.write_bytes(data)
    return path


def keyframe(n: int) -> dict[str, Any]:
    return {"kind": "keyframe", "n": n, "keyframe": {"text": "k"}}


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(line_of(one) for one in records)


def told(folder: Path, after_n: int = 0) -> list[tuple[str, int]]:
    return [(one["kind"], one["n"]) for one in read_tail(folder, after_n).records]


def test_that_a_missing_folder_has_no_records(tmp_path: Path) -> None:
    assert read_tail(tmp_path / "nothing", 5) == Tail((), (), 5)


def test_that_records_already_folded_are_left_out(folder: Path) -> None:
    file_of(folder, lines(note(1), note(2), note(3)))
    assert told(folder, 2) == [("edit", 3)]


def test_that_a_bad_line_counts_as_missing_only_where_its_record_may_be(folder: Path) -> None:
    spoiled = line_of(note(2)).replace(b"n", b"m", 1)
    file_of(folder, lines(note(1)) + spoiled + lines(note(3)))
    damage = ("1 damaged line in journal 1.",)
    assert (read_tail(folder, 2).damage, read_tail(folder, 2).missing) == (damage, ())
    line, hole = read_tail(folder, 0).missing
    assert (line, hole.startswith("Changes 2 to 2 are missing")) == (*damage, True)
    file_of(folder, lines(note(1)) + spoiled)
    assert read_tail(folder, 1).missing == damage
    assert read_tail(folder, 2).missing == ()
    file_of(folder, lines(note(3)), number=2)
    assert read_tail(folder, 2).missing == ()


def test_that_a_header_alone_tells_of_the_records_before_it(folder: Path) -> None:
    file_of(folder, lines(note(1)))
    file_of(folder, lines({"kind": "header", "n": 4}), number=2)
    hole = ("Changes 2 to 4 are missing from the journal.",)
    assert (read_tail(folder, 0).missing, read_tail(folder, 0).damage) == (hole, hole)
    assert read_tail(folder, 4).missing == ()


@pytest.mark.parametrize("data", [b"", bytes(64), b'{"kind":"hea'])
def test_that_a_journal_without_a_line_is_of_interest_until_a_later_one_says_how_far_records_go(
    folder: Path, data: bytes
) -> None:
    file_of(folder, lines(note(1)))
    file_of(folder, data, number=2)
    tail = read_tail(folder, 1)
    assert (tail.emptied, tail.ends_badly, tail.missing) == ((2,), True, ())
    file_of(folder, lines({"kind": "header", "n": 1}), number=3)
    assert read_tail(folder, 1) == Tail((), (), 1)


def test_that_a_journal_ends_badly_only_where_all_that_can_be_read_was(folder: Path) -> None:
    spoiled = line_of(note(9)).replace(b"n", b"m", 1)
    file_of(folder, lines(note(1)) + spoiled)
    assert read_tail(folder, 1).ends_badly
    file_of(folder, lines(note(1), note(3)) + spoiled)
    assert not read_tail(folder, 1).ends_badly  # a change that can be read waits behind the hole
    assert not read_tail(folder, 4).ends_badly  # and no line was spoiled that the database might lack


def test_that_an_unfinished_last_line_is_no_damage(folder: Path) -> None:
    data = lines(note(1), note(2))
    for cut in range(1, len(line_of(note(2)))):
        file_of(folder, data[:-cut])
        tail = read_tail(folder, 0)
        assert tail.damage == ()
        assert tail.last_n == (2 if cut == 1 else 1)


def test_that_a_tail_of_nuls_is_no_damage(folder: Path) -> None:
    file_of(folder, lines(note(1)) + bytes(4096))
    assert read_tail(folder, 0).damage == ()
    assert told(folder) == [("edit", 1)]


def test_that_a_gap_ends_the_reading_and_is_told(folder: Path) -> None:
    file_of(folder, lines(note(1), note(3), note(4)))
    tail = read_tail(folder, 0)
    assert [one["n"] for one in tail.records] == [1]
    assert tail.damage == ("Changes 2 to 2 are missing from the journal; what came after them could not be placed.",)
    assert tail.last_n == 4


def test_that_a_later_keyframe_heals_a_gap_and_what_is_no_text_is_kept(folder: Path) -> None:
    credit = {"kind": "credit", "n": 4, "rows": []}
    file_of(folder, lines(note(1), note(3), credit, note(5), keyframe(5), note(6)))
    assert told(folder) == [("edit", 1), ("credit", 4), ("keyframe", 5), ("edit", 6)]
    assert len(read_tail(folder, 0).damage) == 1


def test_that_a_keyframe_in_a_header_counts_as_one(folder: Path) -> None:
    file_of(folder, lines({"kind": "header", "n": 6, "keyframe": {"text": ""}}, note(7)))
    assert told(folder) == [("header", 6), ("edit", 7)]


def test_that_records_written_twice_are_read_once_and_in_order(folder: Path) -> None:
    file_of(folder, lines(note(1), note(2)))
    file_of(folder, lines({"kind": "header", "n": 1}, note(2), note(3)), 2)
    assert told(folder) == [("edit", 1), ("edit", 2), ("edit", 3)]


def test_that_a_line_with_a_wrong_sum_costs_only_itself_and_is_told(folder: Path) -> None:
    data = bytearray(lines(note(1), {"kind": "caret", "n": 2, "position": 9}, note(3), keyframe(3)))
    data[len(line_of(note(1))) + 5] ^= 1
    file_of(folder, bytes(data))
    tail = read_tail(folder, 0)
    assert told(folder) == [("edit", 1), ("keyframe", 3)]
    assert "1 damaged line in journal 1." in tail.damage


def test_that_lines_with_a_right_sum_and_a_wrong_shape_are_damage(folder: Path) -> None:
    bodies = (b"[1]", b'{"n":1}', b'{"n":true,"kind":"edit"}', b'{"n":-1,"kind":"e"}', b"[" * 100_000, b"{")
    file_of(folder, b"".join(b"%b\t%08x\n" % (body, zlib.crc32(body)) for body in bodies))
    assert read_tail(folder, 0).records == ()
    assert read_tail(folder, 0).damage == ("6 damaged lines in journal 1.",)


def test_that_a_link_in_place_of_a_journal_is_not_read(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(lines(note(1)))
    (folder / "journal-000001.jsonl").symlink_to(elsewhere)
    assert told(folder) == []


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3), st.integers(0, 1 << 61))
@settings(deadline=None, max_examples=60)
def test_that_a_line_gives_back_the_record_it_was_made_of(more: dict[str, str], n: int) -> None:
    record = {**more, "kind": "edit", "n": n}
    line = line_of(record)
    assert line.count(b"\n") == 1
    assert record_of(line[:-1]) == record


GOOD = [note(n, "text") for n in range(1, 9)]


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_that_damage_never_yields_a_record_that_was_not_written(tmp_path_factory: Any, data: st.DataObject) -> None:
    content = bytearray(lines(*GOOD))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["flip", "nul", "cut", "drop"])):
            case "flip":
                content[place] ^= 1 << data.draw(st.integers(0, 7))
            case "nul":
                content[place : place + 40] = bytes(len(content[place : place + 40]))
            case "cut":
                del content[max(1, place) :]
            case _:
                del content[place : place + 7]
        if not content:
            content = bytearray(b"\0")
    folder = tmp_path_factory.mktemp("damaged")
    file_of(folder, bytes(content))
    tail = read_tail(folder, 0)
    assert list(tail.records) == GOOD[: len(tail.records)]
    if tail.last_n > len(tail.records):
        assert tail.damage


def test_that_the_header_tells_whose_journal_it_is(folder: Path) -> None:
    assert read_header(folder) is None
    file_of(folder, lines({"kind": "header", "n": 0, "draft": "old"}))
    file_of(folder, lines({"kind": "header", "n": 3, "draft": "new"}), 2)
    file_of(folder, b"rubbish\n", 3)
    assert read_header(folder) == {"kind": "header", "n": 3, "draft": "new"}


def test_that_reading_while_another_process_writes_gives_a_prefix(
    folder: Path, make_writer: Callable[..., JournalWriter]
) -> None:
    journal = make_writer()
    for n in range(1, 40):
        journal.append(note(n))
        tail = read_tail(folder, 0)
        assert tail.last_n == n
        assert tail.damage == ()
    assert json.loads(journal_files(folder)[0][1].read_bytes().split(b"\t")[0])["kind"] == "header"


def test_that_changes_after_a_journal_that_could_not_be_read_do_not_get_its_numbers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    file_of(folder, lines(note(1), note(2)))
    with monkeypatch.context() as broken:
        broken.setattr(reader, "content_from", refused)
        tail = read_tail(folder, 0)
    assert tail.missing == (f"Journal 1 cannot be read ({os.strerror(errno.EIO)}).",)
    file_of(folder, lines(keyframe(tail.last_n), note(tail.last_n + 1)), number=2)
    assert told(folder)[2:] == [("keyframe", tail.last_n), ("edit", tail.last_n + 1)]
    assert told(folder)[:2] == [("edit", 1), ("edit", 2)]
