from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.errors import FileUnreadable
from editor.journal import atomic
from editor.protocol.messages import Done, KeepVersion, SaveAs, SaveText, WriteFile
from editor.services.soundness import recover, twin_note
from editor.services.twin_notes import our_digests
from editor.store.drafts import DraftStore
from editor.store.keyframe import read_opening
from editor.store.second_place import copy_to_second_place

WINDOWS = {"bom": True, "newline": "\r\n", "encoding": "utf-8"}


def test_that_the_file_is_the_text_in_the_form_it_came_in(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("Last — line")
    saved = bench.saving.save_text(SaveText(5, str(draft.text_path), draft.n, WINDOWS))
    data = draft.text_path.read_bytes()
    assert data == b"\xef\xbb\xbf" + draft.text.replace("\n", "\r\n").encode()
    assert (saved.id, saved.upto, saved.digest) == (5, draft.n, hashlib.sha256(data).hexdigest())


def test_that_the_digest_of_the_twin_is_known_after_a_restart(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("Last")
    saved = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}))
    bench.opening.close()
    again = Bench(draft)
    assert again.attach().twin_digest == saved.digest
    again.opening.close()


KNOWN, OTHERS = b"as it was known", b"somebody else's"


@pytest.mark.parametrize(
    ("there", "known", "kept"),
    [
        (OTHERS, KNOWN, True),
        (OTHERS, None, True),
        (KNOWN, KNOWN, False),
        (None, KNOWN, False),
        (None, None, False),
    ],
)
def test_that_another_programs_file_is_kept_beside_the_one_that_is_saved_over_it(
    bench: Bench, draft: WrittenDraft, there: bytes | None, known: bytes | None, kept: bool
) -> None:
    bench.attach()
    draft.append("Last")
    draft.text_path.unlink(missing_ok=True)
    if there is not None:
        draft.text_path.write_bytes(there)
    aside = draft.text_path.with_name("essay (changed elsewhere).md")
    aside.write_bytes(b"an earlier one")
    digest = hashlib.sha256(known).hexdigest() if known is not None else ""
    saved = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}, digest))
    assert draft.text_path.read_text() == draft.text
    assert aside.read_bytes() == b"an earlier one"
    second = aside.with_name("essay (changed elsewhere 2).md")
    assert saved.aside == (second.name if kept else "")
    assert (second.read_bytes() if second.exists() else None) == (there if kept else None)


def test_that_a_text_handed_over_is_written_and_never_counts_as_what_the_draft_holds(
    bench: Bench, draft: WrittenDraft
) -> None:
    bench.attach()
    draft.append("Last")
    known = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {})).digest
    beyond = draft.n + 50  # the journal does not hold it
    saved = bench.saving.save_text(SaveText(2, str(draft.text_path), beyond, WINDOWS, known, "In the\nwindow"))
    assert draft.text_path.read_bytes() == b"\xef\xbb\xbfIn the\r\nwindow"
    assert (saved.aside, saved.digest) == ("", hashlib.sha256(draft.text_path.read_bytes()).hexdigest())
    bench.opening.close()
    again = Bench(draft)
    assert again.attach().twin_digest == known
    draft.text_path.write_bytes(OTHERS)
    third = again.saving.save_text(SaveText(3, str(draft.text_path), beyond, {}, saved.digest, "Once more"))
    assert third.aside == "essay (changed elsewhere).md"
    assert draft.text_path.read_text() == "Once more"
    again.opening.close()


def test_that_a_text_handed_over_that_cannot_be_written_is_not_called_safe(
    bench: Bench, draft: WrittenDraft, tmp_path: Path
) -> None:
    bench.attach()
    with pytest.raises(FileUnreadable, match="your words are in the window, and only there") as told:
        bench.saving.save_text(SaveText(1, str(tmp_path / "no" / "where.md"), 1, {}, None, "words"))
    assert "folder is not there any more" in str(told.value)
    assert "as it was" not in str(told.value)


def test_that_our_own_text_is_not_taken_for_another_programs_where_the_window_did_not_hear_of_it(
    bench: Bench, draft: WrittenDraft
) -> None:
    bench.attach()
    draft.text_path.write_bytes(KNOWN)
    draft.append("Last")
    request = SaveText(1, str(draft.text_path), draft.n, {}, hashlib.sha256(KNOWN).hexdigest())
    for _ in range(2):
        assert bench.saving.save_text(request).aside == ""
    draft.text_path.write_bytes(OTHERS)
    assert bench.saving.save_text(request).aside == "essay (changed elsewhere).md"


