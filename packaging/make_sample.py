"""Writes `resources/sample/essay.palimpsest`: the sample essay together with how it came about.

The story in `sample_history.toml` is acted out with the program's own session, journal and store, and a clock that stands
still between acts; so the minutes are what the rule credits, and nothing is put into the file from the side. Run it again
after a change to the essay, to the story, or to what a draft's file holds:

    python packaging/make_sample.py [TARGET]
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sample_hand import Hand

from editor.core.annotations import DismissReason
from editor.core.clock import StoppedClock
from editor.core.document import Document
from editor.core.edits import EditKind
from editor.core.marks import BlockKind
from editor.core.origins import PASTED, Origin, OriginKind
from editor.core.paragraph_row import ParagraphRow
from editor.core.paragraphs import MarkdownSplitter
from editor.core.runs import Fragment
from editor.core.text_format import TextFormat
from editor.journal.atomic import write_atomically
from editor.journal.places import Places
from editor.journal.reader import read_tail
from editor.llm.personas import critic_named
from editor.llm.prompts import Context, critique_request, shown_text
from editor.llm.replies import parse_critique
from editor.opening import Opener
from editor.resources import resource
from editor.services.critics import LOCAL_IDS, LocalDesk
from editor.services.remarking import from_finding, from_model
from editor.session.draft_session import DraftSession
from editor.session.open_draft import OpenDraft
from editor.store.calls import Call
from editor.store.drafts import DraftStore
from editor.store.snapshots import take_snapshot

DRAFT_ID = "5a3b1e00000000000000000000000001"
TARGET = resource("sample") / "essay.palimpsest"
_STORY = Path(__file__).with_name("sample_history.toml")
_MODEL, _PROVIDER = "claude-opus-5-5", "anthropic"
_NOTHING_SENT = "[A sample, written by hand for this essay. Nothing was sent and no model was asked.]"

ActRow = Mapping[str, Any]


class Essay:
    """The finished paragraphs, counted from 1, and how they were worded before."""

    def __init__(self, text: str, wordings: list[dict[str, Any]]) -> None:
        starts = [block.start for block in MarkdownSplitter().split(text).blocks]
        pieces = [text[low:high] for low, high in zip(starts, [*starts[1:], len(text)], strict=True)]
        self.text = text
        self._last = {number: piece.strip("\n") for number, piece in enumerate(pieces, 1)}
        self._wordings = [(row["paragraph"], row["first"], row["last"]) for row in wordings]

    def first(self, number: int) -> str:
        body = self._last[number]
        for first, last in reversed(self.wordings(number)):
            if body.count(last) != 1:
                raise ValueError(f"{last!r} stands {body.count(last)} times in paragraph {number}")
            body = body.replace(last, first)
        return body

    def wordings(self, number: int) -> list[tuple[str, str]]:
        return [(first, last) for paragraph, first, last in self._wordings if paragraph == number]


class Desk:
    """The draft while the story is acted out. Paragraphs are named by their number in the finished essay."""

    def __init__(self, folder: Path, story: Mapping[str, Any], essay: Essay) -> None:
        self.path = folder / "essay.palimpsest"
        self.essay = essay
        self._story = story
        self._places = Places(folder / "data")
        self._standing: list[int] = []
        self._clock: StoppedClock
        self._hand: Hand
        self._draft: OpenDraft
        self._session: DraftSession
        self._store: DraftStore

    def act_out(self) -> None:
        meta = {
            "created_ms": _ms(self._story["sitting"][0]["begins"]),
            "text_file": "essay.md",
            "format": TextFormat().row(),
            "twin_digest": hashlib.sha256(self.essay.text.encode()).hexdigest(),
        }
        DraftStore.create(self.path, DRAFT_ID, Document().keyframe(), meta).close()
        for number, sitting in enumerate(self._story["sitting"], 1):
            self._sit_down(number, sitting["begins"])
            for act in sitting["acts"]:
                getattr(self, f"_{next(iter(act))}")(act)
                if len(self._row) != max(1, len(self._standing)):
                    raise AssertionError(f"after {act} there are other paragraphs than the story knows")
            self._get_up(self._story["caret"] if sitting is self._story["sitting"][-1] else 0)

    def _sit_down(self, number: int, begins: datetime) -> None:
        offset = begins.utcoffset()
        offset_min = int(offset.total_seconds()) // 60 if offset else 0
        self._clock = StoppedClock(_ms(begins), number * 1_000_000_000, offset_min)
        self._store = DraftStore.open(self.path)
        draft = Opener(self._places, self._clock, MarkdownSplitter).open(self.path)
        if not isinstance(draft, OpenDraft):
            raise TypeError("the draft has a file")
        self._draft, self._session = draft, draft.session
        self._session.time.adopt(self._store.activity.rows())
        self._session.remarks.take_in(self._store.remarks.all(), self._session.document)
        self._hand = Hand(self._session, self._clock, number)
        self._session.time.focus(True)

    def _get_up(self, caret_in: int) -> None:
        self._session.time.focus(False)
        if caret_in:
            self._session.remember_caret(self._span(caret_in)[0])
        self._draft.close()
        self._fold()
        self._store.remarks.update(self._session.remarks.all())
        self._store.close()

    def _fold(self) -> None:
        self._store.fold(read_tail(self._draft.folder.folder, self._store.folded_n).records)

    # Where things stand.

    @property
    def _row(self) -> ParagraphRow:
        return self._session.document.paragraphs

    def _span(self, number: int) -> tuple[int, int]:
        """Where a paragraph begins and where its last word ends, in code points of the draft."""
        index = self._standing.index(number)
        start = self._row.start(index)
        return start, start + len(self._row[index].text.rstrip("\n"))

    def _id(self, number: int) -> int:
        return self._row[self._standing.index(number)].id

    def _place(self, number: int, after: int | None = None) -> int:
        """Makes room behind the nearest earlier paragraph, or behind `after`, and says where."""
        earlier = [one for one in self._standing if 0 < one < number]
        if not earlier:
            self._hand.put(0, "\n\n" if self._standing else "\n")
            self._standing.insert(0, number)
            return 0
        before = after or max(earlier)
        _, end = self._span(before)
        self._hand.wait(1_200)
        self._hand.put(end, "\n\n")
        self._standing.insert(self._standing.index(before) + 1, number)
        return end + 2

    # Writing.

    def _write(self, act: ActRow) -> None:
        number, pause = act["write"], int(act.get("pause_s", 0) * 1_000)
        at = self._place(number, act.get("after"))
        for attempt in act.get("tries", ()):
            self._hand.type(at, attempt, pause)
            self._hand.take_out(at, len(attempt))
        body = self.essay.first(number)
        if "with" in act:
            body = f"{body} {self.essay.first(act['with'])}"
        if "in_two" in act:
            body = body.replace(f" {act['in_two']}", f"\n\n{act['in_two']}")
            self._standing.insert(self._standing.index(number) + 1, -number)
        if body.startswith(("```", "$$")):  # closed before it is filled, or it would swallow what follows
            first, *inner, last = body.split("\n")
            at = self._hand.type(at, f"{first}\n")
            self._hand.type(at, last)
            body = "\n".join(inner) + "\n"
        self._hand.type(at, body, pause)

    def _mend(self, act: ActRow) -> None:
        """Takes the wording of a paragraph one step nearer to what it is in the end."""
        number = act["mend"]
        first, last = self.essay.wordings(number)[act.get("step", 1) - 1]
        start, end = self._span(number)
        at = self._session.document.fragment(start, end).text.index(first) + start
        while first and last and first[0] == last[0]:
            first, last, at = first[1:], last[1:], at + 1
        while first and last and first[-1] == last[-1]:
            first, last = first[:-1], last[:-1]
        if first:
            self._hand.take_out(at, len(first))
        self._hand.type(at, last)

    def _split(self, act: ActRow) -> None:
        number, child = act["split"], act["off"]
        start, end = self._span(number)
        words = self.essay.first(child)[:30]
        at = start + self._session.document.fragment(start, end).text.index(words)
        self._hand.wait(4_000)
        self._hand.put(at - 1, "\n\n", 1)
        self._standing.insert(self._standing.index(number) + 1, child)

    def _join(self, act: ActRow) -> None:
        number = act["join"]
        _, end = self._span(number)
        self._hand.wait(5_000)
        self._hand.put(end, " ", 2)
        self._standing.remove(-number)

    def _move(self, act: ActRow) -> None:
        number = act["move"]
        start, end = self._span(number)
        body = self._session.document.fragment(start, end)
        self._hand.wait(3_000)
        self._hand.paste(start, Fragment(), EditKind.CUT, removed=end - start + 2)
        self._standing.remove(number)
        self._hand.paste(self._place(number), body)

    def _paste(self, act: ActRow) -> None:
        number = act["paste"]
        self._hand.paste(self._place(number), Fragment.of(self.essay.first(number), PASTED))

    def _paste_model(self, act: ActRow) -> None:
        number, reply = act["paste_model"], self.essay.first(act["paste_model"])
        sent = f"{_NOTHING_SENT}\n\n{act['sent']}"
        tokens = {"input": 410, "output": 118}
        call = self._called(act["call"], sent, reply, tokens, "0.0050 USD")
        origin = Origin(OriginKind.MODEL, _MODEL, _PROVIDER, "critique", call.id, call.wall_ms)
        self._hand.paste(self._place(number), Fragment.of(reply, origin))

    def _undo(self, act: ActRow) -> None:
        """A sentence that is written, taken back, looked at once more and taken back for good."""
        _, end = self._span(act["undo"])
        before = len(self._session.document)
        self._hand.type(end, act["text"])
        steps = 0
        while len(self._session.document) > before:
            self._hand.wait(1_500)
            self._session.undo()
            steps += 1
        for again in (self._session.redo, self._session.undo):
            self._hand.wait(4_000)
            for _ in range(steps):
                self._hand.wait(300)
                again()

    def _read(self, act: ActRow) -> None:
        first, last = act["read"]
        for number in self._standing:
            if first <= number <= last:
                self._hand.read(self._span(number)[0], int(act.get("each_s", 10) * 1_000))

    def _away(self, act: ActRow) -> None:
        self._session.time.focus(False)
        self._hand.wait(int(act["away"] * 1_000))
        self._session.time.focus(True)

    # Beside the text.

    def _pad(self, act: ActRow) -> None:
        self._hand.write_in_pad(self._id(act["pad"]), act["text"])

    def _keep(self, act: ActRow) -> None:
        """Keeps a version of a paragraph, or with 0 of the draft."""
        number = act["keep"]
        self._fold()
        document = self._session.document
        whole = document.fragment(0, len(document))
        content = self._row[self._standing.index(number)].fragment if number else whole
        ident = self._id(number) if number else None
        self._store.versions.keep(act["name"], ident, self._store.folded_n, self._clock.now().wall_ms, content)

    def _critique(self, act: ActRow) -> None:
        number, critic = act["critique"], critic_named(act["critic"])
        index = self._standing.index(number)
        around = [self._row[one].body if 0 <= one < len(self._row) else "" for one in (index - 1, index, index + 1)]
        headings = tuple(item.body for item in self._row if item.kind is BlockKind.HEADING)
        request = critique_request(critic, around[1], Context(around[0], around[2], headings), _MODEL)
        reply = json.dumps({"remarks": act["remarks"]}, indent=1)
        tokens = {"input": 1_534, "output": 417}
        call = self._called(act["call"], f"{_NOTHING_SENT}\n\n{shown_text(request)}", reply, tokens, "0.0181 USD")
        ident, now = self._id(number), self._clock.now().wall_ms
        raw = parse_critique(reply).remarks
        self._fold()
        self._session.remarks.add(
            self._store.remarks.add([from_model(one, ident, around[1], critic.id, now, call.id) for one in raw])
        )

    def _check(self, act: ActRow) -> None:
        """Asks the critics that need no model."""
        item, now = self._row[self._standing.index(act["check"])], self._clock.now().wall_ms
        for critic, findings in LocalDesk().check(LOCAL_IDS, item.body):
            remarks = [from_finding(finding, item.id, critic, now) for finding in findings]
            self._session.remarks.add(self._store.remarks.add(remarks))

    def _judge(self, act: ActRow) -> None:
        remark = next(one for one in self._session.remarks.all() if one.issue == act["judge"])
        reason = act.get("reason")
        self._session.remarks.put(remark.dismissed(DismissReason(reason)) if reason else remark.agreed())

    def _called(self, ident: str, sent: str, reply: str, tokens: dict[str, int], cost: str) -> Call:
        took_ms = 9_400
        call = Call(
            id=ident,
            wall_ms=self._clock.now().wall_ms,
            provider=_PROVIDER,
            model=_MODEL,
            purpose="critique",
            sent=sent,
            reply=reply,
            tokens=tokens,
            cost=cost,
            status="done",
            duration_ms=took_ms,
        )
        self._store.calls.put(call)
        self._away({"away": took_ms / 1_000})  # waiting for a model is no work
        return call


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000


def make_sample(target: Path) -> None:
    """Raises AssertionError where the story does not end with the essay."""
    story = tomllib.loads(_STORY.read_text("utf-8"))
    essay = Essay(resource("sample", "essay.md").read_text("utf-8"), story["wording"])
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), story, essay)
        desk.act_out()
        store = DraftStore.open(desk.path)
        try:
            problems = store.verify()
            if problems or store.document.text() != essay.text:
                raise AssertionError(problems or "the story does not end with the essay")
            copy = take_snapshot(store, Path(folder) / "copy")
        finally:
            store.close()
        write_atomically(target, copy.read_bytes())


if __name__ == "__main__":
    make_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
