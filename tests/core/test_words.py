"""Words counted our way and the site's way, row by row of what was found out about the site."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.core.origins import DICTATED, PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment
from editor.core.site_words import site_words
from editor.core.unmarked import unmarked
from editor.core.words import (
    Place,
    ProseCount,
    piece_words,
    piece_words_by_kind,
    place_of,
    prose_count,
    prose_words,
    words_by_kind,
    words_by_origin,
)

MODEL = Origin(OriginKind.MODEL, actor="m")

TABLE = [
    pytest.param("five plain words stand here", 5, ProseCount(5), id="five-plain-words"),
    pytest.param("## three word heading\n\nand three more", 7, ProseCount(6), id="heading"),
    pytest.param("- one\n- two\n- three\n", 6, ProseCount(3), id="bullet-list"),
    pytest.param("a\n\n---\n\nb", 5, ProseCount(2), id="rule"),
    pytest.param("|a|b|\n|---|---|\n|c|d|\n", 15, ProseCount(4), id="table"),
    pytest.param(
        "Here are three\n\n+++ AI contribution\nseven words stand in this folded section\n+++\n\nEnd.",
        8,
        ProseCount(4, sections=7),
        id="section",
    ),
    pytest.param(
        "Here are three\n\n"
        '%%% llm-output model="Claude Opus 4.7"\n\nsix words stand in this block\n\n%%% /llm-output\n\nEnd.',
        17,
        ProseCount(4, model_blocks=6),
        id="model-block",
    ),
    pytest.param(
        "ten words with the call of one note stand here[^1].\n\n[^1]: The note has five words.\n",
        10,
        ProseCount(10, notes=5),
        id="note-of-five-words",
    ),
    pytest.param(
        "four words and call[^1]\n\n[^1]: this note is longer than the text it explains\n",
        14,
        ProseCount(4, notes=9),
        id="note-longer-than-the-text",
    ),
    pytest.param(
        "three words before\n\n# Appendix A\n\nseven words stand here after the heading\n",
        3,
        ProseCount(12),
        id="appendix",
    ),
]


@pytest.mark.parametrize(("markdown", "of_site", "ours"), TABLE)
def test_that_the_table_of_counts_holds(markdown: str, of_site: int, ours: ProseCount) -> None:
    assert site_words(markdown) == of_site
    assert prose_count(markdown) == ours


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("don't stop - me/now", 3),
        ("an em dash—joins, a – does not", 6),
        ("one\u00a0two\u2003three", 3),
        ("naïve café 12 3.5 %", 4),
        ("___ *** -- ...", 0),
        ("**bold**, *it* and ~~gone~~", 4),
        ("H~2~O and x^2^", 3),
        ("emoji 👩‍👩‍👧 between", 2),
        ("مرحبا بالعالم", 2),
        ("हिन्दी में", 2),
        ("한국어 문장입니다", 2),
    ],
)
def test_that_a_word_is_what_stands_between_white_space_and_holds_a_letter_or_digit(text: str, words: int) -> None:
    assert prose_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我们讨论", 4),
        ("我们讨论，时间。", 6),
        ("用iPhone手机", 4),
        ("ひらがな", 1),
        ("これはペンです。", 3),
        ("カタカナ・テスト", 2),
        ("漢字かな混じり文", 6),
        ("ภาษาไทย", 2),
        ("การ", 1),
        ("กกกกก", 2),
        ("ສະບາຍດີ", 2),
        ("𠀀𠀁", 2),
    ],
)
def test_that_scripts_without_spaces_are_counted_by_character_run_or_four_letters(text: str, words: int) -> None:
    assert prose_words(text) == words
    assert sum(words_by_kind(text, Fragment.of(text, TYPED).runs).values()) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("run `make all` now", 2),
        ("``a ` b`` c", 1),
        ("`open and not closed", 4),
        ("the `x`-ray", 2),
        (r"\`not code\`", 2),
        ("see [the page](https://example.org/a_(b) 'a title') here", 4),
        ("see [the page][ref a] here", 4),
        ("[ref a]: https://example.org 'some title'", 0),
        ("![a picture of it](cat.png) shown ![b][c]", 1),
        ("[![badge](a.svg)](b) linked", 1),
        ("at https://example.org/x and www.example.org/y, ok", 3),
        ("mail <me@example.org> or mailto:you@example.org", 2),
        ("<b>bold</b> <br/> text <!-- and a remark --> end", 3),
        ("3 < 4 and 5 > 2", 5),
        ("so $x + y$ is $$a b c$$ done", 3),
        (r"so \\(x y\\) is \\[a b\\] done", 3),
        ("from $5 to US$10 it is", 6),
        (r"costs \$5 or \$6 now", 5),
        ("a note[^1] and [^long-label] more", 4),
        ("[^1]: five words are in here", 5),
        ("a&nbsp;b &mdash; caf&eacute; AT&T &#8212;", 4),
        ("escaped \\[brackets\\](here)", 2),
    ],
)
def test_that_code_mathematics_targets_and_labels_are_no_words(text: str, words: int) -> None:
    assert prose_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1. one\n2. two\n\n   10) three\n", 3),
        ("- 1. nested\n- [x] done\n- [ ] open", 3),
        ("born in\n1984. It was", 5),
        ("1984. It was", 2),
        ("to do\n1. this", 3),
        ("1. a\n\nb\n2. c", 4),
        ("> 1. quoted item\n> more", 3),
        ("Title\n=====\n\ntext", 2),
        ("```python\nx = 1\n```\nafter", 1),
        ("~~~\ncode ```\n~~~~\nafter", 1),
        ("``` not a fence ` here", 4),
        ("- item\n\n  ```\n  code\n  ```\n", 1),
        ("> ```\n> code\n> ```\n> text", 1),
        ("```\nnever closed\n", 0),
        ("    indented code\n\n    more of it\n\ntext", 1),
        ("- item\n\n    its second paragraph", 4),
        ("[^1]: note\n\n    its second paragraph", 4),
        ("wrapped\n    on", 2),
        ("---\ntitle: A draft\n---\ntext here", 2),
        ("---\ntext of no front matter", 5),
        ("$$\na + b\n$$", 0),
        ("|a|b c|\n|:-|-:|\n|d|`e`|\nx|y", 6),
        ("a|b without a table", 4),
        ("+++ Title here\nbody text\n+++", 2),
        ('%%% llm-output model="A B"\n\nbody\n\n%%% /llm-output', 1),
    ],
)
def test_that_the_marks_of_blocks_are_no_words(text: str, words: int) -> None:
    assert prose_words(text) == words


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("---\ntitle: T\n---\none two", ProseCount(2)),
        ("one\n\n> two three\nlazily on\n\nfour", ProseCount(2, quotes=4)),
        ("> quoted\n- item", ProseCount(1, quotes=1)),
        (">! a spoiler is mine", ProseCount(4)),
        ("[^1]: one\ntwo\n\n    three\n\nfour", ProseCount(1, notes=3)),
        ("++++ Outer\na\n+++ Inner\nb\n+++\nc\n++++\nd", ProseCount(1, sections=3)),
        ("+++ T\n%%% llm-output\nb\n%%% /llm-output\nc\n+++\n", ProseCount(sections=1, model_blocks=1)),
        ("%%% llm-output\n+++ T\nb\n+++\n%%% /llm-output", ProseCount(model_blocks=1)),
        ("%%% something else\nmine", ProseCount(1)),
        ("+++\nno title, never opened", ProseCount(4)),
        ("++++ T\na\n+++\nb\n++++\nc", ProseCount(1, sections=2)),
        ("%%% llm-output\na\n+++\nb", ProseCount(model_blocks=2)),
        ("```\n+++ no section\n> no quote\n```\nmine", ProseCount(1)),
        ("~~~\na\n~~~\nmine", ProseCount(1)),
        ("+++ T\n```\ncode\n+++\nmine", ProseCount(1)),
        ("> a\n---\nb\n---\nc", ProseCount(2, quotes=1)),
        ("", ProseCount()),
    ],
)
def test_that_words_are_counted_by_the_place_they_stand_in(markdown: str, count: ProseCount) -> None:
    assert prose_count(markdown) == count


@pytest.mark.parametrize(
    ("markdown", "of_site"),
    [
        ("", 0),
        ("---\ntitle: T\n---\none two", 2),
        ("我们讨论 时间", 2),
        ("Title\n===\ntext", 3),
        ("text\n\n***\n\ntext", 5),
        ("```\n---\n|a|b|\n```", 4),
        ("~~~\n[^1]: code\n~~~\n", 4),
        ("a\n\n[^n]: note\n\n    goes on\n\nb c d e f", 6),
        ("a b c d e f\n\n[^1]: note\nof two lines\n\ng", 7),
        ("one two\n\n| a | b \\| c |\n|---|---|\n| d | e |\n\nthree", 20),
        ("+ a\n\n++++ A title\nx\n+++ Inner\ny\n+++\n++++\nz", 7),
        ("+++\nno section", 3),
        ("## The APPENDIX\nx", 0),
    ],
)
def test_that_the_sites_own_count_follows_its_rules(markdown: str, of_site: int) -> None:
    assert site_words(markdown) == of_site


def test_that_notes_are_left_out_only_where_two_fifths_of_the_words_remain() -> None:
    assert site_words("a b\n\n[^1]: c d") == 2
    assert site_words("a b\n\n[^1]: c d e") == 6


def test_that_a_word_belongs_to_whoever_put_most_of_its_letters_there() -> None:
    text = Fragment.of("Mine", TYPED) + Fragment.of(" theirs", MODEL) + Fragment.of(" mixe", TYPED)
    text += Fragment.of("d ha", MODEL) + Fragment.of("lf", TYPED) + Fragment.of(" `code` -", PASTED)
    assert words_by_kind(text.text, text.runs) == {OriginKind.TYPED: 2, OriginKind.MODEL: 2}


def test_that_a_word_of_equal_halves_is_not_the_writers() -> None:
    for own, other in ((TYPED, MODEL), (DICTATED, UNKNOWN)):
        for first, second in ((own, other), (other, own)):
            text = Fragment.of("ab", first) + Fragment.of("cd", second)
            assert words_by_kind(text.text, text.runs) == {other.kind: 1}


def test_that_a_word_of_two_models_belongs_to_the_one_with_most_letters_and_is_counted_once() -> None:
    one, other = (Origin(OriginKind.MODEL, name) for name in ("claude-x", "gpt-9"))
    text = Fragment.of("ho", one) + Fragment.of("use", TYPED) + Fragment.of("ld", one)
    text += Fragment.of(" so", other) + Fragment.of("meone", one) + Fragment.of(" I", TYPED)
    assert words_by_origin(text.text, text.runs) == {one: 2, TYPED: 1}


def test_that_two_models_that_have_most_of_a_word_together_outweigh_the_writer() -> None:
    one, other = (Origin(OriginKind.MODEL, name) for name in ("claude-x", "gpt-9"))
    text = Fragment.of("abc", TYPED) + Fragment.of("de", one) + Fragment.of("fg", other)
    assert words_by_kind(text.text, text.runs) == {OriginKind.MODEL: 1}
    assert words_by_origin(text.text, text.runs) in ({one: 1}, {other: 1})


_nasty = st.lists(
    st.sampled_from(
        [
            "word",
            "手",
            "かな",
            "ไทย",
            " ",
            " ",
            "\n",
            "\n\n",
            "    ",
            "`",
            "``",
            "```",
            "$",
            "$$",
            "[",
            "](",
            ")",
            "[^1]",
            "[^1]:",
            "\\",
            "\\\\(",
            "<b>",
            "<!--",
            "-->",
            "&nbsp;",
            "|",
            "|-|-|",
            "- ",
            "1. ",
            "> ",
            "+++ T",
            "+++",
            "%%% llm-output",
            "%%% /llm-output",
            "---",
            "!",
            "https://x.y",
            "\r\n",
            "\u2028",
            "é",
            "👍",
        ]
    ),
    max_size=30,
).map("".join)


@settings(deadline=None, max_examples=250)
@given(_nasty)
@example("---\n---")
def test_that_filling_in_keeps_every_character_in_its_place(text: str) -> None:
    bare = unmarked(text)
    assert len(bare) == len(text)
    assert all(new in (old, "\0", " ") for old, new in zip(text, bare, strict=True))


@settings(deadline=None, max_examples=250)
@given(_nasty)
def test_that_words_by_kind_add_up_to_the_words(text: str) -> None:
    runs = Fragment.of(text[::2], TYPED).runs + Fragment.of(text[1::2], MODEL).runs
    assert sum(words_by_kind(text, runs).values()) == prose_words(text)
    by_origin = words_by_origin(text, runs)
    assert {origin.kind: count for origin, count in by_origin.items()} == words_by_kind(text, runs)


@settings(deadline=None, max_examples=100)
@given(_nasty)
def test_that_any_text_can_be_counted_by_place_and_by_the_site(text: str) -> None:
    count = prose_count(text)
    assert min(count.prose, count.notes, count.quotes, count.sections, count.model_blocks) >= 0
    assert 0 <= site_words(text) <= 8 * len(text) + 1


@pytest.mark.parametrize("stray", ["`", "$", "<a ", "[", "](", "![", "\\\\(", "<!--", "$$", "- 1. ", "|", "www.", "&"])
def test_that_stray_signs_in_a_very_long_line_do_not_stall_the_count(stray: str) -> None:
    text = f"word {stray}" * 4_000
    started = time.process_time()
    prose_words(text)
    assert time.process_time() - started < 2


def test_that_a_place_is_where_most_of_the_words_stand() -> None:
    assert place_of("> quoted words\n") is Place.QUOTE
    assert place_of("[^1]: a note\n") is Place.NOTE
    assert place_of("+++ Title\n\nwords here\n\n+++\n") is Place.SECTION
    assert place_of('%%% llm-output model="x"\n\nwords here\n\n%%% /llm-output\n') is Place.MODEL_BLOCK
    assert place_of("```\ncode\n```\n") is Place.PROSE


INDENTED = "    Indented prose as a terminal gives it,\n    and going on with more."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(INDENTED, 12, id="indented"),
        pytest.param(f"\n{INDENTED}", 12, id="indented, behind a blank line"),
        pytest.param("---\nA line between rules.\n---\nAnd one.", 6, id="no front matter"),
        pytest.param("```\nreturn one, two\n```", 3, id="code"),
        pytest.param("https://example.org/a/long/address", 1, id="an address"),
        pytest.param("$$a = b + c$$", 3, id="a formula"),
        pytest.param("Prose with `code` in it.", 4, id="prose with code"),
        pytest.param("— ✓", 0, id="signs"),
        pytest.param("  \n", 0, id="white space"),
        pytest.param("five plain words stand here", 5, id="plain"),
    ],
)
def test_that_the_words_of_a_piece_do_not_hang_on_its_indentation_and_code_has_some(text: str, words: int) -> None:
    assert piece_words(text) == words
    made = piece_words_by_kind(Fragment.of(text, PASTED))
    assert made == ({OriginKind.PASTED: words} if words else {})


def test_that_the_words_of_an_indented_piece_are_each_its_own_origins() -> None:
    piece = Fragment.of("    Mine is ", TYPED) + Fragment.of("theirs and theirs", MODEL)
    assert piece_words_by_kind(piece) == {OriginKind.TYPED: 2, OriginKind.MODEL: 3}
