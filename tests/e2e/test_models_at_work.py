"""Every model the writer uses, on three providers, in one window and under one budget, while the writer goes on typing.

The three servers stand on this machine and speak the wire format of their vendor. What they report as used is written
down, priced by hand, and held against what the program says it has cost; what comes in on their sockets is held against
what the sheets have shown.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import anthropic_server
import google_server
import openai_answers
import pytest
from anthropic_server import AnthropicServer
from google_server import GoogleServer
from model_server import ModelServer, Received, critique, pieces
from openai_server import OpenAIServer
from window_driver import Program, a_desktop, a_program, missing, until

pytestmark = [
    pytest.mark.display,
    pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}"),
    pytest.mark.timeout(300),
]

KEY = "sk-test-0123456789-abcdefgh4f2a"
ESSAY = """# On timing

I spent two months timing myself, and it is very unique to see. On the days I wrote without stopping the text was better.

The last paragraph stands here.
"""
TYPED = "And I went on while both of them read. "
AGAIN = "They let me. "
PATIENT, HASTY = "Patient reader", "Hasty reader"
PERSONAS = {PATIENT: ("openai", "gpt-6.1-sol"), HASTY: ("google", "gemini-4-argon")}
WAIT_S = 4
WHOLE = {
    "quote": "very unique",
    "issue": "Nothing is more or less unique.",
    "why": "A careful reader trips over it.",
    "suggestion": "Choose one word.",
    "confidence": "high",
}
HALF = '{"quote": "On the days I wrote", "issue": "Which'
LINE = "The preface says that the word is used as the guild uses it."
CONCEDED = "A reader who knows the guild does not stop here, and the preface is read first."
MINE = "what the container is for and what it"
MODELS = "keeps the string the drawer and the letters nobody answered"
THIRD = "answered is the word that I was after"
POINTS = ("What a timer measures", "What it leaves out", "Whom it helps", "The end")
RELAY_USD = Decimal("0.35")
RELAYED = ("[^,]*, in a first draft\\.", "[^,]*, revised\\.", "[^,]*, so it is said\\.")
"""Patterns of what the models of the relay say."""

PRICES = {
    "claude-sonnet-5-5": ("2", "0.1", "10"),
    "gpt-6.1-sol": ("2", "0.1", "10"),
    "gpt-6.1-terra": ("1", "0.05", "5"),
    "gemini-4-argon": ("2", "0.1", "10"),
    "gemini-3.8-flash": ("0.75", "0.075", "3.75"),
}
"""USD for a million tokens: read, read from the vendor's cache, written. As of November 2026, for short prompts."""


@dataclass(frozen=True, slots=True)
class Used:
    """Tokens of one answer, as its server reports them."""

    model: str
    read: int
    """Those from the cache included."""
    cached: int
    written: int

    @property
    def usd(self) -> Decimal:
        fresh, kept, written = map(Decimal, PRICES[self.model])
        return ((self.read - self.cached) * fresh + self.cached * kept + self.written * written) / 1_000_000


@dataclass(slots=True)
class Stage:
    """What the servers were asked and what they let go on when."""

    reported: list[Used] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Models that were told to wait."""
    begun: dict[str, threading.Event] = field(default_factory=lambda: {name: threading.Event() for name in PRICES})
    """By model: it has said its first words."""
    typed: threading.Event = field(default_factory=threading.Event)
    """Set once the writer's words are on the screen: until then both critics are in the middle of their answers."""

    def use(self, model: str, written: int = 0) -> Used:
        number = len(self.reported) + 1
        used = Used(model, 1_000 + 13 * number, 7 * number, (written or 400) + number)
        self.reported.append(used)
        return used

    @property
    def usd(self) -> Decimal:
        return sum((one.usd for one in self.reported), Decimal(0))


# What the servers say.


def say_at_anthropic(to: Any, used: Used, text: str) -> None:
    """Anthropic counts what it read from its cache apart."""
    read = {"input_tokens": used.read - used.cached, "cache_read_input_tokens": used.cached}
    to.start_message({**anthropic_server.START_USAGE, **read})
    for piece in pieces(text):
        to.say(piece)
    to.stop_message("end_turn", usage={**anthropic_server.END_USAGE, "output_tokens": used.written})


def end_at_openai(to: Any, used: Used) -> None:
    read = {"input_tokens": used.read, "input_tokens_details": {"cached_tokens": used.cached}}
    to.stop_message("stop", {**openai_answers.USAGE, **read, "output_tokens": used.written})


