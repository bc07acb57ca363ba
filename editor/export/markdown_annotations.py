"""Markdown Annotations, version 0.1: whose words a text holds, in a block at its end that other programs can read.

The block counts in grapheme clusters from the very start of the file and begins with a hash of the text, so that a reader
notices a text that was changed after it. The format is public; what is said here is all that is taken from it.
https://github.com/iainc/Markdown-Annotations

Of a cluster with several origins (a letter and its accent) the one decides that is furthest from the writer.
"""

from __future__ import annotations

from dataclasses import dataclass

from editor.core.digest import text_digest
from editor.core.origins import OWN_KINDS, Origin, OriginKind
from editor.core.runs import Fragment
from editor.export.graphemes import cluster_ends

HASH_KEY, ALGORITHM = "Annotations", "SHA-256"
HUMAN, OTHER = "@", "&"
PASTED, IMPORTED = "Pasted", "Imported"
"""Names of authors that are none: what this program knows of text that was not written in it."""
DIGITS = 32
"""Of the hash; the format allows 32 to 64."""
_FURTHEST = (OriginKind.MODEL, OriginKind.PASTED, OriginKind.IMPORTED, OriginKind.UNKNOWN)
_CLUSTERS = tuple[int, int]
"""Where a stretch begins and how many clusters it has."""


@dataclass(frozen=True, slots=True)
class Author:
    sign: str
    """"@" for people, "&" for all else."""
    name: str
    identifier: str = ""

    def key(self) -> str:
        """As it stands in the block; signs that mean something there are taken out or escaped."""
        name = _plain(self.name).replace(":", "\\:")
        identifier = _plain(self.identifier).replace(":", "\\:")
        return f"{self.sign}{name}" + (f" <{identifier}>" if identifier else "")


def annotated(whole: Fragment, writer: str) -> str:
    """The text with its block; the words of `writer` under that name. What is of unknown origin stays without a name."""
    block = annotation_block(whole, writer)
    gap = "\n" if whole.text.endswith("\n") or not whole.text else "\n\n"
    return f"{whole.text}{gap}{block}"


def annotation_block(whole: Fragment, writer: str) -> str:
    """From the three dashes to the three dots, with a newline at the end."""
    ends = cluster_ends(whole.text)
    rows = [f"{HASH_KEY}: 0,{len(ends)} {ALGORITHM} {text_hash(whole.text)}"]
    for author, stretches in _stretches(whole, ends, writer).items():
        places = " ".join(f"{start},{length}" if length > 1 else str(start) for start, length in stretches)
        rows.append(f"{author.key()}: {places}")
    # Two spaces end a line for good in Markdown: in a program that knows no annotations they stay on lines of their own.
    return "\n".join(["---", *(f"{row}  " for row in rows), "...", ""])


def text_hash(text: str) -> str:
    return text_digest(text)[:DIGITS]


def author_of(origin: Origin, writer: str) -> Author | None:
    """Under whose name an origin is exported; None for what nobody knows."""
    if origin.kind in OWN_KINDS:
        return Author(HUMAN, writer)
    if origin.kind is OriginKind.MODEL:
        return Author(OTHER, origin.actor or "Model", origin.provider)
    if origin.kind is OriginKind.IMPORTED and origin.actor:
        return Author(HUMAN, origin.actor)
    return {OriginKind.PASTED: Author(OTHER, PASTED), OriginKind.IMPORTED: Author(OTHER, IMPORTED)}.get(origin.kind)


def _stretches(whole: Fragment, ends: list[int], writer: str) -> dict[Author, list[_CLUSTERS]]:
    found: dict[Author, list[_CLUSTERS]] = {}
    for number, origin in enumerate(_owners(whole, ends)):
        author = author_of(origin, writer)
        if author is None:
            continue
        mine = found.setdefault(author, [])
        if mine and sum(mine[-1]) == number:
            mine[-1] = (mine[-1][0], mine[-1][1] + 1)
        else:
            mine.append((number, 1))
    return found


def _owners(whole: Fragment, ends: list[int]) -> list[Origin]:
    """The origin that decides each cluster."""
    owners: list[Origin] = []
    runs = iter(whole.runs)
    origin, run_end = Origin(OriginKind.UNKNOWN), 0
    for end in ends:
        within: list[Origin] = [origin] if run_end > (ends[len(owners) - 1] if owners else 0) else []
        while run_end < end:
            run = next(runs)
            origin, run_end = run.origin, run_end + run.length
            within.append(origin)
        owners.append(min(within, key=_nearness))
    return owners


def _nearness(origin: Origin) -> int:
    return _FURTHEST.index(origin.kind) if origin.kind in _FURTHEST else len(_FURTHEST)


def _plain(name: str) -> str:
    return " ".join("".join(" " if sign in "<>,\r\n\\" else sign for sign in name).split())
