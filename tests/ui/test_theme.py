"""The themes: complete, legible, and telling origins and verdicts apart without a green and a red."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor.ui.assets import icon
from editor.ui.theme import Theme, dress, dress_application, load_theme, palette, panel_sheet, text_font, theme_names


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=theme_names())
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_that_light_dark_and_high_contrast_are_bundled() -> None:
    assert {"light", "dark", "high-contrast"} <= set(theme_names())


def test_that_every_word_of_a_panel_reaches_the_contrast_of_body_text(theme: Theme) -> None:
    grounds = (theme.window, theme.panel, theme.card, theme.field)
    for voice in (theme.window_ink, theme.muted, theme.attention, theme.blocked):
        assert min(_contrast(voice, ground) for ground in grounds) >= 4.5


def test_that_every_origin_stands_out_from_the_paper(theme: Theme) -> None:
    for origin in (theme.yours, theme.model, theme.pasted, theme.unknown):
        assert _contrast(origin, theme.paper) >= 4.5


def test_that_the_focus_ring_stands_out_from_every_ground(theme: Theme) -> None:
    assert min(_contrast(theme.focus, g) for g in (theme.window, theme.panel, theme.card, theme.field)) >= 3


def test_that_the_style_sheet_leaves_no_name_unreplaced(theme: Theme) -> None:
    assert "@" not in panel_sheet(theme)


def test_that_a_dressed_panel_hands_its_colours_to_what_is_inside(qtbot: QtBot, theme: Theme) -> None:
    outer = QWidget()
    inner = QWidget(outer)
    qtbot.addWidget(outer)
    dress(outer, theme)
    assert inner.palette().color(QPalette.ColorRole.WindowText) == theme.window_ink


def test_that_the_application_gets_fusion_and_the_palette(qapp: QApplication, theme: Theme) -> None:
    before = qapp.palette()
    dress_application(qapp, theme)
    assert qapp.style().objectName() == "fusion"
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.window
    qapp.setPalette(before)


def test_that_disabled_words_differ_from_enabled_ones(theme: Theme) -> None:
    colours = palette(theme)
    disabled = colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled != colours.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)


def test_that_the_draft_is_set_in_the_bundled_serif(qapp: QApplication) -> None:
    assert QFontInfo(text_font(13)).family() == "Literata"


def test_that_an_icon_takes_the_colour_it_is_asked_for(qapp: QApplication) -> None:
    image = icon("x", QColor("#12ab34")).pixmap(16, 16).toImage()
    solid = {image.pixelColor(x, y).name() for x in range(16) for y in range(16) if image.pixelColor(x, y).alpha() == 255}
    assert solid
    assert all(abs(QColor(name).green() - 0xAB) <= 3 and abs(QColor(name).red() - 0x12) <= 3 for name in solid)


def test_that_an_unknown_icon_is_refused(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", QColor("black"))
