from __future__ import annotations

import pytest

from editor.core.errors import CredentialError, ModelError, ModelFault
from editor.llm.connections import (
    ANTHROPIC,
    ANTHROPIC_ADDRESS,
    COMPATIBLE,
    FALLBACK_MODELS,
    GOOGLE,
    KNOWN_SERVERS,
    LOCAL_PRICES,
    OPENAI,
    VENDOR_ADDRESSES,
    Connection,
    standard_connection,
)


def test_that_settings_win_over_our_variable_and_that_over_the_public_address() -> None:
    ours = {"PALIMPSEST_ANTHROPIC_BASE_URL": " https://gateway.example/claude/ "}
    assert standard_connection(ANTHROPIC, ours, base_url="https://other.example").base_url == "https://other.example"
    assert standard_connection(ANTHROPIC, ours).base_url == "https://gateway.example/claude"
    assert standard_connection(ANTHROPIC, {}).base_url == ANTHROPIC_ADDRESS


def test_that_our_variable_names_another_model_and_allows_it() -> None:
    named = standard_connection(ANTHROPIC, {"PALIMPSEST_ANTHROPIC_MODEL": " claude-new-1 "})
    assert named.model == "claude-new-1"
    named.check_model("claude-new-1")
    assert standard_connection(ANTHROPIC, {}).model == FALLBACK_MODELS[ANTHROPIC].ids[0]


def test_that_a_variable_set_for_other_programs_does_not_move_the_draft() -> None:
    assert (
        standard_connection(ANTHROPIC, {"ANTHROPIC_BASE_URL": "https://elsewhere.example"}).base_url == ANTHROPIC_ADDRESS
    )


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
    assert standard_connection(ANTHROPIC, {}).recipient == "api.anthropic.com"
    assert Connection(ANTHROPIC, "http://127.0.0.1:8080/x", "m", ()).recipient == "127.0.0.1:8080"


def test_that_only_listed_models_may_be_asked() -> None:
    connection = standard_connection(ANTHROPIC, {}, model="claude-mine")
    assert connection.model == "claude-mine"
    connection.check_model("claude-mine")
    connection.check_model(FALLBACK_MODELS[ANTHROPIC].ids[0])
    with pytest.raises(ModelError) as caught:
        connection.check_model("claude-theirs")
    assert caught.value.fault is ModelFault.FORBIDDEN
    assert "claude-mine" in caught.value.detail
    assert "“Connect a Model”" in caught.value.detail
    assert "key" not in f"{caught.value.title} {caught.value.detail}", "no provider has refused anything"
    assert "words" not in caught.value.detail


@pytest.mark.parametrize("provider", [ANTHROPIC, OPENAI, GOOGLE])
def test_that_each_vendor_has_a_connection_of_its_own_that_needs_a_key(provider: str) -> None:
    found = standard_connection(provider, {})
    assert (found.id, found.base_url, found.price_list) == (provider, VENDOR_ADDRESSES[provider], provider)
    assert found.model == FALLBACK_MODELS[provider].ids[0]
    assert found.needs_key


@pytest.mark.parametrize(
    ("address", "prices", "kept_as", "needs_key"),
    [
        ("https://api.mistral.ai/v1", "mistral", "mistral", True),
        ("https://openrouter.ai/api/v1", "openrouter", "openrouter", True),
        ("https://other.example/v1", "at other.example", COMPATIBLE, True),
        ("http://127.0.0.1:11434/v1", LOCAL_PRICES, COMPATIBLE, False),
    ],
)
def test_that_a_compatible_server_has_the_prices_of_its_host(
    address: str, prices: str, kept_as: str, needs_key: bool
) -> None:
    found = Connection(COMPATIBLE, address, "m", ("m",), "mine", "Mine")
    assert (found.price_list, found.kept_as) == (prices, kept_as)
    assert (found.needs_key, found.name) == (needs_key, "Mine")


def test_that_a_vendor_behind_a_gateway_on_this_machine_still_costs_what_it_costs() -> None:
    assert standard_connection(OPENAI, {}, base_url="http://127.0.0.1:8000/v1").price_list == OPENAI


def test_that_every_known_server_can_be_a_connection() -> None:
    for known in KNOWN_SERVERS:
        assert Connection(COMPATIBLE, known.base_url, "m", ("m",), known.id, known.title).id == known.id
