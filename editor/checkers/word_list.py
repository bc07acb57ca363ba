"""Words that are right although no dictionary has them: the essayists' list and the writer's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from editor.core.errors import CheckerError

_POSSESSIVE = re.compile(r"['’]s?$")
_BRITISH = (
    (re.compile(r"our(?=$|s|ed|ing|ful|less|able|ite|hood|ism|ist)"), "or"),
    (re.compile(r"(?<=[a-z]{2})is(?=e$|es$|ed$|er|ing|ation|able)"), "iz"),
    (re.compile(r"(?<=[a-z])ys(?=e$|es$|ed$|er|ing)"), "yz"),
    (re.compile(r"re(?=$|s$|d$)"), "er"),
    (re.compile(r"(?<=en|ic)ce(?=$|s$|d$)"), "se"),
    (re.compile(r"ise(?=$|s$|d$)"), "ice"),
    (re.compile(r"(?<=[aeiou])ll(?=ed|ing|er|or)"), "l"),
    (re.compile(r"[ao]e(?=[a-z]{2})"), "e"),
    (re.compile(r"ogue(?=$|s$)"), "og"),
    (re.compile(r"grey"), "gray"),
)


class WordList:
    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word.strip().casefold() for word in words if word.strip())

    @classmethod
    def read(cls, path: Path, more: Iterable[str] = ()) -> WordList:
        """One word to a line, `#` begins a comment. Raises CheckerError when the file cannot be read."""
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CheckerError(f"The word list {path.name} cannot be read", str(error)) from error
        return cls([*(line.partition("#")[0] for line in lines), *more])

    def __contains__(self, word: str) -> bool:
        """Whatever the capitals, as a plural or possessive too; a compound when all its parts are known."""
        plain = _POSSESSIVE.sub("", word.strip().casefold().rstrip("."))
        if plain in self._words or any(
            plain.endswith(ending) and plain[: -len(ending)] in self._words for ending in ("s", "es")
        ):
            return True
        parts = re.split(r"[-‑]", plain)
        return len(parts) > 1 and all(part in self._words for part in parts)


def british_form(word: str, american: str) -> bool:
    """Whether `word` is `american` as the British write it: colour, organise, centre, licence, travelled."""
    word, american = word.casefold(), american.casefold()
    return word != american and any(pattern.sub(plain, word) == american for pattern, plain in _BRITISH)