def end_at_google(to: Any, used: Used) -> None:
    """Google counts what the model thought apart."""
    read = {"promptTokenCount": used.read, "cachedContentTokenCount": used.cached}
    to.stop_message("STOP", {**read, "candidatesTokenCount": used.written - 100, "thoughtsTokenCount": 100})


def relayed(question: str) -> tuple[str, int]:
    """What one of the three of a relay says, and in how many tokens."""
    point = next(words for words in POINTS if f"<point>\n{words}\n" in question)
    asked = question.rsplit("\n\n", 1)[-1]
    if asked.startswith("Draft"):
        return f"{point}, in a first draft.", 3_000
    if asked.startswith("Revise"):
        return f"{point}, revised.", 3_000
    return f"{point}, so it is said.", 500 if asked.startswith("Your turn") else 1_000


def claude(stage: Stage) -> Callable[[Any], None]:
    """Takes its turn in the pad, and writes for the relay."""

    def answer(to: Any) -> None:
        question = said_to(to.received)
        text, written = relayed(question) if "<turns>" not in question else (MODELS, 0)
        say_at_anthropic(to, stage.use("claude-sonnet-5-5", written), text)

    return answer


def patient(stage: Stage) -> Callable[[Any], None]:
    """Asks to wait, then reads as slowly as the writer likes; argued with, it concedes."""

    def answer(to: Any) -> None:
        question = said_to(to.received)
        if LINE in question:
            to.start_message()
            to.say(json.dumps({"reason": CONCEDED, "decision": "concede"}))
        elif not stage.refused:
            stage.refused.append(to.path)
            assert stage.begun["gemini-4-argon"].wait(60)  # so that the other one reads while this one waits
            to.send_fault(429, "Rate limit reached.", "tokens", "rate_limit_exceeded", retry_after=str(WAIT_S))
            return
        else:
            text = critique(question)
            to.start_message()
            to.say(text[:40])
            stage.begun["gpt-6.1-sol"].set()
            assert stage.typed.wait(60)
            for piece in pieces(text[40:]):
                to.say(piece)
        end_at_openai(to, stage.use("gpt-6.1-sol"))

    return answer


def hasty(stage: Stage) -> Callable[[Any], None]:
    """Says one remark and half of another, then is gone; asked again, it says both."""

    def answer(to: Any) -> None:
        first = not stage.begun["gemini-4-argon"].is_set()
        to.begin_stream()
        if first:
            to.say(f'{{"remarks": [{json.dumps(WHOLE)}, ')
            stage.begun["gemini-4-argon"].set()
            while not stage.typed.wait(0.1):  # a critic that says little by little, while the other waits
                to.say(" ")
            to.say(HALF)
            to.reset()
            return
        for piece in pieces(critique(said_to(to.received))):
            to.say(piece)
        end_at_google(to, stage.use("gemini-4-argon"))

    return answer


def partner(stage: Stage) -> Callable[[Any], None]:
    def answer(to: Any) -> None:
        text, written = relayed(said_to(to.received))
        to.start_message()
        to.say(text)
        end_at_openai(to, stage.use("gpt-6.1-terra", written))

    return answer


def critic(stage: Stage) -> Callable[[Any], None]:
    def answer(to: Any) -> None:
        text, written = relayed(said_to(to.received))
        to.begin_stream()
        to.say(text)
        end_at_google(to, stage.use("gemini-3.8-flash", written))

    return answer


# What came in on the sockets.


def said_to(received: Received) -> str:
    """The words of a request, in the order of the wire and in any of the three formats, without the schema."""
    body = received.body
    if "contents" in body:
        turns = [body["systemInstruction"], *body["contents"]]
        return "\n\n".join("".join(part["text"] for part in turn["parts"]) for turn in turns)
    system = body["system"] if "system" in body else body["instructions"]
    turns = body["messages"] if "messages" in body else body["input"]
    return "\n\n".join(map(_joined, (system, *(turn["content"] for turn in turns))))


def _joined(content: Any) -> str:
    return content if isinstance(content, str) else "".join(block["text"] for block in content)


def schema_of(received: Received) -> Any:
    """What the answer has to look like; None where it is free."""
    body = received.body
    form = body.get("output_config") or body.get("text") or {}
    return form.get("format", {}).get("schema") or body.get("generationConfig", {}).get("responseJsonSchema")


