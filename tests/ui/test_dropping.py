"""Words dropped into the draft, from another program and from elsewhere in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot
from session_makers import Sitting

from editor.core.origins import IMPORTED, PASTED, OriginKind
from editor.core.runs import Fragment
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView

START = "One two.\n\nThree four.\n"


@pytest.fixture
def sitting() -> Sitting:
    return Sitting(START)


@pytest.fixture
def view(qtbot: QtBot, sitting: Sitting) -> DraftView:
    view = DraftView(Clipboard())
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.attach(sitting.session)
    return view


def _drop(view: DraftView, words: str, place: QPointF) -> None:
    data = QMimeData()
    data.setText(words)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))


def test_that_words_dropped_from_elsewhere_are_pasted_words(view: DraftView, sitting: Sitting) -> None:
    _drop(view, "new ", QPointF(view.cursorRect().topLeft()))
    assert sitting.document.text() == "new " + START
    assert sitting.document.fragment(0, 4).runs[0].origin.kind is OriginKind.PASTED
    assert view.toPlainText() == "new " + START


@pytest.mark.parametrize(("at", "after"), [(10, "two.\n\nOne Three four.\n"), (2, START)])
def test_that_words_moved_within_the_draft_keep_their_origin(
    view: DraftView, sitting: Sitting, at: int, after: str
) -> None:
    view._move((0, 4), at)
    assert sitting.document.text() == after == view.toPlainText()
    assert {run.origin.kind for run in sitting.document.fragment(0, len(after)).runs} == {OriginKind.IMPORTED}


def test_that_words_moved_back_up_come_before_what_they_are_dropped_on(view: DraftView, sitting: Sitting) -> None:
    view._move((10, 16), 0)
    assert sitting.document.text() == "Three One two.\n\nfour.\n" == view.toPlainText()


def test_that_one_undo_takes_a_move_back(view: DraftView, sitting: Sitting) -> None:
    view._move((0, 4), 10)
    view.undo()
    assert sitting.document.text() == START == view.toPlainText()
    assert sitting.document.fragment(0, 4) == Fragment.of("One ", IMPORTED) != Fragment.of("One ", PASTED)
