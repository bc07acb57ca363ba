"""Verdicts of the two bundled profiles, of profiles as other venues would need them, and of broken profile files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.disclosing import Stated
from editor.core.errors import PolicyError
from editor.core.model_edits import ModelEdit
from editor.core.origins import OriginKind
from editor.core.policy import Measured, PostVerdict, assess
from editor.core.profiles import Disclosure, Profile, Verdict, load_profile
from editor.core.words import Place
from editor.resources import resource

FINE, LOOK, NOT_ALLOWED = Verdict
OWN, MODEL, PASTED, UNKNOWN = OriginKind.TYPED, OriginKind.MODEL, OriginKind.PASTED, OriginKind.UNKNOWN


def bundled(name: str) -> Profile:
    return load_profile(resource("policies", f"{name}.toml").read_text(encoding="utf-8"), name)


OF_2025, OF_2026 = bundled("lesswrong-2025"), bundled("lesswrong-2026")


TO_BE_LABELLED = (
    "Not allowed here as it stands, without a label; the export puts it into a labelled block, where it is allowed."
)
WILL_BE_LABELLED = "It will be put into a labelled block at export."


def measured(
    own: int = 0, model: int = 0, *, pasted: int = 0, unknown: int = 0, minutes: float = 1_000, **more: object
) -> Measured:
    """Words scattered over the paragraph, all of one length: a model's share of them is what it changed."""
    kinds = {OWN: own, MODEL: model, PASTED: pasted, UNKNOWN: unknown}
    edit = ModelEdit(model, own + model, min(model, 1))
    made = Measured(1, sum(kinds.values()), edit_ms=round(minutes * 60_000), words_by_kind=kinds, edit=edit)
    return replace(made, **more)


def only(profile: Profile, one: Measured) -> tuple[Verdict, str]:
    """The verdict on a paragraph and its last sentence."""
    [paragraph] = assess(profile, [one]).paragraphs
    return paragraph.verdict, paragraph.evidence[-1]


def test_that_the_bundled_profiles_name_their_rule() -> None:
    assert (OF_2025.id, OF_2025.rule_date, OF_2025.source_id) == (
        "lesswrong-2025",
        date(2025, 3, 24),
        "KXujJjnmP85u8eM6B",
    )
    assert (OF_2026.id, OF_2026.rule_date, OF_2026.source_id) == (
        "lesswrong-2026",
        date(2026, 3, 14),
        "nQWavk9mnwcv6ScMR",
    )
    assert (OF_2025.minutes.required, OF_2026.minutes.required) == (True, False)


@pytest.mark.parametrize("profile", [OF_2025, OF_2026], ids=lambda one: one.id)
def test_that_a_bundled_profile_says_which_of_its_judgements_are_ours(profile: Profile) -> None:
    assert profile.heuristics
    assert profile.questions
    assert profile.disclosure is Disclosure.NONE


# Minutes.


def test_that_fifty_words_need_sixty_seconds() -> None:
    asked = assess(OF_2025, [measured(own=50)]).time
    assert asked.required_ms == 60_000


@pytest.mark.parametrize(
    ("ms", "short_ms", "sentence"),
    [
        (60_000, 0, "1.0 of 1.0 min (1.0 editing, 0.0 reading; of which thin: 0.0 min)."),
        (59_999, 6_000, "0.9 of 1.0 min (0.9 editing, 0.0 reading; of which thin: 0.0 min). Short by 0.1 min."),
        (0, 60_000, "0.0 of 1.0 min (0.0 editing, 0.0 reading; of which thin: 0.0 min). Short by 1.0 min."),
    ],
)
def test_that_time_is_judged_by_the_number_that_is_shown(ms: int, short_ms: int, sentence: str) -> None:
    post = assess(OF_2025, [measured(own=50, edit_ms=ms)])
    assert post.time.short_ms == short_ms
    assert post.evidence[-1] == sentence
    assert post.verdict is (LOOK if short_ms else FINE)


def test_that_what_is_asked_is_rounded_up_and_what_was_spent_down() -> None:
    post = assess(OF_2025, [measured(own=49, edit_ms=58_799)])
    assert post.evidence[-1].startswith("0.9 of 1.0 min")
    assert post.verdict is LOOK


