"""What lies beside the log and the ledger: a row taken out by hand is missed, and what the program does is no damage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from store_makers import CALL, Window, document_of, make_store

from editor.core.annotations import DismissReason, RemarkState
from editor.core.attachments import Attachment
from editor.store import verifying
from editor.store.beside import Amount
from editor.store.drafts import DraftStore
from editor.store.hashing import as_json, row_hash
from editor.store.verifying import verify_file

REMOVED = {
    "call": ("DELETE FROM call", "The one call to a model that was recorded is not there any more."),
    "version": (
        "DELETE FROM version WHERE id = 1",
        "Of 2 versions that were recorded, 1 is not there any more: number 1.",
    ),
    "remark": ("DELETE FROM remark", "Of 2 remarks that were recorded, 2 are not there any more: numbers 1 and 2."),
    "pad_turn": ("DELETE FROM pad_turn", "The one turn of the pad that was recorded is not there any more."),
    "attachment": (
        "DELETE FROM attachment",
        "The one attachment such as a claim or a title that was recorded is not there any more.",
    ),
    "other": (
        "DELETE FROM other",
        "The one record of another version of the program that was recorded is not there any more.",
    ),
    "keyframe": (
        "DELETE FROM keyframe WHERE number = 2",
        "Of 2 copies of the text in the file that were recorded, 1 is not there any more.",
    ),
    "draft": (
        "DELETE FROM draft WHERE key = 'profile'",
        "Of 7 notes of the draft that were recorded, 1 is not there any more.",
    ),
}


def by_hand(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount
        connection.commit()


@pytest.mark.parametrize("table", REMOVED)
def test_that_a_row_taken_out_of_any_table_is_told(full_draft: Path, table: str) -> None:
    assert verify_file(full_draft) == []
    statement, told = REMOVED[table]
    by_hand(full_draft, statement)
    assert verify_file(full_draft) == [told]


def test_that_only_as_many_numbers_are_named_as_a_sentence_bears(full_draft: Path) -> None:
    store = DraftStore.open(full_draft)
    for number in range(20):
        store.versions.keep(f"v{number}", None, store.folded_n, 9, store.document.fragment(0, 3))
    store.close()
    by_hand(full_draft, "DELETE FROM version WHERE id > 4")
    (told,) = verify_file(full_draft)
    assert told == (
        "Of 22 versions that were recorded, 18 are not there any more: numbers 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and "
        "more."
    )


def altered(path: Path, table: str, which: str, **values: Any) -> None:
    """With a hash made anew, as somebody would who has the program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute(f"SELECT * FROM {table} WHERE {which}").fetchone())  # noqa: S608 - our names
        connection.execute(f"DELETE FROM {table} WHERE {which}")  # noqa: S608
        row |= values
        row["hash"] = row_hash(table, *list(row.values())[:-1])
        marks = ",".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row.values()))  # noqa: S608
        connection.commit()


def test_that_a_row_altered_together_with_its_hash_is_told(full_draft: Path) -> None:
    altered(full_draft, "call", "id = 'c1'", reply="Nothing.")
    (told,) = verify_file(full_draft)
    assert told.startswith("The calls to models are not what was recorded: one was altered afterwards together with its")


def test_that_a_row_put_in_by_hand_is_told(full_draft: Path) -> None:
    with closing(sqlite3.connect(full_draft)) as connection:
        row = list(connection.execute("SELECT * FROM version WHERE id = 2").fetchone())
        row[0], row[-1] = 3, row_hash("version", 3, *row[1:-1])
        connection.execute("INSERT INTO version VALUES (?,?,?,?,?,?,?,?)", row)
        connection.commit()
    assert verify_file(full_draft) == ["3 versions are there and 2 were recorded: some were put in afterwards."]


def put_a_call_again(store: DraftStore) -> None:
    store.calls.put(replace(CALL, status="broken"))
    store.calls.put(replace(CALL, id="c2"))


def decide_on_a_remark(store: DraftStore) -> None:
    store.remarks.update(
        [replace(one, state=RemarkState.DISMISSED, reason=DismissReason.WRONG) for one in store.remarks.all()]
    )
    store.remarks.update([])


def take_an_attachment_away(store: DraftStore) -> None:
    store.attachments.put(Attachment("claim", "7", 1, None, 9))


def note_something(store: DraftStore) -> None:
    store.note(profile="other", text_file="essay.md", fresh=1)
    store.become("d2")


def thin_out_keyframes(store: DraftStore) -> None:
    path = store.path
    for letter in "abcdefghijklmnop":
        window = Window(store.document, store.folded_n)
        window.document = type(store.document).from_keyframe(store.document.keyframe())
        window.type(0, letter)
        store.fold(window.records)
        store.close()
        store = DraftStore.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT number FROM keyframe WHERE number = 3").fetchone() is None
    store.close()


LAWFUL: dict[str, Callable[[DraftStore], object]] = {
    "removing the text of a call": lambda store: store.calls.forget_texts("c1"),
    "ending a call": put_a_call_again,
    "deciding on a remark": decide_on_a_remark,
    "taking an attachment away": take_an_attachment_away,
    "noting": note_something,
    "thinning out keyframes": thin_out_keyframes,
}


@pytest.mark.parametrize("name", LAWFUL)
def test_that_what_the_program_does_itself_is_no_damage(full_draft: Path, name: str) -> None:
    store = DraftStore.open(full_draft)
    LAWFUL[name](store)
    store.close()
    assert verify_file(full_draft) == []
    statement, told = REMOVED["pad_turn"]
    by_hand(full_draft, statement)
    assert verify_file(full_draft) == [told]


