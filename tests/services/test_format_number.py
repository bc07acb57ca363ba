"""The number of its format in a draft's header: four bytes that no hash covers, judged by the tables that are there."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_mending import Kept

from editor.core.errors import DraftDamaged, DraftNewer
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.files import journal_files
from editor.journal.places import Places
from editor.opening import Opener
from editor.services.soundness import problems_of, recover
from editor.store.draft_file import SCHEMA
from editor.store.drafts import DraftStore


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    draft = Kept(tmp_path, "# A title\n\nThe first paragraph.\n\n")
    draft.close()
    return draft


def number_in(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big", signed=True)


def put_number(path: Path, number: int) -> None:
    data = bytearray(path.read_bytes())
    data[60:64] = number.to_bytes(4, "big", signed=True)
    path.write_bytes(data)


@pytest.mark.parametrize("alone", [True, False], ids=["nothing else is left", "with copies and journal"])
@pytest.mark.parametrize("number", [-5, 0, 1, SCHEMA + 1, 4_000])
def test_that_a_number_that_does_not_fit_the_tables_is_told_and_put_right(kept: Kept, number: int, alone: bool) -> None:
    if alone:
        shutil.rmtree(kept.draft.snapshots)
        for _, path in journal_files(kept.folder):
            path.unlink()
        (kept.folder / "reach").unlink()
    put_number(kept.path, number)
    spoiled = kept.path.read_bytes()
    problems = problems_of(kept.path, kept.places)
    assert problems == [
        f"The draft is damaged. The number of its format in essay.palimpsest is {number}, and the tables are those of "
        f"format {SCHEMA}."
    ]
    with pytest.raises(DraftDamaged, match="number of its format"):
        Opener(kept.places, kept.clock, MarkdownSplitter).open(kept.path)
    mended = recover(kept.path, kept.places, kept.clock, from_text=False)
    assert mended is not None
    assert mended.aside is not None
    assert (mended.restored_from, mended.missing, mended.after) == (
        "itself, with the right number of its format",
        (),
        kept.text,
    )
    assert mended.aside.read_bytes() == spoiled
    assert number_in(kept.path) == SCHEMA
    kept.must_be_whole()


def test_that_a_file_of_a_later_program_is_left_alone(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.path)) as raw:
        raw.executescript(f"ALTER TABLE remark ADD COLUMN colour TEXT; PRAGMA user_version = {SCHEMA + 1}")
    before = kept.path.read_bytes()
    with pytest.raises(DraftNewer):
        recover(kept.path, kept.places, kept.clock)
    assert kept.path.read_bytes() == before


def test_that_a_table_that_is_gone_is_no_matter_of_the_number(kept: Kept) -> None:
    """Made to be of the format before it, the file would be sound, and the rows gone without a word."""
    with closing(sqlite3.connect(kept.path)) as raw:
        raw.execute("DROP TABLE attachment")
    mended = recover(kept.path, kept.places, kept.clock)
    assert mended is not None
    assert mended.restored_from == "the newest safety copy and the journal"
    kept.must_be_whole()


def test_that_a_file_of_an_older_format_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "older.palimpsest"
    shutil.copyfile(Path(__file__).parents[1] / "databases" / "schema-1.palimpsest", path)
    assert number_in(path) == 1
    assert problems_of(path, Places(tmp_path / "data")) == []
    DraftStore.open(path).close()
    assert number_in(path) == SCHEMA
