"""What a claim asks for in the present text, and what a vouch still stands for."""

from __future__ import annotations

import pytest

from editor.core.annotations import Anchor
from editor.core.attachments import Attachment
from editor.core.claims import CLAIM, Claim, ClaimKind, ClaimNow, Proof, claims_in
from editor.core.vouching import VOUCH, Answer, Vouch, vouches_in, wording

TEXT = "Before it. Forty percent of writers quit. After it."
WORDS = "Forty percent of writers quit."
PROOF = Proof("https://example.org/quitting", "about 40 %", "2024-05-01", "Ada")


def claim() -> Claim:
    start = TEXT.index(WORDS)
    return Claim(7, 3, Anchor(WORDS, start, start + len(WORDS)), ClaimKind.NUMBER, "Forty percent", words=WORDS)


def kept(one: Claim) -> Claim:
    return Claim.from_attachment(Attachment(CLAIM, str(one.id), one.paragraph, one.as_row(), 1))


def after(one: Claim, old: str, new: str) -> tuple[Claim, str]:
    at = TEXT.index(old)
    text = TEXT[:at] + new + TEXT[at + len(old) :]
    return one.followed(at, len(old), len(new), text), text


class TestNow:
    def test_that_it_is_open_until_it_is_settled(self) -> None:
        assert claim().now(TEXT) is ClaimNow.OPEN
        assert claim().verified(PROOF, 5, TEXT).now(TEXT) is ClaimNow.VERIFIED
        assert claim().opinion(5, TEXT).now(TEXT) is ClaimNow.OPINION

    @pytest.mark.parametrize("settled", [claim().verified(PROOF, 5, TEXT), claim().opinion(5, TEXT)])
    def test_that_another_wording_of_what_was_settled_asks_again(self, settled: Claim) -> None:
        changed, text = after(settled, "Forty", "Ninety")
        assert changed.now(text) is ClaimNow.CHANGED
        assert changed.now(text).asks

    def test_that_what_stands_beside_it_changes_nothing(self) -> None:
        moved, text = after(claim().verified(PROOF, 5, TEXT), "Before it. ", "")
        assert moved.now(text) is ClaimNow.VERIFIED

    def test_that_what_was_dismissed_or_open_stays_so(self) -> None:
        changed, text = after(claim().dismissed(5, TEXT), "Forty", "Ninety")
        assert changed.now(text) is ClaimNow.DISMISSED
        changed, text = after(claim(), "Forty", "Ninety")
        assert changed.now(text) is ClaimNow.OPEN

    def test_that_it_is_gone_with_its_words(self) -> None:
        gone, text = after(claim().verified(PROOF, 5, TEXT), WORDS, "")
        assert gone.now(text) is ClaimNow.GONE
        assert not gone.now(text).asks
        assert gone.passage(text) == ""

    def test_that_settling_it_again_is_about_the_words_of_then(self) -> None:
        changed, text = after(claim().verified(PROOF, 5, TEXT), "Forty", "Ninety")
        again = changed.verified(PROOF, 9, text)
        assert (again.now(text), again.now(TEXT)) == (ClaimNow.VERIFIED, ClaimNow.CHANGED)
        assert again.reopened(10, text).now(text) is ClaimNow.OPEN

    def test_that_what_takes_the_place_of_its_ends_belongs_to_it_and_blanks_do_not(self) -> None:
        changed, text = after(claim(), "it. Forty", "it, ninety")
        assert changed.passage(text).strip() == "it, ninety percent of writers quit."
        changed, text = after(claim(), "quit. After", "stop. After")
        assert changed.passage(text) == "Forty percent of writers stop. After"
        changed, text = after(claim(), "Forty", "")
        settled = changed.opinion(5, text)
        assert (settled.passage(text), settled.now(text)) == ("percent of writers quit.", ClaimNow.OPINION)


class TestKeeping:
    @pytest.mark.parametrize("one", [claim(), claim().verified(PROOF, 5, TEXT), claim().dismissed(5, TEXT)])
    def test_that_it_comes_back_from_its_row(self, one: Claim) -> None:
        assert kept(one) == one

    def test_that_it_is_shifted_and_placed_with_its_own_quote(self) -> None:
        assert claim().shifted(9, 4).anchor.start == claim().anchor.start + 4
        assert claim().placed(9, None) == claim().shifted(9, 0)
        assert claim().placed(3, Anchor("other", 0, 5)).anchor == Anchor(WORDS, 0, 5)

    def test_that_a_proof_has_a_source_and_only_a_verified_claim_has_a_proof(self) -> None:
        with pytest.raises(ValueError, match="source"):
            Proof("  ")
        with pytest.raises(ValueError, match="proof"):
            Claim(1, 1, Anchor("x", 0, 1), proof=PROOF)

    def test_that_what_cannot_be_read_is_passed_over(self) -> None:
        rows = (claim().as_row(), {"state": "of a later version"}, None)
        attachments = [Attachment(CLAIM, str(number), 3, row, 1) for number, row in enumerate(rows, 7)]
        assert list(claims_in([*attachments, Attachment(VOUCH, "1", 3, claim().as_row(), 1)])) == [claim()]
        assert list(vouches_in(attachments)) == []

    @pytest.mark.parametrize("one", [Attachment(CLAIM, "1", None, {}, 1), Attachment(CLAIM, "1", 2, None, 1)])
    def test_that_what_is_no_claim_is_refused(self, one: Attachment) -> None:
        with pytest.raises(ValueError, match="belongs"):
            Claim.from_attachment(one)


class TestVouching:
    def test_that_it_stands_for_its_wording_and_not_for_blanks(self) -> None:
        vouch = Vouch(3, Answer.YES, wording("I was there.\n"))
        assert vouch.stands("I was  there.")
        assert vouch.said("I was there.") == "vouched for"
        assert vouch.said("I was not there.") == "vouched for in an earlier wording"

    def test_that_relying_names_somebody(self) -> None:
        assert Vouch(3, Answer.RELY, wording("x"), "Ada").said("x") == "resting on Ada"
        assert Vouch(3, Answer.NOT_YET, "").said("x") == "not vouched for yet"
        for answer, whom in ((Answer.RELY, " "), (Answer.YES, "Ada")):
            with pytest.raises(ValueError, match="names somebody"):
                Vouch(3, answer, "", whom)

    def test_that_it_comes_back_from_its_row(self) -> None:
        vouch = Vouch(3, Answer.RELY, wording("x"), "Ada")
        assert Vouch.from_attachment(Attachment(VOUCH, "3", 3, vouch.as_row(), 1)) == vouch
        with pytest.raises(ValueError, match="belongs"):
            Vouch.from_attachment(Attachment(VOUCH, "3", None, vouch.as_row(), 1))
