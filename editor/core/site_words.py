"""How many words LessWrong will say there are.

The site turns the post into Markdown of its own making and counts what stands between white space, so
bullets, heading signs, table pipes and the fences of labelled blocks are words to it, while the notes,
everything after a heading that says "appendix", and the insides of collapsible sections are not. This follows
its rules as read in its source; the site's own conversion is repeated only where it changes the number:
rules, tables, underlined headings and the place of notes.
"""

from __future__ import annotations

import re
from itertools import takewhile

from editor.core.unmarked import FRONT_MATTER, TABLE_RULE, VENUE_FENCE

KEPT_AT_LEAST = (2, 5)
"""Notes are left out only where two fifths of the words or more remain."""

_CODE_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_RULE = re.compile(r" {0,3}(?P<sign>[-*_])(?:[ \t]*(?P=sign)){2,}[ \t\r]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t\r]*$")
_APPENDIX = re.compile(r" {0,3}#{1,6}[ \t].*appendix", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_NO_TEXT = re.compile(r"[ \t]*(?:$|#{1,6}[ \t]|>|[-+*][ \t]|\||\+{3}|%{3})")


def site_words(markdown: str) -> int:
    """The word count of the site for a post in its own Markdown dialect; front matter is not counted."""
    front = FRONT_MATTER.match(markdown)
    body, notes = _parted(markdown[front.end() if front else 0 :].split("\n"))
    body = _converted(body)
    words, words_of_notes = _tokens(body), _tokens(notes)
    share, whole = KEPT_AT_LEAST
    kept = body if words * whole >= (words + words_of_notes) * share else [*body, *notes]
    kept = list(takewhile(lambda line: not _APPENDIX.match(line), kept))
    return _tokens(_without_sections(kept))


def _tokens(lines: list[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The text and its notes; the site sets these at the end, wherever they were written."""
    body: list[str] = []
    notes: list[str] = []
    code, in_note = "", False
    for line in lines:
        if not code and _NOTE.match(line):
            in_note = True
        elif in_note and line.strip() and line[:1] not in " \t":
            in_note = bool(notes[-1].strip())
        code = _code_after(code, line)
        (notes if in_note else body).append(line)
    return body, notes


def _code_after(code: str, line: str) -> str:
    """The fence that is open after this line; empty outside code."""
    if not code:
        found = _CODE_FENCE.match(line)
        return found[1] if found else ""
    bare = line.strip()
    return "" if len(bare) >= len(code) and not bare.strip(code[0]) else code


def _converted(lines: list[str]) -> list[str]:
    """The lines as the site would write them, as far as the number of words depends on it."""
    result: list[str] = []
    code, in_table = "", False
    for line in lines:
        before = result[-1] if result else ""
        was_code, code = code, _code_after(code, line)
        in_table = in_table and bool(line.strip())
        if was_code or code:
            result.append(line)
        elif "|" in line and "|" in before and TABLE_RULE.match(line):
            in_table = True
            result[-1:] = [_row(before), _row(line)]
        elif in_table:
            result.append(_row(line))
        elif _UNDERLINE.match(line) and not _NO_TEXT.match(before):
            result[-1] = "# " + before
        else:
            result.append("* * *" if _RULE.match(line) else line)
    return result


def _row(line: str) -> str:
    return "| " + _PIPE.sub(" | ", line.strip().removeprefix("|").removesuffix("|")) + " |"


def _without_sections(lines: list[str]) -> list[str]:
    """Titles and closing fences of collapsible sections stay, what is between them goes."""
    result: list[str] = []
    fences: list[str] = []
    for line in lines:
        found = VENUE_FENCE.match(line)
        fence = found["fence"] if found and found["fence"][0] == "+" else ""
        opens = bool(fence and found and found["rest"].strip())
        closes = bool(fences and fence and not opens and len(fence) >= len(fences[-1]))
        if closes:
            fences.pop()
        if not fences:
            result.append(line)
        if opens:
            fences.append(fence)
    return result
