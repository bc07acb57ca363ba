"""Whom the writer wants each critic to ask, remembered between sittings."""

from __future__ import annotations

import json

from editor.protocol.parts import CriticChoice
from editor.ui.preferences import Preferences

_NAME = "critics"


class CriticChoices:
    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def all(self) -> tuple[CriticChoice, ...]:
        """What cannot be read is no choice."""
        try:
            rows = json.loads(self._preferences.text(_NAME, "{}"))
            return tuple(CriticChoice(str(name), str(row[0]), str(row[1])) for name, row in rows.items())
        except (ValueError, AttributeError, TypeError, IndexError, KeyError):
            return ()

    def of(self, critic: str) -> CriticChoice:
        return next((one for one in self.all() if one.critic == critic), CriticChoice(critic))

    def keep(self, choice: CriticChoice) -> None:
        rows = {one.critic: [one.connection, one.model] for one in self.all() if one.critic != choice.critic}
        if choice.connection or choice.model:
            rows[choice.critic] = [choice.connection, choice.model]
        self._preferences.keep(_NAME, json.dumps(rows))
