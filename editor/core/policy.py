"""A profile applied to a draft: a verdict for every paragraph and for the post, with the evidence in sentences.

A verdict is never only a colour. It says what was found, in numbers that can be checked, and whether it is the venue's
rule. Who wrote the words can make a paragraph one that the venue does not take; being short of minutes never can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from editor.core.ledger import minutes_text, tenths
from editor.core.origins import OWN_KINDS, OriginKind
from editor.core.profiles import Disclosure, MinutesRule, ModelTextRule, Profile, Verdict
from editor.core.words import Place

_TENTH_MS = 6_000


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

    def of(self, kind: OriginKind) -> int:
        return self.words_by_kind.get(kind, 0)

    @property
    def own_words(self) -> int:
        return sum(self.of(kind) for kind in OWN_KINDS)

    @property
    def touched(self) -> bool:
        """A model has or had words in it."""
        return self.lineage or self.of(OriginKind.MODEL) > 0


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
class ParagraphVerdict:
    paragraph: int
    verdict: Verdict
    evidence: tuple[str, ...]
    words: int
    time: Time
    short: bool
    """A model had a part in it and it is short of the minutes asked."""


@dataclass(frozen=True, slots=True)
class PostVerdict:
    profile: str
    """Its id."""
    verdict: Verdict
    """The worst of the paragraphs and of the post as a whole."""
    evidence: tuple[str, ...]
    """Of the post as a whole."""
    paragraphs: tuple[ParagraphVerdict, ...]
    words: int
    """In the places that the profile counts as prose, and so are the next two."""
    model_words: int
    time: Time
    questions: tuple[str, ...]
    """For the writer; no answer is assumed."""


_Finding = tuple[Verdict, str]


_DISCLOSURES: Mapping[Disclosure, _Finding] = {
    Disclosure.OPTIONAL: (Verdict.FINE, "You may state the help of a model; this venue does not ask for it."),
    Disclosure.FIRST_PARAGRAPH: (Verdict.LOOK, "The help of a model has to be stated in the first paragraph."),
    Disclosure.FIRST_TWO_PARAGRAPHS: (
        Verdict.LOOK,
        "The help of a model has to be stated within the first two paragraphs.",
    ),
}


def assess(profile: Profile, measured: Iterable[Measured], *, assisted: bool = True) -> PostVerdict:
    """`assisted` says whether a model had any part in the post; model text in it says so by itself."""
    measured = tuple(measured)
    assisted = assisted or any(one.touched for one in measured)
    paragraphs = tuple(_paragraph(profile, one, assisted=assisted) for one in measured)
    prose = [one for one in measured if one.place in profile.minutes.places]
    words = sum(one.words for one in prose)
    model_words = sum(one.of(OriginKind.MODEL) for one in prose)
    time = _added(_time(profile.minutes, one, assisted=assisted) for one in prose)
    findings = [_share(profile, model_words, words), _post_time(profile.minutes, time, assisted=assisted)]
    if assisted and profile.disclosure in _DISCLOSURES:
        findings.append(_DISCLOSURES[profile.disclosure])
    return PostVerdict(
        profile=profile.id,
        verdict=_worst([verdict for verdict, _ in findings] + [one.verdict for one in paragraphs]),
        evidence=tuple(sentence for _, sentence in findings),
        paragraphs=paragraphs,
        words=words,
        model_words=model_words,
        time=time,
        questions=profile.questions,
    )


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


def _post_time(rule: MinutesRule, time: Time, *, assisted: bool) -> _Finding:
    if not rule.required:
        return Verdict.FINE, f"{time.sentence()} For information: this profile asks for no minutes."
    if not assisted:
        return Verdict.FINE, f"{time.sentence()} No model had a part in this, so no minutes are asked."
    if time.short_ms:
        missing = minutes_text(time.short_ms + _TENTH_MS - 1)
        return Verdict.LOOK, f"{time.sentence()} Short by {missing} min."
    return Verdict.FINE, time.sentence()


# Words.


def _share(profile: Profile, model_words: int, words: int) -> _Finding:
    sentence = f"{_percent(model_words, words)} % of the prose ({_part(model_words, words)}) came from a model."
    if model_words * 100 > words * profile.post.not_allowed_above_percent:
        return Verdict.NOT_ALLOWED, f"{sentence} More than {profile.post.not_allowed_above_percent} % is not taken."
    if model_words * 100 > words * profile.post.look_above_percent:
        return Verdict.LOOK, sentence
    return Verdict.FINE, sentence


def _paragraph(profile: Profile, one: Measured, *, assisted: bool) -> ParagraphVerdict:
    time = _time(profile.minutes, one, assisted=assisted)
    short = one.touched and time.short_ms > 0
    findings = [(Verdict.LOOK if short else Verdict.FINE, time.sentence())]
    if one.touched and one.words:  # code has no words, and no venue minds who wrote it
        findings.append(_model_finding(profile, one))
    if pasted := one.of(OriginKind.PASTED):
        findings.append((profile.pasted, f"{_words(pasted)} pasted from elsewhere; pasting earns no time."))
    if unknown := one.of(OriginKind.UNKNOWN):
        findings.append((profile.unknown, f"{_words(unknown)} changed outside this program; whose is not known."))
    return ParagraphVerdict(
        paragraph=one.paragraph,
        verdict=_worst(verdict for verdict, _ in findings),
        evidence=tuple(sentence for _, sentence in findings),
        words=one.words,
        time=time,
        short=short,
    )


def _model_finding(profile: Profile, one: Measured) -> _Finding:
    rule = profile.model_text
    if one.place in rule.labels:
        return _labelled(rule, one)
    if one.place is Place.QUOTE:
        return rule.quoted, f"A quotation with {_words(one.of(OriginKind.MODEL))} of a model."
    if one.lineage or not one.own_words:
        return _model_text(rule, one)
    return _light_edits(profile, one)


def _labelled(rule: ModelTextRule, one: Measured) -> _Finding:
    if one.place is Place.SECTION and one.own_words:
        return rule.mixed_section, "A collapsible section with words of a model and of yours."
    return rule.labelled, "Model text in a place that is labelled as such."


def _model_text(rule: ModelTextRule, one: Measured) -> _Finding:
    model = one.of(OriginKind.MODEL)
    left = f"the model's share is {_part(model, one.words)}."
    if not model:
        return rule.former, "Began as model text; none of the model's words is left."
    if not one.own_words:
        return rule.unedited, "Model text without a word of yours."
    if model * 100 >= one.words * rule.barely_edited_from_percent:
        return rule.barely_edited, f"Barely edited model text; {left}"
    return rule.edited, f"Edited model text; {left}"


def _light_edits(profile: Profile, one: Measured) -> _Finding:
    model, rule = one.of(OriginKind.MODEL), profile.light_edits
    sentence = f"Your text with {_part(model, one.words)} put in by a model"
    if model * 100 <= one.words * rule.fine_to_percent:
        return Verdict.FINE, f"{sentence}: a light edit."
    if model * 100 <= one.words * rule.look_to_percent:
        return Verdict.LOOK, f"{sentence}: more than a light edit."
    return _model_text(profile.model_text, one)[0], f"{sentence}: a substantial edit."


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count:,} words"


def _part(part: int, whole: int) -> str:
    return f"{part:,} of {_words(whole)}"


def _percent(part: int, whole: int) -> int:
    """Rounded up, so that a single word never shows as nothing."""
    return -(-part * 100 // whole) if whole else 0
