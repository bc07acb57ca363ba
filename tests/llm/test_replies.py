from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.llm.replies import Confidence, CritiqueReply, RawRemark, parse_critique

FIRST = RawRemark("all swans are white", "Too wide.", "One black swan ends it.", "Name the exception.", Confidence.HIGH)
SECOND = RawRemark('it\'s "clear", [they] say}', "Stock phrase,]", "Why, }", "Cut {it}", Confidence.LOW)


def as_json(*remarks: RawRemark) -> str:
    fields = ("quote", "issue", "why", "suggestion", "confidence")
    return json.dumps({"remarks": [{name: getattr(remark, name) for name in fields} for remark in remarks]})


BOTH = as_json(FIRST, SECOND)


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        f"```json\n{BOTH}\n```",
        json.dumps(json.loads(BOTH), indent=4),
        BOTH.replace("}]}", "},]}"),
        BOTH.replace('"}', '",}'),
        json.dumps(json.loads(BOTH)["remarks"]),
        f"{{}}\n{BOTH}",
    ],
)
def test_that_remarks_are_read_from_json_in_any_wrapping(text: str) -> None:
    assert parse_critique(text) == CritiqueReply((FIRST, SECOND), "")


@pytest.mark.parametrize("text", ["", '{"remarks": []}', '```json\n{"remarks":[]}\n```'])
def test_that_an_empty_list_is_an_answer_without_remarks_and_without_a_note(text: str) -> None:
    assert parse_critique(text) == CritiqueReply((), "")


def test_that_talk_around_the_json_is_kept_beside_the_remarks() -> None:
    assert parse_critique(f"Here you are:\n{BOTH}\nGood luck.") == CritiqueReply(
        (FIRST, SECOND), "Here you are:\nGood luck."
    )


def test_that_an_answer_in_prose_is_kept_whole() -> None:
    prose = 'The paragraph {as it stands} says "nothing".'
    assert parse_critique(prose) == CritiqueReply((), prose, understood=False)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("", True),
        ('{"remarks": []}', True),
        ('<think>Fine.</think>Here you are: {"remarks": []}', True),
        (f"Here you are: {BOTH}", True),
        ('"{\\"remarks\\": []}"', False),
        ('{"remarks": [{"quote": 3, "issue": "i"}]}', False),
        ('{"remarks": "none"}', False),
    ],
)
def test_that_an_answer_of_another_shape_is_no_answer_without_remarks(text: str, understood: bool) -> None:
    reply = parse_critique(text)
    assert reply.understood == understood
    assert understood or (reply.remarks == () and reply.leftover)


def test_that_an_answer_cut_anywhere_keeps_its_whole_remarks_and_loses_no_word() -> None:
    ends = [BOTH.index("}, {") + 1, len(BOTH) - 2]
    for cut in range(len(BOTH)):
        text = BOTH[:cut]
        reply = parse_critique(text)
        whole = sum(cut >= end for end in ends)
        assert reply.remarks[:whole] == (FIRST, SECOND)[:whole], text
        assert len(reply.remarks) <= whole + 1
        kept = " ".join([*(f"{one.quote} {one.issue} {one.suggestion}" for one in reply.remarks), reply.leftover])
        for word in ("swans", "exception", "Stock", "phrase", "Cut"):
            assert (word in text) == (word in kept), text


def test_that_a_remark_that_said_what_is_wrong_is_used_though_it_broke_off() -> None:
    reply = parse_critique('{"remarks":[{"quote":"q","issue":"i","why":"because of th')
    assert reply.remarks == (RawRemark("q", "i", "", "", Confidence.MEDIUM),)
    assert "because of th" in reply.leftover


@pytest.mark.parametrize(
    "item",
    [{"quote": "q"}, {"quote": 3, "issue": "i"}, {"quote": "q", "issue": ["i"]}, "text", 5],
)
def test_that_what_is_not_a_remark_becomes_text(item: object) -> None:
    reply = parse_critique(json.dumps({"remarks": [item, json.loads(as_json(FIRST))["remarks"][0]]}))
    assert reply.remarks == (FIRST,)
    assert json.loads(reply.leftover) == item


@pytest.mark.parametrize(
    ("given_as", "confidence"),
    [
        ('"HIGH "', "high"),
        ("0.9", "high"),
        ("0.5", "medium"),
        ("0", "low"),
        ("true", "medium"),
        ("null", "medium"),
        ('"sure"', "medium"),
    ],
)
def test_that_confidence_is_one_of_three_whatever_was_sent(given_as: str, confidence: str) -> None:
    text = f'{{"remarks":[{{"quote":"q","issue":"i","confidence":{given_as}}}]}}'
    assert parse_critique(text).remarks[0].confidence == confidence


