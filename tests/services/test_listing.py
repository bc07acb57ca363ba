from __future__ import annotations

from service_bench import Bench
from written_draft import NOON

from editor.core.annotations import Remark, RemarkState
from editor.core.origins import Origin, OriginKind
from editor.protocol.record_messages import ListSent, SentOf
from editor.services.listing import Listing
from editor.store.calls import Call

MODEL = Origin(OriginKind.MODEL, "m", prompt="call-words")


def call(ident: str, sent: str, **more: str) -> Call:
    return Call(ident, NOON, "anthropic", "m-1", "critique", sent, **more)


def test_that_every_request_a_paragraph_went_with_is_found(bench: Bench) -> None:
    draft = bench.draft.begin().append("\nThese words came from a model, all of them.\n", MODEL)
    bench.attach()
    store, listing = bench.opening.draft.store, Listing(bench.opening, draft.clock)
    store.calls.put(call("call-words", "something else"))
    store.calls.put(call("call-text", "Read: A second one, 𝛑 and all. And: These words came from a model, all of them."))
    store.calls.put(call("call-remark", "an older state of it", status="timeout", cost="0.0123 USD"))
    store.calls.put(call("call-other", "about another draft"))
    ident = draft.paragraph(4)
    remark = Remark(0, ident, "critic", None, "issue", "why", "do", None, RemarkState.OPEN, None, NOON, "call-remark")
    store.remarks.add([remark])
    assert listing.sent_of(ListSent(5, ident, draft.n)) == SentOf(
        5,
        ident,
        (
            "12:00 · m-1 · critique · timeout · 0.0123 USD",
            "12:00 · m-1 · critique · sent · cost not known",
            "12:00 · m-1 · critique · sent · cost not known",
        ),
    )
    assert len(listing.sent_of(ListSent(6, draft.paragraph(3), draft.n)).lines) == 1
    assert listing.sent_of(ListSent(7, 999, draft.n)).lines == ()


def test_that_nothing_was_sent_of_a_draft_that_has_not_begun(bench: Bench) -> None:
    bench.attach()
    assert Listing(bench.opening, bench.draft.clock).sent_of(ListSent(1, 1, 0)).lines == ()
