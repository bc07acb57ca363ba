"""A model's wording pasted over the writer's, and what the writer says of a paragraph's lineage, in an open draft."""

from __future__ import annotations

import json

import pytest
from session_makers import MODEL, Sitting, typed

from editor.core.credits import Acts, from_row
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.errors import EditRefused
from editor.core.history import History
from editor.core.marks import BlockKind, Mark
from editor.core.rewriting import rewritten
from editor.core.runs import Fragment
from editor.session.draft_session import Act

PASTE = Act(EditKind.PASTE)
OURS = "He went to the old house by the sea at night, and nobody at all saw him go."
THEIRS = "He ran to the old house by the sea at dusk, and nobody at all saw him go."


def model(text: str) -> Fragment:
    return Fragment.of(text, MODEL)


def reread(sitting: Sitting) -> Document:
    document = Document.from_keyframe(json.loads(json.dumps(sitting.start)))
    for edit in sitting.journal.edits:
        document.apply(edit)
    return document


class TestPastedOverTheWriters:
    def test_that_only_what_it_says_otherwise_is_the_models_and_one_undo_takes_it_back(self) -> None:
        sitting = Sitting(typed(OURS))
        changes = sitting.session.change(0, len(OURS), model(THEIRS), PASTE)
        assert sitting.text == THEIRS
        [paragraph] = sitting.document.paragraphs
        shown, position = [], 0
        for run in paragraph.runs:
            if run.origin == MODEL:
                shown.append(paragraph.text[position : position + run.length])
            position += run.length
        assert shown == ["ran", "dusk"]
        assert (len(changes.edits), paragraph.mark.lineage, len(paragraph.mark.replaced)) == (2, (), 2)
        sitting.session.undo()
        assert (sitting.text, sitting.document.paragraphs[0].mark.replaced) == (OURS, ())
        sitting.session.redo()
        assert sitting.document.keyframe() == reread(sitting).keyframe()

    def test_that_it_is_one_act_of_the_writers(self) -> None:
        sitting = Sitting(typed(OURS))
        sitting.session.change(0, len(OURS), model(THEIRS), PASTE)
        sitting.session.time.flush()
        rows = [from_row(row) for record in sitting.journal.of("credit") for row in record["rows"]]
        assert [row.writes for row in rows if isinstance(row, Acts)] == [1]

    def test_that_the_same_words_over_the_same_words_change_nothing(self) -> None:
        sitting = Sitting(typed(OURS))
        assert sitting.session.change(0, len(OURS), model(OURS), PASTE).edits == ()
        assert sitting.journal.records == []

    def test_that_words_of_mixed_origin_are_put_in_as_they_come(self) -> None:
        sitting = Sitting(typed(OURS))
        sitting.session.change(0, len(OURS), typed("He ") + model("ran."), PASTE)
        assert len(sitting.journal.edits) == 1


class TestSayingWhatItIs:
    def test_that_a_paragraph_called_written_anew_loses_its_mark_in_the_log_too_and_undo_gives_it_back(self) -> None:
        sitting = Sitting(model("Its words are these."))
        sitting.session.change(0, 20, typed("Mine are these."))
        assert sitting.document.paragraphs[0].mark.lineage == (MODEL,)
        changes = sitting.session.set_mark(rewritten(sitting.document.paragraphs[0].mark))
        assert (changes.touched, sitting.text) == ((1,), "Mine are these.")
        assert sitting.document.paragraphs[0].mark.lineage == ()
        assert reread(sitting).keyframe() == sitting.document.keyframe()
        assert len(History(sitting.journal.edits).edits_after(0)) == len(sitting.journal.edits)
        sitting.session.undo()
        assert sitting.document.paragraphs[0].mark.lineage == (MODEL,)

    def test_that_saying_what_is_so_already_leaves_no_record(self) -> None:
        sitting = Sitting("Mine.")
        assert sitting.session.set_mark(sitting.document.paragraphs[0].mark).edits == ()
        assert sitting.journal.records == []

    def test_that_nothing_can_be_said_of_a_paragraph_that_is_gone(self) -> None:
        with pytest.raises(EditRefused, match="no longer there"):
            Sitting("Mine.").session.set_mark(Mark(77, 5, BlockKind.PARAGRAPH))
