from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor.journal import atomic
from editor.journal.atomic import put_under_free_name, write_under_free_name


def test_that_the_first_free_name_is_given_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"theirs")
    (tmp_path / "2").symlink_to("nowhere")
    assert write_under_free_name(lambda number: tmp_path / str(number), b"ours") == tmp_path / "3"
    assert (tmp_path / "3").read_bytes() == b"ours"
    assert (tmp_path / "1").read_bytes() == b"theirs"
    assert sorted(os.listdir(tmp_path)) == ["1", "2", "3"]


def test_that_a_name_somebody_takes_at_this_moment_stays_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = atomic.flush_to_disk

    def taken_meanwhile(descriptor: int) -> None:
        flush(descriptor)
        (tmp_path / "1").write_bytes(b"theirs")

    monkeypatch.setattr(atomic, "flush_to_disk", taken_meanwhile)
    assert write_under_free_name(lambda number: tmp_path / str(number), b"ours") == tmp_path / "2"
    assert (tmp_path / "1").read_bytes() == b"theirs"


def test_that_a_folder_goes_where_no_folder_with_anything_in_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    for one in (folder, tmp_path / "draft-1"):
        one.mkdir()
        (one / "journal").write_text(one.name)
    assert put_under_free_name(lambda number: tmp_path / f"draft-{number}", folder.rename) == tmp_path / "draft-2"
    assert [(tmp_path / one / "journal").read_text() for one in ("draft-1", "draft-2")] == ["draft-1", "draft"]


def test_that_another_trouble_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_under_free_name(lambda number: tmp_path / "none" / str(number), b"ours")
    assert os.listdir(tmp_path) == []
