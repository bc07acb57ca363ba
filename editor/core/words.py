"""How many words there are: counted our way (for a venue's own way see `site_words`).

A minutes rule is about prose, so for us marks, code, link targets and mathematics are no words, and what is
set apart (notes, quotations, collapsible sections, labelled model text) is counted apart. A word is what
stands between white space and holds a letter or digit. Where a script sets no spaces: every Chinese character
is a word, as Unicode's word boundaries have it; so is an unbroken run of hiragana or of katakana; in Thai,
Lao, Khmer and Burmese, whose words only a dictionary can find, every four letters begun are one.

`prose_words` runs at every key in the paragraph that is written in; plain text takes a short way through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from itertools import accumulate

from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.core.runs import Fragment, Runs, sliced
from editor.core.unmarked import FRONT_MATTER, ITEM, VENUE_FENCE, unmarked

_HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u309f"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_BY_DICTIONARY = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
UNSPACED = f"{_HAN}{_HIRAGANA}{_KATAKANA}{_BY_DICTIONARY}"
"""The letters of scripts that set no spaces, for a class of a regular expression."""
UNSPACED_WORD = (
    rf"[{_HAN}]|[{_HIRAGANA}]+|[{_KATAKANA}]+|(?:(?=\w)[{_BY_DICTIONARY}](?:(?!\w)[{_BY_DICTIONARY}])*){{1,4}}"
)
"""A word in them, as a regular expression."""
_SIGNS_ONLY = re.compile(r"(?<!\S)(?:[^\w\s]|_)+(?!\S)")
_LETTER = re.compile(r"[^\W_]")
_TOKEN = re.compile(r"\S+")


def prose_words(text: str) -> int:
    """The words of Markdown paragraphs, whatever these are; code, mathematics and front matter have none."""
    bare = unmarked(text)
    if not bare.isascii() and _unspaced_letter().search(bare):
        bare = _unspaced_word().sub(" a ", bare)
    return len(bare.split()) - len(_SIGNS_ONLY.findall(bare))


def words_by_kind(text: str, runs: Runs) -> dict[OriginKind, int]:
    """`prose_words(text)` divided by who put the words there; the runs cover the text, in code points.

    A word of mixed origin belongs to the kind with most of its letters; between equals, not to the writer.
    """
    return _by_kind(text, unmarked(text), runs)


def piece_words(text: str) -> int:
    """The words of what was put into a text somewhere.

    Its indentation makes no code of it there, nor its first lines front matter. Where it holds nothing but code,
    addresses or mathematics, what stands between white space and holds a letter or digit is counted: it is somebody's
    all the same.
    """
    text = text.lstrip()
    return prose_words(f"\n{text}") or sum(1 for _ in _word_spans(text))


def piece_words_by_kind(piece: Fragment) -> dict[OriginKind, int]:
    """`piece_words` divided as in `words_by_kind`."""
    indented = len(piece.text) - len(piece.text.lstrip())
    text, runs = piece.text[indented:], sliced(piece.runs, indented, len(piece.text))
    return _by_kind(text, unmarked(f"\n{text}")[1:], runs) or _by_kind(text, text, runs)


def _by_kind(text: str, bare: str, runs: Runs) -> dict[OriginKind, int]:
    """`bare` is the text, with filled in what is no word of it."""
    counts: dict[OriginKind, int] = {}
    ends = list(accumulate(run.length for run in runs))
    at = 0
    for start, stop in _word_spans(bare):
        while ends[at] <= start:
            at += 1
        # Nearly every word lies within one run; only those at a seam are looked at letter by letter.
        kind = runs[at].origin.kind if stop <= ends[at] else _owner(text, (start, stop), runs, ends, at)
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def words_by_origin(text: str, runs: Runs) -> dict[Origin, int]:
    """`words_by_kind`, each kind divided by its origins: of several in a word, the one with most letters there."""
    counts: dict[Origin, int] = {}
    ends = list(accumulate(run.length for run in runs))
    at = 0
    for start, stop in _word_spans(unmarked(text)):
        while ends[at] <= start:
            at += 1
        origin = runs[at].origin
        if stop > ends[at]:
            kind = _owner(text, (start, stop), runs, ends, at)
            letters = _letters_by_origin(text, (start, stop), runs, ends, at)
            origin = max((one for one in letters if one.kind is kind), key=letters.__getitem__)
        counts[origin] = counts.get(origin, 0) + 1
    return counts


def _owner(text: str, word: tuple[int, int], runs: Runs, ends: Sequence[int], at: int) -> OriginKind:
    """Who put most of the letters of a word there that lies in several runs, the first of them being `at`."""
    letters: dict[OriginKind, int] = {}
    for origin, count in _letters_by_origin(text, word, runs, ends, at).items():
        letters[origin.kind] = letters.get(origin.kind, 0) + count
    return max(letters, key=lambda one: (letters[one], one not in OWN_KINDS))


def _letters_by_origin(text: str, word: tuple[int, int], runs: Runs, ends: Sequence[int], at: int) -> dict[Origin, int]:
    letters: dict[Origin, int] = {}
    for place in range(*word):
        while ends[at] <= place:
            at += 1
        origin = runs[at].origin
        letters[origin] = letters.get(origin, 0) + text[place].isalnum()
    return letters


@cache
def _unspaced_letter() -> re.Pattern[str]:
    """Compiled when first needed: most drafts never do, and it would cost every start two milliseconds."""
    return re.compile(f"[{UNSPACED}]")


@cache
def _unspaced_word() -> re.Pattern[str]:
    return re.compile(UNSPACED_WORD)


def _word_spans(bare: str) -> Iterator[tuple[int, int]]:
    """From and to of every word that `prose_words` counts."""
    spaced = bare.isascii() or not _unspaced_letter().search(bare)
    for token in _TOKEN.finditer(bare):
        if spaced:
            if _LETTER.search(bare, *token.span()):
                yield token.span()
            continue
        start = token.start()
        for unit in _unspaced_word().finditer(bare, token.start(), token.end()):
            if _LETTER.search(bare, start, unit.start()):
                yield start, unit.start()
            yield unit.span()
            start = unit.end()
        if _LETTER.search(bare, start, token.end()):
            yield start, token.end()


class Place(StrEnum):
    """Where in a post words stand; venues judge these differently."""

    PROSE = "prose"
    NOTE = "note"
    QUOTE = "quote"
    SECTION = "section"
    """In a collapsible section."""
    MODEL_BLOCK = "model_block"
    """In a block labelled as a model's."""


