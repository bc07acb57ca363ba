from __future__ import annotations

from typing import Any

import pytest

from editor.core.errors import ModelError, ModelFault
from editor.core.marks import Absorbed, BlockKind, Mark
from editor.core.narrowing import CLOSED, Narrowing, narrowing_from
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Runs

ONLY_O3 = Narrowing({"openai": frozenset({"o3"})}, others=False)


def refused(narrowing: Narrowing, provider: str, model: str, *, is_local: bool = False) -> str:
    with pytest.raises(ModelError) as caught:
        narrowing.check(provider, provider.title(), model, is_local=is_local)
    assert caught.value.fault is ModelFault.FORBIDDEN
    assert caught.value.detail.startswith("Nothing was sent. ")
    assert "“Models for This Essay”" in caught.value.detail, "the command by which it can be changed"
    return str(caught.value)


def test_that_only_the_named_model_of_a_provider_is_allowed() -> None:
    ONLY_O3.check("openai", "OpenAI", "o3", is_local=False)
    assert "does not allow the model gpt-5" in refused(ONLY_O3, "openai", "gpt-5")
    assert "does not allow Anthropic. Nothing was sent. It allows: o3 (openai)" in refused(ONLY_O3, "anthropic", "x")
    assert "it allows: none" in refused(Narrowing({"openai": frozenset()}), "openai", "o3")


def test_that_a_provider_that_is_not_named_is_not_narrowed() -> None:
    Narrowing({"openai": frozenset({"o3"})}).check("anthropic", "Claude", "any", is_local=False)
    Narrowing().check("anthropic", "Claude", "any", is_local=False)


def test_that_local_only_allows_this_computer_and_nothing_else() -> None:
    narrowing = Narrowing(local_only=True)
    narrowing.check("local", "Ollama", "qwen", is_local=True)
    assert "models on this computer only" in refused(narrowing, "openai", "o3")


def test_that_a_narrowing_comes_back_as_it_was_kept() -> None:
    narrowing = Narrowing({"openai": frozenset({"o3", "o4"})}, False, True, frozenset({3, 1}))
    assert narrowing_from(narrowing.row()) == narrowing
    assert narrowing_from(None) == Narrowing()


@pytest.mark.parametrize(
    "row",
    [
        [],
        {},
        {**Narrowing().row(), "models": {"openai": [3]}},
        {**Narrowing().row(), "models": 3},
        {**Narrowing().row(), "others": "yes"},
        {**Narrowing().row(), "never_sent": ["1"]},
        {**Narrowing().row(), "never_sent": [True]},
    ],
)
def test_that_one_that_cannot_be_read_allows_nothing(row: Any) -> None:
    assert narrowing_from(row) == CLOSED
    assert "does not allow" in refused(CLOSED, "local", "qwen", is_local=True)


def paragraph(ident: int, parent: int | None = None, absorbed: tuple[int, ...] = ()) -> Paragraph:
    gone = tuple(Absorbed(0, Mark(one, 1, BlockKind.PARAGRAPH)) for one in absorbed)
    return Paragraph(Mark(ident, 1, BlockKind.PARAGRAPH, parent, gone), "x", Runs())


def test_that_what_was_split_from_a_paragraph_or_swallowed_it_stays_here_too() -> None:
    row = [
        paragraph(1),
        paragraph(2),
        paragraph(3, parent=2),
        paragraph(4, parent=3),
        paragraph(5, absorbed=(9,)),
        paragraph(6, parent=9),
    ]
    assert Narrowing(never_sent=frozenset({2})).kept_here(row) == {2, 3, 4}
    assert Narrowing(never_sent=frozenset({9})).kept_here(row) == {5, 6}
    assert Narrowing(never_sent=frozenset({3})).kept_here(row) == {3, 4}
    assert Narrowing().kept_here(row) == frozenset()
    assert Narrowing(never_sent=frozenset({77})).kept_here([paragraph(1, parent=1)]) == frozenset()


def test_that_a_paragraph_in_which_an_emptied_one_only_sleeps_can_be_sent() -> None:
    asleep = Absorbed(2, Mark(9, 7, BlockKind.PARAGRAPH))
    row = [Paragraph(Mark(1, 4, BlockKind.PARAGRAPH, None, (asleep,)), "x\n\n\n", Runs())]
    assert Narrowing(never_sent=frozenset({9})).kept_here(row) == frozenset()


def test_that_what_is_on_its_way_is_taken_back_with_what_became_of_it() -> None:
    row = [paragraph(1), paragraph(2), paragraph(3, parent=2), paragraph(4, absorbed=(9,)), paragraph(5, parent=1)]
    before = Narrowing(never_sent=frozenset({5}))

    def taken_back(sent: int, *locked: int) -> bool:
        return Narrowing(never_sent=frozenset({5, *locked})).takes_back(row, frozenset({sent}), before)

    assert taken_back(2, 2)
    assert taken_back(2, 3), "it was split from what was sent"
    assert taken_back(3, 2), "and the other way round"
    assert taken_back(9, 4), "it has swallowed what was sent"
    assert taken_back(77, 77), "also where it is gone"
    assert not taken_back(1), "what was locked before the question did not go along"
    assert not taken_back(2, 1, 4)
    assert not Narrowing(never_sent=frozenset({1})).takes_back(row, frozenset(), Narrowing())


# Letting a paragraph be sent again


def test_that_a_paragraph_is_allowed_again_and_others_are_not() -> None:
    row = (paragraph(1), paragraph(2), paragraph(3))
    fresh = Narrowing(never_sent=frozenset({1, 2})).without(row, 1)
    assert fresh is not None
    assert fresh.kept_here(row) == {2}


def test_that_a_part_of_one_that_is_there_cannot_be_allowed_alone() -> None:
    assert Narrowing(never_sent=frozenset({1})).without((paragraph(1), paragraph(2, 1)), 2) is None


def test_that_a_part_of_one_that_is_gone_can_be_allowed_and_the_other_part_stays() -> None:
    row = (paragraph(2, 1), paragraph(3, 1), paragraph(4))
    narrowing = Narrowing(never_sent=frozenset({1, 9}))
    fresh = narrowing.without(row, 2)
    assert fresh is not None
    assert fresh.kept_here(row) == {3}
    assert 9 in fresh.never_sent, "what is not in the draft now may come back to it"
