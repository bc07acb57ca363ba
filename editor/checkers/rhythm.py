"""How sentences follow each other: in tiny beats, in even lengths, with the same first word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor.checkers.finding import Finding
from editor.checkers.sentences import Sentence
from editor.checkers.style_sheet import Openings, Rhythm


def drumbeats(paragraph: str, parts: Sequence[Sentence], rule: Rhythm) -> Iterator[Finding]:
    """Runs of sentences of at most `limit` words, quoted whole: they are short."""
    start = 0
    for stop in range(1, len(parts) + 1):
        if stop < len(parts) and len(parts[stop].words) <= rule.limit >= len(parts[start].words):
            continue
        if stop - start >= rule.at_least and len(parts[start].words) <= rule.limit:
            wording = rule.wording.filled(found="", count=stop - start, list="", words=rule.limit)
            yield Finding.at(paragraph, parts[start].start, parts[stop - 1].end, wording)
        start = stop


def monotonous_runs(paragraph: str, parts: Sequence[Sentence], rule: Rhythm) -> Iterator[Finding]:
    """Runs of sentences whose lengths lie within `limit` words of a common middle; the first one is quoted."""
    lengths = [len(part.words) for part in parts]
    start = 0
    while start < len(lengths):
        stop = start + 1
        while stop < len(lengths) and _even(lengths[start : stop + 1], rule):
            stop += 1
        if stop - start >= rule.at_least:
            listed = ", ".join(map(str, lengths[start:stop]))
            wording = rule.wording.filled(found="", count=stop - start, list=listed, words=0)
            yield Finding.at(paragraph, parts[start].start, parts[start].end, wording)
            start = stop
        else:
            start += 1


def alike_openings(paragraph: str, parts: Sequence[Sentence], rule: Openings) -> Iterator[Finding]:
    """Runs of sentences with the same opening; the opening of the first one is quoted."""
    begun = [opening(part, rule.weak) for part in parts]
    start = 0
    for stop in range(1, len(begun) + 1):
        if stop < len(begun) and begun[stop] == begun[start]:
            continue
        if stop - start >= rule.at_least:
            first = parts[start]
            wording = rule.wording.filled(found=begun[start], count=stop - start, list="", words=0)
            yield Finding.at(paragraph, first.start, min(first.start + len(begun[start]), first.end), wording)
        start = stop


def opening(part: Sentence, weak: frozenset[str]) -> str:
    """The first word, with the second where the first says little."""
    return " ".join(part.words[: 2 if part.words[0] in weak else 1])


def _even(lengths: Sequence[int], rule: Rhythm) -> bool:
    return min(lengths) >= rule.shortest and max(lengths) - min(lengths) <= 2 * rule.limit
