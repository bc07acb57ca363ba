"""What each vendor does in a way of its own: counting, searching, keeping a prompt, listing, refusing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from endpoints import ENDPOINTS, Endpoint, ask, asking, fail, run
from model_server import PLAIN_ANSWER
from openai_server import OpenAIServer
from token_minute import Minute

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import COMPATIBLE, Connection
from editor.llm.dialects import dialect_of, warning_of
from editor.llm.limits import Allowance, Meter, RateLimits
from editor.llm.openai_faults import ErrorBody, status_trouble
from editor.llm.provider import (
    Heard,
    Link,
    Message,
    Request,
    Role,
    Started,
    Stop,
    UnfinishedReply,
    Usage,
    can_be_counted,
    guessed_input,
    guessed_usage,
)
from editor.llm.refused_parameters import Parameter, RefusedParameters, refused_in
from editor.llm.troubles import Trouble, duration_s

CLAUDE, RESPONSES, CHAT, GEMINI = (ENDPOINTS[name] for name in ("anthropic", "responses", "chat", "google"))

# Tokens


@pytest.mark.parametrize("endpoint", [RESPONSES, CHAT])
def test_that_openai_counts_cached_tokens_within_and_thoughts_as_output(endpoint) -> None:  # type: ignore[no-untyped-def]
    with endpoint.server() as server:
        reply, heard = ask(endpoint, server, asking(endpoint.model))
    assert reply.usage == Usage(input=100, cache_read=64, output=60, thinking=40)
    assert heard[0].usage.estimated  # type: ignore[union-attr]


def test_that_google_counts_thoughts_and_what_was_found_besides() -> None:
    with GEMINI.server() as server:
        reply, heard = ask(GEMINI, server, asking(GEMINI.model))
    assert reply.usage == Usage(input=107, cache_read=64, output=60, thinking=40)
    assert heard[0].usage == Usage(input=100)  # type: ignore[union-attr]


@pytest.mark.parametrize("endpoint", [RESPONSES, CHAT, GEMINI])
def test_that_an_answer_without_its_figures_is_one_whose_cost_is_guessed(endpoint) -> None:  # type: ignore[no-untyped-def]
    request = asking("x-no-usage")
    with endpoint.server() as server:
        reply, _ = ask(endpoint, server, request)
    assert (reply.text, reply.stop) == ("Two words", Stop.END)
    assert reply.usage.estimated
    assert reply.usage.input == guessed_input(request).input
    assert reply.usage.output > 0


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=ENDPOINTS)
@pytest.mark.parametrize("model", ["x-counts-nothing", "x-counts-no-words"])
def test_that_a_count_that_cannot_be_one_is_a_guess(endpoint: Endpoint, model: str) -> None:
    request = asking(model)
    with endpoint.server() as server:
        reply, heard = ask(endpoint, server, request)
    assert (reply.text, reply.stop) == ("Two words", Stop.END)
    assert reply.usage.estimated
    assert reply.usage.input == (guessed_input(request).input if model == "x-counts-nothing" else 100)
    assert reply.usage.output > 0
    started = next(one for one in heard if isinstance(one, Started))
    assert started.usage.input > 0
    assert started.usage.estimated or started.usage.input == 100


@pytest.mark.parametrize("field", ["cache_read", "cache_write", "output", "thinking", "searches"])
def test_that_no_count_is_below_nothing(field: str) -> None:
    assert can_be_counted(Usage(input=100), "")
    assert not can_be_counted(replace(Usage(input=100), **{field: -1}), "")
    assert not can_be_counted(Usage(input=100), "Two words")
    request = asking("m")
    started = Started("m", replace(Usage(input=100), **{field: -1}))
    assert guessed_usage(request, started, "Two words") == guessed_usage(request, None, "Two words")


def test_that_what_google_wrote_before_it_was_cut_is_counted_as_it_said_last() -> None:
    with GEMINI.server() as server:
        error = fail(GEMINI, server, "x-cut")
    assert isinstance(error, UnfinishedReply)
    assert (error.usage.input, error.usage.estimated) == (100, True)


def test_that_a_server_that_read_only_a_part_of_the_text_is_found_out() -> None:
    long = Request("x-cut-window", "", (Message(Role.USER, "A word or two. " * 4000),), max_tokens=900)
    with CHAT.server() as server:
        reply, _ = ask(CHAT, server, long)
        short, _ = ask(CHAT, server, asking("x-cut-window"))
    assert "only a part of the text" in reply.warning
    assert "4096" in reply.warning
    assert short.warning == ""


@pytest.mark.parametrize(
    ("characters", "usage", "warned"),
    [
        (60_000, Usage(input=4_096), True),
        (60_000, Usage(input=4_096, estimated=True), False),
        (60_000, Usage(input=12_000), False),
        (2_000, Usage(input=10), False),
    ],
)
def test_that_only_a_count_far_below_the_text_is_a_warning(characters: int, usage: Usage, warned: bool) -> None:
    request = Request("m", "", (Message(Role.USER, "x" * characters),), max_tokens=10)
    assert bool(warning_of(request, usage)) is warned


# Searching


def test_that_openai_searches_no_more_than_it_may_and_brings_its_links() -> None:
    with RESPONSES.server() as server:
        reply, _ = ask(RESPONSES, server, asking("x-searched", search=3))
        body = server.received[0].body
    assert (body["tools"], body["max_tool_calls"]) == ([{"type": "web_search"}], 3)
    assert reply.usage.searches == 2
    assert reply.links == (Link("https://swans.example", "Swans"),)


@pytest.mark.parametrize(("model", "charged"), [("x-searched", 2), ("gemini-2.5-x-searched", 1)])
def test_that_google_searches_and_brings_its_links_and_charges_each_query_but_of_older_models(
    model: str, charged: int
) -> None:
    with GEMINI.server() as server:
        reply, _ = ask(GEMINI, server, asking(model, search=3))
        assert server.received[0].body["tools"] == [{"googleSearch": {}}]
    assert reply.usage.searches == charged
    assert reply.links == (Link("https://redirect.example/1", "swans.example"),)


def test_that_claude_searches_no_more_than_it_may_and_brings_its_links_with_what_they_say() -> None:
    with CLAUDE.server() as server:
        reply, _ = ask(CLAUDE, server, asking("x-searched", search=3))
        assert server.received[0].body["tools"] == [{"type": "web_search_20250305", "name": "web_search", "max_uses": 3}]
    assert reply.text == "Some are black."
    assert reply.usage.searches == 2
    assert reply.links == (Link("https://swans.example", "Swans", "Black swans were seen in 1697."),)


def test_that_what_was_found_is_kept_where_the_answer_breaks_off() -> None:
    with CLAUDE.server() as server, pytest.raises(UnfinishedReply) as caught:
        ask(CLAUDE, server, asking("x-searched-cut", search=3))
    assert caught.value.text == "Some are black."
    assert [one.url for one in caught.value.links] == ["https://swans.example"]


def test_that_a_search_that_paused_is_kept_and_not_gone_on_with_unasked() -> None:
    with CLAUDE.server() as server, pytest.raises(UnfinishedReply) as caught:
        ask(CLAUDE, server, asking("x-searched-paused", search=3))
    assert caught.value.fault is ModelFault.PAUSED
    assert [one.url for one in caught.value.links] == ["https://swans.example"]
    assert (caught.value.usage.searches, caught.value.usage.estimated) == (3, False)
    assert len(server.received) == 1


def test_that_a_server_that_cannot_search_is_not_asked_to() -> None:
    with CHAT.server() as server, pytest.raises(ModelError) as caught:
        ask(CHAT, server, asking(CHAT.model, search=1))
    assert caught.value.fault is ModelFault.BAD_REQUEST
    assert server.received == []


# Keeping a prompt


@pytest.mark.parametrize("endpoint", [RESPONSES, CHAT, GEMINI])
def test_that_where_prompts_are_kept_unasked_nothing_is_sent_for_it(endpoint) -> None:  # type: ignore[no-untyped-def]
    plain = asking(endpoint.model)
    (message,) = plain.messages
    with endpoint.server() as server:
        ask(endpoint, server, plain)
        ask(endpoint, server, replace(plain, messages=(replace(message, material=(3, 9)),)))
        assert server.received[0].raw == server.received[1].raw


def test_that_a_gateway_that_knows_no_marks_gets_the_same_text_in_one_piece() -> None:
    text = "Here is a draft. And all."
    request = Request("x-no-marks", "", (Message(Role.USER, text, material=(10, 16)),), 900)
    with CLAUDE.server() as server:
        ask(CLAUDE, server, request)
        first, second = (one.body["messages"][0]["content"] for one in server.received)
    assert [block["text"] for block in first] == [text[:16], text[16:]]
    assert second == text


# Models


def test_that_openais_list_is_that_of_models_that_write_with_their_last_day() -> None:
    with RESPONSES.server() as server:
        listed = run(RESPONSES, server.url, lambda provider: provider.models())
    assert [(one.id, one.active) for one in listed] == [("gpt-6.1-sol", True), ("o3", False)]
    assert listed[1].retires_at is not None
    assert listed[1].retires_at.isoformat() == "2026-12-11T00:00:00+00:00"


def test_that_a_compatible_list_keeps_all_that_may_write_and_how_much_they_read() -> None:
    with CHAT.server() as server:
        listed = run(CHAT, server.url, lambda provider: provider.models())
    read = {one.id: one.max_input for one in listed}
    assert read["magistral-medium"] == 131072
    assert read["qwen3-on-vllm"] == 32768
    assert read["qwen3:8b"] is None  # what it was trained with is more than it was set to read
    assert read["vendor/model"] == 200000
    assert not {"mistral-ocr", "text-embedding-3-large"} & set(read)
    assert [one.name for one in listed if one.id == "vendor/model"] == ["Vendor: Model"]


def test_that_googles_list_is_that_of_models_that_write() -> None:
    with GEMINI.server() as server:
        (only,) = run(GEMINI, server.url, lambda provider: provider.models())
    assert (only.id, only.name, only.max_input, only.max_output) == (
        "gemini-3.8-flash",
        "Gemini 3.8 flash",
        1048576,
        65536,
    )


# Compatible servers


def test_that_a_server_on_this_machine_is_asked_without_a_key() -> None:
    with OpenAIServer(keyless=True) as server:
        reply, _ = ask(CHAT, server, asking(CHAT.model), key=None)
        assert reply.text == PLAIN_ANSWER
        assert "authorization" not in server.received[0].headers


def test_that_a_server_that_wants_no_count_asked_for_is_asked_without_and_counts_by_guess() -> None:
    with CHAT.server() as server:
        reply, _ = ask(CHAT, server, asking("x-no-options"))
        assert ["stream_options" in one.body for one in server.received] == [True, False]
    assert reply.usage.estimated


def test_that_a_model_that_wants_the_limit_under_its_new_name_gets_it() -> None:
    with CHAT.server() as server:
        ask(CHAT, server, asking("x-new-limit"))
        last = server.received[-1].body
        assert len(server.received) == 2
    assert "max_tokens" not in last
    assert last["max_completion_tokens"] == 900


def test_that_a_model_that_refuses_one_thing_after_another_is_answered_in_the_end() -> None:
    with CHAT.server() as server:
        reply, _ = ask(CHAT, server, asking("x-nothing-new", temperature=1.0, schema="{}"))
        assert reply.text == PLAIN_ANSWER
        assert len(server.received) == 4


@pytest.mark.parametrize(
    ("address", "usage", "limit_field"),
    [
        ("https://api.mistral.ai/v1", False, "max_tokens"),
        ("https://api.openai.com/v1", True, "max_completion_tokens"),
        ("https://openrouter.ai/api/v1", True, "max_tokens"),
        ("http://127.0.0.1:11434/v1", True, "max_tokens"),
    ],
)
def test_that_known_servers_are_spoken_to_in_their_dialect(address: str, usage: bool, limit_field: str) -> None:
    dialect = dialect_of(Connection(COMPATIBLE, address, "m", ("m",)))
    assert (dialect.usage, dialect.limit_field) == (usage, limit_field)


# Refusing


@pytest.mark.parametrize(
    ("said", "parameter", "found"),
    [
        ("temperature: Extra inputs are not permitted", "", {Parameter.TEMPERATURE}),
        ("Unsupported value.", "temperature", {Parameter.TEMPERATURE}),
        ("'response_format' of type 'json_schema' is not supported", "", {Parameter.SCHEMA}),
        ("max_tokens is too large: 900000", "max_tokens", set()),
        ("The temperatures of swans", "", set()),
        ("cache_control: not here", "", {Parameter.CACHE}),
    ],
)
def test_that_a_refusal_is_read_for_what_it_names(said: str, parameter: str, found: set[Parameter]) -> None:
    trouble = Trouble(ModelFault.BAD_REQUEST, said, parameter=parameter)
    assert refused_in(trouble, Parameter) == found
    assert refused_in(Trouble(ModelFault.SERVER, said, parameter=parameter), Parameter) == set()
    assert refused_in(trouble, []) == set()


def test_that_claude_is_known_to_take_no_temperature() -> None:
    connection = Connection("anthropic", "https://a.example", "m", ("m",))
    assert Parameter.TEMPERATURE in RefusedParameters().of(connection, "m")


@pytest.mark.parametrize(("text", "seconds"), [("37s", 37.0), ("1.5s", 1.5), ("soon", None), ("nans", None), (3, None)])
def test_that_a_duration_is_read_if_it_is_one(text: object, seconds: float | None) -> None:
    assert duration_s(text) == seconds


@pytest.mark.parametrize(
    ("limit", "fault"), [("30,000", ModelFault.TOO_LONG_FOR_RATE), ("90000", ModelFault.RATE_LIMITED)]
)
def test_that_only_a_request_above_the_whole_allowance_is_beyond_waiting(limit: str, fault: ModelFault) -> None:
    body = ErrorBody(code="rate_limit_exceeded", said=f"Limit {limit}, Used 80000, Requested 61,000.")
    assert status_trouble(429, body, {}).fault is fault


# What may be sent in a minute


@pytest.mark.parametrize("endpoint", [RESPONSES, CHAT])
def test_that_what_a_minute_holds_is_heard_before_an_answer(endpoint) -> None:  # type: ignore[no-untyped-def]
    with endpoint.server() as server:
        server.minute = Minute(5_000, now=lambda: 0.0)
        _, heard = ask(endpoint, server, asking(endpoint.model))
        read = 5_000 - server.minute.remaining - 900
    limits = heard[0]
    assert isinstance(limits, RateLimits)
    said = limits.of[Meter.TOKENS]
    assert (said.limit, said.remaining) == (5_000, 5_000 - 900 - read)
    assert said.full_in_s == pytest.approx((900 + read) / 5_000 * 60, abs=0.01)
    assert not any(isinstance(part, RateLimits) for part in heard[1:])


@pytest.mark.parametrize(
    ("endpoint", "model", "limits"),
    [
        (RESPONSES, "x-429-small", {Meter.TOKENS: Allowance(30_000, 0)}),
        (CHAT, "x-429-allowance", {Meter.TOKENS: Allowance(10, 10)}),
        (GEMINI, "x-429-small", {Meter.INPUT: Allowance(10, 0)}),
        (GEMINI, "x-429", {Meter.REQUESTS: Allowance(5, 0)}),
    ],
)
def test_that_a_refusal_tells_what_a_minute_holds(endpoint, model, limits) -> None:  # type: ignore[no-untyped-def]
    heard: list[Heard] = []
    with endpoint.server() as server, pytest.raises(ModelError):
        run(endpoint, server.url, lambda one: one.stream(asking(model), heard.append), models=(model,))
    assert heard == [RateLimits(limits)]


def test_that_words_that_name_a_limit_do_not_outvote_a_header() -> None:
    said = "Rate limit reached on tokens per min (TPM): Limit 30000, Used 1, Requested 5."
    body = ErrorBody(code="rate_limit_exceeded", said=said)
    trouble = status_trouble(429, body, {"x-ratelimit-limit-tokens": "40000", "x-ratelimit-remaining-tokens": "7"})
    assert trouble.limits == RateLimits({Meter.TOKENS: Allowance(40_000, 7)})
    assert trouble.minute_allowance == 40_000
    requests = ErrorBody(code="rate_limit_exceeded", said="on requests per min (RPM): Limit 3, Used 3, Requested 1.")
    assert status_trouble(429, requests, {}).limits is None


def test_that_a_key_is_sent_to_a_server_on_this_machine_if_there_is_one() -> None:
    with OpenAIServer(keyless=True) as server:
        ask(CHAT, server, asking(CHAT.model), key="its-own-key")
        assert server.received[0].headers["authorization"] == "Bearer its-own-key"


def test_that_googles_library_takes_no_other_http_library_even_if_it_finds_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where aiohttp is there, the library would prefer it, and wait and retry unseen."""
    monkeypatch.setattr("google.genai._api_client.has_aiohttp", True)
    with GEMINI.server() as server:
        reply, _ = ask(GEMINI, server, asking(GEMINI.model))
        assert reply.text == PLAIN_ANSWER
        assert fail(GEMINI, server, "x-reset").fault is ModelFault.LOST
        assert len(server.received) == 2
