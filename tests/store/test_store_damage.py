"""Files that are not what they were: told, read as far as possible, and left as they are."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from store_makers import Window, document_of, make_store

from editor.core.errors import (
    DraftDamaged,
    DraftForeign,
    DraftLocked,
    DraftNewer,
    DraftReadOnly,
    FileError,
    FileUnreadable,
)
from editor.store.database import exchange
from editor.store.drafts import DraftStore
from editor.store.faults import plain_error
from editor.store.hashing import row_hash
from editor.store.keyframe import read_opening
from editor.store.rescue import rescue_text
from editor.store.verifying import verify_file

NEEDLES = {
    "draft": b"lesswrong-2026",
    "edit": b'"So "',
    "keyframe": b"Another one.",
    "credit": b"28333333,1,",
    "version": b"opening",
    "remark": b"Name it.",
    "call": b"0.0012 USD",
    "pad_turn": b"free",
    "attachment": b"78 percent",
    "other": b"comet",
}
"""Something that only this table holds in the file."""

UPDATES = {
    "draft": "UPDATE draft SET value = '7' WHERE key = 'caret'",
    "edit": "UPDATE edit SET row = replace(row, 'So', 'To')",
    "keyframe": "UPDATE keyframe SET text = upper(text)",
    "credit": "UPDATE credit SET ms = 5000 WHERE ms = 4000",
    "credit, chain": "UPDATE credit SET previous = 'start'",
    "version": "UPDATE version SET runs = '[]'",
    "remark": "UPDATE remark SET state = 'done'",
    "call": "UPDATE call SET duration_ms = 1",
    "pad_turn": "UPDATE pad_turn SET words = 100",
    "attachment": "UPDATE attachment SET changed_ms = 1",
    "other": "UPDATE other SET kind = 'other'",
    "a missing edit": "DELETE FROM edit WHERE seq = 1",
    "a missing credit": "DELETE FROM credit WHERE number = 2",
    "a missing last edit": "DELETE FROM edit WHERE seq = 9",
    "no keyframe": "DELETE FROM keyframe",
    "no note": "DELETE FROM draft",
    "a byte string": "UPDATE call SET sent = x'ff00'",
}


def flipped(path: Path, at: int, bit: int = 0) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


@pytest.mark.parametrize("table", NEEDLES)
def test_that_a_flipped_bit_in_any_table_is_found(full_draft: Path, table: str) -> None:
    assert verify_file(full_draft) == []
    flipped(full_draft, full_draft.read_bytes().rindex(NEEDLES[table]) + 1)
    found = verify_file(full_draft)
    assert found
    told = {"edit": "change ", "credit": "of the ledger of time "}.get(table, f"table {table} ")
    assert any(told in problem.lower() for problem in found)


@pytest.mark.parametrize("name", UPDATES)
def test_that_every_row_altered_behind_our_back_is_found(full_draft: Path, name: str) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        assert connection.execute(UPDATES[name]).rowcount
        connection.commit()
    assert verify_file(full_draft)


def test_that_no_single_destroyed_byte_makes_a_draft_open_with_another_text(full_draft: Path, window: Window) -> None:
    good = full_draft.read_bytes()
    text = window.document.text()
    chance = random.Random(7)  # noqa: S311
    for _ in range(300):
        data = bytearray(good)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        full_draft.write_bytes(data)
        try:
            opening = read_opening(full_draft)
        except FileError:
            continue
        assert opening.document_keyframe["text"] == text


def test_that_the_text_is_rescued_whatever_byte_range_is_destroyed(full_draft: Path, window: Window) -> None:
    good = full_draft.read_bytes()
    text = window.document.text()
    assert rescue_text(full_draft) == text
    exact = 0
    pages = len(good) // 4096
    for page in range(pages):
        full_draft.write_bytes(good[: page * 4096] + bytes(4096) + good[(page + 1) * 4096 :])
        exact += rescue_text(full_draft) == text
    assert exact >= pages - 1
    full_draft.write_bytes(bytes(100) + good[100:])
    assert rescue_text(full_draft) == text


def test_that_the_newest_changes_are_rescued_from_the_log_of_a_killed_worker(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x")
    store.fold(window.records)
    log = place.with_name(place.name + "-wal").read_bytes()
    store.close()
    place.with_name(place.name + "-wal").write_bytes(log)
    place.write_bytes(bytes(100) + place.read_bytes()[100:])
    assert rescue_text(place) == window.document.text()


def test_that_a_long_text_is_rescued_from_bare_pages(place: Path) -> None:
    long = document_of("word " * 30_000)
    make_store(place, long).close()
    place.write_bytes(bytes(100) + place.read_bytes()[100:])
    assert rescue_text(place) == long.text()


def test_that_a_draft_whose_worker_was_killed_while_closing_it_opens_as_if_it_had_not_been(
    full_draft: Path, tmp_path: Path, window: Window
) -> None:
    # Leaving the log behind changes one page by way of an old-fashioned journal, which a kill leaves beside the file.
    with closing(sqlite3.connect(full_draft, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE draft SET value = 'half' WHERE key = 'folded_n'")
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("SELECT count(*) FROM edit").fetchall()
        killed = tmp_path / "killed" / full_draft.name
        killed.parent.mkdir()
        for path in (full_draft, full_draft.with_name(full_draft.name + "-journal")):
            shutil.copy(path, killed.parent)
        raw.execute("ROLLBACK")
    assert read_opening(killed).folded_n == window.n
    assert not verify_file(killed)


@pytest.mark.parametrize("content", [b"", b"x", b"# An essay\n" * 2000, bytes(50_000), b"SQLite format 3\0" * 900])
def test_that_nothing_is_rescued_from_a_file_without_a_draft(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.palimpsest"
    path.write_bytes(content)
    assert rescue_text(path) is None
    assert rescue_text(tmp_path / "missing") is None
    assert path.read_bytes() == content


def test_that_random_pages_are_read_without_a_crash(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311
    path = tmp_path / "a.palimpsest"
    for _ in range(30):
        path.write_bytes(b"".join(b"\x0d" + chance.randbytes(4095) for _ in range(3)))
        assert rescue_text(path) is None


def test_that_a_file_of_another_kind_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "a.palimpsest"
    path.write_text("# An essay\n" * 500)
    with pytest.raises(DraftForeign):
        read_opening(path)
    with closing(sqlite3.connect(tmp_path / "b.palimpsest")) as connection:
        connection.execute("CREATE TABLE t (x)")
    for open_it in (read_opening, DraftStore.open):
        with pytest.raises(DraftForeign):
            open_it(tmp_path / "b.palimpsest")
    with closing(sqlite3.connect(tmp_path / "b.palimpsest")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_that_a_draft_with_a_destroyed_beginning_is_called_damaged_and_not_foreign(full_draft: Path) -> None:
    good = full_draft.read_bytes()
    full_draft.write_bytes(bytes(100) + good[100:])
    with pytest.raises(DraftDamaged):
        read_opening(full_draft)
    full_draft.write_bytes(good)
    flipped(full_draft, 70)
    with pytest.raises(DraftDamaged, match="not what it was"):
        read_opening(full_draft)


def test_that_an_empty_or_cut_off_file_is_called_damaged(full_draft: Path) -> None:
    good = full_draft.read_bytes()
    full_draft.write_bytes(good[: len(good) // 2])
    with pytest.raises(DraftDamaged):
        read_opening(full_draft)
    full_draft.write_bytes(b"")
    for open_it in (read_opening, DraftStore.open):
        with pytest.raises(DraftDamaged, match="empty"):
            open_it(full_draft)


def test_that_a_newer_draft_is_refused_and_left_as_it_is(full_draft: Path) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        connection.execute("CREATE TABLE omen (n INTEGER)")
        connection.execute("PRAGMA user_version = 4000")
    before = full_draft.read_bytes()
    for open_it in (read_opening, DraftStore.open):
        with pytest.raises(DraftNewer, match="format 4000"):
            open_it(full_draft)
    assert full_draft.read_bytes() == before


def test_that_a_missing_file_or_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "missing", tmp_path):
        for open_it in (read_opening, DraftStore.open):
            with pytest.raises(FileUnreadable):
                open_it(path)
    assert verify_file(tmp_path / "missing") == ["The draft cannot be opened. missing: No such file or directory."]


@pytest.fixture
def read_only_draft(full_draft: Path, tmp_path: Path) -> Iterator[Path]:
    """For root, who may write everywhere, a disk of its own that nobody may write."""
    if os.geteuid():
        full_draft.chmod(0o400)
        full_draft.parent.chmod(0o500)
        yield full_draft
        full_draft.parent.chmod(0o700)
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("a disk of our own needs the right to mount")
    try:
        shutil.copy(full_draft, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk / full_draft.name
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_that_a_read_only_draft_can_be_read_but_not_opened_for_writing(read_only_draft: Path) -> None:
    assert read_opening(read_only_draft).draft_id == "d1"
    assert verify_file(read_only_draft) == []
    with pytest.raises(DraftReadOnly):
        DraftStore.open(read_only_draft)


def test_that_a_draft_whose_newest_part_lies_in_a_log_that_cannot_be_joined_is_still_rescued(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x")
    store.fold(window.records)
    with closing(sqlite3.connect(place)) as other:
        other.execute("SELECT count(*) FROM edit").fetchone()
        assert rescue_text(place) == window.document.text()


def test_that_a_text_whose_hashes_are_all_wrong_is_better_than_none(full_draft: Path) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        connection.execute("UPDATE keyframe SET hash = 'sha256:0'")
        connection.commit()
    assert rescue_text(full_draft) == "Hello world.\n\nSecond.\nAnother one.\n"


def test_that_edits_behind_a_damaged_one_are_not_rescued(store: DraftStore, window: Window, place: Path) -> None:
    for text in "abc":
        window.type(0, text)
    store.fold(window.records)
    store.database.raw.execute("UPDATE edit SET hash = 'sha256:0' WHERE seq = 2")
    assert rescue_text(place) == "aHello world.\n\nSecond.\n"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, DraftLocked),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, DraftLocked),
        (sqlite3.SQLITE_READONLY_DIRECTORY, DraftReadOnly),
        (sqlite3.SQLITE_FULL, FileUnreadable),
        (sqlite3.SQLITE_CANTOPEN, FileUnreadable),
        (sqlite3.SQLITE_IOERR_READ, FileUnreadable),
        (sqlite3.SQLITE_CORRUPT, DraftDamaged),
        (sqlite3.SQLITE_NOTADB, DraftForeign),
        (None, DraftDamaged),
    ],
)
def test_that_every_error_of_the_database_has_a_plain_name(
    tmp_path: Path, code: int | None, kind: type[FileError]
) -> None:
    error = sqlite3.DatabaseError("some words")
    if code is not None:
        error.sqlite_errorcode = code
    plain = plain_error(error, tmp_path / "essay.palimpsest")
    assert type(plain) is kind
    assert "essay.palimpsest" in plain.detail


def test_that_a_full_disk_refuses_a_fold_and_the_next_one_makes_up_for_it(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "x" * 50_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
    try:
        with pytest.raises(FileUnreadable):
            store.fold(window.records)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.folded_n == 0
    assert store.fold(window.records) == 1
    assert store.verify() == []


@pytest.mark.parametrize("most", range(4_096, 98_304, 8_192))
def test_that_a_new_draft_is_there_whole_or_not_at_all_where_the_disk_has_no_room(
    window: Window, place: Path, most: int
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with suppress(FileUnreadable):
            make_store(place, window.document).close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not place.exists() or verify_file(place) == []


def test_that_closing_after_a_refused_fold_leaves_what_the_next_program_can_fold_on_from(
    store: DraftStore, window: Window, place: Path
) -> None:
    window.type(0, "A")
    store.fold(window.records)
    window.type(1, "x" * 50_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, hard))
    try:
        with pytest.raises(FileUnreadable):
            store.fold(window.records)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.close()
    again = DraftStore.open(place)
    assert again.document.text() == "AHello world.\n\nSecond.\n"
    assert again.fold(window.records) == 2
    assert again.document.text() == window.document.text()
    assert again.verify() == []
    again.close()


def test_that_a_trigger_planted_in_a_draft_is_found(full_draft: Path) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON edit BEGIN DELETE FROM edit; END")
    assert any("does not belong" in problem for problem in verify_file(full_draft))
    with pytest.raises(DraftDamaged, match="does not belong"):
        DraftStore.open(full_draft)


@pytest.mark.parametrize("has_links", [True, False])
def test_that_a_damaged_file_is_moved_aside_with_its_log_and_never_over_another(
    full_draft: Path, has_links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", lambda *_: os.stat("/no/links/here"))
    log = full_draft.with_name(full_draft.name + "-wal")
    log.write_bytes(b"log")
    content = full_draft.read_bytes()
    sound = full_draft.with_name("sound")
    sound.write_bytes(b"second")
    first = exchange(full_draft, sound)
    assert first is not None
    assert first.read_bytes() == content
    assert first.with_name(first.name + "-wal").read_bytes() == b"log"
    assert not log.exists()
    assert full_draft.read_bytes() == b"second"
    sound.write_bytes(b"third")
    second = exchange(full_draft, sound)
    assert second is not None
    assert (first.read_bytes(), second.read_bytes(), full_draft.read_bytes()) == (content, b"second", b"third")


STRANGE = {
    "an id that leads elsewhere": ("draft", "value", '"../../x"', "key = 'id'"),
    "a number that is none": ("draft", "value", '"many"', "key = 'folded_n'"),
    "a shape that is a list": ("keyframe", "shape", "[1]", "1"),
    "minutes that are words": ("credit", "row", '["transfer", "x"]', "kind = 'transfer'"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_that_a_row_that_says_nonsense_under_a_sound_hash_is_told_as_damage(full_draft: Path, name: str) -> None:
    table, column, value, which = STRANGE[name]
    with closing(sqlite3.connect(full_draft)) as raw:
        raw.row_factory = sqlite3.Row
        row = dict(raw.execute(f"SELECT * FROM {table} WHERE {which}").fetchone())  # noqa: S608 - names of our tables
        row[column] = value
        digest = row_hash(table, *list(row.values())[:-1])
        raw.execute(f"UPDATE {table} SET {column} = ?, hash = ? WHERE {which}", (value, digest))  # noqa: S608
        raw.commit()
    with pytest.raises(DraftDamaged):
        read_opening(full_draft)


def test_that_a_note_of_the_ends_that_is_no_json_any_more_is_told_and_stops_no_check(full_draft: Path) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        assert connection.execute("""UPDATE draft SET value = '{"n":9.' WHERE key = 'ends'""").rowcount
        connection.commit()
    assert any("'ends'" in problem for problem in verify_file(full_draft))
