"""What a draft allows of all that the writer's connections allow: "only o3 from OpenAI", "local models only", "never
send this paragraph". A draft can only take away; what a connection refuses no draft can permit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from editor.core.errors import ModelError, ModelFault
from editor.core.heirs import heirs
from editor.core.paragraph_row import Paragraph

NARROWING_NOTE = "narrowing"
"""Under which a draft keeps it, as `Narrowing.row` gives it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    models: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By provider, the models that may be asked; a provider that is not named is not narrowed."""
    others: bool = True
    """Whether providers that `models` does not name may be asked."""
    local_only: bool = False
    """Only servers on this same machine."""
    never_sent: frozenset[int] = frozenset()
    """Ids of paragraphs that leave the machine in no request; local models get them neither."""

    def check(self, provider: str, name: str, model: str, *, is_local: bool) -> None:
        """`name` is what the writer calls the provider. Raises ModelError(FORBIDDEN)."""
        if self.local_only and not is_local:
            raise _forbidden(
                f"This essay is for models on this computer only, and {name} is elsewhere",
                "Choose a local model, ask a local critic, or allow others in “Models for This Essay”.",
            )
        allowed = self.models.get(provider)
        if allowed is None and not self.others:
            raise _forbidden(
                f"This essay does not allow {name}",
                f"It allows: {_listed(self.models)}. “Models for This Essay” can change that.",
            )
        if allowed is not None and model not in allowed:
            only = ", ".join(sorted(allowed)) or "none"
            raise _forbidden(
                f"This essay does not allow the model {model}",
                f"Of {name} it allows: {only}. Choose one of these, or allow it in “Models for This Essay”.",
            )

    def kept_here(self, row: Iterable[Paragraph]) -> frozenset[int]:
        """The ids of the paragraphs of a draft that are never to be sent: those that were named, and those that hold text
        of one."""
        return heirs(row, self.never_sent)

    def takes_back(self, row: Iterable[Paragraph], sent: frozenset[int], before: Narrowing) -> bool:
        """Whether the paragraphs of `sent` are never to be sent now: one of them, or one named since `before` that was
        split from them or has swallowed them."""
        items = tuple(row)
        heirs_of_sent = heirs(items, sent)
        named_since = self.never_sent - before.never_sent
        return bool((self.never_sent | self.kept_here(items)) & sent or named_since & heirs_of_sent)

    def without(self, row: Iterable[Paragraph], ident: int) -> Narrowing | None:
        """With this paragraph allowed to be sent and every other one of the draft as it was.

        None where it holds text of another one that is there and never to be sent: that one would have to be allowed.
        """
        items = tuple(row)
        others = self.kept_here(items) - {ident}
        gone = self.never_sent - {item.id for item in items}
        apart = frozenset(one for one in gone if ident not in Narrowing(never_sent=frozenset({one})).kept_here(items))
        fresh = replace(self, never_sent=others | apart)
        return None if ident in fresh.kept_here(items) else fresh

    def row(self) -> dict[str, Any]:
        """As JSON can say it; `narrowing_from` reads it."""
        return {
            "models": {provider: sorted(models) for provider, models in sorted(self.models.items())},
            "others": self.others,
            "local_only": self.local_only,
            "never_sent": sorted(self.never_sent),
        }


CLOSED = Narrowing(others=False, local_only=True)
"""What stands in the place of a narrowing that cannot be read: it would be wrong to send what it may have forbidden."""


def narrowing_from(row: object) -> Narrowing:
    """From what `row` gave; None is a draft that was never narrowed. One that cannot be read allows nothing."""
    if row is None:
        return Narrowing()
    try:
        return _read(row)
    except (TypeError, KeyError, AttributeError, ValueError):
        return CLOSED


def _read(row: Any) -> Narrowing:
    models = {str(provider): frozenset(map(_text, names)) for provider, names in row["models"].items()}
    return Narrowing(models, _flag(row["others"]), _flag(row["local_only"]), frozenset(map(_number, row["never_sent"])))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a name was expected")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false was expected")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("an id was expected")
    return value


def _forbidden(title: str, detail: str) -> ModelError:
    return ModelError(ModelFault.FORBIDDEN, title, f"Nothing was sent. {detail}")


def _listed(models: Mapping[str, frozenset[str]]) -> str:
    named = [f"{model} ({provider})" for provider in sorted(models) for model in sorted(models[provider])]
    return ", ".join(named) or "none"
