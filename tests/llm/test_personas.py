"""The critics that come with the program, the writer's own, and broken ones among them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from editor.core.errors import FileError, FileUnreadable
from editor.llm.personas import DEFAULT_CRITIC, LARGEST, Critic, cast, critic_named, parse_critic

OURS = {
    "balanced-editor": "Balanced editor",
    "general-reader": "General reader",
    "harsh-reviewer": "Harsh reviewer",
    "lesswrong-reader": "LessWrong reader",
    "logician": "Logician",
    "sceptic-of-claims": "Sceptic of claims",
    "steelman": "Steelman of the other side",
    "style-ear": "Style ear",
}
GOOD = "name: My aunt\nline: Says what she thinks.\n\nYou are my aunt.\n"


def test_that_ours_are_these_eight_in_the_order_of_their_names() -> None:
    assert {one.id: one.name for one in cast().critics.values()} == OURS
    assert list(cast().critics) == sorted(OURS, key=lambda ident: OURS[ident].casefold())
    assert cast().troubles == {}


@pytest.mark.parametrize("critic", cast().critics.values(), ids=lambda critic: critic.id)
def test_that_each_of_ours_says_who_it_is_what_for_why_and_what_to_look_for_in_which_order(critic: Critic) -> None:
    heads = re.findall(r"^# (.+)$", critic.persona, re.MULTILINE)
    assert heads == ["Who you are", "What you are here for", "Why it matters", "What to look for, in this order"]
    last = critic.persona.rpartition("# What to look for, in this order")[2]
    numbers = [int(number) for number in re.findall(r"^(\d)\. ", last, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert 4 <= len(numbers) <= 6
    assert all("writer" in part for part in re.split(r"^# ", critic.persona, flags=re.MULTILINE)[2:3])
    assert critic.persona.startswith("# Who you are\n\nYou ")


@pytest.mark.parametrize("critic", cast().critics.values(), ids=lambda critic: critic.id)
def test_that_each_of_ours_is_short_whole_and_flatters_nobody(critic: Critic) -> None:
    """Readers of written personas found long ones unspecific (Benharrak et al. 2024): three hundred words are enough."""
    assert 180 <= len(critic.persona.split()) <= 340
    assert not re.search(r"\{\{|\}\}|\[\w|TODO|XXX|…|lorem|<\w", critic.persona)
    assert not re.search(r"\b(praise|compliment|encourage|congratulate|rephrase)\b", critic.persona, re.IGNORECASE)
    assert not re.search(r"\b(JSON|Claude|GPT|Gemini|Anthropic|OpenAI)\b", critic.persona)
    assert "\n" not in critic.line
    assert len(critic.line) <= 110
    assert critic.line.endswith(".")
    assert (critic.connection, critic.model, critic.own) == ("", "", False)


def test_that_no_two_of_ours_look_for_the_same_things_in_the_same_words() -> None:
    points = [
        point for critic in cast().critics.values() for point in re.findall(r"^\d\. (.+)$", critic.persona, re.MULTILINE)
    ]
    assert len(set(points)) == len(points)


def test_that_each_of_ours_holds_what_it_is_there_for() -> None:
    core = {
        "harsh-reviewer": ("turn it down", "not earned"),
        "lesswrong-reader": ("Premises", "Local validity", "Missed considerations", "Sources"),
        "logician": ("leap", "two sentences", "unspoken premise"),
        "sceptic-of-claims": ("could turn out false", "looked up"),
        "style-ear": ("language models", "no guess about whose"),
        "steelman": ("strongest", "would sign it"),
        "general-reader": ("another trade", "read twice"),
    }
    for ident, words in core.items():
        persona = " ".join(critic_named(ident).persona.split())
        assert [word for word in words if word not in persona] == []


def test_that_the_usual_critic_is_one_of_ours_and_an_unknown_one_is_answered_with_the_known() -> None:
    assert critic_named().id == DEFAULT_CRITIC
    with pytest.raises(FileUnreadable, match=DEFAULT_CRITIC):
        critic_named("nobody")


def test_that_a_critic_may_name_a_connection_and_a_model_in_any_order() -> None:
    text = "model: o3\nname: A: b\nconnection: openai\nline: C\n\nD: e\n\nF\n"
    assert parse_critic("x", text) == Critic("x", "A: b", "C", "D: e\n\nF", "openai", "o3")


def test_that_a_critic_may_come_from_a_system_with_other_line_ends() -> None:
    critic = parse_critic("c", "name: A\r\nline: B\r\n\r\nOne.\r\nTwo.\r\n")
    assert (critic.name, critic.line, critic.persona) == ("A", "B", "One.\nTwo.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1 stands no line “name: …” and no line “line: …”"),
        ("name: a\nline: b\npersona", "Line 3 is none of"),
        ("name: a\nline: b", "after line 2"),
        ("name: a\nline: b\n\n \n", "Nothing stands after line 3"),
        ("name: \nline: b\n\npersona", "Line 1 says nothing after “name:”"),
        ("name: a\n\nline: b\n\npersona", "Before the blank line in line 2 stands no line “line: …”"),
        ("---\nname: a\nline: b\n\npersona", "Line 1 is none of"),
        ("name: a\nname: b\nline: c\n\npersona", "Line 2 says “name” a second time"),
        ("name: a\nline: b\ntemperature: 1\n\npersona", "Line 3 is none of"),
        ("name: a\nline: b\nmodel:\n\npersona", "Line 3 says nothing"),
    ],
)
def test_that_a_broken_critic_is_refused_with_its_name_and_the_line(text: str, said: str) -> None:
    with pytest.raises(FileError, match="“crooked”") as caught:
        parse_critic("crooked", text)
    assert said in caught.value.detail


def test_that_the_writers_own_stand_after_ours_and_broken_ones_take_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "aunt.md").write_text(GOOD, encoding="utf-8-sig")
    (tmp_path / "logician.md").write_text(GOOD)
    (tmp_path / "harper.md").write_text(GOOD)
    (tmp_path / "bytes.md").write_bytes(b"name: a\nline: \xff\n\nb")
    (tmp_path / "long.md").write_text(GOOD + "x" * LARGEST)
    (tmp_path / "headless.md").write_text("You are my uncle.\n")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".hidden.md").write_text("no")
    (tmp_path / "notes.txt").write_text("no")
    found = cast(tmp_path, taken=("harper",))
    assert list(found.critics) == [*cast().critics, "aunt"]
    assert found.critics["aunt"] == Critic("aunt", "My aunt", "Says what she thinks.", "You are my aunt.", own=True)
    said = {ident: error.detail for ident, error in found.troubles.items()}
    assert set(said) == {"logician", "harper", "bytes", "long", "headless", "folder", "gone"}
    assert "Line 2 is not UTF-8" in said["bytes"]
    assert "Another critic has its name" in said["logician"]
    assert "larger" in said["long"]
    assert "Line 1 is none of" in said["headless"]
    with pytest.raises(FileError, match="“headless”"):
        found.named("headless")
    assert cast(tmp_path / "absent").troubles == {}
