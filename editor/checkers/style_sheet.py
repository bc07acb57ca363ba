"""The rules of the style ear as values, read once from their file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from editor.checkers.finding import Wording
from editor.checkers.tables import Table

_SAMPLE = {"found": "", "count": 0, "list": "", "words": 0}


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns of one habit. Below `at_least` of them in a paragraph nothing is said; from 2 on they are one finding."""

    at_least: int
    patterns: tuple[re.Pattern[str], ...]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Hedges:
    """`in_sentence` hedges within `within_words` words of one sentence are a cluster."""

    in_sentence: int
    within_words: int
    in_paragraph: int
    patterns: tuple[re.Pattern[str], ...]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Triplets:
    at_least: int
    endings: tuple[str, ...]
    words: frozenset[str]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A run of at least `at_least` sentences; `limit` and `shortest` are words a sentence."""

    at_least: int
    limit: int
    shortest: int
    wording: Wording


@dataclass(frozen=True, slots=True)
class Openings:
    at_least: int
    weak: frozenset[str]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Dashes:
    at_least: int
    words_for_one: int
    wording: Wording


@dataclass(frozen=True, slots=True)
class StyleSheet:
    phrases: tuple[Phrases, ...]
    hedges: Hedges
    triplets: Triplets
    drumbeat: Rhythm
    monotony: Rhythm
    openings: Openings
    paragraph_openings: Openings
    dashes: Dashes

    @classmethod
    def read(cls, path: Path) -> StyleSheet:
        """Raises CheckerError, with the line, when the file is missing or anything in it does not fit."""
        table = Table.read(path)
        hedges, triplets = table.table("hedges"), table.table("triplets")
        drumbeat, monotony = table.table("drumbeat"), table.table("monotony")
        openings, paragraphs, dashes = (table.table(key) for key in ("openings", "paragraph_openings", "dashes"))
        weak = frozenset(openings.texts("weak"))
        return cls(
            tuple(_phrases(entry) for entry in table.tables("phrases")),
            Hedges(
                hedges.number("in_sentence"),
                hedges.number("within_words"),
                hedges.number("in_paragraph"),
                _patterns(hedges),
                _wording(hedges),
            ),
            Triplets(
                triplets.number("at_least"),
                triplets.texts("endings"),
                frozenset(triplets.texts("words")),
                _wording(triplets),
            ),
            Rhythm(drumbeat.number("at_least"), drumbeat.number("longest"), 1, _wording(drumbeat)),
            Rhythm(
                monotony.number("at_least"),
                monotony.number("within"),
                monotony.number("shortest"),
                _wording(monotony),
            ),
            Openings(openings.number("at_least"), weak, _wording(openings)),
            Openings(paragraphs.number("at_least"), weak, _wording(paragraphs)),
            Dashes(dashes.number("at_least"), dashes.number("words_for_one"), _wording(dashes)),
        )


def _phrases(entry: Table) -> Phrases:
    return Phrases(entry.number("at_least"), _patterns(entry), _wording(entry))


def _patterns(table: Table) -> tuple[re.Pattern[str], ...]:
    return tuple(table.pattern(source) for source in table.texts("patterns"))


def _wording(table: Table) -> Wording:
    return table.wording(**_SAMPLE)
