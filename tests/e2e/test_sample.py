"""The bundled sample is a draft like any other, and its story can be acted out again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.core.annotations import DismissReason, Remark, RemarkState, Standing
from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.ledger import Ledger, Times
from editor.core.origins import OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.paragraphs import MarkdownSplitter
from editor.core.policy import Measured, assess
from editor.core.profiles import load_profile
from editor.core.rows import edit_from
from editor.core.words import prose_words, words_by_kind
from editor.journal.places import Places
from editor.opening import Opener
from editor.own_process import own_import_path
from editor.resources import resource
from editor.services.reading import known_rows
from editor.session.open_draft import OpenDraft
from editor.store.drafts import DraftStore
from editor.store.keyframe import ledger_rows, older_edits, read_opening

SAMPLE = resource("sample") / "essay.palimpsest"
ESSAY = resource("sample", "essay.md").read_text("utf-8")
PASTED, MODEL = 8, 27
"""Paragraphs of the essay, counted from 1."""
MODEL_NAME = "claude-opus-5-5"
MAKER = Path(__file__).parents[2] / "packaging" / "make_sample.py"


def document_in(path: Path) -> Document:
    opening = read_opening(path)
    document = Document.from_keyframe(opening.document_keyframe)
    for row in opening.edits:
        document.apply(edit_from(row))
    return document


def ledger_in(path: Path) -> Ledger:
    return Ledger(known_rows(ledger_rows(path)))


def times_in(path: Path) -> list[Times]:
    ledger = ledger_in(path)
    return [ledger.times(item.id) for item in document_in(path).paragraphs]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The three files as `--sample` lays them into a folder of the writer's."""
    for name in ("essay.palimpsest", "essay.md", "minutes.svg"):
        shutil.copyfile(resource("sample", name), tmp_path / name)
    return tmp_path / "essay.palimpsest"


@pytest.fixture
def store(copy: Path) -> Iterator[DraftStore]:
    opened = DraftStore.open(copy)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again")
    path = own_import_path(os.environ.get("PYTHONPATH", ""))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PALIMPSEST_DATA": str(folder / "data"),
    }
    subprocess.run([sys.executable, MAKER, folder / "essay.palimpsest"], check=True, env=environment, timeout=100)
    return folder / "essay.palimpsest"


def numbered(store: DraftStore, number: int) -> Paragraph:
    return store.document.paragraphs[number - 1]


def test_that_the_sample_draft_says_what_the_sample_essay_says() -> None:
    assert document_in(SAMPLE).text() == ESSAY


def test_that_the_sample_draft_is_sound_and_small(store: DraftStore) -> None:
    assert store.verify() == []
    assert SAMPLE.stat().st_size < 1_000_000


def test_that_the_sample_opens_in_the_window_without_a_notice_and_beside_its_text(copy: Path) -> None:
    draft = Opener(Places(copy.parent / "data"), StoppedClock(), MarkdownSplitter).open(copy)
    assert isinstance(draft, OpenDraft)
    try:
        assert draft.session.document.text() == ESSAY
        assert (draft.notice, draft.text_path) == ("", copy.with_suffix(".md"))
        at, _ = draft.session.document.paragraphs.find(draft.caret)
        assert at == 1  # the paragraph with remarks, versions and a pad
        assert draft.text_digest == read_opening(copy).meta["twin_digest"]
    finally:
        draft.close()


def test_that_every_paragraph_of_the_sample_has_time_in_it_as_a_writer_spends_it() -> None:
    minutes = [times.counted_ms / 60_000 for times in times_in(SAMPLE)]
    longest = minutes.pop(37)
    assert 19 <= longest < 20  # "this paragraph took me nineteen minutes"
    assert min(minutes) > 0
    assert max(minutes) < 6
    assert 60 < sum(minutes) < 180


def test_that_only_the_model_paragraph_of_the_sample_is_short_of_the_rule_of_2025(store: DraftStore) -> None:
    profile = load_profile(resource("policies", "lesswrong-2025.toml").read_text("utf-8"), "lesswrong-2025.toml")
    ledger = ledger_in(SAMPLE)
    measured = []
    for item in store.document.paragraphs:
        times, by_kind = ledger.times(item.id), words_by_kind(item.text, item.runs)
        spent = (times.edit_ms, times.read_ms, times.thin_ms)
        measured.append(Measured(item.id, prose_words(item.text), *spent, by_kind, bool(item.mark.lineage)))
    verdicts = assess(profile, measured).paragraphs
    assert [number for number, one in enumerate(verdicts, 1) if one.short] == [MODEL]