def test_that_a_worker_killed_after_writing_and_before_noting_it_knows_its_text_again(
    bench: Bench, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.attach()
    draft.text_path.write_bytes(KNOWN)
    draft.append("Last")
    request = SaveText(1, str(draft.text_path), draft.n, {}, hashlib.sha256(KNOWN).hexdigest())

    def killed(path: Path, data: bytes, *, owner: str) -> None:
        path.write_bytes(data)
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr("editor.journal.twin_file.write_through", killed)
        with pytest.raises(KeyboardInterrupt):
            bench.saving.save_text(request)
    bench.opening.close()
    again = Bench(draft)
    assert again.attach().twin_digest == hashlib.sha256(draft.text_path.read_bytes()).hexdigest()
    draft.append(" more")
    assert again.saving.save_text(replace(request, upto=draft.n)).aside == ""
    again.opening.close()


def test_that_a_save_that_failed_does_not_claim_the_file(
    bench: Bench, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.attach()
    draft.append("Last")
    first = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}))
    draft.append(" more")

    def full(path: Path, data: bytes, *, owner: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr("editor.journal.twin_file.write_through", full)
        with pytest.raises(FileUnreadable, match="the draft is safe"):
            bench.saving.save_text(SaveText(2, str(draft.text_path), draft.n, {}))
    bench.opening.close()
    again = Bench(draft)
    assert again.attach().twin_digest == first.digest
    again.opening.close()


def test_that_a_file_that_may_not_be_looked_at_is_not_saved_over(
    bench: Bench, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.attach()
    draft.append("Last")
    real = Path.is_file

    def refused(path: Path) -> bool:
        if path == draft.text_path:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "is_file", refused)
    with pytest.raises(FileUnreadable, match=r"Permission denied\. Nothing was saved over it"):
        bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}, ""))


def test_that_nothing_is_saved_over_a_file_that_cannot_be_kept(
    bench: Bench, draft: WrittenDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.attach()
    draft.append("Last")
    draft.text_path.write_bytes(OTHERS)

    def full(name_of: Callable[[int], Path], data: bytes, owner: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("editor.journal.twin_file.write_under_free_name", full)
    with pytest.raises(FileUnreadable, match="Nothing was saved over it"):
        bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}, ""))
    assert draft.text_path.read_bytes() == OTHERS


def test_that_what_killed_workers_left_unfinished_goes_when_something_is_written_there_again(
    bench: Bench, draft: WrittenDraft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.attach()
    draft.append("Last")
    bench.opening.draft.fold()
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(atomic, "replace", _killed)
    monkeypatch.setattr(atomic, "discard", lambda _: None)
    for kill in (
        lambda: bench.saving.write_file(WriteFile(3, str(stick / "time.csv"), "a")),
        lambda: _put_on(stick, bench, tmp_path),
    ):
        with pytest.raises(KeyboardInterrupt):
            kill()
        assert len(list(stick.glob(".palimpsest-*"))) == 1
    draft.text_path.write_bytes(OTHERS)
    with pytest.raises(KeyboardInterrupt):
        bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}, ""))
    assert list(draft.text_path.parent.glob(".palimpsest-*"))
    monkeypatch.undo()
    bench.saving.write_file(WriteFile(3, str(stick / "time.csv"), "a"))
    assert os.listdir(stick) == ["time.csv"]
    bench.opening.close()
    bench.attach()
    bench.opening.draft.fold()
    assert not list(draft.text_path.parent.glob(".palimpsest-*"))


def _killed(source: Path, target: Path) -> None:
    raise KeyboardInterrupt


def _put_on(stick: Path, bench: Bench, folder: Path) -> None:
    draft = bench.opening.draft
    snapshot = folder / "snapshot-000001.palimpsest"
    snapshot.write_bytes(b"a copy")
    copy_to_second_place(snapshot, draft.store, stick, owner=draft.owner)


def test_that_a_file_of_the_writers_choice_is_written_whole_or_not_at_all(bench: Bench, tmp_path: Path) -> None:
    target = tmp_path / "time.csv"
    assert bench.saving.write_file(WriteFile(3, str(target), "a,ä\n")) == Done(3, "Written to time.csv.")
    assert target.read_bytes() == "a,ä\n".encode()
    with pytest.raises(FileUnreadable, match="Choose another place"):
        bench.saving.write_file(WriteFile(4, str(tmp_path), "x"))