@pytest.mark.parametrize(
    ("one", "counted_ms", "required_ms"),
    [
        pytest.param(measured(own=120, minutes=0, read_ms=90_000), 90_000, 144_000, id="S10"),
        pytest.param(measured(pasted=400, minutes=0, edit_ms=10_000), 10_000, 480_000, id="S11"),
    ],
)
def test_that_reading_alone_and_pasting_never_meet_what_is_asked(
    one: Measured, counted_ms: int, required_ms: int
) -> None:
    post = assess(OF_2025, [one])
    assert (post.time.counted_ms, post.time.required_ms) == (counted_ms, required_ms)
    assert post.verdict is LOOK


def test_that_thin_time_is_named_and_counted() -> None:
    post = assess(OF_2025, [measured(own=50, minutes=2, thin_ms=30_000)])
    assert "of which thin: 0.5 min" in post.evidence[-1]
    assert post.verdict is FINE


def test_that_reading_credited_to_words_that_were_cut_since_no_longer_counts() -> None:
    post = assess(OF_2025, [measured(own=10, minutes=0, read_ms=75_000, thin_ms=75_000)])
    assert (post.time.read_ms, post.time.thin_ms) == (7_500, 7_500)
    assert post.verdict is LOOK


def test_that_minutes_are_asked_for_prose_and_notes_only() -> None:
    rows = [measured(own=100, minutes=0, place=place) for place in Place]
    assert assess(OF_2025, rows).time.required_ms == 2 * 120_000
    assert assess(OF_2025, rows).words == 200


def test_that_without_any_model_no_minutes_are_asked() -> None:
    post = assess(OF_2025, [measured(own=100, minutes=0)], assisted=False)
    assert (post.verdict, post.time.required_ms) == (FINE, 0)
    assert post.evidence[-1].endswith("No model had a part in this, so no minutes are asked.")


def test_that_model_text_is_assistance_whatever_the_caller_says() -> None:
    post = assess(OF_2025, [measured(own=50, model=50, minutes=0, lineage=True)], assisted=False)
    assert post.time.required_ms == 120_000


def test_that_only_paragraphs_a_model_had_a_part_in_are_called_short() -> None:
    rows = [measured(own=100, minutes=0), measured(own=50, model=50, minutes=0, lineage=True)]
    post = assess(OF_2025, rows)
    assert [one.short for one in post.paragraphs] == [False, True]
    assert [one.time.required_ms for one in post.paragraphs] == [120_000, 120_000]
    assert [one.verdict for one in post.paragraphs] == [FINE, LOOK]


def test_that_pasted_words_ask_for_minutes_and_bring_none() -> None:
    post = assess(OF_2025, [measured(pasted=400, minutes=0)])
    assert (post.time.required_ms, post.time.counted_ms) == (480_000, 0)
    assert post.paragraphs[0].evidence[-1] == "400 words pasted from elsewhere; pasting earns no time."


def test_that_in_2026_minutes_are_information() -> None:
    post = assess(OF_2026, [measured(own=50, minutes=0)])
    assert (post.verdict, post.time.required_ms) == (FINE, 0)
    assert post.evidence[-1] == (
        "0.0 min (0.0 editing, 0.0 reading; of which thin: 0.0 min). For information: this profile asks for no minutes."
    )


# Words.


