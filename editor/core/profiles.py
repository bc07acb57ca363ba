"""A venue's rules as data.

Profiles are files, so that a rule that changes, or a venue nobody here thought of, needs no new program. Reading one is
strict: a misspelt field must not quietly turn a rule off. What a venue says and what is our own reading of it are kept
apart in the file, because the writer has to answer for the post and must know whose judgement a verdict is.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from editor.core.errors import PolicyError
from editor.core.toml_lines import fields_in
from editor.core.words import Place

_Choice = TypeVar("_Choice", bound=StrEnum)


class Verdict(StrEnum):
    """From good to bad."""

    FINE = "fine"
    LOOK = "look"
    """For the writer to judge."""
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, slots=True)
class MinutesRule:
    """Human time. Being short of it is a reason to look and never more."""

    required: bool
    """Otherwise minutes are information."""
    ms_per_word: int
    read_ms_per_word: int
    """Reading counts up to this; below `ms_per_word`, so that reading alone is never enough."""
    places: frozenset[Place]
    """The words that are counted as the post's own prose."""


@dataclass(frozen=True, slots=True)
class ModelTextRule:
    """What is thought of paragraphs that began as model text."""

    unedited: Verdict
    """There is no word of the writer's in it."""
    barely_edited: Verdict
    barely_edited_from_percent: int
    """Of its words are the model's."""
    edited: Verdict
    former: Verdict
    """None of the model's words is left."""
    quoted: Verdict
    labelled: Verdict
    labels: frozenset[Place]
    mixed_section: Verdict
    """A collapsible section that holds the writer's words too."""
    code: Verdict = Verdict.FINE
    """Code, a formula, a picture: what has no words to count. A file may leave it out."""


@dataclass(frozen=True, slots=True)
class LightEditsRule:
    """What is thought of a model's edits in a paragraph that the writer began; percent of its characters
    (`model_edits.ModelEdit`). Five words in a row are never fine, and a whole sentence is judged as model text."""

    fine_to_percent: int
    look_to_percent: int
    """Above it the paragraph is judged as edited model text."""


@dataclass(frozen=True, slots=True)
class PostRule:
    """What is thought of the share of model words in the whole prose; percent."""

    look_above_percent: int
    not_allowed_above_percent: int


class Disclosure(StrEnum):
    NONE = "none"
    OPTIONAL = "optional"
    FIRST_PARAGRAPH = "first_paragraph"
    FIRST_TWO_PARAGRAPHS = "first_two_paragraphs"


@dataclass(frozen=True, slots=True)
class Profile:
    id: str
    title: str
    rule_date: date
    source_title: str
    source_id: str
    """The venue's own id of the page with the rule."""
    summary: str
    heuristics: tuple[str, ...]
    """What here is our reading and not the venue's rule, in sentences."""
    questions: tuple[str, ...]
    """What only the writer can answer."""
    disclosure: Disclosure
    pasted: Verdict
    unknown: Verdict
    """Text that was changed outside the program."""
    minutes: MinutesRule
    model_text: ModelTextRule
    light_edits: LightEditsRule
    post: PostRule


def load_profile(text: str, name: str) -> Profile:
    """The profile in a TOML file called `name`. Raises PolicyError, which names line and field."""
    top = _Table(_parsed(text, name), name, text)
    minutes, model_text = top.table("minutes"), top.table("model_text")
    light_edits, post = top.table("light_edits"), top.table("post")
    profile = Profile(
        id=top.text("id"),
        title=top.text("title"),
        rule_date=top.day("rule_date"),
        source_title=top.text("source_title"),
        source_id=top.text("source_id"),
        summary=top.text("summary"),
        heuristics=top.texts("heuristics"),
        questions=top.texts("questions"),
        disclosure=top.choice("disclosure", Disclosure),
        pasted=top.choice("pasted", Verdict),
        unknown=top.choice("unknown", Verdict),
        minutes=_minutes(minutes),
        model_text=_model_text(model_text),
        light_edits=_light_edits(light_edits),
        post=_post(post),
    )
    for table in (top, minutes, model_text, light_edits, post):
        table.refuse_unknown()
    return profile


