"""What hides only where it stands: on the page it has a mark exactly where it is offered for removal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QTextBlock
from pytestqt.qtbot import QtBot
from session_makers import Sitting

from editor.core.paragraph_row import utf16_length
from editor.core.unseen import SIGN, unseen
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView

LETTERS = [
    *"ab 1.", "\n", "é", "😀", "👩", "ש", "م", "क", "\u094d", "葛", "\U0001f3f4", "❤",
    "\u200d", "\u200c", "\u200e", "\u200f", "\u00ad", "\ufe0f", "\u034f", "\u180b", "\U000e0041", "\U000e0100",
    "\u200b", "\u202e", SIGN,
]  # fmt: skip
NEEDED = [
    "👨\u200d👩\u200d👧 and ❤\ufe0f\u200d🔥", "می\u200cخواهم", "क\u094d\u200dष", "(שלום)\u200f 3", "葛\U000e0100",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
]  # fmt: skip
ODD = ["soft\u00adhyphen", "a \U000e0041\U000e0042tag", "plain \u200e words", "a\u200db", "letter\ufe0f"]


@pytest.fixture
def view(qtbot: QtBot) -> DraftView:
    made = DraftView(Clipboard("draft"))
    qtbot.addWidget(made)
    made.resize(700, 300)
    return made


def show(view: DraftView, text: str) -> None:
    view.attach(Sitting(text).session)


def marked(view: DraftView) -> set[int]:
    """Where the page has a mark or a sign for what hides, in UTF-16 units of the draft."""
    block, found = view.document().begin(), set()
    while block.isValid():
        found |= {block.position() + place for place in view.text_layout.hidden(block)}
        block = block.next()
    return found


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("م\u200d\n")
@given(st.lists(st.sampled_from(LETTERS), max_size=16).map("".join))
def test_that_the_page_marks_exactly_what_is_offered_for_removal(view: DraftView, text: str) -> None:
    show(view, text)
    on_the_page = view.document().toRawText()
    offered = {utf16_length(text[:place]) for place in unseen(text)}
    signs = {
        place
        for place in offered
        if on_the_page.encode("utf-16-le")[2 * place :][:2].decode("utf-16-le", "replace") == SIGN
    }
    assert marked(view) == offered - signs
    assert not marked(view) & signs


def picture(view: DraftView) -> QImage:
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("text", ODD)
def test_that_a_mark_is_seen_and_goes_with_what_it_marks(view: DraftView, text: str) -> None:
    hook = view.text_layout.hidden
    show(view, text)
    seen = picture(view)
    view.text_layout.hidden = nowhere
    assert picture(view) != seen
    view.text_layout.hidden = hook
    assert picture(view) == seen


@pytest.mark.parametrize("text", NEEDED)
def test_that_what_a_script_or_a_picture_needs_looks_as_ever(view: DraftView, text: str) -> None:
    show(view, f"{text}\n")
    seen = picture(view)
    view.text_layout.hidden = nowhere
    assert picture(view) == seen


def test_that_two_at_one_place_are_two_marks(view: DraftView) -> None:
    show(view, "a\U000e0041b")
    one = picture(view)
    show(view, "a\U000e0041\U000e0041b")
    assert marked(view) == {1, 3}
    assert picture(view) != one


def nowhere(_block: QTextBlock) -> tuple[int, ...]:
    return ()
