from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.checkers.checker import Checker, Finding, local_checkers, missing_checkers, run_checkers
from editor.checkers.harper_checker import HarperChecker
from editor.checkers.proselint_checker import ProselintChecker
from editor.checkers.word_list import WordList, british_form
from editor.core.errors import CheckerError
from editor.resources import resource

LEAD = "😀👩\u200d👧 שלום עולם. "
GOOD = (
    "For two months I timed myself. On mornings when I wrote without stopping, the pages came out ragged and I kept "
    "about a third of them; on mornings when I mended each line before the next, I kept nearly all of half a page. "
    "That surprised me. My neighbour Kjartan, who restores clocks, said he had known it since he was nineteen: you do "
    "not oil a wheel while you are still filing it."
)


@pytest.fixture(scope="module")
def checkers() -> tuple[Checker, ...]:
    return local_checkers()


@pytest.fixture(scope="module")
def harper(checkers: tuple[Checker, ...]) -> Checker:
    return checkers[0]


def quotes(checker: Checker, paragraph: str) -> list[str]:
    return [finding.quote for finding in checker.check(paragraph)]


def assert_verbatim(paragraph: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(paragraph)
        assert finding.quote == paragraph[finding.start : finding.end]
        assert finding.issue
        assert finding.why
        assert finding.suggestion


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("He was a recovering alcoholoic then.", "alcoholoic"),
        ("It was more more useful than I thought.", "more more"),
        ("This is an test of patience.", "an test"),
        ("I could of known it.", "could of"),
        ('He said "no"and left.', '"no"and'),
    ],
)
def test_that_a_planted_slip_is_found_at_its_place_after_emoji_and_hebrew(
    harper: Checker, sentence: str, quote: str
) -> None:
    paragraph = LEAD + sentence

    found = harper.check(paragraph)

    assert_verbatim(paragraph, found)
    assert [(finding.quote, finding.start) for finding in found] == [(quote, paragraph.index(quote))]


def test_that_a_misspelt_word_is_mentioned_once_with_its_number_and_the_spelling_expected(harper: Checker) -> None:
    (found,) = harper.check("Some peopel write, and other peopel read.")

    assert "2 times" in found.issue
    assert "“people”" in found.suggestion


def test_that_the_same_slip_in_three_places_is_one_finding_that_names_the_others(harper: Checker) -> None:
    (found,) = harper.check('I said "yes"and "no"but "maybe"or nothing.')

    assert found.quote == '"yes"and'
    assert '“"no"but”' in found.issue
    assert '“"maybe"or”' in found.issue


@pytest.mark.parametrize(
    ("sentence", "suggestion"),
    [
        ("Give me an test.", "Perhaps “a”."),
        ('He said "no"and left.', "Perhaps a blank is missing."),
        ("He came in,  they left.", "Perhaps there is a blank too many."),
        ("Additionally he left.", "Perhaps “,” is missing after it."),
    ],
)
def test_that_harpers_advice_is_named_and_not_put_in(harper: Checker, sentence: str, suggestion: str) -> None:
    assert [finding.suggestion for finding in harper.check(sentence)] == [suggestion]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Steelmanning beats akrasia, and corrigibility's price is Goodharting.",
        "Her lecture drew on Karen Horney and Abraham Maslow, by RLHF and by ChatGPT4.",
        "The colour of their behaviour was grey; we organise a theatre and analyse its licence.",
        "Take `teh code` and [the link](http://teh.example/teh) with $teh = x$ or https://teh.example.",
        "> I beleive the quoted man wrote thsi way.",
        "So R = -a exp H + b holds here.",
        "Its home-ness, the write(ing), and point b) are fine.",
        "",
        "   ",
    ],
)
def test_that_harper_leaves_the_writers_own_business_alone(harper: Checker, paragraph: str) -> None:
    assert quotes(harper, paragraph) == []


def test_that_a_listed_word_is_never_offered_away(harper: Checker) -> None:
    assert all("Goodhart" not in finding.quote for finding in harper.check("He kept on goodharting the the metric."))


def test_that_the_writers_own_words_are_known_too() -> None:
    paragraph = "I call it flobbering for now."

    assert quotes(HarperChecker(), paragraph) == ["flobbering"]
    assert quotes(HarperChecker(["Flobbering"]), paragraph) == []


