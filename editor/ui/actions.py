"""Every command of the window: its words, its keys, its place in the menus.

Keys go through Qt's standard table where it has them; on plain Linux it is empty for Replace and Full Screen,
so those are ours. Keys that input methods and desktops need (Ctrl+Space, Ctrl+Shift+U, Ctrl+Alt+arrows, F10) stay free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

Key = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    """What the window's table of handlers calls it."""
    menu: str
    words: str
    keys: tuple[str | Key, ...] = ()
    checkable: bool = False
    role: QAction.MenuRole = QAction.MenuRole.NoRole


SEPARATOR = ""

COMMANDS: tuple[Command | str, ...] = (
    Command("new", "&File", "&New", (Key.New,)),
    Command("open", "&File", "&Open…", (Key.Open,)),
    Command("recent", "&File", "Open &Recent"),
    Command("import", "&File", "&Import…"),
    Command("sample", "&File", "Open the Sa&mple Essay"),
    SEPARATOR,
    Command("save", "&File", "&Save", (Key.Save,)),
    Command("save_as", "&File", "Save &As…", ("Ctrl+Shift+S",)),
    Command("copies", "&File", "&Keep Copies Also In…"),
    SEPARATOR,
    Command("import_annotated", "&File", "&Import Annotated Markdown…"),
    Command("export", "&File", "&Export and Check…", ("Ctrl+Shift+E",)),
    Command("export_annotated", "&File", "Export Annotated Mark&down…"),
    Command("process_report", "&File", "P&rocess Report…"),
    SEPARATOR,
    Command("close", "&File", "&Close Draft", (Key.Close,)),
    Command("quit", "&File", "&Quit", ("Ctrl+Q",), role=QAction.MenuRole.QuitRole),
    Command("undo", "&Edit", "&Undo", (Key.Undo,)),
    Command("redo", "&Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    SEPARATOR,
    Command("cut", "&Edit", "Cu&t", (Key.Cut,)),
    Command("copy", "&Edit", "&Copy", (Key.Copy,)),
    Command("paste", "&Edit", "&Paste", (Key.Paste,)),
    Command("paste_plain", "&Edit", "Paste as Plain Te&xt", ("Ctrl+Shift+V",)),
    Command("whose", "&Edit", "&Whose Words Are These…", ("Ctrl+Shift+W",)),
    Command("select_all", "&Edit", "Select &All", (Key.SelectAll,)),
    SEPARATOR,
    Command("find", "&Edit", "&Find…", (Key.Find,)),
    Command("replace", "&Edit", "R&eplace…", ("Ctrl+H",)),
    SEPARATOR,
    Command("link", "&Edit", "Insert &Link", ("Ctrl+K",)),
    SEPARATOR,
    Command("key", "&Edit", "Connect a &Model…"),
    Command("outline", "&View", "&Outline", ("F9",), checkable=True),
    Command("desk", "&View", "&Desk", ("F12",), checkable=True),
    Command("margin", "&View", "&Margin"),
    Command("origins", "&View", "Origin in &Text", ("Ctrl+Shift+O",), checkable=True),
    SEPARATOR,
    Command("zoom_in", "&View", "Zoom &In", ("Ctrl++", "Ctrl+=")),
    Command("zoom_out", "&View", "Zoom O&ut", ("Ctrl+-",)),
    Command("zoom_reset", "&View", "&Actual Size", ("Ctrl+0",)),
    SEPARATOR,
    Command("theme", "&View", "&Colours"),
    Command("full_screen", "&View", "&Full Screen", ("F11",), checkable=True),
    Command("reduce_motion", "&View", "&Reduce Motion", checkable=True),
    Command("pad", "&Paragraph", "&Free-associate", ("Ctrl+J",)),
    Command("pad_full", "&Paragraph", "Free-associate in the Full Wi&ndow", ("Ctrl+Shift+J",)),
    Command("keep_version", "&Paragraph", "&Keep This Version…", ("Ctrl+D",)),
    Command("keep_draft", "&Paragraph", "Keep This Version of the &Draft…", ("Ctrl+Shift+D",)),
    Command("versions", "&Paragraph", "V&ersions", ("Ctrl+3",)),
    Command("blind", "&Paragraph", "Compare &Blind…", ("Ctrl+Shift+B",)),
    SEPARATOR,
    Command("claim", "&Paragraph", "Mark as a C&laim", ("Ctrl+Shift+L",)),
    Command("find_claims", "&Paragraph", "Look &for Claims"),
    Command("vouch", "&Paragraph", "&Vouch…", ("Ctrl+Shift+Y",)),
    SEPARATOR,
    Command("plan", "&Paragraph", "P&lan a Paragraph…", ("Ctrl+Shift+N",)),
    Command("move_up", "&Paragraph", "Move &Up", ("Alt+Shift+Up",)),
    Command("move_down", "&Paragraph", "Move Do&wn", ("Alt+Shift+Down",)),
    Command("merge", "&Paragraph", "&Merge with the Next"),
    Command("split", "&Paragraph", "&Split Here"),
    SEPARATOR,
    Command("about_paragraph", "&Paragraph", "&About This Paragraph", ("Ctrl+Shift+I",)),
    Command("never_send", "&Paragraph", "Never Send This &Paragraph", checkable=True),
    Command("rewritten", "&Paragraph", "I Wrote It &Anew"),
    Command("model_text", "&Paragraph", "Take as M&odel Text"),
    Command("ask", "&Critique", "&Ask Critics", ("Ctrl+Return",)),
    Command("propose", "&Critique", "Propose an &Outline…"),
    Command("ask_draft", "&Critique", "Ask About the Whole D&raft", ("Ctrl+Shift+Return",)),
    Command("preview_sent", "&Critique", "Show &What Would Be Sent"),
    SEPARATOR,
    Command("next_remark", "&Critique", "&Next Remark", ("F8",)),
    Command("previous_remark", "&Critique", "&Previous Remark", ("Shift+F8",)),
    SEPARATOR,
    Command("agree", "&Critique", "A&gree"),
    Command("argue", "&Critique", "Arg&ue…"),
    Command("dismiss", "&Critique", "&Dismiss…"),
    Command("claim_of_remark", "&Critique", "Make a &Claim of It"),
    Command("stop", "&Critique", "&Stop All"),
    SEPARATOR,
    Command("overlap", "&Critique", "&Overlap…"),
    SEPARATOR,
    Command("hide_names", "&Critique", "&Hide Critics' Names Until Judged", checkable=True),
    Command("critics", "&Critique", "&Critics…"),
    Command("next_paragraph", "&Go", "&Next Paragraph", ("Alt+Down",)),
    Command("previous_paragraph", "&Go", "&Previous Paragraph", ("Alt+Up",)),
    Command("next_heading", "&Go", "Next &Heading", ("Ctrl+PgDown",)),
    Command("previous_heading", "&Go", "Previous H&eading", ("Ctrl+PgUp",)),
    Command("next_short", "&Go", "Next &Short Paragraph"),
    Command("next_claim", "&Go", "Next C&laim", ("F7",)),
    Command("previous_claim", "&Go", "Previous Cla&im", ("Shift+F7",)),
    SEPARATOR,
    Command("zone", "&Go", "Next &Zone", ("F6",)),
    Command("zone_back", "&Go", "Previous Z&one", ("Shift+F6",)),
    Command("tab_pad", "&Go", "Desk: &Pad", ("Ctrl+1",)),
    Command("tab_critique", "&Go", "Desk: &Critique", ("Ctrl+2",)),
    Command("tab_time", "&Go", "Desk: &Time", ("Ctrl+4",)),
    Command("tab_claims", "&Go", "&Desk: Claims", ("Ctrl+5",)),
    Command("time", "&Tools", "&Time", ("Ctrl+Shift+T",)),
    Command("profile", "&Tools", "&Venue"),
    Command("titles", "&Tools", "T&itles…"),
    Command("replay", "&Tools", "&Replay…"),
    Command("verdict", "&Tools", "Ver&dict of the Venue", ("Ctrl+Shift+R",)),
    Command("references", "&Tools", "Re&ferences", ("Ctrl+6",)),
    Command("add_reference", "&Tools", "&Add a Reference…"),
    Command("relay", "&Tools", "While I Am &Away…"),
    SEPARATOR,
    Command("sent", "&Tools", "What Was &Sent…"),
    Command("allowed", "&Tools", "&Models for This Essay…"),
    Command("budget", "&Tools", "&Budget…"),
    Command("guide", "&Help", "&How to Use Palimpsest", ("F1",)),
    Command("drill", "&Help", "&Recovery Drill…"),
    Command("about", "&Help", "&About Palimpsest", role=QAction.MenuRole.AboutRole),
)


def words_of(name: str) -> str:
    """What the menu calls a command, without the sign of its key: "Insert Link". KeyError where there is none."""
    found = {one.name: one.words for one in COMMANDS if isinstance(one, Command)}
    return found[name].replace("&", "").rstrip("…")


SUBMENUS = frozenset({"recent", "margin", "theme", "profile"})


@dataclass(slots=True)
class Actions:
    """The actions and submenus by name."""

    actions: dict[str, QAction]
    menus: dict[str, QMenu]

    def __getitem__(self, name: str) -> QAction:
        return self.actions[name]


def build_bar(window: QMainWindow) -> dict[str, QMenu]:
    """The names in the menu bar, which the first picture of the window shows already; the second call finds them."""
    bar = window.menuBar()
    titles = dict.fromkeys(command.menu for command in COMMANDS if isinstance(command, Command))
    known = {menu.title(): menu for menu in bar.findChildren(QMenu) if menu.title() in titles} if bar.actions() else {}
    return {title: known.get(title) or bar.addMenu(title) for title in titles}


def build_menus(window: QMainWindow, handlers: Mapping[str, Callable[[], object]]) -> Actions:
    """Fills the menu bar. Every command must have a handler or be a submenu; KeyError otherwise."""
    made = Actions({}, {})
    tops = build_bar(window)
    pending = False
    for command in COMMANDS:
        if isinstance(command, str):
            pending = True
            continue
        menu = tops[command.menu]
        if pending and not menu.isEmpty():
            menu.addSeparator()
        pending = False
        if command.name in SUBMENUS:
            made.menus[command.name] = menu.addMenu(command.words)
            continue
        made.actions[command.name] = _action(window, command, handlers[command.name])
        menu.addAction(made.actions[command.name])
    return made


def _action(window: QMainWindow, command: Command, handler: Callable[[], object]) -> QAction:
    action = QAction(command.words, window)
    keys: list[QKeySequence] = []
    for key in command.keys:
        keys += QKeySequence.keyBindings(key) if isinstance(key, Key) else [QKeySequence(key)]
    action.setShortcuts(keys)
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setCheckable(command.checkable)
    action.setMenuRole(command.role)
    action.triggered.connect(lambda _checked=False: handler())
    return action
