"""The style ear: habits a reader hears before the writer does, with counts and places and never a score.

The rules are data. What this module knows is how to look: for phrases, for clusters of hedges, for abstract threes, and
for dashes; rhythm and openings have their own module. Nothing here proposes other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from editor.checkers.finding import Finding, without_blanks
from editor.checkers.masking import blanked
from editor.checkers.rhythm import alike_openings, drumbeats, monotonous_runs, opening
from editor.checkers.sentences import WORD, Sentence, sentences
from editor.checkers.style_sheet import Hedges, Phrases, StyleSheet, Triplets
from editor.resources import resource

NAME = "Style ear (local)"
_ITEM = r"[^\W\d_]+(?:-[^\W\d_]+)*(?: [^\W\d_]+(?:-[^\W\d_]+)*)?"
_THREE = re.compile(rf"\b({_ITEM}), ({_ITEM}),? (?:and|or) ([^\W\d_]+(?:-[^\W\d_]+)*)\b")
_DASH = re.compile(r"\w*['\"”’)\]*_]*(?:\s?—\s?|\s–\s|\s?(?<!-)--(?!-)\s?| - )['\"“‘(\[*_]*\w*")
_Span = tuple[int, int]


class StyleChecker:
    """Raises CheckerError, with the line, while being made from a broken style file."""

    name = NAME

    def __init__(self, path: Path | None = None) -> None:
        self._sheet = StyleSheet.read(path or resource("styles", "essay.toml"))

    def check(self, paragraph: str) -> Sequence[Finding]:
        text = blanked(paragraph)
        parts = sentences(text)
        sheet = self._sheet
        found = [
            *(finding for group in sheet.phrases for finding in _phrases(paragraph, text, group)),
            *_hedges(paragraph, text, parts, sheet.hedges),
            *_triplets(paragraph, text, sheet.triplets),
            *self._dashes(paragraph, text),
            *drumbeats(paragraph, parts, sheet.drumbeat),
            *monotonous_runs(paragraph, parts, sheet.monotony),
            *alike_openings(paragraph, parts, sheet.openings),
        ]
        return sorted(found, key=lambda finding: (finding.start, finding.end))

    def check_openings(self, paragraphs: Sequence[str]) -> Sequence[tuple[int, Finding]]:
        """Neighbouring paragraphs that begin alike, as (index, finding): one for each run, at its last paragraph."""
        rule = self._sheet.paragraph_openings
        firsts = [sentences(blanked(paragraph))[:1] for paragraph in paragraphs]
        begun = [opening(first[0], rule.weak) if first else "" for first in firsts]
        found: list[tuple[int, Finding]] = []
        run = 0
        for index, words in enumerate(begun):
            run = run + 1 if words and index and words == begun[index - 1] else 1
            ends = index + 1 == len(begun) or begun[index + 1] != words
            if words and ends and run >= rule.at_least:
                first = firsts[index][0]
                wording = rule.wording.filled(found=words, count=run, list="", words=0)
                end = first.start + len(words)
                found.append((index, Finding.at(paragraphs[index], first.start, end, wording)))
        return found

    def _dashes(self, paragraph: str, text: str) -> Iterator[Finding]:
        rule = self._sheet.dashes
        places = [match.span() for match in _DASH.finditer(text)]
        words = _words(text, 0, len(text))
        if len(places) >= rule.at_least and len(places) * rule.words_for_one > words:
            start, end = without_blanks(text, *places[0])
            wording = rule.wording.filled(found="", count=len(places), list="", words=words)
            yield Finding.at(paragraph, start, end, wording)


def _phrases(paragraph: str, text: str, group: Phrases) -> Iterator[Finding]:
    places = _places(text, group.patterns)
    if not places or len(places) < group.at_least:
        return
    for start, end in places if group.at_least == 1 else places[:1]:
        values = {"found": paragraph[start:end], "list": _listed(paragraph, places), "words": 0}
        yield Finding.at(paragraph, start, end, group.wording.filled(count=len(places), **values))


def _hedges(paragraph: str, text: str, parts: Sequence[Sentence], rule: Hedges) -> Iterator[Finding]:
    """A cluster in a sentence, quoted from its first hedge to its last; or else too many in the paragraph."""
    places = _places(text, rule.patterns)
    clustered = False
    for part in parts:
        inside = [place for place in places if part.start <= place[0] < part.end]
        cluster = _cluster(text, inside, rule)
        if cluster:
            clustered = True
            yield _hedged(paragraph, cluster, (cluster[0][0], cluster[-1][1]), "sentence", rule)
    if not clustered and len(places) >= rule.in_paragraph:
        yield _hedged(paragraph, places, places[0], "paragraph", rule)


def _cluster(text: str, places: Sequence[_Span], rule: Hedges) -> Sequence[_Span]:
    """The longest run of hedges that stand close together, if it is long enough."""
    best: Sequence[_Span] = ()
    for first in range(len(places)):
        last = first
        while last < len(places) and _words(text, places[first][0], places[last][1]) <= rule.within_words:
            last += 1
        if last - first >= max(rule.in_sentence, len(best) + 1):
            best = places[first:last]
    return best


def _words(text: str, start: int, end: int) -> int:
    return sum(1 for _ in WORD.finditer(text, start, end))


def _hedged(paragraph: str, places: Sequence[_Span], quote: _Span, where: str, rule: Hedges) -> Finding:
    wording = rule.wording.filled(found="", count=len(places), list=_listed(paragraph, places), words=where)
    return Finding.at(paragraph, *quote, wording)


def _triplets(paragraph: str, text: str, rule: Triplets) -> Iterator[Finding]:
    places = [match.span() for match in _THREE.finditer(text) if _abstract(match.groups(), rule)]
    if len(places) >= rule.at_least:
        listed = _listed(paragraph, places)
        wording = rule.wording.filled(found="", count=len(places), list=listed, words=0)
        yield Finding.at(paragraph, *places[0], wording)


def _abstract(items: Iterable[str | None], rule: Triplets) -> bool:
    """At least two of the three end like an abstract word, and none is a name."""
    lasts = [str(item).split()[-1] for item in items]
    if any(last[0].isupper() for last in lasts):
        return False
    return sum(last.lower() in rule.words or last.lower().endswith(rule.endings) for last in lasts) >= 2


def _places(text: str, patterns: Iterable[re.Pattern[str]]) -> list[_Span]:
    """Where the patterns stand, in order; of overlapping ones the first and longest."""
    every = sorted(
        (without_blanks(text, *match.span()) for pattern in patterns for match in pattern.finditer(text)),
        key=lambda span: (span[0], -span[1]),
    )
    kept: list[_Span] = []
    for start, end in every:
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _listed(paragraph: str, places: Iterable[_Span]) -> str:
    return ", ".join(f"“{paragraph[start:end]}”" for start, end in places)
