"""Claims and vouches as a process report says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from editor.core.claims import ClaimNow
from editor.core.vouching import Answer
from editor.export.process_record import VerifiedClaim
from editor.services.accounts import Accounts, GivenVouch

_BECAME = {
    ClaimNow.VERIFIED: "verified by the author",
    ClaimNow.OPINION: "called an opinion",
    ClaimNow.CHANGED: "changed since it was settled",
    ClaimNow.OPEN: "open",
}


def verified_claims(accounts: Accounts, *, quoted: bool) -> tuple[VerifiedClaim, ...]:
    """`quoted` says whether words of the draft may be shown."""
    return tuple(
        VerifiedClaim(
            one.number, one.claim.anchor.quote if quoted else "", proof.source, proof.quote, proof.date, proof.who
        )
        for one in accounts.claims
        if one.now is ClaimNow.VERIFIED and (proof := one.claim.proof) is not None
    )


def accounts_in_words(accounts: Accounts) -> str:
    return " ".join((_claims(accounts), *_vouches(accounts.vouches)))


def _claims(accounts: Accounts) -> str:
    states = [one.now for one in accounts.claims if one.now is not ClaimNow.DISMISSED]
    if not states:
        return "No claim was marked, so none is shown as verified."
    became = ", ".join(f"{states.count(now)} {words}" for now, words in _BECAME.items() if now in states)
    return f"{len(states)} claim{'' if len(states) == 1 else 's'} marked: {became}."


def _vouches(vouches: Iterable[GivenVouch]) -> Iterator[str]:
    said: dict[tuple[str, str], list[str]] = {}
    for one in vouches:
        earlier = "" if one.stands or one.vouch.answer is Answer.NOT_YET else "an earlier wording of "
        said.setdefault((_answer(one), earlier), []).append(str(one.number))
    for (answer, earlier), numbers in said.items():
        yield f"The author {answer} {earlier}paragraph{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}."


def _answer(one: GivenVouch) -> str:
    if one.vouch.answer is Answer.RELY:
        return f"relies on {one.vouch.whom} for"
    return "vouches for" if one.vouch.answer is Answer.YES else "does not vouch yet for"
