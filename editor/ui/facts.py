"""What the margin, the outline and the time table say about a paragraph, worked out in one place.

The same numbers stand in the margin as marks, in the list of paragraphs as a sentence, and in the table as columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from editor.core.ledger import Times, tenths, tenths_up
from editor.core.marks import BlockKind
from editor.core.origins import OWN_KINDS, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.policy import Measured, ParagraphVerdict, assess
from editor.core.profiles import Profile
from editor.core.runs import first_spans
from editor.core.words import Place, place_of, words_by_kind
from editor.session.draft_session import DraftSession
from editor.ui.margin import MarginNote
from editor.ui.origin_look import origin_words
from editor.ui.outline import OutlineEntry
from editor.ui.status_line import percent

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?: +\"[^\"\n]*\")?\)")
"""Of which a title shows the words; an address would take all of its room."""
_AT_ONCE = 60
"""Paragraphs that are judged in one go, a few milliseconds' worth."""
_PIECE = 20_000
"""Characters of paragraphs that the outline looks at in one go."""
_PARAGRAPH_COSTS = 20
"""As many characters does a paragraph count for besides its own."""
_SET_APART = frozenset({BlockKind.QUOTE, BlockKind.FOOTNOTE, BlockKind.SECTION})
"""Elsewhere all words are prose, and a key need not wait until they were looked through."""


@dataclass(slots=True)
class _Sums:
    """Of the paragraphs from a heading up to the next one of the same level or above."""

    words: int = 0
    own: int = 0


