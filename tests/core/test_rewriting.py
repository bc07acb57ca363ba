from __future__ import annotations

from dataclasses import replace

from editor.core.document import Document
from editor.core.origins import TYPED, Origin, OriginKind
from editor.core.paragraphs import MarkdownSplitter
from editor.core.rewriting import without_passing
from editor.core.runs import Fragment

OLD, HELD, PASSING = (Origin(OriginKind.MODEL, name) for name in ("old", "held", "passing"))


def test_that_only_what_passed_through_is_taken_from_the_mark() -> None:
    """Not what it was marked for before, not what it still holds, and nothing of anybody else's."""
    other = Origin(OriginKind.MODEL, "other")
    whole = Fragment.of("Mine. ", TYPED) + Fragment.of("Held.", HELD)
    [paragraph] = Document.of(whole, MarkdownSplitter()).paragraphs
    before = replace(paragraph.mark, lineage=(OLD,))
    now = replace(paragraph, mark=replace(paragraph.mark, lineage=(OLD, HELD, PASSING, other)))
    assert without_passing(before, now, (OLD, HELD, PASSING)).lineage == (OLD, HELD, other)
