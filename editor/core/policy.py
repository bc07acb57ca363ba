"""A profile applied to a draft: a verdict for every paragraph and for the post, with the evidence in sentences.

A verdict is never only a colour. It says what was found, in numbers that can be checked, and whether it is the venue's
rule. Who wrote the words can make a paragraph one that the venue does not take; being short of minutes never can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from editor.core.disclosing import Stated
from editor.core.ledger import minutes_text, tenths
from editor.core.model_edits import NO_EDIT, STRETCH_WORDS, ModelEdit
from editor.core.origins import OWN_KINDS, OriginKind
from editor.core.profiles import Disclosure, MinutesRule, ModelTextRule, Profile, Verdict
from editor.core.words import Place

_TENTH_MS = 6_000


Span = tuple[int, int]
"""From and to in a paragraph, in code points."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of one paragraph."""

    paragraph: int
    words: int
    """As `prose_words` counts them."""
    edit_ms: int = 0
    read_ms: int = 0
    thin_ms: int = 0
    """The part of both that fell into thin minutes."""
    words_by_kind: Mapping[OriginKind, int] = field(default_factory=dict)
    """Adds up to `words`."""
    lineage: bool = False
    """It was born from model text or held some that was more than a light edit."""
    place: Place = Place.PROSE
    edit: ModelEdit = NO_EDIT
    """What a model changed in it, where it is the writer's."""
    spans: Mapping[OriginKind, Span] = field(default_factory=dict)
    """Where the first words of a kind stand, for a look at them."""

    def of(self, kind: OriginKind) -> int:
        return self.words_by_kind.get(kind, 0)

    @property
    def own_words(self) -> int:
        return sum(self.of(kind) for kind in OWN_KINDS)

    @property
    def touched(self) -> bool:
        """A model has or had words in it."""
        return self.lineage or self.of(OriginKind.MODEL) > 0 or self.edit.characters > 0


