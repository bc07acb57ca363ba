"""Versions: keep the present text under a name, see word by word what changed since, take an old one back.

The difference is told twice, by colour and by line: what only the present text has is underlined, what only
the old version has is struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.desk.difference import Difference, DiffKind, DiffPiece
from editor.ui.desk.version_list import VersionEntry, VersionList
from editor.ui.dialogs.widget_row import row_of
from editor.ui.prose import Prose, hairline
from editor.ui.theme import Theme, dress, scaled

_ONE = "One version. Ctrl+D keeps it before you change it."
_LEGEND = "Underlined: only in the present text. Struck: only in this version."
_SAME = "This version and the present text are the same."


class VersionScope(Enum):
    PARAGRAPH = "paragraph"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class KeepVersion:
    scope: VersionScope
    name: str
    """What the writer called it; may be empty."""


class VersionsPanel(QWidget):
    """Kept versions of the paragraph or of the whole draft.

    Signals:
        keep_pressed: carries a KeepVersion.
        chosen, restore_pressed: carry a version's id; after `chosen` the window calls `show_difference`.
        scope_chosen: carries a VersionScope.
        blind_pressed: two versions are to be compared without their names; without a value.
    """

    keep_pressed = Signal(object)
    chosen = Signal(int)
    restore_pressed = Signal(int)
    scope_chosen = Signal(object)
    blind_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Versions")
        self._theme = theme
        self._scope = VersionScope.PARAGRAPH
        self._shown: tuple[int, tuple[DiffPiece, ...]] | None = None
        self._list = VersionList(theme, self)
        self._list.chosen.connect(self._version_chosen)
        self._list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._empty = Prose(_ONE, self.font(), theme.muted)
        self._legend = Prose("", scaled(self.font(), 0.92), theme.muted)
        self.copy: Callable[[int, int, int], QMimeData] = lambda _version, _start, _stop: QMimeData()
        """What goes on the clipboard of the difference to a version: its id, from and to in code points."""
        self._difference = Difference(self)
        self._difference.data = self._copied
        self._difference.setAccessibleName("Difference to the present text")
        self._blind = QPushButton("Compare blind…", self)
        self._blind.setToolTip("Two versions side by side without a name, and you choose (Ctrl+Shift+B)")
        self._blind.clicked.connect(self.blind_pressed)
        self._restore = QPushButton("Restore this version", self)
        self._restore.setToolTip("Put this version in place of the present text, which can be undone")
        self._restore.clicked.connect(self._restore_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(9)
        column.addLayout(self._scope_row())
        column.addLayout(self._keep_row())
        column.addWidget(hairline(self))
        column.addWidget(self._empty)
        column.addWidget(self._list)
        column.addWidget(self._legend)
        column.addWidget(self._difference, 1)
        column.addLayout(row_of(self._restore, self._blind, None))
        column.addStretch(0)
        self.setFocusProxy(self._list)
        self.set_theme(theme)
        self.show_versions(self._scope, ())

    def _scope_row(self) -> QHBoxLayout:
        self._scopes = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(2)
        for scope, words in ((VersionScope.PARAGRAPH, "This paragraph"), (VersionScope.DRAFT, "Whole draft")):
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setChecked(scope is self._scope)
            self._scopes.addButton(button, list(VersionScope).index(scope))
            row.addWidget(button)
        row.addStretch(1)
        self._scopes.idToggled.connect(self._scope_toggled)
        return row

    def _keep_row(self) -> QHBoxLayout:
        self._name = QLineEdit(self)
        self._name.setPlaceholderText("Name, if you like")
        self._name.setAccessibleName("Name of the version to keep")
        self._name.setMaxLength(200)
        self._name.returnPressed.connect(self._keep)
        self._keep_button = QPushButton("Keep", self)
        self._keep_button.setAccessibleName("Keep this version")
        self._keep_button.setToolTip("Keep this version (Ctrl+D)")
        self._keep_button.clicked.connect(self._keep)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self._keep_button)
        return row

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._list.set_theme(theme)
        for prose in (self._empty, self._legend):
            prose.set_colour(theme.muted)
        dress(self, theme)
        if self._shown is not None:
            self._write_difference(self._shown[1])

    def show_versions(self, scope: VersionScope, entries: tuple[VersionEntry, ...]) -> None:
        """The kept versions of the present paragraph, or of the draft."""
        self._scope = scope
        self._scopes.button(list(VersionScope).index(scope)).setChecked(True)
        self._list.show_entries(entries)
        self._list.setVisible(bool(entries))
        self._blind.setVisible(bool(entries))
        self._list.updateGeometry()
        self._empty.setVisible(not entries)
        gone = self._shown is not None and self._shown[0] not in {entry.version for entry in entries}
        if gone or self._shown is None:
            self._shown = None
            self._show_parts(False)

    def show_difference(self, version: int, pieces: tuple[DiffPiece, ...]) -> None:
        """What changed since `version`; ignored if the writer has gone on to another one."""
        if version != self._list.current_version() or self._shown == (version, pieces):
            return
        self._shown = (version, pieces)
        self._write_difference(pieces)
        self._show_parts(True)

    def _copied(self, start: int, stop: int) -> QMimeData:
        if self._shown is None:
            return QMimeData()
        version, pieces = self._shown
        units = "".join(piece.text for piece in pieces).encode("utf-16-le", "surrogatepass")
        low, high = (len(units[: 2 * at].decode("utf-16-le", "surrogatepass")) for at in (start, stop))
        return self.copy(version, low, high)

    def _write_difference(self, pieces: tuple[DiffPiece, ...]) -> None:
        self._difference.show_pieces(pieces, self._theme)
        changed = any(piece.kind is not DiffKind.SAME for piece in pieces)
        self._legend.set_text(_LEGEND if changed else _SAME)

    def _show_parts(self, chosen: bool) -> None:
        for part in (self._legend, self._difference, self._restore):
            part.setVisible(chosen)

    def _scope_toggled(self, place: int, on: bool) -> None:
        scope = list(VersionScope)[place]
        if on and scope is not self._scope:
            self._scope = scope
            self.scope_chosen.emit(scope)

    def _keep(self) -> None:
        name = self._name.text().strip()
        self._name.clear()
        self.keep_pressed.emit(KeepVersion(self._scope, name))

    def _version_chosen(self, version: int) -> None:
        self._show_parts(False)
        self._shown = None
        self.chosen.emit(version)

    def _restore_pressed(self) -> None:
        version = self._list.current_version()
        if version is not None:
            self.restore_pressed.emit(version)
