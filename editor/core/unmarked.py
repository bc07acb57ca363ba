"""Markdown without what is no word of it: marks, code, mathematics, link targets, labels.

Nothing is cut out. What is no word is filled in, so that every word keeps its place and can be looked up in
the runs of origins; the filler is neither white space nor a letter, so "`x`-ray" stays one token. This is a
reading for counting, not a parser: where Markdown is ambiguous it takes the likelier sense.
"""

from __future__ import annotations

import re

FILL = "\0"

ITEM = r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)"
"""The mark of a list item, as a regular expression for the start of a line."""
VENUE_FENCE = re.compile(r"[ \t]*(?P<fence>\+{3,}|%{3,})(?P<rest>.*)$")
"""The lines around a collapsible section (`+++ Title`) or a labelled block (`%%% llm-output model="..."`)."""
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t\r]*(?:\n|$)")
LINK_TARGET = r"\](?:\((?:[^()]|\([^()]{0,500}\)){0,2000}\)|\[[^\]]{0,500}\])"
NOTE_CALL = r"\[\^[^\]\s]{1,500}\]:?"
TABLE_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t\r]*$")

_LEAD = re.compile(rf"[ \t>]*(?P<item>{ITEM}|\[\^[^\]\s]+\]:)(?:{ITEM})*(?:\[[ xX]\](?=[ \t]))?")
_FENCE = re.compile(rf"[ \t>]*(?:{ITEM})*(?P<fence>`{{3,}}(?=[^`]*$)|~{{3,}})")
_LINK_DEFINITION = re.compile(r"[ \t>]*\[(?!\^)[^\]]+\]:[ \t]*\S")

_SIGNS = "`$<&\\[|"
_LINE_SIGN = r"(?:[ \t>]*(?:[-+*][ \t]+)*\d{1,9}[.)]|---|\+\+\+|%%%|~~~| {4}|\t)"
_FIRST_LINE_SIGN = re.compile(_LINE_SIGN)
_LATER_LINE_SIGN = re.compile("\n" + _LINE_SIGN)

# Every alternative begins with a literal sign, which lets the search jump from sign to sign; the bounds keep
# a stray sign in a very long line from being compared with all that follows it.
_INLINE = re.compile(
    r"`(?<!``)(?P<more>`*)(?!`).{1,2000}?(?<!`)`(?P=more)(?!`)"  # code
    r"|\\\\\(.{1,2000}?\\\\\)|\\\\\[.{1,2000}?\\\\\]"  # mathematics in double-backslash brackets
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\$\$.{1,5000}?\$\$|\$(?![\s$])(?:\\.|[^\\$]){1,2000}?(?<!\s)\$(?!\d)"
    r"|<(?:!--.{0,5000}?--|[/?]?[A-Za-z][^<>]*)>"  # tags, comments, addresses in angle brackets
    r"|!\[[^\]]{0,500}\](?:\((?:[^()]|\([^()]{0,500}\)){0,2000}\)|\[[^\]]{0,500}\])"  # pictures
    rf"|{LINK_TARGET}"
    rf"|{NOTE_CALL}"  # and labels of notes
    r"|&(?:(?P<space>nbsp|ensp|emsp|thinsp)|#?\w{1,32});",
    re.DOTALL,
)
_ADDRESS = re.compile(r"\b(?:https?|ftp|mailto):[!-~]+|\bwww\.[!-~]+", re.IGNORECASE)


def unmarked(text: str) -> str:
    """The text of one or more paragraphs, of the same length, with everything that is no word filled in."""
    if _is_plain(text):
        return text
    lines = _without_line_marks(text)
    bare = _INLINE.sub(_filled, "\n".join(lines))
    if _has_address(bare):
        bare = _ADDRESS.sub(lambda found: FILL * len(found[0]), bare)
    has_table = any("|" in line and TABLE_RULE.match(line) for line in lines)
    return bare.replace("|", " ") if has_table else bare


def _is_plain(text: str) -> bool:
    return not (
        any(sign in text for sign in _SIGNS)
        or _has_address(text)
        or _FIRST_LINE_SIGN.match(text)
        or _LATER_LINE_SIGN.search(text)
    )


def _has_address(text: str) -> bool:
    return "://" in text or "www." in text or "mailto:" in text


def _filled(found: re.Match[str]) -> str:
    if found["escaped"]:
        return found[0]
    return (" " if found["space"] else FILL) * len(found[0])


def _without_line_marks(text: str) -> list[str]:
    """The lines, without front matter, code blocks, list numbers, link definitions and the fences of venues."""
    front = FRONT_MATTER.match(text)
    skipped = front[0].removesuffix("\n").count("\n") + 1 if front else 0
    lines = text.split("\n")
    reader = _LineReader()
    return [*map(_hidden, lines[:skipped]), *map(reader.read, lines[skipped:])]


def _hidden(line: str) -> str:
    return FILL * len(line)


class _LineReader:
    """Reads line after line, remembering whether it is in a code block, or in a list or note."""

    def __init__(self) -> None:
        self._fence = ""
        self._in_list = False
        self._after_blank = True

    def read(self, line: str) -> str:
        if self._fence:
            bare = line.strip(" \t\r>")
            if len(bare) >= len(self._fence) and not bare.strip(self._fence[0]):
                self._fence = ""
            return _hidden(line)
        if opening := _FENCE.match(line):
            self._fence = opening["fence"]
            return _hidden(line)
        if VENUE_FENCE.match(line) or _LINK_DEFINITION.match(line) or self._is_code(line):
            return _hidden(line)
        return self._without_item_mark(line)

    def _is_code(self, line: str) -> bool:
        """Indented, and no list is open that it could belong to."""
        starts = self._after_blank and not self._in_list
        return starts and line.startswith(("    ", "\t")) and bool(line.strip())

    def _without_item_mark(self, line: str) -> str:
        after_blank, self._after_blank = self._after_blank, not line.strip()
        lead = _LEAD.match(line)
        # In the middle of a paragraph only a bullet or the number 1 begins a list: "in\n1984. It was" is none.
        if lead and (after_blank or self._in_list or lead["item"].strip()[:-1] in ("", "1")):
            self._in_list = True
            return FILL * lead.end() + line[lead.end() :]
        if after_blank and line[:1] not in ("", " ", "\t"):
            self._in_list = False
        return line
