from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from openai_server import OpenAIServer
from service_bench import Bench, question_of
from spoiled_files import KINDS, spoil
from word_makers import FORMULA, NOTED, PICTURE, paragraph, word_file
from worker_process import KEY, ROOT, clean_environment
from written_draft import WrittenDraft

from editor.core.clock import SystemClock
from editor.core.origins import Origin, OriginKind
from editor.journal.lock import FOLDING_LOCK
from editor.llm.connection_book import FILE, ConnectionBook
from editor.llm.connections import COMPATIBLE, Connection
from editor.protocol.messages import ListCalls
from editor.services.listing import Listing
from editor.store.calls import Call
from editor.store.drafts import DraftStore
from editor.store.spending import Spending
from editor.store.spending_file import spending_path

ESSAY = (
    "# A title\n\nThe first paragraph — 𝛑 — is very unique. Perhaps it might possibly recieve a remark.\n\n"
    "```\n\ncode\n\n```\n\nThe last one.\n"
)
MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic", "critique", when_ms=1_763_600_000_000)


def run(*arguments: object, **environment: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the program."""
    done = subprocess.run(
        [sys.executable, "-m", "editor", *map(str, arguments)],
        capture_output=True,
        env=clean_environment(**environment),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr.decode()
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"PALIMPSEST_DATA": str(tmp_path / "data")}


def fold(draft: WrittenDraft) -> None:
    """Makes the database of what was written so far, as the worker does."""
    DraftStore.from_journal(draft.folder, draft.path).close()


# Critique


def test_that_a_critique_in_json_quotes_the_paragraph_to_the_letter(essay: Path, data: dict[str, str]) -> None:
    code, out, err = run("critique", essay, "--paragraph", 2, "--json", **data)
    assert (code, err) == (0, "")
    content = json.loads(out)
    assert list(content) == ["remarks"]
    paragraph = ESSAY.split("\n\n")[1]
    assert content["remarks"]
    for remark in content["remarks"]:
        assert list(remark) == ["critic", "quote", "start", "end", "issue", "why", "suggestion"]
        assert paragraph[remark["start"] : remark["end"]] == remark["quote"] != ""
        assert remark["critic"] in ("harper", "proselint", "style")
    assert any(remark["quote"] == "recieve" for remark in content["remarks"])
    assert essay.read_text() == ESSAY
    assert sorted(path.name for path in essay.parent.iterdir()) == ["essay.md"]


def test_that_one_local_critic_can_be_asked_alone_and_prints_for_people(essay: Path, data: dict[str, str]) -> None:
    code, out, _ = run("critique", essay, "--paragraph", 2, "--critic", "harper", **data)
    assert code == 0
    assert "“recieve” (harper, " in out


def test_that_blank_lines_before_the_first_paragraph_are_not_counted(tmp_path: Path, data: dict[str, str]) -> None:
    path = tmp_path / "late.md"
    path.write_text("\n\nI recieve it.\n")
    _, out, _ = run("critique", path, "--paragraph", 1, "--critic", "harper", "--json", **data)
    assert [(row["start"], row["end"]) for row in json.loads(out)["remarks"]] == [(2, 9)]


def test_that_a_model_is_asked_only_with_a_yes_and_after_all_was_shown(essay: Path, data: dict[str, str]) -> None:
    with AnthropicServer() as server:
        keyed = {**data, "ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        call = ("critique", essay, "--paragraph", 2, "--critic", "balanced-editor", "--json")
        code, out, err = run(*call, **keyed)
        assert (code, out) == (1, "")
        assert server.received == []
        assert "The first paragraph — 𝛑" in err
        assert f"for Claude (127.0.0.1:{server.port}), model claude-sonnet-5-5: about " in err
        assert "Nothing was sent. Add --yes" in err
        assert "It cost" not in err
        code, out, err = run(*call, "--yes", **keyed)
        assert code == 0
        assert re.search(r"^It cost [0-9.]+ ct\.$", err, re.MULTILINE)
        assert len(server.received) == 1
        body = server.received[0].body
        assert question_of(server.received[0]) in err
        assert body["system"] in err
        paragraph = ESSAY.split("\n\n")[1]
        remarks = json.loads(out)["remarks"]
        assert [paragraph[row["start"] : row["end"]] for row in remarks] == [row["quote"] for row in remarks]
        assert len(remarks) == 2
        assert KEY not in out + err


def test_that_connections_are_listed_and_a_critic_asks_over_the_one_that_is_named(
    essay: Path, data: dict[str, str]
) -> None:
    with OpenAIServer(keyless=True) as server:
        book = ConnectionBook(Path(data["PALIMPSEST_DATA"]) / FILE, {})
        book.keep(Connection(COMPATIBLE, server.url, "qwen3:8b", ("qwen3:8b",), "own", "My own"))
        code, out, _ = run("connections", **data)
        assert (code, server.received) == (0, [])
        assert out.startswith("* anthropic: Claude, https://api.anthropic.com\n")
        assert f"  own: My own, {server.url}\n    qwen3:8b; no key needed\n" in out
        book.choose_usual("own")
        rows = json.loads(run("connections", "--json", **data)[1])
        assert [row["connection"] for row in rows if row["usual"]] == ["own"]
        call = ("critique", essay, "--paragraph", 2, "--critic", "balanced-editor", "--json", "--yes")
        code, out, err = run(*call, **data)
        assert (code, len(json.loads(out)["remarks"])) == (0, 2)
        assert "for My own (127.0.0.1" in err
        code, _, err = run(*call, "--connection", "Claude", **data)
        assert (code, len(server.received)) == (1, 1)
        assert "key" in err
        code, _, err = run(*call, "--connection", "nobody", **data)
        assert code == 1
        assert "There is no connection named “nobody”. Nothing was sent." in err


def test_that_models_are_those_that_a_provider_names_at_this_moment(data: dict[str, str]) -> None:
    with AnthropicServer() as server:
        keyed = {**data, "ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        code, out, err = run("models", **keyed)
        assert code == 0
        first, *_ = out.splitlines()
        assert first == "* claude-sonnet-5-5   Claude Sonnet 5.5"
        assert any(line.startswith("  claude-sonnet-4-5") and "shut down" in line for line in out.splitlines())
        assert KEY not in out + err
        rows = json.loads(run("models", "claude", "--json", **keyed)[1])
        assert [row["model"] for row in rows if row["allowed"]] == ["claude-sonnet-5-5"]
        assert all(one.body == {} for one in server.received), "nothing of a draft goes along"
        code, out, err = run("models", "openai", **keyed)
        assert (code, out) == (1, "")
        assert "key" in err


def test_that_what_was_sent_for_a_draft_is_in_its_list(tmp_path: Path, data: dict[str, str]) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("\nMore.\n")
    fold(draft)
    with AnthropicServer() as server:
        keyed = {**data, "ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        call = ("critique", draft.path, "--paragraph", 2, "--critic", "balanced-editor", "--yes", "--model", "x-401")
        code, _, err = run(*call, **keyed)
        assert code == 1
        assert "does not accept the key ending …4f2a" in err
    store = DraftStore.open(draft.path)
    try:
        (kept,) = store.calls.all()
        assert (kept.status, kept.model) == ("bad_key", "x-401")
        assert kept.sent in err
    finally:
        store.close()
        draft.close()


def test_that_a_text_without_a_draft_has_a_limit_and_what_is_sent_of_it_is_kept(
    tmp_path: Path, data: dict[str, str]
) -> None:
    path, long = tmp_path / "plain.md", tmp_path / "long.md"
    path.write_text(ESSAY)
    long.write_text("Numbers, numbers. " * 30_000)
    with AnthropicServer() as server:
        keyed = {**data, "ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        call = ("--paragraph", 1, "--critic", "balanced-editor", "--yes")
        code, _, err = run("critique", long, *call, "--model", "claude-fable-5-2", **keyed)
        assert (code, server.received) == (1, [])
        assert "left for this essay" in err
        code, _, err = run("critique", path, *call, **keyed)
        assert (code, len(server.received)) == (0, 1)
    folder = next(Path(data["PALIMPSEST_DATA"]).glob("sent/*"))
    assert f"What is sent is kept in {folder}." in err
    (kept,) = (json.loads(one.read_text()) for one in folder.iterdir())
    assert (kept["status"], kept["sent"] in err) == ("done", True)
    assert kept["reply"]
    with closing(Spending.open(spending_path(Path(data["PALIMPSEST_DATA"])), SystemClock())) as spending:
        assert [one.call for one in spending.calls(folder.name)] == [kept["id"]]


def test_that_what_is_sent_of_a_draft_that_another_program_has_comes_into_its_list(
    tmp_path: Path, data: dict[str, str]
) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("\nMore.\n")
    bench = Bench(draft)
    bench.attach()
    listing = Listing(bench.opening, draft.clock)
    with AnthropicServer() as server:
        keyed = {"ANTHROPIC_API_KEY": KEY, "PALIMPSEST_ANTHROPIC_BASE_URL": server.url}
        there = {**data, **keyed, "PALIMPSEST_DATA": str(draft.places.root)}
        call = ("critique", draft.path, "--paragraph", 2, "--critic", "balanced-editor", "--yes")
        code, _, err = run(*call, **there)
    assert (code, len(server.received)) == (0, 1)
    assert err.count("comes into its list") == 1
    assert bench.opening.draft.store.calls.all() == ()
    (kept,) = listing.calls(ListCalls(1)).calls
    assert kept["status"] == "done"
    assert kept["sent"] in err
    assert list((draft.places.root / "sent").glob("*/*")) == []
    assert len(bench.opening.draft.store.calls.all()) == 1
    bench.opening.close()
    draft.close()


def test_that_a_model_without_a_key_is_told_to_be_without(essay: Path, data: dict[str, str]) -> None:
    code, _, err = run("critique", essay, "--paragraph", 2, "--critic", "balanced-editor", "--yes", **data)
    assert code == 1
    assert "There is no key for Claude yet. Nothing was sent." in err


# Report


def test_that_a_report_tells_words_minutes_and_verdict_of_a_draft_open_in_a_window(
    tmp_path: Path, data: dict[str, str]
) -> None:
    draft = WrittenDraft(tmp_path, ESSAY)
    draft.session.time.focus(gained=True)
    draft.append("\nWritten by hand here.\n")
    fold(draft)
    for _ in range(30):
        draft.write(len(draft.text) - 1, " more")
    draft.append("\n").append("A sentence by a model stands here now.\n", MODEL)
    draft.session.time.flush()
    for path in (draft.path, draft.text_path):
        if path.exists():
            code, out, err = run("report", path, "--json", "--profile", "lesswrong-2025", **data)
    assert (code, err) == (0, "")
    content = json.loads(out)
    rows = {row["begins"]: row for row in content["paragraphs"]}
    assert [row["paragraph"] for row in content["paragraphs"]] == [1, 2, 3, 4, 5, 6]
    model = rows["A sentence by a model stands here now."]
    assert model["words_by_origin"] == {"model": 8}
    assert model["verdict"] == "not_allowed"
    assert model["evidence"][-1].endswith("the export puts it into a labelled block, where it is allowed.")
    own = next(row for begins, row in rows.items() if begins.startswith("Written by hand"))
    assert own["words"] == 34
    assert own["minutes"]["editing"] > 0
    assert content["words"] == sum(row["words"] for row in rows.values())
    assert content["lesswrong_words"] > 0
    assert content["profile"] == "lesswrong-2025"
    draft.close()


def test_that_a_report_reads_a_text_file_and_leaves_no_trace(essay: Path, data: dict[str, str]) -> None:
    code, out, err = run("report", essay, **data)
    assert (code, err) == (0, "")
    assert "words of prose as Palimpsest counts them" in out
    assert "as LessWrong shows it" in out
    assert "The last one." in out
    assert sorted(path.name for path in essay.parent.iterdir()) == ["essay.md"]


def test_that_a_report_for_a_spreadsheet_holds_no_formula(tmp_path: Path, data: dict[str, str]) -> None:
    path = tmp_path / "essay.md"
    path.write_text('=1+1 "quoted", with a comma\n\n- a list\n')
    code, out, _ = run("report", path, "--csv", **data)
    assert code == 0
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0][:3] == ["paragraph", "begins", "words"]
    assert [row[1] for row in rows[1:]] == ['\'=1+1 "quoted", with a comma', "'- a list"]


# Export


def test_that_an_export_labels_the_words_of_the_model_and_warns(tmp_path: Path, data: dict[str, str]) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("\nA TODO of mine.\n\n").append("By a model.\n", MODEL)
    out = tmp_path / "post.md"
    code, text, err = run("export", draft.path, "--for", "lesswrong", "-o", out, **data)
    assert (code, text) == (0, "")
    post = out.read_text()
    assert '%%% llm-output model="claude-opus-5-5"\n\nBy a model.\n\n%%% /llm-output' in post
    assert post.startswith("The first paragraph")
    assert "Leftovers. Paragraph 5: “TODO” is still in it." in err
    assert f"Written to {out}." in err
    draft.close()


def test_that_an_export_for_substack_is_a_page_and_markdown_beside_it(essay: Path, data: dict[str, str]) -> None:
    code, _, _ = run("export", essay, "--for", "substack", "-o", essay.with_name("post.html"), **data)
    assert code == 0
    assert essay.with_name("post.html").read_text().startswith("<!DOCTYPE html>")
    assert "The first paragraph — 𝛑" in essay.with_name("post.md").read_text()


def test_that_an_export_to_standard_output_is_nothing_but_the_post(essay: Path, data: dict[str, str]) -> None:
    code, out, _ = run("export", essay, "--for", "markdown", "-o", "-", **data)
    assert (code, out) == (0, ESSAY)


def test_that_an_export_never_writes_over_the_draft(essay: Path, data: dict[str, str]) -> None:
    for out in (essay, essay.with_suffix(".palimpsest")):
        code, _, err = run("export", essay, "--for", "lesswrong", "-o", out, **data)
        assert code == 1
        assert "It is the draft itself." in err
    assert essay.read_text() == ESSAY
    code, _, err = run("export", essay, "--for", "lesswrong", "-o", essay.with_name("no") / "post.md", **data)
    assert code == 1
    assert "post.md cannot be written" in err


# Bad input


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_file_that_is_no_draft_is_told_in_a_sentence(tmp_path: Path, data: dict[str, str], kind: str) -> None:
    path = tmp_path / "essay.palimpsest"
    spoil(path, kind)
    before = path.read_bytes()
    code, out, err = run("report", path, **data)
    assert (code, out) == (1, "")
    assert "draft" in err
    assert "essay.palimpsest" in err
    assert err.count("\n") == 1
    assert path.read_bytes() == before


def test_that_input_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, data: dict[str, str]) -> None:
    latin = tmp_path / "latin.md"
    latin.write_bytes("Grüße".encode("latin-1"))
    (tmp_path / "torn.palimpsest").write_bytes(b"SQLite format 3\0" + b"\1" * 500)
    empty = tmp_path / "empty.md"
    empty.touch()
    said = {
        tmp_path / "nowhere.md": "There is no such file",
        tmp_path / "nowhere.palimpsest": "There is no such draft",
        tmp_path: "is a folder",
        latin: "latin.md is not a text in UTF-8. Byte 3",
        tmp_path / "torn.palimpsest": "torn.palimpsest",
    }
    for path, words in said.items():
        code, out, err = run("report", path, **data)
        assert (code, out) == (1, "")
        assert words in err
        assert err.count("\n") == 1
    assert run("report", empty, "--csv", **data)[0] == 0
    code, _, err = run("critique", empty, "--paragraph", 2, **data)
    assert (code, err) == (1, "There is no paragraph 2. The last one is 1.\n")


def test_that_a_draft_held_by_others_is_still_read(tmp_path: Path, data: dict[str, str]) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("\nMore.\n")
    fold(draft)
    held = DraftStore.open(draft.path)
    try:
        with held.database.transaction():
            code, out, _ = run("report", draft.path, **data)
        assert code == 0
        assert "More." in out
    finally:
        held.close()
        draft.close()


def test_that_the_call_itself_is_checked(essay: Path, data: dict[str, str]) -> None:
    wrong: list[tuple[Any, ...]] = [
        ("critique", essay, "--paragraph", "0"),
        ("export", essay, "--for", "medium", "-o", "-"),
        ("report", essay, "--json", "--csv"),
    ]
    for call in wrong:
        code, out, err = run(*call, **data)
        assert (code, out) == (2, "")
        assert "usage:" in err


def test_that_each_command_explains_itself(data: dict[str, str]) -> None:
    for call, words in (
        (("--help",), "critique"),
        (("critique", "--help"), "counted from 1"),
        (("report", "--help"), "lesswrong-2025"),
        (("export", "--help"), "Substack"),
    ):
        code, out, err = run(*call, **data)
        assert (code, err) == (0, "")
        assert words in out
        assert "exit codes" in out
    assert run("--version") == (0, "Palimpsest 0.1.0\n", "")


def test_that_an_unknown_profile_is_answered_with_those_there_are(essay: Path, data: dict[str, str]) -> None:
    code, _, err = run("report", essay, "--profile", "../../etc", **data)
    assert code == 1
    assert "There are: ea-forum-2026, lesswrong-2025, lesswrong-2026, medium-2024, no-model-text-2026, sub" in err


def test_that_a_reader_that_had_enough_is_no_fault(essay: Path, data: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "editor", "report", str(essay)],
        stdout=write,
        stderr=subprocess.PIPE,
        env=clean_environment(**data),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_that_the_command_line_never_loads_qt(essay: Path, data: dict[str, str]) -> None:
    code = (
        "import sys; from editor.__main__ import main\n"
        f"main(['report', {str(essay)!r}])\n"
        "sys.exit(any(name.startswith('PySide6') or name.startswith('editor.ui') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env=clean_environment(**data),
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0


# Verify and recover


def test_that_verify_finds_what_is_wrong_and_recover_puts_it_right(tmp_path: Path, data: dict[str, str]) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("Kept to the letter.")
    fold(draft)
    draft.append(" And more, which only the journal holds.")
    draft.close()
    assert run("verify", draft.path, **data) == (0, "essay.palimpsest is sound.\n", "")
    assert run("verify", draft.text_path, **data)[0] == 0, "a draft may be named by its text"
    assert run("recover", draft.path, **data) == (0, "essay.palimpsest is sound; nothing was changed.\n", "")

    damaged = bytearray(draft.path.read_bytes())
    damaged[damaged.rindex(b"Kept to")] ^= 1
    draft.path.write_bytes(damaged)
    code, out, err = run("verify", draft.path, **data)
    assert (code, out) == (1, "")
    assert err.strip()
    code, out, err = run("recover", draft.path, "--json", **data)
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert "Nothing is missing. The damaged file is kept as essay.palimpsest.damaged-1." in told["said"]
    assert told["after"] == draft.text
    assert run("verify", draft.path, **data)[0] == 0
    assert draft.path.with_name("essay.palimpsest.damaged-1").read_bytes() == damaged


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("call", "The one call to a model that was recorded is not there any more."),
        ("version", "The one version that was recorded is not there any more: number 1."),
    ],
)
def test_that_verify_tells_of_a_call_and_a_version_that_were_taken_out(
    tmp_path: Path, data: dict[str, str], table: str, told: str
) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("Kept to the letter.")
    fold(draft)
    draft.close()
    store = DraftStore.open(draft.path)
    store.calls.put(Call("c1", 1_763_726_400_000, "anthropic", "claude", "critique", "Sent.", "Reply."))
    store.versions.keep("first", None, store.folded_n, 1_763_726_400_000, store.document.fragment(0, 5))
    store.close()
    assert run("verify", draft.path, **data)[0] == 0
    with closing(sqlite3.connect(draft.path)) as connection:
        assert connection.execute(f"DELETE FROM {table}").rowcount == 1  # noqa: S608 - names of our tables
        connection.commit()
    assert run("verify", draft.path, **data) == (1, "", f"{told}\n")


def test_that_verify_says_of_words_from_a_call_elsewhere_that_it_cannot_tell(
    tmp_path: Path, data: dict[str, str]
) -> None:
    origin = Origin(OriginKind.MODEL, "claude", "anthropic", "critique", prompt="c9")
    draft = WrittenDraft(tmp_path, ESSAY).append("A model's words.", origin)
    draft.close()
    DraftStore.from_journal(draft.folder, draft.path).close()
    with closing(sqlite3.connect(draft.path)) as connection:  # as a version leaves it that knows no such note
        connection.execute("DELETE FROM draft WHERE key = 'ends'")
        connection.execute("DELETE FROM credit")
        connection.commit()
    code, out, err = run("verify", draft.path, **data)
    assert (code, out) == (0, "essay.palimpsest is sound.\n")
    assert "Call c9 to a model is not in the file; it is named by 3 words of the text" in err
    assert "These came from another draft, or the record of the call was removed." in err


def test_that_recover_takes_over_the_lock_of_another_computer_only_when_told_to(
    tmp_path: Path, data: dict[str, str]
) -> None:
    draft = WrittenDraft(tmp_path, ESSAY).append("Kept to the letter.")
    fold(draft)
    draft.close()
    place = draft.places.draft(draft.ident)
    for lock in (place.lock, place.folder / FOLDING_LOCK):
        lock.write_text('{"pid": 7, "host": "attic", "started_ms": 0, "machine": "another"}')
    code, _, err = run("recover", draft.path, **data)
    assert code == 1
    assert "held by process 7 on attic" in err
    assert "--take-over does that; nothing was changed." in err
    code, out, _ = run("recover", draft.path, "--take-over", **data)
    assert (code, out) == (0, "essay.palimpsest is sound; nothing was changed. Its lock is free.\n")
    assert run("recover", draft.path, **data)[0] == 0


@pytest.mark.parametrize("command", ["verify", "recover"])
def test_that_what_is_no_draft_is_told_and_left_alone(tmp_path: Path, data: dict[str, str], command: str) -> None:
    code, out, err = run(command, tmp_path / "absent.palimpsest", **data)
    assert (code, out) == (1, "")
    assert "There is no draft" in err
    other = tmp_path / "other.palimpsest"
    other.write_bytes(b"milk, bread\n" * 400)
    code, out, err = run(command, other, **data)
    assert (code, out) == (1, "")
    assert err.strip()
    assert other.read_bytes() == b"milk, bread\n" * 400


# Import


def test_that_import_makes_a_text_file_beside_a_word_file_and_never_writes_over_one(
    tmp_path: Path, data: dict[str, str]
) -> None:
    path = word_file(tmp_path / "old.docx", paragraph("Old", "Heading1"), NOTED, PICTURE, FORMULA)
    (tmp_path / "old.md").write_text("mine")
    code, out, err = run("import", path, **data)
    assert (code, out) == (0, f"{tmp_path / 'old 2.md'}\n")
    assert "1 picture is in the folder old 2 images." in err
    assert (
        "1 formula was flattened: of fractions, roots and powers only the letters came along, as “E=mc2”. Set it anew "
        "between dollar signs; "
    ) in err
    assert (tmp_path / "old 2.md").read_text().startswith("# Old\n\nNoted[^1] here.\n\n![a curve](old%202%20images/")
    assert (tmp_path / "old.md").read_text() == "mine"


def test_that_import_of_a_page_puts_right_what_was_read_in_the_wrong_encoding(
    tmp_path: Path, data: dict[str, str]
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<meta charset=windows-1252><p>“quoted” Ã© — café</p>".encode("cp1252"))
    code, _, err = run("import", path, **data)
    assert (code, (tmp_path / "page.md").read_text("utf-8")) == (0, "“quoted” é — café\n")
    assert "wrong encoding" in err


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"no zip", "is not a Word file"),
        ("a.html", b"", "holds no text"),
        ("a.html", b"\0\1\2" * 100, "is not a page"),
        (
            "a.pdf",
            b"%PDF",
            "cannot be imported. Known are .docx, .htm, .html, .xhtml; .md, .markdown and .txt are opened",
        ),
        ("a.txt", b"words", "a.txt needs no import. Open it as it is: it is a text file"),
    ],
)
def test_that_import_says_why_a_file_cannot_be_read(
    tmp_path: Path, data: dict[str, str], name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    code, out, err = run("import", path, **data)
    assert (code, out) == (1, "")
    assert words in err
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".md"] == []


def test_that_import_of_a_file_that_is_not_there_or_a_folder_that_takes_nothing_says_so(
    tmp_path: Path, data: dict[str, str]
) -> None:
    code, _, err = run("import", tmp_path / "none.docx", **data)
    assert code == 1
    assert "none.docx cannot be imported" in err
