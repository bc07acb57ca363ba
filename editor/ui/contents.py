"""What the window is about: the draft's own view and what works on it, made when the first picture is on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.clock import Clock
from editor.resources import resource
from editor.session.open_draft import DraftOpener
from editor.ui.change_bus import ChangeBus
from editor.ui.clipboard import Clipboard
from editor.ui.draft_view import DraftView
from editor.ui.flows.file_flow import FileFlow
from editor.ui.main_window import MainWindow
from editor.ui.margin_notes import MarginNotes
from editor.ui.quote_marks import QuoteMarks
from editor.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Contents:
    view: DraftView
    bench: Workbench
    files: FileFlow
    marks: QuoteMarks
    margins: MarginNotes


def make_contents(window: MainWindow, opener: DraftOpener, clock: Clock) -> Contents:
    hosts = resource("wordlists", "chat-hosts.txt").read_text("utf-8").split("\n")
    clipboard = Clipboard(host for host in hosts if host and not host.startswith("#"))
    view = DraftView(clipboard, window.page.parentWidget())
    view.setGeometry(window.page.geometry())
    bench = Workbench(view, clipboard, ChangeBus(window), clock, window.preferences, {}, window.theme)
    bench.say, bench.hold = window.say, window.hold
    return Contents(view, bench, FileFlow(bench, opener, window), QuoteMarks(bench), MarginNotes(bench, window.theme))
