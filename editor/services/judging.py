"""What the writer decides about a remark."""

from __future__ import annotations

from editor.core.annotations import DismissReason, Remark, RemarkState
from editor.core.errors import EditRefused
from editor.protocol.messages import Done, JudgeRemark
from editor.services.opening import Opening


class Judging:
    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def judge(self, request: JudgeRemark) -> Done:
        """Raises EditRefused for a remark that is not there, and for a decision that is none."""
        remarks = self._opening.draft.store.remarks
        found = next((one for one in remarks.all() if one.id == request.remark), None)
        if found is None:
            raise EditRefused("This remark is not in the draft", "Nothing was changed.")
        remarks.update([judged(found, request.state, request.reason)])
        return Done(request.id)


def judged(remark: Remark, state: str, reason: str | None) -> Remark:
    try:
        match RemarkState(state):
            case RemarkState.AGREED:
                return remark.agreed()
            case RemarkState.DONE:
                return remark.done()
            case RemarkState.OPEN:
                return remark.reopened()
            case RemarkState.DISMISSED:
                return remark.dismissed(DismissReason(reason or ""))
    except ValueError:
        reasons = ", ".join(DismissReason)
        raise EditRefused(
            "This cannot be decided about a remark", f"Dismissing takes a reason: {reasons}. Nothing was changed."
        ) from None
