"""Gathering how a draft came about, as far as the writer wants it shown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from editor import __version__
from editor.core.clock import Instant
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.ledger import Ledger, minutes_text
from editor.core.origins import Origin, OriginKind
from editor.core.paragraph_row import Paragraph
from editor.core.rows import origin_from, runs_from
from editor.core.runs import Fragment
from editor.core.words import piece_words_by_kind, prose_words, words_by_kind, words_by_origin
from editor.export.process_record import (
    Day,
    Insertion,
    Minutes,
    ModelCall,
    Moment,
    NamedVersion,
    ParagraphPast,
    Part,
    ProcessRecord,
    Session,
)
from editor.services.accounts import accounts_of
from editor.services.accounts_record import accounts_in_words, verified_claims
from editor.services.declarations import declarations
from editor.services.opening import spent
from editor.services.past import WholePast
from editor.services.timing import beginning
from editor.services.work_sessions import work_sessions


@dataclass(frozen=True, slots=True)
class Wanted:
    parts: frozenset[Part]
    checked: tuple[str, ...] = ()
    """What checking the file found."""


def process_record(document: Document, whole: WholePast, wanted: Wanted, now: Instant, name: str) -> ProcessRecord:
    """Costs the length of the draft and of its log. `name` is its title."""
    return _Gathering(document, whole, wanted).record(now, name)


class _Gathering:
    def __init__(self, document: Document, whole: WholePast, wanted: Wanted) -> None:
        self._paragraphs = tuple(document.paragraphs)
        self._whole = whole
        self._wanted = wanted
        self._ledger = Ledger(whole.ledger)
        self._edits = [one for one in whole.past.log if "keyframe" not in one]
        moments = sorted({(int(one["t"]), int(one["z"])) for one in self._edits})
        self._times = [wall_ms for wall_ms, _ in moments]
        self._offsets = [offset for _, offset in moments]

    def record(self, now: Instant, name: str) -> ProcessRecord:
        parts, past = self._wanted.parts, self._whole.past
        by_origin, models = self._words()
        days, sessions = self._days(), self._sessions()
        accounts = accounts_of(past.attachments, self._paragraphs)
        whole = ProcessRecord(
            title=name,
            made=Moment(now.wall_ms, now.offset_min),
            program=f"Palimpsest {__version__}",
            parts=parts,
            begin=sessions[0].begin if sessions else None,
            end=sessions[-1].end if sessions else None,
            changes=len(self._edits),
            words=sum(by_origin.values()),
            by_origin=by_origin,
            models=models,
            total=_minutes(self._ledger.total()),
            removed=_minutes(self._ledger.removed()),
            paragraphs=tuple(
                self._paragraph(number, one) for number, one in enumerate(self._paragraphs, 1) if one.body.strip()
            ),
            days=days,
            sessions=sessions,
            pastes=tuple(self._insertions(EditKind.PASTE)),
            outside=tuple(self._insertions(EditKind.EXTERNAL)),
            declarations=declarations(self._edits),
            zones=self._zones(),
            calls=tuple(self._calls()),
            cost_usd=str(spent(past.calls)) if past.calls else "",
            versions=tuple(self._versions()),
            claims=accounts_in_words(accounts),
            verified=verified_claims(accounts, quoted=Part.BEGINNINGS in parts),
            not_known=self._not_known(by_origin),
            checked=self._wanted.checked,
            ledger_rows=len(past.ledger),
            ledger_head=past.ledger_head,
        )
        return _as_wanted(whole)

    def _moment(self, wall_ms: int) -> Moment:
        """With the distance from UTC that the change before it had, or, before all, the first one."""
        place = max(0, bisect_right(self._times, wall_ms) - 1)
        return Moment(wall_ms, self._offsets[place] if self._offsets else 0)

    def _minute(self, minute: int) -> Moment:
        """The start of a minute since 1970, in the zone of the first change in it: the one before may be of another."""
        wall_ms = minute * 60_000
        place = bisect_left(self._times, wall_ms)
        if place < len(self._times) and self._times[place] < wall_ms + 60_000:
            return Moment(wall_ms, self._offsets[place])
        return self._moment(wall_ms)

    def _words(self) -> tuple[dict[str, int], dict[str, int]]:
        kinds: Counter[str] = Counter()
        models: Counter[str] = Counter()
        for item in self._paragraphs:
            for origin, count in words_by_origin(item.text, item.runs).items():
                kinds[origin.kind.value] += count
                if origin.kind is OriginKind.MODEL:
                    models[_model_words(origin)] += count
        return dict(kinds), dict(models)

    def _paragraph(self, number: int, item: Paragraph) -> ParagraphPast:
        by_origin = {kind.value: count for kind, count in words_by_kind(item.text, item.runs).items()}
        return ParagraphPast(
            number,
            item.kind.value,
            beginning(item.body),
            sum(by_origin.values()),
            by_origin,
            tuple(dict.fromkeys(_model_words(one) for one in item.mark.lineage)),
            _minutes(self._ledger.times(item.id)),
        )

    def _days(self) -> tuple[Day, ...]:
        spent_on: dict[str, Minutes] = {}
        cells: dict[str, Counter[int]] = {}
        changes = Counter(Moment(int(one["t"]), int(one["z"])).day for one in self._edits)
        for one in self._ledger.minutes():
            moment = self._minute(one.minute)
            thin = one.edit_ms + one.read_ms if one.thin else 0
            minutes = Minutes(one.edit_ms, one.read_ms, one.pad_ms, thin)
            spent_on[moment.day] = spent_on.get(moment.day, Minutes()) + minutes
            cells.setdefault(moment.day, Counter())[moment.of_day] += one.ms
        return tuple(
            Day(day, spent_on.get(day, Minutes()), changes[day], tuple(sorted(cells.get(day, Counter()).items())))
            for day in sorted({*spent_on, *changes})
        )

    def _sessions(self) -> tuple[Session, ...]:
        """Stretches of work with no pause of half an hour in them."""
        spent = []
        for one in self._ledger.minutes():
            thin = one.edit_ms + one.read_ms if one.thin else 0
            spent.append((self._minute(one.minute), Minutes(one.edit_ms, one.read_ms, one.pad_ms, thin)))
        return work_sessions(self._edits, spent)

    def _zones(self) -> tuple[Moment, ...]:
        met: list[Moment] = []
        for one in self._edits:
            if not met or int(one["z"]) != met[-1].offset_min:
                met.append(Moment(int(one["t"]), int(one["z"])))
        return tuple(met) if len(met) > 1 else ()

    def _insertions(self, kind: EditKind) -> Iterable[Insertion]:
        for place, one in enumerate(self._edits):
            if one["k"] == kind.value and "i" in one and not _was_read_anew(self._edits[place : place + 3]):
                whole = _inserted(one["i"])
                if whole.text.strip():
                    counts = piece_words_by_kind(whole) or dict.fromkeys((run.origin.kind for run in whole.runs), 0)
                    words = {kind.value: count for kind, count in counts.items()}
                    sources = tuple(dict.fromkeys(filter(None, (_source(run.origin) for run in whole.runs))))
                    yield Insertion(Moment(int(one["t"]), int(one["z"])), sum(words.values()), words, sources)

    def _calls(self) -> Iterable[ModelCall]:
        texts = Part.CALL_TEXTS in self._wanted.parts
        for call in self._whole.past.calls:
            yield ModelCall(
                self._moment(call.wall_ms),
                call.provider,
                call.model,
                call.purpose,
                call.status,
                call.tokens,
                call.cost,
                call.sent if texts else "",
                call.reply if texts else "",
            )

    def _versions(self) -> Iterable[NamedVersion]:
        numbers = {item.id: number for number, item in enumerate(self._paragraphs, 1)}
        for one in self._whole.past.versions:
            if one.paragraph is None:
                of = "the draft"
            else:
                number = numbers.get(one.paragraph)
                of = f"paragraph {number}" if number else "a paragraph that is gone"
            yield NamedVersion(self._moment(one.wall_ms), one.name, of, prose_words(one.text))

    def _not_known(self, by_origin: dict[str, int]) -> tuple[str, ...]:
        said = [
            "Whether the typing recorded here was the author's own thinking, and what was done away from this program."
        ]
        said += _of_words(by_origin)
        thin = self._ledger.total().thin_ms
        if thin:
            said.append(f"Whether {minutes_text(thin)} of the minutes were work: hardly a change fell into them (thin).")
        said += self._of_the_log()
        steps = self._ledger.clock_steps()
        if steps:
            back = sum(step.shift_ms < 0 for step in steps)
            times = "once" if len(steps) == 1 else f"{len(steps)} times"
            said.append(f"What the clock did {times}: it was set or the machine slept ({back} of them set it back).")
        unpriced = sum(not call.cost for call in self._whole.past.calls)
        if unpriced:
            said.append(f"What {unpriced} of the {len(self._whole.past.calls)} calls to models cost: no price is known.")
        said += self._whole.notes
        return tuple(said)

    def _of_the_log(self) -> Iterable[str]:
        began = [one for one in self._whole.past.log if "keyframe" in one]
        first = prose_words(str(began[0]["keyframe"]["text"])) if began else 0
        if first:
            yield f"How {first:,} words came about that were there when this record began."
        if len(began) > 1:
            times = len(began) - 1
            yield f"What was written in {times} stretch{'es' if times > 1 else ''} of the record that went missing."
        if self._whole.unread:
            one = self._whole.unread == 1
            what = "1 row of the record means" if one else f"{self._whole.unread} rows of the record mean"
            yield f"What {what}: a newer version of the program wrote {'it' if one else 'them'}."


def _of_words(by_origin: dict[str, int]) -> Iterable[str]:
    for kind, said in (
        ("unknown", "Who wrote {} words: they were changed by another program."),
        ("pasted", "Who first wrote {} words that were pasted."),
        ("imported", "Who first wrote {} words that were imported."),
    ):
        if by_origin.get(kind):
            yield said.format(f"{by_origin[kind]:,}")


def _as_wanted(record: ProcessRecord) -> ProcessRecord:
    """Less everything that the writer leaves out."""
    gone: dict[Part, dict[str, Any]] = {
        Part.WORDS: {"words": 0, "by_origin": {}, "models": {}},
        Part.MINUTES: {"days": (), "total": Minutes(), "removed": Minutes()},
        Part.PARAGRAPHS: {"paragraphs": ()},
        Part.SESSIONS: {"sessions": (), "zones": ()},
        Part.PASTES: {"pastes": (), "outside": ()},
        Part.DECLARATIONS: {"declarations": ()},
        Part.CALLS: {"calls": (), "cost_usd": ""},
        Part.CLAIMS: {"claims": "", "verified": ()},
        Part.VERSIONS: {"versions": ()},
    }
    for part, empty in gone.items():
        if not record.shows(part):
            record = replace(record, **empty)
    if not record.shows(Part.SESSIONS):
        record = replace(record, days=tuple(replace(day, at=()) for day in record.days))
    if not record.shows(Part.BEGINNINGS):
        record = replace(record, paragraphs=tuple(replace(one, beginning="") for one in record.paragraphs))
    return record


def _minutes(times: Any) -> Minutes:
    return Minutes(times.edit_ms, times.read_ms, times.pad_ms, times.thin_ms)


def _was_read_anew(edits: Sequence[Any]) -> bool:
    """Whether the plain words of a paste were taken back at once for what the page behind them says: one paste."""
    if len(edits) < 3:
        return False
    plain, back, page = edits
    return bool(back.get("r") == plain["n"] and page["k"] == EditKind.PASTE.value and page["p"] == plain["p"])


def _inserted(row: Sequence[Any]) -> Fragment:
    text, origins = row
    if isinstance(origins, list):
        return Fragment(text, runs_from(origins))
    return Fragment.of(text, origin_from(origins))


def _source(origin: Origin) -> str:
    return _model_words(origin) if origin.kind is OriginKind.MODEL else origin.source


def _model_words(origin: Origin) -> str:
    name = origin.actor or "a model without a name"
    return f"{name} ({origin.provider})" if origin.provider else name