@pytest.mark.parametrize(
    ("one", "of_2025", "of_2026"),
    [
        pytest.param(measured(own=100), FINE, FINE, id="own"),
        pytest.param(measured(model=100, lineage=True), NOT_ALLOWED, NOT_ALLOWED, id="unedited"),
        pytest.param(measured(own=10, model=90, lineage=True), LOOK, NOT_ALLOWED, id="barely-edited"),
        pytest.param(measured(own=11, model=89, lineage=True), FINE, NOT_ALLOWED, id="edited"),
        pytest.param(measured(own=99, model=1, lineage=True), FINE, NOT_ALLOWED, id="one-word-left"),
        pytest.param(measured(own=100, lineage=True), FINE, LOOK, id="no-word-left"),
        pytest.param(measured(own=90, model=10), FINE, FINE, id="light-edit"),
        pytest.param(measured(own=89, model=11), FINE, LOOK, id="more-than-light"),
        pytest.param(measured(own=70, model=30), FINE, LOOK, id="up-to-three-in-ten"),
        pytest.param(measured(own=69, model=31), FINE, NOT_ALLOWED, id="substantial"),
        pytest.param(measured(own=10, model=90), LOOK, NOT_ALLOWED, id="nearly-all"),
        pytest.param(measured(model=9), NOT_ALLOWED, NOT_ALLOWED, id="all-without-lineage"),
        pytest.param(
            Measured(1, 100, 10**7, words_by_kind={OriginKind.IMPORTED: 95, MODEL: 5}, edit=ModelEdit(20, 500, 1)),
            FINE,
            FINE,
            id="light-edit-of-an-opened-file",
        ),
        pytest.param(measured(model=100, lineage=True, place=Place.MODEL_BLOCK), FINE, FINE, id="block"),
        pytest.param(measured(model=100, lineage=True, place=Place.SECTION), FINE, FINE, id="section"),
        pytest.param(measured(1, 99, lineage=True, place=Place.SECTION), FINE, LOOK, id="mixed-section"),
        pytest.param(measured(1, 99, lineage=True, place=Place.MODEL_BLOCK), FINE, FINE, id="mixed-block"),
        pytest.param(measured(model=100, lineage=True, place=Place.QUOTE), LOOK, LOOK, id="quoted"),
        pytest.param(measured(model=9, lineage=True, place=Place.NOTE), NOT_ALLOWED, NOT_ALLOWED, id="note"),
        pytest.param(measured(own=99, unknown=1), LOOK, LOOK, id="changed-outside"),
        pytest.param(measured(pasted=100), FINE, FINE, id="pasted"),
        pytest.param(measured(lineage=True), FINE, FINE, id="code-of-a-model"),
    ],
)
def test_that_who_wrote_the_words_decides(one: Measured, of_2025: Verdict, of_2026: Verdict) -> None:
    assert (only(OF_2025, one)[0], only(OF_2026, one)[0]) == (of_2025, of_2026)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (measured(model=2, lineage=True), "Model text without a word of yours."),
        (measured(1, 9, lineage=True), "Barely edited model text; the model's share is 9 of 10 words."),
        (measured(9, 1, lineage=True), "Edited model text; the model's share is 1 of 10 words."),
        (measured(9, lineage=True), "Began as model text; none of the model's words is left."),
        (measured(1999, 1), "Your text, of which a model changed 1 % (1 of 2,000 words): a light edit."),
        (
            measured(8, 2),
            "Your text, of which a model changed 20 % (2 of 10 words): more than a light edit, and yours to judge.",
        ),
        (
            measured(95, 5, edit=ModelEdit(9, 600, 5)),
            "Your text, of which a model changed 2 % (5 of 100 words, 5 words in a row): more than a light edit, and "
            "yours to judge.",
        ),
        (
            measured(95, 5, edit=ModelEdit(9, 600, 4, True)),
            "Your text, of which a model changed 2 % (5 of 100 words, 4 words in a row): a substantial edit.",
        ),
        (measured(5, 5), "Your text, of which a model changed 50 % (5 of 10 words): a substantial edit."),
        (measured(unknown=3), "3 words changed outside this program; whose is not known."),
        (measured(model=3, place=Place.QUOTE), "A quotation with 3 words of a model."),
        (measured(model=3, place=Place.SECTION), "Model text in a place that is labelled as such."),
        (measured(1, 2, place=Place.SECTION), "A collapsible section with words of a model and of yours."),
    ],
)
def test_that_the_evidence_is_said_in_numbers(one: Measured, sentence: str) -> None:
    said = only(OF_2026, one)[1]
    assert said.removesuffix(f" {TO_BE_LABELLED}").removesuffix(f" {WILL_BE_LABELLED}") == sentence


