"""What models do, acted out for pictures. They are servers on this machine, and what they say was written by hand."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from picture_stage import ESSAY, a_stage, grab, save, shoot, to_paragraph  # first: it finds the parts of the tests

import anthropic_server  # isort: skip
from anthropic_server import AnthropicServer  # isort: skip
from window_driver import Program, a_program, until  # isort: skip

TURN = (
    "the drawer in the kitchen where the string was kept too short to use and a label that said so in her hand and the "
    "stopwatch beside it ticking at the string as if it could be made longer by being waited for and the colour of the "
    "string which nobody"
)
SAID = {
    "quote": "it was very unique to watch",
    "issue": "Unique is asserted and never shown.",
    "why": "I take it for a compliment, skip it, and have lost the reason for the week.",
    "suggestion": "Say the first thing she did that you had never seen anybody do.",
    "confidence": "high",
}
"""What a model says of the paragraph in the picture of the critics."""
ALSO_SAID = {
    "quote": "she did nothing early",
    "issue": "The claim is about a week and only one dinner is shown.",
    "why": "I wonder about the other six days.",
    "suggestion": "Name a day on which it failed.",
    "confidence": "medium",
}
CLAIM = "In 1697 Willem de Vlamingh saw them on a river in what is now Western Australia"
SWANS = (
    "# Black swans\n\nFor a thousand years nobody in Europe had seen one, and the word stood for what cannot be. "
    f"{CLAIM}, and the word stood for nothing any more.\n"
)
FOUND = (
    "Journal of the voyage, 1697",
    "We found black swans on the river, of which we took some alive.",
    "A printed journal of the voyage bears it out and names the day. An encyclopedia repeats it without a source.",
)
"""A page, its words, and what a model says of it; in the order in which they are asked for."""
CRITICS = {"My aunt": "claude-opus-5-5", "Slow reader": "claude-fable-5-2", "Hasty reader": "claude-haiku-5-5"}
"""The writer's own, by the model that plays them."""
LINE = "At home we said it of her for sixty years; it is the family's word, and the reader hears who speaks."
CONCEDED = (
    "A word that a family has used for sixty years tells the reader who is speaking, which no single act at the stove"
    " would. I had read it as praise by the essay."
)
POINTS = (
    "Preparing is not ordering",
    "Where it fails: guests who come early",
    "A list says what, a sequence when",
    "What I do on Mondays now",
)
LIMIT_USD = "0.149"
"""Reached while the last point is worked at."""
RELAYED = {
    "Your turn": (
        "preparing moves the work to a time when nothing is decided yet. the bowls are answers to questions that the pan"
        " has not asked. what she had was an order, and an order needs no bowls",
        "guests who come early break the table, not the onions. so a sequence bends only at its last step. what of a"
        " child that cries at the second one",
        "a list can be read from the bottom and is the same list. nobody can cook from the bottom. she never wrote one"
        " down, she stood where the next thing was",
        "monday is the day with nothing bought. one pan, and the second thing waits for the first. what do you do with"
        " the bowls then",
    ),
    "Draft the": (
        "To prepare is to decide before anything is known. The bowls were full of answers; the pan had asked nothing.",
        "Guests who come early find no table. It is the one step that cannot be put off.",
        "A list can be read in any order and stays the same list. A sequence read backwards is no dinner.",
        "On Mondays I put one pan on and leave the bowls in the cupboard.",
    ),
    "Your remarks": (
        "“before anything is known” is too wide: the recipe is known. Say what is not known yet.",
        "“the one step that cannot be put off” is not shown. Say what happens to the pan meanwhile.",
        "“no dinner” is a joke where the reason should stand. Say what the order knows that the list does not.",
        "It says what you do and not what came of it.",
    ),
    "Revise the": (
        "To prepare is to decide before the pan has been hot. The bowls were full of answers, and nobody had asked yet;"
        " an order leaves each answer where its question comes up.",
        "Guests who come early find no table, and the pan is not on. So only the last step was missing, and it is the"
        " one that guests can do themselves. [example needed]",
        "A list can be read from below and stays the same list. A sequence holds one thing more: what must already be"
        " true before the next thing begins.",
        "On Mondays I put one pan on and leave the bowls in the cupboard. Twice so far it has been late.",
    ),
}
"""What the models of a relay say about each point, by the first words of what they are asked."""
ANSWERED = (
    "not the bowls, the deciding. one can chop late and still have decided early. she had decided and left it open when",
    "the child is a guest too. she put the spoon down and the sequence waited, that is what it can do and a list of bowls"
    " cannot",
    "then the next thing is a place in the room. a list has no places, only lines. that is why it can be copied and she"
    " could not",
    "leave them where they are. or use one for the peel. the point of monday is that it may fail in front of nobody",
)
"""What the partner says to the first turn of the dialogue about each point."""


