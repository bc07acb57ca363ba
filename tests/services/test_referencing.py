from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from pdf_makers import pdf_file, words
from service_bench import Bench, run
from word_makers import paragraph, word_file

from editor.core.attachments import Attachment
from editor.core.errors import EditRefused, FileUnreadable, IntakeError
from editor.core.references import LONGEST, MOST_TOKENS
from editor.llm.prompts import MAX_TOKENS
from editor.llm.provider import likely_tokens, most_tokens
from editor.protocol.messages import Approval, Critique, NeedsApproval, PrepareCritique, ReferenceRow
from editor.protocol.reference_messages import (
    KeepReferenceFile,
    KeepReferenceText,
    ReadReference,
    ReferenceKept,
    RemoveReference,
)

CRITIC = "balanced-editor"


@pytest.fixture
def keeping(bench: Bench) -> Bench:
    bench.draft.begin()
    bench.attach()
    return bench


def kept(bench: Bench, path: Path) -> ReferenceKept:
    return asyncio.run(bench.referencing.keep_file(KeepReferenceFile(1, str(path))))


def pasted(bench: Bench, text: str, title: str = "") -> str:
    answer = asyncio.run(bench.referencing.keep_text(KeepReferenceText(1, title, text, "pasted")))
    return str(answer.attachment["id"])


