"""Paragraphs that are never sent and models that an essay does not allow: chosen in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QTreeWidget
from pytestqt.qtbot import QtBot

from editor.core.narrowing import Narrowing
from editor.parts import open_draft
from editor.ui.dialogs.narrow_dialog import AllowedModels, NarrowDialog, NarrowView
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.theme import load_theme
from editor.ui.tick_box import TickBox

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
VIEW = NarrowView(
    (AllowedModels("openai", "OpenAI", ("o3", "o4"), None), AllowedModels("anthropic", "Claude", ("sonnet",), None)),
    others=True,
    local_only=False,
)


class Choosing:
    def __init__(self, qtbot: QtBot, view: NarrowView) -> None:
        self._qtbot = qtbot
        self.dialog = NarrowDialog(view, load_theme("light"))
        qtbot.addWidget(self.dialog)
        self.dialog.show()

    def tick(self, connection: int, model: int | None, ticked: bool) -> None:
        tree = self.dialog.findChild(QTreeWidget)
        assert isinstance(tree, QTreeWidget)
        top = tree.topLevelItem(connection)
        item = top if model is None or top is None else top.child(model)
        assert item is not None
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def box(self, words: str) -> TickBox:
        return next(box for box in self.dialog.findChildren(TickBox) if words in box.text())

    def kept(self) -> NarrowView:
        with self._qtbot.waitSignal(self.dialog.chosen) as caught:
            self.dialog._keep()
        (view,) = caught.args
        assert isinstance(view, NarrowView)
        return view


def test_that_nothing_is_narrowed_where_nothing_is_changed(qtbot: QtBot) -> None:
    assert Choosing(qtbot, VIEW).kept() == VIEW


def test_that_only_one_model_can_be_left(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot, VIEW)
    choosing.tick(0, 1, ticked=False)
    choosing.tick(1, None, ticked=False)
    choosing.box("make later").setChecked(False)
    view = choosing.kept()
    assert [one.allowed for one in view.connections] == [frozenset({"o3"}), frozenset()]
    assert not view.others
    again = Choosing(qtbot, view).kept()
    assert again == view


def test_that_a_connection_with_all_models_is_named_where_others_are_not_allowed(qtbot: QtBot) -> None:
    choosing = Choosing(qtbot, VIEW)
    choosing.box("make later").setChecked(False)
    choosing.box("this computer").setChecked(True)
    view = choosing.kept()
    assert [one.allowed for one in view.connections] == [frozenset({"o3", "o4"}), frozenset({"sonnet"})]
    assert view.local_only


def test_that_a_model_the_list_no_longer_has_stays_allowed(qtbot: QtBot) -> None:
    known = AllowedModels("openai", "OpenAI", ("o4",), frozenset({"o3"}))
    view = Choosing(qtbot, NarrowView((known,), others=True, local_only=False)).kept()
    assert view.connections[0].allowed == frozenset({"o3"})


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        open_draft(self.window, folder / "essay.md")
        self.room = Furnishing(self.window)
        self.room.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        self.flow = self.room.spending.narrowing
        qtbot.waitUntil(lambda: self.flow._known is not None, timeout=LONGEST_MS)

    def ident(self, index: int) -> int:
        assert self.window.bench.session is not None
        return self.window.bench.session.document.paragraphs[index].id

    def toggle(self, index: int) -> None:
        self.window.view.go_to_paragraph(self.ident(index))
        before = len(self.told)
        self.room.menus["never_send"].trigger()
        self.qtbot.waitUntil(lambda: len(self.told) > before, timeout=LONGEST_MS)

    def locked(self) -> list[bool]:
        bench = self.window.bench
        assert bench.session is not None
        assert bench.facts is not None
        facts = bench.facts
        return [facts.note(n, one).locked for n, one in enumerate(bench.session.document.paragraphs, 1)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    (tmp_path / "essay.md").write_text("On drafting badly.\n\nA secret of hers.\n\nWhat I timed.\n")
    return tmp_path


def test_that_a_paragraph_never_to_be_sent_has_a_lock_words_and_a_tick(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    room.toggle(1)
    assert room.locked() == [False, True, False]
    facts, session = room.window.bench.facts, room.window.bench.session
    assert facts is not None
    assert session is not None
    paragraph = session.document.paragraphs[1]
    assert "never sent to a model" in facts.sentence(2, paragraph)
    assert "Never sent to a model." in facts.card(2, paragraph)
    action = room.room.menus["never_send"]
    room.flow.show_here(action)
    assert action.isChecked()
    room.toggle(1)
    assert room.locked() == [False, False, False]
    room.flow.show_here(action)
    assert not action.isChecked()
    room.window.close()


@pytest.mark.parametrize("copied", ["A secret of hers.", "secret of"])
@pytest.mark.parametrize("takes", ["cut", "copy"])
@pytest.mark.parametrize(("goes_to", "locked"), [("What", 2), ("On drafting", 0)])
def test_that_words_taken_out_of_a_locked_paragraph_take_the_lock_along(
    qtbot: QtBot, folder: Path, copied: str, takes: str, goes_to: str, locked: int
) -> None:
    room = Room(qtbot, folder)
    room.toggle(1)
    secret, goes_into = room.ident(1), room.ident(locked)
    view, session = room.window.view, room.window.bench.session
    assert session is not None
    start = session.document.text().index(copied)
    view.select(start, start + len(copied))
    getattr(view, takes)()
    view.place_caret(session.document.text().index(goes_to))
    view.paste()
    qtbot.waitUntil(lambda: goes_into in room.window.bench.kept_here, timeout=LONGEST_MS)
    assert room.told[-1] == "This paragraph is never sent to a model, local ones included."
    assert room.window.bench.kept_here <= {goes_into, *([] if (takes, copied[0]) == ("cut", "A") else [secret])}
    view.undo()
    assert session.document.text().startswith("On drafting badly.")
    room.window.close()


def test_that_a_word_of_ones_own_takes_no_lock_along(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    room.toggle(1)
    view, session = room.window.view, room.window.bench.session
    assert session is not None
    view.select(0, 11)
    view.copy()
    view.place_caret(len(session.document.text()) - 1)
    view.paste()
    QApplication.clipboard().setText("A secret of his.")
    view.paste()
    assert room.locked() == [False, True, False]
    room.window.close()


def test_that_a_wish_that_comes_too_early_is_done_as_soon_as_it_can_be(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    room.flow._known = None  # as before the worker has answered
    room.window.view.go_to_paragraph(room.ident(1))
    room.room.menus["never_send"].trigger()
    assert room.locked() == [False, False, False]
    room.flow._show(Narrowing())
    qtbot.waitUntil(lambda: room.locked() == [False, True, False], timeout=LONGEST_MS)
    room.window.close()


def test_that_what_is_split_from_it_is_locked_and_cannot_be_let_go_alone(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    room.toggle(1)
    view = room.window.view
    view.place_caret(view.toPlainText().index("of hers"))
    room.room.menus["split"].trigger()
    qtbot.waitUntil(lambda: room.locked() == [False, True, True, False], timeout=LONGEST_MS)
    room.toggle(2)
    assert "Allow that one first" in room.told[-1]
    assert room.locked() == [False, True, True, False]
    room.window.close()


def test_that_the_lock_is_there_again_when_the_draft_is_opened_again(qtbot: QtBot, folder: Path) -> None:
    room = Room(qtbot, folder)
    room.toggle(2)
    room.window.close()
    later = Room(qtbot, folder)
    qtbot.waitUntil(lambda: later.locked() == [False, False, True], timeout=LONGEST_MS)
    later.window.close()