class Facts:
    def __init__(self, session: DraftSession, profile: Profile) -> None:
        self._session = session
        self.profile = profile
        self.versions: Mapping[int, int] = {}
        """Kept versions by paragraph id; 0 is the draft."""
        self.kept_here: frozenset[int] = frozenset()
        """Ids of the paragraphs that are never to be sent to a model."""
        self.before: Mapping[int, Mapping[str, int]] = {}
        """Milliseconds by paragraph and lane of former sittings, until the ledger itself is there."""
        self._shorts: dict[int, bool] = {}
        self._next = 0

    def times(self, paragraph: int) -> Times:
        times = self._session.times(paragraph)
        lanes = self.before.get(paragraph)
        if lanes:
            times += Times(lanes.get("edit", 0), lanes.get("read", 0), lanes.get("pad", 0))
        return times

    def measured(self, paragraph: Paragraph) -> Measured:
        measure, times = self._session.measures.of(paragraph), self.times(paragraph.id)
        return Measured(
            paragraph.id,
            measure.words,
            times.edit_ms,
            times.read_ms,
            times.thin_ms,
            dict(measure.by_kind),
            bool(paragraph.mark.lineage),
            place_of(paragraph.text) if paragraph.kind in _SET_APART else Place.PROSE,
            measure.edit,
            first_spans(paragraph.runs),
        )

    def verdict(self, paragraph: Paragraph) -> ParagraphVerdict:
        return assess(self.profile, [self.measured(paragraph)]).paragraphs[0]

    def count_short(self, first: Iterable[int]) -> int | None:
        """How many paragraphs are short of minutes, or None while some were never judged.

        To judge all takes too long in a long draft: each call judges those of `first` (ids), which may have changed, and
        some of the others in their turn.
        """
        row = self._session.document.paragraphs
        touched = [row.by_id(ident) for ident in first if row.has(ident)]
        for item in (*touched, *row[self._next : self._next + _AT_ONCE]):
            self._shorts[item.id] = bool(item.body.strip()) and self.verdict(item).short
        self._next = self._next + _AT_ONCE if self._next + _AT_ONCE < len(row) else 0
        if len(self._shorts) > len(row):
            living = {item.id for item in row}
            self._shorts = {ident: short for ident, short in self._shorts.items() if ident in living}
        return sum(self._shorts.values()) if len(self._shorts) == len(row) else None

    def note(self, number: int, paragraph: Paragraph) -> MarginNote:
        """`number` counts from 1."""
        measured, verdict = self.measured(paragraph), self.verdict(paragraph)
        by_kind = measured.words_by_kind
        own = sum(count for kind, count in by_kind.items() if kind in OWN_KINDS)
        model, unknown = by_kind.get(OriginKind.MODEL, 0), by_kind.get(OriginKind.UNKNOWN, 0)
        outside = sum(by_kind.values()) - own - model - unknown
        words = max(1, measured.words)
        required = verdict.time.required_ms if self.profile.minutes.required else 0
        return MarginNote(
            number=number,
            own=own / words,
            model=model / words,
            outside=outside / words,
            unknown=unknown / words,
            lineage_left=measured.lineage and not model,
            minutes=_minutes(verdict.time.counted_ms),
            bar=min(1.0, verdict.time.counted_ms / required) if required else None,
            met=(not verdict.short) if required else None,
            remarks=self._session.remarks.open_count(paragraph.id),
            claims=len(self._session.claims.asking(paragraph.id, paragraph.text)),
            versions=self.versions.get(paragraph.id, 0),
            locked=paragraph.id in self.kept_here,
            wanted=f"{tenths_up(required) / 10:.1f}" if required else "",
        )

    def sentence(self, number: int, paragraph: Paragraph) -> str:
        """Everything that the margin says of a paragraph, in words."""
        note, words = self.note(number, paragraph), self._session.measures.of(paragraph).words
        parts = [f"Paragraph {number}", f"{words} word" + ("" if words == 1 else "s")]
        parts.append(f"{note.minutes} minutes" + (f" of {note.wanted}" if note.wanted else ""))
        if note.met is not None:
            parts.append("enough" if note.met else "short of minutes")
        if words:
            parts.append(f"yours {percent(note.own)}")
        shares = ((note.model, "a model's"), (note.outside, "pasted or imported"), (note.unknown, "unknown"))
        parts += [f"{name} {percent(share)}" for share, name in shares if share]
        if note.lineage_left:
            parts.append("began as model text")
        counts = ((note.remarks, "open remark"), (note.claims, "open claim"), (note.versions, "version"))
        parts += [f"{count} {name}" + ("" if count == 1 else "s") for count, name in counts if count]
        if vouch := self._session.vouches.of(paragraph.id):
            parts.append(vouch.said(paragraph.body))
        if note.locked:
            parts.append("never sent to a model")
        return ", ".join(parts)

    def card(self, number: int, paragraph: Paragraph) -> tuple[str, ...]:
        """What the card about a paragraph says, a line each: whose words, time, what is kept."""
        measured, verdict, note = self.measured(paragraph), self.verdict(paragraph), self.note(number, paragraph)
        lines = [origins_line(paragraph, measured.words)]
        if paragraph.mark.lineage:
            names = ", ".join(dict.fromkeys(one.actor or "a model" for one in paragraph.mark.lineage))
            held = "holds" if note.model else "once held, and is marked for,"
            lines.append(f"It {held} words of {names}.")
        spent = verdict.time
        times = Times(spent.edit_ms, spent.read_ms, self.times(paragraph.id).pad_ms, spent.thin_ms)
        lines.append(f"{time_line(times, spent.required_ms if note.wanted else 0)}.")
        lines.append(f"{self.profile.title}: {verdict.verdict.value.replace('_', ' ')}.")
        kept = ((note.versions, "version"), (note.remarks, "open remark"), (note.claims, "open claim"))
        counts = [f"{count} {name}" + ("" if count == 1 else "s") for count, name in kept if count]
        lines.append(", ".join(counts).capitalize() + "." if counts else "No versions, no open remarks, no open claims.")
        vouch = self._session.vouches.of(paragraph.id)
        if vouch is None:
            lines.append("Nobody vouched for it so far; Ctrl+Shift+Y asks you.")
        else:
            said = vouch.said(paragraph.body)
            lines.append(f"{said[0].upper()}{said[1:]}; Ctrl+Shift+Y asks you again.")
        if note.locked:
            lines.append("Never sent to a model.")
        return tuple(lines)

    def outline(self, headings_only: bool) -> Iterator[tuple[OutlineEntry, ...] | None]:
        """None after every few milliseconds' worth of paragraphs, then one entry a heading, with the words of its
        section, or one a paragraph; of the draft as it was when the first piece was asked for.
        """
        row = tuple(self._session.document.paragraphs)
        entries: list[OutlineEntry] = []
        headings: list[tuple[Paragraph, int, _Sums]] = []
        above: list[tuple[int, _Sums]] = []
        done = 0
        for number, item in enumerate(row, 1):
            done += _PARAGRAPH_COSTS + len(item.text)
            if done > _PIECE:
                done = 0
                yield None
            if not headings_only:
                if item.body.strip():
                    level = _level(item.body) if item.kind is BlockKind.HEADING else 0
                    entries.append(self._entry(item, level, *self._counts(item), self.sentence(number, item)))
            elif item.kind is BlockKind.HEADING:
                level, sums = _level(item.body), _Sums()
                above = [*(entry for entry in above if entry[0] < level), (level, sums)]
                headings.append((item, level, sums))
            elif above:
                words, own = self._counts(item)
                for _, sums in above:
                    sums.words += words
                    sums.own += own
        entries += [self._entry(item, level, sums.words, sums.own, "") for item, level, sums in headings]
        yield tuple(entries)

    @staticmethod
    def _entry(item: Paragraph, level: int, words: int, own: int, sentence: str) -> OutlineEntry:
        return OutlineEntry(item.id, level, title_of(item), words, own / words if words else None, sentence)

    def _counts(self, paragraph: Paragraph) -> tuple[int, int]:
        measure = self._session.measures.of(paragraph)
        return measure.words, measure.own


