"""Everything that the margin paints is said in words too: in the list of paragraphs and on the card."""

from __future__ import annotations

from dataclasses import fields

import pytest
from session_makers import Sitting

from editor.core.edits import EditKind
from editor.core.origins import DICTATED, IMPORTED, PASTED, TYPED, UNKNOWN, Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.runs import Fragment
from editor.core.words import place_of
from editor.services.profiles import profile_named
from editor.session.draft_session import Act
from editor.ui.facts import Facts, title_of
from editor.ui.margin import MarginNote
from editor.ui.outline import OutlineEntry

NAMED = Origin(OriginKind.MODEL, "gpt-9")
MIXED = (
    Fragment.of("Mine are these four. ", TYPED)
    + Fragment.of("Said. ", DICTATED)
    + Fragment.of("A model wrote. ", NAMED)
    + Fragment.of("Pasted two. ", PASTED)
    + Fragment.of("Whose?\n", UNKNOWN)
)


def facts(sitting: Sitting, profile: str = "lesswrong-2025") -> Facts:
    return Facts(sitting.session, profile_named(profile))


def first(sitting: Sitting) -> Paragraph:
    return sitting.document.paragraphs[0]


def test_that_every_share_of_the_bar_is_said_with_its_name() -> None:
    sitting = Sitting(MIXED)
    assert facts(sitting).sentence(1, first(sitting)) == (
        "Paragraph 1, 11 words, 0.0 minutes of 0.3, short of minutes, yours 45 %, a model's 27 %, "
        "pasted or imported 18 %, unknown 9 %"
    )


@pytest.mark.parametrize(("mine", "theirs"), [(4, 8), (1, 5), (3, 4)])
def test_that_nothing_is_said_of_an_origin_that_no_word_has(mine: int, theirs: int) -> None:
    """Shares that are added up from fractions may fall short of one by a last bit."""
    sitting = Sitting(Fragment.of("mine " * mine, TYPED) + Fragment.of("its " * theirs, NAMED))
    assert facts(sitting).note(1, first(sitting)).outside == 0
    assert "pasted" not in facts(sitting).sentence(1, first(sitting))


def test_that_the_ring_of_a_model_that_is_gone_is_said() -> None:
    sitting = Sitting(Fragment.of("Its. ", NAMED) + Fragment.of("Mine.\n", TYPED))
    sitting.session.change(0, 5, Fragment(), Act(EditKind.TYPE))
    assert facts(sitting).note(1, first(sitting)).lineage_left
    assert "began as model text" in facts(sitting).sentence(1, first(sitting))
    assert "It once held, and is marked for, words of gpt-9." in facts(sitting).card(1, first(sitting))


SAID = [field.name for field in fields(MarginNote) if field.name != "bar"]
"""The bar's length is the minutes over what is asked for, and both are said."""


@pytest.mark.parametrize("name", SAID)
def test_that_no_fact_of_the_margin_is_missing_from_the_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value of the note is changed alone; the sentence must change with it."""
    sitting = Sitting(MIXED)
    made = facts(sitting)
    calm = MarginNote(1, 0.5, 0.2, 0.2, 0.1, False, "1.0", 0.5, True, 0, 0, 0, False, "2.0")
    other = {
        "number": 2, "own": 0.4, "model": 0.3, "outside": 0.3, "unknown": 0.2, "lineage_left": True, "minutes": "9.9",
        "met": False, "remarks": 1, "claims": 2, "versions": 3, "locked": True, "wanted": "3.0",
    }  # fmt: skip
    said = []
    for value in (getattr(calm, name), other[name]):
        note = MarginNote(**{**{field.name: getattr(calm, field.name) for field in fields(MarginNote)}, name: value})
        monkeypatch.setattr(made, "note", lambda _number, _paragraph, note=note: note)
        said.append(made.sentence(note.number, first(sitting)))
    assert said[0] != said[1]


def test_that_the_card_names_each_origin_its_time_and_what_the_venue_asks() -> None:
    sitting = Sitting(MIXED)
    made = facts(sitting)
    made.versions = {first(sitting).id: 2}
    made.before = {first(sitting).id: {"edit": 66_000, "read": 30_000, "pad": 12_000}}
    lines = made.card(1, first(sitting))
    assert lines[0] == (
        "11 words: 4 typed here (36 %), 1 dictated here (9 %), 3 from gpt-9 (27 %), 2 pasted (18 %), "
        "1 changed by another program (9 %)."
    )
    assert lines[1] == "It holds words of gpt-9."
    assert lines[2] == "1.2 of 0.3 min (1.1 editing, 0.1 reading); pad 0.2."
    assert lines[3].startswith(f"{made.profile.title}: ")
    assert lines[-2:] == ("2 versions.", "Nobody vouched for it so far; Ctrl+Shift+Y asks you.")


def test_that_a_paragraph_without_words_and_time_has_a_card_too() -> None:
    sitting = Sitting(Fragment.of("---\n", IMPORTED))
    lines = facts(sitting, "lesswrong-2026").card(1, first(sitting))
    assert lines[0] == "0 words."
    assert lines[-2] == "No versions, no open remarks, no open claims."


def test_that_the_list_of_paragraphs_carries_the_sentence() -> None:
    sitting = Sitting(MIXED)
    made = facts(sitting)
    (entries,) = made.outline(headings_only=False)
    assert entries is not None
    (entry,) = entries
    assert isinstance(entry, OutlineEntry)
    assert entry.sentence == made.sentence(1, first(sitting))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# [The title](https://example.org/a-long-way?to=it) and more\n", "The title and more"),
        ('See ![a picture](images/one.png "One") here.\n', "See a picture here."),
        ("Brackets [as such] (and these) stay.\n", "Brackets [as such] (and these) stay."),
    ],
)
def test_that_a_title_shows_the_words_of_a_link_and_not_its_address(written: str, shown: str) -> None:
    assert title_of(first(Sitting(written))) == shown


SECTIONS = "# One\n\nTwo words.\n\n## Inner\n\nThree more words.\n\n# Last\n\nEnd.\n"


def test_that_a_long_draft_is_outlined_in_pieces_and_comes_out_the_same() -> None:
    sitting = Sitting(Fragment.of(SECTIONS + "\nA paragraph of six words here.\n" * 3_000, TYPED))
    *pieces, entries = facts(sitting).outline(headings_only=True)
    assert len(pieces) > 3
    assert not any(pieces)
    assert entries is not None
    assert [(one.title, one.level, one.words) for one in entries] == [
        ("One", 1, 5),
        ("Inner", 2, 3),
        ("Last", 1, 1 + 3_000 * 6),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '%%% llm-output model="x"\n\nIts words, and mine.\n\n%%% /llm-output\n',
        "+++ Title\n\nIts words.\n\n+++\n",
        "> Quoted words.\n",
        "[^1]: A note.\n",
        "Plain words.\n",
    ],
)
def test_that_the_sheet_takes_a_paragraph_for_the_same_place_as_the_report_does(text: str) -> None:
    sitting = Sitting(text)
    assert facts(sitting).measured(first(sitting)).place is place_of(text)
