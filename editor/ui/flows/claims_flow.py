"""Claims: marked by the writer or found by rule, settled by the writer, and asked about again when their words change.

Looking for claims is done by the worker and sends nothing anywhere. An open claim stands in the margin and
under its words; it never stops an export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from editor.core.annotations import Anchor
from editor.core.claims import BY_FINDER, Claim, ClaimKind, ClaimNow, ClaimState, Proof
from editor.core.paragraph_row import Paragraph
from editor.protocol import claim_messages as wire
from editor.session.claim_book import Found
from editor.session.draft_session import DraftSession
from editor.ui.desk.claim_form import ClaimView, ProofEntered
from editor.ui.desk.claim_list import ClaimEntry
from editor.ui.desk.claims_panel import ClaimsPanel, ClaimsView
from editor.ui.desk.desk import Desk
from editor.ui.flows.source_flow import SourceFlow
from editor.ui.workbench import Workbench

_KINDS = {
    ClaimKind.STUDIES: "studies",
    ClaimKind.QUOTATION: "quotation",
    ClaimKind.NUMBER: "number",
    ClaimKind.DATE: "date",
    ClaimKind.SUPERLATIVE: "superlative",
    ClaimKind.NAME: "name",
    ClaimKind.OTHER: "marked",
}
_ORDER = list(ClaimNow)
_REST_MS = 300
_MARKS = '“”«»"'
_POINT = 24
"""Characters of the words a claim was recognised by."""


class ClaimsFlow(QObject):
    """Signals:
    changed: claims came, went or were settled; carries the ids of their paragraphs, a tuple.
    """

    changed = Signal(object)

    def __init__(self, bench: Workbench, panel: ClaimsPanel, desk: Desk) -> None:
        super().__init__(panel)
        self._bench = bench
        self._panel = panel
        self.sources = SourceFlow(bench, desk, panel.form)
        self.sources.changed.connect(self.refresh)
        self._of: DraftSession | None = None
        self._paragraph = 0
        self._chosen = 0
        self._whole = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.refresh)
        panel.chosen.connect(self._choose)
        panel.scope_chosen.connect(self._scope_chosen)
        panel.find_pressed.connect(self.find)
        panel.form.verified.connect(self._verify)
        panel.form.opinion.connect(lambda ident: self._settle(ident, "It stands as your opinion."))
        panel.form.dismissed.connect(self._dismiss)
        panel.form.reopened.connect(self._reopen)
        panel.form.removed.connect(self._remove)

    def reset(self) -> None:
        """Another draft was opened; the same one under another name goes on being looked at."""
        if self._bench.session is not self._of:
            self._of, self._chosen, self._whole = self._bench.session, 0, False
            self._panel.show_scope(False)
            self.sources.reset()

    # Showing.

    def show_paragraph(self, ident: int) -> None:
        """Where the whole draft is listed, the list waits for the hands to rest."""
        self._paragraph = ident
        if self._whole:
            self._rest.start()
        else:
            self.refresh()

    def count(self, ident: int) -> int:
        """How many claims of a paragraph the writer still has to look at."""
        session, paragraph = self._bench.session, self._bench.paragraph(ident)
        return len(session.claims.asking(ident, paragraph.text)) if session and paragraph else 0

    def refresh(self) -> None:
        session = self._bench.session
        if session is None:
            self._panel.show_view(ClaimsView((), None))
            return
        claims = session.claims.all() if self._whole else session.claims.of(self._paragraph)
        shown = sorted(((claim, session.claims.now(claim, session.document)) for claim in claims), key=self._place)
        chosen = next((self._view(claim, now) for claim, now in shown if claim.id == self._chosen), None)
        self._panel.show_view(ClaimsView(tuple(self._entry(claim, now) for claim, now in shown), chosen))

    def _place(self, stated: tuple[Claim, ClaimNow]) -> tuple[bool, int, int, int]:
        """What asks comes first, then what is settled, each in the order of the text."""
        claim, now = stated
        rest = 0 if now.asks else _ORDER.index(now)
        return (not now.asks, rest, self._bench.number(claim.paragraph), claim.anchor.start)

    def _entry(self, claim: Claim, now: ClaimNow) -> ClaimEntry:
        point = claim.point.strip(_MARKS)
        point = point if len(point) <= _POINT else f"{point[: _POINT - 1].rstrip()}…"
        kind = f"{_KINDS[claim.kind]} “{point}”" if point else _KINDS[claim.kind]
        place = f"¶{self._bench.number(claim.paragraph)}" if self._whole else ""
        return ClaimEntry(claim.id, self._words(claim, now), kind, now, place)

    def _words(self, claim: Claim, now: ClaimNow) -> str:
        """As they stand in the text; of a claim whose words are gone those it was about."""
        paragraph = self._bench.paragraph(claim.paragraph)
        words = claim.passage(paragraph.text) if paragraph and now is not ClaimNow.GONE else claim.anchor.quote
        return " ".join(words.split())

    def _view(self, claim: Claim, now: ClaimNow) -> ClaimView:
        searches, asking = self.sources.views(claim.id), self.sources.asking(claim.id)
        return ClaimView(
            claim=claim.id,
            quote=self._words(claim, now),
            now=now,
            note=_note(claim, now),
            proof=claim.proof,
            today=self._today(),
            searches=searches,
            searching=asking.words,
            is_searching=bool(asking.request),
        )

    def _today(self) -> str:
        now = self._bench.clock.now()
        return f"{datetime.fromtimestamp(now.wall_ms / 1000, UTC) + timedelta(minutes=now.offset_min):%Y-%m-%d}"

    def _scope_chosen(self, whole: bool) -> None:
        self._whole = whole
        self.refresh()

    def _choose(self, ident: int) -> None:
        self._chosen = ident
        self.refresh()
        self._show_words(ident)

    def _show_words(self, ident: int) -> None:
        session = self._bench.session
        claim = session.claims.get(ident) if session else None
        if session is None or claim is None or not session.document.paragraphs.has(claim.paragraph):
            return
        row = session.document.paragraphs
        start = row.start(row.index_of(claim.paragraph))
        self._bench.view.select(start + claim.anchor.start, start + claim.anchor.end)

    # Marking.

    def mark_selection(self) -> bool:
        """Marks the selected words; False, with the reason said, where they cannot be one claim."""
        session = self._bench.session
        if session is None:
            return False
        start, stop = self._bench.view.selection()
        words = session.document.fragment(start, stop).text
        start, words = start + len(words) - len(words.lstrip()), words.strip()
        if not words:
            self._bench.say("Select the words that claim something, then mark them.")
            return False
        row = session.document.paragraphs
        index, first = row.find(start)
        offset = start - first
        if offset + len(words) > len(row[index].text):
            self._bench.say("A claim stands in one paragraph. Select words of one, then mark them.")
            return False
        return self._mark(row[index].id, Anchor(words, offset, offset + len(words)), Found())

    def mark_remark(self, ident: int | None) -> bool:
        """Makes a claim of what a critic's remark of this id is about; False, with the reason said, where none is."""
        session = self._bench.session
        remark = session.remarks.get(ident) if session is not None and ident is not None else None
        if remark is None or remark.anchor is None:
            self._bench.say("Go to a remark that has its words in the text first; F8 does.")
            return False
        return self._mark(remark.paragraph, remark.anchor, Found(by=remark.critic))

    def _mark(self, paragraph: int, anchor: Anchor, found: Found) -> bool:
        session = self._bench.session
        claim = session.claims.mark(session.document, paragraph, anchor, found) if session else None
        if claim is None:
            self._bench.say("These words are a claim already, or no longer in the text.")
            return False
        self._chosen = claim.id
        self._tell((paragraph,))
        self._bench.say("Marked as a claim.")
        return True

    def find(self) -> None:
        """Looks through what the panel is about."""
        self._find(None if self._whole else self._paragraph)

    def find_in_draft(self) -> None:
        self._whole = True
        self._panel.show_scope(True)
        self.refresh()
        self._find(None)

    def _find(self, paragraph: int | None) -> None:
        session = self._bench.session
        if session is None:
            return
        session.recorder.prepare()
        upto = self._bench.upto
        self._bench.ask(
            lambda ident: wire.FindClaims(ident, paragraph, upto), lambda answer: self._found(session, answer.claims)
        )

    def _found(self, session: DraftSession, rows: Iterable[wire.FoundClaimRow]) -> None:
        if session is not self._bench.session:
            return
        marked = [
            claim
            for row in rows
            if (
                claim := session.claims.mark(
                    session.document,
                    row.paragraph,
                    Anchor(row.quote, row.start, row.start + len(row.quote)),
                    Found(ClaimKind(row.kind), row.point, BY_FINDER),
                )
            )
        ]
        self._tell(tuple(dict.fromkeys(claim.paragraph for claim in marked)))
        many = f"{len(marked)} sentence{'' if len(marked) == 1 else 's'} to verify."
        self._bench.say(f"Marked {many}" if marked else "Found nothing new that looks like a claim.")

    # Settling.

    def _verify(self, entered: ProofEntered) -> None:
        who = self._bench.preferences.text("author", "").strip()
        proof = Proof(entered.source, entered.quote, entered.date, who)
        self._done(entered.claim, lambda session: session.claims.verify(entered.claim, session.document, proof))

    def _settle(self, ident: int, words: str) -> None:
        if self._done(ident, lambda session: session.claims.call_opinion(ident, session.document)):
            self._bench.say(words)

    def _dismiss(self, ident: int) -> None:
        self._done(ident, lambda session: session.claims.dismiss(ident, session.document))

    def _reopen(self, ident: int) -> None:
        self._done(ident, lambda session: session.claims.reopen(ident, session.document))

    def _remove(self, ident: int) -> None:
        session = self._bench.session
        claim = session.claims.get(ident) if session else None
        if session is not None and claim is not None:
            session.claims.remove(ident)
            session.sources.drop_claim(ident)
            self._tell((claim.paragraph,))

    def _done(self, ident: int, act: Callable[[DraftSession], Claim | None]) -> bool:
        session = self._bench.session
        claim = act(session) if session else None
        if claim is None:
            self._bench.say("The words of this claim are no longer in the text. Nothing was noted.")
            self.refresh()
            return False
        self._tell((claim.paragraph,))
        return True

    def _tell(self, paragraphs: tuple[int, ...]) -> None:
        self.refresh()
        self.changed.emit(paragraphs)

    # Going.

    def step(self, *, forward: bool) -> bool:
        """Goes to the next claim that asks, after the caret and round the draft; False where there is none."""
        session, here = self._bench.session, self._bench.view.current()
        if session is None or here is None:
            return False
        places = [place for item in session.document.paragraphs for place in self._places(session, item)]
        at, _ = self._bench.view.selection()
        beyond = [one for one in places if (one[0] > at if forward else one[0] < at)]
        if not places:
            self._bench.say("No claim is open in this draft.")
            return False
        _, claim = (beyond or places)[0 if forward else -1]
        self._chosen = claim.id
        self._show_words(claim.id)
        self._paragraph = claim.paragraph
        self.refresh()
        return True

    def _places(self, session: DraftSession, paragraph: Paragraph) -> list[tuple[int, Claim]]:
        asking = session.claims.asking(paragraph.id, paragraph.text)
        if not asking:
            return []
        row = session.document.paragraphs
        start = row.start(row.index_of(paragraph.id))
        return [(start + claim.anchor.start, claim) for claim in asking]


def _note(claim: Claim, now: ClaimNow) -> str:
    if now is ClaimNow.CHANGED:
        if claim.state is ClaimState.OPINION:
            return "The sentence was changed since you called it an opinion."
        return "The sentence was changed since you verified it."
    if now is ClaimNow.OPINION:
        return "You said that it is an opinion."
    if now is ClaimNow.DISMISSED:
        return "You said that it claims nothing."
    if now is ClaimNow.GONE:
        return "These words are no longer in the text."
    if now is ClaimNow.VERIFIED and claim.proof is not None:
        proof = claim.proof
        says = f", which says “{proof.quote}”" if proof.quote else ""
        date = f" ({proof.date})" if proof.date else ""
        return f"Verified: {proof.source}{date}{says}."
    return ""
