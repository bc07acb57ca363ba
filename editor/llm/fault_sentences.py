"""The one table of what is said when a model does not answer as hoped.

Three things, in this order: what happened (the title), what is safe and what can be done (the detail). The window and
the command line choose the buttons; they do not invent the sentences. Foreign words, where a provider's own explain
more than ours, come last, shortened to one line, as a quotation.
"""

from __future__ import annotations

from editor.core.errors import ModelError, ModelFault

_SAFE = "Your text is safe"
_FREE = "Your text is safe and nothing was charged."
_KEPT = "What it had written is kept; the part that came was charged."
_KEPT_FOR_NOTHING = "What it had written is kept."
_MAYBE_CHARGED = " What was sent may be charged."
_NOTHING_CAME = "No word of it had come."

_SENTENCES: dict[ModelFault, tuple[str, str]] = {
    ModelFault.BAD_KEY: ("{who} does not accept the key{key}", f"{_FREE} Change the key."),
    ModelFault.NO_KEY: (
        "There is no key for {who} yet",
        "Nothing was sent. Add a key, or ask the local critics, which need none.",
    ),
    ModelFault.NO_CREDIT: (
        "The account for {who} has no credit left, or has reached its limit",
        f"{_FREE} Add credit or raise the limit with the provider, or ask the local critics.",
    ),
    ModelFault.FORBIDDEN: (
        "{who} does not let this key do that",
        f"{_FREE} Choose another model or another key.",
    ),
    ModelFault.NO_SUCH_MODEL: (
        "{who} does not know the model {model}",
        f"{_FREE} It may have been shut down, or the key may not include it. Choose another one.",
    ),
    ModelFault.TOO_LONG: (
        "The text is longer than {model} can read at once",
        f"{_SAFE}. Ask about a smaller part, or choose a model that reads more.",
    ),
    ModelFault.TOO_LONG_FOR_RATE: (
        "The text is longer than this account may send to {who} in one minute",
        f"{_FREE} Waiting will not help. Ask about a smaller part, or choose another model.",
    ),
    ModelFault.RATE_LIMITED: (
        "{who} asks us to wait{wait}",
        f"{_FREE} Wait, skip this critic, or ask the local critics.",
    ),
    ModelFault.OVERLOADED: (
        "{who} has too much to do just now",
        f"{_SAFE}. Try again in a little while, or ask the local critics.",
    ),
    ModelFault.SERVER: (
        "{who} has a fault of its own",
        f"{_SAFE}. Try again in a little while, or ask the local critics.",
    ),
    ModelFault.TIMEOUT: (
        "{who} has not answered in time",
        f"{_SAFE}.{_MAYBE_CHARGED} Try again, or ask the local critics.",
    ),
    ModelFault.NETWORK: (
        "{who} could not be reached",
        f"{_FREE} Check the connection and try again, or ask the local critics.",
    ),
    ModelFault.LOST: (
        "The connection to {who} was lost before an answer came",
        f"{_SAFE}.{_MAYBE_CHARGED} Try again, or ask the local critics.",
    ),
    ModelFault.MALFORMED: (
        "What came back is not an answer of {who}",
        f"{_SAFE}. A network that wants a sign-in page seen, or a wrong address in the settings, can do this.",
    ),
    ModelFault.CUT_SHORT: ("The answer of {who} broke off", f"{_SAFE}. {_KEPT} Try again if it is not enough."),
    ModelFault.PAUSED: (
        "{who} stopped searching before it was done",
        f"{_SAFE}. {_KEPT} Ask again if it is not enough; it then searches anew.",
    ),
    ModelFault.BAD_REQUEST: (
        "{who} did not take the request",
        f"{_FREE} Another model may take it; if none does, this is a fault of this program.",
    ),
    ModelFault.REFUSED: (
        "The model declined to answer",
        f"{_SAFE}. Ask about another part, another model, or the local critics.",
    ),
    ModelFault.OUT_OF_TOKENS: (
        "The answer of {who} reached the length it was allowed",
        f"{_SAFE}. {_KEPT} Ask about a smaller part, or allow a longer answer.",
    ),
    ModelFault.CANCELLED: ("Stopped", f"{_SAFE}. {_KEPT}"),
    ModelFault.BUDGET: (
        "This would cost more than is left for this essay",
        "Nothing was sent. Raise the limit.",
    ),
}

_LONGEST_QUOTATION = 300


def failure(
    fault: ModelFault,
    who: str,
    *,
    model: str = "",
    key_ending: str = "",
    retry_after_s: float | None = None,
    said: str = "",
) -> ModelError:
    """The error for a fault. `said` is the provider's own explanation, already free of keys."""
    title, detail = _SENTENCES[fault]
    key = f" ending …{key_ending}" if key_ending else ""
    wait = f" {_in_words(retry_after_s)}" if retry_after_s else ""  # none at all is not one second
    title = title.format(who=who, key=key, model=model or "that was asked", wait=wait)
    if said:
        detail = f"{detail} Its words: “{one_line(said)}”"
    return ModelError(fault, title, detail, retry_after_s=retry_after_s)


def as_it_was(error: ModelError, *, came: bool, free: bool) -> ModelError:
    """The error of a call whose end is known: whether words came, and whether a server that costs nothing was asked."""
    kept = _KEPT_FOR_NOTHING if free else _KEPT
    detail = error.detail.replace(_KEPT, kept if came else f"{_NOTHING_CAME}{_MAYBE_CHARGED}")
    if free:
        detail = detail.replace(_MAYBE_CHARGED, "")
    return ModelError(error.fault, error.title, detail, retry_after_s=error.retry_after_s)


def one_line(said: str) -> str:
    """Foreign words as one short printable line."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said[:10_000]).split())
    return line if len(line) <= _LONGEST_QUOTATION else f"{line[: _LONGEST_QUOTATION - 1]}…"


def _in_words(seconds: float) -> str:
    whole = max(1, round(seconds))
    if whole < 120:
        return f"{whole} s"
    return f"{round(whole / 60)} minutes" if whole < 7200 else f"{round(whole / 3600)} hours"