def test_that_the_sample_names_the_model_of_its_one_model_paragraph(store: DraftStore) -> None:
    with_model = [
        number
        for number, item in enumerate(store.document.paragraphs, 1)
        if any(run.origin.kind is OriginKind.MODEL for run in item.runs)
    ]
    (lineage,) = numbered(store, MODEL).mark.lineage
    assert with_model == [MODEL]
    assert [bool(item.mark.lineage) for item in store.document.paragraphs].count(True) == 1
    assert (lineage.kind, lineage.actor, lineage.provider) == (OriginKind.MODEL, MODEL_NAME, "anthropic")
    (call,) = (one for one in store.calls.all() if one.id == lineage.prompt)
    assert call is not None
    assert call.reply == numbered(store, MODEL).body
    assert call.wall_ms == lineage.when_ms


def test_that_the_sample_has_one_paragraph_pasted_from_elsewhere(store: DraftStore) -> None:
    pasted = [
        number
        for number, item in enumerate(store.document.paragraphs, 1)
        if any(run.origin.kind is OriginKind.PASTED for run in item.runs)
    ]
    assert pasted == [PASTED]


def test_that_the_critique_in_the_sample_has_an_open_an_agreed_and_a_dismissed_remark(store: DraftStore) -> None:
    remarks = [one for one in store.remarks.all() if one.critic == "balanced-editor"]
    text = {item.id: item.text for item in store.document.paragraphs}
    assert {(one.state, one.reason) for one in remarks} == {
        (RemarkState.OPEN, None),
        (RemarkState.AGREED, None),
        (RemarkState.DISMISSED, DismissReason.TASTE),
    }
    assert {one.paragraph for one in remarks} == {numbered(store, 2).id}
    standings = {one.state: one.standing(text[one.paragraph]) for one in remarks}
    assert standings[RemarkState.OPEN] is standings[RemarkState.DISMISSED] is Standing.INTACT
    assert standings[RemarkState.AGREED] is Standing.TOUCHED
    assert all("sample remark" in one.why for one in remarks)


def test_that_local_remarks_in_the_sample_lie_at_their_words(store: DraftStore) -> None:
    local: list[Remark] = [one for one in store.remarks.all() if not one.origin_call]
    assert [one.critic for one in local] == ["style"]
    for remark in local:
        assert remark.paragraph == numbered(store, 35).id
        assert remark.standing(numbered(store, 35).text) is Standing.INTACT


def test_that_what_the_sample_says_was_sent_says_that_nothing_was(store: DraftStore) -> None:
    calls = store.calls.all()
    assert {one.id for one in calls} == {"sample-1", "sample-2"}
    assert all("Nothing was sent" in one.sent and one.reply and one.cost.endswith(" USD") for one in calls)


def test_that_the_sample_has_versions_of_a_paragraph_and_of_the_draft(store: DraftStore) -> None:
    second = numbered(store, 2)
    before, after = store.versions.list(second.id)
    (draft,) = store.versions.list(None)
    assert before.text != after.text == second.text
    assert "The objection" not in draft.text
    assert {before.name, after.name, draft.name} == {"Before the critique", "After the critique", "Before the objection"}


def test_that_the_sample_has_ended_pad_turns_at_two_paragraphs_and_their_time(store: DraftStore) -> None:
    ledger = ledger_in(SAMPLE)
    for number in (2, 37):
        (turn,) = (one for one in store.pads.all() if one.paragraph == numbered(store, number).id)
        assert turn.ended_ms is not None
        assert turn.ended_ms > turn.started_ms
        assert turn.words == len(turn.text.split())
        assert ledger.times(turn.paragraph).pad_ms > 60_000


def test_that_the_sample_was_written_in_sittings_of_two_weeks_with_undo_and_redo() -> None:
    edits = [edit_from(row) for row in older_edits(SAMPLE, 1 << 60, 5_000)]
    days = {edit.wall_ms // 86_400_000 for edit in edits}
    assert 1_000 <= len(edits) <= 3_000
    assert len(days) >= 8
    assert 12 <= max(days) - min(days) <= 14
    assert {edit.kind.value for edit in edits} >= {"type", "paste", "cut", "undo", "redo"}


def test_that_acting_the_story_out_again_gives_the_same_draft(made_again: Path) -> None:
    before, after = document_in(SAMPLE), document_in(made_again)
    assert after.keyframe() == before.keyframe()
    assert times_in(made_again) == times_in(SAMPLE)
