"""A screen reader turns a tick without clicking it: what listens for clicks alone does not hear of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from answered_window import a_room
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton, QCheckBox
from pytestqt.qtbot import QtBot

from editor.ui.desk.pad_settings import PadSettings
from editor.ui.desk.pad_values import PadChoices
from editor.ui.theme import load_theme
from editor.ui.tick_box import TickBox


def turned(box: TickBox) -> None:
    """As a screen reader does it."""
    QAccessible.queryAccessibleInterface(box).actionInterface().doAction(QAccessibleActionInterface.toggleAction())


@pytest.fixture
def settings(qtbot: QtBot) -> PadSettings:
    made = PadSettings(load_theme("light"))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("No going back", PadChoices(no_going_back=True)),
        ("A model takes the next turn", PadChoices(turn_about=True)),
        ("Hide its turn until mine is written", PadChoices(turn_about=True, hide=True)),
    ],
)
def test_that_a_tick_of_the_pad_counts_when_a_screen_reader_turns_it(
    settings: PadSettings, qtbot: QtBot, words: str, chosen: PadChoices
) -> None:
    settings.show_choices(PadChoices(turn_about=chosen.hide))
    box = next(one for one in settings.findChildren(TickBox) if one.text() == words)
    with qtbot.waitSignal(settings.changed) as caught:
        turned(box)
    assert caught.args == [chosen]
    hide = next(one for one in settings.findChildren(TickBox) if one.text().startswith("Hide"))
    assert hide.isVisible() is chosen.turn_about


def test_that_choices_that_are_only_shown_are_not_told(settings: PadSettings, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(settings.changed):
        settings.show_choices(PadChoices(2, 400, True, True, True))
    assert settings.choices == PadChoices(2, 400, True, True, True)


def test_that_nothing_in_the_window_listens_for_the_clicks_of_a_tick(qtbot: QtBot, tmp_path: Path) -> None:
    with a_room(qtbot, tmp_path) as room:
        buttons = [one for one in room.furnishing.window.findChildren(QAbstractButton) if one.isCheckable()]
        assert len([one for one in buttons if isinstance(one, QCheckBox)]) > 5
        assert [one.text() for one in buttons if one.receivers(SIGNAL("clicked(bool)"))] == []
