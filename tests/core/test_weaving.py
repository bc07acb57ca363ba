"""What the program replaces at the writer's word: what both texts have stays whosever it is."""

from __future__ import annotations

import pytest

from editor.core.origins import TOOL
from editor.core.runs import Fragment
from editor.core.weaving import replaced


@pytest.mark.parametrize(
    ("old", "new", "put_in"),
    [
        ("the same words", "the same words", []),
        ("vote", "voted", ["d"]),
        ("organise it", "organize it", ["ze"]),
        ("teh", "the", ["the"]),
        ("one two three", "ONE two THREE", ["ONE", "THREE"]),
        ("words stand here", "words are here", ["are"]),
        ("caf\u00e9 here", "caf\u00e9 there", ["t"]),
        ("here", "at this table", ["at this table"]),
        ("only this", "", [""]),
        ("", "new", ["new"]),
    ],
)
def test_that_only_what_is_otherwise_is_replaced(old: str, new: str, put_in: list[str]) -> None:
    text = old
    changes = replaced(old, Fragment.of(new, TOOL))
    for change in changes:
        text = text[: change.start] + change.inserted.text + text[change.start + change.removed :]
    assert text == new
    assert [change.inserted.text for change in changes] == put_in
