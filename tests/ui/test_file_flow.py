"""What the window opens when it comes up, and what it asks and says where that does not go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dropped_draft import drop
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from editor.core.clock import StoppedClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.journal.files import journal_files
from editor.journal.places import Places
from editor.opening import Opener
from editor.parts import open_draft
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.open_draft import OpenDraft
from editor.session.resuming import INTERRUPTED
from editor.store.drafts import DraftStore
from editor.store.snapshots import take_snapshot
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

Shown = Callable[[Path | None], MainWindow]


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))

    def show(path: Path | None) -> MainWindow:
        window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(window)
        window.show()
        open_draft(window, path)
        return window

    return show


@pytest.fixture
def opener(tmp_path: Path) -> Opener:
    return Opener(Places(tmp_path / "data"), StoppedClock(), MarkdownSplitter)


def left_behind(opener: Opener, text: str) -> OpenDraft:
    """A draft without a name, in its file and in its journal."""
    draft = opener.new()
    draft.session.change(0, 0, Fragment.of(text, TYPED))
    attached = AttachedDraft(DraftAddress(draft.database, draft.draft_id, draft.folder), StoppedClock())
    attached.fold()
    attached.close()
    drop(draft)
    return draft


def held_elsewhere(*locks: Path) -> None:
    for lock in locks:
        lock.write_text('{"pid": 7, "host": "attic", "started_ms": 0, "machine": "another"}')


def boxes(window: MainWindow) -> list[str]:
    return [box.text() for box in window.findChildren(QMessageBox)]


def text_in(window: MainWindow) -> str:
    assert window.bench.session is not None
    return window.bench.session.document.text()


def test_that_a_damaged_draft_without_a_name_is_mended_when_the_window_comes_up(shown: Shown, opener: Opener) -> None:
    left_behind(opener, "A thought.").database.write_bytes(b"no database at all " * 400)
    window = shown(None)
    assert text_in(window) == "A thought."
    (said,) = boxes(window)
    assert "has been restored from the journal" in said
    window.close()


def put_back_older(opener: Opener, *, written_on: bool, in_changes: int = 1) -> Path:
    """An older state of a draft without a name, in its file's place; without its journal. What came after it was written
    in so many changes."""
    draft = left_behind(opener, "A thought.")
    older = draft.database.read_bytes()
    again = opener.open(draft.database)
    for position, words in ((10, " And another."),) if in_changes == 1 else ((10, " And"), (14, " another.")):
        again.session.change(position, 0, Fragment.of(words, TYPED))
    drop(again)
    attached = AttachedDraft(DraftAddress(draft.database, draft.draft_id, draft.folder), StoppedClock())
    attached.fold()
    take_snapshot(attached.store, draft.folder.snapshots)
    attached.close()
    for _, path in journal_files(draft.folder.folder):
        path.unlink()
    draft.database.write_bytes(older)
    if written_on:
        store = DraftStore.open(draft.database)
        n = store.folded_n + 1
        store.fold([{"kind": "edit", "n": n, "t": 0, "z": 0, "k": "type", "p": 0, "i": ["Here: ", "typed"]}])
        store.close()
    return draft.database


def damage_number(path: Path) -> None:
    """Of its format, in the header."""
    data = bytearray(path.read_bytes())
    data[60:64] = bytes(4)
    path.write_bytes(data)


@pytest.mark.parametrize("written_on", [False, True], ids=["older", "written on elsewhere"])
def test_that_an_older_file_with_a_damaged_number_is_opened_in_the_same_start(
    shown: Shown, opener: Opener, written_on: bool
) -> None:
    path = put_back_older(opener, written_on=written_on, in_changes=2)
    damage_number(path)
    window = shown(None)
    assert text_in(window) == ("Here: A thought." if written_on else "A thought. And another.")
    told = " ".join(boxes(window))
    assert "The draft's file was damaged and has been restored from" in told
    assert ("Changes 3 to 3 are missing." in told) is written_on  # that the journal is gone is told of both
    window.close()


@pytest.mark.parametrize("state", ["older", "written on elsewhere"])
def test_that_an_older_state_is_brought_up_to_date_and_one_that_went_its_own_way_is_opened_as_it_is(
    shown: Shown, opener: Opener, state: str
) -> None:
    put_back_older(opener, written_on=state != "older")
    window = shown(None)
    if state == "older":
        assert text_in(window) == "A thought. And another."
        (said,) = boxes(window)
        assert "an older state of it and has been brought up to date" in said
        (box,) = window.findChildren(QMessageBox)
        assert "+A thought. And another." in box.detailedText()
    else:
        assert text_in(window) == "Here: A thought."
        (said,) = boxes(window)
        assert said.startswith("Restored as far as it could be read. Journal 2 is gone")
    window.close()


def test_that_one_that_cannot_be_mended_is_told_with_the_way_to_get_it_back(shown: Shown, opener: Opener) -> None:
    draft = left_behind(opener, "A thought.")
    draft.database.write_bytes(b"no database at all " * 400)
    for _, path in journal_files(draft.folder.folder):
        path.unlink()
    window = shown(None)
    assert text_in(window) == ""
    (said,) = boxes(window)
    assert "passed over and left as it is" in said
    assert f'palimpsest recover "{draft.database}"' in said
    window.close()


@pytest.mark.parametrize("lock", ["lock", "folding"])
@pytest.mark.parametrize("named", [False, True])
def test_that_the_lock_of_another_computer_is_taken_over_where_the_writer_says_so(
    shown: Shown, opener: Opener, tmp_path: Path, lock: str, named: bool
) -> None:
    if named:
        path = tmp_path / "essay.md"
        draft = opener.open(path)
        draft.session.change(0, 0, Fragment.of("A thought.", TYPED))
        drop(draft)
    else:
        draft = left_behind(opener, "A thought.")
    held_elsewhere(draft.folder.folder / lock)
    window = shown(path if named else None)
    assert text_in(window) == ""
    (box,) = window.findChildren(QMessageBox)
    assert "held by process 7 on attic" in box.text()
    take, leave = (next(one for one in box.buttons() if one.text() == words) for words in ("Take over", "Leave it"))
    assert box.defaultButton() is leave
    take.click()
    assert text_in(window) == "A thought."
    assert b"attic" not in (draft.folder.folder / lock).read_bytes()
    window.close()


# What came back, what is missing, and where words went.


def folded(draft: OpenDraft) -> None:
    attached = AttachedDraft(DraftAddress(draft.database, draft.draft_id, draft.folder), StoppedClock())
    attached.fold()
    attached.close()


def put_back(draft: OpenDraft, data: bytes) -> None:
    """The file of a day before, and no journal."""
    draft.database.write_bytes(data)
    for _, path in journal_files(draft.folder.folder):
        path.unlink()


def test_that_what_is_missing_stays_until_it_was_read_and_is_held_against_the_text_file(
    shown: Shown, opener: Opener, tmp_path: Path
) -> None:
    path = tmp_path / "essay.md"
    path.write_text("Once. ", encoding="utf-8")
    draft = opener.open(path)
    draft.session.change(6, 0, Fragment.of("Twice. ", TYPED))
    folded(draft)
    older = draft.database.read_bytes()
    draft.session.change(13, 0, Fragment.of("Thrice.", TYPED))
    folded(draft)
    drop(draft)
    put_back(draft, older)
    path.write_text("Once. Twice. Thrice.", encoding="utf-8")
    window = shown(path)
    (box,) = window.findChildren(QMessageBox)
    assert box.text().startswith("Restored as far as it could be read. Changes 2 to 2 are missing.")
    assert "--- in essay.md" in box.detailedText()
    assert "-Once. Twice. Thrice." in box.detailedText()
    window.say("Something else.")
    assert box.isVisible()
    assert line_of(window) == "Something else."
    window.close()


@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "mended first"])
def test_that_where_another_drafts_words_went_stays_until_it_was_read(
    shown: Shown, opener: Opener, tmp_path: Path, damaged: bool
) -> None:
    essay, letter = tmp_path / "essay.md", tmp_path / "letter.md"
    for path, words in ((essay, "Mine alone."), (letter, "Dear friend.")):
        draft = opener.open(path)
        draft.session.change(0, 0, Fragment.of(words, TYPED))
        folded(draft)
        drop(draft)
    path = letter.with_suffix(".palimpsest").replace(essay.with_suffix(".palimpsest"))
    if damaged:
        damage_number(path)
    window = shown(essay)
    (box,) = window.findChildren(QMessageBox)
    assert ("has been restored from itself" in box.text()) is damaged
    assert "its text was saved as essay (written here before).md." in box.text()
    assert "-Mine alone." in box.detailedText()
    assert "--- in essay (written here before).md" in box.detailedText()
    window.close()


def interrupted(opener: Opener) -> None:
    draft = left_behind(opener, "A thought.")
    again = opener.open(draft.database)
    again.session.change(10, 0, Fragment.of(" And another.", TYPED))
    drop(again)


def test_that_what_was_restored_is_said_of_no_other_draft(shown: Shown, opener: Opener, tmp_path: Path) -> None:
    interrupted(opener)
    window = shown(None)
    assert line_of(window) == INTERRUPTED
    (tmp_path / "other.md").write_text("Another essay.\n")
    window.files.open(tmp_path / "other.md")
    assert text_in(window) == "Another essay.\n"
    assert line_of(window) == ""
    window.bench.say("Saved.")
    assert line_of(window) == "Saved."
    window.close()


def test_that_a_later_sentence_comes_behind_what_was_restored(shown: Shown, opener: Opener) -> None:
    interrupted(opener)
    window = shown(None)
    assert boxes(window) == []
    window.bench.say("Saved.")
    assert line_of(window) == f"{INTERRUPTED} Saved."
    window._said.timeout.emit()
    window.bench.say("Saved again.")
    assert line_of(window) == "Saved again."
    window.close()


def test_that_a_sentence_behind_a_box_stays_until_the_box_was_closed(shown: Shown, qtbot: QtBot) -> None:
    window = shown(None)
    window.files.tell("Read this.")
    (box,) = window.findChildren(QMessageBox)
    window.say("Then this.")
    window._said.timeout.emit()
    assert line_of(window) == "Then this."
    assert window._said.isActive()
    box.accept()
    window._said.timeout.emit()
    assert line_of(window) == ""
    window.close()


def line_of(window: MainWindow) -> str:
    """What is said at the edge of the page."""
    line = window._line
    return line.text() if line is not None and line.isVisible() else ""
