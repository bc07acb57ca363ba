"""The verdict in the desk of a real window with a real worker: evidence, its places, and what the writer says to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from in_sight import in_sight
from PySide6.QtCore import QSettings
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from written_draft import NOON, WrittenDraft

from editor.core.edits import EditKind
from editor.core.origins import Origin, OriginKind
from editor.core.profiles import Verdict
from editor.core.runs import Fragment
from editor.parts import open_draft
from editor.services.drafting import AttachedDraft, DraftAddress
from editor.session.draft_session import Act
from editor.store.calls import Call
from editor.ui.desk.verdict_sheet import VerdictSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
MODEL = Origin(OriginKind.MODEL, "claude-opus-5-5", "anthropic", "critique", prompt="c1", when_ms=NOON)
SAID = "Whoever keeps a log of hours will find the hours he was afraid of."
TEXT = "# Title\n\nI typed all of this one myself, and nobody helped me.\n\n"


class Room:
    """A window with a draft in which a model once said something, and one paragraph of its text."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        draft = WrittenDraft(folder, TEXT).begin()
        draft.append(f"{SAID}\n", MODEL)
        draft.close()
        attached = AttachedDraft(DraftAddress(draft.path, draft.ident, draft.places.draft(draft.ident)), draft.clock)
        attached.fold()
        attached.store.calls.put(Call("c1", NOON, "anthropic", "claude-opus-5-5", "critique", "", SAID, status="done"))
        attached.close()
        draft.text_path.write_text(draft.text)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, draft.text_path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]

    @property
    def row(self) -> list[int]:
        assert self.window.bench.session is not None
        return [item.id for item in self.window.bench.session.document.paragraphs]

    def lineage(self, ident: int) -> bool:
        paragraph = self.window.bench.paragraph(ident)
        assert paragraph is not None
        return bool(paragraph.mark.lineage)

    def go(self, number: int) -> int:
        ident = self.row[number - 1]
        self.window.view.go_to_paragraph(ident)
        return ident

    def write_over(self, ident: int, fragment: Fragment) -> None:
        session = self.window.bench.session
        assert session is not None
        row = session.document.paragraphs
        index = row.index_of(ident)
        self.window.view.perform(row.start(index), len(row[index].body), fragment, Act(EditKind.TYPE))
        self.window.view.go_to_paragraph(ident)

    def said(self) -> list[str]:
        return [one.text for one in self.sheet().findChildren(Prose)]

    def sheet(self) -> VerdictSheet:
        return in_sight(self.furnishing.desk, VerdictSheet)[0]

    def until_said(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: any(words in one for one in self.said()), timeout=LONGEST_MS)

    def until_told(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: bool(self.told) and words in self.told[-1], timeout=LONGEST_MS)

    def button(self, words: str, name: str = "") -> QPushButton:
        buttons = self.sheet().findChildren(QPushButton)
        return next(one for one in buttons if one.text() == words and name in one.accessibleName())


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    made = Room(qtbot, tmp_path)
    session = made.window.bench.session
    assert session is not None
    qtbot.waitUntil(lambda: session.time.knows_past, timeout=LONGEST_MS)  # the worker has the draft
    yield made
    made.window.close()


def typed(text: str) -> Fragment:
    return Fragment.of(text, Origin(OriginKind.TYPED))


def test_that_evidence_is_listed_for_paragraph_and_post_and_leads_to_its_place(room: Room) -> None:
    room.go(2)
    room.furnishing.judging.verdict.open()
    assert room.told[-1].startswith("Paragraph 2")
    room.until_said("as LessWrong shows them")
    assert any(one.startswith("¶3  Model text without a word of yours.") for one in room.said())
    room.button("Show", "Model text without a word").click()
    assert room.window.view.textCursor().selectedText().startswith(SAID)
    room.until_said("Paragraph 3")


def test_that_typed_words_which_a_model_said_are_waved_and_say_where_they_come_from(room: Room) -> None:
    ident = room.go(2)
    room.write_over(ident, typed("I say that whoever keeps a log of hours is afraid."))
    room.furnishing.judging.verdict.open()
    room.until_said("“whoever keeps a log of hours” was said by claude-opus-5-5, 21 November 2025, critique.")
    card = room.furnishing.record.card
    card.open()
    assert card.card is not None
    assert any("was said by claude-opus-5-5" in line for line in card.card.lines)
    card.card.close()
    room.button("Show", "whoever keeps a log").click()
    assert room.window.view.textCursor().selectedText() == "whoever keeps a log of hours"
    assert _underlines(room, 2) == set()
    room.furnishing.menus["origins"].trigger()
    QApplication.processEvents()
    assert _underlines(room, 2) == {QTextCharFormat.UnderlineStyle.WaveUnderline}


