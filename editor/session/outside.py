"""What another program did to the readable twin, taken in as edits of unknown origin.

The difference is found word by word, so that what was not touched keeps its origins, ids and minutes, whatever came or
went around it; a line that only stands elsewhere takes its origins along; and all of it is one step to undo.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from editor.core.changes import Changes
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.origins import UNKNOWN
from editor.core.runs import Fragment, joined
from editor.session.draft_session import Act, DraftSession
from editor.session.word_alignment import Alike
from editor.session.word_following import followed

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_ONE_BY_ONE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_WORDS = re.compile(rf"[{_ONE_BY_ONE}]\s*|[^\s{_ONE_BY_ONE}]+\s*|\s+")
"""A word with the white space behind it; set end to end they are the text. Where a script sets no blanks between words,
each letter counts as one."""


@dataclass(frozen=True, slots=True)
class Difference:
    position: int
    """Code points in the old text."""
    removed: int
    inserted: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A word that stands elsewhere now; places in code points."""

    old: int
    new: int
    length: int


def differences(old: str, new: str) -> list[Difference]:
    """What turns `old` into `new`, from the start to the end; no two of them touch."""
    return compared(old, new)[0]


def compared(old: str, new: str) -> tuple[list[Difference], list[Moved]]:
    """The same, and the words of the new text that stood elsewhere in the old one, in the order of the new."""
    head, tail = _untouched(_LINES.findall(old), _LINES.findall(new))
    before, after = _WORDS.findall(old[head : len(old) - tail]), _WORDS.findall(new[head : len(new) - tail])
    places, others = (list(accumulate(map(len, words), initial=head)) for words in (before, after))
    kept, moved = followed(before, after)
    found: list[Difference] = []
    low = other_low = 0
    for high, other_high, length in (*kept, (len(before), len(after), 0)):
        _add(found, _trimmed(places[low], before[low:high], after[other_low:other_high]))
        low, other_low = high + length, other_high + length
        for place, other in zip(range(high, low), range(other_high, other_low), strict=True):
            word = before[place].rstrip()  # only the white space behind it may be another
            gone, came = before[place][len(word) :], after[other][len(word) :]
            if gone != came:
                _add(found, Difference(places[place] + len(word), len(gone), came))
    found = _without_common_space(old, found)
    ends = [0, *(max(1, one.position + one.removed) for one in found)]
    at_starts = [_at_line_start(old, one, least) for one, least in zip(found, ends, strict=False)]
    return at_starts, [
        Moved(places[one.old + at], others[one.new + at], _came_along(before, after, one, at))
        for one in moved
        for at in range(one.length)
    ]


def _came_along(before: Sequence[str], after: Sequence[str], moved: Alike, at: int) -> int:
    """The length of a word that moved, with the white space behind it if that is what was between it and the next."""
    word = before[moved.old + at]
    is_inside = at + 1 < moved.length and word == after[moved.new + at]
    return len(word) if is_inside else len(word.rstrip())


