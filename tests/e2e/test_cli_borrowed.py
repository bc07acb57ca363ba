from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from test_cli import run
from written_draft import NOON, WrittenDraft

from editor.core.origins import Origin, OriginKind
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.store.calls import Call

MODEL = Origin(OriginKind.MODEL, "gpt-9", "openai", "critique", prompt="c1", when_ms=NOON)
SENTENCE = "Everybody knows how warm the old kitchen was in winter."


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"PALIMPSEST_DATA": str(tmp_path / "data")}


@pytest.fixture
def draft(tmp_path: Path) -> WrittenDraft:
    """One phrase typed after a model's reply, one after words a model put in that are gone, which the journal alone
    remembers; the model's own words stand in it, too."""
    written = WrittenDraft(tmp_path, "# T\n\n", data=tmp_path / "data").begin()
    written.append(f"{SENTENCE}\n\n").append("All of this is by a model itself.\n\n", MODEL)
    address = DraftAddress(written.path, written.ident, written.places.draft(written.ident), written.text_path)
    attached = AttachedDraft(address, written.clock)
    attached.fold()
    attached.store.calls.put(
        Call(
            "c1",
            NOON,
            "openai",
            "gpt-9",
            "critique",
            "",
            "Say how warm the old kitchen was, and then stop.",
            status="done",
        )
    )
    attached.close()
    written.append("No other day was ever so slow as this.", MODEL)
    written.write(len(written.text) - 38, "It was never so slow as this.\n\n", 38)
    written.append("In those days no other day was ever so slow.\n")
    written.close()
    return written


def test_that_every_phrase_is_named_with_its_place_and_who_said_it(draft: WrittenDraft, data: dict[str, str]) -> None:
    before = hashlib.sha256(draft.path.read_bytes()).hexdigest()
    code, out, _ = run("borrowed", draft.path, "--json", **data)
    found = json.loads(out)
    assert code == 0
    assert found["outputs"] == 3
    assert [(one["paragraph"], one["phrase"], one["source"]) for one in found["phrases"]] == [
        (2, "how warm the old kitchen was", "gpt-9, 21 November 2025, critique"),
        (5, "no other day was ever so slow", "gpt-9, 21 November 2025, critique"),
    ]
    first = found["phrases"][0]
    assert SENTENCE[first["start"] : first["end"]] == first["phrase"]
    assert first["said"].startswith("Say how warm the old kitchen was")
    assert hashlib.sha256(draft.path.read_bytes()).hexdigest() == before


def test_that_it_reads_as_sentences_too(draft: WrittenDraft, data: dict[str, str]) -> None:
    code, out, _ = run("borrowed", draft.text_path.with_suffix(".palimpsest"), **data)
    assert code == 0
    assert "Paragraph 2, 16 to 44: “how warm the old kitchen was”\n  said by gpt-9, 21 November 2025, critique" in out


def test_that_the_checks_of_an_export_look_for_borrowed_language(draft: WrittenDraft, data: dict[str, str]) -> None:
    code, _, err = run("export", draft.path, "--for", "lesswrong", "-o", "-", **data)
    assert code == 0
    assert (
        "Borrowed language. Paragraph 2: “how warm the old kitchen was” was said by gpt-9, 21 November 2025, critique."
        in err
    )


def test_that_it_is_read_while_another_program_writes(draft: WrittenDraft, data: dict[str, str]) -> None:
    with closing(sqlite3.connect(draft.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL").fetchall()
        other.execute("BEGIN IMMEDIATE")
        assert run("borrowed", draft.path, **data)[0] == 0


def test_that_nothing_was_said_in_a_text_that_is_no_draft(data: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "plain.md"
    path.write_text("Everybody knows how warm the old kitchen was.")
    assert run("borrowed", path, **data)[:2] == (0, "No model said anything in this draft, as far as it is recorded.\n")