def test_that_shares_of_pasted_and_unknown_words_are_told_beside_the_models() -> None:
    rows = [measured(own=80, model=5, lineage=True), measured(pasted=10, unknown=5)]
    post = assess(OF_2026, [*rows, measured(pasted=500, place=Place.QUOTE)])
    assert post.evidence[:3] == (
        "5 % of the prose (5 of 100 words) came from a model.",
        "10 % (10 of 100 words) was pasted from elsewhere.",
        "5 % (5 of 100 words) was changed outside this program; whose is not known.",
    )
    assert (post.model_words, post.pasted_words, post.unknown_words) == (5, 10, 5)
    assert [one.verdict for one in post.findings[1:3]] == [FINE, LOOK]


def test_that_the_minutes_of_what_a_model_had_a_part_in_are_told_beside_those_of_all_prose() -> None:
    rows = [measured(own=100, minutes=9), measured(own=50, model=50, minutes=0.5, thin_ms=12_000, lineage=True)]
    post = assess(OF_2025, rows)
    assert (post.time.required_ms, post.touched_time.required_ms) == (240_000, 120_000)
    assert post.evidence[-2:] == (
        "Only the paragraphs a model had a part in: 0.5 of 2.0 min (0.5 editing, 0.0 reading; of which thin: 0.2 min).",
        "9.5 of 4.0 min (9.5 editing, 0.0 reading; of which thin: 0.2 min).",
    )


def test_that_evidence_leads_to_its_words() -> None:
    spans = {MODEL: (4, 9), PASTED: (20, 30), UNKNOWN: (31, 40)}
    [found] = assess(OF_2026, [measured(5, 5, pasted=2, unknown=2, lineage=True, spans=spans)]).paragraphs
    assert [one.span for one in found.findings] == [None, (4, 9), (20, 30), (31, 40)]


def test_that_half_a_word_of_a_models_is_a_part_it_had() -> None:
    [found] = assess(OF_2026, [measured(own=9, edit=ModelEdit(1, 60))]).paragraphs
    assert found.evidence[-1] == "Your text, of which a model changed 2 % (0 of 9 words): a light edit."


def test_that_the_post_is_as_bad_as_its_worst_paragraph() -> None:
    post = assess(OF_2025, [measured(own=100), measured(model=10), measured(own=5)])
    assert post.verdict is NOT_ALLOWED
    assert [one.verdict for one in post.paragraphs] == [FINE, NOT_ALLOWED, FINE]


def test_that_the_share_of_model_words_leaves_labelled_places_out() -> None:
    rows = [measured(own=199, model=1), measured(model=500, place=Place.MODEL_BLOCK)]
    post = assess(OF_2026, rows)
    assert post.evidence[0] == "1 % of the prose (1 of 200 words) came from a model."
    assert (post.verdict, post.model_words) == (LOOK, 1)


def test_that_an_empty_post_is_fine() -> None:
    for profile in (OF_2025, OF_2026):
        post = assess(profile, [])
        assert (post.verdict, post.words, post.paragraphs) == (FINE, 0, ())
        assert post.evidence[0].startswith("0 % of the prose")


def test_that_the_questions_for_the_writer_come_with_the_verdict() -> None:
    assert assess(OF_2025, []).questions == OF_2025.questions


@pytest.mark.parametrize(
    ("one", "verdict", "end"),
    [
        pytest.param(measured(model=9, lineage=True), NOT_ALLOWED, TO_BE_LABELLED, id="labelled-at-export"),
        pytest.param(measured(9, lineage=True), LOOK, WILL_BE_LABELLED, id="none-left"),
        pytest.param(measured(model=9, lineage=True, place=Place.NOTE), NOT_ALLOWED, "a word of yours.", id="a-note"),
        pytest.param(measured(model=9), NOT_ALLOWED, "a substantial edit.", id="no-lineage-no-label"),
    ],
)
def test_that_a_paragraph_is_judged_as_it_stands_and_what_the_export_makes_of_it_is_said_beside_it(
    one: Measured, verdict: Verdict, end: str
) -> None:
    found = only(OF_2026, one)
    assert found[0] is verdict
    assert found[1].endswith(end)


