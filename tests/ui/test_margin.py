"""What the margin paints, read back from the pixels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from editor.ui.margin import MarginMode, MarginNote, MarginPainter, _heights
from editor.ui.theme import Theme, load_theme

PLAIN = MarginNote(3, 1.0, 0.0, 0.0, 0.0, False, "0.7", None, None)
PARAGRAPH = QRectF(60, 10, 200, 100)
BAR_X = range(38, 44)


@pytest.fixture
def theme() -> Theme:
    return load_theme("light")


def _painted(theme: Theme, note: MarginNote, mode: MarginMode = MarginMode.FULL, wide: bool = False) -> QImage:
    image = QImage(420, 120, QImage.Format.Format_RGB32)
    image.fill(theme.paper)
    margin = MarginPainter(theme, QApplication.font(), mode)
    painter = QPainter(image)
    margin.paint_left(painter, PARAGRAPH, note, 26)
    margin.paint_right(painter, PARAGRAPH, note, wide, 26)
    painter.end()
    return image


def _near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 12 for a, b in pairs)


def _count(image: QImage, colour: QColor, left: int = 0, right: int = 420) -> int:
    return sum(_near(image.pixelColor(x, y), colour) for x in range(left, right) for y in range(image.height()))


def _column(image: QImage, colour: QColor, x: int) -> list[int]:
    return [y for y in range(image.height()) if _near(image.pixelColor(x, y), colour)]


@pytest.mark.usefixtures("qapp")
class TestOrigin:
    def test_that_your_own_paragraph_is_one_solid_bar_six_pixels_wide(self, theme: Theme) -> None:
        image = _painted(theme, PLAIN)
        rows = _column(image, theme.yours, 40)
        assert rows == list(range(13, 107))
        assert [x for x in range(30, 50) if _near(image.pixelColor(x, 60), theme.yours)] == list(BAR_X)

    def test_that_model_text_is_hatched_and_never_solid(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, own=0.0, model=1.0))
        inside = [_near(image.pixelColor(41, y), theme.paper) for y in range(16, 104)]
        assert 0.1 < sum(inside) / len(inside) < 0.9
        assert _count(image, theme.yours) == 0

    def test_that_pasted_text_is_hollow(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, own=0.0, outside=1.0))
        assert all(_near(image.pixelColor(41, y), theme.paper) for y in range(20, 100))
        assert _count(image, theme.pasted, 38, 44) > 150

    def test_that_unknown_text_has_an_outline_with_holes(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, own=0.0, unknown=1.0))
        assert all(_near(image.pixelColor(41, y), theme.paper) for y in range(20, 100))
        edge = [_near(image.pixelColor(38, y), theme.paper) for y in range(20, 100)]
        assert 0 < sum(edge) < len(edge)

    def test_that_a_mixture_is_shown_as_lengths(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, own=0.75, outside=0.25))
        assert len(_column(image, theme.yours, 41)) == pytest.approx(70, abs=2)

    def test_that_lineage_stays_in_sight_when_no_character_of_the_model_is_left(self, theme: Theme) -> None:
        assert _count(_painted(theme, PLAIN), theme.model) == 0
        ringed = _painted(theme, replace(PLAIN, lineage_left=True))
        assert _count(ringed, theme.model) > 4
        assert _near(ringed.pixelColor(41, 17), theme.paper), "the ring is open"

    def test_that_an_empty_paragraph_claims_no_origin(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, own=0.0))
        for origin in (theme.yours, theme.model, theme.pasted):
            assert _count(image, origin, 36, 46) == 0

    def test_that_a_locked_paragraph_says_so(self, theme: Theme) -> None:
        plain, locked = _painted(theme, PLAIN), _painted(theme, replace(PLAIN, locked=True))
        assert _count(locked, theme.muted, 0, 36) > _count(plain, theme.muted, 0, 36) + 20


@pytest.mark.usefixtures("qapp")
class TestTime:
    def test_that_no_bar_is_drawn_where_the_profile_asks_for_nothing(self, theme: Theme) -> None:
        image = _painted(theme, replace(PLAIN, minutes=""))
        for colour in (theme.track, theme.enough, theme.attention):
            assert _count(image, colour, 262) == 0

    def test_that_the_bar_fills_as_the_minutes_come(self, theme: Theme) -> None:
        filled = [
            _count(_painted(theme, replace(PLAIN, bar=share, met=None)), theme.enough, 262)
            for share in (0.0, 0.3, 0.6, 1.0)
        ]
        assert filled == sorted(set(filled))

    def test_that_enough_and_short_differ_in_shape_as_well_as_colour(self, theme: Theme) -> None:
        grey = replace(theme, attention=theme.enough)
        met = _painted(grey, replace(PLAIN, bar=1.0, met=True))
        short = _painted(grey, replace(PLAIN, bar=1.0, met=False))
        assert met != short

    def test_that_the_width_of_the_right_margin_holds_what_is_painted(self, theme: Theme) -> None:
        note = replace(PLAIN, minutes="11.4", wanted="12.5", bar=0.9, met=False, remarks=3, claims=2, versions=4)
        for wide in (False, True):
            image = _painted(theme, note, wide=wide)
            margin = MarginPainter(theme, QApplication.font())
            edge = int(PARAGRAPH.right() + margin.right_width(wide))
            assert all(_near(image.pixelColor(x, y), theme.paper) for x in range(edge, 420) for y in range(120))

    def test_that_counts_are_absent_when_there_is_nothing_to_count(self, theme: Theme) -> None:
        none = _count(_painted(theme, PLAIN), theme.ink, 262)
        some = _count(_painted(theme, replace(PLAIN, remarks=2)), theme.ink, 262)
        assert none == 0
        assert some > 0


@pytest.mark.usefixtures("qapp")
def test_that_off_paints_nothing_and_asks_for_no_room(theme: Theme) -> None:
    blank = QImage(420, 120, QImage.Format.Format_RGB32)
    blank.fill(theme.paper)
    margin = MarginPainter(theme, QApplication.font(), MarginMode.OFF)
    assert _painted(theme, replace(PLAIN, bar=0.5, remarks=2), MarginMode.OFF) == blank
    assert (margin.left_width(), margin.right_width(True)) == (0, 0)


@pytest.mark.usefixtures("qapp")
def test_that_compact_leaves_out_the_number_and_the_counts(theme: Theme) -> None:
    note = replace(PLAIN, bar=1.0, met=True, remarks=2, versions=3)
    image = _painted(theme, note, MarginMode.COMPACT)
    assert _count(image, theme.muted, 0, 36) == 0
    assert _count(image, theme.ink, 262) == 0
    assert _count(image, theme.enough, 262) > 5, "the glyph stays"


@pytest.mark.usefixtures("qapp")
def test_that_a_number_of_three_digits_fits_the_left_margin(theme: Theme) -> None:
    image = _painted(theme, replace(PLAIN, number=999))
    left = int(PARAGRAPH.left() - MarginPainter(theme, QApplication.font()).left_width())
    assert all(_near(image.pixelColor(x, y), theme.paper) for x in range(max(0, left)) for y in range(120))
    assert _count(image, theme.muted, left, 36) > 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=4, max_size=4).filter(lambda s: sum(s) > 0.001),
    st.integers(6, 2000),
)
def test_that_the_parts_of_a_bar_fill_it_exactly_and_no_origin_present_is_lost(shares: list[float], height: int) -> None:
    parts = _heights(shares, height)
    assert sum(parts) == pytest.approx(height)
    for share, part in zip(shares, parts, strict=True):
        assert part > 0 if share > 0 else part == 0
