"""Claims and vouches in a real window with a real worker: found, marked, settled, asked about again, gone to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from session_makers import remark, typed

from editor.core.claims import Claim, ClaimNow
from editor.parts import open_draft
from editor.session.draft_session import TYPING, DraftSession
from editor.ui.desk.claim_list import ClaimEntry, ClaimList
from editor.ui.desk.claims_panel import ClaimsPanel
from editor.ui.desk.desk import DeskTab
from editor.ui.dialogs.vouch_dialog import VouchDialog
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
FIRST = "Forty writers, or 40%, quit in May."
SECOND = "It was the best year."
TEXT = f"# Title\n\nA beginning. {FIRST} And so on.\n\n{SECOND}\n"


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        path = folder / "essay.md"
        path.write_text(TEXT)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        panel = self.furnishing.desk.panel(DeskTab.CLAIMS)
        assert isinstance(panel, ClaimsPanel)
        self.panel = panel

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    @property
    def text(self) -> str:
        return self.session.document.text()

    def do(self, name: str) -> None:
        self.furnishing.menus[name].trigger()

    def go_to(self, words: str) -> None:
        view = self.window.bench.view
        view.select(self.text.index(words), self.text.index(words))
        self.furnishing._follow_caret()

    def select(self, words: str) -> None:
        start = self.text.index(words)
        self.window.bench.view.select(start, start + len(words))

    def mark(self, words: str) -> Claim:
        self.select(words)
        self.do("claim")
        return self.session.claims.all()[-1]

    def rows(self) -> list[ClaimEntry]:
        shown = self.panel.findChildren(ClaimList)[0]
        return list(shown._entries)

    def press(self, words: str) -> None:
        buttons = [one for one in self.panel.findChildren(QPushButton) if one.text() == words]
        assert not buttons[0].isHidden()
        buttons[0].click()

    def write(self, field: str, words: str) -> None:
        (line,) = (one for one in self.panel.findChildren(QLineEdit) if one.accessibleName() == field)
        line.setText(words)

    def now(self, claim: Claim) -> ClaimNow:
        held = self.session.claims.get(claim.id)
        assert held is not None
        return self.session.claims.now(held, self.session.document)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    one = Room(qtbot, tmp_path)
    one.go_to("A beginning")
    one.furnishing.show_tab(DeskTab.CLAIMS)
    yield one
    one.window.close()


def test_that_claims_are_found_in_the_worker_and_shown_where_they_stand(room: Room) -> None:
    room.do("find_claims")
    room.qtbot.waitUntil(lambda: bool(room.session.claims.all()), timeout=LONGEST_MS)
    assert [(one.quote, one.place, one.now) for one in room.rows()] == [
        (FIRST, "¶2", ClaimNow.OPEN),
        (SECOND, "¶3", ClaimNow.OPEN),
    ]
    assert room.told[-1] == "Marked 2 sentences to verify."
    facts = room.window.bench.facts
    assert facts is not None
    assert facts.note(2, room.session.document.paragraphs[1]).claims == 1
    assert ", 1 open claim" in facts.sentence(3, room.session.document.paragraphs[2])
    room.do("find_claims")
    room.qtbot.waitUntil(lambda: room.told[-1].startswith("Found nothing"), timeout=LONGEST_MS)


def test_that_a_claim_is_verified_with_a_source_and_an_edit_asks_again(room: Room) -> None:
    claim = room.mark(FIRST)
    assert room.furnishing.desk.tab is DeskTab.CLAIMS
    room.press("Verified")
    assert room.now(claim) is ClaimNow.OPEN
    room.write("Source", "a survey of 2024")
    room.press("Verified")
    assert room.now(claim) is ClaimNow.VERIFIED
    assert room.rows()[0].facts == "verified · marked"
    room.window.bench.view.perform(room.text.index("40%"), 2, typed("50"), TYPING)
    assert room.now(claim) is ClaimNow.CHANGED
    room.furnishing._show_here()
    assert room.rows()[0].facts == "open again: changed since · marked"
    view = room.panel.form._view
    assert view is not None
    assert view.note == "The sentence was changed since you verified it."
    assert view.quote == FIRST.replace("40%", "50%")


def test_that_what_is_dismissed_or_an_opinion_can_be_opened_again(room: Room) -> None:
    claim = room.mark(FIRST)
    room.press("My Opinion")
    assert room.now(claim) is ClaimNow.OPINION
    room.press("Open Again")
    room.press("No Claim")
    assert room.now(claim) is ClaimNow.DISMISSED
    assert room.furnishing.claims.count(claim.paragraph) == 0


def test_that_a_claim_whose_words_are_gone_can_be_removed(room: Room) -> None:
    room.mark(FIRST)
    room.window.bench.view.perform(room.text.index(FIRST), len(FIRST), typed(""), TYPING)
    room.furnishing._show_here()
    assert [one.now for one in room.rows()] == [ClaimNow.GONE]
    room.press("Remove")
    assert room.rows() == []


def test_that_another_draft_begins_with_its_own_paragraph(room: Room, tmp_path: Path) -> None:
    room.mark(FIRST)
    room.furnishing.claims.find_in_draft()
    (tmp_path / "other.md").write_text("Another text.\n")
    room.window.files.open(tmp_path / "other.md")
    room.qtbot.waitUntil(lambda: room.text == "Another text.\n", timeout=LONGEST_MS)
    assert room.rows() == []
    assert room.panel.form.claim == 0
    assert [one.text() for one in room.panel.findChildren(QToolButton) if one.isChecked()] == ["This paragraph"]


def test_that_what_cannot_be_one_claim_is_said(room: Room) -> None:
    room.go_to("A beginning")
    room.do("claim")
    assert room.told[-1] == "Select the words that claim something, then mark them."
    room.select(f"And so on.\n\n{SECOND}")
    room.do("claim")
    assert room.told[-1].startswith("A claim stands in one paragraph.")
    room.mark(FIRST)
    room.select(FIRST)
    room.do("claim")
    assert room.told[-1].startswith("These words are a claim already")
    assert len(room.session.claims.all()) == 1


def test_that_the_next_claim_is_gone_to_round_the_draft(room: Room) -> None:
    room.do("next_claim")
    assert room.told[-1] == "No claim is open in this draft."
    first, second = room.mark(FIRST), room.mark(SECOND)
    view = room.window.bench.view
    room.go_to("# Title")
    gone_to = []
    for name in ("next_claim", "next_claim", "next_claim", "previous_claim"):
        room.do(name)
        start, stop = view.selection()
        gone_to.append(room.text[start:stop])
    assert gone_to == [FIRST, SECOND, FIRST, SECOND]
    assert room.panel.form.claim == second.id != first.id


def test_that_a_claim_is_made_of_a_critics_remark(room: Room) -> None:
    paragraph = room.session.document.paragraphs[1]
    room.do("claim_of_remark")
    assert room.told[-1].startswith("Go to a remark")
    room.session.remarks.add([remark(1, paragraph.id, paragraph.text, FIRST)])
    room.furnishing.show_tab(DeskTab.CRITIQUE)
    room.do("next_remark")
    room.do("claim_of_remark")
    (claim,) = room.session.claims.all()
    assert (claim.anchor.quote, claim.by) == (FIRST, "critic")


def test_that_the_writer_says_on_whom_a_paragraph_rests(room: Room) -> None:
    room.do("vouch")
    (dialog,) = room.window.findChildren(VouchDialog)
    dialog.findChildren(QLineEdit)[0].setText("Ada")
    (rely,) = (one for one in dialog.findChildren(QPushButton) if one.text() == "I Rely on Them")
    rely.click()
    assert room.told[-1] == "Paragraph 2 is resting on Ada."
    facts, paragraph = room.window.bench.facts, room.session.document.paragraphs[1]
    assert facts is not None
    assert "resting on Ada" in facts.sentence(2, paragraph)
    room.window.bench.view.perform(room.text.index("A beginning"), 0, typed("Now. "), TYPING)
    assert "Resting on Ada in an earlier wording" in facts.card(2, room.session.document.paragraphs[1])[-1]
