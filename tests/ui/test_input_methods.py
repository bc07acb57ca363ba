"""Text that comes through an input method: composed with keys it was typed, without any it was dictated."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from session_makers import Sitting

from editor.core.origins import DICTATED, OWN_KINDS, PASTED, TYPED
from editor.core.runs import Fragment, Run
from editor.core.words import prose_words, words_by_kind
from editor.export.markdown_annotations import annotated
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


@pytest.fixture
def view(qtbot: QtBot, sitting: Sitting) -> DraftView:
    view = DraftView(Clipboard())
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.attach(sitting.session)
    sitting.clock.advance(60_000)
    return view


def commit(view: DraftView, text: str, composing: str = "") -> None:
    if composing:
        QApplication.sendEvent(view, QInputMethodEvent(composing, []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize(
    "spoken",
    [
        pytest.param("Said aloud and written down.", id="[V11]"),
        pytest.param("Said “aloud” 😀 — and written.", id="[V11] with letters of two units"),
    ],
)
def test_that_a_sentence_without_key_or_clipboard_is_dictated_and_a_humans(
    view: DraftView, sitting: Sitting, spoken: str
) -> None:
    commit(view, spoken)
    assert sitting.text == spoken
    assert sitting.document.runs() == (Run(len(spoken), DICTATED),)
    [paragraph] = sitting.document.paragraphs
    assert not paragraph.mark.lineage
    assert sum(words_by_kind(spoken, paragraph.runs).get(kind, 0) for kind in OWN_KINDS) == prose_words(spoken)
    assert f"@Ada: 0,{len(spoken)}" in annotated(Fragment(spoken, paragraph.runs), "Ada")


def test_that_the_same_sentence_out_of_the_clipboard_is_not_dictated(view: DraftView, sitting: Sitting) -> None:
    QApplication.clipboard().setText("Said aloud and written down.")
    view.paste()
    assert sitting.text == "Said aloud and written down."
    assert [run.origin.kind for run in sitting.document.runs()] == [PASTED.kind]


def test_that_what_is_composed_was_typed(view: DraftView, sitting: Sitting) -> None:
    commit(view, "漢字", composing="kanji")
    assert sitting.document.runs() == (Run(2, TYPED),)


def test_that_a_dead_key_that_ends_in_a_letter_was_typed(view: DraftView, sitting: Sitting) -> None:
    QTest.keyClick(view, Qt.Key.Key_Shift)
    commit(view, "é")
    assert sitting.document.runs() == (Run(1, TYPED),)


def test_that_a_key_long_before_does_not_make_dictation_typing(view: DraftView, sitting: Sitting) -> None:
    QTest.keyClicks(view, "a")
    sitting.clock.advance(5_000)
    commit(view, " spoken")
    assert [run.origin for run in sitting.document.runs()] == [TYPED, DICTATED]
