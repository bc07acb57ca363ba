"""The price beside the button, from what the worker says of the paragraph that is shown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from editor.protocol.messages import CriticRow, Critics
from editor.ui.desk.critique_panel import CritiquePanel
from editor.ui.flows.critic_board import CriticBoard
from editor.ui.flows.price_flow import PriceFlow
from editor.ui.theme import load_theme
from editor.ui.workbench import Workbench


class Desk:
    """A bench with one paragraph and a worker that knows two prices."""

    def __init__(self, price: str | None) -> None:
        self.price = price
        self.asked: list[Any] = []

    def paragraph(self, ident: int) -> Any:
        return SimpleNamespace(id=ident, text="Some words.")

    def ask(self, make: Any, answer: Any, event: Any = None, failed: Any = None) -> int:
        self.asked.append(make(1))
        answer(critics(self.price))
        return 1


def critics(price: str | None) -> Critics:
    local = CriticRow("style", "Style ear", "", None, True)
    model = CriticRow("balanced-editor", "Balanced editor", "", "m", True, price)
    return Critics(1, (local, model), "keyring")


def shown(qtbot: QtBot, price: str | None, *, ticked: bool = True) -> tuple[str, Desk]:
    panel = CritiquePanel(load_theme("light"))
    qtbot.addWidget(panel)
    said: list[str] = []
    panel.set_price = said.append  # type: ignore[method-assign]
    board, desk = CriticBoard(), Desk(price)
    board.fill(critics(price))
    board.tick("balanced-editor", ticked)
    PriceFlow(cast(Workbench, desk), panel, board).show_paragraph(7)
    qtbot.waitUntil(lambda: bool(said))
    return said[-1], desk


def test_that_a_ticked_model_says_what_it_is_likely_to_cost(qtbot: QtBot) -> None:
    words, desk = shown(qtbot, "0.0183")
    assert words == "about 1.8 ct"
    assert desk.asked[0].paragraph_text == "Some words."


@pytest.mark.parametrize(("price", "words"), [("0", "free"), ("0.0002", "under 0.1 ct"), ("1.5", "about $1.50")])
def test_that_a_small_price_is_not_said_to_be_nothing_and_nothing_is_said_to_be_free(
    qtbot: QtBot, price: str, words: str
) -> None:
    assert shown(qtbot, price)[0] == words


def test_that_an_unknown_price_is_said_and_never_shown_as_free(qtbot: QtBot) -> None:
    assert shown(qtbot, None)[0] == "price not known"


@pytest.mark.parametrize("price", ["0.0183", None])
def test_that_without_a_model_nothing_is_asked_and_nothing_said(qtbot: QtBot, price: str | None) -> None:
    words, desk = shown(qtbot, price, ticked=False)
    assert words == ""
    assert desk.asked == []
