"""An essay that is written half by hand and half by pasting a model's words; at every step all that tells whose words it
holds agrees with a naive recording of what was really done.

Compared are the colours on the page, the bars in the margin, the list of paragraphs, the process report and the exported
annotations: what a writer can see, and what others are shown.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, redirect_stderr
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from anthropic_server import AnthropicServer
from naive_recording import PASTED, TYPED, NaiveRecording, Whose
from origins_seen import (
    Line,
    Page,
    card_line,
    counted,
    paragraph_lines,
    read_annotations,
    read_report,
    without_none,
)
from test_pasting import held
from window_driver import ROOT, Desktop, a_desktop, a_program, missing, until
from worker_process import KEY

from editor.cli import main as command_line

pytestmark = [
    pytest.mark.display,
    pytest.mark.timeout(300),
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
]

SCREEN = "1366x1400"
"""High enough for the whole essay: what is scrolled away is painted nowhere."""
ASKED, NAMED = "claude-sonnet-5-5", "claude-sonnet-5-5-20261101"
"""The model that is asked for, and how it names itself in its answer."""
MODEL = Whose("model", NAMED, "anthropic")
NAMELESS = Whose("model")
"""A model's by the writer's word alone."""
ISSUE = "The claim is wider than what supports it."
WHY = "A reader who knows a counterexample stops here."
TASK = "Name one case in which it does not hold."
SAID = f"{ISSUE}\n{WHY}\n{TASK}"
"""What the model answers with, as it is copied from the desk."""
FIRST = "Every club that lets its members vote on the date ends up meeting in November. I have seen it four times."
SECOND = "So we stopped voting and drew a card instead."
HTML = (
    "<h2>Minutes</h2><p>Nobody <b>wins</b> twice at <a href='https://example.org/chess'>chess</a> here, said the "
    "cafe\u0301 owner \U0001f1e9\U0001f1ea and went home.</p>"
)
PLAIN = "Minutes\nNobody wins twice at chess here, said the cafe\u0301 owner \U0001f1e9\U0001f1ea and went home."
MARKDOWN = (
    "## Minutes\n\nNobody **wins** twice at [chess](https://example.org/chess) here, said the cafe\u0301 owner "
    "\U0001f1e9\U0001f1ea and went home."
)
LETTER = "Dear members, the hall is booked for the ninth."


@dataclass
class Writing:
    """One essay in one window after another, and beside it the naive recording."""

    desktop: Desktop
    folder: Path
    server: AnthropicServer
    real: NaiveRecording = field(default_factory=NaiveRecording)
    model: str = ASKED
    _window: ExitStack = field(default_factory=ExitStack)

    @property
    def essay(self) -> Path:
        return self.folder / "essay.md"

    def start(self) -> None:
        """The window, with *Origin in Text* and the list of paragraphs shown."""
        asks = {
            "ANTHROPIC_API_KEY": KEY,
            "PALIMPSEST_ANTHROPIC_BASE_URL": self.server.url,
            "PALIMPSEST_ANTHROPIC_MODEL": self.model,
        }
        desktop = replace(self.desktop, environment={**self.desktop.environment, **asks})
        self.program = self._window.enter_context(a_program(desktop, self.folder, str(self.essay)))
        self.page = Page(self.program)
        self.program.key("F11", "ctrl+shift+o")
        self.program.press("Paragraphs", "check box")

    def kill(self) -> None:
        self.program.kill_all()
        self._window.close()

    def close(self) -> None:
        assert self.program.close() == 0
        self._window.close()

    def end(self) -> None:
        self._window.close()

    # What is done, to the program and in the recording.

    def type(self, text: str, at: int | None = None) -> None:
        self.go(at)
        for part in re.findall(r"\n|[^\n]+", text):
            self.program.key("Return") if part == "\n" else self.program.type(part)
        self.real.type(text, at)

    def go(self, at: int | None) -> None:
        if at is None:
            self.program.key("ctrl+End")
        else:
            self.program.put_caret(self.units(at))

    def mark(self, start: int, stop: int) -> None:
        self.go(start)
        self.program.key(*["shift+Right"] * len(self.real.text[start:stop]))

    def type_over(self, old: str, new: str) -> None:
        start = self.real.find(old)
        self.mark(start, start + len(old))
        self.program.type(new)
        self.real.type_over(start, start + len(old), new)

    def replace_all(self, old: str, new: str) -> None:
        self.program.key("ctrl+h")
        self.program.fill_in("Find", old)
        self.program.fill_in("Replace with", new)
        self.program.press("Replace all")
        self.program.key("Escape")
        self.real.replace_all(old, new)

    def change_outside(self, old: str, new: str) -> None:
        """By another program, which knows nothing of origins."""
        text = self.essay.read_text()
        assert text.count(old) == 1
        self.essay.write_text(text.replace(old, new))
        self.real.changed_outside(old, new)

    def save(self) -> None:
        self.program.key("ctrl+s")
        self.program.until_shown("Saved essay.md")
        assert self.essay.read_text() == self.real.text

    def undo(self, times: int = 1) -> None:
        self._back_and_forth("ctrl+z", self.real.undo, times)

    def redo(self, times: int = 1) -> None:
        self._back_and_forth("ctrl+shift+z", self.real.redo, times)

    def _back_and_forth(self, key: str, follow: Callable[[str], None], times: int) -> None:
        for _ in range(times):
            self.program.key(key)
            until(lambda: self.program.shown() != self.real.text, f"{key} to change something")
            follow(self.program.shown())

    def units(self, place: int) -> int:
        return len(self.real.text[:place].encode("utf-16-le")) // 2

    # What is seen.

    def agrees(self, step: str) -> None:
        """AssertionError with every difference that stays."""
        self.program.until_text(self.real.text)
        found: list[str] = []

        def none_left() -> bool:
            self.program.must_be_well()
            found[:] = [*self._on_page(), *self._in_list(), *self._in_report(), *self._in_annotations()]
            return not found

        until(none_left, lambda: f"agreement after “{step}”:\n" + "\n".join(found))

    def says_in_card(self, step: str) -> None:
        """AssertionError where the card about the caret's paragraph says something else."""
        place, units = self.program.caret(), 0
        for number, (_, stop) in enumerate(self.real.paragraphs()):
            units = self.units(stop)
            if place <= units:
                words = self.real.words_of_paragraphs()[number]
                break
        line = card_line(self.program)
        counts = {_in_words(whose): count for whose, count in words.by_whose.items()}
        shares = ", ".join(sorted(f"{count} {name}" for name, count in counts.items()))
        said = re.sub(r" \(\d+ %\)", "", line.partition(": ")[2].removesuffix("."))
        assert ", ".join(sorted(said.split(", "))) == shares, f"the card after “{step}”"
        assert line.startswith(f"{words.count} words: ")

    def names_the_call(self) -> None:
        """AssertionError where the pasted words do not lead to the request that brought them, and its time."""
        with closing(sqlite3.connect(f"file:{self.essay.with_suffix('.palimpsest')}?mode=ro", uri=True)) as database:
            ((call, model, sent_ms),) = database.execute("select id, model, wall_ms from call").fetchall()
        rows = [json.loads(line.split(b"\t")[0]) for line in self.program.journals().splitlines()]
        (origin,) = [row["i"][1] for row in rows if SAID in row.get("i", ())]
        assert (origin["kind"], origin["actor"], origin["provider"]) == ("model", NAMED, "anthropic")
        assert (origin["prompt"], model) == (call, NAMED)
        assert sent_ms <= origin["when_ms"] <= sent_ms + 600_000

    def exports_agree(self) -> None:
        """AssertionError where the commands, each in a process of its own, tell anything else of the closed essay."""
        assert [*self._in_report(), *self._in_annotations()] == []

    def _on_page(self) -> Iterator[str]:
        picture = self.page.picture()
        for place in self._looked_at():
            letter, whose = self.real.letters[place]
            seen, really = self.page.kind_at(picture, self.units(place)), _painted(whose)
            if seen != really:
                around = self.real.text[max(0, place - 12) : place + 12]
                yield f"page: {letter!r} in {around!r} is painted {seen} and is {really}"
        for number, (start, stop) in enumerate(self.real.paragraphs(), 1):
            painted = self.page.kinds_in_bar(picture, self.units(start), self.units(stop - 1))
            kinds = {_painted(whose) for whose in self.real.words_of_paragraphs()[number - 1].by_whose}
            if painted != kinds:
                yield f"margin: paragraph {number} has {sorted(painted)} and is {sorted(kinds)}"

    def _looked_at(self) -> list[int]:
        """The letters at both ends of every stretch of one origin, and every ninth besides."""
        letters = self.real.letters
        plain = [place for place, (letter, _) in enumerate(letters) if letter.isascii() and letter.isalnum()]
        edges = [
            place
            for before, place, after in zip([-1, *plain], plain, [*plain[1:], -1], strict=False)
            if before < 0 or after < 0 or len({letters[one][1] for one in (before, place, after)}) > 1
        ]
        return sorted({*edges, *plain[::9]})

    def _in_list(self) -> Iterator[str]:
        really = []
        for number, words in enumerate(self.real.words_of_paragraphs(), 1):
            kinds: dict[str, int] = {}
            for whose, count in words.by_whose.items():
                kinds[_painted(whose)] = kinds.get(_painted(whose), 0) + count
            shares = {kind: max(1, min(99, round(100 * n / words.count))) for kind, n in kinds.items()}
            if len(shares) == 1:
                shares = dict.fromkeys(shares, 100)
            really.append(Line(number, words.count, shares))
        seen = paragraph_lines(self.program)
        if seen != really:
            yield f"list: {seen}\n  and is {really}"

    def _in_report(self) -> Iterator[str]:
        report, words = read_report(self._made("process", "--json")), self.real.words()
        if report["words"] != words.count or without_none(report["by_origin"]) != words.by_kind():
            yield f"report: {report['words']} words, {report['by_origin']} and is {words.by_kind()}"
        if without_none(report["models"]) != words.models():
            yield f"report: models {report['models']} and is {words.models()}"
        paragraphs = [one.by_kind() for one in self.real.words_of_paragraphs()]
        if counted(report["paragraphs"]) != paragraphs:
            yield f"report: paragraphs {counted(report['paragraphs'])} and is {paragraphs}"
        if counted(report["pastes"]) != self.real.pasted:
            yield f"report: pastes {counted(report['pastes'])} and is {self.real.pasted}"

    def _made(self, *words: str) -> Path:
        """A file that the command line makes of the essay; a process of its own once the window is closed.

        To start one for each look would take most of the time of the test.
        """
        out, said = self.folder / "out", io.BytesIO()
        asked = [*words, str(self.essay), "-o", str(out)]
        if self.program.process.poll() is not None:
            subprocess.run([sys.executable, "-m", "editor", *asked], cwd=ROOT, check=True, capture_output=True)
            return out
        with redirect_stderr(io.TextIOWrapper(said, write_through=True)):
            code = command_line(asked)
        assert code == 0, said.getvalue().decode()
        return out

    def _in_annotations(self) -> Iterator[str]:
        found = read_annotations(self._made("annotations", "export", "--author", "Jane").read_text())
        if found.text != self.real.text:
            yield f"annotations: the text is {found.text!r}"
            return
        for number, (owner, whose) in enumerate(zip(found.owners, self.real.clusters(), strict=True)):
            if owner != _annotated(whose):
                yield f"annotations: character {number} is said to be {owner!r} and is {_annotated(whose)!r}"
                return


