from __future__ import annotations

import copy
import json
import pickle
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.core.errors import CredentialError
from editor.llm.credentials import Found, MemoryCredentials, Secret, Source, clean_key

KEY = "sk-ant-0123456789-4f2a"


def test_that_a_secret_prints_as_stars_however_it_is_printed() -> None:
    secret = Secret(KEY)
    found = Found(secret, Source.SESSION)
    for text in (repr(secret), str(secret), f"{secret}", f"{secret:>40}", "%s %r" % (secret, secret), repr(found)):  # noqa: UP031
        assert "****" in text
        assert KEY not in text


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, vars, hash])
def test_that_a_secret_cannot_be_taken_along(leave: object) -> None:
    assert callable(leave)
    with pytest.raises(TypeError) as caught:
        leave(Secret(KEY))
    assert KEY not in str(caught.value)


def test_that_secrets_are_equal_by_their_key() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret(KEY + "x")
    assert Secret(KEY) != KEY


def test_that_only_a_long_key_shows_its_ending() -> None:
    assert Secret(KEY).ending == "4f2a"
    assert Secret("short-key").ending == ""


def test_that_a_key_is_blotted_out_of_foreign_words() -> None:
    assert Secret(KEY).hidden_in(f"got {KEY}.") == "got ****."


@pytest.mark.parametrize("around", ["{}", " {}\n", "\t{}\r\n", "\u00a0{}\u2003"])
def test_that_a_pasted_key_loses_the_blanks_around_it(around: str) -> None:
    assert clean_key(around.format(KEY)).reveal() == KEY


@pytest.mark.parametrize("text", ["", " \n", "sk ant", "sk-\nant", "sk-\u200bant", "“sk-ant”", "sk-änt", "sk-\x00ant"])
def test_that_what_cannot_be_a_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(CredentialError) as caught:
        clean_key(text)
    assert "sk" not in str(caught.value)


def test_that_a_refused_key_is_not_in_the_variables_of_its_traceback() -> None:
    try:
        clean_key("sk-ant secret")
    except CredentialError as error:
        frames = traceback.extract_tb(error.__traceback__)
        last = traceback.TracebackException.from_exception(error, capture_locals=True).stack[-1]
        assert frames[-1].name == "clean_key"
        assert "sk-ant" not in str(last.locals)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30))
def test_that_a_cleaned_key_can_always_stand_in_a_header(text: str) -> None:
    try:
        key = clean_key(text).reveal()
    except CredentialError:
        return
    assert key
    assert all("!" <= sign <= "~" for sign in key)


def test_that_this_session_comes_before_the_environment() -> None:
    credentials = MemoryCredentials({"ANTHROPIC_API_KEY": "from-outside\n"})
    assert credentials.find("anthropic") == Found(Secret("from-outside"), Source.ENVIRONMENT, "ANTHROPIC_API_KEY")
    kept = credentials.keep("anthropic", Secret(KEY))
    assert kept.where is Source.SESSION
    assert "this session only" in kept.sentence
    assert credentials.find("anthropic") == Found(Secret(KEY), Source.SESSION)


def test_that_forgetting_says_when_a_key_outside_remains() -> None:
    credentials = MemoryCredentials({"ANTHROPIC_API_KEY": "from-outside"})
    credentials.keep("anthropic", Secret(KEY))
    forgotten = credentials.forget("anthropic")
    assert forgotten.still is Source.ENVIRONMENT
    assert "ANTHROPIC_API_KEY" in forgotten.sentence
    assert MemoryCredentials({}).forget("anthropic").still is None


@pytest.mark.parametrize("environment", [{}, {"ANTHROPIC_API_KEY": "  "}, {"OPENAI_API_KEY": "x"}])
def test_that_without_a_key_there_is_none(environment: dict[str, str]) -> None:
    assert MemoryCredentials(environment).find("anthropic") is None
    assert MemoryCredentials(environment).find("unheard-of") is None


def test_that_a_broken_key_in_the_environment_is_reported_and_not_used() -> None:
    with pytest.raises(CredentialError):
        MemoryCredentials({"ANTHROPIC_API_KEY": "two words"}).find("anthropic")


@pytest.mark.parametrize(
    ("connection_id", "variables", "found"),
    [
        ("anthropic", {"ANTHROPIC_API_KEY": "a"}, "ANTHROPIC_API_KEY"),
        ("openai", {"OPENAI_API_KEY": "a"}, "OPENAI_API_KEY"),
        ("google", {"GOOGLE_API_KEY": "b", "GEMINI_API_KEY": "a"}, "GEMINI_API_KEY"),
        ("google", {"GOOGLE_API_KEY": "a", "GEMINI_API_KEY": " "}, "GOOGLE_API_KEY"),
        ("mistral", {"MISTRAL_API_KEY": "a"}, "MISTRAL_API_KEY"),
    ],
)
def test_that_each_vendors_key_is_found_in_its_own_variable(
    connection_id: str, variables: dict[str, str], found: str
) -> None:
    credentials = MemoryCredentials(variables)
    assert credentials.find(connection_id) == Found(Secret("a"), Source.ENVIRONMENT, found)
    assert found in credentials.forget(connection_id).sentence


@pytest.mark.parametrize("connection_id", ["compatible", "my-server", "openai-2", "google"])
def test_that_no_other_connection_gets_a_key_of_the_environment(connection_id: str) -> None:
    environment = {"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "a", "MISTRAL_API_KEY": "a"}
    assert MemoryCredentials(environment).find(connection_id) is None
