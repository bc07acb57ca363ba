"""Looks for sentences that claim something a reader could check: by rule, without a model, within a paragraph.

One claim a sentence is enough, since the writer looks it up once; the strongest sign gives it its kind. The rules are
about English prose. What they miss the writer marks by hand, and what they take wrongly is dismissed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from editor.checkers.masking import Hidden, Kind, hidden
from editor.checkers.sentences import Sentence, sentences
from editor.core.claims import ClaimKind
from editor.core.marks import BlockKind


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """paragraph[start:end] claims something; code points."""

    start: int
    end: int
    kind: ClaimKind
    point: str
    """The words it was recognised by."""


_SAID = (
    r"(?:says?|said|writes?|wrote|argues?|argued|claims?|claimed|found|finds|shows?|showed|notes?|noted|reports?|"
    r"reported|believes?|believed|thinks|thought|discovered|proved|proves|published|"
    r"invented|coined|proposed|observed|concluded|demonstrated)"
)
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|ninety)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|"
    r"Sept\.|Oct\.|Nov\.|Dec\.)"
)
_STUDIES = re.compile(
    r"\b(?:(?:(?:a|one|the|some|many|most|several|recent|new|other|numerous|countless)\s+){0,5}"
    r"(?:stud(?:y|ies)|research|researchers|scientists|experts|economists|psychologists|surveys?|polls?|data|"
    r"evidence|statistics|meta-analys[ei]s|experiments?|critics|historians|doctors|authors|scholars|"
    r"academics|philosophers|linguists|biologists|physicists|sociologists|anthropologists|neuroscientists|mathematicians)\s+"
    r"(?:have\s+|has\s+|often\s+|consistently\s+|all\s+|now\s+){0,5}"
    r"(?:shown?|shows|suggests?|suggested|finds?|found|says?|said|agree|indicates?|proves?|proven|demonstrates?|"
    r"demonstrated|confirms?|confirmed|tells?\s+us|reveals?|revealed|believe)"
    r"|it\s+(?:is|has\s+been)\s+(?:well\s+|widely\s+|long\s+)?(?:known|established|shown|proven|documented|accepted)"
    r"|according\s+to)\b",
    re.IGNORECASE,
)
_OPENS = r"(?<![^\s(\[{—–*_-])"
_CLOSES = r"(?<=[^\s(\[{—–])"
_POSSESSIVE = r"(?<=s)['’](?=\s+[a-z])"
_QUOTATION = re.compile(
    r"“[^“”]++”|«[^«»]++»"
    rf"|{_OPENS}\"(?=\S)[^\"]++{_CLOSES}\""
    rf"|{_OPENS}['‘](?![\s\d])(?:[^'‘’]|(?<=\w)['’](?=\w)|{_POSSESSIVE})++{_CLOSES}['’](?!\w)"
)
"""A straight mark opens after a blank or a bracket, and the next one closes if it stands at the end of a word: between
two quoted terms stand the writer's own words. The blank after the second is often forgotten. A single mark between two
letters, or after the s of "the writers' room", is an apostrophe. No mark is passed over that could open another
quotation, so that a long line takes no more time than its length."""
_LEAST_QUOTED = 4
"""Words; fewer are a term and no quotation."""
_AMOUNT = r"\d[\d.,]*\d|\d"
_NUMBER = re.compile(
    rf"(?<![\w.,\[/])(?:[$€£]\s?(?:{_AMOUNT})|(?:{_AMOUNT})\s?(?:%|‰|per\s?cent\b)|(?P<count>\d[\d.,]*\d)[kKmM]?\b(?!\]|/(?P=count)\b))"
    r"(?:\s(?:hundred|thousand|million|billion|trillion)\b)?"
    r"|\b\d\s(?:hundred|thousand|million|billion|trillion)\b"
    rf"|\b(?:{_SMALL}|a|one|\w+ty-\w+)\s+(?:hundred|thousand|million|billion|trillion|per\s?cent)\b"
    r"|\b(?:hundreds|thousands|millions|billions)\s+of\b"
    rf"|\b(?:half|a\s+third|a\s+quarter|{_SMALL}\s+(?:thirds|quarters|fifths))\s+of\s+(?:all\s+|the\s+)?\w+"
    rf"|\b(?:twice|{_SMALL}\s+times)\s+(?:as|more|less|faster|larger)\b|\b(?:doubled|tripled|quadrupled|halved)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"\b(?:chapters?|sections?|pages?|pp?\.|parts?|volumes?|vol\.|figures?|fig\.|tables?|lines?|verses?|paragraphs?|"
    r"notes?|footnotes?|steps?|items?|questions?|lessons?|episodes?|No\.|rules?)\s$",
    re.IGNORECASE,
)
"""Before a number that counts nothing: "chapter 12"."""
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b,?)?\s+\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}\s+{_MONTH}\b"
    r"|\b\d{4}-\d\d-\d\d\b|(?<![\w.,$€£])(?:1[5-9]|20)\d\ds?\b(?![.,]?\d|\s?%)"
    r"|\b(?:\w+teenth|twentieth|twenty-first)\s+century\b"
)
_SUPERLATIVE = re.compile(
    r"\bthe\s+(?:(?:single|very|world’s|world's|country’s|country's)\s+)?"
    r"(?:(?:most|least)\s+(?!of\b|part\b|people\b)[a-z]+|best|worst|first\s+(?:ever|to|person|time)|only\s+\w+\s+(?:to|that|who)"
    r"|(?!rest\b|interest\b|forest\b|request\b|test\b|latest\b|honest\b|west\b|guest\b|quest\b|nest\b|chest\b|"
    r"protest\b|contest\b|harvest\b|modest\b|past\b|priest\b|manifest\b|conquest\b|arrest\b|crest\b)[a-z]{2,}est)\b"
    r"|\b(?:never\s+before|no\s+other|more\s+than\s+any)\b",
    re.IGNORECASE,
)
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zß-ÿ][\w’'-]*"
_NO_NAME = (
    r"(?:I|We|You|He|She|It|They|The|This|That|These|Those|There|Here|If|When|While|But|And|Or|So|For|In|On|At|As|"
    r"My|Our|Your|His|Her|Its|Their|A|An|One|Some|Many|Most|What|Who|Why|How|Which|Nobody|Everybody|Nothing|Everything|"
    r"Not|No|Yes|Then|Now|Perhaps|Suppose|Every|Each|Someone|Anyone|Everyone|Whoever|Both|Another|Somebody|Dear|Happy|Merry)\b"
)
_NAME = re.compile(
    rf"(?<![\w’'])(?!{_NO_NAME})(?:"
    rf"{_CAPITAL}(?:[ ](?:[A-Z]\.|de|van|von|der|of))*[ ]{_CAPITAL}|{_CAPITAL}[ ](?={_SAID}\b))"
)


def _quotation(words: str) -> re.Match[str] | None:
    return next((found for found in _QUOTATION.finditer(words) if len(found[0].split()) >= _LEAST_QUOTED), None)


def _number(words: str) -> re.Match[str] | None:
    """The first that counts something; at what place of a book something stands is no claim."""
    found = _NUMBER.finditer(words)
    return next((one for one in found if not _PLACE_BEFORE.search(words, max(0, one.start() - 12), one.start())), None)


_RULES: tuple[tuple[ClaimKind, Callable[[str], re.Match[str] | None]], ...] = (
    (ClaimKind.STUDIES, _STUDIES.search),
    (ClaimKind.QUOTATION, _quotation),
    (ClaimKind.DATE, _DATE.search),
    (ClaimKind.NUMBER, _number),
    (ClaimKind.SUPERLATIVE, _SUPERLATIVE.search),
    (ClaimKind.NAME, _NAME.search),
)
"""The strongest sign first."""
_WITHOUT_CLAIMS = frozenset({BlockKind.HEADING, BlockKind.FENCE, BlockKind.CODE})


def find_claims(paragraph: str, kind: BlockKind) -> tuple[FoundClaim, ...]:
    """The claims of a paragraph in their order. A block quotation is one, as a whole."""
    if kind in _WITHOUT_CLAIMS:
        return ()
    if kind is BlockKind.QUOTE:
        body = paragraph.rstrip()
        return (FoundClaim(0, len(body), ClaimKind.QUOTATION, ""),) if body.strip("> \t\n") else ()
    parts = hidden(paragraph)
    quoted = next((part.start for part in parts if part.kind is Kind.QUOTATION), len(paragraph))
    prose = _without(paragraph[:quoted], parts)
    return tuple(claim for one in sentences(prose) if (claim := _claim(one, prose, paragraph)))


def _without(text: str, parts: tuple[Hidden, ...]) -> str:
    chars = list(text)
    for part in parts:
        for place in range(part.start, min(part.stop, len(text))):
            if chars[place] != "\n":
                chars[place] = " "
    return "".join(chars)


def _claim(sentence: Sentence, prose: str, paragraph: str) -> FoundClaim | None:
    words = prose[sentence.start : sentence.end]
    for kind, search in _RULES:
        if found := search(words):
            low, high = sentence.start + found.start(), sentence.start + found.end()
            point = " ".join(paragraph[low:high].split()).rstrip(".,")
            return FoundClaim(sentence.start, sentence.end, kind, point)
    return None