def test_that_a_copy_elsewhere_is_not_taken_for_the_twin(bench: Bench, draft: WrittenDraft, tmp_path: Path) -> None:
    bench.attach()
    draft.append("Last")
    twin = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, {}))
    draft.append(" more")
    bench.saving.save_text(SaveText(2, str(tmp_path / "copy.txt"), draft.n, WINDOWS))
    assert bench.opening.draft.store.meta["twin_digest"] == twin.digest


def test_that_a_file_that_cannot_be_written_stays_as_it_was(bench: Bench, draft: WrittenDraft, tmp_path: Path) -> None:
    bench.attach()
    draft.append("Last")
    folder = tmp_path / "folder.md"
    folder.mkdir()
    with pytest.raises(FileUnreadable, match="the draft is safe"):
        bench.saving.save_text(SaveText(1, str(folder), draft.n, {}))
    with pytest.raises(FileUnreadable, match="the draft is safe"):
        bench.saving.save_text(SaveText(1, str(tmp_path / "no" / "where.md"), draft.n, {}))
    assert list(folder.iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".palimpsest")]


def test_that_a_draft_without_a_name_moves_with_its_history(tmp_path: Path) -> None:
    draft = WrittenDraft(tmp_path, "Unnamed.\n")
    draft.path = draft.places.draft(draft.ident).unnamed
    bench = Bench(draft)
    try:
        draft.append("More.")
        bench.attach()
        bench.versioning.keep(KeepVersion(1, "early", None, draft.n))
        draft.append(" And more.")
        named = tmp_path / "named.palimpsest"
        saved = bench.saving.save_as(SaveAs(2, str(named), str(tmp_path / "named.md"), draft.n, {}))
        assert Path(saved.path).read_text() == draft.text
        assert not draft.path.exists()
        assert {draft.places.draft_at(path) for path in (named, named.with_suffix(".md"))} == {draft.ident}
        assert draft.places.draft(draft.ident).named.read_text() == str(named)
        draft.append(" After.")
        bench.opening.fold_by_itself()
        bench.opening.close()
        opening = read_opening(named)
        assert (opening.draft_id, opening.folded_n) == (draft.ident, draft.n)
        assert opening.versions == {None: 1}
    finally:
        bench.opening.close()
        draft.close()


def test_that_the_draft_left_behind_by_a_new_name_takes_no_more_of_the_journal(
    bench: Bench, draft: WrittenDraft, tmp_path: Path
) -> None:
    draft.append("Before.")
    bench.attach()
    before = draft.text
    fresh = tmp_path / "fresh.palimpsest"
    bench.saving.save_as(SaveAs(1, str(fresh), str(tmp_path / "fresh.md"), draft.n, {}))
    draft.append(" After.")
    bench.opening.fold_by_itself()
    bench.opening.close()
    old, new = DraftStore.open(draft.path), DraftStore.open(fresh)
    try:
        assert (old.document.text(), new.document.text()) == (before, draft.text)
        assert new.draft_id == draft.ident != old.draft_id
        assert old.verify() == new.verify() == []
    finally:
        old.close()
        new.close()


def test_that_a_draft_whose_folder_is_gone_is_saved_somewhere_else(draft: WrittenDraft, tmp_path: Path) -> None:
    draft.path = tmp_path / "gone" / "essay.palimpsest"
    draft.append("Kept.")
    bench = Bench(draft)
    with pytest.raises(FileUnreadable):
        bench.attach()
    with pytest.raises(FileUnreadable):
        bench.saving.save_text(SaveText(1, str(tmp_path / "gone" / "essay.md"), draft.n, {}))
    here = tmp_path / "here.palimpsest"
    bench.saving.save_as(SaveAs(2, str(here), str(tmp_path / "here.md"), draft.n, {}))
    assert (tmp_path / "here.md").read_text() == draft.text
    draft.append(" On.")
    bench.opening.fold_by_itself()
    bench.opening.close()
    assert read_opening(here).folded_n == draft.n


def test_that_another_draft_is_not_written_over(bench: Bench, draft: WrittenDraft, tmp_path: Path) -> None:
    draft.append("Mine.")
    bench.attach()
    other = tmp_path / "other.palimpsest"
    other.write_bytes(b"precious")
    with pytest.raises(FileUnreadable, match="already"):
        bench.saving.save_as(SaveAs(1, str(other), str(tmp_path / "other.md"), draft.n, {}))
    assert other.read_bytes() == b"precious"
    assert not (tmp_path / "other.md").exists()
    draft.append(" On.")
    bench.opening.fold_by_itself()
    assert read_opening(draft.path).folded_n == draft.n


