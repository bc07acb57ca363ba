"""Every fault there is, at every endpoint: what it is called, that it is asked once, and what is kept."""

from __future__ import annotations

import pytest
from endpoints import ENDPOINTS, KEY, ask, asking, fail, run

from editor.core.errors import ModelError, ModelFault
from editor.llm.connections import Connection
from editor.llm.provider import UnfinishedReply
from editor.llm.vendors import open_provider

BEFORE: dict[str, tuple[ModelFault, dict[str, tuple[str, ...]]]] = {
    "bad key": (
        ModelFault.BAD_KEY,
        {"anthropic": ("x-401",), "responses": ("x-401",), "chat": ("x-401",), "google": ("x-400-key", "x-401")},
    ),
    "no credit": (
        ModelFault.NO_CREDIT,
        {
            "anthropic": ("x-402", "x-429-spend", "x-429-contract", "x-400-credit"),
            "responses": ("x-429-quota",),
            "chat": ("x-429-quota", "x-402"),
            "google": ("x-429-credit", "x-429-day"),
        },
    ),
    "forbidden": (
        ModelFault.FORBIDDEN,
        {"anthropic": ("x-403",), "responses": ("x-403",), "chat": ("x-403",), "google": ("x-403", "x-400-country")},
    ),
    "no such model": (
        ModelFault.NO_SUCH_MODEL,
        {
            "anthropic": ("x-404",),
            "responses": ("x-404", "x-403-model"),
            "chat": ("x-404", "x-404-ollama"),
            "google": ("x-404",),
        },
    ),
    "rate limited": (
        ModelFault.RATE_LIMITED,
        {
            "anthropic": ("x-429", "x-429-date"),
            "responses": ("x-429", "x-429-ms"),
            "chat": ("x-429", "x-429-ms"),
            "google": ("x-429",),
        },
    ),
    "prompt bigger than the minute allowance": (
        ModelFault.TOO_LONG_FOR_RATE,
        {
            "anthropic": ("x-429-small",),
            "responses": ("x-429-small", "x-429-allowance"),
            "chat": ("x-429-small", "x-429-allowance"),
            "google": ("x-429-small",),
        },
    ),
    "overloaded": (
        ModelFault.OVERLOADED,
        {
            "anthropic": ("x-529", "x-503"),
            "responses": ("x-503",),
            "chat": ("x-503", "x-503-loading"),
            "google": ("x-503",),
        },
    ),
    "server fault or gateway page": (
        ModelFault.SERVER,
        dict.fromkeys(ENDPOINTS, ("x-500", "x-502-page")),
    ),
    "gateway timeout": (ModelFault.TIMEOUT, dict.fromkeys(ENDPOINTS, ("x-504",))),
    "context too long": (
        ModelFault.TOO_LONG,
        {
            "anthropic": ("x-400-long", "x-413"),
            "responses": ("x-400-long", "x-413"),
            "chat": ("x-400-long", "x-400-long-llama", "x-413"),
            "google": ("x-400-long", "x-413"),
        },
    ),
    "request refused": (ModelFault.BAD_REQUEST, dict.fromkeys(ENDPOINTS, ("x-400", "x-400-odd"))),
    "reset before headers": (ModelFault.LOST, dict.fromkeys(ENDPOINTS, ("x-reset",))),
    "page instead of a stream": (ModelFault.MALFORMED, dict.fromkeys(ENDPOINTS, ("x-page", "x-404-page"))),
    "redirect": (ModelFault.MALFORMED, dict.fromkeys(ENDPOINTS, ("x-redirect",))),
    "stream of nothing": (ModelFault.CUT_SHORT, dict.fromkeys(ENDPOINTS, ("x-empty",))),
}