def critics_at_once() -> None:
    """Four critics read one paragraph: one has answered, one reads, one has to wait, and one has died."""
    faults = anthropic_server.FAULTS
    ends = {"claude-opus-5-5": faults["x-429"], "claude-fable-5-2": faults["x-stall"], "claude-haiku-5-5": breaking_off}
    faults.update(ends)
    with a_kitchen(CRITICS) as (program, server):
        server.says = {"remarks": [SAID]}
        to_paragraph(program, "Then I spent a week")
        for critic in ("Spelling and grammar (Harper)", "Usage (proselint)", "Style ear (local)"):
            tick(program, critic)
        for critic in ("Harsh reviewer", *CRITICS):
            tick(program, critic)
        program.key("ctrl+Return")
        program.until_shown("Send to 4 critics")
        shoot(program.desktop, "critics-sheet")
        program.press("Send to 4 critics")
        until(lambda: "remark" in doing(program, "Harsh reviewer"), "the remarks of one")
        until(lambda: "failed" in doing(program, "Hasty reader"), "the end of another")
        until(lambda: "Waiting 4 s" in program.words(), "the third to wait")
        save(grab(program.desktop), "critics")  # the seconds count: this screen never stands still


def breaking_off(to: Any) -> None:
    """Says one remark and half of the next, then is gone."""
    to.start_message()
    to.say(f'{{"remarks": [{json.dumps(ALSO_SAID)}, {{"quote": "she waited for')
    to.reset()


def argued() -> None:
    """A remark the writer disputes, and the critic gives way, with a reason of its own."""
    with a_kitchen() as (program, server):
        server.says = {"remarks": [SAID]}
        ask(program, "Harsh reviewer")
        until(lambda: "remark" in doing(program, "Harsh reviewer"), "the remark")
        server.says = {"reason": CONCEDED, "decision": "concede"}
        program.key("F8")
        until(program.selected, "its quote to be marked")
        program.choose("alt+c", "Argue…")
        program.until_shown("Your line against it is open.")
        program.type(LINE)
        program.key("Return")
        program.press("Send")
        program.until_shown("The critic concedes")
        until(lambda: "ct" in program.words(), "the price")
        shoot(program.desktop, "argued")


def limited() -> None:
    """The limit is two cents, and a critic may cost more."""
    with a_kitchen() as (program, _server):
        to_paragraph(program, "Then I spent a week")
        program.choose("alt+t", "Budget…")
        program.until_shown("All essays, in a month")
        program.fill_in("Limit: This essay", "0.02")
        program.press("Set the limit: This essay")
        program.until_shown("2.0 ct are left")
        program.key("Escape")
        tick(program, "Harsh reviewer")
        program.key("ctrl+Return")
        program.until_shown("At the limit")
        shoot(program.desktop, "limit")


def ask(program: Program, critic: str) -> None:
    """Has one critic that a model plays read the paragraph of the week, and no other."""
    to_paragraph(program, "Then I spent a week")
    for name in ("Spelling and grammar (Harper)", "Usage (proselint)", "Style ear (local)", critic):
        tick(program, name)
    program.key("ctrl+Return")
    program.press("Send")


def tick(program: Program, critic: str) -> None:
    program.press(f"Critic {critic}", "check box")


@contextlib.contextmanager
def a_kitchen(critics: Mapping[str, str] | None = None) -> Iterator[tuple[Program, AnthropicServer]]:
    """The essay on kitchens, with critics of the writer's own and the model of each."""
    with a_stage() as (desktop, folder), AnthropicServer() as server:
        (folder / "kitchen.md").write_text(ESSAY, encoding="utf-8")
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-for-the-picture", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        own = folder / "data" / "critics"
        own.mkdir(parents=True)
        for name, model in (critics or {}).items():
            head = f"name: {name}\nline: Reads as few do.\nmodel: {model}\n"
            (own / f"{name.split()[0].lower()}.md").write_text(f"{head}\nYou are a reader.\n", encoding="utf-8")
        with a_program(desktop, folder, "kitchen.md") as program:
            until(lambda: program.eyes.one("check box", "Critic Harsh reviewer"), "the critics")
            yield program, server


def doing(program: Program, critic: str) -> str:
    """What a critic's row says."""
    box = program.eyes.one("check box", f"Critic {critic}")
    return box.description if box is not None else ""


