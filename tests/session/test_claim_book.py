"""Claims are marked once, follow their words, and are found again after a restart."""

from __future__ import annotations

from session_makers import Sitting, typed

from editor.core.annotations import Anchor
from editor.core.attachments import Attachment
from editor.core.claims import BY_FINDER, CLAIM, Claim, ClaimKind, ClaimNow, Proof
from editor.core.runs import Fragment
from editor.core.vouching import VOUCH, Answer
from editor.session.claim_book import ClaimBook, Found

FIRST = "Forty percent of writers quit."
TEXT = f"One line. {FIRST} A last one.\n\nAnother paragraph."
PROOF = Proof("a survey")
FINDER = Found(ClaimKind.NUMBER, "Forty percent", BY_FINDER)


def marked(sitting: Sitting, words: str = FIRST, found: Found | None = None) -> Claim | None:
    start = sitting.text.index(words)
    anchor = Anchor(words, start, start + len(words))
    claims = sitting.session.claims
    return claims.mark(sitting.document, 1, anchor, found) if found else claims.mark(sitting.document, 1, anchor)


def verified(sitting: Sitting) -> Claim:
    claim = marked(sitting)
    assert claim is not None
    done = sitting.session.claims.verify(claim.id, sitting.document, PROOF)
    assert done is not None
    return done


def now(sitting: Sitting, ident: int) -> ClaimNow:
    return sitting.session.claims.now(got(sitting, ident), sitting.document)


def got(sitting: Sitting, ident: int) -> Claim:
    claim = sitting.session.claims.get(ident)
    assert claim is not None
    return claim


def restarted(sitting: Sitting) -> Sitting:
    """The same text with what is in the journal about its claims, as after a kill."""
    later = Sitting(sitting.document.fragment(0, len(sitting.document)))
    rows = reversed([Attachment.from_row(one["attachment"]) for one in sitting.journal.of("attachment")])
    later.session.attachments.adopt(rows)
    later.session.claims.adopt(later.document)
    return later


class TestMarking:
    def test_that_it_is_journalled_as_it_is(self) -> None:
        sitting = Sitting(TEXT)
        claim = marked(sitting)
        assert claim is not None
        (record,) = sitting.journal.of("attachment")
        assert Claim.from_attachment(Attachment.from_row(record["attachment"])) == claim

    def test_that_the_finder_passes_over_what_is_marked_or_dismissed(self) -> None:
        sitting = Sitting(TEXT)
        claim = marked(sitting, found=FINDER)
        assert claim is not None
        assert marked(sitting, "One line. Forty", found=FINDER) is None
        sitting.session.claims.dismiss(claim.id, sitting.document)
        assert marked(sitting, found=FINDER) is None
        assert now(sitting, claim.id) is ClaimNow.DISMISSED

    def test_that_a_dismissed_one_is_found_anew_once_its_words_are_others(self) -> None:
        sitting = Sitting(TEXT)
        claim = marked(sitting, found=FINDER)
        assert claim is not None
        sitting.session.claims.dismiss(claim.id, sitting.document)
        sitting.session.change(sitting.text.index("Forty"), 5, typed("Ninety"))
        assert marked(sitting, "Ninety percent of writers quit.", found=FINDER) is not None

    def test_that_the_writer_may_mark_what_was_dismissed_and_words_within_a_claim(self) -> None:
        sitting = Sitting(TEXT)
        claim = marked(sitting)
        assert claim is not None
        assert marked(sitting) is None
        assert marked(sitting, "writers quit") is not None
        sitting.session.claims.dismiss(claim.id, sitting.document)
        assert marked(sitting) is not None

    def test_that_words_which_are_not_there_are_not_marked(self) -> None:
        sitting = Sitting(TEXT)
        assert sitting.session.claims.mark(sitting.document, 1, Anchor("nowhere", 0, 7)) is None
        assert sitting.session.claims.mark(sitting.document, 99, Anchor("nowhere", 0, 7)) is None


