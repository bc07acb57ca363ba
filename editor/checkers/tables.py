"""Reading the rule files: TOML whose every mistake is reported with its line.

A writer may edit a style file, so "what is wrong and in which line" is part of reading it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from editor.checkers.finding import Wording
from editor.core.errors import CheckerError

_Value = TypeVar("_Value")


class Table:
    """One table of a rule file, with getters that check the kind of what they get."""

    def __init__(self, path: Path, source: str, content: dict[str, Any], name: str) -> None:
        self._path, self._source, self._content, self._name = path, source, content, name

    @classmethod
    def read(cls, path: Path) -> Table:
        """Raises CheckerError, with the line, when the file is missing, not UTF-8 or not TOML."""
        try:
            source = path.read_text(encoding="utf-8")
            content = tomllib.loads(source)
        except (OSError, UnicodeDecodeError) as error:
            raise CheckerError(f"The rules in {path.name} cannot be read", str(error)) from error
        except tomllib.TOMLDecodeError as error:
            raise CheckerError(f"The rules in {path.name} are not valid", str(error)) from error
        return cls(path, source, content, "the file")

    def text(self, key: str) -> str:
        return self._typed(key, str)

    def number(self, key: str, default: int | None = None) -> int:
        if default is not None and key not in self._content:
            return default
        return self._typed(key, int)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._typed(key, list)
        for value in values:
            if not isinstance(value, str):
                raise self.fault(f"every entry of {key} must be text", key)
        return tuple(values)

    def table(self, key: str) -> Table:
        return Table(self._path, self._source, self._typed(key, dict), key)

    def tables(self, key: str) -> tuple[Table, ...]:
        return tuple(Table(self._path, self._source, entry, key) for entry in self._typed(key, list))

    def names(self) -> tuple[str, ...]:
        return tuple(self._content)

    def pattern(self, source: str) -> re.Pattern[str]:
        """The text as a pattern without regard to case; a straight apostrophe also stands for a curly one."""
        try:
            return re.compile(source.replace("'", "['\u2019]"), re.IGNORECASE)
        except re.error as error:
            raise self.fault(f"a pattern does not compile ({error})", source) from error

    def wording(self, **sample: object) -> Wording:
        """issue, why and suggestion; `sample` names the places they may leave open."""
        wording = Wording(self.text("issue"), self.text("why"), self.text("suggestion"))
        try:
            wording.filled(**sample)
        except (KeyError, IndexError, ValueError) as error:
            raise self.fault(f"a sentence has a place nothing fits in: {error}", wording.issue) from error
        return wording

    def fault(self, what: str, near: str) -> CheckerError:
        """An error that points at the first line in which `near` stands."""
        lines = self._source.split("\n")
        line = next((number for number, text in enumerate(lines, 1) if near in text), 0)
        where = f"line {line}" if line else self._name
        return CheckerError(f"The rules in {self._path.name} are not valid", f"{where}: {what}")

    def _typed(self, key: str, kind: type[_Value]) -> _Value:
        value = self._content.get(key)
        if value is None:
            anchor = str(next(iter(self._content.values()), self._name))
            raise self.fault(f"{key} is missing in {self._name}", anchor)
        if not isinstance(value, kind):
            raise self.fault(f"{key} must be of the kind {kind.__name__}", f"{key} =")
        return value
