"""Who put these characters here.

A character's origin never changes; text is only inserted and removed. That a passage is "model text edited by a human"
is a judgement about several runs, made in `policy`, and never a state of a character.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OriginKind(StrEnum):
    TYPED = "typed"
    DICTATED = "dictated"
    TOOL = "tool"
    """Replace, spelling, list renumbering: an act of the writer carried out by the program."""
    PASTED = "pasted"
    MODEL = "model"
    IMPORTED = "imported"
    UNKNOWN = "unknown"
    """Changed outside the program; never taken for the writer's."""


OWN_KINDS = frozenset({OriginKind.TYPED, OriginKind.DICTATED, OriginKind.TOOL})
"""Kinds that count as the writer's own words."""


@dataclass(frozen=True, slots=True)
class Origin:
    kind: OriginKind
    actor: str = ""
    """A person, or the model as it named itself, such as "claude-opus-5-5"."""
    provider: str = ""
    purpose: str = ""
    """What a model was asked for: "critique", "association"."""
    prompt: str = ""
    """Id of the call that produced the text; empty where there was none."""
    when_ms: int | None = None
    """When the text was produced, milliseconds since 1970 UTC; None where that is not known."""
    source: str = ""
    """File, program or address, where the clipboard named one."""


TYPED = Origin(OriginKind.TYPED)
DICTATED = Origin(OriginKind.DICTATED)
TOOL = Origin(OriginKind.TOOL)
PASTED = Origin(OriginKind.PASTED)
IMPORTED = Origin(OriginKind.IMPORTED)
UNKNOWN = Origin(OriginKind.UNKNOWN)
