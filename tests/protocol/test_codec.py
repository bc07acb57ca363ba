from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.protocol import (
    critique_messages,
    handoff_messages,
    intake_messages,
    messages,
    model_messages,
    pad_messages,
    record_messages,
)
from editor.protocol.codec import decode, encode
from editor.protocol.messages import Critique, Failed, Fold, KeepKey, Prepared, RemarksMade
from editor.protocol.parts import RemarkRow

MODULES = (messages, critique_messages, record_messages, intake_messages, model_messages, pad_messages, handoff_messages)
KNOWN = {name: one for module in MODULES for name, one in vars(module).items()}
CLASSES = [one for one in KNOWN.values() if isinstance(one, type) and dataclasses.is_dataclass(one)]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    if hint is Any:
        return JSON_VALUES
    parts = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values_of(part) for part in parts))
    if origin is tuple:
        if parts[1:] == (Ellipsis,):
            return st.lists(values_of(parts[0]), max_size=3).map(tuple)
        return st.tuples(*(values_of(part) for part in parts))
    if origin is dict:
        return st.dictionaries(st.text(), JSON_VALUES, max_size=3)
    if dataclasses.is_dataclass(hint):
        return messages_of(typing.cast(type, hint))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(exclude_categories=())),
        int: st.integers(),
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        type(None): st.none(),
    }
    return plain[hint]


def messages_of(known: type) -> st.SearchStrategy[Any]:
    return st.builds(known, **{name: values_of(hint) for name, hint in typing.get_type_hints(known).items()})


@pytest.mark.parametrize("known", CLASSES, ids=lambda known: known.__name__)
def test_that_every_message_comes_back_as_it_went(known: type) -> None:
    @given(messages_of(known))
    @settings(max_examples=15, deadline=None)
    def check(message: Any) -> None:
        line = encode(message)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert decode(line) == message

    check()


def test_that_a_remark_travels_inside_its_message_as_a_remark() -> None:
    row = RemarkRow(1, 2, "harper", None, 0, 0, "i", "w", "s", None, "open", None, 5, "")
    back = decode(encode(RemarksMade(3, 2, (row,))))
    assert back.remarks == (row,)
    assert isinstance(back.remarks[0], RemarkRow)


def test_that_half_a_character_survives() -> None:
    assert decode(encode(Failed(1, "\ud83d", "\u2028\n"))).title == "\ud83d"


def test_that_a_field_with_a_default_may_be_left_out() -> None:
    line = json.dumps({"is": "Critique", "id": 1, "paragraph": 2, "critics": ["style"]}).encode()
    assert decode(line) == Critique(1, 2, ("style",))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "Expecting value"),
        (b"nonsense", "Expecting value"),
        (b"\xff\xfe", "decode"),
        (b"[" * 100_000, "nested"),
        (b'"Fold"', "object"),
        (b"{}", "unknown message"),
        (b'{"is": "Fould", "id": 1}', "unknown message"),
        (b'{"is": ["Fold"], "id": 1}', "unknown message"),
        (b'{"is": "dataclass"}', "unknown message"),
        (b'{"is": "Fold", "id": 1, "upto": 2, "more": 3}', "more"),
        (b'{"is": "Fold", "id": 1}', "upto"),
        (b'{"is": "Fold", "id": "1", "upto": 2}', "int was expected"),
        (b'{"is": "Fold", "id": true, "upto": 2}', "int was expected"),
        (b'{"is": "Fold", "id": 1, "upto": null}', "int was expected"),
        (b'{"is": "Critique", "id": 1, "paragraph": 2, "critics": "style"}', "list was expected"),
        (b'{"is": "Critique", "id": 1, "paragraph": 2, "critics": [3]}', "str was expected"),
        (b'{"is": "RemarksMade", "id": 1, "paragraph": 2, "remarks": [{"id": 1}]}', "missing"),
        (
            b'{"is": "Attached", "id": 1, "upto": 1, "ledger": [], "remarks": [], "pads": [], "versions": [[1]], '
            b'"spent_usd": "0", "last_sent": ""}',
            "2 values",
        ),
    ],
)
def test_that_a_line_of_another_shape_is_refused(line: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        decode(line)


def test_that_a_price_that_is_not_known_stays_unknown() -> None:
    prepared = Prepared(1, "text", "Claude", "m", None, None, "d")
    assert decode(encode(prepared)).most_usd is None


def test_that_a_key_is_not_printed_with_its_message() -> None:
    assert "sk-secret" not in repr(KeepKey(1, "sk-secret"))
    assert decode(encode(KeepKey(1, "sk-secret"))).key == "sk-secret"


def test_that_a_whole_number_is_taken_for_a_fraction_and_not_the_other_way() -> None:
    row = {"id": 1, "paragraph": 2, "critic": "c", "quote": "q", "start": 0, "end": 1, "issue": "", "why": ""}
    row |= {"suggestion": "", "confidence": 1, "state": "open", "reason": None, "created_ms": 0, "call": ""}
    line = json.dumps({"is": "RemarksMade", "id": 1, "paragraph": 2, "remarks": [row]}).encode()
    assert decode(line).remarks[0].confidence == 1.0
    with pytest.raises(ValueError, match="int was expected"):
        decode(json.dumps({"is": "Fold", "id": 1, "upto": 2.5}).encode())
    assert decode(b'{"is": "Fold", "id": 1, "upto": 2}') == Fold(1, 2)