def _untouched(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """The length of the lines before the first change, and of those behind the last one."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return sum(map(len, old[:head])), sum(map(len, old[len(old) - tail :]))


def _trimmed(start: int, gone: Sequence[str], came: Sequence[str]) -> Difference:
    """What differs. Only a word that became another much like it keeps letters: else they would be a stranger's."""
    old, new = "".join(gone), "".join(came)
    limit = min(len(old), len(new))
    low = next((at for at in range(limit) if old[at] != new[at]), limit)
    high = next((at for at in range(limit - low) if old[-1 - at] != new[-1 - at]), limit - low)
    if not (len(gone) == len(came) == 1 and 2 * (low + high) >= max(len(old), len(new))):
        low, high = 0, min(high, len(old) - len(old.rstrip()), len(new) - len(new.rstrip()))
    return Difference(start + low, len(old) - low - high, new[low : len(new) - high])


def _add(found: list[Difference], one: Difference) -> None:
    if not one.removed and not one.inserted:
        return
    if found and found[-1].position + found[-1].removed == one.position:
        last = found.pop()
        one = Difference(last.position, last.removed + one.removed, last.inserted + one.inserted)
    found.append(one)


def _without_common_space(old: str, found: Sequence[Difference]) -> list[Difference]:
    """Less the white space that stays around them, and a paragraph with the blank line behind it rather than the one
    above: an edit that takes a line end away for a moment would join two of them."""
    made = []
    for one, stop in zip(found, [*(one.position for one in found[1:]), len(old) + 2], strict=False):
        gone, came = old[one.position : one.position + one.removed], one.inserted
        limit = min(len(gone), len(came))
        low = next((at for at in range(limit) if gone[at] != came[at] or not gone[at].isspace()), limit)
        limit -= low
        high = next((at for at in range(limit) if gone[-1 - at] != came[-1 - at] or not gone[-1 - at].isspace()), limit)
        place, gone, came = one.position + low, gone[low : len(gone) - high], came[low : len(came) - high]
        while not (gone and came) and (gone or came)[0] == "\n" == old[place + len(gone) :][:1]:
            if place + len(gone) + 1 >= stop:
                break
            place, gone, came = place + 1, (gone + "\n")[1:] if gone else "", (came + "\n")[1:] if came else ""
        made.append(Difference(place, len(gone), came))
    return made


def _at_line_start(old: str, one: Difference, least: int) -> Difference:
    """A whole new or lost line, and not the end of one and the beginning of the next, where they begin alike.

    It stays behind `least`, the end of the difference before, which is 0 where there is none.
    """
    line = old.rfind("\n", least, one.position) + 1
    head, changed = old[line : one.position], one.inserted or old[one.position : one.position + one.removed]
    if (one.inserted and one.removed) or (least and not line) or not changed.endswith(head):
        return one
    return Difference(line, one.removed, (head + changed)[: len(changed)] if one.inserted else "")


def take_in(session: DraftSession, text: str) -> Iterator[Changes]:
    """Brings the draft to `text`; each `Changes` is to be shown before the next is asked for.

    What moved goes everywhere before it comes anywhere: so a paragraph is found again as the one that went, and none
    keeps the id and the mark of another one that stood in its place.
    """
    old = session.document.text()
    found, moved = compared(old, text)
    trades = _trades(found, moved)
    found, moved = _with_line_ends(old, found, moved, trades)
    act = Act(EditKind.EXTERNAL, by_hand=False, group=session.recorder.next_n)
    came = _came(session.document, found, moved)
    for one, inserted, is_trade in reversed(list(zip(found, came, trades, strict=True))):
        if one.removed or not is_trade:
            yield session.change(one.position, one.removed, Fragment() if is_trade else inserted, act)
    for start, inserted, is_trade in zip(_starts(found), came, trades, strict=True):
        if is_trade and inserted.text:
            yield session.change(start, 0, inserted, act)


def _starts(found: Sequence[Difference]) -> list[int]:
    """Where in the new text each of them begins."""
    shifts = accumulate((len(one.inserted) - one.removed for one in found), initial=0)
    return [one.position + shift for one, shift in zip(found, shifts, strict=False)]


def _trades(found: Sequence[Difference], moved: Sequence[Moved]) -> list[bool]:
    """Whether words that moved went from there or came there."""
    went, came = sorted(one.old for one in moved), [one.new for one in moved]

    def has(places: Sequence[int], start: int, length: int) -> bool:
        return bisect_left(places, start) < bisect_left(places, start + length)

    return [
        has(went, one.position, one.removed) or has(came, start, len(one.inserted))
        for one, start in zip(found, _starts(found), strict=True)
    ]


def _with_line_ends(
    old: str, found: Sequence[Difference], moved: Sequence[Moved], trades: Sequence[bool]
) -> tuple[list[Difference], list[Moved]]:
    """Where one line took the place of another, the line ends behind it go and come as well: on an empty line that is
    left, the next paragraph would be taken for the one before."""
    made, ends = [], []
    stops = [*(one.position for one in found[1:]), len(old)]
    for one, start, stop, is_trade in zip(found, _starts(found), stops, trades, strict=False):
        after = behind = one.position + one.removed
        if is_trade and one.removed and one.inserted and old[max(0, one.position - 1) : one.position] in ("", "\n"):
            while behind < stop and old[behind] == "\n":
                behind += 1
        line_ends = old[after:behind]
        made.append(Difference(one.position, one.removed + len(line_ends), one.inserted + line_ends))
        ends.append(Moved(after, start + len(one.inserted), len(line_ends)))
    return made, sorted((*moved, *ends), key=lambda one: one.new)


def _came(document: Document, found: Sequence[Difference], moved: Sequence[Moved]) -> list[Fragment]:
    """What each difference brings: of unknown origin, but for words that stood elsewhere."""
    came = []
    shift = at = 0  # how far the new text is ahead of the old; the first of the moved words that may be in it
    for one in found:
        start = one.position + shift
        stop = start + len(one.inserted)
        pieces, done = [], start
        while at < len(moved) and moved[at].new < stop:
            word = moved[at]
            at += 1
            if word.new >= done:
                pieces.append(Fragment.of(one.inserted[done - start : word.new - start], UNKNOWN))
                length = min(word.length, stop - word.new)
                pieces.append(document.fragment(word.old, word.old + length))
                done = word.new + length
        pieces.append(Fragment.of(one.inserted[done - start :], UNKNOWN))
        came.append(Fragment(one.inserted, joined(piece.runs for piece in pieces)))
        shift += len(one.inserted) - one.removed
    return came