@pytest.mark.parametrize("ident", ["lesswrong-2025", "lesswrong-2026"])
def test_that_model_text_without_a_human_edit_is_not_allowed_as_it_stands_and_is_in_a_block(ident: str) -> None:
    """provenance.md A1: "any paragraph of AI origin with no human edit = red"; A2: it must go into a block."""
    unedited = measured(model=100, lineage=True)
    [there] = assess(bundled(ident), [unedited]).paragraphs
    [in_block] = assess(bundled(ident), [replace(unedited, place=Place.MODEL_BLOCK)]).paragraphs
    assert (there.verdict, there.labelled_at_export) == (NOT_ALLOWED, True)
    assert (in_block.verdict, in_block.labelled_at_export) == (FINE, False)


@pytest.mark.parametrize("one", [measured(lineage=True), measured(edit=ModelEdit(1, 60))], ids=["all", "a-letter"])
@pytest.mark.parametrize(
    ("ident", "verdict"), [("no-model-text-2026", NOT_ALLOWED), ("lesswrong-2025", FINE), ("lesswrong-2026", FINE)]
)
def test_that_a_venue_that_takes_no_model_text_takes_no_code_of_a_model_either(
    ident: str, verdict: Verdict, one: Measured
) -> None:
    """provenance.md A4, Stack Overflow and Wikipedia: any span is a stop. A2: code is no output on LessWrong."""
    assert only(bundled(ident), one) == (
        verdict,
        "A model had a part in this. It has no words to count, as code or a formula has none.",
    )


def test_that_a_profile_that_says_nothing_of_code_takes_it() -> None:
    assert only(changed(TOML_2026, ('code = "fine"\n', "")), measured(lineage=True))[0] is FINE


def test_that_a_label_that_lets_nothing_in_is_not_promised() -> None:
    """Neither where the venue has no label nor where it takes model text in none."""
    for old, new in (
        ('labels = ["section", "model_block"]', "labels = []"),
        ('labelled = "fine"', 'labelled = "not_allowed"'),
    ):
        verdict, _ = only(changed(TOML_2026, (old, new)), measured(model=9, lineage=True))
        assert verdict is NOT_ALLOWED


# Rules of other venues, in the same fields.


def changed(text: str, *pairs: tuple[str, str]) -> Profile:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return load_profile(text, "other")


TOML_2026 = resource("policies", "lesswrong-2026.toml").read_text(encoding="utf-8")


def test_that_a_paywall_without_half_model_text_can_be_said() -> None:
    profile = changed(
        TOML_2026,
        ("not_allowed_above_percent = 100", "not_allowed_above_percent = 50"),
        ('edited = "not_allowed"', 'edited = "fine"'),
        ('disclosure = "none"', 'disclosure = "first_two_paragraphs"'),
    )
    half = assess(profile, [measured(50, 50, lineage=True)])
    more = assess(profile, [measured(49, 51, lineage=True)])
    assert (half.verdict, more.verdict) == (LOOK, NOT_ALLOWED)
    assert more.evidence[0] == ("51 % of the prose (51 of 100 words) came from a model. More than 50 % is not taken.")
    assert more.evidence[-1] == (
        "The help of a model has to be stated within the first two paragraphs. No sentence that does was found there."
    )


@pytest.mark.parametrize(("disclosure", "verdict"), [("optional", FINE), ("first_paragraph", LOOK)])
def test_that_a_disclosure_is_asked_for_only_where_a_model_had_a_part(disclosure: str, verdict: Verdict) -> None:
    profile = changed(TOML_2026, ('disclosure = "none"', f'disclosure = "{disclosure}"'))
    assert assess(profile, [measured(own=9)]).verdict is verdict
    assert len(assess(profile, [measured(own=9)], assisted=False).evidence) == 2


SAID = Stated(7, 4, 2, (3, 19), "I used AI.", denies=False)


