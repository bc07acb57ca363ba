"""What the store took, it gives back."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_makers import CALL, Window, document_of, fill_by_services, make_store, remark

from editor.core.annotations import DismissReason
from editor.core.attachments import Attachment
from editor.core.credits import Credit, Lane
from editor.core.document import Document
from editor.core.ledger import Ledger
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.rows import edit_from
from editor.core.runs import Fragment, Run
from editor.store.drafts import DraftStore
from editor.store.keyframe import ledger_rows, older_edits, read_opening
from editor.store.pads import CHANGED

MODEL = Origin(OriginKind.MODEL, actor="claude", provider="anthropic", prompt="c1")


def test_that_the_opening_leads_to_the_document_of_the_window(full_draft: Path, window: Window) -> None:
    opening = read_opening(full_draft)
    document = Document.from_keyframe(opening.document_keyframe)
    for row in opening.edits:
        document.apply(edit_from(row))
    assert document.keyframe() == window.document.keyframe()
    assert opening.draft_id == "d1"
    assert opening.folded_n == window.n
    assert opening.caret == 0  # where the last edit ended, which came after the caret was noted
    assert opening.text_format["newline"] == "\n"
    assert opening.meta["profile"] == "lesswrong-2026"


def test_that_the_opening_counts_what_the_margin_shows(full_draft: Path) -> None:
    opening = read_opening(full_draft)
    assert opening.minutes == {1: {"edit": 3_000}, 2: {"edit": 1_000}}
    assert opening.versions == {None: 1, 1: 1}


def test_that_undo_finds_its_edits_behind_the_keyframe(full_draft: Path, window: Window) -> None:
    edits = [{key: value for key, value in one.items() if key != "kind"} for one in window.records if "k" in one]
    opening = read_opening(full_draft)
    assert [*opening.undo_tail, *opening.edits] == edits
    assert older_edits(full_draft, 8, 1) == (edits[1],)
    assert older_edits(full_draft, 1, 9) == ()


def test_that_the_sums_for_the_first_screen_are_those_of_the_ledger(store: DraftStore, place: Path) -> None:
    ledger, rows = Ledger(), []
    for one in (Credit(1, 1, Lane.EDIT, 6_000), Credit(1, 1, Lane.READ, 100), Credit(2, 2, Lane.PAD, 50)):
        ledger.add(one)
        rows.append(one.as_row())
    rows += [one.as_row() for one in (*ledger.split(1, 3, 2, 1), *ledger.merge(2, 3))]
    store.fold([{"kind": "credit", "n": 1, "rows": rows}])
    sums = read_opening(place).minutes
    for paragraph in (1, 2):
        times = ledger.times(paragraph)
        lanes = [sums[paragraph].get(lane.value, 0) for lane in Lane]
        assert lanes == [times.edit_ms, times.read_ms, times.pad_ms]
    assert ledger_rows(place) == tuple(rows)
    assert [one.as_row() for one in store.activity.rows()] == rows


def test_that_a_version_comes_back_with_its_origins(store: DraftStore) -> None:
    content = Fragment("ab\ud800c", (Run(2, TYPED), Run(2, MODEL)))
    kept = store.versions.keep("named", 2, 0, 5, content)
    assert store.versions.get(kept.id) == kept
    assert store.versions.list(2) == (kept,)
    assert store.versions.list() == ()
    assert kept.fragment == Fragment("ab\ufffdc", content.runs)
    assert store.versions.get(99) is None


def test_that_remarks_get_ids_of_their_own_and_come_back_as_they_went(store: DraftStore) -> None:
    first, second = store.remarks.add([remark(), remark(paragraph=2, quote=None, confidence=None)])
    assert (first.id, second.id) == (1, 2)
    assert store.remarks.of_paragraph(1) == (first,)
    decided = first.dismissed(DismissReason.TASTE)
    moved = replace(decided, paragraph=2)
    store.remarks.update([moved])
    assert store.remarks.of_paragraph(2) == (moved, second)
    assert store.remarks.all() == (moved, second)
    assert store.remarks.add([]) == ()
    assert store.verify() == []


def test_that_a_call_is_kept_when_sent_and_again_when_ended(store: DraftStore) -> None:
    store.calls.put(replace(CALL, reply="", status="sent", tokens={}))
    store.calls.put(CALL)
    assert store.calls.all() == (CALL,)


def test_that_an_ended_turn_of_a_pad_never_changes(store: DraftStore) -> None:
    turn = {"id": 4, "paragraph": 1, "started_ms": 5, "text": "a", "words": 1, "ended_ms": None}
    store.fold([{"kind": "pad", "n": 1, "turn": turn}])
    assert store.pads.all()[0].ended_ms is None
    ended = {**turn, "text": "a b", "words": 2, "ended_ms": 9}
    store.fold([{"kind": "pad", "n": 2, "turn": ended}])
    store.fold([{"kind": "pad", "n": 3, "turn": {**ended, "text": "changed"}}])
    (found,) = store.pads.all()
    assert (found.id, found.text, found.words, found.ended_ms) == ("4", "a b", 2, 9)


def test_that_of_a_turn_that_runs_the_moment_of_its_last_change_is_kept(store: DraftStore) -> None:
    turn = {"id": 4, "paragraph": 1, "started_ms": 5, "text": "a", "words": 1, "ended_ms": None, "changed_ms": 7}
    models = {**turn, "id": 5, "changed_ms": 8}
    store.fold([{"kind": "pad", "n": 1, "turn": turn}, {"kind": "pad", "n": 2, "turn": models}])
    store.fold([{"kind": "pad", "n": 3, "turn": {**turn, "changed_ms": 30}}])
    with closing(DraftStore.open(store.path)) as again:
        assert [(one.ended_ms, one.changed_ms) for one in again.pads.all()] == [(None, 30), (None, 8)]
    store.fold([{"kind": "pad", "n": 4, "turn": {**turn, "ended_ms": 40, "changed_ms": None}}])
    assert [(one.ended_ms, one.changed_ms) for one in store.pads.all()] == [(40, None), (None, 8)]
    assert store.meta[CHANGED] == {"5": 8}
    assert store.verify() == []


def test_that_a_turn_of_a_version_that_kept_no_moment_of_its_last_change_has_none(store: DraftStore) -> None:
    turn = {"id": 4, "paragraph": 1, "started_ms": 5, "text": "a", "words": 1, "ended_ms": None}
    store.fold([{"kind": "pad", "n": 1, "turn": turn}])
    assert [one.changed_ms for one in store.pads.all()] == [None]


@pytest.mark.parametrize("note", [[1], "late", {"4": "late"}, {"4": None}])
def test_that_a_note_of_another_shape_keeps_no_turn_from_being_folded(store: DraftStore, note: object) -> None:
    store.note(**{CHANGED: note})
    turn = {"id": 4, "paragraph": 1, "started_ms": 5, "text": "a", "words": 1, "ended_ms": None}
    store.fold([{"kind": "pad", "n": 1, "turn": turn}])
    assert [one.changed_ms for one in store.pads.all()] == [None]
    store.fold([{"kind": "pad", "n": 2, "turn": {**turn, "changed_ms": 9}}])
    assert [one.changed_ms for one in store.pads.all()] == [9]


def test_that_two_pads_of_one_record_list_come_back_in_the_order_of_their_start(store: DraftStore) -> None:
    turn = {"paragraph": 1, "text": "a", "words": 1, "ended_ms": 9}
    model = {"author": "claude", "origin": {"kind": "model", "actor": "claude"}}
    store.fold(
        [
            {"kind": "pad", "n": 1, "turn": {**turn, "id": "b", "started_ms": 7}},
            {"kind": "pad", "n": 2, "turn": {**turn, **model, "id": "a", "started_ms": 3}},
        ]
    )
    assert [(one.id, one.author) for one in store.pads.all()] == [("a", "claude"), ("b", "")]
    assert store.pads.all()[0].origin == Origin(OriginKind.MODEL, actor="claude")


def test_that_the_first_screen_is_read_without_the_database_library() -> None:
    program = "import sys, editor.store.keyframe, editor.store.rescue; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


texts = st.text(st.characters(exclude_categories=()), max_size=12)


@given(st.lists(st.tuples(st.integers(0, 50), texts, st.integers(0, 5)), max_size=12))
@settings(deadline=None, max_examples=15)
def test_that_any_text_is_given_back_by_the_log_and_by_the_keyframe(
    tmp_path_factory: object, changes: list[tuple[int, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("any")  # type: ignore[attr-defined]
    window = Window(document_of("Hello.\n"))
    store = make_store(folder / "a.palimpsest", window.document)
    for position, text, remove in changes:
        at = min(position, len(window.document))
        window.type(at, text, min(remove, len(window.document) - at))
    store.fold(window.records)
    fill_by_services(store)
    assert store.verify() == []
    store.close()
    again = DraftStore.open(folder / "a.palimpsest")
    assert again.document.keyframe() == window.document.keyframe()
    assert again.verify() == []
    again.close()


def test_that_the_latest_state_of_an_attachment_is_kept(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.palimpsest", document_of("One."))
    reference = Attachment("reference", "1", None, {"title": "Elbow", "text": "Half \ud800 a sign"}, 5)
    store.attachments.put(reference)
    store.attachments.put(replace(reference, row={"title": "Elbow 1973", "text": ""}, changed_ms=6))
    store.attachments.put(Attachment("reference", "2", None, None, 7))
    store.attachments.put(Attachment("references", "1", None, {}, 8))
    assert [one.row for one in store.attachments.of("reference")] == [{"title": "Elbow 1973", "text": ""}]
    assert len(store.attachments.all()) == 3
    assert store.verify() == []
    store.close()