class TestSettling:
    def test_that_an_edit_of_its_words_reopens_it_and_undo_settles_it(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        assert now(sitting, claim.id) is ClaimNow.VERIFIED
        changes = sitting.session.change(sitting.text.index("Forty"), 5, typed("Ninety"))
        assert changes.remarks
        assert now(sitting, claim.id) is ClaimNow.CHANGED
        sitting.session.undo()
        assert now(sitting, claim.id) is ClaimNow.VERIFIED

    def test_that_undo_settles_nothing_about_words_nobody_verified(self) -> None:
        sitting = Sitting(TEXT)
        claim = marked(sitting)
        assert claim is not None
        sitting.session.change(sitting.text.index("Forty"), 5, typed("Ninety"))
        assert sitting.session.claims.verify(claim.id, sitting.document, PROOF) is not None
        sitting.session.undo()
        assert now(sitting, claim.id) is ClaimNow.CHANGED

    def test_that_what_is_gone_can_only_be_removed(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.change(sitting.text.index(FIRST), len(FIRST), Fragment())
        assert now(sitting, claim.id) is ClaimNow.GONE
        assert sitting.session.claims.call_opinion(claim.id, sitting.document) is None
        sitting.session.claims.remove(claim.id)
        sitting.session.claims.remove(claim.id)
        assert sitting.session.claims.all() == ()
        assert restarted(sitting).session.claims.all() == ()

    def test_that_it_can_be_called_an_opinion_and_opened_again(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.claims.call_opinion(claim.id, sitting.document)
        assert now(sitting, claim.id) is ClaimNow.OPINION
        sitting.session.claims.reopen(claim.id, sitting.document)
        assert now(sitting, claim.id) is ClaimNow.OPEN
        assert got(sitting, claim.id).proof is None


class TestAfterARestart:
    def test_that_it_is_found_by_its_words(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.change(0, 0, typed("Much before. "))
        later = restarted(sitting)
        assert now(later, claim.id) is ClaimNow.VERIFIED
        assert got(later, claim.id).proof == PROOF

    def test_that_changed_words_stay_changed(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.change(sitting.text.index("Forty"), 5, typed("Ninety"))
        sitting.session.claims.keep_moved(sitting.document)
        sitting.session.change(0, 0, typed("Much before. "))
        later = restarted(sitting)
        assert now(later, claim.id) is ClaimNow.CHANGED
        assert got(later, claim.id).passage(later.document.paragraphs[0].text) == "Ninety percent of writers quit."

    def test_that_it_is_not_verified_where_the_change_was_not_journalled_any_more(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.change(sitting.text.index("Forty"), 5, typed("Ninety"))
        assert now(restarted(sitting), claim.id) is ClaimNow.CHANGED

    def test_that_another_paragraph_is_remembered_and_rest_journals_nothing(self) -> None:
        sitting = Sitting(TEXT)
        claim = verified(sitting)
        sitting.session.change(sitting.text.index(FIRST), 0, typed("\n\n"))
        sitting.session.claims.keep_moved(sitting.document)
        count = len(sitting.journal.records)
        sitting.session.claims.keep_moved(sitting.document)
        assert len(sitting.journal.records) == count
        last = sitting.journal.of("attachment")[-1]["attachment"]
        assert (last["id"], last["paragraph"]) == (str(claim.id), sitting.ids[1])

    def test_that_one_of_two_equal_places_is_remembered(self) -> None:
        sitting = Sitting(f"{FIRST} {FIRST}")
        claims = sitting.session.claims
        claim = claims.mark(sitting.document, 1, Anchor(FIRST, len(FIRST) + 1, 2 * len(FIRST) + 1))
        assert claim is not None
        sitting.session.change(0, 0, typed("So. "))
        claims.keep_moved(sitting.document)
        assert got(restarted(sitting), claim.id).anchor.start == len(FIRST) + 5

    def test_that_what_cannot_be_read_is_left_as_it_is(self) -> None:
        sitting = Sitting(TEXT)
        sitting.session.attachments.put(CLAIM, {"state": "of a later version"}, paragraph=1)
        book = ClaimBook(sitting.session.attachments, sitting.clock)
        book.adopt(sitting.document)
        assert book.all() == ()
        assert len(sitting.session.attachments.of(CLAIM)) == 1

    def test_that_a_claim_of_a_paragraph_that_is_gone_is_gone(self) -> None:
        sitting = Sitting(TEXT)
        claim = Claim(5, 77, Anchor("x", 0, 1))
        sitting.session.attachments.put(CLAIM, claim.as_row(), paragraph=77, ident="5")
        sitting.session.claims.adopt(sitting.document)
        assert now(sitting, 5) is ClaimNow.GONE


def test_that_only_what_asks_is_asked_about_in_the_order_of_the_text() -> None:
    sitting = Sitting(TEXT)
    last, first = marked(sitting, "A last one."), marked(sitting)
    assert last is not None
    assert first is not None
    text = sitting.document.paragraphs[0].text
    assert sitting.session.claims.asking(1, text) == (first, last)
    sitting.session.claims.dismiss(first.id, sitting.document)
    assert sitting.session.claims.asking(1, text) == (last,)


class TestVouches:
    def test_that_a_vouch_is_journalled_and_another_one_takes_its_place(self) -> None:
        sitting = Sitting(TEXT)
        paragraph = sitting.document.paragraphs[0]
        sitting.session.vouches.give(paragraph, Answer.YES)
        sitting.session.vouches.give(paragraph, Answer.RELY, " Ada ")
        later = restarted(sitting).session.vouches.of(1)
        assert later is not None
        assert later.said(paragraph.body) == "resting on Ada"
        sitting.session.change(0, 0, typed("Now. "))
        assert later.said(sitting.document.paragraphs[0].body) == "resting on Ada in an earlier wording"

    def test_that_nothing_is_said_where_nothing_was_or_cannot_be_read(self) -> None:
        sitting = Sitting(TEXT)
        assert sitting.session.vouches.of(1) is None
        sitting.session.attachments.put(VOUCH, {"answer": "of a later version"}, paragraph=1, ident="1")
        assert sitting.session.vouches.of(1) is None