_OPENAI = ("responses", "chat")
WITHIN: dict[str, tuple[ModelFault, dict[str, tuple[str, ...]]]] = {
    "cut or reset mid-stream": (ModelFault.CUT_SHORT, dict.fromkeys(ENDPOINTS, ("x-cut",))),
    "stream ends early but tidily": (ModelFault.CUT_SHORT, dict.fromkeys(ENDPOINTS, ("x-early",))),
    "server error event mid-stream": (
        ModelFault.SERVER,
        {
            "anthropic": ("x-event-api",),
            "responses": ("x-event-nested", "x-failed"),
            "chat": ("x-event-nested",),
            "google": ("x-event-bare",),
        },
    ),
    "other error event mid-stream": (
        ModelFault.OVERLOADED,
        {"anthropic": ("x-event-overloaded",), "google": ("x-event-data",)},
    ),
    "rate limit event mid-stream": (ModelFault.RATE_LIMITED, {"responses": ("x-event-flat",)}),
    "broken JSON in stream": (
        ModelFault.MALFORMED,
        {**dict.fromkeys(ENDPOINTS, ("x-json", "x-bytes")), "google": ("x-json",)},
    ),
    "signs that are none": (ModelFault.CUT_SHORT, {"google": ("x-bytes",)}),
    "JSON of another shape in stream": (ModelFault.MALFORMED, dict.fromkeys(ENDPOINTS, ("x-shape",))),
    "refusal": (
        ModelFault.REFUSED,
        {
            "anthropic": ("x-refusal",),
            "responses": ("x-filter", "x-failed-policy"),
            "chat": ("x-filter",),
            "google": ("x-safety", "x-recitation"),
        },
    ),
    "answer as long as allowed": (
        ModelFault.OUT_OF_TOKENS,
        {"anthropic": ("x-max-tokens",), **dict.fromkeys((*_OPENAI, "google"), ("x-length",))},
    ),
    "an end nobody knows": (
        ModelFault.CUT_SHORT,
        {**dict.fromkeys(ENDPOINTS, ("x-new-stop",)), "google": ("x-new-stop", "x-continuation")},
    ),
}


def rows(
    table: dict[str, tuple[ModelFault, dict[str, tuple[str, ...]]]],
) -> list[object]:
    return [
        pytest.param(endpoint, model, fault, id=f"{row}-{endpoint}-{model}")
        for row, (fault, models) in table.items()
        for endpoint, names in models.items()
        for model in names
    ]


@pytest.mark.parametrize(("endpoint", "model", "fault"), rows(BEFORE))
def test_that_a_fault_before_the_answer_has_its_own_name_and_is_asked_once(
    endpoint: str, model: str, fault: ModelFault
) -> None:
    with ENDPOINTS[endpoint].server() as server:
        error = fail(ENDPOINTS[endpoint], server, model)
        assert error.fault is fault
        assert not isinstance(error, UnfinishedReply)
        assert len(server.received) == 1
        assert "<html>" not in error.detail


