"""All services of one worker, built once and handed what they need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from editor.core.clock import Clock
from editor.intake import readers
from editor.protocol import (
    claim_messages,
    critique_messages,
    handoff_messages,
    intake_messages,
    messages,
    model_messages,
    outline_messages,
    pad_messages,
    record_messages,
    reference_messages,
    relay_messages,
    title_messages,
)
from editor.services.annotating import Annotating
from editor.services.arguing import Arguing
from editor.services.asking import Models
from editor.services.associating import Associating
from editor.services.borrowing import Borrowing
from editor.services.budgeting import Budgeting
from editor.services.claim_finding import ClaimFinding
from editor.services.configuring import Configuring
from editor.services.connecting import Connecting
from editor.services.critics import LocalDesk
from editor.services.critique_round import Tools
from editor.services.critiquing import Critiquing
from editor.services.evidence import Evidence
from editor.services.exporting import Exporting
from editor.services.handing_off import HandingOff
from editor.services.importing import import_file
from editor.services.judging import Judging
from editor.services.listing import Listing
from editor.services.opening import Emit, Opening
from editor.services.outlining import Outlining
from editor.services.overlap import Overlap
from editor.services.pasting import read_paste
from editor.services.referencing import Referencing
from editor.services.relaying import Relaying
from editor.services.replaying import Replaying
from editor.services.saving import Saving
from editor.services.showing import Showing
from editor.services.sourcing import Sourcing
from editor.services.tallying import Tallying
from editor.services.terms import terms_of
from editor.services.titling import Titling
from editor.services.verdicts import Verdicts
from editor.services.versioning import Versioning
from editor.services.wording import Wording

Handler = Callable[[Any], Any | Awaitable[Any]]
"""Takes a request and gives its result; raises PalimpsestError."""


class Workbench:
    def __init__(self, environment: Mapping[str, str], clock: Clock, emit: Emit) -> None:
        self._opening = opening = Opening(clock, emit)
        self._models = Models(environment, clock, partial(terms_of, opening))
        saving, versioning, listing = Saving(opening), Versioning(opening, clock), Listing(opening, clock)
        tools = Tools(opening, LocalDesk(), self._models, clock)
        critiquing, overlap = Critiquing(tools, emit), Overlap(tools, emit)
        arguing, wording, outlining = Arguing(tools, emit), Wording(tools, emit), Outlining(tools, emit)
        titling, sourcing = Titling(tools, emit), Sourcing(tools, emit)
        associating = Associating(opening, self._models, emit)
        handing_off = HandingOff(tools, emit)
        relaying = Relaying(opening, self._models, clock, emit)
        annotating, showing = Annotating(opening), Showing(opening, clock)
        replaying = Replaying(opening, emit)
        borrowing = Borrowing(opening)
        exporting = Exporting(opening, borrowing)
        configuring, referencing = Configuring(self._models), Referencing(opening, clock)
        connecting = Connecting(self._models, clock)
        budgeting = Budgeting(opening, self._models)
        self.handlers: Mapping[type, Handler] = {
            messages.Attach: opening.attach,
            messages.Fold: opening.fold,
            messages.Detach: opening.detach,
            messages.TakeCopy: opening.take_copy,
            messages.KeepCopiesIn: opening.keep_copies_in,
            messages.SaveText: saving.save_text,
            messages.SaveAs: saving.save_as,
            messages.WriteFile: saving.write_file,
            intake_messages.ReadPaste: read_paste,
            intake_messages.ImportFile: import_file,
            outline_messages.PrepareOutline: outlining.prepare,
            outline_messages.ProposeOutline: outlining.propose,
            title_messages.PrepareTitles: titling.prepare,
            title_messages.ProposeTitles: titling.propose,
            reference_messages.KeepReferenceFile: referencing.keep_file,
            reference_messages.KeepReferenceText: referencing.keep_text,
            reference_messages.ReadReference: referencing.read,
            reference_messages.RemoveReference: referencing.remove,
            messages.ListCritics: critiquing.list,
            messages.PrepareCritique: critiquing.prepare,
            messages.Critique: critiquing.critique,
            messages.JudgeRemark: Judging(opening).judge,
            critique_messages.StopCritic: critiquing.stop,
            critique_messages.CopyCritic: critiquing.copy,
            critique_messages.PrepareArgument: arguing.prepare,
            critique_messages.Argue: arguing.argue,
            critique_messages.PrepareWording: wording.prepare,
            critique_messages.AskWording: wording.ask,
            critique_messages.ListTallies: Tallying(opening).list,
            critique_messages.FindShared: overlap.shared,
            critique_messages.PrepareOverlap: overlap.prepare,
            critique_messages.AskOverlap: overlap.ask,
            pad_messages.PrepareTurn: associating.prepare,
            pad_messages.TakeTurn: associating.take,
            pad_messages.ListTurnPrices: associating.prices,
            handoff_messages.MeasureTalk: handing_off.measure,
            handoff_messages.PrepareHandoff: handing_off.prepare,
            handoff_messages.WriteHandoff: handing_off.write,
            relay_messages.ListRelays: relaying.list,
            relay_messages.PrepareRelay: relaying.prepare,
            relay_messages.RunRelay: relaying.run,
            relay_messages.GoOnWithRelay: relaying.go_on,
            relay_messages.StopRelay: relaying.stop,
            messages.KeepVersion: versioning.keep,
            messages.ListVersions: versioning.list,
            messages.CompareVersion: versioning.compare,
            messages.PrepareExport: exporting.prepare,
            messages.WriteExport: exporting.write,
            record_messages.ReadAnnotated: annotating.read,
            record_messages.WriteAnnotated: annotating.write,
            record_messages.WriteProcessReport: showing.write_report,
            record_messages.ForgetSent: listing.forget,
            record_messages.WriteSent: listing.write,
            record_messages.ListSaid: Evidence(opening).said,
            record_messages.ListSent: listing.sent_of,
            record_messages.OpenReplay: replaying.open,
            record_messages.ShowFrame: replaying.show,
            record_messages.CloseReplay: replaying.close,
            record_messages.WriteReplay: replaying.write,
            messages.FindBorrowed: borrowing.find,
            messages.JudgePost: Verdicts(opening).judge,
            messages.KeyStatus: configuring.key_status,
            messages.KeepKey: configuring.keep_key,
            messages.ForgetKey: configuring.forget_key,
            messages.ListCalls: listing.calls,
            model_messages.ListConnections: connecting.list,
            model_messages.ListAskable: connecting.askable,
            model_messages.KeepConnection: connecting.keep,
            model_messages.ChooseUsual: connecting.choose_usual,
            model_messages.RemoveConnection: connecting.remove,
            model_messages.TryConnection: connecting.test,
            model_messages.FindLocal: connecting.find_local,
            model_messages.ReadSpending: budgeting.read,
            model_messages.LimitDraft: budgeting.limit_draft,
            model_messages.LimitMonth: budgeting.limit_month,
            model_messages.SettleCall: budgeting.settle,
            model_messages.PriceModel: budgeting.price,
            model_messages.ReadNarrowing: budgeting.read_narrowing,
            model_messages.Narrow: budgeting.narrow,
            claim_messages.FindClaims: ClaimFinding(opening).find,
            claim_messages.PrepareSources: sourcing.prepare,
            claim_messages.FindSources: sourcing.find,
        }

    def tick(self) -> None:
        """Called every two seconds."""
        self._opening.fold_by_itself()

    def load_the_rest(self) -> None:
        """What a start does not wait for, so that the first paste does not either. Blocks for a third of a second."""
        readers.load_all()

    async def close(self) -> None:
        """Folds what is left and lets go of everything."""
        self._opening.close()
        await self._models.close()
