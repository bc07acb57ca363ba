"""Real files in a real folder; faults come from limits of the system where it has them."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journal_records import note
from small_files import files_no_longer_than

from editor.journal import atomic as atomic_module
from editor.journal import syncer as syncer_module
from editor.journal import writer as writer_module
from editor.journal.files import RESERVE, journal_files
from editor.journal.reader import read_tail
from editor.journal.syncer import Syncer
from editor.journal.troubles import REMOVED, only_in_memory
from editor.journal.writer import JournalWriter

Maker = Callable[..., JournalWriter]


class Disk:
    """A disk whose sync fails as often as told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.asked = 0

    def flush(self, descriptor: int) -> None:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        os.fdatasync(descriptor)


def numbers(folder: Path) -> list[int]:
    return [one["n"] for one in read_tail(folder, 0).records if one["kind"] == "edit"]


def test_that_an_appended_record_is_in_the_file_before_append_returns(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(1, "ä\ud800\u2028"))
    assert read_tail(folder, 0).records == (note(1, "ä\ud800\u2028"),)
    assert journal.state.written_n == 1


def test_that_nothing_is_called_synced_before_a_sync(make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(1))
    assert journal.state.synced_n == 0
    assert journal.sync().synced_n == 1


def test_that_what_a_killed_program_left_is_synced_before_it_is_called_safe(
    make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_writer().append(note(1))
    disk = Disk(0)
    monkeypatch.setattr(writer_module, "flush_to_disk", disk.flush)
    monkeypatch.setattr(atomic_module, "flush_to_disk", disk.flush)
    later = make_writer(2)
    assert later.state.synced_n == 0
    assert later.sync().synced_n == 1
    assert disk.asked == 2


@pytest.mark.parametrize("refused", [os.O_RDWR, os.O_RDONLY])
def test_that_an_older_journal_that_cannot_be_synced_does_not_keep_new_words_from_it(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch, refused: int
) -> None:
    make_writer().append(note(1))
    ((_, older),) = journal_files(folder)
    open_file = os.open

    def refuse(path: Path, flags: int, *rest: int) -> int:
        if path == older and flags & os.O_ACCMODE == refused:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return open_file(path, flags, *rest)

    monkeypatch.setattr(os, "open", refuse)
    journal = make_writer(2)
    for n in (2, 3):
        journal.append(note(n))
        assert (journal.sync().synced_n, journal.state.trouble) == (n, None)
    assert len(journal_files(folder)) == 2
    told = journal.close().older_trouble
    if refused == os.O_RDWR:
        assert told is None, "reading is enough to have it synced"
    else:
        assert told == (
            "An older journal may not survive a power cut (journal-000001.jsonl: Permission denied); "
            "what is written now does."
        )


def test_that_nothing_is_called_safe_before_what_leads_to_the_journal_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = tmp_path / "pointer"
    pointer.write_bytes(b"the draft")
    disk = Disk(0)
    monkeypatch.setattr(atomic_module, "flush_to_disk", disk.flush)
    journal = JournalWriter(folder, 1, {}, pointers=(pointer, tmp_path / "gone"))
    journal.append(note(1))
    assert disk.asked == 0, "the window must not wait for it"
    assert journal.sync().synced_n == 1
    assert disk.asked == 1
    journal.append(note(2))
    journal.close()
    assert disk.asked == 1


def test_that_a_record_with_another_number_than_the_next_is_refused(make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(journal.next_n))
    with pytest.raises(ValueError, match="record 3 after record 1"):
        journal.append(note(3))


def test_that_journal_files_are_private_and_never_longer_than_what_was_written(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(1))
    ((_, path),) = journal_files(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_size == journal.size


@pytest.mark.skipif(sys.platform != "linux", reason="space is kept in advance on Linux only")
def test_that_a_mebibyte_is_kept_free_for_the_journal_and_given_back_on_close(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    ((_, path),) = journal_files(folder)
    assert path.stat().st_blocks * 512 >= RESERVE
    journal.close()
    assert path.stat().st_blocks * 512 < RESERVE
    make_writer()


def test_that_a_link_planted_at_the_name_of_the_next_journal_is_not_followed(
    folder: Path, tmp_path: Path, make_writer: Maker
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (folder / "journal-000001.jsonl").symlink_to(victim)
    with pytest.raises(FileExistsError):
        make_writer()
    assert victim.read_text() == "mine"


@pytest.mark.parametrize("room", [1, 40, 90])
def test_that_what_a_full_disk_refuses_is_kept_and_written_when_there_is_room(
    folder: Path, make_writer: Maker, room: int
) -> None:
    journal = make_writer()
    journal.append(note(1))
    with files_no_longer_than(journal.size + room):
        for n in range(2, 7):
            journal.append(note(n))
        state = journal.state
        assert state.trouble
        assert "full" in state.trouble
        assert state.written_n < 6
        assert numbers(folder) == list(range(1, state.written_n + 1))
        assert journal.sync().synced_n == state.written_n
    journal.append(note(7))
    assert journal.state.trouble is None
    assert read_tail(folder, 0).damage == ()
    assert numbers(folder) == [1, 2, 3, 4, 5, 6, 7]


def test_that_the_file_ends_with_a_whole_line_while_the_disk_is_full(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    with files_no_longer_than(journal.size + 20):
        journal.append(note(1))
        ((_, path),) = journal_files(folder)
        assert path.read_bytes().endswith(b"\n")
        assert path.stat().st_size == journal.size


def test_that_closing_writes_all_that_still_waits(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    with files_no_longer_than(journal.size):
        for n in range(1, 900):
            journal.append(note(n))
        assert journal.state.written_n == 0
    assert journal.close().synced_n == 899
    assert numbers(folder) == list(range(1, 900))


def test_that_closing_on_a_full_disk_ends_and_tells_what_is_missing(make_writer: Maker) -> None:
    journal = make_writer()
    with files_no_longer_than(journal.size):
        journal.append(note(1))
        state = journal.close()
    assert state.synced_n == 0
    assert state.trouble


def test_that_after_a_failed_sync_a_new_file_begins_with_the_document(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "flush_to_disk", Disk(1).flush)
    journal = make_writer(keyframe=lambda: {"text": "whole"})
    journal.append(note(1))
    state = journal.sync()
    assert state.synced_n == 0
    assert state.trouble == "The disk did not keep the newest words (Input/output error). Save the text elsewhere."
    journal.append(note(2))
    old, new = journal_files(folder)
    old[1].unlink()
    records = read_tail(folder, 0).records
    assert [(one["kind"], one["n"]) for one in records] == [("edit", 1), ("edit", 2), ("keyframe", 2)]
    assert records[-1]["keyframe"] == {"text": "whole"}
    assert journal.sync().synced_n == 2
    assert new[1].exists()


def test_that_a_file_whose_sync_failed_is_not_asked_again(make_writer: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(1)
    monkeypatch.setattr(writer_module, "flush_to_disk", disk.flush)
    journal = make_writer()
    journal.append(note(1))
    journal.sync()
    assert journal.sync().synced_n == 0
    assert disk.asked == 1


def test_that_a_disk_that_never_syncs_does_not_get_a_new_file_for_every_key(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "flush_to_disk", Disk(1000).flush)
    journal = make_writer(keyframe=lambda: {"text": ""})
    for n in range(1, 50):
        journal.append(note(n))
    journal.sync()
    for n in range(50, 100):
        journal.append(note(n))
    assert len(journal_files(folder)) == 2
    assert numbers(folder) == list(range(1, 100))


def test_that_a_rotated_file_stands_alone_and_the_old_one_stays_until_it_is_forgotten(
    folder: Path, make_writer: Maker
) -> None:
    journal = make_writer()
    for n in (1, 2, 3):
        journal.append(note(n))
    journal.sync()
    journal.rotate({"text": "abc"})
    journal.append(note(4))
    assert journal.forget(2) == 0
    assert numbers(folder) == [1, 2, 3, 4]
    journal.sync()
    assert journal.forget(3) == 1
    tail = read_tail(folder, 0)
    assert [(one["kind"], one["n"]) for one in tail.records] == [("keyframe", 3), ("edit", 4)]


def test_that_files_of_earlier_starts_are_forgotten_too(folder: Path, make_writer: Maker) -> None:
    make_writer().append(note(1))
    later = make_writer(2)
    later.append(note(2))
    later.sync()
    assert later.forget(0) == 0
    assert later.forget(1) == 1
    assert numbers(folder) == []
    assert [one["n"] for one in read_tail(folder, 1).records] == [2]


def test_that_every_file_begins_with_the_header(folder: Path, make_writer: Maker) -> None:
    journal = make_writer(8)
    journal.rotate({"text": ""})
    for _, path in journal_files(folder):
        first = json.loads(path.read_bytes().split(b"\n")[0].rpartition(b"\t")[0])
        assert first["kind"] == "header"
        assert first["n"] <= 7
        assert first["draft"] == "d1"


def test_that_the_syncer_syncs_at_once_when_asked(make_writer: Maker) -> None:
    journal = make_writer()
    syncer = Syncer(journal, every_s=3600)
    syncer.start()
    journal.append(note(1))
    syncer.sync_soon()
    while journal.state.synced_n < 1:
        os.sched_yield()
    syncer.stop()


def test_that_nothing_is_written_after_the_end_to_a_file_that_has_the_descriptor_now(
    make_writer: Maker, tmp_path: Path
) -> None:
    journal = make_writer()
    journal.append(note(1))
    journal.close()
    others = [(tmp_path / f"other-{number}").open("wb", buffering=0) for number in range(8)]
    with pytest.raises(ValueError, match="record 2 after the journal was closed"):
        journal.append(note(2))
    assert journal.mend() == journal.sync() == journal.state
    assert journal.next_n == 2
    for other in others:
        other.close()
    assert [path.read_bytes() for path in tmp_path.glob("other-*")] == [b""] * 8


def test_that_a_record_that_comes_while_the_disk_is_busy_is_synced_next(
    make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, told = make_writer(), []
    journal.on_dirty = lambda: told.append(journal.next_n)
    monkeypatch.setattr(writer_module, "flush_to_disk", lambda _: journal.append(note(2)))
    journal.append(note(1))
    told.clear()
    assert journal.sync().synced_n == 1
    assert told
    monkeypatch.undo()
    told.clear()
    assert journal.sync().synced_n == 2
    assert not told


def test_that_without_a_new_file_the_old_one_goes_on_and_says_so(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_writer(keyframe=lambda: {"text": ""})

    def refuse(place: Path, above: int) -> tuple[int, int, Path]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(place))

    monkeypatch.setattr(writer_module, "next_journal", refuse)
    assert not journal.rotate({"text": ""})
    assert journal.state.trouble is None
    monkeypatch.setattr(writer_module, "flush_to_disk", Disk(1).flush)
    journal.append(note(1))
    journal.sync()
    for n in range(2, 80):
        journal.append(note(n))
    assert numbers(folder) == list(range(1, 80))
    assert (journal.mend().trouble or "").startswith(
        "The disk cannot be written to: the newest words are only in memory."
    )
    monkeypatch.undo()
    assert journal.mend().trouble is None
    assert journal.sync().synced_n == 79


class TearingDisk:
    """Takes half of each write and cannot take it back, until it is mended."""

    def __init__(self) -> None:
        self.broken = True

    def write(self, descriptor: int, data: bytes) -> int:
        return REAL_WRITE(descriptor, data[: len(data) // 2] if self.broken else data)

    def ftruncate(self, descriptor: int, size: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


REAL_WRITE = os.write


def test_that_a_journal_that_is_removed_is_not_called_kept_and_its_number_is_not_given_again(
    folder: Path, make_writer: Maker
) -> None:
    journal = make_writer(keyframe=lambda: {"text": "whole"})
    journal.append(note(1))
    journal.append(note(2))
    assert journal.sync().kept_n == 2
    journal.folded(1, apart=True)
    shutil.rmtree(folder)
    state = journal.sync()
    assert (state.trouble, state.kept_n) == (REMOVED, 1)
    journal.append(note(3))
    assert journal.state.kept_n == 1
    assert journal.mend().trouble == only_in_memory(OSError(errno.ENOENT, os.strerror(errno.ENOENT)))
    folder.mkdir(mode=0o700)
    assert journal.mend().trouble is None
    assert journal.sync().synced_n == 3
    assert [number for number, _ in journal_files(folder)] == [2]
    assert [one["n"] for one in read_tail(folder, 1).records] == [2, 3, 3]


def test_that_what_leads_to_a_journal_is_made_again_with_it(
    folder: Path, tmp_path: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable: list[Path] = []
    monkeypatch.setattr(writer_module, "make_durable", durable.append)

    def prepare() -> list[Path]:
        folder.mkdir(mode=0o700)
        return [tmp_path / "pointer"]

    journal = make_writer(prepare=prepare)
    journal.append(note(1))
    shutil.rmtree(folder)
    assert journal.close().trouble is None
    assert numbers(folder) == [1]
    assert durable == [tmp_path / "pointer"]


def test_that_on_a_full_disk_another_journal_keeps_nothing(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_writer()
    journal.append(note(1))
    journal_files(folder)[0][1].unlink()
    journal.sync()

    def fail(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", fail)
        assert journal.mend().kept_n == 0
    journal.mend()
    assert numbers(folder) == [1]


def test_that_a_journal_removed_while_it_is_synced_is_not_called_synced_in_the_next(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_writer()
    journal.append(note(1))

    def flush(descriptor: int) -> None:
        os.fdatasync(descriptor)
        journal_files(folder)[0][1].unlink()
        journal.rotate({"text": "whole"})

    with monkeypatch.context() as patched:
        patched.setattr(writer_module, "flush_to_disk", flush)
        assert journal.sync().synced_n == 0
    assert journal.sync().synced_n == 1
    assert numbers(folder) == [1]


def test_that_a_key_after_the_removal_is_not_the_one_that_pays_for_another_journal(
    folder: Path, make_writer: Maker
) -> None:
    journal = make_writer()
    ((_, path),) = journal_files(folder)
    path.unlink()
    journal.sync()
    for n in range(1, 60):
        journal.append(note(n))
    assert not journal_files(folder)
    journal.mend()
    assert numbers(folder) == list(range(1, 60))


def test_that_no_other_file_is_removed_in_the_place_of_a_journal(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(1))
    ((_, path),) = journal_files(folder)
    other = folder / "other"
    other.write_text("somebody's")
    other.replace(path)
    journal.sync()
    journal.mend()
    journal.sync()
    journal.folded(1, apart=True)
    journal.forget(1)
    assert path.read_text() == "somebody's"


def test_that_a_journal_of_before_that_is_removed_unfolded_is_written_again(folder: Path, make_writer: Maker) -> None:
    journal = make_writer(keyframe=lambda: {"text": "whole"})
    journal.append(note(1))
    journal.sync()
    assert journal.rotate({"text": "whole"})
    journal.sync()
    journal_files(folder)[0][1].unlink()
    assert journal.sync().trouble == REMOVED
    journal.mend()
    assert journal.sync().kept_n == 1
    assert numbers(folder) == [1]
    journal.folded(1, apart=True)
    journal_files(folder)[0][1].unlink()
    assert journal.sync().trouble is None


def test_that_a_journal_whose_name_cannot_be_asked_for_is_trusted(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_writer()
    journal.append(note(1))

    def fail(*_: object, **__: object) -> os.stat_result:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", fail)
        state = journal.sync()
    assert (state.trouble, state.synced_n) == (None, 1)


def test_that_the_syncer_looks_for_the_journal_while_nobody_writes(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncer_module, "LOOK_S", 0.01)
    journal = make_writer()
    journal.append(note(1))
    syncer = Syncer(journal, every_s=0.001)
    syncer.start()
    while syncer._dirty.is_set() or journal.state.synced_n < 1:
        os.sched_yield()
    ((_, path),) = journal_files(folder)
    path.unlink()
    while journal.state.trouble != REMOVED:
        os.sched_yield()
    syncer.stop()


def test_that_a_torn_line_that_cannot_be_taken_back_spoils_no_other(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, disk = make_writer(), TearingDisk()
    journal.append(note(1))
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", disk.write)
        patched.setattr(os, "ftruncate", disk.ftruncate)
        journal.append(note(2))
        assert journal.state.written_n == 1
        disk.broken = False
        journal.append(note(3))
    tail = read_tail(folder, 0)
    assert numbers(folder) == [1, 2, 3]
    assert tail.damage in ((), ("1 damaged line in journal 1.",), ("2 damaged lines in journal 1.",))


def test_that_after_an_error_of_the_disk_a_new_file_takes_over(
    folder: Path, make_writer: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_writer(keyframe=lambda: {"text": "k"})
    journal.append(note(1))
    with monkeypatch.context() as patched:

        def fail(descriptor: int, data: bytes) -> int:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        patched.setattr(os, "write", fail)
        journal.append(note(2))
        state = journal.state
    assert state.written_n == 1
    assert state.trouble
    assert "Input/output error" in state.trouble
    journal.mend()
    journal.append(note(3))
    assert journal.state.trouble is None
    assert journal.sync().synced_n == 3
    assert numbers(folder) == [1, 2, 3]


def test_that_the_reserve_moves_on_with_the_end_of_the_file(folder: Path, make_writer: Maker) -> None:
    journal = make_writer()
    journal.append(note(1, "x" * 300_000))
    journal.sync()
    ((_, path),) = journal_files(folder)
    if path.stat().st_blocks * 512 > RESERVE:
        assert path.stat().st_blocks * 512 >= journal.size + RESERVE - 8192


def test_that_the_syncer_tries_again_after_a_failure(make_writer: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "flush_to_disk", Disk(2).flush)
    journal = make_writer(keyframe=lambda: {"text": ""})
    syncer = Syncer(journal, every_s=0.001)
    syncer.start()
    journal.append(note(1))
    while journal.state.synced_n < 1:
        journal.mend()
        os.sched_yield()
    syncer.stop()


def test_that_the_syncer_syncs_by_itself(make_writer: Maker) -> None:
    journal = make_writer()
    syncer = Syncer(journal, every_s=0.001)
    syncer.start()
    for n in range(1, 200):
        journal.append(note(n))
    while journal.state.synced_n < 199:
        os.sched_yield()
    syncer.stop()


CHILD = """
import os, sys
from pathlib import Path
from editor.journal.syncer import Syncer
from editor.journal.writer import JournalWriter
journal = JournalWriter(Path(sys.argv[1]), int(sys.argv[2]), {"draft": "d1"}, lambda: {})
Syncer(journal, every_s=0.01).start()
n = journal.next_n
while True:
    journal.append({"kind": "edit", "n": n, "p": n, "i": ["x", "typed"]})
    os.write(1, b"%d\\n" % n)
    n += 1
"""


def test_that_every_acknowledged_record_is_read_back_after_kill_9(folder: Path) -> None:
    last = 0
    for wanted in (1, 700, 5000):
        command = [sys.executable, "-c", CHILD, str(folder), str(last + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout
            acknowledged = b""
            while acknowledged.count(b"\n") < wanted:
                acknowledged += child.stdout.read1(1 << 16)
            os.kill(child.pid, signal.SIGKILL)
            acknowledged += child.stdout.read()
        acked = int(acknowledged.rpartition(b"\n")[0].rpartition(b"\n")[2])
        tail = read_tail(folder, 0)
        assert tail.damage == ()
        assert [one["n"] for one in tail.records] == list(range(1, tail.last_n + 1))
        assert tail.last_n >= acked
        last = tail.last_n


FULL_DISK = """
import os, sys
from pathlib import Path
from editor.journal.writer import JournalWriter
folder = Path(sys.argv[1])
journal = JournalWriter(folder, 1, {"draft": "d1"})
with open(folder / "filler", "wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(4096))
    except OSError:
        pass
for n in range(1, 10_001):
    journal.append({"kind": "edit", "n": n, "t": 1700000000000 + n, "z": 60, "k": "type", "p": n, "i": ["x", "typed"]})
print(journal.sync().synced_n, journal.state.trouble)
"""


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "tiny"
    place.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a disk of our own needs the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_that_ten_thousand_keys_on_a_full_disk_are_kept(tiny_disk: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(tiny_disk)], capture_output=True, text=True, check=True)
    assert done.stdout == "10000 None\n"
    assert read_tail(tiny_disk, 0).last_n == 10_000
