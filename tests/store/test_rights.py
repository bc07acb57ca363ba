"""A draft is nobody's business: whatever the program makes is its writer's alone, also where the system would give more.

And nobody else's file is written over: a link that was planted at the name of a temporary file is refused.
"""

from __future__ import annotations

import ast
import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import WrittenDraft

from editor.core.document import Document
from editor.core.errors import FileError
from editor.journal.atomic import write_atomically
from editor.journal.places import DATA_VARIABLE
from editor.parts import copied_sample, rescued
from editor.protocol.messages import Detach, KeepCopiesIn, SaveAs, SaveText
from editor.services.mending import mend
from editor.session.drill import note_of, put_note
from editor.store.drafts import DraftStore
from editor.store.migrating import brought_up_to_date
from editor.store.snapshots import restore_snapshot, take_snapshot

ROOT = Path(__file__).parents[2]
ESSAY = "---\ntitle: Essay\n---\n\nA paragraph.\n"


@pytest.fixture(params=[0o022, 0o000], ids=["umask 022", "umask 000"])
def careless(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a new file gets that nobody made private."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, str]:
    """Of everything in it."""
    return {str(one.relative_to(folder)): oct(stat.S_IMODE(one.lstat().st_mode)) for one in sorted(folder.rglob("*"))}


def all_private(folder: Path) -> dict[str, str]:
    wanted = {True: "0o700", False: "0o600"}
    return {name: wanted[(folder / name).is_dir()] for name in rights(folder)}


@pytest.mark.usefixtures("careless")
def test_that_all_that_is_made_for_a_draft_is_its_writers_alone(tmp_path: Path) -> None:
    work, second = tmp_path / "work", tmp_path / "second"
    for folder in (work, second):
        folder.mkdir(mode=0o700)
    draft = WrittenDraft(work, ESSAY, data=work / "deep" / "data")
    bench = Bench(draft)
    draft.append("More. ")
    assert draft.journal is not None
    bench.attach()
    names = set(os.listdir(work))
    assert {"essay.palimpsest-wal", "essay.palimpsest-shm"} <= names, "looked at while the database is open"
    draft.journal.rotate(draft.session.document.keyframe())
    bench.saving.save_text(SaveText(bench.next_id(), str(draft.text_path), draft.n, {}))
    bench.opening.keep_copies_in(KeepCopiesIn(bench.next_id(), str(second), draft.n))
    bench.saving.save_as(SaveAs(bench.next_id(), str(work / "new.palimpsest"), str(work / "new.md"), draft.n, {}))
    put_note(note_of(draft.session, "14:05:07"), draft.places.draft(draft.ident))
    assert rights(tmp_path) == all_private(tmp_path)
    bench.opening.detach(Detach(bench.next_id(), draft.n))
    draft.close()
    assert rights(tmp_path) == all_private(tmp_path)
    assert len(list(tmp_path.rglob("*"))) > 20


@pytest.mark.usefixtures("careless")
def test_that_what_is_mended_put_aside_or_rescued_is_its_writers_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "far" / "data"))
    draft = WrittenDraft(tmp_path, ESSAY, data=tmp_path / "data").append("More. ")
    DraftStore.from_journal(draft.folder, draft.path).close()
    draft.path.write_bytes(bytes(100) + draft.path.read_bytes()[100:])
    assert rescued(draft.path) is not None
    mend(draft.path, draft.ident, draft.places.draft(draft.ident))
    copied_sample()
    draft.close()
    assert rights(tmp_path) == all_private(tmp_path)


# Links.


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    path = tmp_path / "somebody else's.txt"
    path.write_text("precious")
    return path


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "essay.palimpsest"
    DraftStore.create(path, "d1", Document().keyframe(), {}).close()
    return path


def _snapshot(path: Path, folder: Path) -> None:
    with closing(DraftStore.open(path)) as store:
        take_snapshot(store, folder)


def _migration(path: Path, _folder: Path) -> None:
    brought_up_to_date(path, sqlite3.connect(path))


WAYS: dict[str, Callable[[Path, Path], object]] = {
    "a whole file": lambda _, folder: write_atomically(folder / "twin.md", b"text"),
    "a new draft": lambda _, folder: DraftStore.create(folder / "new.palimpsest", "d2", Document().keyframe(), {}),
    "a safety copy": _snapshot,
    "a copy put back": lambda path, folder: restore_snapshot(path, folder / "back.palimpsest"),
    "a draft brought up to date": _migration,
}


@pytest.mark.parametrize("way", WAYS)
def test_that_a_link_planted_at_a_temporary_name_is_refused(
    way: str, sound: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    planted = sound.with_name(f".palimpsest-{'00' * 8}.tmp")
    planted.symlink_to(victim)
    with pytest.raises((FileExistsError, FileError)):
        WAYS[way](sound, sound.parent)
    assert victim.read_text() == "precious"
    assert not victim.is_symlink()


# Text that is never run.


def test_that_no_sql_is_built_from_text() -> None:
    """Ruff's rule for it is on and nowhere switched off, and what is executed is a constant or made by SQLAlchemy."""
    settings = (ROOT / "pyproject.toml").read_text()
    assert '"S"' in settings
    assert "S608" not in settings
    for path in (ROOT / "editor").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "S608" not in source, path
        calls = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call)]
        executed = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr.startswith("exec")]
        built = [one for one in executed if one.args and isinstance(one.args[0], ast.JoinedStr | ast.BinOp)]
        assert not built, f"{path}:{built[0].lineno}"


def test_that_front_matter_is_text_and_no_yaml_is_ever_loaded(tmp_path: Path) -> None:
    bombs = "a: &a [x, x]\nb: &b [*a, *a]\nwhen: 12:30:45\nwho: !!python/object/apply:os.system [id]\n"
    text = f"---\n{bombs}---\n\nA paragraph.\n"
    draft = WrittenDraft(tmp_path, text).append("More. ")
    bench = Bench(draft)
    bench.attach()
    assert draft.session.document.paragraphs[0].text.startswith(f"---\n{bombs}---\n")
    draft.write(4, "title: x\n")
    assert draft.text == f"---\ntitle: x\n{bombs}---\n\nA paragraph.\nMore. "
    bench.opening.close()
    draft.close()
    named = [str(path) for path in (ROOT / "editor").rglob("*.py") if "yaml" in path.read_text(encoding="utf-8").lower()]
    assert named == []
    assert not {"yaml", "ruamel", "strictyaml"} & {name.partition(".")[0] for name in sys.modules}
