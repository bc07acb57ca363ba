"""What a wording brings that the writer's text does not have: numbers and names, which somebody would have to look up.

A rule of thumb about English prose, for a quiet line below a model's words. It knows no small numbers in words and no
name that is the first word of a sentence, and it keeps silent on names where every noun has a capital, as in German.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![\w.,])[$€£]?\d(?:[\d.,]*\d)?(?:\s?[%‰]|[kKmM]\b|(?:s|st|nd|rd|th)\b)?")
_DIGITS = re.compile(r"\d(?:[\d.,]*\d)?")
_TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IN_WORDS = {word: str(value) for value, word in enumerate(_TEENS, 11)} | {
    word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_LARGE = frozenset(f"{one}{ending}" for one in ("hundred", "thousand", "million", "billion") for ending in ("", "s"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s+(?:(?:de|van|von|der|of|da|di|al)\s+)?[A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_BEGINS = re.compile(r"(?:^|[.!?:;…\n]|[—–(\[“\"‘*_>#-])[\s“\"‘(\[*_]*\Z")
"""What stands before the first word of a sentence, or of what is set apart within one."""
_NO_NAMES = frozenset(("i", "i’m", "i'm", "i’ve", "i've", "i’d", "i'd", "i’ll", "i'll", "ok"))
_NOUNS_HAVE_CAPITALS = 1 / 6
"""Of the words within sentences; in English essays it is one in twenty."""


def brought(wording: str, text: str) -> tuple[str, ...]:
    """The numbers and names of the wording that the text has nowhere, each once, in their order."""
    found = [*_new_numbers(wording, text), *_new_names(wording, text)]
    return tuple(dict.fromkeys(words for _, words in sorted(found)))


def _new_numbers(wording: str, text: str) -> list[tuple[int, str]]:
    known = {_value(one[0]) for one in _DIGITS.finditer(text)}
    words = {one[0].casefold() for one in _WORD.finditer(text)}
    known |= {value for word, value in _IN_WORDS.items() if word in words}
    found = [(one.start(), one[0]) for one in _NUMBER.finditer(wording) if _value(one[0]) not in known]
    for one in _WORD.finditer(wording):
        word = one[0].casefold()
        value = _IN_WORDS.get(word, "")
        if word not in words and ((value and value not in known) or word in _LARGE):
            found.append((one.start(), one[0]))
    return found


def _value(number: str) -> str:
    """Its digits, with what parts thousands left out."""
    digits = _DIGITS.search(number)
    return re.sub(r"[,.](?=\d{3}\b)", "", digits[0]) if digits else ""


def _new_names(wording: str, text: str) -> list[tuple[int, str]]:
    if _capitalised(text) > _NOUNS_HAVE_CAPITALS:
        return []
    known = {_plain(one[0]) for one in _WORD.finditer(text)}
    found = []
    for run in _CAPITALS.finditer(wording):
        start, words = run.start(), run[0]
        first = words.split()[0]
        if _BEGINS.search(wording[:start]) and not _is_acronym(first):
            rest = words[len(first) :].lstrip()
            start, words = start + len(words) - len(rest), rest
        if any(_plain(word) not in known and word[:1].isupper() for word in _names_in(words)):
            found.append((start, _without_genitive(words)))
    return found


def _names_in(words: str) -> list[str]:
    return [word for word in words.split() if _plain(word) not in _NO_NAMES]


def _capitalised(text: str) -> float:
    """The share of the words within sentences that begin with a capital."""
    words = [one for one in _WORD.finditer(text) if not _BEGINS.search(text[: one.start()])]
    names = [one for one in words if one[0][0].isupper() and _plain(one[0]) not in _NO_NAMES]
    return len(names) / len(words) if len(words) > 30 else 0.0


def _is_acronym(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def _plain(word: str) -> str:
    return _without_genitive(word).casefold()


def _without_genitive(words: str) -> str:
    return re.sub(r"[’'](?:s)?$", "", words)
