"""White space changed on the way does not cost words their origin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from session_makers import MODEL

from editor.core.origins import TYPED
from editor.core.respaced import respaced
from editor.core.runs import Fragment

PIECE = Fragment.of("I think ", TYPED) + Fragment.of("cats are\ncarnivores.", MODEL)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("I think cats are carnivores.", 8),
        ("  I think\ncats\u00a0are   carnivores.\r\n", 10),
        ("I\nthink\ncats\nare\ncarnivores.", 8),
        (PIECE.text, 8),
    ],
)
def test_that_other_white_space_keeps_the_origins(text: str, first: int) -> None:
    found = respaced(PIECE, text)
    assert found is not None
    assert [(run.length, run.origin) for run in found.runs] == [(first, TYPED), (len(text) - first, MODEL)]


@pytest.mark.parametrize("text", ["I think cats arecarnivores.", "I think cats", "", "I think dogs are carnivores."])
def test_that_other_words_do_not(text: str) -> None:
    assert respaced(PIECE, text) is None


def test_that_nothing_but_white_space_has_no_origin_to_keep() -> None:
    assert respaced(Fragment.of(" ", MODEL), "\n\n") is None


@given(st.lists(st.tuples(st.text("ab", min_size=1, max_size=3), st.sampled_from([TYPED, MODEL])), min_size=1))
def test_that_every_letter_keeps_its_own_origin(words: list[tuple[str, object]]) -> None:
    piece = Fragment()
    for word, origin in words:
        piece += Fragment.of(word, origin) + Fragment.of(" ", TYPED)  # type: ignore[arg-type]
    found = respaced(piece, "\n".join(word for word, _ in words))
    assert found is not None
    position = 0
    for word, origin in words:
        assert {run.origin for run in found.slice(position, position + len(word)).runs} == {origin}
        position += len(word) + 1
