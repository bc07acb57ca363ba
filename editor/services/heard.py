"""Everything models said in a draft, gathered so that a paragraph can be looked through for words they said before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from editor.core.borrowing import Output, Outputs, said_in
from editor.core.paragraph_row import Paragraph
from editor.journal.reader import read_header, read_tail
from editor.protocol.parts import BorrowedRow, LookedThrough
from editor.services.local_times import day
from editor.store.database import Database
from editor.store.keyframe import read_meta
from editor.store.said import Said, Saying, put_in_by

_ESCAPED = re.compile(r"\\(?:[nrtbf\"\\/])")
_PURPOSES = {"association": "in the pad"}


class Heard:
    def __init__(self) -> None:
        self._outputs = Outputs()
        self._known: set[str] = set()

    def __len__(self) -> int:
        return len(self._outputs)

    def new(self, sayings: Iterable[Saying], said: Said | None) -> list[Output]:
        """Those of the sayings that were not met before; `said` knows what was sent before them."""
        return [_output(one, said) for one in sayings if self._is_new(one)]

    def add(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            self._outputs.add(output)

    def borrowed(self, paragraphs: Iterable[LookedThrough]) -> tuple[BorrowedRow, ...]:
        """In the order of the paragraphs."""
        return tuple(
            BorrowedRow(
                one.paragraph,
                phrase.start,
                phrase.stop,
                phrase.output.source,
                said_in(one.text[phrase.start : phrase.stop], phrase.output),
            )
            for one in paragraphs
            for phrase in self._outputs.borrowed(one.text, one.of_models)
        )

    def _is_new(self, saying: Saying) -> bool:
        words = " ".join(saying.text.split())
        if not words or words in self._known:
            return False
        self._known.add(words)
        return True


def borrowed_in(
    paragraphs: Sequence[Paragraph], database: Path | None, folder: Path | None
) -> tuple[tuple[BorrowedRow, ...], int]:
    """The phrases in a draft that models said before, and how many times they said something.

    Read out of the draft's file and what the journal in `folder` holds beyond it; nothing is written. A text that is no
    draft has neither, and no model said anything in it. Raises a FileError.
    """
    heard, folded_n = Heard(), -1
    if database is not None:
        with Database.to_read(database) as opened:
            said = Said(opened)
            folded_n = int(read_meta(opened.raw, opened.path)["folded_n"])
            heard.add(heard.new((*said.beside(), *said.put_in(-1)), said))
    if folder is not None and read_header(folder) is not None:
        edits = (one for one in read_tail(folder, folded_n).records if one["kind"] == "edit")
        heard.add(heard.new((saying for one in edits for saying in put_in_by(one)), None))
    return heard.borrowed([LookedThrough.of(item) for item in paragraphs]), len(heard)


def _output(saying: Saying, said: Said | None) -> Output:
    parts = (
        saying.model or "a model",
        day(saying.when_ms) if saying.when_ms is not None else "",
        _PURPOSES.get(saying.purpose, saying.purpose),
    )
    # A reply may be JSON, whose signs for a line end would stick to the words.
    text = _ESCAPED.sub(" ", saying.text)
    sent = said.sent(saying.call) if said is not None and saying.call else ""
    return Output(text, ", ".join(part for part in parts if part), sent)
