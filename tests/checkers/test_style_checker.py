from __future__ import annotations

from pathlib import Path

import pytest

from editor.checkers.sentences import sentences
from editor.checkers.style_checker import StyleChecker
from editor.core.errors import CheckerError
from editor.resources import resource

EAR = StyleChecker()
LEAD = "😀👩\u200d👧 שלום עולם. "


def quotes(paragraph: str) -> list[str]:
    found = EAR.check(paragraph)
    for finding in found:
        assert paragraph[finding.start : finding.end] == finding.quote
    return [finding.quote for finding in found]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("We delve into it.", "delve into"),
        ("Let’s dive in.", "Let’s dive"),
        ("It is worth noting that he left.", "It is worth noting that"),
        ("In today’s fast-paced, digital world he left.", "In today’s fast-paced, digital world"),
        ("It is a testament to her.", "a testament to"),
        ("It’s not just a tool, it’s a partner.", "It’s not just a tool, it’s"),
        ("Writing isn't about words — it's about people.", "Writing isn't about words — it's"),
        ("This is not a bug; it is a habit.", "This is not a bug; it is"),
        ("He left not because he was tired, but because he was late.", "not because he was tired, but because"),
        ("I think it might perhaps be so.", "I think it might perhaps"),
        ("He left the old room early. Clear. Simple. True.", "Clear. Simple. True."),
    ],
)
def test_that_a_habit_is_quoted_at_its_place_after_emoji_and_hebrew(sentence: str, quote: str) -> None:
    paragraph = LEAD + sentence

    assert quotes(paragraph) == [quote]
    assert EAR.check(paragraph)[0].start == paragraph.index(quote)


@pytest.mark.parametrize(
    "paragraph",
    [
        "I think so. Perhaps he did.",
        "She bought bread, wine, and honesty.",
        "He came with clarity, depth, and nuance.",
        "The claim is not based on taste but on counts.",
        "A robust landscape.",
        "One — two — three.",
        "Write `delve into` and $delve$.",
        "> We delve into it.",
        "I came. I saw the long road before me and wept.",
        "",
    ],
)
def test_that_one_of_a_thing_or_somebody_elses_words_are_no_habit(paragraph: str) -> None:
    assert quotes(paragraph) == []


def issue(paragraph: str) -> str:
    (finding,) = EAR.check(paragraph)
    assert paragraph[finding.start : finding.end] == finding.quote
    return finding.issue


def test_that_inflated_words_are_counted_and_named_together() -> None:
    found = issue("A pivotal moment in a vibrant city with a robust plan.")

    assert found == "3 inflated words in one paragraph: “pivotal”, “vibrant”, “robust”."


def test_that_two_abstract_threes_are_named_and_two_lists_of_things_are_not() -> None:
    found = issue("It gave clarity, depth, and nuance. Later came trust, empathy, and understanding to them.")

    assert found.startswith("2 lists of three abstract words")
    assert quotes("She bought bread, wine, and salt. He met Anna, Ben, and Carl.") == []


def test_that_not_this_but_that_is_mentioned_from_the_second_on() -> None:
    assert "2 times" in issue("He looked not at her but past her. It was not anger but fear that drove him.")


def test_that_hedges_spread_over_a_long_sentence_are_no_cluster_and_seven_in_a_paragraph_are_many() -> None:
    spread = "Perhaps " + "he walked on and on " * 5 + "and possibly " + "he walked on and on " * 5 + "and maybe so."

    assert quotes(spread) == []
    assert "7 hedges in one paragraph" in issue(
        "Perhaps he came. Maybe not. It was fairly late when the bell rang. Presumably they all slept by then. "
        "He possibly knew. It was somewhat cold up there. Apparently nobody minded."
    )


def test_that_a_page_of_nothing_but_hedges_is_one_cluster_and_no_long_wait() -> None:
    (finding,) = EAR.check("He said " + "perhaps " * 5000)

    assert finding.issue.startswith("20 hedges in one sentence")


def test_that_even_sentences_are_counted_with_their_lengths() -> None:
    even = (
        "The old man walked down to the river bank. He carried a small bag of seed with him. "
        "The birds had waited there since early morning light. Nobody else came out to see them that day."
    )

    (finding,) = EAR.check(even)

    assert finding.quote == "The old man walked down to the river bank."
    assert "4 sentences in a row" in finding.issue
    assert "9, 9, 9, 9 words" in finding.issue
    assert quotes(even.replace(" that day", " that day, which was a Sunday, and so the seed lasted them")) == []


def test_that_sentences_that_begin_alike_are_counted() -> None:
    assert "3 sentences in a row begin with “still”" in issue(
        "Still he came. Still nobody asked why. Still it rained on."
    )
    assert quotes("The cat slept. The dog that lived next door barked. The rain went on all night and day.") == []


def test_that_dashes_are_counted_against_the_words() -> None:
    paragraph = "He came — late — and left — early — again."

    assert issue(paragraph) == "4 dashes in 7 words."
    assert quotes(paragraph + " He walked" * 80 + ".") == []


def test_that_paragraphs_that_begin_alike_are_named_at_the_last_of_them() -> None:
    paragraphs = ["Consider a man.", "Consider a town, then.", "", "Consider x.", "Consider y.", "Consider **z**."]

    ((index, finding),) = EAR.check_openings(paragraphs)

    assert index == 5
    assert finding.quote == "Consider"
    assert "3 paragraphs in a row" in finding.issue
    assert EAR.check_openings([]) == []


def test_that_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    text = "Dr. Smith et al. Found 3.5 things, e.g. Two. He left! “Why?” she asked."

    assert [text[part.start : part.end] for part in sentences(text)] == [
        "Dr. Smith et al. Found 3.5 things, e.g. Two.",
        "He left!",
        "“Why?” she asked.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("in_sentence = 3", "in_sentence = three", r"line \d+"),
        ("in_sentence = 3", 'in_sentence = "three"', r"line \d+: in_sentence must be of the kind int"),
        ("in_sentence = 3\n", "", "in_sentence is missing in hedges"),
        (r"'''\bpivotal\b'''", r"'''\bpivotal(\b'''", r"line \d+: a pattern does not compile"),
        (r"'''\bpivotal\b'''", "7", r"every entry of patterns must be text"),
        ("{count} dashes", "{number} dashes", r"line \d+: a sentence has a place nothing fits in"),
    ],
)
def test_that_a_broken_style_file_is_refused_with_the_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    source = resource("styles", "essay.toml").read_text(encoding="utf-8")
    assert old in source
    broken = tmp_path / "broken.toml"
    broken.write_text(source.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CheckerError, match=reason):
        StyleChecker(broken)


def test_that_the_named_line_is_the_line(tmp_path: Path) -> None:
    source = resource("styles", "essay.toml").read_text(encoding="utf-8").replace(r"\bpivotal\b", r"\bpivotal(\b")
    broken = tmp_path / "broken.toml"
    broken.write_text(source, encoding="utf-8")
    line = next(number for number, text in enumerate(source.split("\n"), 1) if "pivotal(" in text)

    with pytest.raises(CheckerError, match=f"line {line}:"):
        StyleChecker(broken)


def test_that_a_missing_style_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckerError, match="cannot be read"):
        StyleChecker(tmp_path / "absent.toml")
