"""The first picture of a draft: the same text that is opened a moment later, or nothing, and never any trouble."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from editor.core.clock import StoppedClock
from editor.core.origins import TYPED
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.glance import glance
from editor.journal.places import Places
from editor.opening import Opener
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.open_draft import OpenDraft

ESSAY = "# Ein Titel 🦊\n\nDer erste Absatz.\n\nשורה שנייה\n"
CLOCK = StoppedClock(1_790_000_000_000)


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.md"
    path.write_text(ESSAY, encoding="utf-8", newline="")
    return path


@pytest.fixture
def opener(tmp_path: Path) -> Opener:
    return Opener(Places(tmp_path / "data"), CLOCK, MarkdownSplitter)


def folded(draft: OpenDraft) -> None:
    address = DraftAddress(draft.database, draft.draft_id, draft.folder, draft.text_path, draft.copy_of)
    attached = AttachedDraft(address, CLOCK)
    attached.fold()
    attached.close()


def edited(opener: Opener, essay: Path, *insertions: tuple[int, str], killed: bool = False) -> str:
    """Types into the draft and folds it into its database; the text it has then.

    A worker that was killed wrote no keyframe at the end: the text is the first one and the edits after it.
    """
    draft = opener.open(essay)
    for place, words in insertions:
        draft.session.change(place, 0, Fragment.of(words, TYPED))
        draft.session.remember_caret(place + len(words))
    folded(draft)
    text = draft.session.document.text()
    draft.close()
    if killed:
        change(essay, "DELETE FROM keyframe WHERE number > 1")
    return text


def change(essay: Path, statement: str) -> None:
    database = sqlite3.connect(essay.with_suffix(".palimpsest"))
    with database:
        assert database.execute(statement).rowcount > 0, "nothing was changed"
    database.close()


def test_that_a_text_file_is_shown_as_it_will_be_opened(opener: Opener, essay: Path) -> None:
    assert glance(essay) == (opener.open(essay).session.document.text(), 0) == (ESSAY, 0)


@pytest.mark.parametrize("killed", [True, False])
def test_that_a_draft_is_shown_with_its_edits_and_its_caret(opener: Opener, essay: Path, killed: bool) -> None:
    text = edited(opener, essay, (len(ESSAY), "Ende 🦉 und aus."), (2, "Noch "), killed=killed)
    assert text == ESSAY.replace("Ein", "Noch Ein") + "Ende 🦉 und aus."
    assert glance(essay) == (text, 7)
    assert glance(essay.with_suffix(".palimpsest")) == (text, 7)


def test_that_the_bytes_of_other_systems_are_shown_as_lines(essay: Path) -> None:
    essay.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert glance(essay) == ("one\ntwo\n", 0)


def test_that_another_file_with_the_same_stem_is_not_taken_for_the_draft(opener: Opener, essay: Path) -> None:
    edited(opener, essay, (0, "Mine. "))
    notes = essay.with_suffix(".txt")
    notes.write_text("Some notes.")
    assert glance(notes) == ("Some notes.", 0)


def test_that_whatever_cannot_be_opened_is_an_empty_page(opener: Opener, essay: Path, tmp_path: Path) -> None:
    edited(opener, essay, (0, "Mine. "))
    database = essay.with_suffix(".palimpsest")
    whole = database.read_bytes()
    for damaged in (b"", b"not a database at all", whole[:100], whole[: len(whole) // 2]):
        database.write_bytes(damaged)
        assert glance(essay) == ("", 0), damaged[:30]
    picture = tmp_path / "picture.md"
    picture.write_bytes(b"\x89PNG\0\0")
    os.mkfifo(tmp_path / "pipe.md")
    for path in (picture, tmp_path / "pipe.md", tmp_path / "absent.md", tmp_path, Path("."), Path("/")):
        assert glance(path) == ("", 0), path


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE keyframe SET text = x'ff00'",
        "UPDATE edit SET row = '[1]'",
        'UPDATE edit SET row = \'{"p": "x"}\'',
        "UPDATE edit SET row = '{'",
        "UPDATE draft SET value = 'home' WHERE key = 'caret'",
    ],
)
def test_that_a_damaged_row_is_an_empty_page(opener: Opener, essay: Path, damage: str) -> None:
    edited(opener, essay, (0, "Mine. "), (3, "own"), killed=True)
    change(essay, damage)
    assert glance(essay) == ("", 0)


def test_that_a_draft_another_program_writes_is_shown_or_empty_and_never_waited_for(opener: Opener, essay: Path) -> None:
    text = edited(opener, essay, (0, "Mine. "))
    other = sqlite3.connect(essay.with_suffix(".palimpsest"))
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert glance(essay) in ((text, 6), ("", 0))
    finally:
        other.close()


@pytest.mark.parametrize("name", ["old.docx", "page.html", "PAGE.HTM"])
def test_that_a_file_a_text_is_made_of_first_shows_nothing_of_itself(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>marks that nobody should see</p>")
    assert glance(tmp_path / name) == ("", 0)
