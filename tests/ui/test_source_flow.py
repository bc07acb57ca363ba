"""Sources for a claim in a real window with a real worker: searched for after a yes, kept, used, opened only by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from in_sight import in_sight
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from service_bench import KEY

from editor.core.claims import ClaimNow
from editor.core.runs import Fragment
from editor.core.sources import Search, Source
from editor.parts import open_draft
from editor.session.draft_session import TYPING, DraftSession
from editor.ui.desk.address_sheet import AddressSheet
from editor.ui.desk.claims_panel import ClaimsPanel
from editor.ui.desk.desk import DeskTab
from editor.ui.dialogs.send_sheet import SendSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences
from editor.ui.prose import Prose

LONGEST_MS = 60_000
"""Before a wait is given up; nothing is asserted on it."""
CLAIM = "In 1697 they were seen."
TEXT = f"# Swans\n\nAll are white. {CLAIM} And so on.\n"
FOUND = Source("https://swans.example", "Swans", "Black swans were seen in 1697.")


class Room:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.path = folder / "essay.md"
        if not self.path.exists():
            self.path.write_text(TEXT)
        self.window = MainWindow(Preferences(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)))
        qtbot.addWidget(self.window)
        self.window.show()
        open_draft(self.window, self.path)
        self.furnishing = Furnishing(self.window)
        self.furnishing.finish()
        self.opened: list[str] = []
        self.furnishing.claims.sources._browse = self._browse
        self.told: list[str] = []
        self.window.bench.say = self.told.append  # type: ignore[method-assign]
        panel = self.furnishing.desk.panel(DeskTab.CLAIMS)
        assert isinstance(panel, ClaimsPanel)
        self.panel = panel
        self.go_to(CLAIM)
        self.furnishing.show_tab(DeskTab.CLAIMS)

    def _browse(self, url: str) -> bool:
        self.opened.append(url)
        return True

    @property
    def session(self) -> DraftSession:
        session = self.window.bench.session
        assert session is not None
        return session

    def go_to(self, words: str) -> None:
        start = self.session.document.text().index(words)
        self.window.bench.view.select(start, start + len(words))
        self.furnishing._follow_caret()

    def mark(self) -> int:
        self.furnishing.menus["claim"].trigger()
        return self.session.claims.all()[-1].id

    def choose(self) -> int:
        (claim,) = self.session.claims.all()
        self.panel.chosen.emit(claim.id)
        return claim.id

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONGEST_MS)

    def press(self, words: str, within: QWidget | None = None) -> None:
        buttons = (within or self.panel).findChildren(QPushButton)
        next(one for one in buttons if one.text() == words and one.isVisible()).click()

    def sheet(self) -> SendSheet:
        self.until(lambda: in_sight(self.furnishing.desk, SendSheet))
        return in_sight(self.furnishing.desk, SendSheet)[-1]

    def address(self) -> AddressSheet:
        return in_sight(self.furnishing.desk, AddressSheet)[-1]

    def field(self, name: str) -> str:
        (line,) = (one for one in self.panel.findChildren(QLineEdit) if one.accessibleName() == name)
        return line.text()

    def shown(self) -> list[str]:
        return [one.text for one in self.panel.form.sources.findChildren(Prose) if one.isVisible()]

    def close(self) -> None:
        self.furnishing.client.quit()
        self.window.close()


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    with AnthropicServer() as running:
        yield running


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, server: AnthropicServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    made = Room(qtbot, tmp_path)
    yield made
    made.close()


def test_that_a_search_brings_candidates_that_outlive_a_restart_and_verify_nothing(
    room: Room, server: AnthropicServer, qtbot: QtBot, tmp_path: Path
) -> None:
    claim = room.mark()
    room.press("Look for Sources…")
    sheet = room.sheet()
    assert server.received == []
    assert "Claude will search the web for this, 3 times at most." in sheet._notice.text
    shown = sheet._text.toPlainText()
    sheet._send.click()
    room.until(lambda: room.session.sources.of(claim))
    (received,) = server.received
    assert [tool["name"] for tool in received.body["tools"]] == ["web_search"]
    assert received.body["messages"][0]["content"] in shown
    room.close()
    again = Room(qtbot, tmp_path)
    again.until(again.session.claims.all)
    assert again.choose() == claim
    (search,) = again.session.sources.of(claim)
    assert search.sources == (FOUND,)
    assert again.shown()[-4:] == ["Some are black.", FOUND.title, FOUND.url, FOUND.quote]
    held = again.session.claims.get(claim)
    assert held is not None
    assert again.session.claims.now(held, again.session.document) is ClaimNow.OPEN
    again.press("Use as Source")
    assert again.field("Source") == FOUND.url
    held = again.session.claims.get(claim)
    assert held is not None
    assert again.session.claims.now(held, again.session.document) is ClaimNow.OPEN, "only Verified verifies"
    again.press("Verified")
    held = again.session.claims.get(claim)
    assert held is not None
    assert held.proof is not None
    assert held.proof.source == FOUND.url
    again.close()


def kept(room: Room, *sources: Source) -> int:
    """A claim with what a search brought for it."""
    claim = room.mark()
    who = ("anthropic", "claude-x", "c1", 1_763_726_400_000)
    paragraph = room.session.claims.all()[-1].paragraph
    room.session.sources.add(Search(0, claim, "", *who, sources), paragraph)
    room.furnishing.claims.refresh()
    return claim


def test_that_a_page_opens_only_by_a_press_that_follows_its_whole_address(room: Room) -> None:
    long = "https://swans.example/" + "very/" * 60 + "end"
    kept(room, Source(long, "A long one"))
    room.press("Open…")
    assert next(one.text for one in room.address().findChildren(Prose)) == long
    room.press("Cancel", room.address())
    assert room.opened == []
    room.press("Open…")
    room.press("Open in Browser", room.address())
    assert room.opened == [long]
    room.press("Open…")
    room.press("Copy Address", room.address())
    assert (QApplication.clipboard().text(), room.opened) == (long, [long])


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "https://swans.example@evil.example", "https://a.example/\u202ex"],
)
def test_that_what_is_no_plain_address_of_the_web_cannot_be_opened(room: Room, url: str) -> None:
    kept(room, Source(url, "[Swans](https://swans.example)"))
    assert "[Swans](https://swans.example)" in room.shown()
    assert not any("\u202e" in words for words in room.shown())
    room.press("Open…")
    button = next(one for one in room.address().findChildren(QPushButton) if one.text() == "Open in Browser")
    assert not button.isEnabled()
    room.address().open_pressed.emit()
    assert room.opened == []


def test_that_candidates_can_be_removed_and_go_with_their_claim(room: Room) -> None:
    claim = kept(room, FOUND, Source("https://b.example", "B"))
    room.press("Remove")
    assert [one.title for one in room.session.sources.of(claim)[0].sources] == ["B"]
    room.press("Remove This Search")
    assert room.session.sources.of(claim) == ()
    room.session.sources.add(Search(0, claim, "", "p", "m", "c", 1, (FOUND,)), room.session.claims.all()[-1].paragraph)
    start = room.session.document.text().index(CLAIM)
    room.session.change(start, len(CLAIM), Fragment("", ()), TYPING)
    room.furnishing.claims.refresh()
    room.press("Remove")
    assert (room.session.claims.all(), room.session.sources.of(claim)) == ((), ())


def test_that_nothing_is_sent_without_a_yes(room: Room, server: AnthropicServer) -> None:
    claim = room.mark()
    room.press("Look for Sources…")
    room.sheet()._cancel.click()
    assert "Nothing was sent." in room.told
    assert (server.received, room.session.sources.of(claim)) == ([], ())


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that never ends."""
    monkeypatch.setenv("PALIMPSEST_ANTHROPIC_MODEL", "x-slow")


def test_that_a_search_can_be_stopped(endless: None, room: Room, server: AnthropicServer) -> None:
    claim = room.mark()
    room.press("Look for Sources…")
    room.sheet()._send.click()
    room.until(lambda: server.received)
    room.press("Stop the Search")
    room.until(lambda: room.furnishing.claims.sources.asking(claim).words == "Stopped.")
    assert room.session.sources.of(claim) == ()
    room.press("Look for Sources…")
