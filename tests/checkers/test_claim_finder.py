"""Which sentences are taken for claims, and by which words."""

from __future__ import annotations

import pytest

from editor.checkers.claim_finder import find_claims
from editor.core.claims import ClaimKind
from editor.core.marks import BlockKind


def found(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[tuple[str, str, str]]:
    """(kind, the words it was recognised by, the sentence)."""
    return [(one.kind.value, one.point, text[one.start : one.end]) for one in find_claims(text, kind)]


@pytest.mark.parametrize(
    ("sentence", "kind", "point"),
    [
        ("Studies have shown that it works.", ClaimKind.STUDIES, "Studies have shown"),
        ("It is well known that cats sleep.", ClaimKind.STUDIES, "It is well known"),
        ("“The two activities are best kept apart,” he writes.", ClaimKind.QUOTATION, None),
        ('She calls it "the collapse of all policy"as it was.', ClaimKind.QUOTATION, '"the collapse of all policy"'),
        ('A "no", a "yes" and ("it isn\'t all one") came.', ClaimKind.QUOTATION, '"it isn\'t all one"'),
        ("It was 'a room that isn't mine' to him.", ClaimKind.QUOTATION, "'a room that isn't mine'"),
        ("It was ‘the writers’ room of old’, once.", ClaimKind.QUOTATION, "‘the writers’ room of old’"),
        ("The authors found larger gains.", ClaimKind.STUDIES, "The authors found"),
        ("Most philosophers agree on this.", ClaimKind.STUDIES, "Most philosophers agree"),
        ("In chapter 12 she counts 300 swans.", ClaimKind.NUMBER, "300"),
        ("Of those asked, 10/12 said yes.", ClaimKind.NUMBER, "10"),
        ("As Darwin published it, it was long.", ClaimKind.NAME, "Darwin"),
        ("She moved in 1998 to the coast.", ClaimKind.DATE, "1998"),
        ("It began on 3 March, before the rain.", ClaimKind.DATE, "3 March"),
        ("An 80% reduction was the result.", ClaimKind.NUMBER, "80%"),
        ("The cost rose to $3.5 million.", ClaimKind.NUMBER, "$3.5 million"),
        ("Half of all readers leave.", ClaimKind.NUMBER, "Half of all readers"),
        ("It was the best essay of its decade.", ClaimKind.SUPERLATIVE, "the best"),
        ("This is the most expensive mistake here.", ClaimKind.SUPERLATIVE, "the most expensive"),
        ("A book by Peter Elbow says more.", ClaimKind.NAME, "Peter Elbow"),
        ("As Elbow writes, both are needed.", ClaimKind.NAME, "Elbow"),
    ],
)
def test_that_a_sentence_is_found_by_its_sign(sentence: str, kind: ClaimKind, point: str | None) -> None:
    (one,) = find_claims(sentence, BlockKind.PARAGRAPH)
    assert (one.kind, sentence[one.start : one.end]) == (kind, sentence)
    assert one.point == point or (point is None and one.point.startswith("“The two"))


@pytest.mark.parametrize(
    "sentence",
    [
        "I did the rest of it without much interest.",
        "Take the “first draft” as it comes.",
        "She ate 3 apples and went home.",
        "What it said was plain.[12]",
        "Run `wait 500` and read https://example.org/2024/07 again.",
        "The formula $x = 42$ is short.",
        "Perhaps He said so.",
        'He called it "good", though it was really not "better".',
        '(It helps a "friend" when his other one asks for "more".)',
        "It isn't the writer's room, it's the readers' own.",
        "Nobody calls the dogs' owner 'rich' or 'poor' here.",
        'It "has a mark that nobody closed.',
        "Fun, and 10/10 would recommend.",
        "Dear Sir, it rains.",
        "More of it is in chapter 12 or on page 340.",
    ],
)
def test_that_a_sentence_without_a_sign_is_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_that_each_sentence_is_one_claim_by_its_strongest_sign() -> None:
    text = "Studies show that 40% of writers quit in 1999. I like that. It was the worst year.\n"
    assert [(kind, words) for kind, _, words in found(text)] == [
        ("studies", "Studies show that 40% of writers quit in 1999."),
        ("superlative", "It was the worst year."),
    ]


def test_that_a_block_quotation_is_one_claim() -> None:
    text = "> Nothing human is alien.\n> Nothing at all.\n\n"
    assert found(text, BlockKind.QUOTE) == [("quotation", "", text.rstrip())]


def test_that_headings_code_and_an_empty_quotation_claim_nothing() -> None:
    assert found("# 80% of 1998\n", BlockKind.HEADING) == []
    assert found("```\n80%\n```\n", BlockKind.FENCE) == []
    assert found("> \n", BlockKind.QUOTE) == []


def test_that_what_stands_before_a_quotation_in_one_paragraph_is_looked_through() -> None:
    text = "It rose by 80%.\n> A word that is quoted by 90%.\n"
    assert [point for _, point, _ in found(text)] == ["80%"]


@pytest.mark.parametrize("hostile", ['"' + "a " * 200_000, " 'as b" * 100_000, ' "a' * 100_000])
def test_that_marks_that_nobody_closes_and_articles_without_end_take_no_longer_than_the_line_is(hostile: str) -> None:
    assert find_claims(hostile, BlockKind.PARAGRAPH) == ()


@pytest.mark.parametrize("row", ["1.", "a-", ".", "\\(", "\\[", "<!--"])
def test_that_a_row_of_marks_takes_its_length_and_not_the_square_of_it(row: str) -> None:
    text = row * (200_000 // len(row))
    assert all(one.kind is not ClaimKind.QUOTATION for one in find_claims(text, BlockKind.PARAGRAPH))
