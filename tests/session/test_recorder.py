"""The recorder: it begins lazily, and a journal that cannot be begun costs no record."""

from __future__ import annotations

import pytest
from session_makers import ListJournal, Sitting, typed

from editor.core.clock import Instant
from editor.core.credits import Acts
from editor.core.errors import DraftLocked
from editor.session.recorder import GATHER_MS, Recorder


class Reluctant:
    """Fails some times before it gives the journal."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked: list[int] = []
        self.journal = ListJournal()

    def __call__(self, first_n: int) -> ListJournal:
        self.asked.append(first_n)
        if self.errors:
            raise self.errors.pop(0)
        return self.journal


def test_that_nothing_is_begun_before_the_first_record() -> None:
    begin = Reluctant()
    recorder = Recorder(1, begin)
    recorder.minutes([Acts(0, 1, 0)], Instant(0, 0))
    recorder.minutes([], Instant(0, 60_000))
    recorder.flush()
    assert begin.asked == []
    assert not recorder.begun


def test_that_reading_before_the_first_word_is_written_once_there_is_a_journal() -> None:
    begin = Reluctant()
    recorder = Recorder(1, begin)
    recorder.minutes([Acts(0, 0, 1)], Instant(0, 0))
    recorder.prepare()
    recorder.record("edit", {})
    recorder.minutes([], Instant(0, GATHER_MS))
    assert [record["kind"] for record in begin.journal.records] == ["edit", "credit"]


FULL = "The disk is full: the newest words are only in memory. Free some space, or save the text elsewhere."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), FULL),
        (OSError(30, "Read-only file system", "/a/secret/place"), "The disk cannot be written to: "),
        (FileExistsError(17, "File exists", "/a/secret/place"), "A file lies in the place of the data folder: "),
        (PermissionError(13, "Permission denied", "/a/secret/place"), "The data folder may not be written to: "),
        (OSError(5, "Input/output error"), "The journal cannot be written (Input/output error): "),
        (DraftLocked("Open elsewhere", "Close it."), "Open elsewhere. Close it."),
    ],
)
def test_that_trouble_at_the_beginning_keeps_every_record_and_is_tried_again(error: Exception, said: str) -> None:
    begin = Reluctant(error, error)
    sitting = Sitting("start", begin)
    sitting.type(0, "a")
    assert sitting.recorder.trouble.startswith(said)
    assert "[Errno" not in sitting.recorder.trouble
    assert "/a/secret/place" not in sitting.recorder.trouble
    assert not sitting.recorder.begun
    sitting.type(1, "b")
    assert sitting.text == "abstart"
    sitting.type(2, "c")
    assert sitting.recorder.trouble == ""
    assert begin.asked == [1, 1, 1]
    assert [edit.inserted.text for edit in begin.journal.edits] == ["a", "b", "c"]
    assert [record["n"] for record in begin.journal.records] == [1, 2, 3]


def test_that_undo_meanwhile_is_kept_too() -> None:
    begin = Reluctant(OSError(13, "Permission denied"), OSError(13, "Permission denied"))
    sitting = Sitting("start", begin)
    sitting.type(0, "a")
    sitting.session.undo()
    sitting.type(0, "b")
    edits = begin.journal.edits
    assert [edit.kind.value for edit in edits] == ["type", "undo", "type"]
    assert edits[1].reverses == edits[0].seq == 1


def test_that_an_error_of_another_kind_is_not_swallowed() -> None:
    with pytest.raises(RuntimeError):
        Sitting("start", Reluctant(RuntimeError("a fault of ours"))).session.change(0, 0, typed("a"))


def test_that_a_draft_goes_on_with_the_number_after_its_last() -> None:
    journal = ListJournal(41)
    recorder = Recorder(41, lambda first: journal)
    assert recorder.next_n == 41
    recorder.prepare()
    recorder.prepare()
    assert recorder.record("caret", {"position": 0}) == 41
    assert recorder.next_n == 42


def test_that_minutes_are_added_up_over_a_second() -> None:
    begin = Reluctant()
    recorder = Recorder(1, begin)
    recorder.prepare()
    for ms in range(0, GATHER_MS + 1, 100):
        recorder.minutes([Acts(7, 1, 0)], Instant(ms, ms))
    (record,) = begin.journal.records
    assert record["rows"] == [list(Acts(7, 11, 0).as_row())]