def is_shown(received: Received, shown: str) -> bool:
    """Whether a sheet showed the words and the schema of a request, and nothing that is not in it."""
    said, schema = said_to(received), schema_of(received)
    if not shown.startswith(said):
        return False
    rest = shown[len(said) :]
    return (json.loads(rest) == schema) if schema is not None else not rest


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from strings_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_in(one)
    elif isinstance(value, str):
        yield value


def hides_nothing(received: Received, shown: str) -> bool:
    """Whether every prose there is in the bytes, wherever it hides, was shown."""
    return all(words in shown or words.split("\n\n")[0] in shown for words in strings_in(received.body) if " " in words)


# The window.


@dataclass(slots=True)
class Room:
    program: Program
    stage: Stage
    servers: dict[str, ModelServer]
    folder: Path
    shown: list[str] = field(default_factory=list)
    """What the sheets showed of requests the writer then said yes to."""

    def received(self) -> list[Received]:
        """What models were asked, by whichever provider; nothing else ever comes."""
        return [one for server in self.servers.values() for one in server.received]

    def sheet(self) -> str:
        text = until(lambda: self.program.eyes.one("text", "The exact text that would be sent"), "the sheet")
        return str(text.text)

    def approve(self) -> None:
        """Reads what the sheet shows, and sends it."""
        before = len(self.received())
        self.shown.append(self.sheet())
        assert len(self.received()) == before
        self.program.press("Send")

    def row(self, name: str) -> str:
        """What a critic is doing, and its sentence."""
        box = self.program.eyes.one("check box", f"Critic {name}")
        return box.description if box else ""

    def tick(self, name: str) -> None:
        until(lambda: self.program.eyes.one("check box", f"Critic {name}"), f"the critic {name}")
        self.program.press(f"Critic {name}", "check box")

    def turn(self, number: int) -> str:
        """The words of a finished turn in the pad; empty where it is not there."""
        named = (one for one in self.program.eyes.all() if one.role == "text")
        return next((one.text for one in named if one.name.startswith(f"Turn {number},")), "")

    def put(self, words: str) -> None:
        """Types where the caret is in the draft, and waits until it is on the page."""
        self.program.type(words)
        until(lambda: words in self.program.shown(), f"{words!r} on the page")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    stage = Stage()
    for faults, model, answer in (
        (anthropic_server.FAULTS, "claude-sonnet-5-5", claude),
        (openai_answers.FAULTS, "gpt-6.1-sol", patient),
        (openai_answers.FAULTS, "gpt-6.1-terra", partner),
        (google_server.FAULTS, "gemini-4-argon", hasty),
        (google_server.FAULTS, "gemini-3.8-flash", critic),
    ):
        monkeypatch.setitem(faults, re.escape(model), answer(stage))
    own = tmp_path / "data" / "critics"
    own.mkdir(parents=True)
    for name, (connection, model) in PERSONAS.items():
        head = f"name: {name}\nline: Reads.\nconnection: {connection}\nmodel: {model}\n"
        (own / f"{name.split()[0].lower()}.md").write_text(f"{head}\nYou are a {name.lower()}.\n")
    essay = tmp_path / "essay.md"
    essay.write_text(ESSAY)
    with ExitStack() as stack:
        desktop = stack.enter_context(a_desktop(tmp_path))
        servers = {
            name: stack.enter_context(server())
            for name, server in (("ANTHROPIC", AnthropicServer), ("OPENAI", OpenAIServer), ("GOOGLE", GoogleServer))
        }
        for name, server in servers.items():
            desktop.environment[f"PALIMPSEST_{name}_BASE_URL"] = server.url
            desktop.environment["GEMINI_API_KEY" if name == "GOOGLE" else f"{name}_API_KEY"] = KEY
        program = stack.enter_context(a_program(desktop, tmp_path, str(essay)))
        yield Room(program, stage, servers, tmp_path)
        program.must_be_well()


# The story.


