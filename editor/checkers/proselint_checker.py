"""Usage by proselint: the checks that help an essayist, in our own plain sentences.

proselint collects advice of many editors; some of it is about typesetting, some is taste, and its sentences joke at
the writer's expense. So a file says which checks run and what each of them says here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.checkers.finding import Finding, Wording, without_blanks
from editor.checkers.masking import blanked
from editor.checkers.tables import Table
from editor.resources import resource

try:
    from proselint.checks import __register__ as all_checks
    from proselint.registry.checks import Check
    from proselint.tools import LintFile
except ImportError as missing:
    MISSING = f"the package proselint could not be loaded: {missing}"
else:
    MISSING = ""

NAME = "Usage (proselint)"
_LEAD = 1
"""proselint sets a line end before and after the text."""


@dataclass(frozen=True, slots=True)
class _Rule:
    wording: Wording
    at_least: int
    checks: tuple[Check, ...]


class ProselintChecker:
    """Raises CheckerError while being made if its rule file is broken or names a check that is not there."""

    name = NAME

    def __init__(self) -> None:
        table = Table.read(resource("styles", "proselint.toml"))
        self._rules = tuple(_rule(entry) for entry in table.tables("check"))

    def check(self, paragraph: str) -> Sequence[Finding]:
        """Passages inside quotation marks are somebody else's words and are passed over."""
        if not paragraph.strip():
            return ()
        prose = LintFile("paragraph", blanked(paragraph))
        found = (finding for rule in self._rules for finding in _applied(rule, paragraph, prose))
        return sorted(found, key=lambda finding: (finding.start, -finding.end))


def _rule(entry: Table) -> _Rule:
    path = entry.text("path")
    checks = tuple(check for check in all_checks if check.matches_partial(path))
    if not checks:
        raise entry.fault(f"there is no check of the name {path}", path)
    return _Rule(entry.wording(found="", instead="", count=0), entry.number("at_least", 1), checks)


def _applied(rule: _Rule, paragraph: str, prose: LintFile) -> Iterator[Finding]:
    results = sorted(
        (result for check in rule.checks for result in check.check_with_flags(prose.content)),
        key=lambda result: result.span,
    )
    results = [result for result in results if not prose.is_quoted_pos(result.span[0])]
    if len(results) < rule.at_least:
        return
    shown = results if rule.at_least == 1 else results[:1]
    for result in shown:
        low, high = (min(max(0, place - _LEAD), len(paragraph)) for place in result.span)
        start, end = without_blanks(paragraph, low, high)
        if start < end:
            found = paragraph[start:end]
            instead = result.replacements or "a shorter form"
            yield Finding.at(paragraph, start, end, rule.wording.filled(found=found, instead=instead, count=len(results)))
