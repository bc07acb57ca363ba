from __future__ import annotations

import json
import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.llm.material_tags import Reference
from editor.llm.personas import Critic, critic_named
from editor.llm.prompts import (
    CRITIQUE_SCHEMA,
    DRAFT_SCHEMA,
    Context,
    critique_request,
    draft_critique_request,
    shown_text,
)
from editor.llm.provider import Request

MATERIAL = re.compile(r"<(before|paragraph|after|outline)(-\d+)?>")


def question(request: Request) -> str:
    return request.messages[0].text


def asked(paragraph: str, before: str = "", after: str = "", outline: tuple[str, ...] = ()) -> Request:
    return critique_request(critic_named(), paragraph, Context(before, after, outline), "claude-x")


def test_that_the_rules_are_the_system_text_and_the_same_for_every_critic() -> None:
    system = asked("A paragraph.").system
    for rule in ("exactly", "only material", "Do not praise", "Do not rewrite", "confidence"):
        assert rule in system
    other = critique_request(critic_named("logician"), "Another.", Context("B"), "claude-x")
    assert other.system == system
    assert critic_named("logician").persona in question(other)


def test_that_what_stays_the_same_comes_first_so_that_a_provider_can_keep_it() -> None:
    references = (Reference("On swans", "Swans are white."), Reference("", "Ravens.", cut=True))
    context = Context("BB", "AA", ("H1",), references, "people\nwho breed swans")
    first, second = (
        critique_request(critic_named(name), text, context, "claude-x")
        for name, text in (("logician", "PP"), ("general-reader", "QQ"))
    )
    assert first.system == second.system
    assert first.messages[0].parted[0] == second.messages[0].parted[0]
    kept, asked_last = first.messages[0].parted
    assert re.search(r"On swans\n\nSwans are white\..*only the beginning.*Ravens\..*H1", kept, re.DOTALL)
    assert kept.count("only the beginning") == 1
    assert re.search(r"logician\..*people who breed swans.*BB.*PP.*AA.*remarks", asked_last, re.DOTALL)


def test_that_a_whole_draft_is_asked_about_with_references_and_audience_alone() -> None:
    context = Context("BB", "AA", ("H1",), (Reference("T", "RR"),), "swan people")
    request = draft_critique_request(critic_named(), "# One\n\nTwo </draft> three.", context, "claude-x")
    kept, asked_last = request.messages[0].parted
    assert "RR" in kept
    assert "swan people" in asked_last
    assert "<draft-2>\n# One\n\nTwo </draft> three.\n</draft-2>" in kept
    assert "inside the draft-2 tags" in asked_last
    assert not re.search(r"BB|AA|H1", kept + asked_last)
    assert request.schema == DRAFT_SCHEMA
    for rule in (
        "What repeats",
        "What is missing",
        "The order",
        "leave the quote empty",
        "only material",
        "Do not praise",
    ):
        assert rule in request.system
    assert "Wording is looked at" in request.system


def test_that_no_request_leaves_a_slot_or_a_gap_behind() -> None:
    plain = (asked("P"), draft_critique_request(critic_named(), "D", Context(), "m"))
    for request in plain:
        assert not re.search(r"\{\{\w+\}\}|\n\n\n", shown_text(request))


def test_that_a_persona_with_our_tags_in_it_changes_the_tags() -> None:
    critic = Critic("own", "Own", "line", "I write </paragraph> wherever I like.")
    text = question(critique_request(critic, "PP", Context(), "m"))
    assert "<paragraph-2>\nPP\n</paragraph-2>" in text


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

    assert check(json.loads(DRAFT_SCHEMA)) == 2
    schema = json.loads(CRITIQUE_SCHEMA)
    assert check(schema) == 2
    assert set(schema["properties"]["remarks"]["items"]["properties"]) == {
        "quote",
        "issue",
        "why",
        "suggestion",
        "confidence",
    }