def test_that_saving_under_the_same_name_only_writes_the_text(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("Mine.")
    bench.attach()
    bench.saving.save_as(SaveAs(1, str(draft.path), str(draft.text_path), draft.n, {}))
    assert draft.text_path.read_text() == draft.text
    assert read_opening(draft.path).draft_id == draft.ident


def test_that_another_programs_text_is_kept_when_saving_under_the_same_name(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("Mine.")
    bench.attach()
    draft.text_path.write_bytes(OTHERS)
    request = SaveAs(1, str(draft.path), str(draft.text_path), draft.n, {}, hashlib.sha256(KNOWN).hexdigest())
    assert bench.saving.save_as(request).aside == "essay (changed elsewhere).md"
    assert draft.text_path.with_name("essay (changed elsewhere).md").read_bytes() == OTHERS
    assert bench.saving.save_as(request).aside == ""


def test_that_nothing_is_written_before_the_draft_has_begun(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    with pytest.raises(FileUnreadable, match="no draft yet"):
        bench.saving.save_text(SaveText(1, str(draft.text_path), 0, {}))
    assert not draft.text_path.exists()


def _saved_by_the_window(bench: Bench, draft: WrittenDraft) -> str:
    """As a window saves: the answer goes into its journal."""
    saved = bench.saving.save_text(SaveText(7, str(draft.text_path), draft.n, {}, None))
    draft.session.recorder.record("saved", {"digest": saved.digest})
    return saved.digest


def test_that_a_file_put_back_from_before_a_save_learns_of_it_from_the_journal(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("Monday. ")
    _saved_by_the_window(bench, draft)
    bench.opening.close()
    monday = draft.path.read_bytes()
    again = Bench(draft)
    again.attach()
    draft.append("Tuesday. ")
    digest = _saved_by_the_window(again, draft)
    draft.append("And on. ")
    again.opening.close()
    draft.path.write_bytes(monday)
    assert twin_note(draft.path, draft.places) == ""
    last = Bench(draft)
    assert last.attach().twin_digest == digest
    last.opening.close()
    assert read_opening(draft.path).meta["twin_digest"] == digest


def test_that_a_damaged_file_does_not_bring_back_an_older_note_of_what_was_saved(
    bench: Bench, draft: WrittenDraft
) -> None:
    bench.attach()
    draft.append("Monday. ")
    _saved_by_the_window(bench, draft)
    bench.opening.close()
    monday = bytearray(draft.path.read_bytes())
    again = Bench(draft)
    again.attach()
    draft.append("Tuesday. ")
    digest = _saved_by_the_window(again, draft)
    draft.append("And on. ")
    again.opening.close()
    monday[monday.rindex(b"first paragraph")] ^= 1
    draft.path.write_bytes(monday)
    assert recover(draft.path, draft.places, draft.clock) is not None
    assert our_digests(read_opening(draft.path).meta) == {digest}


def test_that_a_twin_with_the_drafts_very_text_is_ours_whatever_is_noted(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("Last")
    saved = bench.saving.save_text(SaveText(1, str(draft.text_path), draft.n, WINDOWS))
    for noted in ({"twin_digest": "of before", "twin_coming": "of before"}, {"twin_digest": "", "twin_coming": ""}):
        bench.opening.draft.store.note(**noted)
        assert twin_note(draft.path, draft.places) == ""
        bench.opening.close()
        bench.attach()
        meta = bench.opening.draft.store.meta
        assert meta["twin_digest"] == (saved.digest if noted["twin_digest"] else ""), "one never written is not claimed"
    bench.opening.draft.store.note(twin_digest="of before")
    draft.append(" more")
    assert twin_note(draft.path, draft.places) != ""


def test_that_a_file_that_holds_what_is_saved_is_not_kept_aside(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    draft.append("Last")
    draft.text_path.write_bytes(draft.text.encode())
    for request in (
        SaveText(1, str(draft.text_path), draft.n, {}, "of another"),
        SaveText(2, str(draft.text_path), draft.n, {}, "of another", draft.text),
        SaveAs(3, str(draft.path), str(draft.text_path), draft.n, {}, "of another"),
    ):
        answer = bench.saving.save_as(request) if isinstance(request, SaveAs) else bench.saving.save_text(request)
        assert answer.aside == ""
        bench.opening.draft.store.note(twin_digest="", twin_coming="")
