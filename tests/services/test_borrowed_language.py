"""Borrowed language in an open draft: every place where a model's words are kept is looked in, and new ones are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from service_bench import Bench
from written_draft import NOON, WrittenDraft

from editor.core.annotations import Remark, RemarkState
from editor.core.errors import FileUnreadable
from editor.core.misquoting import with_misquote
from editor.core.origins import Origin, OriginKind
from editor.protocol.messages import FindBorrowed, PrepareExport
from editor.protocol.parts import LookedThrough
from editor.store.calls import Call

MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic", "critique", prompt="c1", when_ms=NOON)


def call(ident: str, reply: str, sent: str = "") -> Call:
    return Call(ident, NOON, "anthropic", "claude-opus-5-5", "critique", sent, reply, status="done")


@pytest.fixture
def essay(tmp_path: Path) -> Bench:
    bench = Bench(WrittenDraft(tmp_path, "# T\n\nNot one word of this is borrowed.\n\n").begin())
    bench.attach()
    return bench


def found(bench: Bench, text: str, upto: int = 0) -> list[tuple[str, str]]:
    asked = FindBorrowed(1, (LookedThrough(7, text),), upto)
    answer = asyncio.run(bench.borrowing.find(asked))
    return [(text[row.start : row.end], row.source) for row in answer.phrases]


def test_that_nothing_is_borrowed_where_no_model_said_anything(essay: Bench) -> None:
    answer = asyncio.run(essay.borrowing.find(FindBorrowed(1, (LookedThrough(1, "Any words at all may stand here."),))))
    assert (answer.phrases, answer.outputs) == ((), 0)


def test_that_a_reply_is_looked_in_as_soon_as_it_is_there_and_not_for_what_it_was_sent(essay: Bench) -> None:
    text = "The rain fell on the old roof, and a roof is where rain is loudest."
    assert found(essay, text) == []
    essay.opening.draft.store.calls.put(
        call("c1", '{"why": "Say\\nwhere rain is loudest of all", "quote": "The rain fell on the old roof"}', text[:30])
    )
    assert found(essay, "It is where rain is loudest of all.") == [
        ("where rain is loudest of all", "claude-opus-5-5, 21 November 2025, critique")
    ]
    assert found(essay, text[:30]) == []


def test_that_remarks_and_pads_and_text_put_in_are_looked_in(essay: Bench) -> None:
    draft, store = essay.draft, essay.opening.draft.store
    remark = Remark(0, 1, "m", None, "i", "these words were in a remark", "s", None, RemarkState.OPEN, None, 1, "c9")
    local = Remark(0, 1, "style", None, "i", "these came from no model at all", "s", None, RemarkState.OPEN, None, 1, "")
    why = with_misquote("they stop here at once", "no such thing was said", whole=False)
    store.remarks.add([remark, local, replace(remark, why=why)])
    turn = {"paragraph": 2, "author": "m2", "started_ms": NOON, "ended_ms": NOON, "words": 6}
    its = {**turn, "id": 1, "text": "the pad has heard it before", "origin": {"kind": "model", "actor": "m2"}}
    mine = {**turn, "id": 2, "text": "but this I said there myself", "author": "me", "origin": "typed"}
    draft.session.recorder.record("pad", {"turn": its})
    draft.session.recorder.record("pad", {"turn": mine})
    draft.append("It was put into the draft once.\n\n", MODEL)
    draft.write(len(draft.text) - 33, "", 33)
    assert "put into" not in draft.text
    assert found(essay, "But these words were in a remark.", draft.n) == [
        ("these words were in a remark", "a model, critique")
    ]
    assert found(essay, "These came from no model at all.") == []
    assert found(essay, "I said that it quotes words that are not in the paragraph.") == []
    assert [words for words, _ in found(essay, "They stop here at once, I said.")] == ["They stop here at once"]
    assert found(essay, "So the pad has heard it before.") == [
        ("the pad has heard it before", "m2, 21 November 2025, in the pad")
    ]
    assert found(essay, "But this I said there myself.") == []
    assert found(essay, "It was put into the draft once, they say.")[0][0] == "It was put into the draft once"


def test_that_the_preflight_names_the_phrase_and_leads_to_its_paragraph(essay: Bench) -> None:
    essay.opening.draft.store.calls.put(call("c1", "Nothing here is as plain as the nose."))
    essay.draft.append("I typed that it is as plain as the nose.\n")
    essay.draft.append("\nAnd here is as plain as the nose, by itself.\n", MODEL)
    post = asyncio.run(essay.exporting.prepare(PrepareExport(1, "lesswrong", essay.draft.n)))
    rows = [row for row in post.checks if row.name == "Borrowed language"]
    assert [(row.state, row.words, row.paragraph) for row in rows] == [
        (
            "look",
            "“is as plain as the nose” was said by claude-opus-5-5, 21 November 2025, critique.",
            essay.draft.paragraph(3),
        )
    ]


def test_that_a_draft_behind_what_is_asked_for_is_told(essay: Bench) -> None:
    with pytest.raises(FileUnreadable):
        found(essay, "words", essay.draft.n + 50)


def test_that_another_draft_knows_nothing_of_it(essay: Bench, tmp_path: Path) -> None:
    essay.opening.draft.store.calls.put(call("c1", "These are the words of one draft."))
    assert found(essay, "These are the words of one draft.")
    other = WrittenDraft(tmp_path, "Words.\n", name="other").begin()
    asyncio.run(essay.opening.attach(other.attaching(9)))
    assert found(essay, "These are the words of one draft.") == []


def test_that_a_paragraph_is_asked_about_with_what_of_it_is_a_models(essay: Bench) -> None:
    essay.draft.append("Mine. ").append("Its own.", MODEL)
    last = LookedThrough.of(essay.draft.session.document.paragraphs[-1])
    assert last.text[slice(*last.of_models[0])] == "Its own."