@pytest.mark.parametrize(
    ("asked", "stated", "verdict", "sentence"),
    [
        (
            "first_two_paragraphs",
            SAID,
            FINE,
            "Paragraph 4 says “I used AI”. Whether that says enough is for you to judge.",
        ),
        ("optional", SAID, FINE, "Paragraph 4 says “I used AI”. Whether that says enough is for you to judge."),
        (
            "first_paragraph",
            SAID,
            LOOK,
            "The help of a model has to be stated in the first paragraph. Paragraph 4 says “I used AI”, which is "
            "further down.",
        ),
        (
            "first_two_paragraphs",
            replace(SAID, denies=True),
            LOOK,
            "Paragraph 4 says “I used AI”, but a model had a part in this. Is it true?",
        ),
        ("optional", None, FINE, "You may state the help of a model; this venue does not ask for it."),
    ],
)
def test_that_a_statement_is_named_and_one_that_is_missing_or_untrue_is_to_be_looked_at(
    asked: str, stated: Stated | None, verdict: Verdict, sentence: str
) -> None:
    profile = changed(TOML_2026, ('disclosure = "none"', f'disclosure = "{asked}"'))
    post = assess(profile, [measured(own=9)], stated=[stated] if stated else [])
    assert post.disclosure is not None
    assert (post.disclosure.verdict, post.disclosure.sentence, post.stated) == (verdict, sentence, stated)
    assert (post.disclosure.span == (3, 19)) == bool(stated)


def test_that_a_venue_without_such_a_rule_says_nothing_of_a_statement() -> None:
    post = assess(OF_2026, [measured(own=9)], stated=[SAID])
    assert (post.disclosure, post.stated) == (None, None)


def test_that_a_venue_that_takes_no_model_text_can_be_said() -> None:
    profile = changed(
        TOML_2026,
        ('labels = ["section", "model_block"]', "labels = []"),
        ("fine_to_percent = 10", "fine_to_percent = 0"),
        ("look_to_percent = 30", "look_to_percent = 0"),
    )
    for one in (measured(999, 1), measured(model=9, lineage=True, place=Place.MODEL_BLOCK)):
        assert assess(profile, [one]).verdict is NOT_ALLOWED


# Files that cannot be used.