def pad_in_turns() -> None:
    """The model is a server on this machine, and what it says was written by hand."""
    anthropic_server.PLAIN_ANSWER = TURN
    with a_stage() as (desktop, folder), anthropic_server.AnthropicServer() as server:
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-none-0000", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        with a_program(desktop, folder, "--sample") as program:
            to_paragraph(program, "The other reason was a rule.")
            program.key("ctrl+j")
            program.type("what did the rule do to me really it made me count and counting made me look and looking was")
            program.key("Escape")
            program.press("Model's turn")
            program.until_shown("exactly as above")
            shoot(desktop, "pad-sheet")
            program.press("Send")
            program.until_shown(" ct")
            program.type("the drawer yes and the gaps are where the string was")
            until(lambda: "the string was" in program.words(), "the words in the pad")
            shoot(desktop, "pad-turns")


def sources() -> None:
    found = iter(FOUND)
    with a_stage() as (desktop, folder), AnthropicServer() as server:
        server.says = lambda: next(found)
        (folder / "swans.md").write_text(SWANS, encoding="utf-8")
        desktop.environment.update(ANTHROPIC_API_KEY="sk-ant-for-the-picture", PALIMPSEST_ANTHROPIC_BASE_URL=server.url)
        with a_program(desktop, folder, "swans.md") as program:
            program.key("ctrl+f")
            program.until_shown("Find and replace")
            program.type(CLAIM)
            program.key("Return")
            until(lambda: program.selected() == CLAIM, "the claim to be found")
            program.key("Escape", "ctrl+shift+l")
            look = "Look for Sources…"
            buttons = until(lambda: [one for one in program.eyes.all() if one.name.startswith(look)], look)
            program.eyes.press(buttons[0])
            program.until_shown("searches the web")
            program.press("Send")
            program.until_shown("Candidates, not proof")
            shoot(desktop, "sources")


def relay() -> None:
    """From the plan to the proposal, and what all of it has cost."""
    held = threading.Event()

    def answer(to: Any) -> None:
        if to.path.endswith("/count_tokens"):
            to.answer_post()
            return
        text = relayed(to.received.body)
        read = len(to.received.raw) // 4
        to.start_message({**anthropic_server.START_USAGE, "input_tokens": read})
        half = len(text) // 2
        to.say(text[:half])
        if text == RELAYED["Revise the"][2]:
            held.wait(60)  # until the picture of the relay at work is taken
        to.say(text[half:])
        to.stop_message("end_turn", usage={**anthropic_server.END_USAGE, "output_tokens": 90 + len(text)})

    anthropic_server.FAULTS["claude-sonnet-5-5"] = answer
    try:
        with a_kitchen() as (program, server):
            server.tokens_of_a_byte = 0.25
            act_out_relay(program, held)
    finally:
        del anthropic_server.FAULTS["claude-sonnet-5-5"]


def act_out_relay(program: Program, held: threading.Event) -> None:
    desktop = program.desktop
    program.choose("alt+t", "While I Am Away…")
    program.until_shown("Points of the outline")
    ticked = next(seen for seen in program.eyes.all() if seen.role == "check box" and "On keeping" in seen.name)
    left, top, _width, height = program.eyes.box(ticked)
    desktop.click(left + 8, top + height // 2)
    program.click("Points of your own, one a line", "text")
    for number, point in enumerate(POINTS):
        if number:
            program.key("Return")
        program.type(point)
    program.fill_in("At most, dollars", LIMIT_USD)
    program.fill_in("Turns of thinking", "2")
    shoot(desktop, "relay-plan")
    program.press("Show What Would Be Sent…")
    program.until_shown("Later requests hold")
    shoot(desktop, "relay-approval")
    program.press("Start")
    program.until_shown("Guests who come early find no table, and the pan")
    program.until_shown("A list can be read from below")
    shoot(desktop, "relay-live")
    held.set()
    program.until_shown("of the relay's limit are left")
    program.press(f"Take In: {POINTS[0]}")
    program.until_shown("In the draft")
    shoot(desktop, "relay-proposal")
    program.choose("alt+t", "What Was Sent…")
    program.until_shown("requests, $")
    shoot(desktop, "what-was-sent")


def relayed(body: dict[str, Any]) -> str:
    """One turn, by what is asked."""
    question = "".join(block["text"] for block in body["messages"][-1]["content"])
    point = next(place for place, words in enumerate(POINTS) if f"<point>\n{words}\n" in question)
    asked = next(name for name in RELAYED if name in question.rsplit("\n\n", 1)[-1])
    return ANSWERED[point] if "<turn-1>" in question and asked == "Your turn" else RELAYED[asked][point]


STORIES: tuple[tuple[Callable[[], None], tuple[str, ...]], ...] = (
    (critics_at_once, ("critics", "critics-sheet")),
    (argued, ("argued",)),
    (limited, ("limit",)),
    (pad_in_turns, ("pad-sheet", "pad-turns")),
    (sources, ("sources",)),
    (relay, ("relay-plan", "relay-approval", "relay-live", "relay-proposal", "what-was-sent")),
)
