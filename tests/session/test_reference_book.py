"""References in the window: what the writer says of one is journalled, its text never comes."""

from __future__ import annotations

from session_makers import Sitting

from editor.core.attachments import Attachment
from editor.core.references import Choice, Reference


def kept(ident: str, title: str, added_ms: int) -> Attachment:
    return Attachment("reference", ident, None, Reference(ident, title, "pasted", 3, 4, added_ms).as_row(), added_ms)


def test_that_ticks_and_titles_are_journalled_and_outlive_what_the_worker_says() -> None:
    sitting = Sitting("words")
    book = sitting.session.references
    sitting.session.attachments.adopt([kept("b", "Geese", 2), kept("a", "Swans", 1)])
    assert [choice for _, choice in book.all()] == [Choice("Swans"), Choice("Geese")]
    book.tick("b", True)
    book.rename("b", "  On\n geese ")
    book.tick("b", True)
    assert [reference.id for reference, _ in book.ticked()] == ["b"]
    rows = [record["attachment"] for record in sitting.journal.of("attachment")]
    assert [(row["kind"], row["id"], row["row"]) for row in rows] == [
        ("refticked", "b", {"title": "Geese", "ticked": True}),
        ("refticked", "b", {"title": "On geese", "ticked": True}),
    ]
    sitting.session.attachments.told(kept("b", "Geese", 2))
    assert book.all()[1][1] == Choice("On geese", True)
    book.rename("b", " ")
    assert book.all()[1][1] == Choice("Geese", True)


def test_that_one_that_is_gone_is_not_ticked_any_more_and_cannot_be() -> None:
    sitting = Sitting("words")
    book = sitting.session.references
    sitting.session.attachments.adopt([kept("a", "Swans", 1)])
    book.tick("a", True)
    sitting.session.attachments.told(Attachment("reference", "a", None, None, 9))
    assert book.ticked() == ()
    book.tick("a", False)
    assert len(sitting.journal.of("attachment")) == 1


def test_that_what_a_later_version_wrote_is_passed_over() -> None:
    sitting = Sitting("words")
    sitting.session.attachments.adopt([Attachment("reference", "a", None, {"pages": 3}, 1), kept("b", "Geese", 2)])
    sitting.session.attachments.adopt([Attachment("refticked", "b", None, {"weight": 3}, 1)])
    assert [choice for _, choice in sitting.session.references.all()] == [Choice("Geese")]
