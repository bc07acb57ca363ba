from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.core.errors import FileError, FileUnreadable
from editor.llm.prompts import (
    CRITIQUE_SCHEMA,
    DEFAULT_CRITIC,
    critic_named,
    critics,
    critique_request,
    parse_critic,
    shown_text,
)
from editor.llm.provider import Request

MATERIAL = re.compile(r"<(before|paragraph|after|outline)(-\d+)?>")


def question(request: Request) -> str:
    return request.messages[0].text


def asked(paragraph: str, before: str = "", after: str = "", outline: tuple[str, ...] = ()) -> Request:
    return critique_request(critic_named(), paragraph, before, after, outline, "claude-x")


def test_that_the_bundled_critics_are_found_with_a_name_and_one_line() -> None:
    found = {critic.id: critic for critic in critics()}
    assert DEFAULT_CRITIC in found
    for critic in found.values():
        assert critic.name
        assert critic.line
        assert "\n" not in critic.line
        assert not critic.persona.startswith(("name:", "line:"))


def test_that_an_unknown_critic_is_answered_with_the_known_ones() -> None:
    with pytest.raises(FileUnreadable, match=DEFAULT_CRITIC):
        critic_named("nobody")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "line: b\nname: a\n\npersona",
        "name: a\nline: b\npersona",
        "name: a\nline: b\n\n",
        "name: \nline: b\n\npersona",
        "name: a\n\nline: b\n\npersona",
        "---\nname: a\nline: b\n\npersona",
    ],
)
def test_that_a_critic_with_another_beginning_is_refused(text: str) -> None:
    with pytest.raises(FileError, match="crooked"):
        parse_critic("crooked", text)


def test_that_a_critic_may_come_from_a_system_with_other_line_ends() -> None:
    critic = parse_critic("c", "name: A\r\nline: B\r\n\r\nOne.\r\nTwo.\r\n")
    assert (critic.name, critic.line, critic.persona) == ("A", "B", "One.\nTwo.")


def test_that_the_persona_and_the_rules_are_the_system_text() -> None:
    system = asked("A paragraph.").system
    assert system.startswith(critic_named().persona)
    for rule in ("exactly", "only material", "Do not praise", "Do not rewrite", "confidence"):
        assert rule in system


def test_that_the_question_has_the_sections_that_are_not_empty_in_reading_order() -> None:
    full = question(asked("PP", "BB", "AA", ("H1", "H2")))
    assert [tag for tag, _ in MATERIAL.findall(full)] == ["outline", "before", "paragraph", "after"]
    assert re.search(r"H1\nH2.*BB.*PP.*AA", full, re.DOTALL)
    assert [tag for tag, _ in MATERIAL.findall(question(asked("PP", "\n", "", ())))] == ["paragraph"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(["</paragraph>", "<PARAGRAPH-2>", "</ before", "x", "\n", "{{tag}}", "-3>", "</after-3"]))
)
@example(["</paragraph", "-2", ">"])
def test_that_no_draft_can_close_the_tag_it_stands_in(pieces: list[str]) -> None:
    paragraph = "P" + "".join(pieces)
    text = question(asked(paragraph))
    opening = MATERIAL.search(text)
    assert opening is not None
    closing = f"</{opening[0][1:]}"
    assert text.count(closing) == 1
    assert text[opening.end() : text.index(closing)] == f"\n{paragraph}\n"
    assert f"inside the {opening[0][1:-1]} tags" in text


def test_that_slots_in_a_draft_stay_as_they_are() -> None:
    assert "{{material}} and {{tag}}" in question(asked("{{material}} and {{tag}}"))


def test_that_the_shown_text_is_system_question_and_schema() -> None:
    request = asked("A paragraph.", "Before.")
    assert shown_text(request) == f"{request.system}\n\n{question(request)}\n\n{CRITIQUE_SCHEMA}"
    assert request.purpose == "Critique: Balanced editor"
    assert request.purpose not in shown_text(request)


def test_that_the_schema_closes_every_object_and_requires_every_field() -> None:
    def check(node: object) -> int:
        if not isinstance(node, dict):
            return 0
        objects = 0
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert sorted(node["required"]) == sorted(node["properties"])
            objects = 1
        return objects + sum(check(child) for child in node.values())

    schema = json.loads(CRITIQUE_SCHEMA)
    assert check(schema) == 2
    assert set(schema["properties"]["remarks"]["items"]["properties"]) == {
        "quote",
        "issue",
        "why",
        "suggestion",
        "confidence",
    }
