"""What a critic quoted that stands nowhere in the text.

It is kept behind the reason of the remark, in a sentence of ours, and parted from it wherever the critic's own words are
meant: what is shown as its reason, copied, or looked for in the draft.
"""

from __future__ import annotations

_BEGINS = "(It quotes words that are not in the "
_QUOTE = ": “"
_ENDS = "”)"
_PLACES = ("paragraph", "draft")


def with_misquote(why: str, quote: str, *, whole: bool) -> str:
    """The reason as it is kept. `whole`: the critic read the whole draft."""
    return f"{why} {_BEGINS}{_PLACES[whole]}{_QUOTE}{quote}{_ENDS}".strip()


def parted(why: str) -> tuple[str, str]:
    """The critic's own reason, and our sentence about its quote; empty where there is none."""
    for place in _PLACES:
        own, found, quote = why.partition(f"{_BEGINS}{place}{_QUOTE}")
        if found and quote.endswith(_ENDS):
            return own.rstrip(), f"{found}{quote}".strip("()")
    return why, ""
