"""What each of the three models of a relay is asked, built from the texts in `resources/prompts/relay`.

The writer's material comes first and stays the same for all requests about a paragraph, so that a provider that keeps the
beginning of a prompt is paid for it once; what the models said themselves follows. Nobody is told which models the others
are: what is said is to be weighed, not who said it.
"""

from __future__ import annotations

import re

from editor.core.relay import Part, Relay, RelayPlan, Section, Stage, Step
from editor.llm.material_tags import Piece, Tagged, filled, prompt
from editor.llm.provider import Message, Request, Role

MAX_TOKENS = {Stage.ASSOCIATE: 4096, Stage.DRAFT: 8192, Stage.CRITICISE: 8192, Stage.REVISE: 8192}
"""Of one answer. The newest models think first, and thinking counts."""
_SAID_BY = {Part.WRITER: "the one who writes", Part.PARTNER: "the partner", Part.CRITIC: "the critic"}
_HEADINGS = {
    Stage.ASSOCIATE: "From the dialogue, {who}:",
    Stage.DRAFT: "The draft:",
    Stage.CRITICISE: "The remarks on it:",
    Stage.REVISE: "The revised draft:",
}


def relay_request(relay: Relay, step: Step) -> Request:
    """The question for this step, after all that was said before."""
    plan = relay.plan
    material = _material(plan, step.section)
    before = [
        Piece(f"proposed-{section + 1}", f"What was proposed for “{_name(plan.sections[section])}”:", turn.text)
        for section in range(step.section)
        if (turn := relay.proposal(section)) is not None
    ]
    said = []
    for number, turn in enumerate(relay.whole(step.section), 1):
        of = plan.steps[turn.step]
        said.append(Piece(f"turn-{number}", _HEADINGS[of.stage].format(who=_SAID_BY[of.part]), turn.text))
    tagged = Tagged((*material, *before, *said))
    fixed = tagged.text(*(piece.tag for piece in material))
    slots = {
        "material": fixed,
        "before": tagged.text(*(piece.tag for piece in before)) if before else "",
        "said": tagged.text(*(piece.tag for piece in said)) if said else "",
        "tag": tagged.tag("point"),
    }
    player = plan.player(step.part)
    return Request(
        model=player.model,
        system=prompt(f"relay/{step.part.value}"),
        messages=(Message(Role.USER, filled(_questions()[step.stage.value], slots), (0, len(fixed))),),
        max_tokens=MAX_TOKENS[step.stage],
        purpose=f"relay: {step.stage.value}",
    )


def material_shown(plan: RelayPlan, section: int) -> str:
    """What of the writer's text goes along with every request about a section, as it goes."""
    return Tagged(_material(plan, section)).text()


def _material(plan: RelayPlan, section: int) -> list[Piece]:
    of = plan.sections[section]
    return [
        Piece("outline", "The headings of the essay:", "\n".join(plan.outline)),
        Piece("paragraph", "The paragraph as it stands:", of.text.strip("\r\n")),
        Piece("point", "The paragraph of the outline that this is about:", _line(of)),
    ]


def _line(section: Section) -> str:
    return "\n".join(dict.fromkeys(part for part in (section.title, section.point) if part.strip()))


def _name(section: Section) -> str:
    return section.title or section.point


def _questions() -> dict[str, str]:
    """The texts of the resource by their headings."""
    pieces = re.split(r"^# (\w+)\n", f"{prompt('relay/questions')}\n", flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
