"""What was sent: written to a file whole, and its texts taken out of the draft's file with the cost left."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from service_bench import Bench

from editor.core.errors import FileUnreadable, PolicyError
from editor.protocol.messages import ListCalls
from editor.protocol.model_messages import ReadSpending
from editor.protocol.record_messages import ForgetSent, WriteSent
from editor.services.budgeting import Budgeting
from editor.services.listing import Listing
from editor.services.sent_record import REMOVED
from editor.store.calls import Call

SECRET = "Seventeen violet herons crossed the estuary."
ANSWER = "Why seventeen? Nobody counted them."
DAY = 24 * 3600 * 1000


def sent(bench: Bench, ident: str = "c1", status: str = "done", text: str = SECRET, wall_ms: int = 1_000) -> Call:
    call = Call(
        ident,
        wall_ms,
        "anthropic",
        "m",
        "Critique",
        text,
        ANSWER,
        {"input": 1200, "output": 30},
        "0.21 USD",
        status,
        1500,
    )
    bench.opening.draft.store.calls.put(call)
    return call


@pytest.fixture
def listing(asking: Bench) -> Listing:
    return Listing(asking.opening, asking.draft.clock)


def bytes_of(bench: Bench) -> bytes:
    path = bench.opening.draft.store.path
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name))


def test_that_a_removed_text_is_out_of_the_file_and_its_cost_is_not(asking: Bench, listing: Listing) -> None:
    sent(asking)
    sent(asking, "c2", text="Another text.")
    assert SECRET.encode() in bytes_of(asking)
    listing.forget(ForgetSent(1, "c1"))
    left = bytes_of(asking)
    assert SECRET.encode() not in left
    kept = {one["id"]: one for one in listing.calls(ListCalls(2)).calls}
    assert (kept["c1"]["sent"], kept["c1"]["reply"], kept["c1"]["cost"]) == ("", "", "0.21 USD")
    assert (kept["c1"]["status"], kept["c1"]["tokens"]) == ("done", {"input": 1200, "output": 30})
    assert kept["c2"]["sent"] == "Another text."


def test_that_the_cost_of_a_removed_text_goes_on_counting(asking: Bench, listing: Listing) -> None:
    sent(asking)
    listing.forget(ForgetSent(1, "c1"))

    async def spent() -> str:
        try:
            return (await Budgeting(asking.opening, asking.models).read(ReadSpending(1))).draft.spent
        finally:
            await asking.models.close()

    assert asyncio.run(spent()) == "0.21"


def test_that_a_request_on_its_way_or_unknown_is_left_alone(asking: Bench, listing: Listing) -> None:
    now = asking.draft.clock.now().wall_ms
    sent(asking, "c1", status="sent", wall_ms=now)
    for ident in ("c1", "nobody"):
        with pytest.raises(PolicyError, match="Nothing was changed"):
            listing.forget(ForgetSent(1, ident))
    sent(asking, "c1", status="sent", wall_ms=now - DAY)  # its program was killed
    listing.forget(ForgetSent(2, "c1"))
    assert listing.calls(ListCalls(3)).calls[0]["sent"] == ""


def test_that_the_whole_list_is_written_for_readers_and_for_programs(
    asking: Bench, listing: Listing, tmp_path: Path
) -> None:
    sent(asking, text=f"{SECRET}\n```\ncode\n```")
    sent(asking, "c2", text="Another text.", wall_ms=2_000)
    listing.forget(ForgetSent(1, "c2"))
    text, data = tmp_path / "sent.md", tmp_path / "sent.json"
    asyncio.run(listing.write(WriteSent(2, str(text))))
    asyncio.run(listing.write(WriteSent(3, str(data))))
    written = text.read_text(encoding="utf-8")
    assert f"````text\n{SECRET}\n```\ncode\n```\n````" in written, "a fence that the text cannot close"
    for words in (ANSWER, "1,200 input, 30 output", "0.21 USD", "1.5 s", "1970-01-01 00:00:01 UTC", REMOVED):
        assert words in written
    rows = json.loads(data.read_text(encoding="utf-8"))["what_was_sent"]
    assert [(row["id"], row["text_removed"], row["reply"]) for row in rows] == [("c1", False, ANSWER), ("c2", True, "")]


def test_that_a_place_that_cannot_be_written_is_said(asking: Bench, listing: Listing, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="cannot be written"):
        asyncio.run(listing.write(WriteSent(1, str(tmp_path / "nowhere" / "sent.md"))))
