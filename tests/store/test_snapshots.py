from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from store_makers import Window, every_kind

from editor.core.errors import FileError, FileUnreadable
from editor.journal import atomic
from editor.store.drafts import DraftStore
from editor.store.log import stays
from editor.store.second_place import copy_to_second_place
from editor.store.snapshots import restore_snapshot, snapshots_in, sound_snapshots, take_snapshot
from editor.store.verifying import verify_file


def test_that_a_snapshot_holds_everything_and_lies_beside_its_text(
    store: DraftStore, window: Window, tmp_path: Path
) -> None:
    every_kind(window)
    store.fold(window.records)
    taken = take_snapshot(store, tmp_path / "snaps")
    assert verify_file(taken) == []
    assert taken.with_suffix(".md").read_text() == window.document.text()
    assert sorted(os.listdir(taken.parent)) == ["snapshot-000001.md", "snapshot-000001.palimpsest"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in taken.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(taken.parent.stat().st_mode) == 0o700


def test_that_a_snapshot_is_flushed_as_durably_as_the_journal(
    store: DraftStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(atomic, "flush_to_disk", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    assert take_snapshot(store, tmp_path / "kept").stat().st_ino in flushed


def test_that_the_text_beside_a_snapshot_is_written_as_the_writers_file_is(store: DraftStore, tmp_path: Path) -> None:
    store.note(format={"bom": True, "newline": "\r\n", "encoding": "utf-8"})
    taken = take_snapshot(store, tmp_path / "snaps")
    assert taken.with_suffix(".md").read_bytes() == b"\xef\xbb\xbfHello world.\r\n\r\nSecond.\r\n"


def test_that_the_newest_state_is_copied_to_the_writers_second_place(
    store: DraftStore, window: Window, tmp_path: Path
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    copy_to_second_place(take_snapshot(store, tmp_path / "snaps"), store, second)
    window.type(0, "x")
    store.fold(window.records)
    copy = copy_to_second_place(take_snapshot(store, tmp_path / "snaps"), store, second)
    assert sorted(os.listdir(second)) == ["essay d1.md", "essay d1.palimpsest"]
    assert copy.with_suffix(".md").read_text() == window.document.text()
    assert verify_file(copy) == []


def test_that_a_second_place_beside_the_draft_leaves_the_draft_alone(
    store: DraftStore, place: Path, tmp_path: Path
) -> None:
    before = place.stat().st_ino
    copy_to_second_place(take_snapshot(store, tmp_path / "snaps"), store, place.parent)
    assert place.stat().st_ino == before


def test_that_a_stick_that_was_pulled_is_told_and_its_folder_not_made(store: DraftStore, tmp_path: Path) -> None:
    taken = take_snapshot(store, tmp_path / "snaps")
    with pytest.raises(FileUnreadable, match=r"No copies can be kept in .*stick\. The folder is not there"):
        copy_to_second_place(taken, store, tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    assert verify_file(taken) == []


def test_that_snapshots_are_thinned_out_by_number(store: DraftStore, tmp_path: Path) -> None:
    folder = tmp_path / "snaps"
    for _ in range(25):
        take_snapshot(store, folder)
    numbers = [number for number, _ in snapshots_in(folder)]
    assert numbers == [number for number in range(1, 26) if stays(number, 25)]
    assert len(list(folder.glob("*.md"))) == len(numbers)
    assert {16, 17, 24, 25} <= set(numbers)
    assert 5 not in numbers


def test_that_of_a_thousand_copies_about_forty_stay() -> None:
    assert sum(stays(number, 1000) for number in range(1, 1001)) == 42


def test_that_a_damaged_snapshot_is_passed_over_and_the_draft_goes_on_from_an_older_one(
    store: DraftStore, window: Window, tmp_path: Path, place: Path
) -> None:
    good = take_snapshot(store, tmp_path / "snaps")
    window.type(0, "x")
    store.fold(window.records)
    bad = take_snapshot(store, tmp_path / "snaps")
    store.close()
    data = bytearray(bad.read_bytes())
    data[data.rindex(b"Hello")] ^= 1
    bad.write_bytes(data)
    assert list(sound_snapshots(tmp_path / "snaps", "d1")) == [good]
    assert list(sound_snapshots(tmp_path / "snaps", "d2")) == []
    with pytest.raises(FileError, match="still there"):
        restore_snapshot(good, place)
    place.unlink()
    restored = restore_snapshot(good, place)
    assert restored.fold(window.records) == 1
    assert restored.document.text() == window.document.text()
    restored.close()


def test_that_a_failed_copy_leaves_nothing_behind_and_removes_nothing(store: DraftStore, tmp_path: Path) -> None:
    take_snapshot(store, tmp_path / "snaps")
    store.database.raw.execute("UPDATE version SET name = 'x'")
    store.database.raw.execute("UPDATE edit SET row = 'x'")
    store.database.raw.execute("UPDATE keyframe SET text = 'x'")
    with pytest.raises(FileError, match="came out damaged"):
        take_snapshot(store, tmp_path / "snaps")
    assert [number for number, _ in snapshots_in(tmp_path / "snaps")] == [1]
    assert len(os.listdir(tmp_path / "snaps")) == 2
