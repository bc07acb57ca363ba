from __future__ import annotations

from typing import Any

import pytest
from anthropic_server import AnthropicServer
from service_bench import Bench, question_of, run
from test_arguments import a_remark

from editor.core.errors import EditRefused
from editor.protocol.critique_messages import AskWording, PrepareWording, WordingMade
from editor.protocol.messages import Approval, NeedsApproval


async def asked(bench: Bench, remark: int) -> Any:
    where = bench.draft.paragraph(2)
    shown = await bench.wording.prepare(PrepareWording(1, remark, where, bench.draft.n))
    made = await bench.wording.ask(AskWording(2, remark, where, bench.draft.n, Approval("", shown.digest)))
    return shown, made


def test_that_a_wording_is_asked_for_on_its_own_and_kept_with_the_remark_and_its_model(
    asking: Bench, server: AnthropicServer
) -> None:
    server.says = {"wording": "is rare"}
    remark = a_remark(asking)
    shown, made = run(asking, lambda: asked(asking, remark))
    assert isinstance(made, WordingMade)
    assert made.wording is not None
    assert (made.wording.text, made.wording.quote, made.wording.number) == ("is rare", "very unique", 1)
    (call,) = asking.opening.draft.store.calls.all()
    assert (call.sent, call.purpose) == (shown.text, "Wording: Logician")
    assert (made.wording.provider, made.wording.model, made.wording.call) == ("anthropic", call.model, call.id)
    (kept,) = asking.opening.draft.store.attachments.of("wording")
    assert kept.id == f"{remark}-1"
    assert kept.row is not None
    assert (kept.row["text"], kept.row["model"]) == ("is rare", call.model)
    assert "very unique" in question_of(server.received[0])


def test_that_a_wording_is_known_as_the_models_words_from_then_on(asking: Bench, server: AnthropicServer) -> None:
    words = "is rarer than anybody who counts them would say"
    server.says = {"wording": words}
    run(asking, lambda: asked(asking, a_remark(asking)))
    said = [one.text for one in asking.opening.draft.store.said.beside()]
    assert any(words in text for text in said)


def test_that_a_model_may_say_that_words_cannot_help_and_an_odd_answer_is_shown(
    asking: Bench, server: AnthropicServer
) -> None:
    async def work() -> Any:
        server.says = {"wording": ""}
        _, none = await asked(asking, a_remark(asking))
        server.says = {"text": "is rare"}
        _, odd = await asked(asking, a_remark(asking))
        return none, odd

    none, odd = run(asking, work)
    assert none.wording.text == ""
    assert odd.wording is None
    assert "is rare" in odd.note
    assert len(asking.opening.draft.store.attachments.of("wording")) == 1


def test_that_nothing_is_sent_without_a_yes_or_without_the_words(asking: Bench, server: AnthropicServer) -> None:
    remark, where = a_remark(asking), asking.draft.paragraph(2)

    async def work() -> Any:
        refused = await asking.wording.ask(AskWording(2, remark, where, asking.draft.n, Approval("logician", "no")))
        at = asking.draft.text.index("very unique")
        asking.draft.write(at, "odd", len("very unique"))
        with pytest.raises(EditRefused, match="no longer in the text"):
            await asking.wording.prepare(PrepareWording(1, remark, where, asking.draft.n))
        with pytest.raises(EditRefused, match="no words in particular"):
            await asking.wording.prepare(PrepareWording(1, a_remark(asking, quote=""), 0, asking.draft.n))
        return refused

    assert run(asking, work) == NeedsApproval(2, ("logician",))
    assert server.received == []