def test_that_quotation_marks_that_were_not_escaped_are_the_words_own() -> None:
    text = (
        '{"remarks": [{"quote": "he said "no", twice", "issue": "Who is "he"?", "why": "w\\n\\"x\\"", "suggestion": "", '
        '"confidence": "low"}, {"quote": "q", "issue": "i", "why": "", "suggestion": "", "confidence": "high"}]}'
    )
    assert parse_critique(text) == CritiqueReply(
        (
            RawRemark('he said "no", twice', 'Who is "he"?', 'w\n"x"', "", Confidence.LOW),
            RawRemark("q", "i", "", "", Confidence.HIGH),
        ),
        "",
    )


def test_that_a_remark_tried_out_in_a_models_thoughts_is_none_and_text_where_nothing_else_came() -> None:
    thought = f"<think>\nPerhaps {as_json(SECOND)}? No.\n</think>"
    reply = parse_critique(f"{thought}\n{as_json(FIRST)}")
    assert reply.remarks == (FIRST,)
    assert reply.leftover == ""
    unended = parse_critique(thought.removesuffix("</think>"))
    assert unended.remarks == ()
    assert "Stock phrase" in unended.leftover


@pytest.mark.parametrize(
    "text",
    [
        "{'remarks': [{'quote': 'q', 'issue': 'i'}]}",
        "{“remarks”: [{“quote”: “q”, “issue”: “i”}]}",
        '{"remarks": [{"quote": "q", "issue": "i',
        '{"remarks": [{"quote": "a, "issue": b"}]}',
        "- quote: q\n  issue: i",
        '{"tool": "write_file", "path": "q", "content": "i"}',
        '<tool_call>{"name": "q", "arguments": {"i": 1}}</tool_call>',
        '{"remarks": "q i"}',
    ],
)
def test_that_what_cannot_be_repaired_is_shown_as_text(text: str) -> None:
    reply = parse_critique(text)
    assert reply.remarks == ()
    assert all(word in reply.leftover for word in ("q" if '"a, ' not in text else "a", "i"))


def test_that_a_remark_about_no_words_is_taken() -> None:
    text = json.dumps(
        {"remarks": [{"quote": "", "issue": "No end.", "why": "w", "suggestion": "s", "confidence": "low"}]}
    )
    assert parse_critique(text) == CritiqueReply((RawRemark("", "No end.", "w", "s", Confidence.LOW),), "")


def test_that_null_is_a_field_that_says_nothing() -> None:
    text = (
        '{"remarks": [{"quote": null, "issue": "No end.", "why": null, "suggestion": "Write one.", "confidence": null}]}'
    )
    assert parse_critique(text) == CritiqueReply((RawRemark("", "No end.", "", "Write one.", Confidence.MEDIUM),), "")


def test_that_no_word_is_lost_of_two_remarks_that_run_into_each_other() -> None:
    first = '"quote": "very unique", "issue": "It is "wide".", "why": "They stop.", "suggestion": "Name one."'
    second = '"quote": "a dog", "issue": "Which one?", "why": "It matters.", "suggestion": "Say it."'
    reply = parse_critique(f'{{"remarks": [{{{first}, {second}}}]}}')
    words = " ".join((*(f"{one.quote} {one.issue} {one.why} {one.suggestion}" for one in reply.remarks), reply.leftover))
    assert all(part in words for part in ("very unique", "wide", "They stop.", "Name one.", "a dog", "Which one?"))


def test_that_a_list_inside_another_object_is_found() -> None:
    assert parse_critique(f'{{"critique": {BOTH}}}').remarks == (FIRST, SECOND)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='{}[]",:\\ \n`aä𝛑1', max_size=80))
@example("{" * 5000)
@example('{"a":' * 3000)
@example('"' * 5001 + "{")
@example('{"quote":"q",' + '"a":"b",' * 2000)
@example('{"quote":"' * 3000)
@example('{"quote":"q","issue":"a"b"ä"' * 400)
def test_that_any_answer_is_read_without_an_error_and_its_letters_are_kept(text: str) -> None:
    reply = parse_critique(text)
    if not reply.remarks:
        assert [sign for sign in text if sign in "aä𝛑1"] == [sign for sign in reply.leftover if sign in "aä𝛑1"]


@pytest.mark.parametrize(
    "hostile",
    [
        '{"quote":"' + '\\"' * 250_000,
        '{"quote":"a"' + " " * 500_000,
        '{"quote": "a", "why": "b" ' * 20_000,
    ],
    ids=["marks", "blanks", "no brackets"],
)
def test_that_half_a_megabyte_in_which_no_string_or_object_ends_is_read(hostile: str) -> None:
    """All took the square of their length: many minutes."""
    assert parse_critique(hostile).remarks == ()


def test_that_an_answer_that_begins_its_remark_over_and_over_is_read() -> None:
    """As small models do that lost their way; each beginning was read on to the end of all: half an hour."""
    reply = parse_critique('{"quote": "a", "issue": "' * 10_000)
    assert len(reply.remarks) <= 10_000