def test_that_files_of_each_kind_are_kept_with_the_draft_as_text(keeping: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Swans\n\nThey are *white*.\n")
    (tmp_path / "b.txt").write_bytes("Käse\r\n".encode("utf-16"))
    (tmp_path / "c.html").write_text("<p>One <b>two</b>.</p><script>alert(1)</script>")
    word_file(tmp_path / "d.docx", paragraph("Said", "Heading1"), paragraph("and done."))
    pdf_file(tmp_path / "e.pdf", words("Printed words."))
    for name in ("a.md", "b.txt", "c.html", "d.docx", "e.pdf"):
        before = (tmp_path / name).read_bytes()
        answer = kept(keeping, tmp_path / name)
        assert answer.attachment["row"]["text"] == ""
        assert (answer.attachment["row"]["source"], answer.said) == (name, ())
        assert (tmp_path / name).read_bytes() == before
    stored = keeping.opening.draft.store.attachments.of("reference")
    rows = {one.row["title"]: one.row for one in stored if one.row}
    assert {title: row["text"] for title, row in rows.items()} == {
        "a": "# Swans\n\nThey are *white*.",
        "b": "Käse",
        "c": "One **two**.",
        "d": "# Said\n\nand done.",
        "e": "Printed words.",
    }
    assert (rows["a"]["words"], rows["a"]["tokens"]) == (4, 7)


@pytest.mark.parametrize(("encoding", "shown"), [("cp1252", "Käse"), ("cp1251", "Ïðèâåò")])
def test_that_an_encoding_that_nothing_proves_is_said_with_what_was_assumed(
    keeping: Bench, tmp_path: Path, encoding: str, shown: str
) -> None:
    (tmp_path / "b.txt").write_bytes({"cp1252": "Käse", "cp1251": "Привет"}[encoding].encode(encoding))
    answer = kept(keeping, tmp_path / "b.txt")
    assert answer.said == (
        "It is not UTF-8 and was read as Western European (Windows-1252); if letters look wrong, save it as UTF-8.",
    )
    (stored,) = keeping.opening.draft.store.attachments.of("reference")
    assert stored.row is not None
    assert stored.row["text"] == shown


def test_that_the_window_is_told_of_references_and_not_given_their_texts(keeping: Bench) -> None:
    ident = pasted(keeping, "# On swans\n\nThey are white.")
    answer = keeping.attach()
    (row,) = (one for one in answer.attachments if one["kind"] == "reference")
    assert (row["id"], row["row"]["title"], row["row"]["text"]) == (ident, "On swans", "")
    read = keeping.referencing.read(ReadReference(2, ident))
    assert read.text == "# On swans\n\nThey are white."


def test_that_the_same_text_is_kept_once_and_that_is_said(keeping: Bench, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Swans.")
    (tmp_path / "b.md").write_text("Swans.\n")
    first, second = kept(keeping, tmp_path / "a.md"), kept(keeping, tmp_path / "b.md")
    assert first.attachment["id"] == second.attachment["id"]
    assert second.said == ("B.md says what a reference of this draft says word for word.",)
    assert len(keeping.opening.draft.store.attachments.of("reference")) == 1


def test_that_a_removed_reference_is_gone_and_cannot_be_read_or_sent(keeping: Bench) -> None:
    ident = pasted(keeping, "Swans.")
    keeping.referencing.remove(RemoveReference(2, ident))
    assert keeping.opening.draft.store.attachments.of("reference") == ()
    with pytest.raises(EditRefused):
        keeping.referencing.read(ReadReference(3, ident))
    prepare = PrepareCritique(4, keeping.draft.paragraph(2), CRITIC, True, keeping.draft.n, references=(row(ident),))
    with pytest.raises(EditRefused, match=r"“Swans” is no longer there. Nothing was sent"):
        asyncio.run(keeping.critiquing.prepare(prepare))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xff\xfea\0b"),
        ("a.txt", "a\0b".encode("utf-16")),
        ("a.txt", "ab".encode("utf-32")),
        ("a.txt", "ab".encode("utf-16-le")),
        ("a.md", b" \n"),
        ("a.docx", b"PK\x03\x04 no zip"),
        ("a.html", b"<p></p>"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.txt", b"a" * (4 * LONGEST + 1)),
    ],
)
def test_that_what_is_no_text_gives_a_sentence_and_nothing_is_kept(
    keeping: Bench, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(IntakeError, match=name):
        kept(keeping, path)
    assert keeping.opening.draft.store.attachments.of("reference") == ()


def test_that_a_missing_file_and_an_endless_paste_are_told(keeping: Bench, tmp_path: Path) -> None:
    for name in ("gone.md", "gone.pdf"):
        with pytest.raises((FileUnreadable, IntakeError), match=name):
            kept(keeping, tmp_path / name)
    with pytest.raises(IntakeError, match="too long"):
        pasted(keeping, "a" * (LONGEST + 1))


def row(ident: str, title: str = "Swans") -> ReferenceRow:
    return ReferenceRow(title, "", kept=ident)


def test_that_a_ticked_reference_goes_as_it_was_shown_and_no_other(asking: Bench, server: AnthropicServer) -> None:
    ticked, other = pasted(asking, "Swans\u202e are white.\n\nAll of them."), pasted(asking, "Geese are grey.")
    paragraph_id = asking.draft.paragraph(2)

    async def work() -> Any:
        asked = PrepareCritique(1, paragraph_id, CRITIC, True, asking.draft.n, references=(row(ticked),))
        shown = await asking.critiquing.prepare(asked)
        yes = (Approval(CRITIC, shown.digest),)
        without = await asking.critiquing.critique(Critique(2, paragraph_id, (CRITIC,), yes, True, asking.draft.n))
        assert without == NeedsApproval(2, (CRITIC,))
        both = (row(ticked), row(other))
        more = Critique(3, paragraph_id, (CRITIC,), yes, True, asking.draft.n, references=both)
        assert await asking.critiquing.critique(more) == NeedsApproval(3, (CRITIC,))
        assert server.received == []
        asked_for = Critique(4, paragraph_id, (CRITIC,), yes, True, asking.draft.n, references=(row(ticked),))
        await asking.critiquing.critique(asked_for)
        return shown

    shown = run(asking, work)
    first, second = (block["text"] for block in server.received[0].body["messages"][0]["content"])
    assert "Swans\u202e are white.\n\nAll of them." in first
    assert first in shown.text
    assert second in shown.text
    assert "Geese" not in first + second
    assert shown.cut == ()


def test_that_one_longer_than_any_may_be_is_cut_between_paragraphs_and_that_is_said(asking: Bench) -> None:
    paragraphs = [f"Paragraph {number} of a long reference about swans." for number in range(6_000)]
    ident = pasted(asking, "\n\n".join(paragraphs))
    asked = PrepareCritique(1, asking.draft.paragraph(2), CRITIC, True, asking.draft.n, references=(row(ident),))
    shown = run(asking, lambda: asking.critiquing.prepare(asked))
    assert shown.cut == (ident,)
    assert "of which only the beginning is given" in shown.text
    text = shown.text.partition("Swans\n\n")[2].partition("\n</reference")[0]
    assert likely_tokens(text) <= MOST_TOKENS
    assert text.split("\n\n") == paragraphs[: len(text.split("\n\n"))]


def test_that_what_does_not_fit_the_model_is_cut_and_the_short_one_stays_whole(asking: Bench) -> None:
    small = pasted(asking, "Geese are grey.")
    large = [pasted(asking, f"{name}: " + "so it goes. " * 15_000) for name in ("One", "Two", "Three", "Four")]
    rows = tuple(row(ident) for ident in (small, *large))
    narrow = PrepareCritique(
        2, asking.draft.paragraph(2), CRITIC, True, asking.draft.n, model="claude-3-haiku-20240307", references=rows
    )
    shorter = run(asking, lambda: asking.critiquing.prepare(narrow))
    assert set(shorter.cut) == set(large)
    assert "Geese are grey." in shorter.text
    assert most_tokens(shorter.text) + MAX_TOKENS <= 200_000


def test_that_a_later_versions_reference_is_passed_over(keeping: Bench) -> None:
    later = Attachment("reference", "z", None, {"pages": []}, 1)
    keeping.opening.draft.store.attachments.put(later)
    keeping.attach()
    with pytest.raises(EditRefused):
        keeping.referencing.read(ReadReference(1, "z"))