def two_critics_read_at_once(room: Room) -> None:
    """One is told to wait, both read while the writer types, and one of them dies in mid-sentence."""
    program, stage = room.program, room.stage
    program.key("Down", "Down")
    for name in ("Spelling and grammar (Harper)", "Usage (proselint)", "Style ear (local)"):
        room.tick(name)
    for name in PERSONAS:
        room.tick(name)
    program.key("ctrl+Return")
    program.until_shown("Send to 2 critics")
    for name in PERSONAS:
        program.choose_in_list(name)
        until(lambda name=name: f"You are a {name.lower()}." in room.sheet(), f"what would be sent to {name}")
        room.shown.append(room.sheet())
    assert room.received() == []
    program.press("Send to 2 critics")
    seconds, at_foot = set[int](), set[str]()

    def let_in() -> bool:
        if found := re.search(r"waiting, (\d+) s", room.row(PATIENT)):
            seconds.add(int(found[1]))
            at_foot.update(re.findall(r"Waiting (\d+) s for a model · Cancel", program.words()))
        return stage.begun["gpt-6.1-sol"].is_set()

    until(let_in, "the provider to let the first one in again")
    assert len(seconds) > 1, f"the wait is counted down: {seconds}"
    assert max(seconds) <= WAIT_S + 1  # so that programs that wait do not come back all at once
    assert len(at_foot) > 1, f"it is at the foot, too, while the other one reads: {at_foot}"
    until(lambda: all(room.row(name).startswith("reading") for name in PERSONAS), "both of them to read")
    room.put(TYPED)
    stage.typed.set()
    until(lambda: "remark" in room.row(PATIENT), "the remarks of the one")
    until(lambda: room.row(HASTY).startswith("failed"), "the end of the other")
    assert "Kept: 1 remark" in room.row(HASTY), room.row(HASTY)
    for name in PERSONAS:
        program.until_shown(f"{name}, open")
    assert program.shown() == ESSAY.replace("I spent", f"{TYPED}I spent")


def the_one_that_died_is_asked_again(room: Room) -> None:
    program = room.program
    room.tick(PATIENT)
    program.key("Escape")  # from the desk to the draft
    program.put_caret(program.shown().index(TYPED) + len(TYPED))
    room.put(AGAIN)
    program.key("ctrl+Return")
    room.approve()
    until(lambda: "2 remarks" in room.row(HASTY), lambda: f"its remarks: {room.row(HASTY)}")


def a_remark_is_argued_and_conceded(room: Room) -> None:
    program = room.program
    while program.selected() in ("", WHOLE["quote"]):  # the other one's
        before = program.selected()
        program.key("F8")
        until(lambda before=before: program.selected() != before, "the next quote to be marked")
    program.choose("alt+c", "Argue…")
    program.until_shown("Your line against it is open.")
    program.type(LINE)
    program.key("Return")
    room.approve()
    program.until_shown("The critic concedes")
    program.until_shown(CONCEDED)
    assert "Conceded without" not in program.words()  # the reason is none of those that were given before


def turns_alternate_in_the_pad(room: Room) -> None:
    program = room.program
    program.key("ctrl+j")
    program.until_shown("5 minutes")
    program.type(MINE)
    until(lambda: MINE in program.words(), "the first turn")
    program.key("ctrl+Return")
    program.press("Model's turn")
    room.approve()
    until(lambda: room.turn(2) == MODELS, lambda: f"the model's turn: {room.turn(2)!r}")
    program.type(THIRD)
    until(lambda: THIRD in program.words(), "the third turn")
    program.key("ctrl+Return")
    until(lambda: room.turn(3), "the third turn to be over")
    assert [room.turn(number) for number in (1, 2, 3)] == [MINE, MODELS, THIRD]


