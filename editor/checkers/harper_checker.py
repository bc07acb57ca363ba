"""Spelling and grammar by Harper, held back where it would be a nuisance to an essayist.

Harper runs inside this process, offline. Its dictionary is American and takes about a second and 160 MB, so
it is made when the first paragraph is checked, and only once. It is not safe to use from two threads; a lock
is.

What it says is filtered with one aim: that a finding is worth looking at. Names, abbreviations, listed words
and British spellings are the writer's business, and a word it does not know is mentioned once a paragraph.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from editor.checkers.finding import Finding, Wording, quotable
from editor.checkers.masking import Hidden, as_code, hidden, touches
from editor.checkers.tables import Table
from editor.checkers.word_list import WordList, british_form
from editor.resources import resource

try:
    import harper
except ImportError as missing:
    MISSING = f"the package harper-py could not be loaded: {missing}"
else:
    MISSING = ""

NAME = "Spelling and grammar (Harper)"
_TICKED = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|(?<!e\.g)(?<!i\.e)(?<!cf)(?<!vs)(?<!al)[.!?:…]|\n)[\s\"'“‘(\[*_#>\-]*$")


class HarperChecker:
    """Raises CheckerError while being made if its rule file or word list is broken; nothing else is loaded
    then.
    """

    name = NAME

    def __init__(self, words: Iterable[str] = ()) -> None:
        """`words` are the writer's own, added to the essayists' list."""
        table = Table.read(resource("styles", "harper.toml"))
        self._off = table.texts("off")
        self._opinions = frozenset(table.texts("opinions"))
        self._spelling = table.table("spelling").wording(found="", count=0)
        self._again = table.table("spelling_again").wording(found="", count=0)
        reasons = table.table("why")
        self._why = {kind: reasons.text(kind) for kind in reasons.names()}
        self._words = WordList.read(resource("wordlists", "essayist.txt"), words)
        self._linter: harper.Linter | None = None
        self._lock = threading.Lock()

    def check(self, paragraph: str) -> Sequence[Finding]:
        """May be called from any thread; the first call takes about a second."""
        stretches = hidden(paragraph)
        with self._lock:
            lints = self._made().lint(as_code(paragraph))
        lints = [lint for lint in lints if not touches(stretches, lint.span.start, lint.span.end)]
        return sorted(self._findings(paragraph, lints, stretches), key=lambda finding: finding.start)

    def _made(self) -> harper.Linter:
        if self._linter is None:
            linter = harper.Linter()
            config = linter.get_lint_config()
            config.update(dict.fromkeys(self._off, False))
            linter.set_lint_config(config)
            self._linter = linter
        return self._linter

    def _findings(self, paragraph: str, lints: Iterable[harper.Lint], stretches: tuple[Hidden, ...]) -> Iterator[Finding]:
        """One finding for a word or a message, however often it comes in the paragraph; further places are named."""
        counts = Counter(_WORD.findall(paragraph))
        mentioned: set[str] = set()
        said: dict[str, list[tuple[int, int, harper.Lint]]] = {}
        for lint in lints:
            start, end = lint.span.start, lint.span.end
            found = paragraph[start:end]
            if not found or lint.lint_kind in self._opinions or self._forgiven(found, lint):
                continue
            if lint.lint_kind != "Spelling":
                start, end = quotable(paragraph, start, end)
                if not touches(stretches, start, end) and not _is_letter(paragraph, start, found):
                    said.setdefault(lint.message, []).append((start, end, lint))
            elif found.casefold() not in mentioned and not _is_own(paragraph, start, found):
                mentioned.add(found.casefold())
                yield Finding.at(paragraph, start, end, self._misspelt(found, counts[found], lint))
        for places in said.values():
            start, end, lint = places[0]
            also = [paragraph[first:last] for first, last, _ in places[1:]]
            yield Finding.at(paragraph, start, end, self._said(lint, also))

    def _forgiven(self, found: str, lint: harper.Lint) -> bool:
        """Listed words, British spellings and corrections that would do away with a listed word."""
        expected = [suggestion.replacement_text for suggestion in lint.suggestions]
        if any(british_form(found, other) for other in expected):
            return True
        listed = [word for word in _WORD.findall(found) if word in self._words]
        kept = [other for other in expected if all(word.casefold() in other.casefold() for word in listed)]
        return bool(listed) and (lint.lint_kind == "Spelling" or (bool(expected) and not kept))

    def _misspelt(self, found: str, count: int, lint: harper.Lint) -> Wording:
        wording = (self._again if count > 1 else self._spelling).filled(found=found, count=count)
        expected = _expected(lint)
        return Wording(wording.issue, wording.why, f"{expected} {wording.suggestion}".strip())

    def _said(self, lint: harper.Lint, also: Sequence[str]) -> Wording:
        message = _TICKED.sub(r"“\1”", lint.message).strip()
        if also:
            message += " Also here: " + ", ".join(f"“{quote}”" for quote in also) + "."
        why = self._why.get(lint.lint_kind, self._why["Miscellaneous"])
        return Wording(message, why, _expected(lint) or "Look at the passage once more.")


def _expected(lint: harper.Lint) -> str:
    """What Harper would expect, named and not put in."""
    kinds = harper.SuggestionKind
    problem = lint.problem_text
    texts = [(suggestion.kind, suggestion.replacement_text) for suggestion in lint.suggestions]
    words = [text.strip() for kind, text in texts if kind is kinds.REPLACE and text.strip() != problem.strip()]
    if any(words):
        return "Perhaps " + ", or ".join(f"“{word}”" for word in dict.fromkeys(words[:3]) if word) + "."
    if any(len(text) > len(problem) for kind, text in texts if kind is kinds.REPLACE):
        return "Perhaps a blank is missing."
    if problem.isspace():
        return "Perhaps there is a blank too many."
    added = [text.strip() for kind, text in texts if kind is kinds.INSERT_AFTER]
    if any(added):
        return f"Perhaps “{added[0]}” is missing after it."
    return f"Perhaps leave out “{problem.strip()}”." if texts else ""


def _is_letter(paragraph: str, start: int, found: str) -> bool:
    """A letter that is a name or a mark, as in "A and B" or "b) second", and not an article."""
    after = paragraph[start + len(found) :]
    return (
        len(found) == 1
        and found.isalpha()
        and (not after.startswith(" ") or bool(re.match(r" (?:and|or|is|has|to)\b", after)))
    )


def _is_own(paragraph: str, start: int, found: str) -> bool:
    """Names, abbreviations, and pieces of a word that a mark has cut in two, as "-ness" and "(ing)"."""
    bare = found.rstrip(".")
    before, after = paragraph[start - 1 : start], paragraph[start + len(found) : start + len(found) + 1]
    if len(bare) <= 2 or any(char.isupper() or char.isdigit() for char in bare[1:]):
        return True
    if before in ("-", "‑", "/", ")", "<") or after in ("-", "‑", "/", "(", "@") or (before, after) == ("(", ")"):
        return True
    return bare[0].isupper() and _within_a_sentence(paragraph, bare)


def _within_a_sentence(paragraph: str, capitalised: str) -> bool:
    places = (match.start() for match in re.finditer(rf"\b{re.escape(capitalised)}\b", paragraph))
    return any(not _SENTENCE_START.search(paragraph, 0, place) for place in places)