@pytest.mark.filterwarnings("ignore:MOON_PHASE is not a valid FinishReason")
@pytest.mark.parametrize(("endpoint", "model", "fault"), rows(WITHIN))
def test_that_a_fault_within_the_answer_keeps_what_came_and_what_it_cost(
    endpoint: str, model: str, fault: ModelFault
) -> None:
    with ENDPOINTS[endpoint].server() as server:
        error = fail(ENDPOINTS[endpoint], server, model)
        assert error.fault is fault
        assert isinstance(error, UnfinishedReply)
        assert error.text == "Two words"
        assert error.model.startswith(f"{model}-")
        assert error.usage.input > 0
        assert error.usage.output > 0
        assert len(server.received) == 1


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_stream_that_makes_no_sense_is_left(endpoint: str, caplog: pytest.LogCaptureFixture) -> None:
    with ENDPOINTS[endpoint].server() as server:
        assert fail(ENDPOINTS[endpoint], server, "x-shape-flow").fault is ModelFault.MALFORMED
        assert server.received[0].left.wait(5)
    assert not [one for one in caplog.records if one.name == "asyncio"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_closed_port_is_a_fault_of_the_network_for_every_call(endpoint: str) -> None:
    chosen = ENDPOINTS[endpoint]
    with chosen.server() as gone:
        url = gone.url
    calls = [lambda provider: provider.stream(asking(chosen.model), lambda _: None), lambda provider: provider.models()]
    if endpoint != "chat":  # which has nothing to ask
        calls.append(lambda provider: provider.count(asking(chosen.model)))
    for call in calls:
        with pytest.raises(ModelError) as caught:
            run(chosen, url, call)
        assert caught.value.fault is ModelFault.NETWORK


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_name_nobody_knows_is_a_fault_of_the_network(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    chosen = ENDPOINTS[endpoint]
    with pytest.raises(ModelError) as caught:
        run(chosen, "https://nowhere.invalid/v1", lambda provider: provider.stream(asking(chosen.model), lambda _: None))
    assert caught.value.fault is ModelFault.NETWORK


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_timeout_before_headers_is_one_and_closes_the_connection(endpoint: str) -> None:
    with ENDPOINTS[endpoint].server() as server:
        assert fail(ENDPOINTS[endpoint], server, "x-wait", read_s=0.15).fault is ModelFault.TIMEOUT
        assert server.received[0].left.wait(5)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_a_stall_mid_stream_times_out_with_its_words_kept(endpoint: str) -> None:
    with ENDPOINTS[endpoint].server() as server:
        error = fail(ENDPOINTS[endpoint], server, "x-stall", read_s=0.3)
        assert error.fault is ModelFault.TIMEOUT
        assert isinstance(error, UnfinishedReply)
        assert error.text == "Two words"
        assert error.usage.estimated
        assert server.received[0].left.wait(5)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_that_without_a_key_nothing_is_even_opened(endpoint: str) -> None:
    connection = Connection(ENDPOINTS[endpoint].provider, "https://models.example/v1", "m", ("m",))
    with pytest.raises(ModelError) as caught:
        open_provider(connection, None)
    assert caught.value.fault is ModelFault.NO_KEY


UNCLEAN = {"newline": f"{KEY}\n", "NUL": f"{KEY}\0", "not ASCII": f"{KEY}é"}


@pytest.mark.parametrize(
    ("endpoint", "key"),
    [
        pytest.param(endpoint, key, id=f"{what}-{endpoint}")
        for what, key in UNCLEAN.items()
        for endpoint in ENDPOINTS
        if (what, endpoint) != ("not ASCII", "anthropic")  # which sends it
    ],
)
def test_that_even_a_key_that_was_not_cleaned_is_in_no_error(endpoint: str, key: str) -> None:
    """`clean_key` lets none of them through; this is what stands behind it."""
    with ENDPOINTS[endpoint].server() as server, pytest.raises(ModelError) as caught:
        ask(ENDPOINTS[endpoint], server, asking(ENDPOINTS[endpoint].model), key=key)
    error = caught.value
    assert KEY not in f"{error!s} {error!r} {error.detail}"
    assert (error.__cause__, error.__context__) == (None, None)


def test_that_a_key_that_is_not_ascii_and_is_sent_all_the_same_is_a_bad_key() -> None:
    with ENDPOINTS["anthropic"].server() as server, pytest.raises(ModelError) as caught:
        ask(ENDPOINTS["anthropic"], server, asking("x-401"), key=UNCLEAN["not ASCII"])
    assert len(server.received) == 1
    assert caught.value.fault is ModelFault.BAD_KEY
    assert KEY not in f"{caught.value!s} {caught.value!r} {caught.value.detail}"


@pytest.mark.parametrize("endpoint", ["responses", "chat"])
def test_that_a_refusal_in_words_of_its_own_is_quoted(endpoint: str) -> None:
    with ENDPOINTS[endpoint].server() as server:
        error = fail(ENDPOINTS[endpoint], server, "x-refusal")
        assert error.fault is ModelFault.REFUSED
        assert "cannot be helped" in error.detail


def test_that_a_question_google_does_not_let_through_is_a_refusal_that_was_read() -> None:
    with ENDPOINTS["google"].server() as server:
        error = fail(ENDPOINTS["google"], server, "x-blocked")
    assert error.fault is ModelFault.REFUSED
    assert "PROHIBITED_CONTENT" in error.detail
    assert isinstance(error, UnfinishedReply)
    assert (error.text, error.usage.input, error.usage.estimated) == ("", 100, False)


@pytest.mark.parametrize(
    ("endpoint", "model", "seconds"),
    [
        ("anthropic", "x-429", 7.0),
        ("responses", "x-429", 7.0),
        ("responses", "x-429-ms", 1.5),
        ("chat", "x-429", 7.0),
        ("chat", "x-429-ms", 1.5),
        ("google", "x-429", 37.0),
        ("google", "x-503", None),
    ],
)
def test_that_the_wait_a_server_asks_for_is_handed_on(endpoint: str, model: str, seconds: float | None) -> None:
    with ENDPOINTS[endpoint].server() as server:
        assert fail(ENDPOINTS[endpoint], server, model).retry_after_s == seconds
