"""Safety copies by the worker: before something big, and in the writer's own second place."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.errors import FileUnreadable
from editor.protocol.messages import Detach, KeepCopiesIn, SecondPlace, TakeCopy
from editor.services.opening import SNAPSHOT_EVERY_MS
from editor.store.kept_copies import snapshots_in
from editor.store.verifying import verify_file


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def attach(bench: Bench, draft: WrittenDraft, second: Path) -> None:
    asyncio.run(bench.opening.attach(replace(draft.attaching(bench.next_id()), second=str(second))))


def start(bench: Bench, draft: WrittenDraft, second: Path) -> None:
    """Until the draft was looked through, which the writer does not wait for."""

    async def started() -> None:
        await bench.opening.attach(replace(draft.attaching(bench.next_id()), second=str(second)))
        assert bench.opening._check is not None
        await bench.opening._check

    asyncio.run(started())


def copies_of(draft: WrittenDraft) -> list[Path]:
    return [path for _, path in snapshots_in(draft.places.draft(draft.ident).snapshots)]


def troubles(bench: Bench) -> list[str]:
    told = [one for one in bench.told if isinstance(one, SecondPlace)]
    assert {one.draft for one in told} <= {bench.draft.ident}
    return [one.trouble for one in told]


def name_in_second(draft: WrittenDraft) -> str:
    return f"essay {draft.ident[:8]}"


def write_for_five_minutes(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("More. ")
    bench.opening.fold_by_itself()
    draft.clock.advance(SNAPSHOT_EVERY_MS)
    bench.opening.fold_by_itself()


def test_that_a_copy_before_something_big_holds_the_text_of_before(bench: Bench, draft: WrittenDraft) -> None:
    draft.append("Before. ")
    before, upto = draft.text, draft.n
    bench.attach()
    draft.write(0, "Replaced. ", removed=20)
    bench.opening.take_copy(TakeCopy(bench.next_id(), upto))
    (copy,) = copies_of(draft)
    assert verify_file(copy) == []
    assert copy.with_suffix(".md").read_text(encoding="utf-8") == before
    bench.opening.fold_by_itself()
    assert bench.opening.draft.store.document.text() == draft.text


def test_that_there_is_nothing_to_copy_of_a_draft_that_has_not_begun(bench: Bench, draft: WrittenDraft) -> None:
    bench.attach()
    assert bench.opening.take_copy(TakeCopy(bench.next_id(), 0)).words == ""
    assert copies_of(draft) == []
    bench.opening.close()
    with pytest.raises(FileUnreadable, match="No draft is open"):
        bench.opening.take_copy(TakeCopy(bench.next_id(), 0))


def test_that_every_copy_goes_to_the_second_place_too(bench: Bench, draft: WrittenDraft, stick: Path) -> None:
    draft.begin()
    attach(bench, draft, stick)
    write_for_five_minutes(bench, draft)
    copy = stick / f"{name_in_second(draft)}.palimpsest"
    assert verify_file(copy) == []
    assert copy.with_suffix(".md").read_text(encoding="utf-8") == draft.text
    draft.append("Before something big. ")
    bench.opening.take_copy(TakeCopy(bench.next_id(), draft.n))
    assert copy.with_suffix(".md").read_text(encoding="utf-8") == draft.text
    draft.append("The end. ")
    bench.opening.detach(Detach(bench.next_id(), draft.n))
    assert copy.with_suffix(".md").read_text(encoding="utf-8") == draft.text
    assert troubles(bench) == []


def test_that_a_pulled_stick_is_told_once_and_costs_no_other_copy(bench: Bench, draft: WrittenDraft, stick: Path) -> None:
    draft.begin()
    attach(bench, draft, stick)
    write_for_five_minutes(bench, draft)
    shutil.rmtree(stick)
    for _ in range(2):
        write_for_five_minutes(bench, draft)
    assert len(copies_of(draft)) == 3
    assert len(troubles(bench)) == 1
    assert str(stick) in troubles(bench)[0]
    assert not stick.exists()
    stick.mkdir()
    write_for_five_minutes(bench, draft)
    assert troubles(bench)[1:] == [""]
    assert list(stick.glob("*.palimpsest"))


def test_that_a_stick_that_is_missing_at_the_start_is_told_at_once(
    bench: Bench, draft: WrittenDraft, tmp_path: Path
) -> None:
    draft.append("One. ")
    attach(bench, draft, tmp_path / "pulled")
    (trouble,) = troubles(bench)
    assert trouble == (
        f"No copies can be kept in {tmp_path / 'pulled'}. The folder is not there. "
        "The copies on this computer go on as always."
    )


def test_that_a_copy_that_failed_as_the_draft_was_left_is_told_at_the_next_start_and_made_when_it_can_be(
    bench: Bench, draft: WrittenDraft, stick: Path
) -> None:
    copy = stick / f"{name_in_second(draft)}.palimpsest"
    draft.append("One. ")
    attach(bench, draft, stick)
    bench.opening.detach(Detach(bench.next_id(), draft.n))
    attach(bench, draft, stick)
    draft.append("Two. ")
    copy.unlink()
    (copy / "in the way").mkdir(parents=True)
    bench.opening.detach(Detach(bench.next_id(), draft.n))
    bench.told.clear()
    start(bench, draft, stick)
    (trouble,) = troubles(bench)
    assert trouble.startswith(f"No copies can be kept in {stick}. ")
    shutil.rmtree(copy)
    bench.opening.close()
    bench.told.clear()
    start(bench, draft, stick)
    assert troubles(bench) == []
    assert verify_file(copy) == []
    assert copy.with_suffix(".md").read_text(encoding="utf-8") == draft.text


def test_that_a_start_writes_no_copy_that_is_there_nor_over_a_newer_one_nor_a_damaged_one(
    bench: Bench, draft: WrittenDraft, stick: Path
) -> None:
    copy = stick / f"{name_in_second(draft)}.palimpsest"
    for text in ("One. ", "Two. "):
        draft.append(text)
        attach(bench, draft, stick)
        bench.opening.detach(Detach(bench.next_id(), draft.n))
    newest = copies_of(draft)[-1]
    there = copy.stat().st_ino
    start(bench, draft, stick)
    bench.opening.close()
    assert copy.stat().st_ino == there
    whole = newest.read_bytes()
    newest.write_bytes(whole[: len(whole) // 2])
    start(bench, draft, stick)
    bench.opening.close()
    assert copy.stat().st_ino == there
    newest.unlink()
    start(bench, draft, stick)
    assert copy.stat().st_ino == there


def test_that_a_place_chosen_meanwhile_gets_a_copy_at_once_and_none_after_it_was_given_up(
    bench: Bench, draft: WrittenDraft, stick: Path
) -> None:
    draft.append("One. ")
    bench.attach()
    bench.opening.keep_copies_in(KeepCopiesIn(bench.next_id(), str(stick), draft.n))
    text = stick / f"{name_in_second(draft)}.md"
    kept = draft.text
    assert text.read_text(encoding="utf-8") == kept
    bench.opening.keep_copies_in(KeepCopiesIn(bench.next_id(), "", draft.n))
    write_for_five_minutes(bench, draft)
    assert text.read_text(encoding="utf-8") == kept