def test_that_two_threads_may_ask_one_checker_at_once(harper: Checker) -> None:
    results: list[list[str]] = []

    def ask() -> None:
        results.extend(quotes(harper, "It was more more useful.") for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [["more more"]] * 40


@pytest.mark.parametrize(
    ("word", "american", "same"),
    [
        ("colour", "color", True),
        ("organised", "organized", True),
        ("centre", "center", True),
        ("travelled", "traveled", True),
        ("practise", "practice", True),
        ("untill", "until", False),
        ("controled", "controlled", False),
        ("color", "color", False),
    ],
)
def test_that_a_british_spelling_is_told_from_a_slip(word: str, american: str, same: bool) -> None:
    assert british_form(word, american) is same


def test_that_a_word_list_knows_plurals_possessives_compounds_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# mine\nakrasia  # Greek\nLessWrong\n", encoding="utf-8")
    words = WordList.read(path, ["crux"])

    assert all(word in words for word in ("Akrasia", "akrasias", "akrasia’s", "cruxes", "lesswrong-akrasia"))
    assert all(word not in words for word in ("mine", "Greek", "", "akra", "akrasia-less"))
    with pytest.raises(CheckerError, match="absent"):
        WordList.read(tmp_path / "absent.txt")


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("At the end of the day we left.", "At the end of the day"),
        ("This is a very unique case.", "very unique"),
        ("They stood in close proximity to it.", "close proximity"),
        ("It was great!!! Then not.", "great!!!"),
    ],
)
def test_that_proselint_finds_usage_at_its_place_and_speaks_plainly(sentence: str, quote: str) -> None:
    paragraph = LEAD + sentence

    found = ProselintChecker().check(paragraph)

    assert_verbatim(paragraph, found)
    assert (quote, paragraph.index(quote)) in [(finding.quote, finding.start) for finding in found]


def test_that_very_is_mentioned_only_when_it_comes_often() -> None:
    checker = ProselintChecker()

    assert quotes(checker, "It is very good and very bad.") == []
    (found,) = checker.check("It is very good, very bad and very long.")
    assert "3 times" in found.issue


@pytest.mark.parametrize("paragraph", ["", "“At the end of the day” is what he said.", "`at the end of the day`"])
def test_that_proselint_passes_over_what_is_not_the_writers(paragraph: str) -> None:
    assert quotes(ProselintChecker(), paragraph) == []


def test_that_no_sentence_to_the_writer_jokes_or_shouts() -> None:
    for name in ("harper", "proselint", "essay"):
        source = resource("styles", f"{name}.toml").read_text(encoding="utf-8")
        for line in source.split("\n"):
            if line.startswith(("issue", "why", "suggestion")):
                assert "!" not in line
                assert "damn" not in line


def test_that_a_good_paragraph_is_left_alone(checkers: tuple[Checker, ...]) -> None:
    assert run_checkers(GOOD, checkers) == []


def test_that_what_two_critics_say_of_one_stretch_is_said_by_the_first(checkers: tuple[Checker, ...]) -> None:
    found = run_checkers("It was more more useful than it's worth noting that he delved into it.", checkers)

    assert [(name, finding.quote) for name, finding in found] == [
        ("Spelling and grammar (Harper)", "more more"),
        ("Style ear (local)", "it's worth noting that"),
        ("Style ear (local)", "delved into"),
    ]


def test_that_on_this_machine_every_checker_is_there() -> None:
    assert [checker.name for checker in local_checkers()] == [
        "Spelling and grammar (Harper)",
        "Usage (proselint)",
        "Style ear (local)",
    ]
    assert missing_checkers() == ()


def test_that_a_machine_without_harper_and_proselint_still_has_an_ear_and_says_what_is_missing() -> None:
    program = (
        "import sys\n"
        "sys.modules['harper'] = sys.modules['proselint'] = sys.modules['proselint.checks'] = None\n"
        "from editor.checkers.checker import local_checkers, missing_checkers, run_checkers\n"
        "print([name for name, _ in run_checkers('We delve into it.', local_checkers())])\n"
        "print([missing.name for missing in missing_checkers() if 'could not be loaded' in missing.reason])\n"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.split("\n")[:2] == [
        "['Style ear (local)']",
        "['Spelling and grammar (Harper)', 'Usage (proselint)']",
    ]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the size of the process from /proc")
def test_that_the_large_dictionary_is_loaded_with_the_first_paragraph_and_not_before() -> None:
    program = (
        "from pathlib import Path\n"
        "from editor.checkers.checker import local_checkers\n"
        "pages = lambda: int(Path('/proc/self/statm').read_text().split()[1])\n"
        "harper = local_checkers()[0]\n"
        "before = pages()\n"
        "harper.check('One word.')\n"
        "print(before, pages())\n"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, after = map(int, answer.stdout.split())

    assert after > 2 * before


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.sampled_from(
            ["teh", "more more", "It's not a, it's b.", "delve into", "very unique", "—", "`x`", "$y$", "\n", "> q"]
        )
        | st.text(max_size=12)
        | st.characters(categories=["Cs", "Lo", "So", "Mn", "Zs", "Cf"]),
        max_size=12,
    )
)
def test_that_no_paragraph_breaks_a_checker_and_every_quote_is_verbatim(
    checkers: tuple[Checker, ...], pieces: list[str]
) -> None:
    paragraph = " ".join(pieces)

    found = run_checkers(paragraph, checkers)

    assert_verbatim(paragraph, [finding for _, finding in found])
    places = [(finding.start, finding.end) for _, finding in found]
    assert places == sorted(set(places))
