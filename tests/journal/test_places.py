from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from editor.core.errors import FileUnreadable
from editor.journal.atomic import make_private_folder, publish, write_atomically, write_through
from editor.journal.places import Places, is_draft_id, new_draft_id


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_that_the_data_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path))
    assert Places.standard().root == tmp_path
    monkeypatch.delenv("PALIMPSEST_DATA")
    assert Places.standard().root.name == "palimpsest"


def test_that_folders_and_pointers_are_private(tmp_path: Path) -> None:
    places = Places(tmp_path / "a" / "b")
    places.draft("one").prepare()
    places.remember(tmp_path / "essay.md", "one")
    everything = [place for place in (tmp_path / "a").rglob("*")]
    assert {mode(place) for place in everything if place.is_dir()} == {0o700}
    assert {mode(place) for place in everything if place.is_file()} == {0o600}


def test_that_a_folder_of_wider_rights_is_narrowed(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    make_private_folder(folder)
    assert mode(folder) == 0o700


def test_that_a_path_finds_its_draft_by_any_way_to_its_folder(tmp_path: Path) -> None:
    places, ident = Places(tmp_path / "data"), new_draft_id()
    (tmp_path / "texts").mkdir()
    (tmp_path / "also").symlink_to(tmp_path / "texts")
    places.remember(tmp_path / "texts" / "essay.md", ident)
    assert places.draft_at(tmp_path / "also" / "essay.md") == ident
    assert places.draft_at(tmp_path / "texts" / ".." / "texts" / "essay.md") == ident
    assert places.draft_at(tmp_path / "texts" / "essay.palimpsest") is None


@pytest.mark.parametrize("bad", ["", "..", "../x", "a/b", "a\0", "x" * 65, "ä", "a\n"])
def test_that_an_id_that_could_lead_elsewhere_is_refused(tmp_path: Path, bad: str) -> None:
    assert not is_draft_id(bad)
    with pytest.raises(ValueError, match="not a draft id"):
        Places(tmp_path).draft(bad)


def test_that_a_pointer_with_another_content_than_an_id_leads_nowhere(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.remember(tmp_path / "x.md", "one")
    (pointer,) = (tmp_path / "by-path").iterdir()
    pointer.write_text("../../etc")
    assert places.draft_at(tmp_path / "x.md") is None


def test_that_a_pointer_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.remember(tmp_path / "x.md", "one")
    (pointer,) = (tmp_path / "by-path").iterdir()
    pointer.unlink()
    pointer.mkdir()
    with pytest.raises(FileUnreadable, match="Nothing was changed"):
        places.draft_at(tmp_path / "x.md")


def test_that_new_ids_are_ids_and_differ() -> None:
    assert is_draft_id(new_draft_id())
    assert new_draft_id() != new_draft_id()


def test_that_the_drafts_with_a_folder_are_listed(tmp_path: Path) -> None:
    places = Places(tmp_path)
    assert places.draft_ids() == ()
    places.draft("b").prepare()
    places.draft("a").prepare()
    assert places.draft_ids() == ("a", "b")


def test_that_a_file_the_writer_named_keeps_its_mode_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_through(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert mode(real) == 0o640


def test_that_a_link_at_the_name_of_a_file_of_our_own_is_replaced_and_not_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "letter.txt", tmp_path / "pointer"
    real.write_bytes(b"not yours")
    real.chmod(0o644)
    link.symlink_to(real)
    write_atomically(link, b"ours")
    assert not link.is_symlink()
    assert mode(link) == 0o600
    assert real.read_bytes() == b"not yours"


def test_that_a_new_file_gets_the_mode_asked_for_and_leaves_no_neighbour(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"1")
    write_atomically(tmp_path / "b", b"2", 0o644)
    assert mode(tmp_path / "a") == 0o600
    assert mode(tmp_path / "b") == 0o644
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("with_links", [True, False])
def test_that_a_finished_file_gets_its_name_but_never_anothers_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_links: bool
) -> None:
    if not with_links:

        def refuse(source: Path, target: Path) -> None:
            if not target.exists():
                raise PermissionError(1, "Operation not permitted")
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    with pytest.raises(FileExistsError):
        publish(tmp_path / "a", tmp_path / "b")
    publish(tmp_path / "a", tmp_path / "c")
    assert (tmp_path / "b").read_text() == "2"
    assert sorted(os.listdir(tmp_path)) == ["b", "c"]


def test_that_a_disk_without_rights_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, mode: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))  # as FAT does for rights it cannot hold

    monkeypatch.setattr(os, "fchmod", refuse)
    write_atomically(tmp_path / "copy.md", b"text")
    assert (tmp_path / "copy.md").read_bytes() == b"text"


def test_that_a_failed_write_leaves_the_old_file_and_no_neighbour(tmp_path: Path) -> None:
    folder = tmp_path / "target"
    folder.mkdir()
    (folder / "inside").write_text("x")
    with pytest.raises(OSError, match="directory"):
        write_atomically(folder, b"text")
    assert os.listdir(tmp_path) == ["target"]


def test_that_only_the_first_to_claim_a_path_gets_it(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    path = tmp_path / "essay.palimpsest"
    assert [places.claim(path, ident) for ident in ("one", "two", "one")] == ["one", "one", "one"]
    assert places.draft_at(path) == "one"
    (pointer,) = (tmp_path / "data" / "by-path").iterdir()
    pointer.write_bytes(b"../../no id")
    assert places.claim(path, "two") == places.draft_at(path) == "two"
    assert [one.name for one in pointer.parent.iterdir()] == [pointer.name]