def _parsed(text: str, name: str) -> dict[str, object]:
    """The library raises errors of its own where the file is no TOML; where a value is beyond what the interpreter can
    hold, those of the interpreter, which name no line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = f"It is not valid TOML: {error}."
    except RecursionError:
        what = f"Line {_first_line_with(RecursionError, text)}: brackets are nested too deeply."
    except ValueError:
        what = f"Line {_first_line_with(ValueError, text)}: a number has too many digits."
    raise PolicyError(_title(name), f"{what} The other profiles still work.")


def _first_line_with(kind: type[Exception], text: str) -> int:
    """The first line up to which reading raises this; what comes after it cannot change that."""
    lines = text.split("\n")

    def raised(count: int) -> bool:
        try:
            tomllib.loads("\n".join(lines[:count]))
        except tomllib.TOMLDecodeError:
            return False
        except kind:
            return True
        return False

    return bisect_left(range(len(lines)), True, lo=1, key=raised)


def _light_edits(table: _Table) -> LightEditsRule:
    rule = LightEditsRule(
        fine_to_percent=table.number("fine_to_percent", 100),
        look_to_percent=table.number("look_to_percent", 100),
    )
    if rule.fine_to_percent > rule.look_to_percent:
        raise table.fault("fine_to_percent", "must not be above look_to_percent, or the two contradict each other")
    return rule


def _post(table: _Table) -> PostRule:
    rule = PostRule(
        look_above_percent=table.number("look_above_percent", 100),
        not_allowed_above_percent=table.number("not_allowed_above_percent", 100),
    )
    if rule.look_above_percent > rule.not_allowed_above_percent:
        raise table.fault(
            "look_above_percent", "must not be above not_allowed_above_percent, or the two contradict each other"
        )
    return rule


def _minutes(table: _Table) -> MinutesRule:
    rule = MinutesRule(
        required=table.flag("required"),
        ms_per_word=table.number("ms_per_word", 60_000),
        read_ms_per_word=table.number("read_ms_per_word", 60_000),
        places=frozenset(table.choices("places", Place)),
    )
    if rule.required and rule.read_ms_per_word >= rule.ms_per_word:
        raise table.fault("read_ms_per_word", "must be below ms_per_word, or reading alone would be enough")
    return rule


def _model_text(table: _Table) -> ModelTextRule:
    return ModelTextRule(
        unedited=table.choice("unedited", Verdict),
        barely_edited=table.choice("barely_edited", Verdict),
        barely_edited_from_percent=table.number("barely_edited_from_percent", 100),
        edited=table.choice("edited", Verdict),
        former=table.choice("former", Verdict),
        quoted=table.choice("quoted", Verdict),
        labelled=table.choice("labelled", Verdict),
        labels=frozenset(table.choices("labels", Place)),
        mixed_section=table.choice("mixed_section", Verdict),
        code=table.choice("code", Verdict, Verdict.FINE),
    )


def _title(name: str) -> str:
    return f"The profile “{name}” cannot be used"


class _Table:
    """One table of the file, asked field by field; what was never asked for is unknown."""

    def __init__(self, fields: dict[str, object], name: str, text: str, path: str = "") -> None:
        self._fields = fields
        self._name = name
        self._text = text
        self._path = path
        self._asked: set[str] = set()

    def table(self, key: str) -> _Table:
        value = self._value(key)
        if not isinstance(value, dict):
            raise self.fault(key, f"must be a table, written [{key}]")
        return _Table(value, self._name, self._text, key)

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(key, "must be a text in quotation marks that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.fault(key, "must be a list of texts")
        return tuple(value)

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            raise self.fault(key, "must be true or false")
        return value

    def number(self, key: str, highest: int) -> int:
        value = self._value(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
            raise self.fault(key, f"must be a whole number from 0 to {highest}")
        return value

    def day(self, key: str) -> date:
        value = self._value(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(key, "must be a date such as 2025-03-24, without quotation marks")
        return value

    def choice(self, key: str, choices: type[_Choice], otherwise: _Choice | None = None) -> _Choice:
        """`otherwise` is what a field means that may be left out."""
        if otherwise is not None and key not in self._fields:
            return otherwise
        return self._chosen(key, self._value(key), choices)

    def choices(self, key: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.fault(key, f"must be a list of: {', '.join(choices)}")
        return tuple(self._chosen(key, one, choices) for one in value)

    def refuse_unknown(self) -> None:
        for key in self._fields:
            if key not in self._asked:
                raise self.fault(key, "is not a field of a profile")

    def fault(self, key: str, what: str) -> PolicyError:
        field = f"{self._path}.{key}" if self._path else key
        return PolicyError(
            _title(self._name), f"Line {self._line_of(key)}: {field} {what}. The other profiles still work."
        )

    def _value(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._fields:
            raise self.fault(key, "is missing here")
        return self._fields[key]

    def _chosen(self, key: str, value: object, choices: type[_Choice]) -> _Choice:
        for choice in choices:
            if choice == value:
                return choice
        raise self.fault(key, f"must be one of: {', '.join(choices)}")

    def _line_of(self, key: str) -> int:
        """Where the field stands; of a missing one, where its table begins."""
        field = (*self._path.split("."), key) if self._path else (key,)
        begins = 0
        for number, path in fields_in(self._text):
            if path[: len(field)] == field:
                return number
            if self._path and not begins and path[: len(field) - 1] == field[:-1]:
                begins = number
        return begins or 1
