from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_cli import run
from written_draft import WrittenDraft

from editor.core.origins import Origin, OriginKind

MODEL = Origin(OriginKind.MODEL, "gpt-9", "openai")


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"PALIMPSEST_DATA": str(tmp_path / "data")}


@pytest.fixture
def draft(tmp_path: Path) -> WrittenDraft:
    written = WrittenDraft(tmp_path, "", data=tmp_path / "data").begin()
    written.append("I think ").append("cats are carnivores.\n", MODEL)
    written.close()
    return written


def test_that_annotations_go_out_and_come_back_with_every_origin(
    draft: WrittenDraft, data: dict[str, str], tmp_path: Path
) -> None:
    out, again, last = tmp_path / "out.md", tmp_path / "again.palimpsest", tmp_path / "last.md"
    assert run("annotations", "export", draft.path, "-o", out, "--author", "Jane", **data)[0] == 0
    assert "@Jane: 0,8" in out.read_text()
    assert "&gpt-9 <openai>: 8,21" in out.read_text()
    assert run("annotations", "import", out, "-o", again, "--author", "Jane", **data)[0] == 0
    assert run("verify", again, **data)[:2] == (0, "again.palimpsest is sound.\n")
    assert run("annotations", "export", again, "-o", last, "--author", "Jane", **data)[0] == 0
    assert last.read_bytes() == out.read_bytes()


def test_that_annotations_that_point_outside_the_text_wait_for_the_writers_word(
    data: dict[str, str], tmp_path: Path
) -> None:
    source, made = tmp_path / "in.md", tmp_path / "made.palimpsest"
    text = "Short.\n\n---\nAnnotations: 0,900 SHA-256 " + "0" * 32 + "\n@Jane: 2,400\n...\n"
    source.write_text(text)
    code, out, err = run("annotations", "import", source, "-o", made, **data)
    assert (code, out) == (1, "")
    assert "The block was made for a text of 900 characters, and this one has 7." in err
    assert "The range 2,400 of @Jane points outside the text, which has 7 characters." in err
    assert "Nothing was made. --if-changed keep" in err
    assert not made.exists()
    assert run("annotations", "import", source, "-o", made, "--if-changed", "discard", **data)[0] == 0
    assert run("annotations", "export", made, "-o", "-", **data)[1].startswith("Short.\n\n---\nAnnotations: 0,7 SHA-256")
    assert source.read_text() == text
    code, _, err = run("annotations", "import", source, "-o", made, "--if-changed", "keep", **data)
    assert code == 1
    assert "There is a draft of this name already" in err


def test_that_the_writer_is_one_of_the_people_named(draft: WrittenDraft, data: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out.md"
    run("annotations", "export", draft.path, "-o", out, **data)
    code, _, err = run("annotations", "import", out, "-o", tmp_path / "n.palimpsest", "--author", "Nobody", **data)
    assert code == 1
    assert "Nobody is called Nobody in out.md. It names: Author. Nothing was made." in err


def test_that_the_draft_itself_is_not_written_over(draft: WrittenDraft, data: dict[str, str]) -> None:
    code, _, err = run("annotations", "export", draft.path, "-o", draft.path, **data)
    assert code == 1
    assert "It is the draft itself. Choose another name." in err


def test_that_a_report_is_a_page_or_json_with_what_the_writer_chose(
    draft: WrittenDraft, data: dict[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "report.html"
    assert run("process", draft.path, "-o", out, **data)[0] == 0
    assert "recorded by the author's own software; not proof" in out.read_text()
    code, text, _ = run("process", draft.text_path, "-o", "-", "--json", "--without", "sessions", "beginnings", **data)
    content = json.loads(text)
    assert code == 0
    assert content["by_origin"] == {"typed": 2, "model": 3}
    assert (content["sessions"], content["paragraphs"][0]["beginning"]) == ([], "")
    assert "call-texts" not in content["parts"]


def test_that_nothing_is_reported_of_a_text_that_was_never_opened_here(data: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "plain.md"
    path.write_text("Never opened.")
    code, _, err = run("process", path, "-o", "-", **data)
    assert code == 1
    assert "Nothing is recorded of plain.md. Only a draft that was written here has a past." in err
