"""A window whose worker answers what the test says, with two critics that a model plays and a local one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from editor.parts import open_draft
from editor.protocol import messages as wire
from editor.ui.desk.remark_card import RemarkCard
from editor.ui.dialogs.round_sheet import RoundSheet
from editor.ui.furnishing import Furnishing
from editor.ui.main_window import MainWindow
from editor.ui.preferences import Preferences

TEXT = "A first paragraph is very unique.\n\nAnother one.\n"


@dataclass
class Worker:
    """Remembers what it was asked, and answers when the test says so."""

    pid: int = 0
    asked: list[Any] = field(default_factory=list)
    handlers: dict[int, tuple[Any, Any, Any]] = field(default_factory=dict)
    cancelled: list[int] = field(default_factory=list)

    def ask(self, make: Callable[[int], object], answer: Any, event: Any = None, failed: Any = None) -> int:
        ident = len(self.asked) + 1
        self.asked.append(make(ident))
        self.handlers[ident] = (answer, event, failed or answer)
        return ident

    def cancel(self, target: int) -> None:
        self.cancelled.append(target)

    def quit(self) -> None:
        pass

    def of(self, kind: type) -> list[Any]:
        return [one for one in self.asked if isinstance(one, kind)]

    def answer(self, message: Any) -> None:
        self.handlers[message.id][2 if isinstance(message, wire.Failed) else 0](message)

    def tell(self, message: Any) -> None:
        self.handlers[message.id][1](message)


@dataclass
class Room:
    furnishing: Furnishing
    worker: Worker
    said: list[str]

    @property
    def paragraph(self) -> int:
        session = self.furnishing.window.bench.session
        assert session is not None
        return session.document.paragraphs[0].id

    def prepare_all(self, digest: str = "d") -> None:
        for one in self.worker.of(wire.PrepareCritique):
            if one.id in self.worker.handlers:
                text = f"{one.critic} {one.neighbours}"
                shown = wire.Prepared(one.id, text, "Claude", "m", "0.01", "0.02", f"{digest}-{one.critic}", "about 1 ct")
                self.worker.answer(shown)
                del self.worker.handlers[one.id]

    def sheet(self, kind: type = RoundSheet) -> Any:
        return self.furnishing.desk._sheet if isinstance(self.furnishing.desk._sheet, kind) else None

    def remark(self, ident: int, critic: str, quote: str = "very unique", paragraph: int | None = None) -> wire.RemarkRow:
        where = self.paragraph if paragraph is None else paragraph
        start = TEXT.index(quote) if quote else 0
        end = start + len(quote)
        said = ("It is wide.", "They stop.", "Name one.")
        return wire.RemarkRow(
            ident, where, critic, quote or None, start, end, *said, None, "open", None, 5, f"c{ident}", "anthropic", "m"
        )

    def cards(self) -> list[RemarkCard]:
        self.furnishing.critique.show_paragraph(self.paragraph)
        return self.furnishing.critics.panel._list._cards()


@contextmanager
def a_room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    text = tmp_path / "essay.md"
    text.write_text(TEXT)
    open_draft(window, text)
    made = Furnishing(window)
    made.finish()
    worker, said = Worker(), list[str]()
    window.bench.client = worker
    window.bench.say = said.append
    local = wire.CriticRow("style", "Style ear", "", None, True)
    models = [wire.CriticRow(name, name.title(), "", "m", True) for name in ("logician", "harsh")]
    made.critique.board.fill(wire.Critics(1, (local, *models), "environment"))
    for name in ("logician", "harsh"):
        made.critique.board.tick(name, True)
    made.critique.board.tick("style", False)
    yield Room(made, worker, said)
    made.client.quit()  # closing the window ends the worker that stands in for it
