"""The tool for somebody who has a draft and no Palimpsest: copied alone into a folder, and run by a bare Python."""

from __future__ import annotations

import ast
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from written_draft import WrittenDraft

from editor.journal.lines import line_of, record_of
from editor.store.drafts import DraftStore
from editor.store.snapshots import take_snapshot

ROOT = Path(__file__).parents[2]
ALL, NOTHING, WRONG_CALL, PARTLY = 0, 1, 2, 3
PARAGRAPH = "What “one” writer — and no other — said about 🙂 drafts, {}.\n\n"
PAGE = 4096
_WITHOUT_SQLITE = """
import runpy, sys
sys.modules["sqlite3"] = None
runpy.run_path(sys.argv.pop(1), None, "__main__")
"""
_ON_A_FULL_DISK = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
runpy.run_path(sys.argv.pop(1), None, "__main__")
"""
_WITHOUT_TEMPORARY_FOLDER = """
import runpy, sys, tempfile
tempfile._candidate_tempdir_list = lambda: ["/nowhere"]
runpy.run_path(sys.argv.pop(1), None, "__main__")
"""


@dataclass(frozen=True)
class Salvaged:
    code: int
    text: str
    words: str


@dataclass
class Tool:
    script: Path
    folder: Path

    def run(self, *arguments: object, blocked: bool = False, full: bool = False, homeless: bool = False) -> Salvaged:
        """`blocked`: as on a Python that was built without SQLite; `full`: on a full disk; `homeless`: where no temporary
        folder is."""
        around = {blocked: _WITHOUT_SQLITE, full: _ON_A_FULL_DISK, homeless: _WITHOUT_TEMPORARY_FOLDER}.get(True)
        start = ["-c", around, str(self.script)] if around else [str(self.script)]
        command = [sys.executable, "-I", "-S", *start, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False, cwd=self.folder)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Salvaged(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    folder = tmp_path / "alone"
    folder.mkdir()
    return Tool(Path(shutil.copy(ROOT / "packaging/salvage.py", folder)), folder)


@pytest.fixture
def draft(tmp_path: Path) -> WrittenDraft:
    """Typed, joined, split, taken out and undone, over more than one page of the file."""
    written = WrittenDraft(tmp_path, "".join(PARAGRAPH.format(number) for number in range(80)))
    written.begin()
    for number in range(30):
        written.write(number * 90, f"word {number} ")
        written.append("A new paragraph.\n\n")
    written.write(40, "", removed=200)
    written.session.undo()
    written.write(300, "", removed=700)
    return written


@pytest.fixture
def folded(draft: WrittenDraft) -> WrittenDraft:
    """Half of it in the database since long, half of it since the last keyframe; then the window was killed."""
    store = DraftStore.from_journal(draft.folder, draft.path)
    store.close()
    draft.write(5, "After the keyframe. ")
    draft.append("The last paragraph.\n")
    store = DraftStore.open(draft.path)
    store.fold(records_of(draft))
    store.database.close()  # no keyframe at the end, as after a kill
    return draft


def records_of(draft: WrittenDraft) -> list[dict[str, object]]:
    lines = b"".join(path.read_bytes() for path in sorted(draft.folder.glob("journal-*"))).split(b"\n")
    return [record for line in lines if (record := record_of(line)) is not None]


def journal_of(draft: WrittenDraft) -> Path:
    return next(draft.folder.glob("journal-*.jsonl"))


# Sound files.


@pytest.mark.parametrize("blocked", [False, True], ids=["with SQLite", "without SQLite"])
def test_that_a_sound_draft_gives_its_text_and_is_left_as_it_was(tool: Tool, folded: WrittenDraft, blocked: bool) -> None:
    before = {path: path.read_bytes() for path in folded.path.parent.iterdir() if path.is_file()}
    found = tool.run(folded.path, blocked=blocked)
    assert found.text == folded.text
    assert "newest good keyframe" in found.words
    assert "2 changes after it" in found.words
    assert found.code == (PARTLY if blocked else ALL), found.words
    assert {path: path.read_bytes() for path in folded.path.parent.iterdir() if path.is_file()} == before


def test_that_a_safety_copy_gives_its_text(tool: Tool, folded: WrittenDraft, tmp_path: Path) -> None:
    with closing(DraftStore.open(folded.path)) as store:
        copy = take_snapshot(store, tmp_path / "copies")
    found = tool.run(copy)
    assert (found.code, found.text) == (ALL, folded.text)


def test_that_the_sample_essay_gives_its_text(tool: Tool) -> None:
    found = tool.run(ROOT / "resources/sample/essay.palimpsest")
    assert (found.code, found.text) == (ALL, (ROOT / "resources/sample/essay.md").read_text(encoding="utf-8"))


def test_that_a_draft_of_the_first_schema_gives_its_text(tool: Tool) -> None:
    path = ROOT / "tests/databases/schema-1.palimpsest"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        (text,) = connection.execute("SELECT text FROM keyframe ORDER BY number DESC").fetchone()
    assert tool.run(path).text == text


def test_that_a_journal_alone_gives_the_text_of_a_draft_that_began_in_it(tool: Tool, draft: WrittenDraft) -> None:
    for place in (draft.folder, journal_of(draft)):
        found = tool.run(place)
        assert (found.code, found.text) == (ALL, draft.text), found.words


def test_that_the_journal_brings_a_draft_to_the_last_word(tool: Tool, folded: WrittenDraft) -> None:
    folded.append("Never folded.")
    assert tool.run(folded.path).text != folded.text
    found = tool.run(folded.path, folded.folder)
    assert (found.code, found.text) == (ALL, folded.text)


def test_that_the_text_goes_to_a_new_private_file_and_never_over_another(
    tool: Tool, folded: WrittenDraft, tmp_path: Path
) -> None:
    out = tmp_path / "out.md"
    assert tool.run(folded.path, "-o", out) == Salvaged(ALL, "", tool.run(folded.path).words)
    assert out.read_text(encoding="utf-8") == folded.text
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    out.write_text("mine")
    assert tool.run(folded.path, "-o", out).code == WRONG_CALL
    assert out.read_text() == "mine"


# Damage.


@pytest.mark.parametrize("blocked", [False, True], ids=["with SQLite", "without SQLite"])
def test_that_no_destroyed_page_passes_another_text_off_as_whole(tool: Tool, folded: WrittenDraft, blocked: bool) -> None:
    good = folded.path.read_bytes()
    exact = headless = 0
    pages = len(good) // PAGE
    for page in range(pages):
        folded.path.write_bytes(good[: page * PAGE] + bytes(PAGE) + good[(page + 1) * PAGE :])
        found = tool.run(folded.path, blocked=blocked)
        exact += found.text == folded.text
        assert found.text == folded.text or found.code == PARTLY, f"page {page}: {found.words}"
        headless += "Nothing says what the text was before" in found.words
        with_journal = tool.run(folded.path, folded.folder, blocked=blocked)
        assert with_journal.text == folded.text, f"page {page}: {with_journal.words}"
    assert exact >= pages * 2 // 3
    assert headless <= 1, "only the page that all keyframes of a short draft begin on"


def test_that_no_flipped_bit_passes_another_text_off_as_whole(tool: Tool, folded: WrittenDraft) -> None:
    good = folded.path.read_bytes()
    chance = random.Random(11)  # noqa: S311
    for _ in range(40):
        data = bytearray(good)
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        folded.path.write_bytes(data)
        found = tool.run(folded.path)
        assert found.text == folded.text or found.code == PARTLY, f"byte {at}: {found.words}"


def test_that_a_wiped_header_a_cut_and_an_empty_file_are_read_as_far_as_they_go(tool: Tool, folded: WrittenDraft) -> None:
    good = folded.path.read_bytes()
    folded.path.write_bytes(bytes(100) + good[100:])
    assert tool.run(folded.path).text == folded.text
    folded.path.write_bytes(good[: len(good) // 2])
    assert tool.run(folded.path).code in (PARTLY, NOTHING)
    for content in (b"", b"# An essay\n" * 2_000, bytes(50_000), b"SQLite format 3\0" * 900):
        folded.path.write_bytes(content)
        found = tool.run(folded.path)
        assert (found.code, found.text) == (NOTHING, "")
        assert "no text" in found.words


def test_that_a_text_whose_hashes_are_all_wrong_is_given_and_said_to_be_doubtful(
    tool: Tool, folded: WrittenDraft
) -> None:
    with closing(sqlite3.connect(folded.path)) as connection:
        connection.execute("UPDATE keyframe SET hash = 'sha256:0'")
        connection.commit()
    found = tool.run(folded.path)
    assert found.text == folded.text
    assert "bare text of a keyframe whose hash does not fit" in found.words
    assert found.code == PARTLY


def test_that_the_log_of_a_killed_worker_is_read_without_sqlite_too(tool: Tool, folded: WrittenDraft) -> None:
    folded.append("Only in the log.")
    store = DraftStore.open(folded.path)
    store.fold(records_of(folded))
    log = folded.path.with_name(folded.path.name + "-wal")
    assert log.stat().st_size
    for blocked in (False, True):
        assert tool.run(folded.path, blocked=blocked).text == folded.text
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="the longest file cannot be set there")
def test_that_a_full_temporary_folder_is_told_and_the_pages_are_read(tool: Tool, folded: WrittenDraft) -> None:
    found = tool.run(folded.path, full=True)
    assert found.text == folded.text
    assert "no copy for SQLite could be made in the temporary folder (File too large)" in found.words
    assert found.code == PARTLY


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_that_a_missing_temporary_folder_is_told_and_the_pages_are_read(tool: Tool, folded: WrittenDraft) -> None:
    found = tool.run(folded.path, homeless=True)
    assert found.text == folded.text
    assert "No usable temporary directory" in found.words
    assert found.code == PARTLY


def test_that_a_hole_in_the_journal_is_told_and_the_words_after_it_are_kept_apart(
    tool: Tool, draft: WrittenDraft
) -> None:
    before = draft.text
    draft.write(10, "the lost word")
    gap = draft.n
    for letter in "found":
        draft.append(letter)
    path = journal_of(draft)
    lines = path.read_bytes().split(b"\n")
    number = next(at for at, line in enumerate(lines) if (one := record_of(line)) and one["n"] == gap)
    lines[number] = lines[number].replace(b"lost", b"last")
    path.write_bytes(b"\n".join(lines))
    found = tool.run(path)
    assert found.text.startswith(before)
    assert found.text.endswith("-->\n\nfound")
    assert "1 damaged line" in found.words
    assert f"Change {gap} is missing." in found.words
    assert found.code == PARTLY


def test_that_a_change_missing_from_a_database_is_seen_by_those_after_it(tool: Tool, folded: WrittenDraft) -> None:
    seen = tool.run(folded.path).text
    with closing(sqlite3.connect(folded.path)) as connection:
        connection.execute("DELETE FROM keyframe WHERE number > 1")
        connection.execute("DELETE FROM edit WHERE seq = (SELECT seq FROM edit WHERE row LIKE '%\"d\":%' LIMIT 1)")
        connection.commit()
    found = tool.run(folded.path)
    assert found.text != seen
    assert "does not fit" in found.words
    assert found.code == PARTLY


def test_that_a_journal_without_its_beginning_gives_what_was_typed(tool: Tool, tmp_path: Path) -> None:
    edits = [{"kind": "edit", "n": n, "p": n, "i": [letter, "typed"]} for n, letter in enumerate("words", 7)]
    path = tmp_path / "journal-000002.jsonl"
    path.write_bytes(b"".join(map(line_of, edits)))
    found = tool.run(path)
    assert found.text == "words"
    assert "Nothing says what the text was before" in found.words
    assert found.code == PARTLY


def test_that_an_unfinished_last_line_is_no_damage(tool: Tool, draft: WrittenDraft) -> None:
    with journal_of(draft).open("ab") as file:
        file.write(b'{"kind":"edit","n":9')
    assert tool.run(draft.folder).code == ALL


def test_that_half_a_character_is_given_as_a_sign_for_it(tool: Tool, draft: WrittenDraft) -> None:
    draft.write(0, "\ud83d")
    assert tool.run(draft.folder).text == "\ufffd" + draft.text[1:]


# Calls that are wrong.


def test_that_files_of_two_drafts_are_not_mixed(tool: Tool, folded: WrittenDraft, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = WrittenDraft(tmp_path / "other", "Another draft.\n").begin()
    found = tool.run(folded.path, other.folder)
    assert (found.code, found.text) == (WRONG_CALL, "")
    assert "different drafts" in found.words


def test_that_a_missing_file_is_told(tool: Tool) -> None:
    found = tool.run("nowhere.palimpsest")
    assert found.code == NOTHING
    assert "nowhere.palimpsest cannot be read" in found.words


# What it stands on.


def test_that_it_needs_nothing_but_the_standard_library_of_python_3_8() -> None:
    tree = ast.parse((ROOT / "packaging/salvage.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    names = {one.names[0].name for one in ast.walk(tree) if isinstance(one, ast.Import)}
    names |= {str(one.module) for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_that_an_altered_change_is_not_taken_for_what_was_typed(folded: WrittenDraft, tool: Tool) -> None:
    with closing(sqlite3.connect(folded.path)) as connection:
        altered = "UPDATE edit SET row = replace(row, 'After the keyframe', 'After the key frame')"
        assert connection.execute(altered).rowcount
        connection.commit()
    found = tool.run(folded.path)
    assert "key frame" not in found.text
    assert found.code == PARTLY


def test_that_a_text_that_cannot_be_put_where_it_was_wanted_is_told_in_a_sentence(
    tool: Tool, folded: WrittenDraft, tmp_path: Path
) -> None:
    found = tool.run(folded.path, "-o", tmp_path / "nowhere" / "out.md")
    assert found.code == WRONG_CALL
    assert "out.md cannot be written (No such file or directory); name another file" in found.words
    assert "Traceback" not in found.words


def test_that_a_pipe_among_the_files_is_told_and_not_waited_for(tool: Tool, folded: WrittenDraft, tmp_path: Path) -> None:
    for name in ("pipe.palimpsest", "journal-000009.jsonl"):
        os.mkfifo(folded.folder / name)
    wanted = tool.run(folded.path)
    found = tool.run(folded.path, folded.folder)
    assert (found.code, found.text) == (PARTLY, wanted.text)
    assert "pipe.palimpsest cannot be read (it is not a file)." in found.words
    assert "journal-000009.jsonl cannot be read (it is not a file)." in found.words
