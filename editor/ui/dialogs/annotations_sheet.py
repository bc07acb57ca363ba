"""A text with Markdown Annotations is about to come in: what they say, whether they fit, and who of the people is you."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from editor.protocol.record_messages import AnnotatedRead
from editor.ui.prose import Prose
from editor.ui.theme import Theme, dress

_NOBODY = "None of them: count their words as imported"
_IN_PLACE = (
    "Keeping or discarding takes the block out of the text here; {name} stays as it is until you save, and is then "
    "written without it. Undo puts the block back."
)
_KINDS = {
    "model": "a model’s",
    "pasted": "pasted",
    "imported": "by a named person or imported",
    "unknown": "without a name",
}


class AnnotationsSheet(QDialog):
    """Signals:
    kept: the writer believes the annotations; carries the name of the person who is the writer, or an empty one.
    discarded: take the text in without them; without a value.
    """

    kept = Signal(str)
    discarded = Signal()

    def __init__(
        self, name: str, found: AnnotatedRead, theme: Theme, parent: QWidget | None = None, *, opened: bool = False
    ) -> None:
        """`opened`: the text is in the window already, with the block as part of it."""
        super().__init__(parent)
        self.setWindowTitle("Annotated text")
        self._people = found.people
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(12)
        for words in (*_sentences(name, found), *([_IN_PLACE.format(name=name)] if opened else [])):
            column.addWidget(Prose(words, self.font(), theme.window_ink))
        self._who = QComboBox(self)
        self._who.setAccessibleName("Which of these people are you?")
        self._who.addItems([_NOBODY, *(f"I am {person}: count these words as mine" for person in found.people)])
        self._who.setVisible(bool(found.people))
        column.addWidget(self._who)
        buttons = QDialogButtonBox(self)
        keep = buttons.addButton("Keep Annotations", QDialogButtonBox.ButtonRole.AcceptRole)
        discard = buttons.addButton("Discard Them", QDialogButtonBox.ButtonRole.DestructiveRole)
        (discard if found.trouble else keep).setProperty("weight", "first")
        buttons.addButton("Leave as Text" if opened else "Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        discard.clicked.connect(self._discard)
        column.addStretch(1)
        column.addWidget(buttons)
        dress(self, theme)

    def _keep(self) -> None:
        place = self._who.currentIndex()
        self.kept.emit(self._people[place - 1] if place else "")
        self.accept()

    def _discard(self) -> None:
        self.discarded.emit()
        self.accept()

    def sizeHint(self) -> QSize:
        return QSize(520, 240)


def _sentences(name: str, found: AnnotatedRead) -> tuple[str, ...]:
    counts = [f"{count:,} {_KINDS.get(kind, kind)}" for kind, count in found.words.items() if count]
    first = f"{name} says whose words it holds: {', '.join(counts) or 'no words'}."
    if not found.trouble:
        return (f"{first} Its hash fits the text. A file can name anybody; this program did not see the words come.",)
    more = len(found.trouble) - 3
    told = " ".join(found.trouble[:3]) + (f" And {more} more like this." if more > 0 else "")
    return (
        first,
        f"But: {told}",
        "The text comes in whole either way, and the file stays as it is. If you keep the annotations, look through the "
        "origins in the text; if you discard them, all words are of unknown origin.",
    )
