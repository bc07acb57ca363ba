"""The ledger's witness of the log: the same rows however it is folded; what was altered with all its hashes is told."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from store_makers import document_of, make_store

from editor.core.document import Document
from editor.core.edits import Edit, EditKind
from editor.core.errors import FileError
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.rows import edit_from, edit_row
from editor.core.runs import Fragment
from editor.store.beside import Amount
from editor.store.drafts import DraftStore
from editor.store.ends import Ends
from editor.store.hashing import as_json, row_hash
from editor.store.verifying import altered_texts, verify_file

BEGUN_MS = 1_700_000_000_000
PASTED = Origin(OriginKind.PASTED)


def records() -> list[dict[str, Any]]:
    """Forty changes in four minutes, every tenth a paste, with minutes in between."""
    document = document_of("Hello world.\n")
    made: list[dict[str, Any]] = []
    for n in range(1, 61):
        if n % 3 == 0:
            made.append({"kind": "credit", "n": n, "rows": [["acts", 28_333_333, 1, 0]]})
            continue
        paste = n % 10 == 0
        kind, origin = (EditKind.PASTE, PASTED) if paste else (EditKind.TYPE, TYPED)
        edit = Edit(n, BEGUN_MS + n * 4_000, 0, kind, 0, Fragment(), Fragment.of("ab"[n % 2], origin), n)
        document.apply(edit)
        made.append({"kind": "edit", "n": n, **edit_row(edit)})
    return made


def folded(path: Path, batch: int) -> list[tuple[Any, ...]]:
    store = make_store(path, document_of("Hello world.\n"))
    every = records()
    for end in range(batch, len(every) + batch, batch):
        store.fold(every[:end])
        if batch == 7:  # the worker is begun anew each time
            store.close()
            store = DraftStore.open(path)
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT number, n, kind, row, hash FROM credit ORDER BY number").fetchall()


def test_that_the_rows_are_the_same_however_much_is_folded_at_once(tmp_path: Path) -> None:
    at_once = folded(tmp_path / "at-once.palimpsest", 60)
    assert [row[1:3] for row in at_once if row[2] in ("text", "change")] == [
        *((1, "text"), (10, "change"), (16, "text"), (20, "change"), (31, "text")),
        *((40, "change"), (46, "text"), (50, "change")),
    ]
    assert folded(tmp_path / "one-by-one.palimpsest", 1) == at_once
    assert folded(tmp_path / "begun-anew.palimpsest", 7) == at_once


def test_that_the_first_digest_is_of_the_text_after_the_first_change(tmp_path: Path) -> None:
    rows = folded(tmp_path / "draft.palimpsest", 60)
    sha256 = hashlib.sha256(b"bHello world.\n").hexdigest()
    assert [json.loads(row[3]) for row in rows[:2]] == [
        ["noted", BEGUN_MS + 4_000],
        ["text", BEGUN_MS + 4_000, 14, sha256],
    ]


def test_that_minutes_are_read_without_what_was_witnessed(tmp_path: Path) -> None:
    store = make_store(tmp_path / "draft.palimpsest", document_of("Hello world.\n"))
    store.fold(records())
    assert {type(row).__name__ for row in store.activity.rows()} == {"Acts"}
    store.close()


def test_that_a_row_whose_write_failed_is_written_with_the_next(tmp_path: Path) -> None:
    at_once = folded(tmp_path / "at-once.palimpsest", 60)
    path = tmp_path / "draft.palimpsest"
    store = make_store(path, document_of("Hello world.\n"))
    with sqlite3.connect(path, isolation_level=None) as other:
        store.database.raw.execute("PRAGMA busy_timeout = 0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError):
            store.fold(records()[:30])
        other.execute("ROLLBACK")
    other.close()
    store.fold(records())
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT number, n, kind, row, hash FROM credit ORDER BY number").fetchall()
    assert rows == at_once


def test_that_a_change_altered_with_every_hash_and_note_made_anew_is_told(tmp_path: Path) -> None:
    path = tmp_path / "draft.palimpsest"
    folded(path, 60)
    assert altered_texts(path) == []
    with closing(sqlite3.connect(path)) as connection:
        _rewrite(connection, 14, "i", "X")
        connection.commit()
    assert verify_file(path) == []
    (told,) = altered_texts(path)
    assert told.startswith("The log is not what was written: after change 16 the text was another one, of 24 characters")


def _rewrite(connection: sqlite3.Connection, seq: int, name: str, letter: str) -> None:
    """As somebody would who has the program: the change, its hash, the keyframes after it and the note of the ends."""
    (row,) = connection.execute("SELECT row FROM edit WHERE seq = ?", (seq,)).fetchone()
    edit = json.loads(row)
    edit[name][0] = letter
    connection.execute(
        "UPDATE edit SET row = ?, hash = ? WHERE seq = ?", (as_json(edit), row_hash("edit", seq, as_json(edit)), seq)
    )
    first = connection.execute("SELECT text, shape FROM keyframe ORDER BY number LIMIT 1").fetchone()
    document = Document.from_keyframe({"text": first[0], **json.loads(first[1])})
    for (row,) in connection.execute("SELECT row FROM edit ORDER BY seq").fetchall():
        document.apply(edit_from(json.loads(row)))
    text, shape = document.keyframe()["text"], {k: v for k, v in document.keyframe().items() if k != "text"}
    number, at, cause = connection.execute(
        "SELECT number, seq, cause FROM keyframe ORDER BY number DESC LIMIT 1"
    ).fetchone()
    connection.execute(
        "UPDATE keyframe SET text = ?, shape = ?, hash = ? WHERE number = ?",
        (text, as_json(shape), row_hash("keyframe", number, at, cause, text, as_json(shape)), number),
    )
    hashes = [row[0] for row in connection.execute("SELECT hash FROM edit ORDER BY seq")]
    (value,) = connection.execute("SELECT value FROM draft WHERE key = 'ends'").fetchone()
    noted = {**json.loads(value), "log": Ends().with_changes(hashes).log}
    keyframes = [row[0] for row in connection.execute("SELECT hash FROM keyframe")]
    noted["beside"]["keyframe"] = asdict(Amount().with_rows(keyframes))
    connection.execute(
        "UPDATE draft SET value = ?, hash = ? WHERE key = 'ends'",
        (as_json(noted), row_hash("draft", "ends", as_json(noted))),
    )
