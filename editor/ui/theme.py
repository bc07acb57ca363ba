"""Colours and type of the window, read from files.

Qt's own colour schemes do nothing on plain X11, so the program brings light, dark and high-contrast palettes
of its own. A `Theme` is the meaning of each colour, never a widget's: origin and time have colours of their
own because the margin tells them apart by shape first and by hue second. Only the panels get a style sheet;
the draft is painted by its own layout and must not pay for one."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from editor.resources import resource

_SERIFS = ("Literata", "Georgia", "DejaVu Serif")


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """What every colour means, named as in the theme files; the comments there say more. All are opaque."""

    name: str
    dark: bool
    hatch_px: float
    """Pixels from one stroke of the model's hatching to the next."""
    outline_px: float
    paper: QColor
    ink: QColor
    heading: QColor
    quote: QColor
    link: QColor
    code: QColor
    code_paper: QColor
    marks: QColor
    muted: QColor
    current_paragraph: QColor
    selection: QColor
    selection_ink: QColor
    caret: QColor
    find: QColor
    find_current: QColor
    find_current_ink: QColor
    yours: QColor
    model: QColor
    pasted: QColor
    unknown: QColor
    track: QColor
    enough: QColor
    attention: QColor
    blocked: QColor
    remark: QColor
    spelling: QColor
    added: QColor
    removed: QColor
    window: QColor
    window_ink: QColor
    panel: QColor
    card: QColor
    hairline: QColor
    field: QColor
    button: QColor
    button_edge: QColor
    hover: QColor
    accent: QColor
    accent_ink: QColor
    focus: QColor
    disabled: QColor
    tooltip: QColor
    tooltip_ink: QColor


def theme_names() -> tuple[str, ...]:
    """The bundled themes by file name, without the ending."""
    return tuple(sorted(path.stem for path in resource("themes").glob("*.toml")))


@cache
def load_theme(name: str) -> Theme:
    """Reads a bundled theme. Raises FileNotFoundError for an unknown name, KeyError for a colour left out."""
    return _theme_from(resource("themes", f"{name}.toml"))


def _theme_from(path: Path) -> Theme:
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    colours = {name: QColor(values["colors"][name]) for name in _colour_names()}
    strokes = values["strokes"]
    return Theme(values["name"], values["dark"], float(strokes["hatch_px"]), float(strokes["outline_px"]), **colours)


@cache
def _colour_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Theme) if field.type == "QColor")


def palette(theme: Theme) -> QPalette:
    """The palette of the whole window."""
    role = QPalette.ColorRole
    result = QPalette()
    for part, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.window_ink),
        (role.Base, theme.field),
        (role.AlternateBase, theme.card),
        (role.Text, theme.ink),
        (role.Button, theme.button),
        (role.ButtonText, theme.window_ink),
        (role.BrightText, theme.blocked),
        (role.ToolTipBase, theme.tooltip),
        (role.ToolTipText, theme.tooltip_ink),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.selection_ink),
        (role.Accent, theme.accent),
        (role.Link, theme.link),
        (role.LinkVisited, theme.link),
        (role.Light, theme.card),
        (role.Midlight, theme.hairline),
        (role.Mid, theme.button_edge),
        (role.Dark, theme.button_edge),
        (role.Shadow, theme.button_edge),
    ):
        result.setColor(part, colour)
    for part in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, part, theme.disabled)
    return result


@cache
def panel_sheet(theme: Theme) -> str:
    """The style sheet of the panels: flat, hairlines, a focus ring of two pixels."""
    template = resource("themes", "panels.qss").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)", lambda found: getattr(theme, found[1]).name(), template)


def dress(panel: QWidget, theme: Theme) -> None:
    """Gives one panel, and everything in it, the theme. Call it again when the theme changes."""
    panel.setPalette(palette(theme))
    sheet = panel_sheet(theme)
    around = panel.parentWidget()
    while around is not None and around.styleSheet() != sheet:
        around = around.parentWidget()
    # Read once for the whole desk: each reading costs a fifth of a megabyte.
    panel.setStyleSheet("" if around is not None else sheet)


def dress_application(application: QApplication, theme: Theme) -> None:
    """The palette of the theme. The style is Fusion from the start: `app` asks for it."""
    application.setPalette(palette(theme))


@cache
def register_fonts() -> str:
    """Makes the bundled serif known to Qt, once, at the first need. The family's name, or "" if it failed."""
    family = ""
    for path in sorted(resource("fonts", "literata").glob("*.ttf")):
        handle = QFontDatabase.addApplicationFont(str(path))
        names = QFontDatabase.applicationFontFamilies(handle) if handle >= 0 else []
        family = names[0] if names else family
    return family


def text_font(points: float = 13.0) -> QFont:
    """The draft's voice, for what is read as text: quotes, the pad, previews."""
    register_fonts()
    font = QFont(list(_SERIFS))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPointSizeF(points)
    return font


def mono_font() -> QFont:
    """The system's fixed font, for text that must be seen exactly."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def scaled(font: QFont, factor: float) -> QFont:
    """The same font larger or smaller, whether it was given in points or in pixels."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(font.pointSizeF() * factor)
    else:
        result.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return result
