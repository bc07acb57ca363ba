from __future__ import annotations

import re

import pytest

from editor.core.errors import ModelFault
from editor.llm.fault_sentences import as_it_was, failure, one_line


@pytest.mark.parametrize("fault", ModelFault)
def test_that_every_fault_has_a_calm_sentence_that_says_what_is_safe(fault: ModelFault) -> None:
    error = failure(fault, "Claude", model="claude-x", key_ending="4f2a", retry_after_s=40)
    assert error.fault is fault
    assert re.search(r"safe|charged|Nothing was sent", error.detail)
    for text in (error.title, error.detail):
        assert "!" not in text
        assert "{" not in text
        assert "oops" not in text.casefold()
    assert not error.title.endswith(".")
    assert error.detail.endswith(".")


@pytest.mark.parametrize("fault", ModelFault)
def test_that_no_sentence_has_a_hole_when_nothing_more_is_known(fault: ModelFault) -> None:
    error = failure(fault, "Claude")
    assert "  " not in error.title
    assert not error.title.endswith((" ", "…"))


@pytest.mark.parametrize("fault", ModelFault)
@pytest.mark.parametrize("came", [True, False])
def test_that_a_free_server_is_never_said_to_charge_and_another_is(fault: ModelFault, came: bool) -> None:
    error = failure(fault, "Claude", retry_after_s=40)
    free, paid = (as_it_was(error, came=came, free=costs_nothing) for costs_nothing in (True, False))
    assert not re.search(r"(?<!nothing) was charged|may be charged", free.detail)
    assert ("charged" in paid.detail) == ("charged" in error.detail)
    assert (free.fault, free.title, free.retry_after_s) == (error.fault, error.title, 40)
    assert came or "is kept" not in paid.detail + free.detail


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "to wait"),
        (0.2, "wait 1 s"),
        (40, "wait 40 s"),
        (119, "wait 119 s"),
        (300, "wait 5 minutes"),
        (7200, "wait 2 hours"),
    ],
)
def test_that_a_wait_is_said_in_the_unit_a_person_would_use(seconds: float, words: str) -> None:
    assert failure(ModelFault.RATE_LIMITED, "Claude", retry_after_s=seconds).title.endswith(words)


def test_that_foreign_words_become_one_short_line() -> None:
    said = one_line("first\n\tsecond\x1b[31m\u202e third " + "x" * 1000)
    assert said.startswith("first second [31m third xxx")
    assert len(said) == 300
    assert said.isprintable()


def test_that_braces_in_foreign_words_are_left_alone() -> None:
    assert "{who}" in failure(ModelFault.SERVER, "Claude", said="about {who}").detail
