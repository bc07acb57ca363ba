from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from spoiled_files import KINDS, spoil
from written_draft import WrittenDraft

from editor.core.errors import FileError, FileUnreadable
from editor.core.origins import IMPORTED, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.journal.places import Places
from editor.services.reading import OpenedText, read_draft
from editor.store.drafts import DraftStore

TEXT = "# A title\n\nOne.\n\nTwo.\n"


def read(path: Path, draft: WrittenDraft | None = None) -> OpenedText:
    return read_draft(path, draft.places if draft else Places(path.parent / "data"), MarkdownSplitter)


def test_that_a_text_file_is_read_as_imported_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "essay.md"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    opened = read(path)
    assert [item.text for item in opened.document.paragraphs] == ["# A title\n\n", "One.\n\n", "Two.\n"]
    assert {run.origin for run in opened.document.runs()} == {IMPORTED}
    assert (opened.ledger, opened.draft_id, opened.database) == ((), None, None)


def test_that_the_journal_beyond_the_database_is_part_of_the_draft(draft: WrittenDraft) -> None:
    draft.session.time.focus(gained=True)
    draft.append("\nFolded.\n")
    DraftStore.from_journal(draft.folder, draft.path).close()
    for _ in range(3):
        draft.append("pending ")
    draft.session.time.flush()
    opened = read(draft.path, draft)
    assert opened.document.text() == draft.text
    assert [item.id for item in opened.document.paragraphs] == [item.id for item in draft.session.document.paragraphs]
    assert opened.draft_id == draft.ident
    assert len(opened.ledger) > 1
    assert opened.notes == ()


def test_that_a_text_file_with_a_pending_journal_is_the_draft_also_without_a_database(draft: WrittenDraft) -> None:
    draft.text_path.write_text(TEXT)
    draft.append("Typed.")
    opened = read(draft.text_path, draft)
    assert opened.document.text() == draft.text
    assert OriginKind.TYPED in {run.origin.kind for run in opened.document.runs()}
    assert opened.database is None
    assert opened.notes == ("essay.md differs from the draft beside it; the draft was read.",)


def test_that_what_the_journal_lost_is_told(draft: WrittenDraft) -> None:
    draft.append("one ")
    draft.append("two ")
    journal = next(draft.folder.glob("journal-*"))
    lines = journal.read_bytes().split(b"\n")
    journal.write_bytes(b"\n".join([lines[0], b"torn", *lines[2:]]))
    draft.text_path.write_text("x")
    assert any("damaged line" in note for note in read(draft.text_path, draft).notes)


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_text_file_beside_a_broken_draft_is_not_passed_off_as_the_draft(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "essay.md"
    path.write_text(TEXT)
    spoil(path.with_suffix(".palimpsest"), kind)
    with pytest.raises(FileError) as caught:
        read(path)
    assert type(caught.value).__name__ == KINDS[kind]


def test_that_a_file_that_is_not_there_is_told_from_one_that_cannot_be_read(tmp_path: Path) -> None:
    latin = tmp_path / "latin.md"
    latin.write_bytes(b"caf\xe9")
    for path, words in ((tmp_path / "no.md", "no such file"), (tmp_path, "a folder"), (latin, "Byte 4")):
        with pytest.raises(FileUnreadable, match=words):
            read(path)


def test_that_a_text_beside_the_draft_that_cannot_be_read_is_told_and_keeps_nothing_from_being_read(
    draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.append("More.\n")

    def refuse(path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    draft.text_path.touch()
    opened = read(draft.text_path, draft)
    assert opened.document.text() == draft.text
    assert opened.notes[-1].startswith(f"{draft.text_path.name} cannot be read (Input/output error)")


def test_that_minutes_that_are_none_are_passed_over(draft: WrittenDraft) -> None:
    draft.append("one ")
    assert draft.journal is not None
    for rows in ({}, {"rows": 1.5}, {"rows": [3, [], None, ["credit", {}, [], 1, 2]]}):
        draft.journal.append({"kind": "credit", "n": draft.journal.next_n, **rows})
    opened = read(draft.path, draft)
    assert (opened.document.text(), opened.notes) == (draft.text, ())


def test_that_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("essay.md", "essay.palimpsest"):
        os.mkfifo(tmp_path / name)
        with pytest.raises(FileUnreadable, match="not a file"):
            read(tmp_path / name)
        (tmp_path / name).unlink()