@dataclass(frozen=True, slots=True)
class ProseCount:
    """Words by place. Titles of sections and the fences around blocks are in none of them."""

    prose: int = 0
    notes: int = 0
    quotes: int = 0
    sections: int = 0
    model_blocks: int = 0


def prose_count(markdown: str) -> ProseCount:
    """The words of a whole draft, or of one paragraph, by the place in which they stand."""
    front = FRONT_MATTER.match(markdown)
    reader = _PlaceReader()
    stretches: list[tuple[Place | None, list[str]]] = []
    for line in markdown[front.end() if front else 0 :].split("\n"):
        place = reader.read(line)
        if not stretches or stretches[-1][0] is not place:
            stretches.append((place, []))
        stretches[-1][1].append(line)
    counts = dict.fromkeys(Place, 0)
    for place, lines in stretches:
        if place:
            # The empty line in front: what looks like front matter further down is none.
            counts[place] += prose_words("\n".join(["", *lines]))
    return ProseCount(*counts.values())


def place_of(text: str) -> Place:
    """Where most of the words of a paragraph stand; plain prose where it has none."""
    counts = asdict(prose_count(text))
    of_place = dict(zip(Place, counts.values(), strict=True))
    most = max(of_place, key=lambda place: of_place[place])
    return most if of_place[most] else Place.PROSE


_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_QUOTE = re.compile(r" {0,3}>(?!!)")
_STARTS_BLOCK = re.compile(rf" {{0,3}}(?:#{{1,6}}[ \t]|{ITEM}|>|`{{3}}|~{{3}}|\$\$|\[\^|(?:[-*_][ \t]*){{3,}}$|$)")
_CODE_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")


class _PlaceReader:
    """Says of line after line where it stands; None for the fences of sections and blocks themselves."""

    def __init__(self) -> None:
        self._open: list[str] = []
        """Fences of the sections and blocks that are open, the innermost last."""
        self._code = ""
        self._place = Place.PROSE
        self._after_blank = True

    def read(self, line: str) -> Place | None:
        fence = VENUE_FENCE.match(line)
        if fence and self._is_fence(fence["fence"], fence["rest"].strip()):
            self._code, self._place, self._after_blank = "", self._container(), True
            return None
        if not self._code:
            self._place = self._place_of(line)
        self._read_code_fence(line)
        self._after_blank = not line.strip()
        return self._place

    def _is_fence(self, fence: str, rest: str) -> bool:
        """Whether the line opens or closes something. A closing line does so even among code, as on the site."""
        closes = rest == "" if fence[0] == "+" else rest.startswith("/")
        if closes:
            if not self._open or self._open[-1][0] != fence[0] or len(fence) < len(self._open[-1]):
                return False
            self._open.pop()
            return True
        if self._code or (fence[0] == "%" and not rest.startswith("llm-output")):
            return False
        self._open.append(fence)
        return True

    def _container(self) -> Place:
        if any(fence[0] == "%" for fence in self._open):
            return Place.MODEL_BLOCK
        return Place.SECTION if self._open else Place.PROSE

    def _place_of(self, line: str) -> Place:
        if self._open:
            return self._container()
        if _NOTE.match(line):
            return Place.NOTE
        if _QUOTE.match(line):
            return Place.QUOTE
        goes_on = not self._after_blank and not _STARTS_BLOCK.match(line)
        indented_note = self._place is Place.NOTE and line[:1] in ("", " ", "\t")
        return self._place if goes_on or indented_note else Place.PROSE

    def _read_code_fence(self, line: str) -> None:
        found = _CODE_FENCE.match(line)
        if not self._code:
            self._code = found[1] if found else ""
        elif len(bare := line.strip()) >= len(self._code) and not bare.strip(self._code[0]):
            self._code = ""
