from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.errors import CredentialError, FileError, ModelError
from editor.llm.connection_book import FILE, ConnectionBook
from editor.llm.connection_file import BrokenBook, NewerBook, read_book
from editor.llm.connections import ANTHROPIC_ADDRESS, COMPATIBLE, Connection

OWN = Connection(COMPATIBLE, "http://127.0.0.1:11434/v1", "qwen3:8b", ("qwen3:8b", "gemma"), "ollama", "My Ollama")
GATEWAY = Connection(COMPATIBLE, "https://gateway.example/v1", "m", ("m",), "gateway", "Gateway")


def book_at(folder: Path, **environment: str) -> ConnectionBook:
    return ConnectionBook(folder / "data" / FILE, environment)


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "data" / FILE
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(0o600)
    return file


def row(**changed: object) -> dict[str, object]:
    kept = {"id": "mine", "title": "Mine", "provider": COMPATIBLE, "base_url": "https://a.example/v1", "model": "m"}
    return {**kept, "allowed": ["m"], **changed}


def test_that_the_three_vendors_are_there_without_any_file(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    assert [one.id for one in book.connections] == ["anthropic", "openai", "google"]
    assert book.trouble is None
    assert not (tmp_path / "data").exists()


def test_that_what_is_kept_is_there_the_next_time_and_private(tmp_path: Path) -> None:
    book_at(tmp_path).keep(OWN)
    book_at(tmp_path).keep(GATEWAY)
    again = book_at(tmp_path)
    assert again.connections[3:] == (OWN, GATEWAY)
    assert again.connection("ollama") == OWN
    file = tmp_path / "data" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(file.parent) == [FILE]
    again.remove("ollama")
    assert book_at(tmp_path).connections[3:] == (GATEWAY,)


def test_that_the_usual_connection_is_kept_and_falls_back_to_claude(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    assert book.usual == "anthropic"
    book.keep(OWN)
    file = tmp_path / "data" / FILE
    assert json.loads(file.read_text())["version"] == 1, "older programs read a file without a choice"
    book.choose_usual("ollama")
    with pytest.raises(CredentialError):
        book.choose_usual("nobody")
    book.keep(GATEWAY)
    assert book_at(tmp_path).usual == "ollama"
    assert json.loads(file.read_text())["version"] == 2
    book.remove("ollama")
    assert (book.usual, book_at(tmp_path).usual) == ("anthropic", "anthropic")


def test_that_a_usual_connection_that_is_gone_is_claude(tmp_path: Path) -> None:
    written(tmp_path, '{"version": 2, "usual": "gone", "connections": []}')
    book = book_at(tmp_path)
    assert (book.trouble, book.usual) == (None, "anthropic")


def test_that_a_file_others_could_read_is_made_private(tmp_path: Path) -> None:
    book_at(tmp_path).keep(OWN)
    file = tmp_path / "data" / FILE
    file.chmod(0o644)
    assert book_at(tmp_path).connection("ollama") == OWN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_that_a_vendors_models_can_be_narrowed_and_its_address_cannot_be_moved(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    claude = book.connection("anthropic")
    book.keep(replace(claude, model="claude-haiku-5-5", allowed=("claude-haiku-5-5",), base_url="https://a.example"))
    again = book_at(tmp_path).connection("anthropic")
    assert (again.base_url, again.allowed) == (ANTHROPIC_ADDRESS, ("claude-haiku-5-5",))
    with pytest.raises(CredentialError):
        book.keep(Connection(COMPATIBLE, "https://a.example/v1", "m", ("m",), "anthropic"))
    book.remove("anthropic")
    assert book_at(tmp_path).connection("anthropic") == claude


def test_that_our_own_variable_still_moves_a_vendor(tmp_path: Path) -> None:
    book = book_at(tmp_path, PALIMPSEST_OPENAI_BASE_URL="http://127.0.0.1:9/v1/", PALIMPSEST_GOOGLE_MODEL="gemini-x")
    assert book.connection("openai").base_url == "http://127.0.0.1:9/v1"
    assert book.connection("google").model == "gemini-x"
    with pytest.raises(CredentialError):
        book_at(tmp_path, PALIMPSEST_OPENAI_BASE_URL="http://far.example")


def test_that_a_key_of_the_environment_goes_to_its_own_vendor_only(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    with pytest.raises(CredentialError):
        book.keep(Connection(COMPATIBLE, "https://a.example/v1", "m", ("m",), "mistral"))
    book.keep(Connection(COMPATIBLE, "https://api.mistral.ai/v1", "m", ("m",), "mistral"))


def test_that_a_connection_keeps_its_address(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    book.keep(GATEWAY)
    with pytest.raises(CredentialError, match="Make a new connection"):
        book.keep(replace(GATEWAY, base_url="https://elsewhere.example/v1"))
    book.keep(replace(GATEWAY, base_url="https://gateway.example/other/v1", title="Renamed"))
    assert book_at(tmp_path).connection("gateway").title == "Renamed"


def test_that_a_new_connection_gets_an_id_nobody_has(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    assert book.new_id("My Server (2)") == "my-server-2"
    assert book.new_id("Mistral") == "mistral-2"
    assert book.new_id("OpenAI") == "openai-2"
    assert book.new_id("模型") == "connection"
    book.keep(OWN)
    assert book.new_id("Ollama") == "ollama-2"


def test_that_two_programs_lose_nothing_of_each_other(tmp_path: Path) -> None:
    ours, theirs = book_at(tmp_path), book_at(tmp_path)
    theirs.keep(OWN)
    claude = theirs.connection("anthropic")
    theirs.keep(replace(claude, allowed=(claude.model,)))
    theirs.choose_usual("ollama")
    ours.keep(GATEWAY)
    assert [one.id for one in book_at(tmp_path).connections][3:] == ["ollama", "gateway"]
    assert ours.connection("anthropic").allowed == (claude.model,)
    assert (ours.usual, book_at(tmp_path).usual) == ("ollama", "ollama")
    theirs.look_again()
    assert theirs.connection("gateway") == GATEWAY
    theirs.remove("ollama")
    ours.choose_usual("gateway")
    assert [one.id for one in book_at(tmp_path).connections][3:] == ["gateway"]


def test_that_what_another_program_takes_away_may_not_be_asked_any_more(tmp_path: Path) -> None:
    ours = book_at(tmp_path)
    ours.keep(GATEWAY)
    theirs = book_at(tmp_path)
    theirs.keep(OWN)
    theirs.keep(replace(OWN, model="gemma", allowed=("gemma",)))
    theirs.remove("gateway")
    ours.look_again()
    ours.check("ollama", "gemma")
    with pytest.raises(ModelError, match="does not allow the model qwen3:8b"):
        ours.check("ollama", "qwen3:8b")
    with pytest.raises(CredentialError, match="no such connection"):
        ours.check("gateway", "m")
    theirs.keep(GATEWAY)
    ours.look_again()
    ours.check("gateway", "m")
    ours.check("anthropic", "any-model")
    ours.check("never-kept", "m")


def test_that_a_file_another_program_spoiled_takes_nothing_from_one_that_runs(tmp_path: Path) -> None:
    ours = book_at(tmp_path)
    ours.keep(OWN)
    written(tmp_path, "{")
    ours.keep(GATEWAY)
    assert [one.id for one in book_at(tmp_path).connections][3:] == ["ollama", "gateway"]
    assert (tmp_path / "data" / f"{FILE}.broken").read_text() == "{"


def test_that_a_file_of_a_newer_version_is_not_written_over_where_one_came_meanwhile(tmp_path: Path) -> None:
    ours = book_at(tmp_path)
    ours.keep(OWN)
    written(tmp_path, '{"version": 99}')
    with pytest.raises(FileError, match="newer version"):
        ours.keep(GATEWAY)
    assert (tmp_path / "data" / FILE).read_text() == '{"version": 99}'
    assert ours.connection("ollama") == OWN


def test_that_a_connection_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match="no such connection"):
        book_at(tmp_path).connection("gone")


BROKEN = {
    "no JSON": "{",
    "no text": b"\xff\xfe",
    "a list": "[]",
    "no version": '{"connections": []}',
    "a true version": '{"version": true, "connections": []}',
    "a usual one of another kind": '{"version": 2, "usual": 7, "connections": []}',
    "a usual one that is no text": '{"version": 2, "usual": 0, "connections": []}',
    "a usual one that is none": '{"version": 2, "usual": "../x", "connections": []}',
    "a usual one in an older file": '{"version": 1, "usual": "openai", "connections": []}',
    "a file of now without one": '{"version": 2, "connections": []}',
    "more": '{"version": 1, "connections": [], "key": "sk-1"}',
    "a key": {**row(), "key": "sk-1"},
    "a missing field": {name: value for name, value in row().items() if name != "model"},
    "a number": row(model=3),
    "a line break": row(title="a\nb"),
    "a long name": row(title="x" * 301),
    "another provider": row(provider="oracle"),
    "a path for an id": row(id="../x"),
    "models that are no list": row(allowed="m"),
    "plain http": row(base_url="http://a.example/v1"),
    "a key in the address": row(base_url="https://user:word@a.example/v1"),
    "a moved vendor": row(id="mistral"),
    "too much": " " * (1024 * 1024 + 1),
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("what", BROKEN)
def test_that_a_broken_file_is_kept_aside_and_a_new_one_begun(tmp_path: Path, what: str) -> None:
    content = BROKEN[what]
    text = json.dumps({"version": 1, "connections": [content]}) if isinstance(content, dict) else content
    file = written(tmp_path, text)  # type: ignore[arg-type]
    before = file.read_bytes()
    book = book_at(tmp_path)
    assert isinstance(book.trouble, FileError)
    assert "connections.json.broken" in book.trouble.detail
    assert "no key was in it" in book.trouble.detail
    assert [one.id for one in book.connections] == ["anthropic", "openai", "google"]
    book.keep(OWN)
    assert file.with_name(f"{FILE}.broken").read_bytes() == before
    assert book_at(tmp_path).trouble is None


def test_that_one_broken_file_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    for text in ("first", "second"):
        written(tmp_path, text)
        book_at(tmp_path)
    kept = sorted(one.read_text() for one in (tmp_path / "data").glob("*.broken*"))
    assert kept == ["first", "second"]


@pytest.mark.parametrize("how", ["newer", "folder", "link"])
def test_that_a_file_that_is_not_ours_to_change_is_left_as_it_is(tmp_path: Path, how: str) -> None:
    file = tmp_path / "data" / FILE
    file.parent.mkdir()
    if how == "newer":
        written(tmp_path, '{"version": 3, "connections": {"a": 1}}')
    elif how == "folder":
        file.mkdir()
    else:
        (tmp_path / "target").write_text("x")
        file.symlink_to(tmp_path / "target")
    book = book_at(tmp_path)
    assert book.trouble is not None
    with pytest.raises(FileError):
        book.keep(OWN)
    assert os.listdir(file.parent) == [FILE]
    assert len(book.connections) == 3


def test_that_a_connection_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    book = book_at(tmp_path)
    book.keep(OWN)
    with pytest.raises(FileError, match="Nothing was changed"):
        book.keep(replace(GATEWAY, title="two\nlines"))
    assert book_at(tmp_path).connections[3:] == (OWN,)


def test_that_a_full_disk_leaves_the_book_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_at(tmp_path)
    book.keep(OWN)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("editor.llm.connection_book.write_atomically", full)
    with pytest.raises(FileError, match="No space left"):
        book.keep(GATEWAY)
    assert book.connections[3:] == (OWN,)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=60)
    | st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["version", "connections", "id", "allowed"]), inner, max_size=4)
        ),
    ).map(lambda value: json.dumps(value).encode())
)
def test_that_whatever_the_file_holds_it_is_read_or_refused(data: bytes) -> None:
    try:
        read_book(data)
    except (BrokenBook, NewerBook, CredentialError):
        return
    assert json.loads(data) == {"version": 1, "connections": []} or json.loads(data)["version"] < 1