def test_that_a_turn_that_goes_on_and_ends_is_no_damage(full_draft: Path, window: Window) -> None:
    store = DraftStore.open(full_draft)
    turn = {"id": "t1", "paragraph": 1, "started_ms": 5, "text": "freely", "words": 1, "ended_ms": 7}
    window.other("pad", turn=turn)
    window.other("pad", turn={**turn, "text": "too late"})
    window.other("omen", sign="comet")
    store.fold(window.records)
    store.fold(window.records)
    store.close()
    assert verify_file(full_draft) == []


def test_that_what_was_taken_out_stays_told_when_more_is_written(full_draft: Path, window: Window) -> None:
    by_hand(full_draft, REMOVED["call"][0])
    store = DraftStore.open(full_draft)
    store.calls.put(replace(CALL, id="c2"))
    window.type(0, "On. ")
    store.fold(window.records)
    store.close()
    assert verify_file(full_draft) == ["Of 2 calls to models that were recorded, 1 is not there any more."]


def renoted(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The note of the ends as another version of the program would have left it."""
    with closing(sqlite3.connect(path)) as connection:
        (value,) = connection.execute("SELECT value FROM draft WHERE key = 'ends'").fetchone()
        note = json.loads(value)
        change(note)
        row = (as_json(note), row_hash("draft", "ends", as_json(note)))
        connection.execute("UPDATE draft SET value = ?, hash = ? WHERE key = 'ends'", row)
        connection.commit()


def test_that_a_draft_of_before_is_sound_and_watched_from_the_next_write_on(full_draft: Path) -> None:
    renoted(full_draft, lambda note: note.pop("beside"))
    by_hand(full_draft, REMOVED["version"][0])
    assert verify_file(full_draft) == []
    store = DraftStore.open(full_draft)
    store.calls.put(replace(CALL, id="c2"))
    store.close()
    assert verify_file(full_draft) == []
    by_hand(full_draft, "DELETE FROM call WHERE id = 'c1'")
    assert verify_file(full_draft) == ["Of 2 calls to models that were recorded, 1 is not there any more."]


def test_that_what_a_version_that_knows_no_such_note_wrote_is_no_damage(full_draft: Path, window: Window) -> None:
    store = DraftStore.open(full_draft)
    window.other("caret", position=1)
    store.fold(window.records)
    store.close()
    renoted(full_draft, lambda note: note.update(n=note["n"] - 1))
    by_hand(full_draft, REMOVED["pad_turn"][0])
    assert verify_file(full_draft) == [], "who does not know the note may have put rows in"
    store = DraftStore.open(full_draft)
    window.type(0, "On. ")
    store.fold(window.records)
    store.close()
    by_hand(full_draft, REMOVED["call"][0])
    assert REMOVED["call"][1] in verify_file(full_draft)


def test_that_a_row_nobody_can_read_keeps_no_word_from_being_written(full_draft: Path, window: Window) -> None:
    renoted(full_draft, lambda note: note.pop("beside"))
    by_hand(full_draft, "UPDATE call SET hash = CAST(x'ff' AS TEXT)")
    store = DraftStore.open(full_draft)
    window.type(0, "On. ")
    assert store.fold(window.records) == window.n
    store.close()


def test_that_folding_looks_at_no_row_that_it_does_not_write(full_draft: Path, window: Window) -> None:
    store = DraftStore.open(full_draft)
    window.type(0, "On. ")
    claim = {"kind": "claim", "id": "8", "paragraph": 1, "row": {"quote": "x"}, "changed_ms": 6}
    window.other("attachment", attachment=claim)
    asked: list[str] = []
    store.database.raw.set_trace_callback(asked.append)
    store.fold(window.records)
    store.database.raw.set_trace_callback(None)
    plans = [
        step[3]
        for one in asked
        if one.upper().startswith("SELECT")
        for step in store.database.raw.execute(f"EXPLAIN QUERY PLAN {one}")
    ]
    store.close()
    assert plans
    assert not [plan for plan in plans if plan.startswith("SCAN") and "credit" not in plan], plans


def test_that_the_note_itself_taken_away_is_told(full_draft: Path) -> None:
    by_hand(full_draft, "DELETE FROM draft WHERE key = 'ends'", "DELETE FROM call")
    told = "The note of how far the draft's record reaches is missing: it was taken away afterwards."
    assert verify_file(full_draft) == [told]


def test_that_what_is_written_while_a_file_is_checked_is_no_damage(
    full_draft: Path, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DraftStore.open(full_draft)
    noted_amounts = verifying.noted_amounts

    def while_it_is_checked(notes: dict[str, str]) -> object:
        store.calls.put(replace(CALL, id="c2"))
        window.type(0, "On. ")
        store.fold(window.records)
        return noted_amounts(notes)

    monkeypatch.setattr(verifying, "noted_amounts", while_it_is_checked)
    assert verify_file(full_draft) == []
    assert [one.id for one in store.calls.all()] == ["c1", "c2"]
    store.close()


def test_that_a_sum_of_hashes_knows_no_order_and_forgets_what_went() -> None:
    there = Amount().with_rows(["a", "b", "c"])
    assert there == Amount().with_rows(["c", "a"]).with_rows(["b"])
    assert there != Amount().with_rows(["a", "b", "d"])
    assert there.without(["b"]) == Amount().with_rows(["a", "c"])
    assert there.without(["a", "b", "c"]) == Amount()


def test_that_a_fresh_draft_is_watched_before_anything_is_folded(place: Path) -> None:
    store = make_store(place, document_of("Hello world.\n"))
    store.calls.put(CALL)
    store.close()
    assert verify_file(place) == []
    by_hand(place, "DELETE FROM call")
    assert verify_file(place) == [REMOVED["call"][1]]