def origins_line(paragraph: Paragraph, words: int) -> str:
    """ "84 words: 66 typed here (79 %), 18 from claude-opus-5-5 (21 %)."; each origin with its name."""
    counts: dict[str, int] = {}
    for kind, count in words_by_kind(paragraph.text, paragraph.runs).items():
        names = dict.fromkeys(origin_words(run.origin) for run in paragraph.runs if run.origin.kind is kind)
        if count:
            counts[" and ".join(names)] = count
    total = f"{words} word" + ("" if words == 1 else "s")
    shares = ", ".join(f"{count} {name} ({percent(count / words)})" for name, count in counts.items()) if words else ""
    return f"{total}: {shares}." if shares else f"{total}."


def time_line(times: Times, required_ms: int) -> str:
    """ "1.2 of 1.7 min (0.9 editing, 0.3 reading, of which thin 0.1); pad 0.3"."""
    of = f" of {tenths_up(required_ms) / 10:.1f}" if required_ms else ""
    thin = f", of which thin {_minutes(times.thin_ms)}" if times.thin_ms else ""
    pad = f"; pad {_minutes(times.pad_ms)}" if times.pad_ms else ""
    inside = f"{_minutes(times.edit_ms)} editing, {_minutes(times.read_ms)} reading{thin}"
    return f"{_minutes(times.counted_ms)}{of} min ({inside}){pad}"


def title_of(paragraph: Paragraph, length: int = 60) -> str:
    """A heading's words, or how a paragraph begins."""
    line = next((line for line in paragraph.body.split("\n") if line.strip()), "")
    line = _LINK.sub(r"\1", line.lstrip("#> \t*-").strip()).replace("**", "").replace("`", "")
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0] + " …"


def _level(body: str) -> int:
    marks = len(body) - len(body.lstrip("#"))
    if marks:
        return min(6, marks)
    return 1 if body.rstrip().endswith("=") else 2


def _minutes(ms: int) -> str:
    return f"{tenths(ms) / 10:.1f}"
