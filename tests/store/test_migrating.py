from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import SQLModel, create_engine

from editor.core.errors import DraftDamaged
from editor.journal import atomic
from editor.store.connecting import connect_writing
from editor.store.draft_file import APPLICATION_ID, SCHEMA
from editor.store.drafts import DraftStore
from editor.store.keyframe import read_opening
from editor.store.migrating import MIGRATIONS, brought_up_to_date, run_migrations
from editor.store.tables import TABLES
from editor.store.verifying import verify_file


def shape(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"):
        function = {"table": "pragma_table_info", "index": "pragma_index_info"}[kind]
        statement = {
            "pragma_table_info": 'SELECT cid, name, type, "notnull", pk FROM pragma_table_info(?)',
            "pragma_index_info": "SELECT seqno, name FROM pragma_index_info(?)",
        }[function]
        found[name] = connection.execute(statement, (name,)).fetchall()
    return found


def later(raw: sqlite3.Connection) -> None:
    raw.execute("ALTER TABLE edit ADD COLUMN colour TEXT")
    raw.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def lossy(raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM edit")
    raw.execute(f"PRAGMA user_version = {SCHEMA + 1}")


def failing(raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM edit")
    raw.execute("CREATE TABLE edit (x)")


def test_that_the_migrations_lead_to_the_tables_of_the_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "migrated", isolation_level=None)) as migrated:
        run_migrations(migrated)
        engine = create_engine(f"sqlite:///{tmp_path / 'declared'}")
        SQLModel.metadata.create_all(engine, [SQLModel.metadata.tables[str(one.__tablename__)] for one in TABLES])
        engine.dispose()
        with closing(sqlite3.connect(tmp_path / "declared")) as declared:
            assert shape(migrated) == shape(declared)
        assert migrated.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert migrated.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_that_the_last_migration_has_the_number_the_program_reads() -> None:
    numbers = [number for number, _ in MIGRATIONS]
    assert numbers == list(range(1, SCHEMA + 1))


def test_that_an_older_file_is_brought_up_to_date_and_keeps_its_mode(full_draft: Path) -> None:
    full_draft.chmod(0o640)
    raw = brought_up_to_date(full_draft, connect_writing(full_draft), ((SCHEMA + 1, later),))
    assert raw.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
    assert raw.execute("SELECT count(colour), count(*) FROM edit").fetchone() == (0, 3)
    raw.close()
    assert full_draft.stat().st_mode & 0o777 == 0o640
    assert os.listdir(full_draft.parent) == [full_draft.name]


def test_that_the_new_file_is_flushed_as_durably_as_the_journal(
    full_draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(atomic, "flush_to_disk", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    brought_up_to_date(full_draft, connect_writing(full_draft), ((2, later),)).close()
    assert full_draft.stat().st_ino in flushed


@pytest.mark.parametrize("migration", [lossy, failing])
def test_that_a_migration_that_fails_or_loses_something_leaves_the_file_as_it_is(
    full_draft: Path, migration: object
) -> None:
    before = read_opening(full_draft)
    raw = connect_writing(full_draft)
    with pytest.raises((DraftDamaged, sqlite3.Error)):
        brought_up_to_date(full_draft, raw, ((SCHEMA + 1, migration),))  # type: ignore[arg-type]
    raw.close()
    assert read_opening(full_draft) == before
    assert os.listdir(full_draft.parent) == [full_draft.name]


def test_that_a_failed_migration_is_rolled_back_whole(full_draft: Path) -> None:
    with closing(connect_writing(full_draft)) as raw:
        with pytest.raises(sqlite3.OperationalError):
            run_migrations(raw, ((SCHEMA + 1, failing),))
        assert raw.execute("SELECT count(*) FROM edit").fetchone() == (3,)


FIRST = Path(__file__).parent.parent / "databases" / "schema-1.palimpsest"


def test_that_a_draft_of_the_first_schema_is_sound_as_it_is_and_opens(tmp_path: Path) -> None:
    path = tmp_path / "old.palimpsest"
    path.write_bytes(FIRST.read_bytes())
    assert verify_file(path) == []
    store = DraftStore.open(path)
    assert store.document.text() == "Hello world.\n\nSecond.\nAnother one.\n"
    assert store.verify() == []
    assert len(store.remarks.all()) == 2
    store.close()
