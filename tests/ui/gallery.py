"""Pictures of every panel with plausible data, to look at: light, dark and high contrast, two window sizes.

xvfb-run -a -s "-screen 0 1920x1200x24" .venv/bin/python tests/ui/gallery.py /tmp/gallery
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from editor.core.clock import StoppedClock
from editor.core.profiles import Verdict
from editor.ui.desk.critic_rows import CriticRow, CriticState
from editor.ui.desk.critique_panel import CritiquePanel, CritiqueView
from editor.ui.desk.desk import Desk, DeskHeading, DeskTab
from editor.ui.desk.difference import DiffKind, DiffPiece
from editor.ui.desk.heat_strip import HeatCell
from editor.ui.desk.pad_panel import PadPanel
from editor.ui.desk.pad_values import PadTurn, PadView
from editor.ui.desk.remark_values import RemarkState, RemarkView
from editor.ui.desk.time_panel import TimePanel, TimeView
from editor.ui.desk.time_table import TimeRow
from editor.ui.desk.verdict_sheet import Evidence, Judgement, VerdictSheet, VerdictView
from editor.ui.desk.version_list import VersionEntry
from editor.ui.desk.versions_panel import VersionScope, VersionsPanel
from editor.ui.dialogs.about_dialog import AboutDialog, AboutView
from editor.ui.dialogs.budget_dialog import BudgetDialog, BudgetView, SumView
from editor.ui.dialogs.budget_parts import GivenPrice, LimitView, UnsureView
from editor.ui.dialogs.check_rows import CheckRow, CheckState
from editor.ui.dialogs.connection_form import ConnectionView
from editor.ui.dialogs.connections_dialog import ConnectionsDialog, ServerChoice
from editor.ui.dialogs.export_dialog import ExportDialog, ExportView, Venue
from editor.ui.dialogs.narrow_dialog import AllowedModels, NarrowDialog, NarrowView
from editor.ui.dialogs.send_sheet import SendExtra, SendSheet, SendView
from editor.ui.dialogs.sent_dialog import SentDialog, SentEntry
from editor.ui.dialogs.version_name import VersionName
from editor.ui.find_bar import FindBar
from editor.ui.margin import MarginNote, MarginPainter
from editor.ui.outline import Outline, OutlineEntry, OutlineMode
from editor.ui.start_card import StartCard
from editor.ui.status_line import Safety, StatusLine, StatusView
from editor.ui.theme import Theme, dress_application, load_theme, text_font

PARAGRAPHS = (
    "Most advice about writing treats the first draft as a container for the second. That is a mistake, and it is "
    "a mistake with a cost: the writer who drafts defensively has already edited out the thing worth saying.",
    "I spent two months timing myself. On the days I wrote without stopping for ten minutes, the paragraph that "
    "survived was nearly always one I would not have planned.",
    "Suppose the model is right about the weak sentence. It does not follow that its replacement is better; "
    "judging and making are different skills, and a critic who insists on both is usually bad at one.",
    "“The two activities are best kept apart,” Elbow writes, and sixty years of workshop practice have mostly "
    "agreed with him without saying why.",
    "A short line.",
    "An imported paragraph that was changed outside the program by somebody, and has some model words left in it "
    "as well as a little that was typed here and a quotation.",
)
NOTES = (
    MarginNote(1, 1.0, 0, 0, 0, False, "2.5", 1.0, True, 2, 1, 3, wanted="0.8"),
    MarginNote(2, 0.66, 0.34, 0, 0, False, "0.7", 1.0, True, 1, 0, 2, wanted="0.6"),
    MarginNote(3, 1.0, 0, 0, 0, True, "0.3", 0.45, False, 0, 0, 0, locked=True, wanted="0.7"),
    MarginNote(4, 0.4, 0, 0.6, 0, False, "0.5", 1.0, True, 0, 1, 0, wanted="0.4"),
    MarginNote(5, 1.0, 0, 0, 0, False, "0.0", None, None),
    MarginNote(128, 0.25, 0.25, 0.25, 0.25, False, "11.4", 0.0, False, 12, 10, 11, wanted="12.5"),
)


class Page(QWidget):
    """A page of text with the margin around it, standing for the draft."""

    def __init__(self, theme: Theme, wide: bool) -> None:
        super().__init__()
        self._theme, self._wide = theme, wide
        self._painter = MarginPainter(theme, QApplication.font())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.paper)
        font = text_font(13)
        painter.setFont(font)
        room = self.width() - self._painter.left_width() - self._painter.right_width(self._wide)
        width = min(620.0, room)
        left = self._painter.left_width() + (room - width) / 2
        top = 32.0
        flags = Qt.TextFlag.TextWordWrap
        for at, (words, note) in enumerate(zip(PARAGRAPHS, NOTES, strict=True)):
            box = painter.boundingRect(QRectF(left, top, width, 2000), flags, words)
            place = QRectF(left, top, width, box.height())
            if at == 1:
                painter.fillRect(place.adjusted(-6, -8, 6, 8), self._theme.current_paragraph)
            painter.setFont(font)
            painter.setPen(self._theme.ink)
            painter.drawText(place, flags, words)
            line = painter.fontMetrics().height()
            self._painter.paint_left(painter, place, note, line)
            self._painter.paint_right(painter, place, note, self._wide, line)
            top += box.height() + 28
        painter.end()


def entries() -> tuple[OutlineEntry, ...]:
    rows = (
        (1, "On drafting badly", 1655, 0.91),
        (0, "Most advice about writing treats the first draft as", 36, 1.0),
        (2, "The container fallacy", 412, 0.995),
        (2, "What I timed", 380, 0.62),
        (0, "I spent two months timing myself.", 27, 0.66),
        (3, "Ten minutes without stopping, and what came of it", 120, 1.0),
        (2, "Judging and making", 290, 1.0),
        (2, "The standard objection, and why it is not one", 204, 0.001),
    )
    return tuple(
        OutlineEntry(
            at,
            level,
            title,
            words,
            share,
            f"Paragraph {at + 1}, {words} words, 1.2 minutes of 1.7, yours {share:.0%}, 2 open remarks",
        )
        for at, (level, title, words, share) in enumerate(rows)
    )


def status() -> StatusView:
    return StatusView(
        "Safe from a power cut", Safety.SAFE, 1655, None, 7, 0.91, True, "", 1, "Nothing sent", "$0.21 of $2.00"
    )


CRITICS = (
    CriticRow("local", "Local check", True, CriticState.DONE, 0, 2),
    CriticRow("evidence", "Claude", True, CriticState.READING, 6),
    CriticRow(
        "logic",
        "Gemini",
        True,
        CriticState.FAILED,
        0,
        0,
        "Gemini could not be reached. Your text is safe; nothing was charged.",
    ),
    CriticRow("clarity", "Qwen (local)", False),
)
REMARKS = (
    RemarkView(
        1,
        "Claude",
        "On the days I wrote without stopping for ten minutes",
        "“Nearly always” carries the paragraph, but the reader gets no count.",
        "A reader who doubts you has nothing to hold; a reader who agrees learns nothing new.",
        "Say how many days, and how often it happened.",
        RemarkState.OPEN,
        "2 of 3 critics",
    ),
    RemarkView(
        2,
        "Qwen (local)",
        "the paragraph that survived",
        "Survived what?",
        "Your own second draft, or an editor?",
        "",
        RemarkState.AGREED,
    ),
    RemarkView(
        3,
        "Local check",
        "https://example.org/a/very/long/address/that/does/not/break/anywhere/at/all?x=1",
        "A bare address.",
        "",
        "",
        RemarkState.DISMISSED,
        "",
        "taste",
    ),
    RemarkView(
        4,
        "Claude",
        "a sentence that is gone",
        "This contradicts the second paragraph.",
        "",
        "",
        RemarkState.LOST,
        "",
        "nearest: ¶3",
    ),
)


TURNS = (
    PadTurn(
        1,
        "today 13:40",
        300,
        412,
        "what I want to say is that timing changed nothing until I stopped looking at "
        "the clock and then it changed everything because the minutes were no longer a debt but a place",
        ident=11,
    ),
    PadTurn(
        2,
        "today 13:46",
        9,
        23,
        "a place with a coat rack and a smell of pencils where somebody has written on the wall the name of the man who",
        ident=12,
        model="claude-opus-5-5",
        cost="0.41 ct",
    ),
    PadTurn(
        3, "today 13:52", 122, 96, "the container again, why a container, a container holds what it is given", ident=13
    ),
)
DIFF = (
    DiffPiece(DiffKind.SAME, "I spent two months timing myself. On the days I wrote without stopping for "),
    DiffPiece(DiffKind.REMOVED, "a while"),
    DiffPiece(DiffKind.ADDED, "ten minutes"),
    DiffPiece(DiffKind.SAME, ", the paragraph that survived was "),
    DiffPiece(DiffKind.ADDED, "nearly "),
    DiffPiece(DiffKind.SAME, "always one I would not have planned."),
)
VERSIONS = (
    VersionEntry(9, "before the second critique", "today 14:02", 31),
    VersionEntry(5, "", "today 13:40", 27),
    VersionEntry(2, "first idea, with the long example about the two months", "Thu 19 Nov 21:15", 64),
)
SECONDS = (10, 40, 60, 55, 0, 22, 31, 60, 60, 12, 5, 48, 60, 60, 33, 20, 60, 7, 16, 60, 60, 60, 44, 12, 60, 8)


def critique(theme: Theme, tab: str) -> CritiquePanel:
    panel = CritiquePanel(theme)
    remarks = () if tab == "empty" else REMARKS
    panel.show_view(CritiqueView(CRITICS, remarks, tab == "running", False, "Local check found 2 things."))
    panel.set_price("about 1.4 ct")
    if tab == "critique":
        panel.next_card()
    return panel


def pad(theme: Theme, tab: str) -> PadPanel:
    panel = PadPanel(theme, StoppedClock())
    point = "Time made the drafts better only after I had stopped watching it."
    panel.show_view(PadView(2, point, TURNS if tab == "pad" else ()))
    if tab == "pad":
        panel.turn_over()
        panel.findChildren(QPlainTextEdit)[0].setPlainText("so the clock is a wall, and behind the wall there is a")
    return panel


def versions(theme: Theme) -> VersionsPanel:
    panel = VersionsPanel(theme)
    panel.show_versions(VersionScope.PARAGRAPH, VERSIONS)
    panel.findChildren(QListWidget)[0].setCurrentRow(0)
    panel.show_difference(9, DIFF)
    return panel


def times(theme: Theme) -> TimePanel:
    panel = TimePanel(theme)
    cells = tuple(
        HeatCell(f"14:{at:02d}", seconds, at in (3, 12), at == 7, at == 9) for at, seconds in enumerate(SECONDS)
    )
    rows = tuple(
        TimeRow(at, at, "Most advice about writing", 36 + 7 * at, 2.1 + at, 0.4 * at, 0.1, 1.7 + at / 2, short)
        for at, short in ((1, 0.0), (2, 0.4), (3, 0.0), (4, 1.1), (5, 0.0), (6, 0.0))
    )
    panel.show_view(
        TimeView(
            "6.4 of 8.6 min (4.1 editing, 2.3 reading)",
            cells,
            rows,
            "41.2 of 44.0 min (30.1 editing, 11.1 reading); 2 paragraphs short by 1.5",
        )
    )
    return panel


SEND = SendView(
    "Anthropic, api.anthropic.com",
    "claude-sonnet-5",
    "You are a reader who asks for evidence.\n\n<paragraph>\n" + PARAGRAPHS[1] + "\n</paragraph>\n" * 3,
    "about 1.4 ct",
    "3.0 ct",
    (SendExtra("near", "The paragraphs before and after (212 words)", True), SendExtra("title", "The title", False)),
)
VENUES = (Venue("lw", "LessWrong 2026", "Copy for LessWrong"), Venue("sub", "Substack", "Copy for Substack"))
CHECKS = (
    CheckRow("title", "Title", "“On drafting badly”", CheckState.FINE),
    CheckRow(
        "model",
        "Model text outside a block",
        "2 paragraphs hold words of a model that no block labels: ¶2, ¶6.",
        CheckState.LOOK,
        True,
    ),
    CheckRow("image", "Images", "The image at ¶4 does not exist: figures/minutes.png.", CheckState.STOP, True),
    CheckRow("claims", "Claims", "None left to verify.", CheckState.FINE),
    CheckRow("left", "Leftovers", "One TODO, at ¶5.", CheckState.LOOK, True),
)
HTML = "<h2>On drafting badly</h2>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


CONNECTIONS = (
    ConnectionView(
        "anthropic", "Claude", "anthropic", "https://api.anthropic.com", "claude-sonnet-5-5",
        ("claude-sonnet-5-5", "claude-opus-4", "claude-haiku-5-5"), standard=True,
        key_words="in the system's keyring, ending …4f2a", fallback="20 November 2026",
    ),
    ConnectionView(
        "openai", "OpenAI", "openai", "https://api.openai.com/v1", "gpt-6-luna", ("gpt-6-luna",), standard=True
    ),
    ConnectionView(
        "ollama", "Ollama", "compatible", "http://127.0.0.1:11434/v1", "qwen", ("qwen",), local=True, needs_key=False
    ),
)  # fmt: skip
BUDGET = BudgetView(
    "$2.79 is left for this essay.",
    LimitView("3", "21.0 ct spent so far, of which 4.0 ct is a guess upwards; $2.79 left."),
    LimitView("", "84.0 ct spent this month."),
    {"By purpose": (SumView("Critique: Logician", 3, "15.0 ct"), SumView("Association", 2, "6.0 ct"))},
    (UnsureView("c1", "today 14:02 · claude-sonnet-5-5 · Critique: Logician · at most 4.0 ct"),),
    (GivenPrice("models.example", "our-own-model", "2", "10"),),
    (("Claude", "anthropic"), ("OpenAI", "openai")),
    price_source="genai-prices 0.2.3 of 10 November 2026",
)
NARROW = NarrowView(
    (
        AllowedModels("anthropic", "Claude", ("claude-sonnet-5-5", "claude-opus-5-5"), None),
        AllowedModels("openai", "OpenAI", ("gpt-6.1-sol", "gpt-6-luna"), frozenset({"gpt-6-luna"})),
        AllowedModels("ollama", "Ollama", ("qwen",), frozenset()),
    ),
    others=False,
    local_only=False,
)
SENT = (
    SentEntry(
        "today 14:02 · claude-sonnet-5-5 · Critique: Logician · done · 0.021 USD", f"Sent:\n\n{PARAGRAPHS[0]}", "c1",
        "anthropic · Tokens: 1,204 input, 310 output · 4.2 s", True,
    ),
    SentEntry(
        "today 14:06 · claude-sonnet-5-5 · Association · done · 0.010 USD", f"Sent:\n\n{PARAGRAPHS[1]}", "c2",
        "anthropic · Tokens: 840 input, 160 output · 3.0 s", True,
    ),
)  # fmt: skip


def dialogs(theme: Theme) -> dict[str, QDialog]:
    export = ExportDialog(VENUES, theme)
    export.show_view(ExportView("lw", CHECKS, "# On drafting badly\n", HTML))
    about = AboutView("0.1.0", "A writing desk that knows whose words these are.", "Literata, OFL 1.1\n" * 30)
    connect = ConnectionsDialog(CONNECTIONS, (ServerChoice("Ollama", "compatible", "http://127.0.0.1:11434/v1"),), theme)
    connect.show_models("anthropic", (("claude-sonnet-5-5", ""), ("claude-opus-4", "is shut down on 3 January 2027")))
    connect.say("Claude does not accept the key ending …4f2a. Nothing was charged.", problem=True)
    return {
        "export": export,
        "connect": connect,
        "budget": BudgetDialog(BUDGET, theme),
        "narrow": NarrowDialog(NARROW, theme),
        "sent": SentDialog(SENT, "2 requests, $0.0310 in all.", theme),
        "about": AboutDialog(about, theme),
        "name": VersionName("This keeps paragraph 2 as it is now.", theme),
    }


VERDICT = VerdictView(
    "Paragraph 2, 69 words, 1.2 minutes of 1.7, yours 83 %, a model's 17 %",
    Judgement(
        Verdict.NOT_ALLOWED,
        (
            Evidence(Verdict.FINE, "1.2 min (0.9 editing, 0.3 reading; of which thin: 0.1 min). For information."),
            Evidence(Verdict.NOT_ALLOWED, "Edited model text; the model's share is 12 of 69 words. Not allowed here as "
                     "it stands, without a label; the export puts it into a labelled block, where it is "
                     "allowed.", 2, 3, 9),
            Evidence(Verdict.LOOK, "“the paragraph that survived was nearly” was said by claude-opus-5-5, 4 November "
                     "2026, critique.", 2, 3, 9),
        ),
    ),
    Judgement(
        Verdict.NOT_ALLOWED,
        (
            Evidence(Verdict.FINE, "1,655 words of prose as Palimpsest counts them; 1,702 as LessWrong shows them."),
            Evidence(Verdict.NOT_ALLOWED, "Model text without a word of yours.", 7, 0, 9, "¶7"),
        ),
    ),
    "LessWrong (March 2026), rule of 14 March 2026: “New LessWrong Editor!” Text that a model wrote goes into a block.",
    ("The line between a light and a substantial edit is in a footnote that this profile does not know.",),
    ("Do you vouch for everything outside the labelled blocks?",),
    may_call_rewritten=True,
    may_take_as_model_text=False,
)  # fmt: skip
TABS = {"pad": DeskTab.PAD, "padnew": DeskTab.PAD, "versions": DeskTab.VERSIONS, "time": DeskTab.TIME}


def desk(theme: Theme, tab: str) -> Desk:
    made = Desk(theme)
    made.show_heading(DeskHeading(2, "What I timed, and why I do not trust it"))
    made.put_panel(DeskTab.PAD, pad(theme, tab))
    made.put_panel(DeskTab.CRITIQUE, critique(theme, tab))
    made.put_panel(DeskTab.VERSIONS, versions(theme))
    made.put_panel(DeskTab.TIME, times(theme))
    made.set_count(DeskTab.CRITIQUE, 2)
    made.set_count(DeskTab.VERSIONS, 3)
    made.show_tab(TABS.get(tab, DeskTab.CRITIQUE))
    if tab == "send":
        made.show_sheet(SendSheet(SEND, theme))
    if tab == "verdict":
        sheet = VerdictSheet(theme)
        sheet.show_view(VERDICT)
        made.show_sheet(sheet)
    if tab == "start":
        made.show_heading(DeskHeading(0, "A new draft"))
        made.show_sheet(StartCard(theme))
    return made


class Window(QWidget):
    """The four zones side by side, as the real window arranges them."""

    def __init__(self, theme: Theme, width: int, height: int, tab: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(width, height)
        outline = Outline(theme)
        outline.show_entries(entries())
        outline.set_current(4)
        outline.setFixedWidth(outline.sizeHint().width())
        if tab == "time":
            outline.set_mode(OutlineMode.PARAGRAPHS)
        line = StatusLine(theme)
        line.show_status(status())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(outline)
        centre = QVBoxLayout()
        centre.addWidget(Page(theme, width > 1500), 1)
        if tab in ("versions", "time"):
            find = FindBar(theme)
            find.open_bar("container", tab == "time")
            find.show_matches(3, 17)
            centre.addWidget(find)
        row.addLayout(centre, 1)
        side = desk(theme, tab)
        side.setFixedWidth(max(370 if width > 1500 else 330, side.minimumSizeHint().width()))
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(line)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/gallery")  # noqa: S108
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    if len(sys.argv) > 2:
        font = QFont(application.font())
        font.setPointSizeF(float(sys.argv[2]))
        application.setFont(font)
    for name in ("light", "dark", "high-contrast"):
        theme = load_theme(name)
        dress_application(application, theme)
        for kind, dialog in dialogs(theme).items():
            dialog.resize(dialog.sizeHint())
            dialog.show()
            application.processEvents()
            dialog.grab().save(str(folder / f"{name}-dialog-{kind}.png"))
            dialog.close()
        for width, height in ((1366, 768), (1920, 1040)):
            for tab in ("critique", "empty", "running", "pad", "padnew", "versions", "time", "send", "start", "verdict"):
                window = Window(theme, width, height, tab)
                window.show()
                application.processEvents()
                window.grab().save(str(folder / f"{name}-{width}-{tab}.png"))
                window.close()


if __name__ == "__main__":
    main()
