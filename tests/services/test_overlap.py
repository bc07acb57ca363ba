from __future__ import annotations

import asyncio
from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import Bench, question_of, run

from editor.core.errors import EditRefused
from editor.protocol.critique_messages import OVERLAP, AskOverlap, FindShared, OverlapFound, PrepareOverlap
from editor.protocol.messages import Approval, NeedsApproval, ReferenceRow

OTHER = ReferenceRow("Their post", "Once more: the first paragraph is very unique, they say. Swans are white.")


def likeness(draft: str, reference: str, point: str) -> dict[str, str]:
    return {"draft": draft, "reference": reference, "point": point}


def test_that_what_both_have_word_for_word_is_found_without_a_model(bench: Bench) -> None:
    bench.draft.begin()
    bench.attach()
    found = asyncio.run(bench.overlap.shared(FindShared(1, OTHER, bench.draft.n)))
    (row,) = found.phrases
    text = bench.draft.session.document.paragraphs[1].text
    assert row.paragraph == bench.draft.paragraph(2)
    assert text[row.start : row.end] == "The first paragraph is very unique"
    assert "the first paragraph is very unique, they say" in row.said
    assert (found.words, found.of_words) == (6, 17)


def test_that_a_model_says_what_is_the_same_and_what_is_new_with_the_words_of_both(
    asking: Bench, server: AnthropicServer
) -> None:
    server.says = {
        "same": [
            likeness("the first paragraph is “very unique”", "The FIRST paragraph is very unique", "Uniqueness."),
            likeness("words that stand in no draft", "words that stand in no post", "Invented."),
        ],
        "new": [likeness("A second one, 𝛑 and all.", "", "The second one.")],
        "verdict": "Little.",
    }

    async def work() -> Any:
        shown = await asking.overlap.prepare(PrepareOverlap(1, OTHER, asking.draft.n))
        unseen = await asking.overlap.ask(AskOverlap(2, OTHER, asking.draft.n, Approval(OVERLAP, "")))
        assert unseen == NeedsApproval(2, (OVERLAP,))
        yes = Approval(OVERLAP, shown.digest)
        return shown, await asking.overlap.ask(AskOverlap(3, OTHER, asking.draft.n, yes))

    shown, found = run(asking, work)
    assert isinstance(found, OverlapFound)
    same, invented, new = found.likenesses
    assert (same.kind, same.quote, same.paragraph) == (
        "same",
        "The first paragraph is very unique",
        asking.draft.paragraph(2),
    )
    assert OTHER.text[same.reference_start : same.reference_end] == same.reference_quote
    assert same.reference_quote == "the first paragraph is very unique"
    assert (invented.paragraph, invented.quote, invented.reference_start, invented.reference_end) == (
        None,
        "words that stand in no draft",
        0,
        0,
    )
    assert (new.kind, new.paragraph, new.reference_quote) == ("new", asking.draft.paragraph(3), "")
    assert (found.verdict, found.title, found.note) == ("Little.", "Their post", "")
    text = question_of(server.received[0])
    assert text.index(OTHER.text) < text.index("A second one, 𝛑 and all.")
    assert text in shown.text
    (kept,) = asking.opening.draft.store.attachments.of("overlap")
    assert kept.row is not None
    assert (kept.row["verdict"], len(kept.row["likenesses"])) == ("Little.", 3)
    assert [one.state for one in asking.states(OVERLAP)][:1] == ["reading"]


def test_that_an_answer_that_cannot_be_read_is_shown_as_it_came(asking: Bench, server: AnthropicServer) -> None:
    server.says = {"same": "nothing", "new": []}

    async def work() -> Any:
        shown = await asking.overlap.prepare(PrepareOverlap(1, OTHER, asking.draft.n))
        return await asking.overlap.ask(AskOverlap(2, OTHER, asking.draft.n, Approval(OVERLAP, shown.digest)))

    found = run(asking, work)
    assert found.likenesses == ()
    assert "nothing" in found.note


def test_that_there_has_to_be_something_to_compare_with(asking: Bench) -> None:
    for work in (asking.overlap.shared, asking.overlap.prepare):
        kind = FindShared if work == asking.overlap.shared else PrepareOverlap
        with pytest.raises(EditRefused, match="no text to compare"):
            asyncio.run(work(kind(1, ReferenceRow("t", " \n"), asking.draft.n)))
