"""Where an editing command of the menus acts: on the draft, or on the field that has the keyboard.

A key of the menus reaches the window from wherever the keyboard is. Who writes in the pad, in Find or in a field of
the desk must not change the draft with it, out of sight and at a caret that was left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from editor.ui.actions import Key, words_of
from editor.ui.workbench import Workbench

Field = QLineEdit | QPlainTextEdit | QTextEdit | QAbstractSpinBox

_OF_EVERY_FIELD: Mapping[str, Key] = {
    "undo": Key.Undo,
    "redo": Key.Redo,
    "cut": Key.Cut,
    "copy": Key.Copy,
    "paste": Key.Paste,
    "paste_plain": Key.Paste,  # no field but the draft takes anything else
    "select_all": Key.SelectAll,
}
"""Commands that a field has too, with the key by which it knows them."""
_OF_THE_DRAFT = frozenset({"link", "move_up", "move_down", "merge", "split"})
_ONLY_LOOK = frozenset({"copy", "select_all"})
"""These a text has too that cannot be written in."""


class CommandPlace:
    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def kept(self, table: Mapping[str, Callable[[], object]]) -> dict[str, Callable[[], object]]:
        """The commands by name, those among them that edit kept to the place where the keyboard is."""
        return {name: self._placed(name, act) if _edits(name) else act for name, act in table.items()}

    def _placed(self, name: str, act: Callable[[], object]) -> Callable[[], object]:
        def placed() -> None:
            field, view = self._field(), self._bench.view
            if field is not None:
                self._in_field(name, field)
            elif view.isVisibleTo(view.window()):
                act()
            else:
                self._bench.say(f"“{words_of(name)}” is for the draft, which is not on the screen. Nothing was changed.")

        return placed

    def _field(self) -> Field | None:
        """A list or a button takes no text, so from there a command goes to the draft."""
        focus = QApplication.focusWidget()
        return focus if isinstance(focus, Field) and focus is not self._bench.view else None

    def _in_field(self, name: str, field: Field) -> None:
        if name in _OF_THE_DRAFT or (field.isReadOnly() and name not in _ONLY_LOOK):
            where = f"“{field.accessibleName()}”" if field.accessibleName() else "another field"
            self._bench.say(
                f"“{words_of(name)}” is for the draft, and the keyboard is in {where}. Nothing was changed; "
                "click into the draft first."
            )
            return
        # As its own key: a field with rules of its own, such as a pad in which there is no going back, keeps to them.
        # Handed over and not sent, because Qt gives a key that the field has no use for to the menus, and so back here.
        key = QKeySequence.keyBindings(_OF_EVERY_FIELD[name])[0][0]  # type: ignore[index]
        field.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key.key(), key.keyboardModifiers()))


def _edits(name: str) -> bool:
    return name in _OF_EVERY_FIELD or name in _OF_THE_DRAFT
