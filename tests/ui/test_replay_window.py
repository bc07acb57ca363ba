from __future__ import annotations

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from editor.core.document import Document
from editor.core.origins import PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rows import kinds_row
from editor.core.runs import Fragment
from editor.protocol.record_messages import Frame, ReplayOpened, ShowFrame
from editor.services.replaying import hunks_of
from editor.ui.dialogs.replay_window import ReplayWindow
from editor.ui.flows.replay_flow import ReplayFlow
from editor.ui.replay_page import ReplayPage
from editor.ui.theme import load_theme

THEME = load_theme("light")
MODEL = Origin(OriginKind.MODEL, "m")
LINES = {
    OriginKind.MODEL: QTextCharFormat.UnderlineStyle.SingleUnderline,
    OriginKind.PASTED: QTextCharFormat.UnderlineStyle.DashUnderline,
    OriginKind.UNKNOWN: QTextCharFormat.UnderlineStyle.DotLine,
}


def moment(*parts: tuple[str, Origin]) -> Document:
    whole = Fragment()
    for text, origin in parts:
        whole += Fragment.of(text, origin)
    return Document.of(whole, MarkdownSplitter())


def typed(text: str) -> Document:
    return moment((text, TYPED))


def frame(before: Document | None, now: Document, step: int = 1, caret: int = 0) -> Frame:
    hunks = tuple(
        (low, high, tuple((item.text, kinds_row(item.runs)) for item in new))
        for low, high, new in hunks_of(tuple(before.paragraphs) if before is not None else (), tuple(now.paragraphs))
    )
    return Frame(1, step, step * 1000, 1_763_726_400_000, 0, "type", hunks, caret, 5)


def marked(page: ReplayPage) -> list[tuple[str, QTextCharFormat.UnderlineStyle]]:
    """What is underlined on the page, and how."""
    found = []
    block = page.document().begin()
    while block.isValid():
        for one in page.text_layout.overlay(block):
            text = block.text().encode("utf-16-le")[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le")
            found.append((text, one.format.underlineStyle()))
        block = block.next()
    return found


@pytest.fixture
def page(qtbot: QtBot) -> ReplayPage:
    made = ReplayPage(THEME)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def test_that_the_page_is_the_moment_whatever_moment_was_before(page: ReplayPage) -> None:
    chance = random.Random(3)  # noqa: S311
    before: Document | None = None
    for number in range(60):
        texts = ("one\n\n", "two 𝛑 lines\nof it\n\n", "# head\n\n", "end", "\n")
        origins = chance.choices((MODEL, PASTED, UNKNOWN), k=chance.randrange(7))
        draft = moment(*((chance.choice(texts), origin) for origin in origins))
        page.show_frame(frame(before, draft, caret=chance.randrange(len(draft) + 1)))
        assert page.toPlainText() == draft.text(), number
        assert "".join(text for text, _ in marked(page)) == draft.text().replace("\n", ""), number
        before = draft


def test_that_whose_words_is_told_by_the_line_under_them(page: ReplayPage) -> None:
    draft = moment(("mine ", TYPED), ("its ", MODEL), ("pasted ", PASTED), ("whose?", UNKNOWN))
    page.show_frame(frame(None, draft))
    assert marked(page) == [
        ("its ", LINES[OriginKind.MODEL]),
        ("pasted ", LINES[OriginKind.PASTED]),
        ("whose?", LINES[OriginKind.UNKNOWN]),
    ]


def test_that_nothing_can_be_written_in_the_past(page: ReplayPage) -> None:
    draft = typed("As it was.\n")
    page.show_frame(frame(None, draft))
    QTest.keyClicks(page, "no")
    assert page.toPlainText() == "As it was.\n"


@pytest.fixture
def window(qtbot: QtBot) -> ReplayWindow:
    made = ReplayWindow("essay", THEME)
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_the_slider_asks_for_moments_and_the_caption_says_which(window: ReplayWindow, qtbot: QtBot) -> None:
    slider, chapters = window.findChildren(QSlider)[0], window.findChildren(QComboBox)[1]
    assert not slider.isEnabled()
    window.show_progress(500, 1200)
    assert window.caption == "Reading the past of this draft: 500 of 1,200 changes …"
    with qtbot.waitSignal(window.step_wanted) as caught:
        window.show_opened(ReplayOpened(1, 41, 90_000, ((1, "First.", 0), (2, "Second.", 17))))
    assert caught.args == [40]
    window.show_frame(frame(None, typed("It is.\n"), 40))
    assert window.caption == "2025-11-21 12:00 · change 40 of 40 · typing · 5 words"
    with qtbot.waitSignal(window.step_wanted) as caught:
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert caught.args == [39]
    with qtbot.waitSignal(window.step_wanted) as caught:
        chapters.activated.emit(2)
    assert caught.args == [17]


def test_that_the_film_plays_from_the_beginning_and_stops_at_its_end(window: ReplayWindow, qtbot: QtBot) -> None:
    play = next(one for one in window.findChildren(QPushButton) if one.text() == "Play")
    window.show_opened(ReplayOpened(1, 3, 4_000, ()))
    window.show_frame(frame(None, typed("End.\n"), 2))
    with qtbot.waitSignal(window.moment_wanted) as caught:
        qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
    assert 0 <= caught.args[0] <= 4_000
    assert play.text() == "Pause"
    window.show_frame(frame(typed("End.\n"), typed("End.\n"), 2))
    assert play.text() == "Play"


def test_that_trouble_is_said_in_the_window(window: ReplayWindow) -> None:
    window.show_trouble("The past cannot be read. Verify it.")
    assert window.caption == "The past cannot be read. Verify it."


def test_that_of_all_places_a_dragged_slider_went_through_only_the_newest_is_asked_for(qtbot: QtBot) -> None:
    asked: list[Any] = []
    answers: list[Callable[[Any], None]] = []

    def ask(make: Callable[[int], Any], answer: Callable[[Any], None], **_others: Any) -> None:
        asked.append(make(len(asked)))
        answers.append(answer)

    parent = QWidget()
    qtbot.addWidget(parent)
    draft = SimpleNamespace(exists=True, name="essay")
    bench = SimpleNamespace(draft=draft, recorded_draft=lambda: draft, theme=THEME, upto=3, ask=ask)
    flow = ReplayFlow(bench, parent)  # type: ignore[arg-type]
    flow.open()
    answers[-1](ReplayOpened(0, 1_001, 90_000, ()))
    assert asked[1:] == [ShowFrame(1, 1_000, whole=True)]
    assert flow.window is not None
    slider = flow.window.findChildren(QSlider)[0]
    for place in (900, 500, 10, 20):
        slider.setValue(place)
    assert len(asked) == 2
    answers[-1](frame(None, typed("End.\n"), 1_000))
    assert asked[2:] == [ShowFrame(2, 20)]
    answers[-1](frame(typed("End.\n"), typed("Begun.\n"), 20))
    assert len(asked) == 3
    assert flow.window.page.toPlainText() == "Begun.\n"