def _underlines(room: Room, number: int) -> set[object]:
    view = room.window.view
    first, _ = view.bridge.blocks_of(number - 1)
    return {one.format.underlineStyle() for one in view._overlay(first)} - {QTextCharFormat.UnderlineStyle.NoUnderline}


def test_that_only_what_is_written_anew_loses_its_mark_and_undo_gives_it_back(room: Room) -> None:
    ident = room.go(3)
    room.furnishing.judging.verdict.open()
    room.button("I Wrote It Anew").click()
    assert "is still the model's" in room.told[-1]
    room.write_over(ident, typed("He who keeps a log of hours will find the hours he feared."))
    room.button("I Wrote It Anew").click()
    room.until_told("was said by claude-opus-5-5")
    assert room.lineage(ident)
    room.write_over(ident, typed("A log shows what was feared."))
    room.button("I Wrote It Anew").click()
    room.until_told("It counts as written anew")
    assert not room.lineage(ident)
    room.until_said("It counts as written anew")
    room.window.view.undo()
    assert room.lineage(ident)


def test_that_the_mark_stays_where_nobody_can_look(room: Room) -> None:
    ident = room.go(3)
    room.write_over(ident, typed("A log shows what was feared."))
    room.furnishing.client.quit()
    room.furnishing.judging.verdict.call_rewritten()
    room.until_told("cannot be checked now")
    assert room.lineage(ident)


def test_that_a_paragraph_changed_meanwhile_is_not_judged_by_what_it_was(room: Room) -> None:
    ident = room.go(3)
    room.write_over(ident, typed("A log shows what was feared."))
    room.furnishing.judging.verdict.call_rewritten()
    room.write_over(ident, typed("Something else."))
    room.until_told("was changed meanwhile")
    assert room.lineage(ident)


def test_that_a_writer_may_take_a_models_edit_as_model_text(room: Room) -> None:
    ident = room.go(2)
    room.furnishing.judging.verdict.take_as_model_text()
    assert "No model had a part" in room.told[-1]
    session = room.window.bench.session
    assert session is not None
    start = session.document.paragraphs.start(1)
    room.window.view.perform(start + 2, 12, Fragment.of("set down every", MODEL), Act(EditKind.PASTE))
    room.until_told("% of this paragraph, more than a light edit. It stays yours")
    assert not room.lineage(ident)
    room.furnishing.judging.verdict.open()
    room.until_said("more than a light edit")
    room.button("Take as Model Text").click()
    assert room.lineage(ident)
    room.until_said("It counts as model text")


def test_that_another_venue_judges_anew(room: Room) -> None:
    room.go(3)
    room.furnishing.judging.verdict.open()
    room.until_said("LessWrong (March 2026), rule of 14 March 2026")
    room.furnishing.choices.set_profile("substack-2026")
    room.until_said("Substack (August 2026), rule of 1 August 2026")
    judged = room.sheet()._view
    assert judged is not None
    assert judged.here.verdict is Verdict.LOOK


def test_that_the_desk_keeps_its_colours_when_the_sheet_comes_after_another_theme(room: Room) -> None:
    room.go(2)
    room.furnishing.choices.set_theme("dark")
    QApplication.processEvents()
    before = room.furnishing.desk.palette().window().color().name()
    room.furnishing.judging.verdict.open()
    QApplication.processEvents()
    assert room.furnishing.desk.palette().window().color().name() == before
    room.button("Close").click()
    QApplication.processEvents()
    assert not in_sight(room.furnishing.desk, VerdictSheet)


def test_that_what_the_sheet_quotes_neither_hides_nor_turns_its_line_round(room: Room) -> None:
    ident = room.go(2)
    room.write_over(ident, typed("I say that whoever keeps\u202e a log of hours is afraid."))
    room.furnishing.judging.verdict.open()
    room.until_said("“whoever keeps▯ a log of hours” was said by")
    assert not any("\u202e" in one for one in room.said())