def refused(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        load_profile(text, "mine")
    assert caught.value.title == "The profile “mine” cannot be used"
    return caught.value.detail


def line_of(field: str) -> int:
    return next(n for n, line in enumerate(TOML_2026.split("\n"), 1) if line.startswith(field))


@pytest.mark.parametrize(
    ("old", "new", "at", "complaint"),
    [
        ('id = "lesswrong-2026"', "id = 7", "id", "id must be a text in quotation marks that is not empty"),
        ('id = "lesswrong-2026"', 'id = " "', "id", "id must be a text in quotation marks that is not empty"),
        ("rule_date = 2026-03-14", 'rule_date = "2026"', "rule_date", "rule_date must be a date such as 2025-03-24"),
        ("rule_date = 2026-03-14", "rule_date = 2026-03-14T10:00:00Z", "rule_date", "rule_date must be a date"),
        ("required = false", 'required = "no"', "required", "minutes.required must be true or false"),
        ("ms_per_word = 0", "ms_per_word = true", "ms_per_word", "minutes.ms_per_word must be a whole number from 0"),
        ("ms_per_word = 0", "ms_per_word = -1", "ms_per_word", "minutes.ms_per_word must be a whole number from 0"),
        ("ms_per_word = 0", "ms_per_word = 1.5", "ms_per_word", "minutes.ms_per_word must be a whole number from 0"),
        ("required = false", "required = true", "read_ms_per_word", "minutes.read_ms_per_word must be below"),
        ("fine_to_percent = 10", "fine_to_percent = 90", "fine_to_percent", "light_edits.fine_to_percent must not be"),
        (
            "look_above_percent = 0\nnot_allowed_above_percent = 100",
            "look_above_percent = 90\nnot_allowed_above_percent = 1",
            "look_above_percent",
            "post.look_above_percent must not be above not_allowed_above_percent",
        ),
        ("fine_to_percent = 10", "fine_to_percent = 101", "fine_to_percent", "light_edits.fine_to_percent must be"),
        ('former = "look"', 'former = "red"', "former", "model_text.former must be one of: fine, look, not_allowed"),
        ('"prose", "note"]', '"prose", 3]', "places", "minutes.places must be one of: prose, note, quote"),
        ('places = ["prose", "note"]', 'places = "prose"', "places", "minutes.places must be a list of: prose"),
        ('disclosure = "none"', 'disclosure = "none"\nquestoins = []', "pasted", "questoins is not a field"),
        ("look_to_percent = 30", 'look_to_percent = 30\n"typo" = 1', "[post]", "light_edits.typo is not a field"),
        ('unknown = "look"\n', "", "#", "unknown is missing here"),
        ("fine_to_percent = 10\n", "", "[light_edits]", "light_edits.fine_to_percent is missing here"),
        ("[post]", "[posts]", "#", "post is missing here"),
    ],
)
def test_that_a_broken_profile_is_refused_with_its_line_and_field(old: str, new: str, at: str, complaint: str) -> None:
    assert TOML_2026.count(old) >= 1
    detail = refused(TOML_2026.replace(old, new, 1))
    line = line_of(at) - (1 if at == "[post]" else 0)
    assert detail.startswith(f"Line {line}: {complaint}"), detail
    assert detail.endswith(". The other profiles still work.")


def test_that_a_table_written_as_a_value_is_refused() -> None:
    head = TOML_2026.partition("[post]")[0].replace('pasted = "fine"', 'pasted = "fine"\npost = 3')
    assert "post must be a table, written [post]" in refused(head)


def test_that_a_list_of_something_else_is_refused() -> None:
    start = TOML_2026.index("heuristics = [") + len("heuristics = [")
    detail = refused(TOML_2026[:start] + "1," + TOML_2026[start:])
    assert detail.startswith(f"Line {line_of('heuristics')}: heuristics must be a list of texts")


def test_that_an_unknown_table_is_refused_where_it_stands() -> None:
    detail = refused(TOML_2026 + "\n[extra]\na = 1\n")
    assert detail.startswith(f"Line {TOML_2026.count(chr(10)) + 2}: extra is not a field of a profile")


def test_that_what_is_no_toml_is_refused_with_its_place() -> None:
    assert "(at line 2, column" in refused('id = "x"\ntitle = \n')


# Whatever was measured.

_measured = st.builds(
    lambda kinds, times, lineage, place: Measured(
        1, sum(kinds.values()), *times, words_by_kind=kinds, lineage=lineage, place=place
    ),
    st.dictionaries(st.sampled_from(OriginKind), st.integers(0, 50)),
    st.tuples(st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 1_000)),
    st.booleans(),
    st.sampled_from(Place),
)


def refusals(post: PostVerdict) -> list[bool]:
    return [one.verdict is NOT_ALLOWED for one in (post, *post.paragraphs)]


@settings(deadline=None, max_examples=150)
@given(st.lists(_measured, max_size=5), st.sampled_from([OF_2025, OF_2026]))
def test_that_minutes_never_make_a_paragraph_or_post_not_allowed(rows: list[Measured], profile: Profile) -> None:
    idle = [replace(one, edit_ms=0, read_ms=0, thin_ms=0) for one in rows]
    busy = [replace(one, edit_ms=10**9) for one in rows]
    assert refusals(assess(profile, idle)) == refusals(assess(profile, rows)) == refusals(assess(profile, busy))


@settings(deadline=None, max_examples=100)
@given(st.lists(_measured, min_size=1, max_size=5))
def test_that_reading_alone_never_meets_the_minutes_rule(rows: list[Measured]) -> None:
    only_read = [replace(one, edit_ms=0, read_ms=10**9) for one in rows]
    post = assess(OF_2025, only_read)
    assert bool(post.time.short_ms) == bool(post.words)


@settings(deadline=None, max_examples=100)
@given(st.lists(_measured, max_size=5))
def test_that_the_order_of_paragraphs_does_not_change_the_verdict_on_the_post(rows: list[Measured]) -> None:
    there, back = assess(OF_2025, rows), assess(OF_2025, rows[::-1])
    assert (there.verdict, there.time, there.evidence) == (back.verdict, back.time, back.evidence)
    assert there.paragraphs == back.paragraphs[::-1]
