"""What another program did to the readable twin, taken in as edits of unknown origin.

The difference is found word by word, so that what was not touched keeps its origins, ids and minutes, whatever came or
went around it; a line that only stands elsewhere takes its origins along; and all of it is one step to undo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from editor.core.changes import Changes
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.origins import UNKNOWN
from editor.core.runs import Fragment
from editor.session.draft_session import Act, DraftSession
from editor.session.word_alignment import alike

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_ONE_BY_ONE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_WORDS = re.compile(rf"[{_ONE_BY_ONE}]\s*|[^\s{_ONE_BY_ONE}]+\s*|\s+")
"""A word with the white space behind it; set end to end they are the text. Where a script sets no blanks between words,
each letter counts as one."""
_LEAST_KEPT = 3
"""Words between two changes: fewer go with them. A sentence written anew is not the old one for its "the" and "of"."""


@dataclass(frozen=True, slots=True)
class Difference:
    position: int
    """Code points in the old text."""
    removed: int
    inserted: str


def differences(old: str, new: str) -> list[Difference]:
    """What turns `old` into `new`, from the start to the end; no two of them touch."""
    head, tail = _untouched(_LINES.findall(old), _LINES.findall(new))
    before, after = _WORDS.findall(old[head : len(old) - tail]), _WORDS.findall(new[head : len(new) - tail])
    places = list(accumulate(map(len, before), initial=head))
    found: list[Difference] = []
    low = other_low = 0
    for high, other_high, length in (*_kept(before, after), (len(before), len(after), 0)):
        _add(found, _trimmed(places[low], before[low:high], after[other_low:other_high]))
        low, other_low = high + length, other_high + length
        for place, other in zip(range(high, low), range(other_high, other_low), strict=True):
            word = before[place].rstrip()  # only the white space behind it may be another
            gone, came = before[place][len(word) :], after[other][len(word) :]
            if gone != came:
                _add(found, Difference(places[place] + len(word), len(gone), came))
    ends = [0, *(max(1, one.position + one.removed) for one in found)]
    return [_at_line_start(old, one, least) for one, least in zip(found, ends, strict=False)]


def _untouched(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """The length of the lines before the first change, and of those behind the last one."""
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    return sum(map(len, old[:head])), sum(map(len, old[len(old) - tail :]))


def _kept(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The stretches of words that stay: all but short ones between two changes that are no lines of their own."""
    found = alike([word.rstrip() for word in before], [word.rstrip() for word in after])
    for one in found:
        is_first = one.old == 0 == one.new
        is_last = one.old + one.length == len(before) and one.new + one.length == len(after)
        if one.length >= _LEAST_KEPT or is_first or is_last or _is_lines(before, one.old, one.length):
            yield one


def _is_lines(words: Sequence[str], low: int, length: int) -> bool:
    starts = low == 0 or "\n" in words[low - 1]
    return starts and (low + length == len(words) or "\n" in words[low + length - 1])


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
    """Brings the draft to `text`; each `Changes` is to be shown before the next is asked for."""
    group: int | None = None
    found = differences(session.document.text(), text)
    moved = _taken_out(session.document, found)
    for one in reversed(found):
        group = session.recorder.next_n if group is None else group
        act = Act(EditKind.EXTERNAL, by_hand=False, group=group)
        yield session.change(one.position, one.removed, _came(one.inserted, moved), act)


def _taken_out(document: Document, found: Sequence[Difference]) -> Mapping[str, Fragment]:
    """By their words, the lines that are no longer where they were."""
    lines = {}
    for one in found:
        gone = document.fragment(one.position, one.position + one.removed)
        for line in _LINES.finditer(gone.text):
            words = line[0].strip()
            if len(_WORDS.findall(words)) >= _LEAST_KEPT:
                start = line.start() + line[0].index(words)
                lines[words] = gone.slice(start, start + len(words))
    return lines


def _came(text: str, moved: Mapping[str, Fragment]) -> Fragment:
    """Of unknown origin, but for lines that stood elsewhere."""
    whole = Fragment()
    for line in _LINES.findall(text):
        known = moved.get(line.strip())
        if known is None:
            whole += Fragment.of(line, UNKNOWN)
        else:
            head, _, tail = line.partition(known.text)
            whole += Fragment.of(head, UNKNOWN) + known + Fragment.of(tail, UNKNOWN)
    return whole
