"""Reading a text that carries Markdown Annotations (`markdown_annotations`), written by whatever program.

What the block says is believed as far as its hash fits the text. Where it does not, where a range lies outside the text,
or where two authors claim the same words, that is told in sentences, and the writer decides whether to keep or to discard
what the block says; the text is never touched. A name is only what the file says: who wrote the file could have put any
name there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from editor.core.digest import text_digest
from editor.core.origins import PASTED as PASTED_ORIGIN
from editor.core.origins import TYPED, UNKNOWN, Origin, OriginKind
from editor.core.runs import Fragment, Run, Runs, joined
from editor.export.graphemes import cluster_ends
from editor.export.markdown_annotations import ALGORITHM, HUMAN, IMPORTED, OTHER, PASTED, Author

SOURCE = "Markdown Annotations"
"""What stands as the source of an origin that a block told of."""
_OPENING, _CLOSING = "---", "..."
_RANGE = re.compile(r"(\d+)(?:,(\d+))?\Z")
_KEY = re.compile(r"[ \t]*((?:\\.|[^\\:])*):(.*)", re.DOTALL)
_AUTHOR = re.compile(r"([@&])[ \t]*([^<,]*)(?:<(.*)>)?")
_LONGEST_NUMBER = 15
_LONGEST_QUOTE = 40
_RULE = "such words count as a model's or as pasted before they count as a person's"
_Annotation = tuple[str, str]
"""Key and value."""


@dataclass(frozen=True, slots=True)
class Claim:
    author: Author
    start: int
    """Code points of the text."""
    stop: int


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    text: str
    """Without the block; lines end with "\\n"."""
    claims: tuple[Claim, ...] = ()
    """As far as they lie within the text."""
    trouble: tuple[str, ...] = ()
    """Why the block may not belong to this text, or contradicts itself, in sentences."""
    has_block: bool = False

    def people(self) -> tuple[str, ...]:
        """The names of the human authors, each once, in order."""
        return tuple(dict.fromkeys(one.author.name for one in self.claims if one.author.sign == HUMAN))

    def fragment(self, writer: str | None = None) -> Fragment:
        """The text with the origins that the block names; what it leaves out is of unknown origin.

        The words of `writer` count as typed, those of other people as imported. Where two authors claim a stretch, a
        person never wins over anybody else, and of equals the first has it.
        """
        ranked = enumerate(sorted(self.claims, key=lambda one: _weight(one.author)))
        coming = sorted(((claim.start, rank, claim) for rank, claim in ranked), reverse=True, key=lambda one: one[:2])
        here: list[tuple[int, int, Origin]] = []  # a heap of who claims this place, whoever wins on top, and up to where
        runs: list[Runs] = []
        ends = {0, len(self.text), *(place for claim in self.claims for place in (claim.start, claim.stop))}
        for low, high in pairwise(sorted(ends)):
            while coming and coming[-1][0] == low:
                _, rank, claim = coming.pop()
                heappush(here, (rank, claim.stop, origin_of(claim.author, writer)))
            while here and here[0][1] <= low:
                heappop(here)
            runs.append((Run(high - low, here[0][2] if here else UNKNOWN),))
        return Fragment(self.text, joined(runs))

    def without_claims(self) -> Fragment:
        """The text where the block is discarded: whose words these are is unknown."""
        return Fragment.of(self.text, UNKNOWN)


def origin_of(author: Author, writer: str | None) -> Origin:
    if author.sign == HUMAN:
        if writer is not None and author.name == writer:
            return TYPED
        return Origin(OriginKind.IMPORTED, actor=author.name, source=SOURCE)
    if author == Author(OTHER, PASTED):
        return PASTED_ORIGIN
    if author == Author(OTHER, IMPORTED):
        return Origin(OriginKind.IMPORTED)
    return Origin(OriginKind.MODEL, actor=author.name, provider=author.identifier, source=SOURCE)


def _weight(author: Author) -> int:
    """The lower wins."""
    return (OTHER, HUMAN).index(author.sign) * 2 + (author.name in (PASTED, IMPORTED))


def read_annotated(raw: str, newline: str = "\n") -> AnnotatedText:
    """`raw` as it stands in the file; `newline` is what its lines end with."""
    found = _split(raw, newline)
    if found is None:
        return AnnotatedText(raw.replace(newline, "\n"))
    before, annotations = found
    kept, trouble, authors = _checked_by_hash(before, annotations)
    text = kept.replace(newline, "\n")
    # A line end is one cluster, whatever it is made of, so that ranges stay right where it was replaced.
    starts = [0, *cluster_ends(text)]
    claims: list[Claim] = []
    for key, value in authors:
        author = _author(key)
        if author is None:
            continue
        for word in value.split():
            claim, said = _claim(author, word, starts)
            claims += [claim] if claim else []
            trouble += [said] if said else []
    return AnnotatedText(text, tuple(claims), tuple(dict.fromkeys((*trouble, *_contradictions(text, claims)))), True)


def _contradictions(text: str, claims: Sequence[Claim]) -> tuple[str, ...]:
    """A sentence where authors claim the same words; none where every word has one at most."""
    contested: list[tuple[Claim, Claim]] = []
    furthest: list[Claim] = []
    """Of all claims so far the one that ends last, and of those of other authors the one that ends last."""
    for claim in sorted(claims, key=lambda one: one.start):
        rival = next((one for one in furthest if one.author != claim.author and one.stop > claim.start), None)
        if rival is not None:
            contested.append((rival, claim))
        ends_last = sorted((*furthest, claim), key=lambda one: -one.stop)
        furthest = ends_last[:1] + [one for one in ends_last if one.author != ends_last[0].author][:1]
    if not contested:
        return ()
    rival, claim = contested[0]
    words = " ".join(text[claim.start : min(rival.stop, claim.stop)].split())
    words = words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1].rstrip()}…"
    count = len(contested)
    places = "" if count == 1 else f" (and more, in {count:,} places)"
    return (f"{_named(rival.author)} and {_named(claim.author)} both claim “{words}”{places}; {_RULE}.",)


def _split(raw: str, newline: str) -> tuple[str, list[_Annotation]] | None:
    """What stands before the block, and the annotations in it; None where the text ends without a block."""
    lines = raw.split(newline)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines or lines[-1].rstrip() != _CLOSING:
        return None
    for place in range(len(lines) - 2, -1, -1):
        if lines[place].rstrip() == _OPENING:
            annotations = _annotations(lines[place + 1 : -1])
            if not any(key[:1] in (HUMAN, OTHER) or ALGORITHM in value for key, value in annotations):
                return None
            return "".join(f"{line}{newline}" for line in lines[:place]), annotations
    return None


def _annotations(lines: Sequence[str]) -> list[_Annotation]:
    found: list[_Annotation] = []
    indent = 0
    for line in lines:
        own = len(line) - len(line.lstrip(" \t"))
        parts = _KEY.match(line)
        if found and (own >= indent + 2 or not line.strip()):
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif parts:
            found.append((re.sub(r"\\(.)", r"\1", parts[1]).strip(), parts[2].strip()))
            indent = own
    return found


def _checked_by_hash(before: str, annotations: list[_Annotation]) -> tuple[str, list[str], list[_Annotation]]:
    """The text that the block is about, what is wrong with its hash, and the annotations without the hash."""
    words = annotations[0][1].split() if annotations else []
    if ALGORITHM not in words:
        return (
            _without_gap(before),
            ["The block has no hash, so nobody can tell whether it belongs to this text."],
            annotations,
        )
    place = words.index(ALGORITHM)
    digest = words[place + 1].lower() if len(words) > place + 1 else ""
    ranges = [_range(word) for word in words[:place]]
    rest = annotations[1:]
    ends = [0, *cluster_ends(before)]
    if not re.fullmatch(r"[0-9a-f]{32,64}", digest) or not ranges or None in ranges:
        return _without_gap(before), ["The hash in the block cannot be read."], rest
    known = [one for one in ranges if one is not None]
    last = max(start + length for start, length in known)
    if last >= len(ends):
        kept = _without_gap(before)
        has = len(cluster_ends(kept))
        return kept, [f"The block was made for a text of {last:,} characters, and this one has {has:,}."], rest
    covered = "".join(before[ends[start] : ends[start + length]] for start, length in known)
    trouble = []
    if not text_digest(covered).startswith(digest):
        trouble.append("The text was changed after the block was written, so its origins may stand at the wrong words.")
    after = before[ends[last] :]
    return before if after.strip() else before[: ends[last]], trouble, rest


def _without_gap(before: str) -> str:
    """Less the empty line that keeps the block away from the text."""
    for gap in ("\r\n\r\n", "\n\n"):
        if before.endswith(gap):
            return before[: -len(gap) // 2]
    return before


def _range(word: str) -> tuple[int, int] | None:
    found = _RANGE.match(word)
    if not found or max(len(part or "") for part in found.groups()) > _LONGEST_NUMBER:
        return None
    return int(found[1]), int(found[2] or 1)


def _author(key: str) -> Author | None:
    found = _AUTHOR.match(key)
    if not found:
        return None
    return Author(found[1], found[2].strip(), (found[3] or "").strip())


def _named(author: Author) -> str:
    return f"{author.sign}{author.name}"


def _claim(author: Author, word: str, starts: list[int]) -> tuple[Claim | None, str]:
    """The claim, as far as it lies in the text, and what is wrong with it."""
    named = _named(author)
    found = _RANGE.match(word)
    if not found:
        return None, f"“{word}” after {named} is no range of characters."
    place = _range(word)
    last = len(starts) - 1
    if place is None or place[0] + place[1] > last:
        said = f"The range {word} of {named} points outside the text, which has {last:,} characters."
        if place is None or place[0] >= last:
            return None, said
        return Claim(author, starts[place[0]], starts[last]), said
    start, length = place
    return (Claim(author, starts[start], starts[start + length]), "") if length else (None, "")
