"""Words taken from one place of the draft to another: the same words, whosever they are, and one step to undo."""

from __future__ import annotations

from collections.abc import Callable

from editor.core.edits import EditKind
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession

Perform = Callable[[int, int, Fragment, Act], None]
"""Changes the draft and shows it: place, code points removed, what comes in, and how it came about."""


def move_words(session: DraftSession, perform: Perform, taken: tuple[int, int], at: int) -> tuple[int, int]:
    """Moves text[start:stop] to `at`, all in code points of the text before; returns where it stands then."""
    start, stop = taken
    if start <= at <= stop:
        return taken
    fragment = session.document.fragment(start, stop)
    act = Act(EditKind.TOOL, group=session.recorder.next_n)
    perform(start, stop - start, Fragment(), act)
    at = at if at < start else at - (stop - start)
    perform(at, 0, fragment, act)
    return at, at + len(fragment.text)
