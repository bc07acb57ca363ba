"""A remark that is to be talked about: itself, the text it is about as it is now, and what was kept of it before."""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.annotations import WHOLE_DRAFT, Remark
from editor.core.attachments import Attachment
from editor.core.errors import EditRefused
from editor.llm.personas import Critic
from editor.services.critics import LOCAL_IDS, model_critic
from editor.services.critique_round import Tools
from editor.services.material import ids_of, passage_of, passages_of
from editor.services.opening import Opening


@dataclass(frozen=True, slots=True)
class RemarkDesk:
    remark: Remark
    critic: Critic
    paragraph: int | None
    """Where the remark stands now; None for the draft as a whole."""
    text: str
    """What stands there now."""
    goes_along: frozenset[int]
    """Ids of the paragraphs of `text`."""


def remark_desk(tools: Tools, ident: int, paragraph: int, upto: int) -> RemarkDesk:
    """`paragraph` is where the window shows the remark, which may have moved with its text since it was kept.

    Raises EditRefused where the remark or its text is gone, the text is never to be sent or the critic is no model, and
    FileError where the critic is gone.
    """
    draft, narrowing = tools.opening.draft, tools.models.terms().narrowing
    document = draft.document(upto)
    remark = next((one for one in draft.store.remarks.all() if one.id == ident), None)
    if remark is None:
        raise EditRefused("This remark is not in the draft", "Nothing was sent.")
    if remark.critic in LOCAL_IDS:
        raise EditRefused("This critic follows rules and has no answer to give", "Dismiss the remark if it is wrong.")
    critic = model_critic(remark.critic)
    if paragraph == WHOLE_DRAFT:
        passages = passages_of(document, narrowing)
        text = "".join(text for _, text in passages).strip("\r\n")
        return RemarkDesk(remark, critic, None, text, ids_of(passages))
    text = passage_of(document, paragraph, narrowing).strip("\r\n")
    return RemarkDesk(remark, critic, paragraph, text, frozenset({paragraph}))


def kept_of(opening: Opening, kind: str, remark: int) -> dict[int, Attachment]:
    """What of a kind is attached to a remark, by its number from 1, in that order."""
    found = {}
    for one in opening.draft.store.attachments.of(kind):
        of, _, number = one.id.partition("-")
        if of == str(remark) and number.isdecimal():
            found[int(number)] = one
    return dict(sorted(found.items()))
