from __future__ import annotations

from typing import Any

import pytest

from editor.core.attachments import Attachment
from editor.core.handoff import KIND, Handoff, argument_of, handoffs_of, in_use, pad_of

NOTE = Handoff(pad_of(7), "What was said.", 12, True, "m", "p", "c", 5)


def attached(ident: str, row: dict[str, Any] | None) -> Attachment:
    return Attachment(KIND, ident, 7, row, 0)


def test_that_a_note_reads_back_as_it_was() -> None:
    assert Handoff.from_row(NOTE.as_row()) == NOTE


@pytest.mark.parametrize("name", list(NOTE.as_row()))
def test_that_half_a_note_is_none(name: str) -> None:
    row = {key: value for key, value in NOTE.as_row().items() if key != name}
    assert handoffs_of([attached("1", row)], NOTE.of) == []
    with pytest.raises(KeyError):
        Handoff.from_row(row)


def test_that_only_the_notes_of_the_conversation_are_found() -> None:
    other = Handoff(argument_of(7), "Another.", 1)
    kept = [
        attached("1", NOTE.as_row()),
        attached("2", other.as_row()),
        attached("3", None),
        attached("4", {**NOTE.as_row(), "in_use": "yes"}),
    ]
    assert handoffs_of(kept, pad_of(7)) == [("1", NOTE)]
    assert handoffs_of(kept, argument_of(7)) == [("2", other)]


def test_that_the_note_in_use_is_the_one_that_stands_for_most() -> None:
    waiting = Handoff(NOTE.of, "Not yet.", 40)
    empty = Handoff(NOTE.of, " \n", 50, True)
    later = Handoff(NOTE.of, "Later.", 20, True)
    assert in_use([("1", waiting)]) is None
    assert in_use([("1", NOTE), ("2", waiting), ("3", empty)]) == NOTE
    assert in_use([("1", later), ("2", NOTE)]) == later