def _painted(whose: Whose) -> str:
    return "own" if whose.is_writers else whose.kind


def _in_words(whose: Whose) -> str:
    if whose.kind == "model":
        return f"from {whose.name or 'a model'}"
    others = {"typed": "typed here", "tool": "set by a tool at your word", "unknown": "changed by another program"}
    return others.get(whose.kind, whose.kind)


def _annotated(whose: Whose) -> str:
    if whose.is_writers:
        return "@Jane"
    if whose.kind == "model":
        return f"&{whose.name} <{whose.provider}>" if whose.name else "&Model"
    return {"pasted": "&Pasted", "unknown": ""}[whose.kind]


@pytest.fixture
def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writing]:
    monkeypatch.setenv("PALIMPSEST_DATA", str(tmp_path / "data"))
    with a_desktop(tmp_path, SCREEN) as desktop, AnthropicServer() as server:
        begun = Writing(desktop, tmp_path, server)
        begun.essay.write_text("")
        yield begun
        begun.end()


# The parts of the story.


def copy_from_desk(writing: Writing) -> None:
    """Asks the model about the caret's paragraph and copies what it says."""
    program = writing.program
    program.key("ctrl+2")
    until(lambda: program.eyes.one("check box", "Critic Balanced editor"), "the critics")
    program.press("Show what would be sent")
    program.press("Send")
    program.until_shown("Critique finished")
    card = until(
        lambda: next((one for one in program.eyes.all() if one.role == "list item" and ISSUE in one.name), None),
        "the model's remark",
    )
    x, y, width, _ = program.eyes.box(card)
    program.desktop.click(x + width // 2, y + 12)
    program.key("ctrl+c")
    program.until_shown("These are a model's words and stay marked as such.")
    x, y, width, height = program.page_box()
    program.desktop.click(x + width // 2, y + height - 60)


@contextmanager
def browser(writing: Writing, text: str, html: str = "", address: str = "") -> Iterator[None]:
    with held(writing.desktop, writing.folder, text, html, address):
        yield


def test_that_everything_that_tells_whose_words_they_are_agrees_with_what_was_done(writing: Writing) -> None:
    real = writing.real
    writing.start()
    writing.type(FIRST)
    writing.agrees("typing")

    copy_from_desk(writing)
    writing.type("\n\n")
    writing.program.key("ctrl+v")
    real.paste(SAID, MODEL)
    writing.agrees("a paste from the desk")
    writing.names_the_call()
    writing.type(" I agree.")
    writing.agrees("typing on behind a model's words")

    with browser(writing, PLAIN, HTML):
        writing.type("\n\n")
        writing.program.key("ctrl+v")
        real.paste(MARKDOWN, PASTED)
        writing.agrees("a paste of a page from a browser")
    with browser(writing, f"{ISSUE}\r\n\u00a0\u00a0{WHY}\r\n", f"<p>{ISSUE} {WHY}</p>"):
        writing.type("\n\n")
        writing.program.key("ctrl+v")
        real.paste(f"{ISSUE}\n\u00a0\u00a0{WHY}\n", MODEL)
        writing.agrees("a paste of the model's words by way of a browser")
    with browser(writing, LETTER, address="https://mail.example.org/inbox?secret"):
        writing.type("\n\n")
        writing.program.key("ctrl+v")
        real.paste(LETTER, PASTED)
        writing.program.key("ctrl+shift+w")  # the question of its own accord goes after three seconds
        writing.program.until_shown(f"{len(LETTER.split())} words from mail.example.org. Whose?")
        writing.program.key("alt+a")
        writing.program.until_shown("Noted: a model's.")
        start = real.find(LETTER)
        real.say(start, start + len(LETTER), NAMELESS)
        writing.agrees("an answer to Whose?")

    middle = real.find("hold. I agree.") + 2
    writing.type("use", middle)
    writing.agrees("typing within a word of the model's")
    writing.says_in_card("typing within a word of the model's")
    writing.type_over("wins** twice", "loses** alone")
    writing.agrees("typing over pasted words")
    start = real.find(" and went home.\n\nThe claim")
    writing.mark(start, start + len(" and went home.\n\nThe"))
    writing.program.key("BackSpace")
    real.remove(start, start + len(" and went home.\n\nThe"))
    writing.agrees("removing the end of one paste and the beginning of another")

    start = real.find("that lets its members")
    writing.mark(start, start + len("that lets its members"))
    writing.program.key("ctrl+x")
    cut = real.remove(start, start + len("that lets its members"))
    writing.agrees("cutting")
    place = real.find(" hall is booked")
    writing.go(place)
    writing.program.key("ctrl+v")
    real.paste_again(cut, place)
    writing.agrees("pasting what was cut into words of a model")
    writing.program.choose("alt+p", "Move Up")  # its key belongs to the window manager here
    real.move_up(len(real.paragraphs()) - 1)
    writing.agrees("moving a paragraph")
    place = real.find("lets its members")
    writing.go(place)
    writing.program.choose("alt+p", "Split Here")
    real.put("\n\n", TYPED, place)
    writing.agrees("splitting")
    place = real.find("\n\nThe claim is wider")
    writing.go(place)
    writing.program.choose("alt+p", "Merge with the Next")
    with real.act():
        real.remove(place, place + 2)
        real.put(" ", TYPED, place)
    writing.agrees("merging")
    writing.replace_all("here", "at this table")
    writing.agrees("replacing all")
    writing.undo(4)
    writing.agrees("undoing the last four")
    writing.redo(3)
    writing.agrees("redoing three of them")

    writing.save()
    writing.change_outside("ends up", "stays at")
    writing.program.look_away_and_back()
    writing.agrees("another program's change, found while the window is open")
    writing.undo()
    writing.agrees("taking that change out again")
    writing.redo()
    writing.type(" Then the power went")
    writing.program.until_text(real.text)
    writing.kill()
    writing.start()
    writing.agrees("being killed and started again")
    writing.undo()
    writing.agrees("undoing what was done before the kill")
    writing.redo()
    writing.agrees("redoing it")

    writing.save()
    writing.close()
    writing.change_outside("seen it", "lost us")
    writing.model = "claude-opus-5-5"
    writing.start()
    writing.agrees("another program's change, found at the start")
    with browser(writing, f"{WHY} {TASK}"):
        writing.type("\n\n")
        writing.program.key("ctrl+v")
        real.paste(f"{WHY} {TASK}", MODEL)
        writing.agrees("a paste of what another model had said before the restart")
    writing.says_in_card("a paste after the restart")
    writing.undo(2)
    writing.agrees("undoing all that was done since the start")
    writing.close()
    writing.exports_agree()