@dataclass(frozen=True, slots=True)
class Time:
    """Human time against what is asked, in milliseconds."""

    edit_ms: int
    read_ms: int
    """As far as the profile counts it."""
    thin_ms: int
    required_ms: int
    """0 where the profile asks for nothing."""

    @property
    def counted_ms(self) -> int:
        return self.edit_ms + self.read_ms

    @property
    def short_ms(self) -> int:
        """What is missing, judged by the number that is shown: time rounded down to a tenth of a minute."""
        return max(0, self.required_ms - tenths(self.counted_ms) * _TENTH_MS)

    def sentence(self) -> str:
        shown = minutes_text(self.counted_ms)
        if self.required_ms:
            shown += f" of {minutes_text(self.required_ms + _TENTH_MS - 1)}"
        parts = f"{minutes_text(self.edit_ms)} editing, {minutes_text(self.read_ms)} reading"
        return f"{shown} min ({parts}; of which thin: {minutes_text(self.thin_ms)} min)."


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence, and what it comes to by itself."""

    verdict: Verdict
    sentence: str
    span: Span | None = None
    """The words it is about, in their paragraph; None where it is about all of them."""


@dataclass(frozen=True, slots=True)
class ParagraphVerdict:
    paragraph: int
    verdict: Verdict
    findings: tuple[Finding, ...]
    words: int
    time: Time
    short: bool
    """A model had a part in it and it is short of the minutes asked."""
    labelled_at_export: bool
    """Every export for a venue with labels puts it into a labelled block, which the rule takes."""

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(one.sentence for one in self.findings)


@dataclass(frozen=True, slots=True)
class PostVerdict:
    profile: str
    """Its id."""
    verdict: Verdict
    """The worst of the paragraphs and of the post as a whole."""
    findings: tuple[Finding, ...]
    """Of the post as a whole."""
    paragraphs: tuple[ParagraphVerdict, ...]
    words: int
    """In the places that the profile counts as prose, and so are the next five."""
    model_words: int
    pasted_words: int
    unknown_words: int
    time: Time
    """Asked for all of the prose, once a model had any part in the post."""
    touched_time: Time
    """Asked for those paragraphs only that a model had a part in."""
    shares: tuple[Finding, ...]
    """Of the findings, those on the shares of model, pasted and unknown words."""
    disclosure: Finding | None
    """Of the findings, what the venue asks its writers to state; None where it asks for nothing."""
    stated: Stated | None
    """The sentence that this finding is about; None where none was found."""
    questions: tuple[str, ...]
    """For the writer; no answer is assumed."""

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(one.sentence for one in self.findings)


_WHERE = {
    Disclosure.FIRST_PARAGRAPH: (1, "in the first paragraph"),
    Disclosure.FIRST_TWO_PARAGRAPHS: (2, "within the first two paragraphs"),
}


def assess(
    profile: Profile, measured: Iterable[Measured], *, assisted: bool = True, stated: Sequence[Stated] = ()
) -> PostVerdict:
    """`assisted` says whether a model had any part in the post; model text in it says so by itself. `stated` are the
    sentences in which the post says so, in order."""
    measured = tuple(measured)
    assisted = assisted or any(one.touched for one in measured)
    paragraphs = tuple(_paragraph(profile, one, assisted=assisted) for one in measured)
    prose = [one for one in measured if one.place in profile.minutes.places]
    words = sum(one.words for one in prose)
    of_kind = {kind: sum(one.of(kind) for one in prose) for kind in OriginKind}
    time = _added(_time(profile.minutes, one, assisted=assisted) for one in prose)
    touched = _added(_time(profile.minutes, one, assisted=assisted) for one in prose if one.touched)
    shares = (_share(profile, of_kind[OriginKind.MODEL], words), *_other_shares(profile, of_kind, words))
    disclosure, states = _disclosure(profile.disclosure, stated) if assisted else (None, None)
    findings = [*shares]
    if time.required_ms != touched.required_ms and touched.required_ms:
        verdict = Verdict.LOOK if touched.short_ms else Verdict.FINE
        findings.append(Finding(verdict, f"Only the paragraphs a model had a part in: {touched.sentence()}"))
    findings.append(_post_time(profile.minutes, time, assisted=assisted))
    if disclosure is not None:
        findings.append(disclosure)
    return PostVerdict(
        profile=profile.id,
        verdict=_worst([one.verdict for one in findings] + [one.verdict for one in paragraphs]),
        findings=tuple(findings),
        paragraphs=paragraphs,
        words=words,
        model_words=of_kind[OriginKind.MODEL],
        pasted_words=of_kind[OriginKind.PASTED],
        unknown_words=of_kind[OriginKind.UNKNOWN],
        time=time,
        touched_time=touched,
        shares=shares,
        disclosure=disclosure,
        stated=states,
        questions=profile.questions,
    )


def _disclosure(asked: Disclosure, stated: Sequence[Stated]) -> tuple[Finding | None, Stated | None]:
    """That there is no statement is for the writer to look at and never more: it is looked for by words."""
    if asked is Disclosure.NONE:
        return None, None
    last, where = _WHERE.get(asked, (0, ""))
    found = next((one for one in stated if not last or one.place <= last), None) or next(iter(stated), None)
    if found is None and not last:
        return Finding(Verdict.FINE, "You may state the help of a model; this venue does not ask for it."), None
    wanted = f"The help of a model has to be stated {where}."
    if found is None:
        return Finding(Verdict.LOOK, f"{wanted} No sentence that does was found there."), None
    said = f"Paragraph {found.number} says “{found.sentence.rstrip('.')}”"
    if found.denies:
        return Finding(Verdict.LOOK, f"{said}, but a model had a part in this. Is it true?", found.span), found
    if last and found.place > last:
        return Finding(Verdict.LOOK, f"{wanted} {said}, which is further down.", found.span), found
    return Finding(Verdict.FINE, f"{said}. Whether that says enough is for you to judge.", found.span), found


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    order = tuple(Verdict)
    return max(verdicts, key=order.index)


# Minutes.


def _time(rule: MinutesRule, one: Measured, *, assisted: bool) -> Time:
    asked = rule.required and assisted and one.place in rule.places
    read_ms = min(one.read_ms, one.words * rule.read_ms_per_word)
    return Time(
        edit_ms=one.edit_ms,
        read_ms=read_ms,
        thin_ms=min(one.thin_ms, one.edit_ms + read_ms),
        required_ms=one.words * rule.ms_per_word if asked else 0,
    )


def _added(times: Iterable[Time]) -> Time:
    edit = read = thin = required = 0
    for time in times:
        edit, read = edit + time.edit_ms, read + time.read_ms
        thin, required = thin + time.thin_ms, required + time.required_ms
    return Time(edit, read, thin, required)


def _post_time(rule: MinutesRule, time: Time, *, assisted: bool) -> Finding:
    if not rule.required:
        return Finding(Verdict.FINE, f"{time.sentence()} For information: this profile asks for no minutes.")
    if not assisted:
        return Finding(Verdict.FINE, f"{time.sentence()} No model had a part in this, so no minutes are asked.")
    if time.short_ms:
        missing = minutes_text(time.short_ms + _TENTH_MS - 1)
        return Finding(Verdict.LOOK, f"{time.sentence()} Short by {missing} min.")
    return Finding(Verdict.FINE, time.sentence())


# Words.


def _share(profile: Profile, model_words: int, words: int) -> Finding:
    sentence = f"{_percent(model_words, words)} % of the prose ({_part(model_words, words)}) came from a model."
    if model_words * 100 > words * profile.post.not_allowed_above_percent:
        limit = f"More than {profile.post.not_allowed_above_percent} % is not taken."
        return Finding(Verdict.NOT_ALLOWED, f"{sentence} {limit}")
    if model_words * 100 > words * profile.post.look_above_percent:
        return Finding(Verdict.LOOK, sentence)
    return Finding(Verdict.FINE, sentence)


def _other_shares(profile: Profile, of_kind: Mapping[OriginKind, int], words: int) -> Iterator[Finding]:
    if pasted := of_kind[OriginKind.PASTED]:
        part = f"{_percent(pasted, words)} % ({_part(pasted, words)})"
        yield Finding(profile.pasted, f"{part} was pasted from elsewhere.")
    if unknown := of_kind[OriginKind.UNKNOWN]:
        part = f"{_percent(unknown, words)} % ({_part(unknown, words)})"
        yield Finding(profile.unknown, f"{part} was changed outside this program; whose is not known.")


def _paragraph(profile: Profile, one: Measured, *, assisted: bool) -> ParagraphVerdict:
    time = _time(profile.minutes, one, assisted=assisted)
    short = one.touched and time.short_ms > 0
    findings = [Finding(Verdict.LOOK if short else Verdict.FINE, time.sentence())]
    labelled = _is_labelled_at_export(profile.model_text, one)
    if one.touched:
        verdict, sentence = _model_finding(profile, one) if one.words else _wordless(profile.model_text)
        if labelled:
            sentence = _both_ways(profile.model_text, verdict, sentence)
        findings.append(Finding(verdict, sentence, one.spans.get(OriginKind.MODEL)))
    if pasted := one.of(OriginKind.PASTED):
        sentence = f"{_words(pasted)} pasted from elsewhere; pasting earns no time."
        findings.append(Finding(profile.pasted, sentence, one.spans.get(OriginKind.PASTED)))
    if unknown := one.of(OriginKind.UNKNOWN):
        sentence = f"{_words(unknown)} changed outside this program; whose is not known."
        findings.append(Finding(profile.unknown, sentence, one.spans.get(OriginKind.UNKNOWN)))
    return ParagraphVerdict(
        paragraph=one.paragraph,
        verdict=_worst(found.verdict for found in findings),
        findings=tuple(findings),
        words=one.words,
        time=time,
        short=short,
        labelled_at_export=labelled,
    )


_Judged = tuple[Verdict, str]


def _model_finding(profile: Profile, one: Measured) -> _Judged:
    rule = profile.model_text
    if one.place in rule.labels:
        return _labelled(rule, one)
    if one.place is Place.QUOTE:
        return rule.quoted, f"A quotation with {_words(one.of(OriginKind.MODEL))} of a model."
    if one.lineage:
        return _model_text(rule, one)
    return _light_edits(profile, one)


def _wordless(rule: ModelTextRule) -> _Judged:
    return rule.code, "A model had a part in this. It has no words to count, as code or a formula has none."


def _is_labelled_at_export(rule: ModelTextRule, one: Measured) -> bool:
    """A note stays among the notes, where no label is; a quotation goes into a block around it."""
    takes = Place.MODEL_BLOCK in rule.labels and rule.labelled is not Verdict.NOT_ALLOWED
    return takes and one.lineage and one.words > 0 and one.place is Place.PROSE


def _both_ways(rule: ModelTextRule, verdict: Verdict, sentence: str) -> str:
    """The verdict is on the paragraph as it stands, which is what a writer posts who copies it out of the draft. What the
    export makes of it may well be taken, and that is said beside it."""
    if verdict is Verdict.FINE:
        return sentence
    if verdict is Verdict.LOOK:
        return f"{sentence} It will be put into a labelled block at export."
    taken = "where it is allowed" if rule.labelled is Verdict.FINE else "where it is yours to judge"
    export = f"the export puts it into a labelled block, {taken}"
    return f"{sentence} Not allowed here as it stands, without a label; {export}."


def _labelled(rule: ModelTextRule, one: Measured) -> _Judged:
    if one.place is Place.SECTION and one.own_words:
        return rule.mixed_section, "A collapsible section with words of a model and of yours."
    return rule.labelled, "Model text in a place that is labelled as such."


def _model_text(rule: ModelTextRule, one: Measured) -> _Judged:
    model = one.of(OriginKind.MODEL)
    left = f"the model's share is {_part(model, one.words)}."
    if not model:
        return rule.former, "Began as model text; none of the model's words is left."
    if not one.own_words and not one.of(OriginKind.IMPORTED):
        return rule.unedited, "Model text without a word of yours."
    if model * 100 >= one.words * rule.barely_edited_from_percent:
        return rule.barely_edited, f"Barely edited model text; {left}"
    return rule.edited, f"Edited model text; {left}"


def _light_edits(profile: Profile, one: Measured) -> _Judged:
    edit, rule = one.edit, profile.light_edits
    model = one.of(OriginKind.MODEL)
    percent = max(1, edit.percent)
    stretch = f", {_words(edit.stretch)} in a row" if edit.stretch > 1 else ""
    sentence = f"Your text, of which a model changed {percent} % ({_part(model, one.words)}{stretch})"
    if edit.sentence or percent > rule.look_to_percent:
        return _model_text(profile.model_text, one)[0], f"{sentence}: a substantial edit."
    if percent <= rule.fine_to_percent and edit.stretch < STRETCH_WORDS:
        return Verdict.FINE, f"{sentence}: a light edit."
    return Verdict.LOOK, f"{sentence}: more than a light edit, and yours to judge."


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"


def _part(part: int, whole: int) -> str:
    return f"{part:,} of {_words(whole)}"


def _percent(part: int, whole: int) -> int:
    """Rounded up, so that a single word never shows as nothing."""
    return -(-part * 100 // whole) if whole else 0
