"""Attachments: journalled at every change, and a state that is older never comes back."""

from __future__ import annotations

import pytest
from session_makers import NOON_MS, Sitting

from editor.core.attachments import Attachment


def test_that_each_state_is_in_the_journal() -> None:
    sitting = Sitting("words")
    claim = sitting.session.attachments.put("claim", {"state": "open"}, paragraph=1)
    sitting.clock.advance(2_000)
    sitting.session.attachments.put("claim", {"state": "verified"}, paragraph=1, ident=claim.id)
    sitting.session.attachments.take_away("claim", claim.id)
    rows = [record["attachment"] for record in sitting.journal.of("attachment")]
    assert rows[0] == {"kind": "claim", "id": "1", "paragraph": 1, "row": {"state": "open"}, "changed_ms": NOON_MS}
    assert [row["row"] for row in rows] == [{"state": "open"}, {"state": "verified"}, None]
    assert sitting.session.attachments.of("claim") == ()


def test_that_kinds_and_paragraphs_are_kept_apart() -> None:
    held = Sitting("words").session.attachments
    claim, vouch = held.put("claim", {}, paragraph=1), held.put("vouch", {}, paragraph=1)
    title = held.put("title", {"text": "On drafts"})
    assert held.of("claim") == (claim,)
    assert held.of_paragraph("vouch", 1) == (vouch,)
    assert held.of_paragraph("title", None) == (title,)
    assert held.get("title", claim.id) is None


def test_that_what_is_known_here_is_not_overwritten_by_an_older_state() -> None:
    held = Sitting("words").session.attachments
    claim = held.put("claim", {"state": "open"}, paragraph=1)
    held.take_away("claim", claim.id)
    held.adopt([claim])
    assert held.get("claim", claim.id) is None


@pytest.mark.parametrize("row", [{"text": "ä"}, None])
def test_that_an_attachment_comes_back_from_its_row(row: dict[str, str] | None) -> None:
    attachment = Attachment("title", "4", None, row, 5)
    assert Attachment.from_row(attachment.as_row()) == attachment


def test_that_a_kind_is_one_word() -> None:
    with pytest.raises(ValueError, match="claim/1"):
        Attachment("claim/1", "4", None, {}, 5)
