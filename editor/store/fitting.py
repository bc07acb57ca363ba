"""Which of the journal's records fit the document, one after the other.

The document is folded before the records are written, so that nothing is ever appended to the log that does not fit. A
write may fail, for a lock or a full disk, and is then tried again with the same records: what the document has taken
already is known by its number, and never applied twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from editor.core.document import Document
from editor.core.errors import NOT_A_RECORD, DraftDamaged, EditRefused
from editor.core.rows import edit_from
from editor.journal.reader import TEXT_KINDS
from editor.store.keyframe import Keyframe
from editor.store.witnessing import Witness

Record = dict[str, Any]


class Fitting:
    def __init__(self, document: Document, document_n: int, witness: Witness) -> None:
        self.document = document
        self.witness = witness
        self.document_n = document_n
        """The last record that the document contains."""
        self._refused_n: set[int] = set()
        self._healing_n: set[int] = set()

    def fitted(self, records: Sequence[Record]) -> tuple[list[Record], EditRefused | None]:
        """The records to be written, which the document then contains, and why it went no further, if so.

        What does not fit is passed over where a later keyframe says what the document was; then of the records between
        only those that are not about the text are given. Keyframes that say nothing new are left out.
        """
        fitting: list[Record] = []
        at = 0
        while at < len(records):
            one = records[at]
            try:
                if self._taken(one):
                    fitting.append(one)
                at += 1
            except (EditRefused, *NOT_A_RECORD) as error:
                self._refused_n.add(one["n"])
                healed = next((k for k in range(at + 1, len(records)) if "keyframe" in records[k]), None)
                if healed is None:
                    return fitting, EditRefused("A change does not fit the draft", f"Record {one['n']}: {error}")
                fitting += (between for between in records[at:healed] if between["kind"] not in TEXT_KINDS)
                at = healed
        return fitting, None

    def _taken(self, record: Record) -> bool:
        """Brings the document to what it is after the record; False where there is nothing to keep of it."""
        number = record["n"]
        if "keyframe" in record:
            # It shares its number with the record before it, which need not have been about the text.
            again = number < self.document_n or number in self._healing_n
            if not again and record["keyframe"] != self.document.keyframe():
                self.document = Document.from_keyframe(record["keyframe"])
                self._healing_n.add(number)
            self.document_n = max(number, self.document_n)
            return number in self._healing_n
        if record["kind"] == "edit":
            if number in self._refused_n:
                raise EditRefused("The change does not fit the text", f"Edit {number}")
            if number > self.document_n:
                edit = edit_from(record)
                self.document.apply(edit)
                self.witness.saw(edit, self.document)
        self.document_n = max(number, self.document_n)
        return True


def folded_document(keyframe: Keyframe, edits: Iterable[Record], path: Path) -> Document:
    """The document that a file holds. Raises DraftDamaged."""
    try:
        document = Document.from_keyframe(keyframe.document)
        for row in edits:
            document.apply(edit_from(row))
    except (EditRefused, *NOT_A_RECORD) as error:
        raise DraftDamaged(
            "The draft is damaged", f"The changes in {path.name} do not fit each other. It is left as it is."
        ) from error
    return document
