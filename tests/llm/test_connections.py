from __future__ import annotations

import pytest

from editor.core.errors import CredentialError, ModelError, ModelFault
from editor.llm.connections import (
    ADDRESS_VARIABLE,
    ANTHROPIC,
    ANTHROPIC_ADDRESS,
    FALLBACK_MODELS,
    MODEL_VARIABLE,
    Connection,
    anthropic_connection,
)


def test_that_settings_win_over_our_variable_and_that_over_the_public_address() -> None:
    ours = {ADDRESS_VARIABLE: " https://gateway.example/claude/ "}
    assert anthropic_connection(ours, base_url="https://other.example").base_url == "https://other.example"
    assert anthropic_connection(ours).base_url == "https://gateway.example/claude"
    assert anthropic_connection({}).base_url == ANTHROPIC_ADDRESS


def test_that_our_variable_names_another_model_and_allows_it() -> None:
    named = anthropic_connection({MODEL_VARIABLE: " claude-new-1 "})
    assert named.model == "claude-new-1"
    named.check_model("claude-new-1")
    assert anthropic_connection({}).model == FALLBACK_MODELS[ANTHROPIC].ids[0]


def test_that_a_variable_set_for_other_programs_does_not_move_the_draft() -> None:
    assert anthropic_connection({"ANTHROPIC_BASE_URL": "https://elsewhere.example"}).base_url == ANTHROPIC_ADDRESS


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8080", "http://localhost/x", "http://[::1]:9", "http://127.9.9.9", "https://a.example"]
)
def test_that_https_and_this_machine_are_allowed(address: str) -> None:
    assert Connection(ANTHROPIC, address, "m", ("m",)).is_local is not address.startswith("https")


@pytest.mark.parametrize(
    "address",
    [
        "http://api.anthropic.com",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "ftp://a.example",
        "a.example",
        "https://",
        "",
        "https://user:word@a.example",
        "https://a.example?x=1",
        "https://a.example/#x",
        "https://a.example:notaport",
        "http://[::1",
        "http://[127.0.0.1]x",
    ],
)
def test_that_a_key_does_not_travel_to_any_other_address(address: str) -> None:
    with pytest.raises(CredentialError):
        Connection(ANTHROPIC, address, "m", ("m",))


def test_that_the_recipient_is_the_host_that_gets_the_text() -> None:
    assert anthropic_connection({}).recipient == "api.anthropic.com"
    assert Connection(ANTHROPIC, "http://127.0.0.1:8080/x", "m", ()).recipient == "127.0.0.1:8080"


def test_that_only_listed_models_may_be_asked() -> None:
    connection = anthropic_connection({}, model="claude-mine")
    assert connection.model == "claude-mine"
    connection.check_model("claude-mine")
    connection.check_model(FALLBACK_MODELS[ANTHROPIC].ids[0])
    with pytest.raises(ModelError) as caught:
        connection.check_model("claude-theirs")
    assert caught.value.fault is ModelFault.FORBIDDEN
    assert "claude-mine" in caught.value.detail