def a_relay_stops_at_its_limit(room: Room) -> None:
    """In the fourth paragraph, before the request that could pass it; what was written waits beside the draft."""
    program, stage = room.program, room.stage
    draft, before, asked = program.shown(), stage.usd, len(room.received())
    program.choose("alt+t", "While I Am Away…")
    program.until_shown("Points of the outline")
    ticked = next(one for one in program.eyes.all() if one.name.startswith("¶2 "))  # where the caret is
    x, y, _width, height = program.eyes.box(ticked)
    program.desktop.click(x + 8, y + height // 2)
    program.click("Points of your own, one a line", "text")
    for point in POINTS:
        program.type(point)
        program.key("Return")
    program.key("Tab")  # past who writes, which is the usual one
    for model in ("gpt-6.1-terra", "gemini-3.8-flash"):  # who thinks along, and who criticises
        program.key("Tab")
        program.type(model)
        until(lambda model=model: model in chosen(program), f"{model} to be chosen")
    program.fill_in("At most, dollars", str(RELAY_USD))
    program.fill_in("Turns of thinking", "2")
    program.press("Show What Would Be Sent…")
    first = until(lambda: program.eyes.one("text", "The first request, and what later ones are made of"), "the sheet")
    assert len(room.received()) == asked
    program.press("Start")
    program.until_shown("of the relay's limit are left")
    spent = stage.usd - before
    could, left = map(Decimal, re.findall(r"could cost ([\d.]+) ct; ([\d.]+) ct of the relay", program.words())[0])
    assert left == ((RELAY_USD - spent) * 100).quantize(Decimal("0.1"), ROUND_DOWN)
    assert could > left, "the request that was not sent could have passed the limit"
    requests = [one for one in room.received() if any(f"<point>\n{words}\n" in said_to(one) for words in POINTS)]
    by_model = Counter(model_of(one) for one in requests)
    assert by_model == {"claude-sonnet-5-5": 11, "gpt-6.1-terra": 4, "gemini-3.8-flash": 4}
    assert f"to the letter:\n\n{said_to(requests[0])}\n" in first.text
    lines = {line for one in requests for line in said_to(one).split("\n")}
    later = [line for line in lines if line not in first.text.replace("{{tag}}", "point")]
    assert all(re.fullmatch("|".join((*RELAYED, "</?[a-z]+-[0-9]+>", "[^.]*:")), line) for line in later), later
    for point in POINTS[:-1]:
        program.until_shown(f"{point}, revised.")
    program.until_shown(f"{POINTS[-1]}, in a first draft.")
    assert program.shown() == draft


def chosen(program: Program) -> list[str]:
    """The models that the lists of the sheet stand at."""
    return [one.name.partition(",")[0] for one in program.eyes.all() if one.role == "combo box"]


def model_of(received: Received) -> str:
    return str(received.body.get("model") or re.search(r"/models/([^:]+):", received.path)[1])  # type: ignore[index]


def the_record_shows_every_call_and_cent(room: Room) -> None:
    program, stage = room.program, room.stage
    export = room.folder / "sent.json"
    program.choose("alt+t", "What Was Sent…")
    program.press("Export…")
    program.answer_file_dialog(export, "Save")
    calls = json.loads(until(lambda: export.exists() and export.read_text(), "the record"))["what_was_sent"]
    received = room.received()
    assert len(calls) == len(received) - len(stage.refused)  # what was told to wait was sent once more
    for one in received:
        assert any(is_shown(one, call["sent"]) and hides_nothing(one, call["sent"]) for call in calls), said_to(one)
    for call in calls:
        assert any(is_shown(one, call["sent"]) for one in received), call["sent"]
    asked = [call["sent"] for call in calls if not call["purpose"].startswith("relay")]
    assert Counter(asked) == Counter(room.shown)

    answered = [call for call in calls if call["status"] == "done"]
    (died,) = [call for call in calls if call["status"] != "done"]
    assert sorted(cost_of(call) for call in answered) == sorted(one.usd for one in stage.reported)
    assert died["tokens"]["estimated"]
    assert died["reply"].endswith(HALF)
    total = sum(map(cost_of, calls), Decimal(0))
    program.until_shown(f"{len(calls)} requests, ${total:.4f} in all.")
    program.key("Escape")

    program.choose("alt+t", "Budget…")
    program.until_shown("is a guess upwards")
    unsure = next(one.name for one in program.eyes.all() if one.name.startswith("Real cost: "))
    assert "gemini-4-argon" in unsure
    settled = Used("gemini-4-argon", 1_000, 0, 310)  # as the provider's own page has it, later
    program.fill_in(unsure, str(settled.usd))
    program.press("Settle")
    program.until_shown(f"{(stage.usd + settled.usd) * 100:.1f} ct spent so far; ")
    program.key("Escape")
    program.until_shown(f"${stage.usd + settled.usd:.2f} of $3.00")


def cost_of(call: dict[str, Any]) -> Decimal:
    amount, currency = call["cost"].split()
    assert currency == "USD"
    return Decimal(amount)


def test_that_every_model_works_under_one_budget_and_the_record_shows_all_of_it(room: Room) -> None:
    two_critics_read_at_once(room)
    a_remark_is_argued_and_conceded(room)
    the_one_that_died_is_asked_again(room)
    turns_alternate_in_the_pad(room)
    a_relay_stops_at_its_limit(room)
    the_record_shows_every_call_and_cent(room)
